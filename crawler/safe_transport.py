"""The connections of :mod:`crawler.safe_requests`: to public addresses only, and for a limited time. No Scrapy."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Collection
from contextlib import suppress
from functools import partial
from types import TracebackType
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from crawler.guard import look_up
from crawler.limits import TookTooLongError


class Deadline:
    """The time for one whole exchange: when it is over, the connection is cut, wherever the exchange is.

    A time limit on the socket counts from the last byte, so that one byte a second would never reach it.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds, self.over = seconds, False
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def watch(self, connection: socket.socket) -> None:
        """Cut this connection as well when the time is over."""
        # A second handle: TLS takes the first one over.
        twin = socket.socket(fileno=os.dup(connection.fileno()))
        with self._lock:
            self._sockets.append(twin)
        if self.over:
            self._cut()

    def _cut(self) -> None:
        with self._lock:
            self.over = True
            for each in self._sockets:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            for each in self._sockets:
                each.close()
        if self.over:
            raise TookTooLongError(f"no whole answer within {self.seconds:g} s") from error


class _Guarded(HTTPConnection):
    """A connection to an address that was checked, and no other."""

    exempt: Collection[str] = ()
    adapter: GuardedAdapter | None = None

    def _new_conn(self) -> socket.socket:
        host = self._dns_host.strip("[]")
        try:
            found = look_up(host, self.port, self.exempt)
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from error
        failed: OSError = OSError("it has no address")
        for each in found:
            connection = socket.socket(each.family, socket.SOCK_STREAM)
            try:
                for option in self.socket_options or ():
                    connection.setsockopt(*option)
                connection.settimeout(self.timeout if isinstance(self.timeout, float | int) else None)
                self._watch(connection)
                connection.connect(each.address)
                return connection
            except OSError as error:
                connection.close()
                failed = error
        if isinstance(failed, TimeoutError):
            raise ConnectTimeoutError(self, f"Connection to {self.host} timed out") from failed
        raise NewConnectionError(self, f"Failed to establish a new connection: {failed}") from failed

    def request(self, *args: Any, **kwargs: Any) -> None:
        if self.sock is not None:
            self._watch(self.sock)
        super().request(*args, **kwargs)

    def _watch(self, connection: Any) -> None:
        if self.adapter is not None and self.adapter.deadline is not None:
            self.adapter.deadline.watch(connection)


class _GuardedTls(_Guarded, HTTPSConnection):
    """The same under TLS."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Guarded

    def __init__(
        self, *args: Any, exempt: Collection[str] = (), adapter: GuardedAdapter | None = None, **kwargs: Any
    ) -> None:
        self._exempt, self._adapter = exempt, adapter
        super().__init__(*args, **kwargs)

    def _new_conn(self) -> Any:
        connection: Any = super()._new_conn()
        connection.exempt, connection.adapter = self._exempt, self._adapter
        return connection


class _TlsPool(_Pool, HTTPSConnectionPool):
    ConnectionCls = _GuardedTls


class GuardedAdapter(HTTPAdapter):
    """Carries the requests of a :class:`requests.Session` over guarded connections.

    Args:
        exempt: hosts that may be anywhere: see :func:`crawler.guard.look_up`.
    """

    def __init__(self, exempt: Collection[str] = ()) -> None:
        self._exempt = exempt
        #: The time for the exchange under way; ``None`` when there is no limit.
        self.deadline: Deadline | None = None
        # One connection a host, kept open: there is one request at a time.
        super().__init__(pool_connections=20, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pools of guarded connections."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools()

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """Make the pools of connections to a proxy."""
        manager: Any = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = self._pools()
        return manager

    def _pools(self) -> Any:
        pools = {"http": _Pool, "https": _TlsPool}
        return {scheme: partial(pool, exempt=self._exempt, adapter=self) for scheme, pool in pools.items()}
