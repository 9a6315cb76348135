"""References of Word documents: paragraphs, foot notes and end notes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from defusedxml import ElementTree

from harvest.reference_lists.assembling import listed
from harvest.reference_lists.footnotes import publications
from harvest.reference_lists.inline import mentions
from harvest.reference_lists.joining import Joiner
from harvest.reference_lists.model import Line, Reference
from harvest.reference_lists.signs import NOTE
from harvest.text.clean import one_line

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_HEAD = re.compile(r"(?:heading|title|berschrift)", re.I)
_FIELD = re.compile(r'\s*HYPERLINK\s+"([^"]+)"')
#: Bytes of one part when unpacked: more is a bomb, or pictures of text.
MAX_PART = 60_000_000


def docx_references(data: bytes) -> list[Reference]:
    """Return the references of a Word document.

    Raises:
        zipfile.BadZipFile, KeyError, ElementTree.ParseError, ValueError: the file is none, or is broken.
    """
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = set(archive.namelist())
        body = _part(archive, "word/document.xml")
        links = _links(archive, names, "document")
        lines = [line for paragraph in _paragraphs(body) if (line := _line(paragraph, links)) is not None]
        notes = []
        for kind in ("footnotes", "endnotes"):
            if f"word/{kind}.xml" in names:
                notes += _notes(
                    _part(archive, f"word/{kind}.xml"), _links(archive, names, kind), _order(body, kind)
                )
    joiner = Joiner([*lines, *notes])
    found, taken = listed(lines, joiner)
    for line in notes:
        text = joiner.join([line])
        found += [
            Reference(each, number=line.number, where="footnote", url=line.url) for each in publications(text)
        ]
    rest = [line for line in lines if id(line) not in taken]
    found += mentions(rest, joiner)
    seen = {each.url for each in found if each.url}
    for line in rest:
        if line.url and line.url not in seen:
            seen.add(line.url)
            found.append(Reference(line.linked or line.text, where="link", url=line.url))
    return found


def _part(archive: zipfile.ZipFile, name: str) -> Any:
    if archive.getinfo(name).file_size > MAX_PART:
        raise ValueError(f"{name} is larger than {MAX_PART:,} bytes when unpacked")
    return ElementTree.fromstring(
        archive.read(name).replace(_STRICT[1:-1].encode(), _W[1:-1].encode()), forbid_dtd=True
    )


def _links(archive: zipfile.ZipFile, names: set[str], kind: str) -> dict[str, str]:
    name = f"word/_rels/{kind}.xml.rels"
    if name not in names:
        return {}
    return {
        str(each.get("Id")): str(each.get("Target"))
        for each in _part(archive, name)
        if each.get("TargetMode") == "External" and str(each.get("Target", "")).lower().startswith("http")
    }


def _paragraphs(root: Any) -> Iterator[Any]:
    return iter(root.iter(f"{_W}p"))


def _line(paragraph: Any, links: dict[str, str]) -> Line | None:
    pieces: list[str] = []
    linked: list[str] = []
    url: str | None = None
    style, numbered = "", False
    stack = [(paragraph, False)]
    while stack:
        node, inside = stack.pop()
        tag = node.tag
        if tag == f"{_W}pStyle":
            style = node.get(f"{_W}val") or ""
        elif tag == f"{_W}numId":
            numbered = node.get(f"{_W}val") != "0"
        elif tag == f"{_W}t":
            pieces.append(node.text or "")
            if inside:
                linked.append(node.text or "")
        elif tag == f"{_W}instrText":
            field = _FIELD.match(node.text or "")
            url = url or (field[1] if field and field[1].lower().startswith("http") else None)
        elif tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            pieces.append(" ")
        elif tag == f"{_W}noBreakHyphen":
            pieces.append("-")
        elif tag in (f"{_W}del", f"{_W}moveFrom", f"{_W}txbxContent") or (
            tag == f"{_W}p" and node is not paragraph
        ):
            # Struck out, or a paragraph of its own that is read when its turn comes.
            continue
        if tag == f"{_W}hyperlink":
            address = links.get(node.get(f"{_R}id") or "")
            url = url or address
            inside = address is not None
        stack.extend((child, inside) for child in reversed(node))
    text = one_line("".join(pieces))
    if not text:
        return None
    head = _HEAD.search(style) is not None
    # Word counts the entries of a numbered list itself: its paragraphs carry no number.
    fixed = numbered and not head
    return Line(text, gap=True, head=head, url=url, fixed=fixed, linked=one_line("".join(linked)))


def _order(body: Any, kind: str) -> dict[str, str]:
    """Return the number that is printed for each note: they are counted as the text refers to them."""
    single = "footnoteReference" if kind == "footnotes" else "endnoteReference"
    order: dict[str, str] = {}
    for each in body.iter(f"{_W}{single}"):
        order.setdefault(each.get(f"{_W}id") or "", str(len(order) + 1))
    return order


def _notes(root: Any, links: dict[str, str], order: dict[str, str]) -> list[Line]:
    notes = []
    for each in root:
        kind = each.get(f"{_W}type")
        if kind not in (None, "normal"):
            continue
        parts = [line for paragraph in _paragraphs(each) if (line := _line(paragraph, links)) is not None]
        if not parts:
            continue
        text = " ".join(part.text for part in parts)
        match = NOTE.match(text)
        number = order.get(each.get(f"{_W}id") or "")
        if match and match["number"] == number:
            text = text[match.end() :]
        url = next((part.url for part in parts if part.url), None)
        notes.append(Line(text, gap=True, number=number, url=url))
    return sorted(notes, key=lambda line: int(line.number or 0))
