"""What an address in a web archive stands for: the address that was archived, and when. Pure.

Reference lists name archived addresses in many spellings: with one slash after the scheme, without a scheme, in percent
signs, with what the archive was to show it as (``id_``, ``if_``), in the old form of the UK Government Web Archive
without ``/ukgwa``, with ``+`` or ``*`` where no moment was meant.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

#: Archives by host, each with the parts of a path that may stand before the moment.
_PLACES = (
    r"(?:web|wayback|www)\.archive\.org(?:/web)?",
    r"(?:www\.)?archive\.org/(?:web|wayback)",
    r"(?:www\.)?webarchive\.nationalarchives\.gov\.uk(?:/(?:ukgwa|nobanner|tna|content))*",
    r"(?:www\.|beta\.)?webarchive\.org\.uk/(?:act/)?wayback/(?:(?:en/|cy/)?archive|memento)",
    r"(?:www\.)?webarchive\.parliament\.uk(?:/(?:ukpw|parliament))*",
    r"wayback\.archive-it\.org/[\w-]+",
    r"webarchive\.nrscotland\.gov\.uk(?:/[a-z]+)?",
)
_REPLAY = re.compile(
    rf"https?://(?:{'|'.join(_PLACES)})/(?:([0-9]{{4,14}})(?:[a-z]{{2}}_)?|[*+])/+(.+)",
    re.IGNORECASE,
)
_PORT = re.compile(r"^(https?://[^/:]+):(?:80|443)(?=/)", re.IGNORECASE)
_SCHEME = re.compile(r"(https?):/{0,2}", re.IGNORECASE)
_ENCODED = re.compile(r"https?(?:%3A|:)(?:%2F|/){1,2}", re.IGNORECASE)
_HOST = re.compile(r"(?:[\w-]+\.)+[\w-]{2,}(?::[0-9]{1,5})?(?=[/?#]|$)")
#: The moment in the address of a copy, in whichever archive: what follows it is an address.
_MOMENT = re.compile(r"/([0-9]{14})(?:[a-z]{2}_)?/+(?=https?:|https?%3A|[\w-]+\.)(.+)", re.IGNORECASE)


def original_of(url: str) -> tuple[str | None, str | None]:
    """Return the address and the moment that an address in a web archive stands for; ``(None, None)`` for others.

    The moment is as written, 4 to 14 digits, and ``None`` where the archived address names none (``+``, ``*``). Only the
    archives that are known by name are read so: Internet Archive, UK Government Web Archive, UK Web Archive, UK
    Parliament, Archive-It, National Records of Scotland.
    """
    found = _REPLAY.fullmatch(_PORT.sub(r"\1", url.strip(), count=1))
    address = _address(found[2]) if found else None
    return (address, found[1]) if found and address else (None, None)


def replayed(url: str) -> tuple[str | None, str | None]:
    """Return the same for the address of a copy in any archive, whose moment must have its 14 digits."""
    found = _MOMENT.search(url)
    address = _address(found[2]) if found else None
    return (address, found[1]) if found and address else (None, None)


def _address(rest: str) -> str | None:
    if _ENCODED.match(rest) and "%" in rest[:14]:
        rest = unquote(rest)
    scheme = _SCHEME.match(rest)
    after = rest[scheme.end() :] if scheme else rest
    host = _HOST.match(after)
    if not host:
        return None
    name, rest = host[0].lower(), after[host.end() :]
    # Crawlers of the nineties wrote the port, which says nothing.
    return f"{scheme[1].lower() if scheme else 'http'}://{name.removesuffix(':80')}{rest or '/'}"
