"""Requests that got no answer: which trouble it was, in one word and in one sentence.

Scrapy, Twisted and requests each name the same failures in their own way. Imports none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.judge.page import quoted
from crawler.trouble import Trouble


@dataclass(frozen=True, slots=True)
class Failure:
    """Why no answer came.

    Attributes:
        trouble: the word for it.
        sentence: what a person reads.
        evidence: the library's own words, at most :data:`crawler.trouble.EVIDENCE` characters.
        lasting: it would be the same the next time, so the host is spared it.
    """

    trouble: Trouble
    sentence: str
    evidence: str
    lasting: bool


#: By the name of the exception. The more particular ones first: where several are known, the first counts.
_NAMES: tuple[tuple[str, Trouble, str, bool], ...] = (
    ("NotPublicError", "private-address", "its name does not lead to a public address", True),
    ("AnswerTooLargeError DownloadCancelledError", "too-large", "the answer is larger than crawl.max_bytes", True),
    ("HeadersTooLargeError", "headers-too-large", "the headers of the answer are longer than any honest ones", True),
    ("CannotResolveHostError DNSLookupError NameResolutionError gaierror", "dns", "the host name does not resolve (DNS)", False),
    ("LeftAloneError", "rate-limited", "the host asks for a longer pause than anybody waits here", True),
    ("TookTooLongError", "timeout", "no whole answer within the time limit", True),
    ("TCPTimedOutError ConnectTimeout ConnectTimeoutError ConnectionTimeoutError", "timeout", "no connection within the time limit", False),
    ("DownloadTimeoutError TimeoutError Timeout ReadTimeout ReadTimeoutError UserTimeoutError", "timeout",
     "no whole answer within the time limit", False),
    ("DownloadConnectionRefusedError ConnectionRefusedError", "connection-refused", "the connection was refused", False),
    ("NoRouteError", "connection-broken", "no way leads to the host", False),
    ("TooManyRedirects", "redirect-loop", "it leads round in a circle of redirects", True),
    ("UnsupportedURLSchemeError SchemeNotSupported InvalidURL InvalidSchema MissingSchema LocationParseError", "other",
     "the address is not one that can be asked for", True),
    ("ParseError BadStatusLine InvalidHeader LineTooLong", "other", "what the host sent is not HTTP", False),
    ("ContentDecodingError DecodeError", "other", "the answer cannot be unpacked", True),
    ("ResponseDataLossError _DataLoss PotentialDataLoss ChunkedEncodingError IncompleteRead InvalidChunkLength",
     "connection-broken", "the connection broke before the answer was whole", False),
    ("DownloadFailedError ResponseNeverReceived ResponseFailed RemoteDisconnected ConnectionLost ConnectionDone ConnectionAborted"
     " ConnectionResetError ConnectionAbortedError BrokenPipeError ProtocolError RequestTransmissionFailed",
     "connection-broken", "the connection broke before an answer came", False),
)  # fmt: skip

#: Words of the operating system, where no name tells more.
_SAID: tuple[tuple[str, Trouble, str, bool], ...] = (
    ("is not a public address", "private-address", "its name does not lead to a public address", True),
    ("connection refused", "connection-refused", "the connection was refused", False),
    ("failed to resolve", "dns", "the host name does not resolve (DNS)", False),
    ("name or service not known", "dns", "the host name does not resolve (DNS)", False),
    ("invalid hostname", "other", "the host's name is not one that can be looked up", True),
    ("timed out", "timeout", "no whole answer within the time limit", False),
    ("no route to host", "connection-broken", "no way leads to the host", False),
    ("network is unreachable", "connection-broken", "no way leads to the host", False),
    ("connection reset", "connection-broken", "the connection broke before an answer came", False),
    ("connection aborted", "connection-broken", "the connection broke before an answer came", False),
)

_IS_TLS = re.compile(
    r"\bssl\b|ssl routines|\btls(?:v1)?\b|sslv3|certificate|verificationerror|x509", re.IGNORECASE
)
#: What OpenSSL and service_identity say, and what it means. OpenSSL: x509_txt.c, ssl_err.c.
_TLS: tuple[tuple[str, str, bool], ...] = (
    (r"certificate has expired", "its certificate has expired", True),
    (r"certificate is not yet valid", "its certificate is not valid yet", True),
    (r"self[- ]signed certificate in (?:the )?certificate chain", "its chain of certificates ends at an authority that is not a known one", True),
    (r"self[- ]signed certificate", "its certificate is signed by itself, and by no authority", True),
    (r"unable to get (?:local )?issuer certificate|unable to verify the first certificate",
     "the server does not send its intermediate certificate, or its authority is not a known one", True),
    (r"mismatch|doesn't match|does not match|not valid for", "its certificate is for another host", True),
    (r"certificate revoked", "its certificate was revoked", True),
    (r"dh key too small", "it offers a key that is too short to be safe (Diffie-Hellman)", True),
    (r"key too (?:small|weak)", "its certificate has a key that is too short to be safe", True),
    (r"md too weak|digest algorithm too weak", "its certificate is signed in a way that is no longer safe", True),
    (r"unsuitable certificate purpose|unsupported certificate purpose", "its certificate is made for something else than web sites", True),
    (r"unsafe legacy renegotiation", "it asks for an old kind of renegotiation that is not safe", True),
    (r"unsupported protocol|protocol version", "it speaks no version of TLS that is still safe", True),
    (r"wrong version number|http request|unknown protocol|record layer failure|packet length too long", "it does not speak TLS on this port", True),
    (r"unrecogni[sz]ed name", "it does not know itself by this host name", True),
    (r"certificate required|bad certificate", "it asks for a certificate of ours", True),
    (r"handshake failure|no shared cipher|no ciphers available", "it has no cipher in common with us, or turns such programs away", True),
    (r"unexpected eof|eof occurred|zero return", "it breaks the handshake off", False),
    (r"certificate verify failed", "its certificate cannot be verified", True),
)  # fmt: skip
_WRAPPING = re.compile(r"<twisted\.python\.failure\.Failure (?:[\w.]*\.)?(\w+)(: .*?)?>(?=[\],]|$)")
_SECRET = re.compile(r"\?[^\s'\"()<>?]+=[^\s'\"()<>]*")
_PASSWORD = re.compile(r"//[^/@\s]+@")
_CLASS = re.compile(r"\b_?[A-Z]\w+\b")


def failure_of(error: BaseException | str, text: str = "") -> Failure:
    """Return why no answer came.

    Args:
        error: the exception, or the name of its class.
        text: what it says, where that is not in the exception.
    """
    name, names, said = _told(error, text)
    evidence = quoted(f"{name}: {said}" if said else name)
    # TLS comes wrapped in names that only say that nothing came.
    for known, trouble, sentence, lasting in _NAMES[:-1]:
        if not names.isdisjoint(known.split()):
            return Failure(trouble, _exactly(trouble, sentence, said), evidence, lasting)
    low = said.lower()
    for words, trouble, sentence, lasting in _SAID[:4]:
        if words in low:
            return Failure(trouble, _exactly(trouble, sentence, said), evidence, lasting)
    if any(_IS_TLS.search(each) for each in (name, said)):
        for pattern, sentence, lasting in _TLS:
            if re.search(pattern, low):
                return Failure("tls", f"the secure connection failed (TLS): {sentence}", evidence, lasting)
        return Failure("tls", "the secure connection failed (TLS)", evidence, False)
    for words, trouble, sentence, lasting in _SAID[4:]:
        if words in low:
            return Failure(trouble, sentence, evidence, lasting)
    known, trouble, sentence, lasting = _NAMES[-1]
    if not names.isdisjoint(known.split()):
        return Failure(trouble, sentence, evidence, lasting)
    return Failure("other", f"no answer: {evidence}", evidence, False)


def _exactly(trouble: Trouble, sentence: str, said: str) -> str:
    """Return the guard's own sentence where there is one: it names the address."""
    return quoted(said) if trouble == "private-address" and "is not a public address" in said else sentence


