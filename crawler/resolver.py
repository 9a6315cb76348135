"""The resolver that hands out public addresses only: what is checked is what is connected to.

Twisted connects to the addresses that this resolver returns, as numbers, and asks nobody again: not for a redirect,
not for the second of two requests, not for an address of the other IP version.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from twisted.internet import _idna
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver, IHostResolution
from twisted.internet.threads import deferToThreadPool
from twisted.python.failure import Failure
from zope.interface.declarations import implementer

from crawler.guard import Found, NotPublicError, look_up


@implementer(IHostResolution)  # type: ignore[no-untyped-call]
class _Resolution:
    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """Do nothing: a look-up in a thread cannot be stopped, and nobody waits for it any more."""


@implementer(IHostnameResolver)  # type: ignore[no-untyped-call]
class GuardResolver:
    """Leaves out the private addresses of names, so that no redirect or rebinding reaches inside.

    It is the only way to an address in the crawl process: the reactor's older interface
    (``reactor.resolve``) is led through it as well.
    """

    #: Hosts exempt from the check (a proxy, or test hosts that a protocol names), with or without a port; set
    #: by the crawl process.
    exempt: ClassVar[frozenset[str]] = frozenset()
    #: Why a name was refused, by name, for whoever must tell of it: Twisted only says that it found nothing.
    refused: ClassVar[dict[str, str]] = {}

    def __init__(self, reactor: Any) -> None:
        self._reactor = reactor

    @classmethod
    def from_crawler(cls, _crawler: Any, reactor: Any) -> GuardResolver:
        """Make the resolver of the process, as Scrapy asks for it."""
        return cls(reactor)

    def install_on_reactor(self) -> None:
        """Become the resolver of the reactor."""
        self._reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802  Twisted's name
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type] | None = None,  # noqa: N803
        transportSemantics: Any = "TCP",  # noqa: N803
    ) -> Any:
        """Look a name up in a thread, and pass on those of its addresses that may be connected to."""
        resolution = _Resolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)

        def found(addresses: list[Found]) -> None:
            self.refused.pop(hostName, None)
            for each in addresses:
                kind = IPv4Address if len(each.address) == 2 else IPv6Address
                if addressTypes is None or kind in addressTypes:
                    resolutionReceiver.addressResolved(kind(transportSemantics, *each.address))

        def failed(failure: Failure) -> None:
            if isinstance(failure.value, NotPublicError):
                self.refused[hostName] = str(failure.value)
            # No address is what Twisted reports as a failed look-up.

        answer: Any = deferToThreadPool(
            self._reactor, self._reactor.getThreadPool(), look_up, _spelled(hostName), portNumber, self.exempt
        )
        answer.addCallbacks(found, failed)
        answer.addBoth(lambda _: resolutionReceiver.resolutionComplete())
        return resolution


def _spelled(name: str) -> str:
    """Return a name of another script as the DNS has it (IDNA 2008); Twisted hands names out in their own."""
    try:
        return name if name.isascii() else _idna._idnaBytes(name).decode("ascii")
    except UnicodeError:
        return name
