"""How the crawl process takes an answer in: Scrapy's own handler of HTTP, with the limits that it has not.

* The head of an answer is counted; Twisted takes any number of lines.
* A body waits on the disk, not in memory, until it is its turn: eight hosts may send forty megabytes each at a time.
* A limit, or a private address, is an error that says so; Twisted calls all of it a lost connection.
* The password of a proxy is put in at the last moment, so that no request that is archived or logged holds it.
"""

from __future__ import annotations

import ipaddress
import tempfile
from functools import partial
from typing import IO, Any, ClassVar
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers import http11
from scrapy.exceptions import CannotResolveHostError, DownloadFailedError, ResponseDataLossError
from scrapy.http import Headers, Response
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.misc import build_from_crawler
from twisted.internet.defer import Deferred
from twisted.internet.error import ConnectionDone
from twisted.internet.protocol import Protocol, connectionDone
from twisted.python.failure import Failure
from twisted.web.client import ResponseDone, ResponseFailed
from twisted.web.http import PotentialDataLoss
from twisted.web.iweb import UNKNOWN_LENGTH

from crawler.certificates import TellingFactory, wrong_with
from crawler.guard import NotPublicError
from crawler.limits import MAX_LINE, MAX_PIECES, AnswerTooLargeError, Head, HeadersTooLargeError, LimitError
from crawler.resolver import GuardResolver

#: A body up to this size, in bytes, waits in memory. Most pages are smaller, and most PDFs are larger.
IN_MEMORY = 1 << 20


class WaitingResponse(Response):
    """A response whose body is not in memory: ``body`` is empty until :meth:`take` is called, and after."""

    waiting: IO[bytes]

    def take(self) -> bytes:
        """Return the body and let go of it. It can be had once."""
        with self.waiting as file:
            file.seek(0)
            return file.read()


class GuardedHandler(http11.HTTP11DownloadHandler):
    """Downloads over HTTP and HTTPS within limits."""

    #: Where large bodies wait, in files without a name; set by the crawl process.
    folder: ClassVar[str | None] = None
    #: The ``Proxy-Authorization`` header for the proxy of the process; set by the crawl process.
    proxy_authorization: ClassVar[str | None] = None

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        telling: Any = build_from_crawler(TellingFactory, crawler)
        self._contextFactory = telling
        self._pool._factory = _Factory
        # Twisted asks again at once where a kept connection breaks: when and whether is for the pace to say.
        self._pool.retryAutomatically = False
        # So none is kept for longer than a moment: servers close theirs after two to five seconds, which is when the
        # pace lets us ask again, and a question on a connection that is just being closed is lost.
        self._pool.cachedConnectionTimeout = 1

    async def download_request(self, request: Request) -> Response:
        """Send a request and return the response, a :class:`WaitingResponse`.

        Raises:
            LimitError: the answer is larger than is taken.
            NotPublicError: the host's name leads to a private address.
            OSError: the body could not be put on the disk.
        """
        agent = _Agent(
            contextFactory=self._contextFactory,
            bindAddress=self._bind_address,
            pool=self._pool,
            maxsize=self._default_maxsize,
            crawler=self._crawler,
        )
        sent = request
        if self.proxy_authorization and request.meta.get("proxy"):
            sent = request.copy()
            sent.headers["Proxy-Authorization"] = self.proxy_authorization
        try:
            with wrap_twisted_exceptions():
                return await maybe_deferred_to_future(agent.download_request(sent))
        except CannotResolveHostError as error:
            name = (urlsplit(request.url).hostname or "").lower()
            if reason := GuardResolver.refused.get(name):
                raise NotPublicError(reason) from error
            raise
        except DownloadFailedError as error:
            for each in getattr(error.__cause__, "reasons", ()):
                if isinstance(each.value, LimitError):
                    raise each.value from error
            asked = urlsplit(request.url)
            if wrong := wrong_with(asked.hostname or "", asked.port or 443):
                raise DownloadFailedError(f"certificate verify failed: {wrong}") from error
            raise