def _told(error: BaseException | str, text: str) -> tuple[str, set[str], str]:
    """Return the name of an exception, the names of what is wrapped in it, and what they say."""
    if isinstance(error, str):
        name, names, said = error or "error", {error}, text
    else:
        whole = list(_within(error, 0))
        name, names = type(error).__name__, {type(each).__name__ for each in whole}
        said = text or next((words for each in whole if (words := _words(each))), "")
        deepest = next((words for each in reversed(whole) if (words := _words(each))), "")
        if deepest not in said:
            said = f"{said}: {deepest}"
    said = _WRAPPING.sub(lambda found: found[1] + (found[2] or ""), " ".join(said[:5000].split()))
    # Keys and passwords may stand in an address, and evidence is kept.
    said = _PASSWORD.sub("//...@", _SECRET.sub("?...", said))
    return name, names | set(_CLASS.findall(said)), said


def _words(error: BaseException) -> str:
    try:
        return str(error).strip()
    except Exception:
        return ""


def _within(error: BaseException, depth: int) -> Iterator[BaseException]:
    """Yield an exception and those that it was made of: causes, Twisted's reasons, urllib3's reason."""
    yield error
    if depth >= 8:
        return
    inner: list[object] = [
        error.__cause__,
        error.__context__ if not error.__suppress_context__ else None,
        getattr(error, "reason", None),
        *(error.args if isinstance(error.args, tuple) else ()),
    ]
    reasons = getattr(error, "reasons", None)
    if isinstance(reasons, list | tuple):
        inner += [getattr(each, "value", each) for each in reasons]
    seen: set[int] = set()
    for each in inner:
        if isinstance(each, BaseException) and each is not error and id(each) not in seen:
            seen.add(id(each))
            yield from _within(each, depth + 1)
