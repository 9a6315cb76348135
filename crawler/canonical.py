"""One spelling for each address, by w3lib, and without the parameters that only track people."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url, url_query_cleaner

#: Parameters that identify the visitor and never the document.
TRACKING = (
    "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id",
    "gclid", "fbclid", "msclkid", "mc_cid", "mc_eid", "_ga", "_gl",
)  # fmt: skip


def canonical(url: str, base: str | None = None) -> str:
    """Return the one spelling of an address: no fragment, no default port, no tracking parameters.

    Raises:
        ValueError: it cannot be read as an address at all.
    """
    url = urljoin(base, url.strip()) if base else url.strip()
    if "?" in url:
        url = url_query_cleaner(url, TRACKING, remove=True, unique=False)
    parts = urlsplit(canonicalize_url(url))
    host, port = parts.netloc, parts.port
    if (parts.scheme, port) in (("http", 80), ("https", 443)):
        host = host.rpartition(":")[0]
    return urlunsplit((parts.scheme, host, parts.path or "/", parts.query, ""))
