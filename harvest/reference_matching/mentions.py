"""Where known works stand in the text of a document: by title, alias, DOI or address; citation or mention. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Literal

from harvest.reference_matching import standing, strings
from harvest.reference_matching.anchors import Anchors, Found
from harvest.reference_matching.index import Index
from harvest.reference_matching.model import Known, Mention
from harvest.reference_matching.naming import name_of, stands
from harvest.reference_matching.spelling import Spelt
from harvest.reference_matching.weighing import LONG

#: Characters on each side of a title that are beside it.
BESIDE = 110
#: Telling words of a title that is a mention by its quotation marks alone.
QUOTED = 2
_OPENS, _CLOSES = frozenset("‘“\"'«„"), frozenset("’”\"'»“")
_LINE = re.compile(r"\n\s*\n")
_HEADING = re.compile(
    r"^[ \t]*(?:\d+\.?[ \t]+|[A-Z]\.[ \t]+)?(references?(?: list)?|bibliography|works cited|literature cited|endnotes|"
    r"notes and references|sources|further reading)[ \t]*:?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_OTHER_HEADING = re.compile(
    r"^[ \t]*(?:appendix|annex|acknowledge?ments?|chapter|about the authors?)\b[^\n]{0,60}$",
    re.IGNORECASE | re.MULTILINE,
)
#: The year that stands right behind a title: "Future care (2015)", "Future care, 2015".
_RIGHT_AFTER = re.compile(r"[\s”\"'’»]*[,(\[]?\s*\(?(1[89]\d\d|20[0-4]\d)(?:[-–/](\d\d))?(?!\d)")
#: Scores: an identifier; a title with what supports it; a title alone.
BY_IDENTIFIER, SUPPORTED, ALONE = 1.0, 0.95, 0.85


def find_mentions(text: str, index: Index, entries: Sequence[tuple[int, int]] = ()) -> list[Mention]:
    """Return where works of an index stand in a text, in order of place.

    Titles of fewer than four telling words count only with year, author or publisher beside them; titles that many bodies
    use only with author or publisher, and in capitals as titles are. The longest title at a place counts; a place that
    may be of two works is none of either.

    Args:
        text: of a whole document; line-break hyphens, ligatures and marks may be in it.
        index: of the works.
        entries: where reference entries stand in the text (start, stop), where that is known; lists under a heading
            such as "References" are seen without.
    """
    found = list(_by_identifier(text, index))
    taken = _Spans((each.start, each.stop) for each in found)
    bare = strings.blanked(text)
    spelt = Spelt(bare)
    if index.anchors is None:
        index.anchors = Anchors(index.forms.forms)
    places = _longest(index.anchors.find(spelt))
    lists = _Spans([*entries, *_lists(text)])
    for place in places:
        start, stop = spelt.span(place.start, place.stop)
        if taken.holds(start, stop):
            continue
        if mention := _at(text, bare, start, stop, place, index, listed=lists.holds(start, stop)):
            found.append(mention)
    return sorted(found, key=lambda each: (each.start, each.stop, each.id))


def _by_identifier(text: str, index: Index) -> Iterable[Mention]:
    for doi, start, stop in strings.doi_places(text):
        numbers = index.dois.get(doi, ())
        if len(numbers) == 1:
            yield Mention(
                index.works[numbers[0]].id, start, stop, "citation", BY_IDENTIFIER, "doi", (f"the DOI {doi}",)
            )
    for key, start, stop in strings.addresses(text):
        numbers = index.addresses.get(key, ())
        if len(numbers) == 1:
            yield Mention(
                index.works[numbers[0]].id,
                start,
                stop,
                "citation",
                BY_IDENTIFIER,
                "url",
                (f"the address {key}",),
            )


def _at(
    text: str, bare: str, start: int, stop: int, place: Found, index: Index, *, listed: bool
) -> Mention | None:
    form = index.forms.forms[place.form]
    owners = [
        each
        for each in index.forms.owners[place.form]
        if each.part != "head" or form.telling >= LONG or listed
    ]
    before, after = bare[max(start - BESIDE, 0) : start], bare[stop : stop + BESIDE]
    # What belongs to another paragraph is not beside it.
    before, after = _LINE.split(before)[-1], _LINE.split(after)[0]
    if not owners or standing.about(before) or standing.part_after(after):
        return None
    # What somebody has put into quotation marks, all of it and nothing else, is meant as a name.
    quoted = (
        form.telling >= QUOTED and before.rstrip()[-1:] in _OPENS and after.lstrip(" ,.?!")[:1] in _CLOSES
    )
    if form.telling < LONG and not (listed or quoted or _as_title(bare[start:stop], before)):
        return None
    if (
        form.telling < LONG
        and not quoted
        and any(standing.open_sides(before, after, before))
        and _goes_on(after)
    ):
        return None
    beside = Spelt(
        text[max(start - BESIDE, 0) : start][-len(before) :]
        + " \n "
        + text[stop : stop + BESIDE][: len(after)]
    )
    words = frozenset(beside.words) | beside.mended()
    judged = []
    for owner in owners:
        known = index.works[owner.known]
        told = _support(known, before, bare[start:stop], after, beside, words)
        if told is None:
            continue
        year, who = told
        if (
            form.generic
            and not quoted
            and not (
                who and (year or known.year is None or not strings.years(before + bare[start:stop] + after))
            )
        ):
            continue
        if len(form.words) == 1 and not (year and who):
            continue
        if form.telling < LONG and not (year or who or quoted):
            continue
        judged.append((bool(year) + bool(who), known, owner.part, tuple(filter(None, (year, who)))))
    if not judged:
        return None
    most = max(each[0] for each in judged)
    best = [each for each in judged if each[0] == most]
    if len({known.id for _, known, _, _ in best}) > 1:
        return None
    _, known, part, evidence = best[0]
    kind: Literal["citation", "mention"] = "citation" if listed or evidence else "mention"
    told_list = ("in a list of references",) if listed else ()
    return Mention(
        known.id, start, stop, kind, SUPPORTED if kind == "citation" else ALONE,
        "alias" if part == "alias" else "title", (f"the title {bare[start:stop]!r}", *evidence, *told_list),
    )  # fmt: skip


def _support(
    known: Known, before: str, title: str, after: str, beside: Spelt, words: frozenset[str]
) -> tuple[str, str] | None:
    """Return the year and the name beside a title that agree, "" for none; ``None`` where its own year contradicts."""
    behind = _RIGHT_AFTER.match(after)
    if (
        known.year
        and behind
        and not any(abs(year - known.year) <= 1 for year, _, _ in strings.years(behind[0]))
    ):
        return None
    # In an entry the year may stand before the title and other years behind it: one that agrees is enough.
    near = [year for year, _, _ in strings.years(f"{before} {after}")] or [
        year for year, _, _ in strings.years(title)
    ]
    year = next((str(each) for each in near if each == known.year), "")
    who = ""
    for name in (*known.authors, known.publisher or ""):
        if name and stands(name_of(name), beside, words):
            who = name
            break
    return (f"the year {year}" if year else "", f"the name {who}" if who else "")


def _as_title(written: str, before: str) -> bool:
    """Tell whether words are written as a title: with a capital that no sentence gives them, or in quotes."""
    if re.search(r"[\"“'‘«]\s*$", before):
        return True
    words = re.findall(r"[^\W\d_]+", written)
    capitals = sum(each[:1].isupper() for each in words)
    return capitals >= 2 or (capitals == 1 and (len(words) == 1 or not re.search(r"(?:^|[.!?]\s+)$", before)))


def _goes_on(after: str) -> bool:
    """Tell whether a capital goes on without a sign: "Integrated Care Board Report" is not "Integrated Care"."""
    return re.match(r"\s+(?:(?:of|for|in|and|&)\s+)?[A-Z][a-z]", after) is not None


def _longest(found: Iterable[Found]) -> list[Found]:
    """Return the places that are in no longer one, in order."""
    kept: list[Found] = []
    furthest = -1
    for each in sorted(found, key=lambda place: (place.start, -place.stop, place.form)):
        if each.stop > furthest:
            kept.append(each)
            furthest = each.stop
    return kept


def _lists(text: str) -> list[tuple[int, int]]:
    """Return where lists of references stand: from a heading to another heading or the end."""
    spans = []
    for heading in _HEADING.finditer(text):
        # A line of the contents is a heading with nothing of a list below it.
        end = _OTHER_HEADING.search(text, heading.end())
        stop = end.start() if end else len(text)
        if len(strings.years(text[heading.end() : min(stop, heading.end() + 600)])) >= 1:
            spans.append((heading.end(), stop))
    return spans


class _Spans:
    """Places of a text, asked for whether one of them holds another."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        merged: list[tuple[int, int]] = []
        for start, stop in sorted(spans):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
            else:
                merged.append((start, stop))
        self._starts = [start for start, _ in merged]
        self._stops = [stop for _, stop in merged]

    def holds(self, start: int, stop: int) -> bool:
        """Tell whether a span begins in one of them."""
        at = bisect_right(self._starts, start) - 1
        return at >= 0 and start < self._stops[at]