class _Agent(http11._ScrapyAgent):
    """One request, of Scrapy's making up to the moment when the body comes."""

    def _cb_bodyready(self, txresponse: Any, request: Request) -> Any:
        length = -1 if txresponse.length == UNKNOWN_LENGTH else int(txresponse.length)
        body = tempfile.SpooledTemporaryFile(IN_MEMORY, dir=GuardedHandler.folder)  # noqa: SIM115  taken later
        if length == 0:
            ip = getattr(txresponse, "_scrapy_ip_address", None)
            return {"txresponse": txresponse, "ip_address": ip, "waiting": body}
        limit = int(request.meta.get("download_maxsize", self._maxsize))
        if limit and length > limit:
            txresponse._transport._producer.abortConnection()
            raise AnswerTooLargeError(f"Content-Length: {length}")
        finished: Deferred[Any] = Deferred(partial(self._cancel, txresponse=txresponse))
        txresponse.deliverBody(_Body(finished, txresponse, body, limit))
        self._txresponse = txresponse  # what the time limit stops
        return finished

    def _cb_bodydone(self, result: Any, url: str) -> Response:
        txresponse = result["txresponse"]
        headers: Headers = self._headers_from_twisted_response(txresponse)
        response = WaitingResponse(
            url, int(txresponse.code), headers=headers, ip_address=result["ip_address"]
        )
        response.waiting = result["waiting"]
        return response


class _Body(Protocol):
    """Takes in one body, as far as the limit."""

    def __init__(self, finished: Deferred[Any], txresponse: Any, body: IO[bytes], limit: int) -> None:
        self._finished, self._txresponse, self._body, self._limit = finished, txresponse, body, limit
        self._left, self._pieces = limit, 0

    def connectionMade(self) -> None:  # noqa: N802  Twisted's name
        self._ip = ipaddress.ip_address(self.transport._producer.getPeer().host)  # type: ignore[union-attr]

    def dataReceived(self, data: bytes) -> None:  # noqa: N802
        if self._finished.called:
            return
        self._left -= len(data)
        self._pieces += 1
        if self._limit and self._left < 0:
            self._give_up(AnswerTooLargeError(f"more than {self._limit} bytes came"))
            return
        if self._pieces > MAX_PIECES:
            self._give_up(AnswerTooLargeError(f"it came in more than {MAX_PIECES} chunks"))
            return
        try:
            self._body.write(data)
        except OSError as error:
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        self._body.close()
        self._finished.errback(error)
        self._txresponse._transport._producer.abortConnection()

    def connectionLost(self, reason: Failure = connectionDone) -> None:  # noqa: N802
        if self._finished.called:
            self._body.close()
        elif isinstance(reason.value, ResponseDone | PotentialDataLoss):
            self._finished.callback(
                {"txresponse": self._txresponse, "ip_address": self._ip, "waiting": self._body}
            )
        else:
            self._body.close()
            lost = ResponseDataLossError()
            lost.__cause__ = reason.value if isinstance(reason.value, ResponseFailed) else None
            self._finished.errback(lost)


class _Parser(http11._LenientHTTPClientParser):
    """Reads the head of an answer, as far as the limits."""

    MAX_LENGTH = MAX_LINE
    head: Head

    def lineReceived(self, line: bytes) -> None:  # noqa: N802
        self.head.line(len(line) + 1)
        super().lineReceived(line)

    def allHeadersReceived(self) -> None:  # noqa: N802
        # Twisted keeps a connection unless it reads exactly "close" (RFC 9112, 9.3: the name of an option has no case,
        # and HTTP/1.0 keeps none), and then asks on one that the server has closed.
        said = b",".join(self.connHeaders.getRawHeaders(b"connection", ())).lower()
        if b"close" in said or (self.response.version[1:] < (1, 1) and b"keep-alive" not in said):
            self.connHeaders.setRawHeaders(b"connection", [b"close"])
        super().allHeadersReceived()  # type: ignore[no-untyped-call]

    def lineLengthExceeded(self, line: bytes) -> None:  # noqa: N802
        raise HeadersTooLargeError(f"a header line of more than {MAX_LINE} bytes")


class _Connection(http11._LenientHTTP11ClientProtocol):
    def request(self, request: Any) -> Any:
        answer = super().request(request)
        # Scrapy itself replaces the class of the parser: there is no other place to name one.
        parser: Any = self._parser
        parser.__class__ = _Parser
        parser.head = Head()
        return answer

    def _giveUp(self, reason: Failure) -> None:  # noqa: N802
        if isinstance(reason.value, ConnectionDone):
            # The answer is whole, and this is the end of a connection that is not kept.
            super()._giveUp(reason)  # type: ignore[no-untyped-call]
            return
        # At once: one who sends headers without end would be listened to until it has closed its side.
        self.transport.abortConnection()  # type: ignore[union-attr]
        self._disconnectParser(reason)  # type: ignore[no-untyped-call]


class _Factory(http11._LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> Any:  # noqa: N802
        return _Connection(self._quiescentCallback)  # type: ignore[no-untyped-call]
