"""What the miniature web archives hold of addresses that answer no more, and what must be recovered of it."""

from __future__ import annotations

import base64
import hashlib
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache
from html import escape
from importlib import resources
from urllib.parse import parse_qsl, urlsplit

from harvest.demo.corpus.markup import blocks, to_html
from harvest.demo.pdfs import text_pdf

#: What was archived as the page of an address, and only said that there was none.
_SOFT = "<h1>Page not found</h1><p>The page you asked for is not here. It may have moved when our site was rebuilt.</p>"


@dataclass(frozen=True, slots=True)
class Held:
    """One capture: the archive, 14 digits, the status then.

    Attributes:
        archive: ``ia``, ``ukgwa`` or ``ukwa``.
        at: when it was taken.
        answers: the status that was captured.
        leads_to: the moment of the capture that is shown when this one is asked for; empty for itself.
        soft: the site's page for what it had not, sent as if it were a page.
    """

    archive: str
    at: str
    answers: int = 200
    leads_to: str = ""
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Dead:
    """An address that answers no more, and its captures.

    Attributes:
        url: the address.
        kind: ``pdf`` or ``html``.
        title: of what was there.
        body: its words, in the markup of the corpus.
        wanted: archive and moment of the capture that must be fetched; empty when there is no copy.
        relevant: what was there belongs into the review.
        refuses: the archive that does not say, and asks for a person.
        captures: in the order in which they were taken.
    """

    url: str
    kind: str
    title: str
    body: str
    wanted: str
    relevant: bool
    refuses: str
    captures: tuple[Held, ...]

    def held(self, archive: str, *, shown: bool = False) -> list[Held]:
        """Return the captures of one archive; with ``shown`` those as well that it shows without listing them."""
        found = [each for each in self.captures if each.archive == archive]
        if shown:
            found += [Held(archive, each.leads_to) for each in found if each.leads_to]
        return sorted(found, key=lambda each: each.at)


@dataclass(frozen=True, slots=True)
class ToRecover:
    """What must come of looking for one dead address.

    Attributes:
        url: the address.
        archive: the one that the copy must come from, ``None`` when there is none.
        asked: moment of the capture that must be asked for.
        at: moment at which what is shown for it was taken.
        relevant: what is recovered belongs into the review.
        why: one sentence.
    """

    url: str
    archive: str | None
    asked: str | None
    at: str | None
    relevant: bool
    why: str


@lru_cache(maxsize=1)
def dead_addresses() -> tuple[Dead, ...]:
    """Return every address of the corpus that answers no more."""
    from harvest.demo.publishers.model import body_of

    folder = resources.files("harvest.demo.corpus").joinpath("publishers")
    found = []
    for table in tomllib.loads(folder.joinpath("dead.toml").read_text(encoding="utf-8"))["dead"]:
        body = body_of(table["twin"]) if table.get("twin") else table.get("body", "")
        captures = tuple(sorted((Held(**each) for each in table["captures"]), key=lambda each: each.at))
        found.append(
            Dead(table["url"], table["kind"], table["title"], body, table["wanted"], table["relevant"],
                 table.get("refuses", ""), captures)
        )  # fmt: skip
    return tuple(found)


@lru_cache(maxsize=1)
def to_recover() -> tuple[ToRecover, ...]:
    """Return what must be recovered of each address, and why the others cannot be."""
    return tuple(map(_to_recover, dead_addresses()))


def _to_recover(dead: Dead) -> ToRecover:
    if dead.wanted:
        archive, asked = dead.wanted.split()
        held = next(each for each in dead.held(archive) if each.at == asked)
        why = "the capture nearest to the date of what cites it"
        if held.leads_to:
            why += "; asked for it, the archive shows the next one it has"
        return ToRecover(dead.url, archive, asked, held.leads_to or asked, dead.relevant, why)
    if dead.refuses:
        why = f"nobody says that it has a copy, and {dead.refuses} does not say: it asks for a person"
    elif dead.captures:
        why = "what was captured is the site's page for addresses that do not exist"
    else:
        why = "no archive holds it"
    return ToRecover(dead.url, None, None, None, dead.relevant, why)


def known(url: str) -> Dead | None:
    """Return the dead address that an address means, as the key of an index does: scheme, ``www`` and order tell nothing."""
    key = _key(url)
    return next((each for each in dead_addresses() if _key(each.url) == key), None)


def _key(url: str) -> tuple[str, str, list[tuple[str, str]]]:
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return url, "", []
    return host, parts.path.rstrip("/").lower(), sorted(parse_qsl(parts.query, keep_blank_values=True))


def nearest_to(held: Sequence[Held], at: str) -> Held | None:
    """Return the capture nearest to a moment, whose missing digits stand for the earliest."""
    wanted = _moment((at + "00010101000000"[len(at) :])[:14])
    return min(held, key=lambda each: abs(_moment(each.at) - wanted), default=None)


def _moment(at: str) -> float:
    try:
        return datetime.strptime(at, "%Y%m%d%H%M%S").replace(tzinfo=UTC).timestamp()
    except ValueError:
        # No moment, such as fourteen nines: later than all.
        return 4e10


def http_moment(at: str) -> str:
    """Return 14 digits as an HTTP date (RFC 9110, 5.6.7)."""
    return format_datetime(datetime.strptime(at, "%Y%m%d%H%M%S").replace(tzinfo=UTC), usegmt=True)


def digest_of(body: bytes) -> str:
    """Return the digest that archives give for a body: SHA-1 in base32."""
    return base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


@lru_cache(maxsize=128)
def body_at(dead: Dead, each: Held) -> tuple[bytes, str]:
    """Return the bytes that a capture holds, and their media type: the same in every process."""
    if 300 <= each.answers < 400:
        return b"", "text/html"
    if each.soft or each.answers >= 400:
        return _page("Page not found", _SOFT), "text/html; charset=utf-8"
    if dead.kind == "pdf":
        first = dead.captures[0].at
        made = f"{first[:4]}-{first[4:6]}-{first[6:8]}"
        return text_pdf([blocks(dead.body)], title=dead.title, date=made), "application/pdf"
    heading = "" if dead.body.lstrip().startswith("# ") else f"<h1>{escape(dead.title)}</h1>\n"
    return _page(dead.title, heading + to_html(dead.body, wrap=False)), "text/html; charset=utf-8"


def _page(title: str, main: str) -> bytes:
    head = f'<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{escape(title)}</title></head>\n'
    return f"{head}<body>\n<main>\n{main}\n</main>\n<footer><p>Our old site.</p></footer>\n</body>\n</html>\n".encode()
