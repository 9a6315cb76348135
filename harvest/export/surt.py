"""Sort-friendly keys of addresses, by which indexes of web archives are ordered (SURT, as the Internet Archive has them).

Written from the description of the format: host reversed and without ``www.``, everything in small letters, parameters in
order, no fragment, no slash at the end. Session ids are left in: two sessions are two addresses here.
"""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes, urlsplit

_WWW = re.compile(r"^www\d*\.")
_PORTS = {"http": 80, "https": 443}


def surt(url: str) -> str:
    """Return the key of an address; of what is no address of the web the address itself, in small letters."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return url.lower()
    if parts.scheme.lower() not in _PORTS or not host:
        return url.lower()
    try:
        host = host.encode("idna").decode("ascii")
    except UnicodeError:
        host = host.lower()
    key = ",".join(reversed(_WWW.sub("", host, count=1).split(".")))
    key += f":{port})" if port and port != _PORTS[parts.scheme.lower()] else ")"
    key += _path(_escaped(parts.path).lower())
    query = _escaped(parts.query).lower()
    if query:
        key += "?" + "&".join(sorted(query.split("&"), key=lambda pair: pair.partition("=")[::2]))
    return key


def _path(path: str) -> str:
    """Return a path without empty steps, steps back, and a slash at its end."""
    steps: list[str] = []
    for step in path.split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    return "/" + "/".join(steps)


def _escaped(text: str) -> str:
    """Undo percent-encoding as often as it was done, and encode what must be: one address has one spelling."""
    raw = text.encode("utf-8", "surrogateescape")
    while (once := unquote_to_bytes(raw)) != raw:
        raw = once
    return "".join(chr(b) if 0x20 < b < 0x7F and b not in b"#%" else f"%{b:02X}" for b in raw)
