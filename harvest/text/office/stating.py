"""Title, date and authors of an Office file, out of what is printed in it and what its properties say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from harvest.text.clean import one_line
from harvest.text.model import Claim
from harvest.text.pdfs.date import date_claims
from harvest.text.pdfs.meta_lines import Line
from harvest.text.pdfs.meta_words import fold, is_body_name, is_date_line, is_junk_title, is_stamp
from harvest.text.pdfs.people import author_claims

#: A title is so much larger than the type of the text.
_LARGER = 1.15
_MOST = 300
#: Characters of a paragraph in which labels are looked for: it is one line here, and many on paper.
_LONGEST_LINE = 300
_WORD = re.compile(r"[^\W\d_]{3,}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Stated:
    """What the properties of a file say; ``source`` is their name, ``created`` and ``saved`` are as written there."""

    source: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    created: str = ""
    saved: str = ""
    company: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """What stands on the first page: lines with their sizes in points, and those that styles mark as titles.

    ``titles`` are (words, source) in order of trust; ``sized`` are (words, size), size 0 where it is not known.
    """

    lines: Sequence[str] = ()
    titles: Sequence[tuple[str, str]] = ()
    sized: Sequence[tuple[str, float]] = ()
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Title, date and authors, each with its source, and everything that was found."""

    title: str | None = None
    title_source: str | None = None
    date: str | None = None
    date_source: str | None = None
    authors: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    publisher: str | None = None


def facts_of(printed: Printed, stated: Stated) -> Facts:
    """Return what is believed of a file.

    The title as printed goes first: a line in the style "Title"; the file's own title where its words are printed as
    well; the line in the largest type; the first heading; then the file's own title alone. A date counts only as
    printed: properties hold the days on which a file or its template was made and saved.
    """
    title, title_claims = _title(printed, stated)
    rows = [Line(words, 0.0) for words in map(_row_as_line, printed.lines) if words]
    first_text = "\n".join(row.text for row in rows)
    dates = date_claims(rows, (_saved(stated), ""), first_text)
    dates = [claim for claim in dates if claim.source != "pdf-metadata"]
    for moment, why in (
        (stated.created, "the day the file was made"),
        (stated.saved, "the day the file was last saved"),
    ):
        if _DAY.match(moment):
            dates.append(Claim("date", moment[:10], stated.source, why))
    date = next((claim for claim in dates if claim.why is None), None)
    people = [
        replace(claim, source=stated.source) if claim.source == "pdf-metadata" else claim
        for claim in author_claims(rows, "; ".join(stated.authors), first_text)
    ]
    return Facts(
        title=title[0] if title else None,
        title_source=title[1] if title else None,
        date=date.value if date else None,
        date_source=date.source if date else None,
        authors=tuple(claim.value for claim in people if claim.why is None),
        claims=(*title_claims[:8], *dates[:7], *people[:5]),
    )


def _row_as_line(line: str) -> str:
    """Return a row of a table as one line, for "Date: | 5 March 2019" says what the line says; a row of figures is none."""
    line = line[:_LONGEST_LINE]
    if " | " not in line:
        return line
    return line.replace(" | ", " ") if _WORD.search(line) else ""


def _saved(stated: Stated) -> str:
    """Return the day on which the file was last saved as PDF files write it, empty where that is not known.

    A file that says it was never saved after it was made comes from a program that keeps the days of its template.
    """
    return (
        re.sub(r"\D", "", stated.saved[:10])
        if _DAY.match(stated.saved) and stated.saved != stated.created
        else ""
    )


def _title(printed: Printed, stated: Stated) -> tuple[tuple[str, str] | None, list[Claim]]:
    candidates = [(one_line(words), source) for words, source in printed.titles]
    own = one_line(stated.title)
    shown = own and _occurs(own, " ".join(printed.lines[:40]))
    if shown:
        candidates.append((own, stated.source))
    largest = _largest(printed.sized)
    if largest:
        candidates.append((largest, "largest type"))
    if printed.heading:
        candidates.append((one_line(printed.heading), "first heading"))
    if own and not shown:
        candidates.append((own, stated.source))
    believed: tuple[str, str] | None = None
    claims: list[Claim] = []
    seen: set[str] = set()
    for words, source in candidates:
        if not words or words in seen:
            continue
        seen.add(words)
        why = _no_title(words)
        if why is None and believed is not None:
            why = "the title as printed goes first"
        if why is None:
            believed = (words[:_MOST], source)
        claims.append(Claim("title", words[:_MOST], source, why))
    return believed, sorted(claims, key=lambda claim: claim.why is not None)


def _no_title(words: str) -> str | None:
    if len(words) > _MOST:
        return "too long for a title"
    if is_stamp(words):
        return "the name of a part or a marking"
    if is_date_line(words):
        return "a date"
    if is_body_name(words):
        return "the name of a body"
    return "no name of a document" if is_junk_title(words) else None


def _occurs(title: str, text: str) -> bool:
    return bool(fold(title)) and f" {fold(title)} " in f" {fold(text)} "


def _largest(sized: Sequence[tuple[str, float]]) -> str | None:
    """Return the line in the largest type, with those of the same size that follow it, if it stands out."""
    known = sorted(size for words, size in sized for _ in range(1 + len(words) // 40) if size)
    if not known:
        return None
    usual = known[len(known) // 2] if len(sized) > 6 else known[0]
    for size in sorted(set(known), reverse=True)[:4]:
        if size < _LARGER * usual:
            break
        at = next(i for i, (_, each) in enumerate(sized) if each == size)
        taken: list[str] = []
        for words, each in sized[at : at + 4]:
            if each != size:
                break
            taken.append(words)
        joined = one_line(" ".join(taken))
        if _no_title(joined) is None:
            return joined
    return None
