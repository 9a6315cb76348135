"""Which addresses the crawler will connect to at all. Imports no Scrapy.

A crawler follows links that strangers wrote; one of them may point into the network it runs in. So an address is
looked at twice: :func:`refusal` reads the URL before anything is asked, and can say why; :func:`look_up` checks what
a name has turned out to lead to, and whoever connects takes the addresses that it returns and no others. The second
alone is enough, whatever disguise passes the first.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

#: Names that never belong to a public host (RFC 6761, RFC 6762, and what networks use inside).
LOCAL_SUFFIXES = (
    ".local", ".localhost", ".localdomain", ".internal", ".lan", ".home", ".home.arpa", ".corp", ".intranet",
    ".private", ".onion",
)  # fmt: skip
#: The public part of IPv6 (RFC 4291, 2.4).
_GLOBAL6 = ipaddress.ip_network("2000::/3")
#: What Python, in one version or another, takes for public and is not: 6to4, which carries any IPv4 address, and its
#: relays (RFC 7526); the addresses of protocols (RFC 6890; one of them is a cloud's metadata service); documentation
#: (RFC 9637); and the platform service of another cloud, which only machines in it see.
_NEVER = tuple(
    map(
        ipaddress.ip_network, ("2002::/16", "192.88.99.0/24", "192.0.0.0/24", "3fff::/20", "168.63.129.16/32")
    )
)
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
        if address.ipv4_mapped is None and address not in _GLOBAL6:
            return False
        address = address.ipv4_mapped or address
    return address.is_global and not address.is_multicast and not any(address in each for each in _NEVER)


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


@dataclass(frozen=True, slots=True)
class Found:
    """An address that a name leads to and that may be connected to, as ``socket.connect`` takes it."""

    family: socket.AddressFamily
    address: tuple[str, int] | tuple[str, int, int, int]


class NotPublicError(Exception):
    """A name leads to addresses that are not public; nothing was connected to."""


def look_up(name: str, port: int, exempt: Collection[str] = ()) -> list[Found]:
    """Return the public addresses that a name leads to, those of IPv4 first. It blocks while it asks.

    What is not connected to one of these very addresses is not guarded: a name that is looked up again may
    lead elsewhere the second time.

    Args:
        name: a host name or an IP address, in any spelling that the system's resolver reads.
        port: where one would connect.
        exempt: hosts, each with its port or for all ports, that may be anywhere: hosts that a protocol names
            for tests, and a proxy.

    Raises:
        NotPublicError: all of its addresses are private.
        socket.gaierror: it leads nowhere.
    """
    try:
        # The oldest IDNA spelling is all that Python itself has, so other scripts are spelled out before.
        answers = socket.getaddrinfo(name.encode("ascii"), port, type=socket.SOCK_STREAM)
    except (UnicodeError, ValueError) as error:
        raise socket.gaierror(socket.EAI_NONAME, f"{name!r} is not a host name") from error
    found = [Found(family, address) for family, _, _, _, address in answers]  # type: ignore[arg-type]
    if not {name.lower(), f"{name.lower()}:{port}", f"[{name.lower()}]:{port}"} & set(exempt):
        public = [each for each in found if public_address(str(each.address[0]))]
        if found and not public:
            raise NotPublicError(f"{name} leads to {found[0].address[0]}, which is not a public address")
        found = public
    # Nearly every host has an address of IPv4, while many machines only believe that they can reach the others.
    return sorted(found, key=lambda each: each.family != socket.AF_INET)


def _plain(name: str) -> str:
    """Return a host name as a resolver may read it: digits and dots of other scripts made plain."""
    plain = unicodedata.normalize("NFKC", name).replace("\u3002", ".").lower().rstrip(".")
    return "".join(str(unicodedata.decimal(each, each)) for each in plain)
