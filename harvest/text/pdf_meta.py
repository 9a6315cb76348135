"""Title and date of a PDF, from its first page before its metadata: producers write file names into the latter."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import median_low
from typing import Any

import pypdfium2.raw

from harvest.text.clean import one_line
from harvest.text.dates import find_dates
from harvest.text.model import Claim

# pypdfium2 carries no types.
_RAW: Any = pypdfium2.raw
_LABEL = re.compile(
    r"^\s*(?:(?:report|document|paper)?\s*title|subject)(?: of (?:the )?report)?\s*[:\u2013]\s*(\S.{7,200})$",
    re.IGNORECASE | re.MULTILINE,
)
_JUNK = re.compile(
    r"^(?:microsoft (?:word|powerpoint|excel|publisher)\b.*|untitled.*|document\s?\d*|presentation\s?\d*|r graphics.*"
    r"|slide \d+|powerpoint presentation|title|(?:no|blank) title|layout \d.*|print(?:ing)?|scan.*|unknown|.*https?://.*"
    r"|\S*[\\/_.\d-]\S*|.*\.(?:docx?|dotx?|pdf|indd|qxd|qxp|pub|pptx?|xlsx?|rtf|odt|pmd|p65|cdr|ai|eps|wpd"
    r"|html?|txt|tmp)\W*)$",
    re.IGNORECASE,
)
_GENERIC = frozenset(
    {
        "agenda",
        "annex",
        "appendix",
        "chapter",
        "committee",
        "confidential",
        "contents",
        "council",
        "date",
        "draft",
        "executive",
        "foreword",
        "introduction",
        "item",
        "item:",
        "minutes",
        "no",
        "of",
        "official",
        "page",
        "part",
        "report",
        "restricted",
        "section",
        "summary",
        "table",
        "the",
        "title",
        "to",
        "version",
    }
)
_LETTERS = re.compile(r"[^\W\d_]+")
_SIZE_LINES = 80
_TITLE_LINES = 6
#: A page with fewer lines is a cover: all of it is display type.
_COVER_LINES = 12
_MAKER = re.compile(
    r"(?:(?:report |written |prepared |produced |published |developed |commissioned )(?:by|for|in|on)|by|authors?)\b"
    r"|[\u2022\u25aa\u25cf]",
    re.IGNORECASE,
)
#: Lines this close to the largest size belong to the same block; a title is this much larger than the body.
_SAME = 0.93
_LARGER = 1.12
_DATE_LINE = 60
_YEAR_LINE = 25
_PERIOD = re.compile(
    r"\b(?:ending|ended|until|from|since|between|effective|expires?|by|to)\s+(?:\w+\s+){0,2}\d", re.I
)
_DATE_LABEL = re.compile(r"\b(?:date|dated|published|issued|publication|meeting)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page with its font size in points."""

    text: str
    size: float


@dataclass(frozen=True, slots=True)
class FileMeta:
    """Title, date and authors of a file, each with the place it was found in."""

    title: str | None = None
    title_source: str | None = None
    date: str | None = None
    date_source: str | None = None
    authors: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()


def pdf_meta(lines: list[Line], stated: Mapping[str, str], first_text: str) -> FileMeta:
    """Return what a PDF says of itself.

    Args:
        lines: those of the first page with words.
        stated: the file's own metadata: ``Title``, ``Author``, ``CreationDate``, ``ModDate`` and others.
        first_text: the mended text of the first pages.
    """
    title, title_source = pdf_title(lines, stated.get("Title", ""), first_text)
    date, date_source = pdf_date(lines, stated.get("CreationDate", ""), stated.get("ModDate", ""))
    return FileMeta(title, title_source, date, date_source)


