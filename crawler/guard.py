"""Which addresses the crawler will connect to at all. Imports no Scrapy.

A crawler follows links that strangers wrote; one of them may point into the network it runs in.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from urllib.parse import urlsplit

#: Names that never belong to a public host (RFC 6761, RFC 6762, and what networks use inside).
LOCAL_SUFFIXES = (".local", ".localhost", ".internal", ".lan", ".home", ".corp", ".intranet")


def host_of(url: str) -> str:
    """Return host and, where one is written, port of a URL: what pace and robots are kept by."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def public_address(text: str) -> bool:
    """Tell whether an IP address, in any of its notations, is a public one."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_global) and not address.is_multicast


def refusal(url: str, allowed: Collection[str] = ()) -> str | None:
    """Return why ``url`` must not be asked for, or ``None`` when it may.

    Args:
        url: an absolute address.
        allowed: hosts (with port where there is one) that are exempt, as a protocol names them for tests.
    """
    try:
        parts = urlsplit(url)
        port, name = parts.port, (parts.hostname or "").rstrip(".")
    except ValueError as error:
        return f"not an address: {error}"
    if parts.scheme not in ("http", "https"):
        return f"only http and https are asked, not {parts.scheme or 'an address without a scheme'}"
    if parts.username or parts.password:
        return "an address with a name or password in it is never asked"
    if not name:
        return "an address without a host"
    if host_of(url) in allowed or name in allowed:
        return None
    if port not in (None, 80, 443):
        return f"port {port} is not one that public web sites use"
    if (
        name == "localhost"
        or name.endswith(LOCAL_SUFFIXES)
        or ("." not in name.strip("[]") and ":" not in name)
    ):
        return f"{name} is not a public host"
    if name.replace(".", "").isdigit() or name.startswith("0x") or ":" in name:
        # Decimal, octal and hexadecimal disguises are refused with the private addresses they may hide.
        return None if public_address(name) else f"{name} is not a public address"
    return None
