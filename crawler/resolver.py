"""The resolver that hands out public addresses only: what is checked is what is connected to."""

from __future__ import annotations

from typing import Any, ClassVar

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawler.guard import public_address


class GuardResolver(CachingThreadedResolver):
    """Refuses names that lead to private addresses, so that no redirect or rebinding reaches inside."""

    #: Hosts exempt from the check (a proxy, or test hosts that a protocol names); set by the crawl process.
    exempt: ClassVar[frozenset[str]] = frozenset()

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: N802  Twisted's name
        """Resolve a name; fail where the address is not public."""
        answer: Deferred[str] = super().getHostByName(name, timeout)
        if name in self.exempt:
            return answer

        def check(address: str) -> str:
            if not public_address(address):
                raise DNSLookupError(f"{name} leads to {address}, which is not a public address")
            return address

        return answer.addCallback(check)
