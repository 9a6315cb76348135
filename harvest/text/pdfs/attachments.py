"""Files inside a PDF: attachments, and portfolios, which are little else."""

from __future__ import annotations

import ctypes
import re
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

import pypdfium2
import pypdfium2.raw

from harvest.text.clean import one_line
from harvest.text.model import Extracted

_RAW: Any = pypdfium2.raw
#: Files read of one PDF, how deep files in files are followed, and bytes of one file and of all.
MAX_FILES = 50
MAX_DEPTH = 2
MAX_BYTES = 50_000_000
MAX_TOTAL_BYTES = 150_000_000
_LONGEST_NAME = 200
_NAMED = 8
# Pictures, sounds, programs' settings and copies of the data are no documents; nothing is missed where these are not read.
_SUFFIXES = (
    ".png .jpg .jpeg .gif .bmp .svg .ico .emf .wmf .mp3 .mp4 .wav .avi .mov .swf .js .css .ttf .otf .joboptions .xml"
    " .xsd .xsl .rdf .xmp .json .p7s .sig .ics .vcf .fdf .xfdf .bin .db"
)
_NO_DOCUMENT = frozenset(_SUFFIXES.split())
# The page that stands before a portfolio, in Adobe's words of several versions.
_COVER = re.compile(
    r"\bpdf (?:portfolio|package)\b.{0,80}?\b(?:acrobat|adobe reader)|\b(?:acrobat|adobe reader)\b.{0,80}?\bpdf (?:portfolio|package)",
    re.IGNORECASE,
)
_COVER_CHARS = 1_500
_depth: ContextVar[int] = ContextVar("depth", default=0)


@dataclass(slots=True)
class Attached:
    """What the files inside a PDF hold.

    ``pages`` are (label, text, method, confidence); ``read`` and ``unread`` are names, the latter with the reason.
    """

    count: int = 0
    pages: list[tuple[str, str, str | None, float | None]] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def notes(self) -> list[str]:
        """Return what is to be said of them."""
        said = []
        if self.read:
            said.append(f"with the text of {_files(len(self.read))} attached to it ({_listing(self.read)})")
        if self.unread:
            said.append(
                f"{_files(len(self.unread))} attached to it could not be read ({_listing(self.unread)})"
            )
        return said


def is_portfolio_cover(text: str) -> bool:
    """Tell whether a page only says which program opens a portfolio."""
    return len(text) < _COVER_CHARS and _COVER.search(" ".join(text.split())) is not None


def attached(document: Any, max_chars: int) -> Attached:
    """Return the text of the files inside a PDF, of at most ``max_chars`` code points."""
    found = Attached(count=max(0, _RAW.FPDFDoc_GetAttachmentCount(document)))
    if not found.count:
        return found
    depth = _depth.get()
    room, size = max_chars, 0
    token = _depth.set(depth + 1)
    try:
        for index in range(found.count):
            name, data, why = _file(document, index, MAX_TOTAL_BYTES - size)
            if PurePath(name.lower()).suffix in _NO_DOCUMENT:
                continue
            if depth >= MAX_DEPTH:
                why = "a file in a file in a file"
            elif index >= MAX_FILES:
                why = f"only {MAX_FILES} files are read"
            elif room <= 0:
                why = "the text was long enough without it"
            if why:
                found.unread.append(f"{name}: {why}")
                continue
            size += len(data)
            room -= _take(found, name, data, room)
    finally:
        _depth.reset(token)
    return found


def _take(found: Attached, name: str, data: bytes, room: int) -> int:
    """Read one file; return how many characters it gave."""
    from harvest.text import extract

    got = extract(data, name=name, max_chars=room)
    if got.outcome != "text" and not any(map(str.isalnum, got.text)):
        found.unread.append(f"{name}: {got.detail or got.outcome}")
        return 0
    if got.outcome != "text" or got.detail:
        found.read.append(f"{name}: {got.detail or got.outcome}")
    else:
        found.read.append(name)
    found.pages += _pages(name, got)
    return len(got.text)


def _pages(name: str, got: Extracted) -> list[tuple[str, str, str | None, float | None]]:
    if not got.pages:
        return [(name, got.text, None, None)]
    return [(name, got.text[page.start : page.end], page.method, page.confidence) for page in got.pages]


def _file(document: Any, index: int, room: int) -> tuple[str, bytes, str]:
    """Return a file's name, its bytes, and why there are none ("" where there are)."""
    name = f"file {index + 1}"
    try:
        attachment = document.get_attachment(index)
        name = one_line(PurePath(attachment.get_name().replace("\\", "/")).name)[:_LONGEST_NAME] or name
        size = ctypes.c_ulong()
        if not _RAW.FPDFAttachment_GetFile(attachment, None, 0, size) or not size.value:
            return name, b"", "it has no contents"
        if size.value > min(MAX_BYTES, room):
            return name, b"", f"too large ({size.value // 1_000_000:,} MB)"
        return name, bytes(attachment.get_data()), ""
    except pypdfium2.PdfiumError as error:
        return name, b"", str(error)


def _files(count: int) -> str:
    return f"{count} file{'' if count == 1 else 's'}"


def _listing(names: list[str]) -> str:
    more = len(names) - _NAMED
    return "; ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")
