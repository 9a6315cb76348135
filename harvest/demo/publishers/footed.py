"""PDFs with notes at the foot of their pages: in smaller type, above the lower margin, as word processors set them."""

from __future__ import annotations

from collections.abc import Sequence

# the writer's own pieces: a page of it is taken as it is, and the notes are drawn on it before it is closed
from harvest.demo.pdfs import _MARGIN, PAGE_WIDTH, _assemble, _page_stream, _show, _wrap

_NOTE_SIZE, _NOTE_LEADING = 8.0, 10.0
_END = b"ET\n"


def footed_pdf(
    pages: Sequence[Sequence[str]], feet: Sequence[Sequence[str]], *, title: str, date: str = ""
) -> bytes:
    """Return a PDF whose pages hold the given paragraphs, and below them the notes of each page.

    Raise ValueError when a page has more words than room. Nothing keeps long text and many notes apart: the
    publications of the miniature web are short.
    """
    made = []
    for number, (paragraphs, notes) in enumerate(zip(pages, feet, strict=True), 1):
        stream = _page_stream(paragraphs, 1, "", number).removesuffix(_END)
        resources = "/Font << /F1 3 0 R /F2 4 0 R >>"
        made.append((resources, "", b"".join((stream, _notes(notes), _END)), ()))
    return _assemble(made, title, date, "")


def _notes(notes: Sequence[str]) -> bytes:
    """Return what draws the notes so that the last line of the last one is on the lower margin."""
    lines = [line for note in notes for line in _wrap(note, PAGE_WIDTH - 2 * _MARGIN, _NOTE_SIZE)]
    top = _MARGIN + (len(lines) - 1) * _NOTE_LEADING
    return b"".join(
        _show(line, _MARGIN, top - at * _NOTE_LEADING, _NOTE_SIZE) for at, line in enumerate(lines)
    )
