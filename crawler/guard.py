"""Which addresses the crawler will connect to at all. Imports no Scrapy.

A crawler follows links that strangers wrote; one of them may point into the network it runs in.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Collection
from urllib.parse import urlsplit

#: Names that never belong to a public host (RFC 6761, RFC 6762, and what networks use inside).
LOCAL_SUFFIXES = (
    ".local", ".localhost", ".localdomain", ".internal", ".lan", ".home", ".home.arpa", ".corp", ".intranet",
    ".private",
)  # fmt: skip
#: The public part of IPv6 (RFC 4291, 2.4), and in it the one range that carries any IPv4 address (6to4).
_GLOBAL6, _SIX_TO_FOUR = ipaddress.ip_network("2000::/3"), ipaddress.ip_network("2002::/16")
_NAME = re.compile(r"[\w-]+(?:\.[\w-]+)*")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


def host_of(url: str) -> str:
    """Return host and, where one is written, port of a URL: what pace and robots are kept by."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def public_address(text: str) -> bool:
    """Tell whether an IP address, written out in full, is a public one.

    IPv6 addresses that carry an IPv4 address in them are judged by it or refused.
    """
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is None:
            return address.is_global and address in _GLOBAL6 and address not in _SIX_TO_FOUR
        address = address.ipv4_mapped
    return address.is_global and not address.is_multicast


def refusal(url: str, allowed: Collection[str] = ()) -> str | None:
    """Return why ``url`` must not be asked for, or ``None`` when it may.

    Args:
        url: an absolute address.
        allowed: hosts (with port where there is one) that are exempt, as a protocol names them for tests.
    """
    try:
        parts = urlsplit(url)
        port, name = parts.port, _plain(parts.hostname or "")
    except ValueError as error:
        return f"not an address: {error}"
    if parts.scheme not in ("http", "https"):
        return f"only http and https are asked, not {parts.scheme or 'an address without a scheme'}"
    if "@" in parts.netloc:
        return "an address with a name or password in it is never asked"
    if not name:
        return "an address without a host"
    if host_of(url) in allowed or name in allowed:
        return None
    if port not in (None, 80, 443):
        return f"port {port} is not one that public web sites use"
    # A name whose last label is a number is an address (WHATWG URL, 3.5). Decimal, octal and hexadecimal
    # disguises are refused with the private addresses they may hide.
    if ":" in name or _NUMBER.fullmatch(name.rpartition(".")[2]):
        return None if public_address(name) else f"{name} is not a public address"
    if not _NAME.fullmatch(name):
        return f"{name} is not a host name"
    if "." not in name or name.endswith(LOCAL_SUFFIXES):
        return f"{name} is not a public host"
    return None


def _plain(name: str) -> str:
    """Return a host name as the resolver will read it: wide digits and dots of other scripts made plain."""
    return unicodedata.normalize("NFKC", name).replace("\u3002", ".").lower().rstrip(".")
