"""EPUB books: their chapters in reading order, each a page (EPUB 3.3; 2.0.1)."""

from __future__ import annotations

import posixpath
from typing import Any
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser

from harvest.text.clean import one_line
from harvest.text.dates import parse_date
from harvest.text.decode import decode
from harvest.text.model import Claim, Extracted
from harvest.text.office.composing import Composer
from harvest.text.office.model import Context, RefusedError
from harvest.text.office.package import Package
from harvest.text.office.stating import Facts
from harvest.text.render import node_text

SOURCE = "book metadata"
_DC = "{http://purl.org/dc/elements/1.1/}"
_OPF = "{http://www.idpf.org/2007/opf}"
_FONTS = (b"http://www.idpf.org/2008/embedding", b"http://ns.adobe.com/pdf/enc#RC")


def read(data: bytes, kind: str, context: Context) -> Extracted:
    """Return the text of a book.

    Raises:
        RefusedError: it is encrypted, broken or too large.
    """
    package = Package(data, context.budget)
    if _is_locked(package):
        raise RefusedError("encrypted", "the book is locked to its buyer", "epub")
    name = _package_name(package)
    book = package.xml(name)
    items = {
        str(each.get("id")): posixpath.normpath(
            posixpath.join(posixpath.dirname(name), unquote(str(each.get("href") or "")))
        )
        for each in book.iter(f"{_OPF}item")
        if "nav" not in str(each.get("properties") or "").split()
    }
    composer = Composer(context.max_chars)
    unread = 0
    for reference in book.iter(f"{_OPF}itemref"):
        part = items.get(str(reference.get("idref")))
        if part is None or composer.full:
            continue
        if part not in package:
            unread += 1
            continue
        composer.page_if_any()
        _chapter(package.read(part), composer)
    if unread:
        composer.note(f"{unread} chapter{'s' if unread > 1 else ''} missing in the file")
    return composer.finish(kind, "epub", _facts(book))


def _package_name(package: Package) -> str:
    root = package.optional("META-INF/container.xml")
    for each in () if root is None else root.iter():
        path = each.get("full-path") if isinstance(each.tag, str) and each.tag.endswith("rootfile") else None
        if path and path in package:
            return str(path)
    found = next((name for name in package.entries if name.endswith(".opf")), None)
    if found is None:
        raise RefusedError("broken", "the book has no list of its chapters", "epub")
    return found


def _is_locked(package: Package) -> bool:
    """Tell whether more than the fonts is encrypted."""
    if "META-INF/encryption.xml" not in package:
        return False
    said = package.read("META-INF/encryption.xml")
    return said.count(b"EncryptionMethod ") > sum(map(said.count, _FONTS))


def _chapter(data: bytes, composer: Composer) -> None:
    markup, _ = decode(data, content_type="")
    body = LexborHTMLParser(markup.replace("\x00", "")).body
    if body is None:
        return
    headings = [(int(str(each.tag)[1]), one_line(each.text())) for each in body.css("h1,h2,h3,h4,h5,h6")]
    composer.paragraph(node_text(body))
    for level, words in headings:
        composer.mark(level, words)


def _facts(book: Any) -> Facts:
    claims: list[Claim] = []
    for field, name in (
        ("title", "title"),
        ("author", "creator"),
        ("publisher", "publisher"),
        ("date", "date"),
    ):
        for each in list(book.iter(f"{_DC}{name}"))[:5]:
            value: str | None = one_line(str(each.text or ""))[:300]
            event = str(each.get(f"{_OPF}event") or "publication")
            if field == "date":
                value = parse_date(value or "")
            if value:
                claims.append(
                    Claim(field, value, SOURCE, None if event == "publication" else f"the day of {event}")
                )

    def first(field: str) -> str | None:
        return next((claim.value for claim in claims if claim.field == field and claim.why is None), None)

    title, date = first("title"), first("date")
    return Facts(
        title=title, title_source=SOURCE if title else None, date=date, date_source=SOURCE if date else None,
        authors=tuple(claim.value for claim in claims if claim.field == "author"), claims=tuple(claims),
        publisher=first("publisher"),
    )  # fmt: skip
