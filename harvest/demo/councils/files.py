"""The bytes of the councils' files: the same for the same title, pages and day, wherever they are published."""

from __future__ import annotations

from functools import lru_cache

from harvest.demo.corpus.markup import blocks
from harvest.demo.councils.model import File, Meeting
from harvest.demo.pdfs import text_pdf


@lru_cache(maxsize=4096)
def _pdf(title: str, pages: tuple[str, ...], made: str) -> bytes:
    return text_pdf(
        [[block.lstrip("#* ") for block in blocks(page)] for page in pages], title=title, date=made
    )


def file_bytes(file: File) -> bytes:
    """Return the bytes of a file."""
    if file.layout == "broken":
        return _pdf(file.title, file.pages, file.made)[:300]
    return _pdf(file.title, file.pages, file.made)


def pack_bytes(meeting: Meeting, committee: str) -> bytes:
    """Return the printed pack of a meeting: a front sheet with its items, then all its files, one after the other."""
    front = "\n\n".join(
        [f"# {committee}, {meeting.date}", *(f"{each.printed} {each.title}" for each in meeting.items)]
    )
    pages = [front] + [
        page for each in meeting.items for file in each.files if not file.restricted for page in file.pages
    ]
    return _pdf(f"Public reports pack {committee}", tuple(pages), meeting.date)


def printed_bytes(meeting: Meeting, committee: str, kind: str) -> bytes:
    """Return another printed paper of a meeting: its agenda (``0``), its minutes (``1``) or its decisions (``2``)."""
    lines = [f"# {committee}, {meeting.date}"]
    for each in meeting.items:
        lines.append(f"{each.printed} {each.title}")
        lines += [
            text for text in {"1": (each.decision, each.minutes), "2": (each.decision,)}.get(kind, ()) if text
        ]
    return _pdf(f"{committee} {meeting.date} {kind}", ("\n\n".join(lines),), meeting.date)
