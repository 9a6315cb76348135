"""What the search of a ModernGov system of the miniature web finds, and in which order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from harvest.demo.corpus.markup import to_text
from harvest.demo.councils.model import AgendaItem, Committee, Council, File, Issue, Meeting, OldPaper

PAGE_SIZE = 10
#: What the number of stars is called beside a result.
STARS = {3: "Excellent", 2: "Good", 1: "Average"}
_PHRASE = re.compile(r'"([^"]+)"|(\S+)')
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
Wanted = list[list[str]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that the search knows: its words, and where it stands. ``day`` is empty where nobody says it."""

    words: str
    in_files: tuple[tuple[File, str], ...]
    day: str
    committee: Committee | None = None
    meeting: Meeting | None = None
    item: AgendaItem | None = None
    issue: Issue | None = None
    old: OldPaper | None = None


@lru_cache(maxsize=1024)
def entries(council: Council) -> tuple[Entry, ...]:
    """Return everything that the search of a council knows, newest first."""
    found: list[Entry] = []
    for committee in council.committees:
        for meeting in committee.meetings:
            for item in meeting.items:
                words = " ".join((item.title, *map(to_text, (item.intro, item.decision, item.minutes))))
                files = tuple(
                    (file, folded(" ".join(map(to_text, file.pages))))
                    for file in item.files
                    if not file.restricted
                )
                found.append(Entry(folded(words), files, meeting.date, committee, meeting, item))
    for issue in council.issues:
        found.append(Entry(folded(f"{issue.title} {to_text(issue.text)}"), (), issue.date, issue=issue))
    for old in council.old:
        found.append(Entry(folded(f"{old.title} {' '.join(map(to_text, old.pages))}"), (), old.date, old=old))
    return tuple(sorted(found, key=lambda each: each.day, reverse=True))


def folded(text: str) -> str:
    """Return the words of a text in small letters, each with a blank before and after it."""
    return " " + " ".join(re.sub(r"[^a-z0-9]+", " ", text.lower()).split()) + " "


def iso_of(slashed: str) -> str | None:
    """Return the ISO date of ``dd/mm/yyyy``, or None for any other form: the system passes over those."""
    found = _SLASHED.fullmatch(slashed.strip())
    return f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}" if found else None


def wanted_in(query: str) -> Wanted:
    """Return the alternatives of a query, each as the phrases that it needs together.

    Args:
        query: phrases in quotation marks, joined by ``OR``; words without them mean all of them.
    """
    return [
        [folded(phrase or word).strip() for phrase, word in _PHRASE.findall(part)]
        for part in re.split(r"\s+OR\s+", query)
    ]


def searched(
    query: str, first: str | None, last: str | None, council: Council
) -> list[tuple[Entry, list[File]]]:
    """Return what a query finds, newest first, each with the files in which it stands.

    Args:
        query: as :func:`wanted_in` reads it.
        first, last: ISO dates; what is dated outside of them is not found, what has no date is.
        council: whose system is asked.
    """
    wanted = wanted_in(query)
    found = []
    for entry in entries(council):
        if entry.day and ((first and entry.day < first) or (last and entry.day > last)):
            continue
        files = [file for file, words in entry.in_files if matches(wanted, words)]
        if files or matches(wanted, entry.words):
            found.append((entry, files))
    return found


def stars(wanted: Wanted, entry: Entry, files: list[File]) -> int:
    """Return 3 for what says it in its own words, 2 for the first page of a file, 1 for a later page."""
    if matches(wanted, entry.words):
        return 3
    return 2 if any(matches(wanted, folded(to_text(file.pages[0]))) for file in files) else 1


def best_first(query: str, found: list[tuple[Entry, list[File]]]) -> list[tuple[Entry, list[File]]]:
    """Return results with the most stars first; those with as many keep their order."""
    wanted = wanted_in(query)
    return sorted(found, key=lambda each: -stars(wanted, *each))


def matches(wanted: Wanted, words: str) -> bool:
    """Tell whether folded words hold one of the alternatives, each phrase also with an s at its end."""
    return any(
        parts
        and all(
            f" {part}" in words if len(parts) > 1 else f" {part} " in words or f" {part}s " in words
            for part in parts
        )
        for parts in wanted
    )
