"""Synthetic labelled references: facts written in the styles that reports, papers and footnotes have.

Facts are those of Crossref works (facts are nobody's) and the invented ones of :mod:`harvest.reference_fields.grey_records`.
"""

from __future__ import annotations

import re
from random import Random
from typing import Any

from harvest.reference_fields import grey_records
from harvest.reference_fields.grey_records import MONTHS, Record
from harvest.reference_fields.labelled import Pieces
from harvest.reference_fields.styles import article, report


def from_crossref(work: dict[str, Any], rng: Random) -> Record | None:
    """Return the facts of a Crossref work, ``None`` where those that a reference needs are missing."""
    names = [(each.get("family", ""), each.get("given", "")) for each in work.get("author") or []]
    persons = [(family, given or "A") for family, given in names if family]
    year = str((work.get("issued") or {}).get("date-parts", [[""]])[0][0] or "")
    title = re.sub(r"<[^>]+>", "", (work.get("title") or [""])[0])
    if not persons or not year or len(title) < 6 or len(title) > 250:
        return None
    long, short = (work.get("container-title") or [""])[0], (work.get("short-container-title") or [""])[0]
    return Record(
        persons=persons[:12], body="", title=title, year=year, publisher=work.get("publisher") or "",
        place=rng.choice(grey_records.CITIES), url=grey_records.url(rng) if rng.random() < 0.1 else "", number="",
        container=short if short and rng.random() < 0.5 else long, volume=work.get("volume") or "", issue=work.get("issue") or "",
        pages=work.get("page") or "", doi=work.get("DOI") or "" if rng.random() < 0.3 else "",
        kind="article" if work.get("type") == "journal-article" else "chapter" if long else "book",
    )  # fmt: skip


def _accessed(rng: Random) -> str:
    day, month, year = rng.randint(1, 28), rng.choice(MONTHS), rng.randint(2005, 2024)
    return rng.choice((
        f"(Accessed: {day} {month} {year}).", f"[Accessed {day} {month} {year}].", f"(accessed {day} {month} {year})", f"Accessed {month} {day}, {year}.", f"[accessed {month[:3]} {year}]",
        f"({month} {year}, date last accessed).", f"last accessed {day:02}/{rng.randint(1, 12):02}/{year}", f"(accessed on {day} {month} {year}).", f"[cited {year} {month[:3]} {day}].",
    ))  # fmt: skip


def _web(record: Record, rng: Random) -> Pieces:
    out: Pieces = []
    if record.doi:
        out.append(
            (
                "note",
                rng.choice(("doi:", "https://doi.org/", "DOI: ", "http://dx.doi.org/"))
                + record.doi
                + rng.choice(("", ".")),
            )
        )
    if record.url:
        lead = rng.choice(("Available at: ", "Available from: ", "", "", "Retrieved from ", "URL: ", "At: "))
        out.append(("note", lead + record.url + rng.choice(("", "", "."))))
        if rng.random() < 0.5:
            out.append(("note", _accessed(rng)))
    elif rng.random() < 0.04:
        out.append(("note", rng.choice(("(in press).", "[Unpublished].", "Draft.", "Mimeo.", "PhD thesis."))))
    return out


def written(record: Record, rng: Random) -> Pieces:
    """Write a record as a reference."""
    pieces = article(record, rng) if record.container and record.kind != "book" else report(record, rng)
    pieces = [*pieces, *_web(record, rng)]
    if rng.random() < 0.15:
        number = rng.randint(1, 180)
        pieces = [("citnum", rng.choice((f"{number}.", f"[{number}]", f"{number}", f"({number})"))), *pieces]
    elif rng.random() < 0.05:
        pieces = [("note", rng.choice(("See", "See also", "Source:", "See for example,", "Cf."))), *pieces]
    return [(label, text) for label, text in pieces if text.strip()]
