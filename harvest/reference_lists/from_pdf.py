"""References of a PDF."""

from __future__ import annotations

from collections.abc import Sequence

from harvest.reference_lists.assembling import listed, reference_of
from harvest.reference_lists.footnotes import cited, find_notes
from harvest.reference_lists.inline import mentions
from harvest.reference_lists.joining import Joiner
from harvest.reference_lists.layout import reading_order
from harvest.reference_lists.model import Line, Reference
from harvest.reference_lists.pdf import Link, PageLines, read_pages
from harvest.reference_lists.sections import body_size


def pdf_references(data: bytes) -> list[Reference]:
    """Return the references of a PDF: lists, notes at page feet, mentions in the text, links.

    Raises:
        pypdfium2.PdfiumError: the file cannot be opened or asks for a password.
    """
    pages = read_pages(data)
    ordered = reading_order(pages)
    lines = [line for each in ordered for line in each]
    joiner = Joiner(lines)
    # A list is linked to where it was looked at: its own line has the address then.
    free = _link(pages, ordered)
    found, taken = listed(lines, joiner)
    in_notes: set[int] = set()
    for note in find_notes(pages, ordered, body_size(lines), taken):
        entries = cited(note, joiner)
        if entries:
            in_notes.update(map(id, note.lines))
            found += [reference_of(entry, where="footnote") for entry in entries]
    taken |= in_notes
    body = [line for line in lines if id(line) not in taken]
    found += mentions(body, joiner)
    seen: set[str] = set()
    for page, link, words, ids in free:
        if not ids & taken and link.url not in seen:
            seen.add(link.url)
            found.append(Reference(words or link.url, page=page, where="link", url=link.url))
    return found


def _link(
    pages: Sequence[PageLines], ordered: Sequence[Sequence[Line]]
) -> list[tuple[int, Link, str, set[int]]]:
    """Give each line the address it is linked with, and return the links with the lines they lie on."""
    found = []
    for page, lines in zip(pages, ordered, strict=True):
        for link in page.links:
            left, low, right, high = link.box
            under = [
                line for line in lines
                if line.y is not None and line.x0 is not None and line.x1 is not None
                and low - 1 <= line.y + 0.3 * (line.size or 10) <= high + 1 and line.x0 < right and line.x1 > left
            ]  # fmt: skip
            words = _words(under, link)
            for line in under:
                if line.url is None:
                    line.url, line.linked = link.url, words
            found.append((page.number, link, words, {id(line) for line in under}))
    return found


def _words(lines: Sequence[Line], link: Link) -> str:
    """Return about those words of a line that a link lies on, told by their share of its width."""
    if not lines:
        return ""
    line = lines[0]
    left, right, width = line.x0 or 0.0, line.x1 or 0.0, max(1.0, (line.x1 or 0.0) - (line.x0 or 0.0))
    if link.box[0] <= left + 0.05 * width and link.box[2] >= right - 0.05 * width:
        return line.text
    first = int(len(line.text) * max(0.0, link.box[0] - left) / width)
    last = int(len(line.text) * min(1.0, (link.box[2] - left) / width) + 0.999)
    while 0 < first < len(line.text) and not line.text[first - 1].isspace():
        first -= 1
    while last < len(line.text) and not line.text[last].isspace():
        last += 1
    return line.text[first:last].strip().replace("\ufffe", "-")