def sized_lines(textpage: object, text: str) -> list[Line]:
    """Return the first lines of a page with their sizes. ``text`` is the page's text as PDFium gave it.

    The size of the middle character stands for its line; PDFium's font size must be scaled by the text matrix.
    """
    lines: list[Line] = []
    matrix = _RAW.FS_MATRIX()
    for start, line in _lines(text):
        if len(lines) >= _SIZE_LINES:
            break
        inked = [offset for offset, char in enumerate(line) if char.isalnum()]
        if not inked:
            continue
        char = _RAW.FPDFText_GetCharIndexFromTextIndex(textpage, start + inked[len(inked) // 2])
        size = float(_RAW.FPDFText_GetFontSize(textpage, char)) if char >= 0 else 0.0
        if char >= 0 and _RAW.FPDFText_GetMatrix(textpage, char, ctypes.byref(matrix)):
            size *= math.hypot(matrix.b, matrix.d) or 1.0
        lines.append(Line(one_line(line), round(size, 1)))
    return lines


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line.rstrip("\r")
        start += len(line) + 1


def pdf_title(lines: list[Line], metadata: str, first_text: str) -> tuple[str | None, str | None]:
    """Return the title and its source: "cover-label", "cover-font", "pdf-metadata" or "first-line"; or (None, None).

    ``lines`` are those of the first page with words, ``metadata`` the file's own title, ``first_text`` the mended
    text of the first pages. Order after measurements on 88 hand-labelled files: a labelled title, the block in the
    largest type, the file's own title unless it is junk, the first line that could be a title.
    """
    label = _LABEL.search("\n".join(line.text for line in lines))
    if label:
        return one_line(label[1]), "cover-label"
    stated = one_line(metadata)
    stated = "" if _JUNK.match(stated) or not _is_title(stated) else stated
    block = _largest_block(lines)
    folded = _fold(first_text)
    if stated and _fold(stated) in folded and (block is None or _fold(block) in _fold(stated)):
        return stated, "pdf-metadata"
    if block:
        return block, "cover-font"
    if stated and _mostly_in(stated, folded):
        return stated, "pdf-metadata"
    first = _first_line(lines)
    if first:
        return first, "first-line"
    return (stated, "pdf-metadata") if stated else (None, None)


def _largest_block(lines: list[Line]) -> str | None:
    sizes = [line.size for line in lines for _ in range(max(1, len(line.text) // 20))]
    if not sizes:
        return None
    body = median_low(sizes)
    # A cover has little but display type: its smallest size is then the measure.
    if len(lines) < _COVER_LINES:
        body = min(sizes)
    for size in sorted({line.size for line in lines}, reverse=True)[:5]:
        if size < _LARGER * body:
            break
        start = next(at for at, line in enumerate(lines) if line.size == size)
        title = _block(lines, start, size)
        if _is_title(title):
            return title
    return None


def _first_line(lines: list[Line]) -> str | None:
    for at, line in enumerate(lines[:8]):
        if _is_title(line.text) and len(line.text.split()) > 2:
            # On a page of running text the second line is no longer the title.
            return _block(lines, at, line.size) if len(lines) < _COVER_LINES else line.text
    return None


def _block(lines: list[Line], start: int, size: float) -> str:
    """Join the lines of one size from ``start``, up to one that names who made the document."""
    taken: list[str] = []
    for line in lines[start:]:
        alike = _SAME * size <= line.size <= size / _SAME
        if taken and (not alike or _MAKER.match(line.text)):
            # "Data briefing:" announces the title that follows it in smaller type.
            if alike or not taken[-1].endswith(":"):
                break
            size = line.size
        taken.append(line.text)
        if len(taken) == _TITLE_LINES:
            break
    return one_line(" ".join(taken))


def _is_title(text: str) -> bool:
    words = _LETTERS.findall(text.casefold())
    if not 5 <= len(text) <= 300 or not words or _GENERIC.issuperset(words):
        return False
    letters = sum(map(len, words))
    return (
        letters >= 0.55 * len(text.replace(" ", "")) and (len(words) > 1 or letters >= 7) and "@" not in text
    )


def _fold(text: str) -> str:
    return " ".join(_LETTERS.findall(text.casefold()))


def _mostly_in(title: str, folded: str) -> bool:
    words = set(_fold(title).split())
    return len(words & set(folded.split())) >= 0.6 * len(words)


def pdf_date(lines: list[Line], created: str, modified: str = "") -> tuple[str | None, str | None]:
    """Return the date and its source: "first-page" if printed there, else "pdf-metadata", or (None, None).

    Printed dates count only on short lines, where they are not part of the story; one with a label ("Date:") goes
    first, then the most precise, then the first. A date later than the file itself is of something else.
    ``created`` and ``modified`` are the file's CreationDate and ModDate ("D:20190305101500Z").
    """
    made = _metadata_date(created)
    latest = max(filter(None, (made, _metadata_date(modified))), default="9999-12-31")
    found: list[tuple[bool, int, int, str]] = []
    for number, line in enumerate(lines):
        if len(line.text) > _DATE_LINE or _PERIOD.search(line.text):
            continue
        dates = find_dates(line.text, years=len(line.text) <= _YEAR_LINE and number < _COVER_LINES)
        # Two dates on a line are a period, which is what the document is about.
        if len(dates) == 1 and dates[0][1] <= latest[: len(dates[0][1])]:
            labelled = _DATE_LABEL.search(line.text) is not None
            found.append((not labelled, -len(dates[0][1]), number, dates[0][1]))
    if found:
        return min(found)[3], "first-page"
    return (made, "pdf-metadata") if made else (None, None)


def _metadata_date(value: str) -> str | None:
    match = re.match(r"(?:D:)?(\d{4})(\d\d)(\d\d)", value)
    dates = find_dates("-".join(match.groups())) if match else []
    return dates[0][1] if dates else None
