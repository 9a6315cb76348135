"""A proxy's address, apart from the name and password for it: those go to the proxy and nowhere else. No Scrapy."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit, urlunsplit

#: The environment variable that a proxy is given in, with its password: other users cannot see it.
VARIABLE = "GREYLIT_PROXY"


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy.

    Attributes:
        url: its address, without name and password: fit for logs and records.
        authorization: the ``Proxy-Authorization`` header (RFC 7617), where it wants one. It is left out of ``repr``.
        whole: its address as it was given.
    """

    url: str
    authorization: str | None = field(repr=False)
    whole: str = field(repr=False)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not be kept anywhere."""
        return tuple(filter(None, (self.authorization, unquote(urlsplit(self.whole).password or ""))))

    @property
    def host(self) -> str:
        """The name of its host, without the port."""
        return urlsplit(self.url).hostname or ""


def proxy_of(text: str) -> Proxy:
    """Read the address of a proxy: ``http://name:password@host:port``, with or without the middle part.

    Raises:
        ValueError: it is not the address of an HTTP proxy. The message does not repeat it.
    """
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("the proxy is not an address like http://host:port")
    url = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], "", "", ""))
    authorization = None
    if parts.username or parts.password:
        pair = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"
        authorization = "Basic " + base64.b64encode(pair.encode()).decode()
    return Proxy(url, authorization, urlunsplit(parts))
