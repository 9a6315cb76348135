"""Headings of a text: those that its file marks, found again in the text, and lines that can be nothing else.

The text of a PDF has no marks: there a heading is a line that stands alone, is numbered, is in capitals, or says what
section begins. Each line is looked at once and each marked heading for once, so the time grows with the text only.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice

from harvest.text.describing.parts_words import MONTHS, SECTIONS, SectionKind
from harvest.text.model import Heading, Page

#: Longest line that may be a heading, without and with a mark in the file, and the most words of one without.
LONGEST, LONGEST_MARKED = 80, 200
MOST_WORDS = 10
#: A line of running text is at least this long.
PROSE = 40
#: Lines of one text that are looked at closely; a report of 600 pages has 4,000.
MOST_LINES = 20_000
#: Marked headings that are looked for; the longest reports mark some 500.
MOST_MARKED = 2_000
_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})[.:]?(?:\s*[-–—])?\s+(?=\S)")
_CHAPTER = re.compile(
    r"(?:section|chapter|part|appendix|annex)\s+(\d{1,2}|[a-z]|[ivx]{1,4})\b[.:]?\s*[-–—:]?\s*", re.IGNORECASE
)
_CHAPTERS = ("Section ", "Chapter ", "Part ", "Appendix ", "Annex ", "Recommendation ")
_RECOMMENDATION = re.compile(r"recommendation \d{1,3}(?=$|[\s:.–-])")
_LISTED = re.compile(r"(?:[a-z]|[ivx]{1,4})[).]\s")
_NO_TITLE = ("table ", "figure ", "page ", "source", "box ", "photo", "chart ", "map ", "note", "©", "isbn")
_RUNS_ON = frozenset((
    "a", "an", "the", "and", "or", "of", "to", "for", "in", "that", "with", "by", "at", "on", "was", "were", "had", "has", "which",
    "who", "from", "as",
))  # fmt: skip
_ENDS = ".!?:;”\"'’)"
BULLETS = "•●▪■◦○–-*·‣⁃➢✓\uf0b7\uf0a7"


@dataclass(frozen=True, slots=True)
class Lines:
    """A text by lines. ``starts`` holds where each begins, and one more: past the end."""

    text: str
    lines: list[str]
    starts: list[int]


@dataclass(frozen=True, slots=True)
class Head:
    """A heading in a text: ``text[start:end]``.

    Attributes:
        line: which line it is.
        title: as written.
        level: from 1.
        number: of its section, such as (2, 1); empty without one.
        kind: what section it opens, empty where its words tell nothing.
        marked: whether the file marks it.
        caps: whether it is in capitals.
        top: whether it is the first line of a page.
        sure: whether it is certainly a heading, whatever it opens.
    """

    line: int
    start: int
    end: int
    title: str
    level: int
    number: tuple[int, ...] = ()
    kind: SectionKind = ""
    marked: bool = False
    caps: bool = False
    top: bool = False
    sure: bool = True


def lines_of(text: str) -> Lines:
    """Return a text by lines."""
    lines = text.split("\n")
    return Lines(text, lines, list(accumulate((len(each) + 1 for each in lines), initial=0)))


def folded(title: str) -> str:
    """Return the words of a heading as ``SECTIONS`` has them: without number, colon and case."""
    title = title.strip()
    if title[:1].isdigit() and (number := _NUMBER.match(title)):
        title = title[number.end() :]
    elif (chapter := _CHAPTER.match(title)) and chapter.end() < len(title):
        title = title[chapter.end() :]
    return " ".join(title.casefold().rstrip(" :–-").split())


def kind_of_section(words: str) -> SectionKind:
    """Return what section a heading opens, by its folded words."""
    if len(words) > 80:
        return ""
    if words.startswith("recommendation ") and _RECOMMENDATION.match(words):
        return "numbered-recommendation"
    kind = SECTIONS.get(words, "")
    return kind or (
        "known" if words.endswith((" implications", " considerations")) and words.count(" ") < 6 else ""
    )


def heads_of(
    read: Lines, pages: Sequence[Page], headings: Sequence[Heading], skipped: Container[int]
) -> list[Head]:
    """Return the headings of a text in order.

    Args:
        read: the text.
        pages: its pages.
        headings: what its file marks as headings.
        skipped: lines that are none, whatever they look like: those of the contents.
    """
    tops = {each.start for each in pages}
    heads = _marked(read, pages, headings, skipped, tops) if headings else []
    taken = {each.line for each in heads}
    # What a file marks is believed; its lines are then looked at for sections it forgot to mark only.
    sure = len(heads) < 3
    for at in islice(_candidates(read.lines), MOST_LINES):
        if at not in taken and at not in skipped and (head := _unmarked(read, at, tops, sure=sure)):
            heads.append(head)
    heads.sort(key=lambda each: each.start)
    return heads


def _candidates(lines: list[str]) -> Iterator[int]:
    """Yield the lines that may be headings by what costs nothing to look at: nearly all lines of a text are none."""
    above = ""
    for at, line in enumerate(lines):
        before, above = above, line
        # In the order of how many lines each test is the end of.
        if not line or (first := line[0]).islower() or not 2 < len(line) <= LONGEST or line[-1] in ",;":
            continue
        if first.isdigit():
            free = line[1] in ". " or line[2] in ". "
        else:
            free = (
                not before or before[-1] in _ENDS or before[0] in BULLETS or line.isupper() or _named(line)
                or line.startswith(_CHAPTERS)
            ) and first.isupper()  # fmt: skip
        if free:
            yield at


def _named(line: str) -> bool:
    return len(line) < 50 and line.casefold().rstrip(" :–-") in SECTIONS


def _marked(
    read: Lines, pages: Sequence[Page], headings: Sequence[Heading], skipped: Container[int], tops: Container[int]
) -> list[Head]:  # fmt: skip
    wanted = {
        _squeezed(words) for each in headings[:MOST_MARKED] for words in (each.text, folded(each.text))
    } - {""}
    places: dict[str, list[int]] = {}
    for at, line in enumerate(read.lines):
        if len(line) <= LONGEST_MARKED and at not in skipped and (words := _squeezed(line)) in wanted:
            places.setdefault(words, []).append(at)
    first = {each.number: each.start for each in pages}
    heads: list[Head] = []
    after = 0
    for heading in headings[:MOST_MARKED]:
        words = _squeezed(heading.text)
        lines = places.get(words) or places.get(_squeezed(folded(heading.text)))
        if not lines:
            continue
        least = max(after, bisect_left(read.starts, first.get(heading.page or 0, 0)))
        found = bisect_left(lines, least)
        if found == len(lines):
            continue
        at = lines[found]
        after = at + 1
        line = read.lines[at]
        start = read.starts[at]
        number = _number_of(line)
        heads.append(Head(
            at, start, start + len(line), line, max(1, heading.level), number, kind_of_section(folded(line)), True,
            line.isupper(), start in tops,
        ))  # fmt: skip
    return heads


def _squeezed(line: str) -> str:
    return "".join(line.casefold().split()).rstrip(":")


def _number_of(line: str) -> tuple[int, ...]:
    number = _NUMBER.match(line) if line[:1].isdigit() else None
    return tuple(map(int, number.group(1).split("."))) if number else ()


def _unmarked(read: Lines, at: int, tops: Container[int], *, sure: bool) -> Head | None:
    line = read.lines[at].rstrip()
    below = read.lines[at + 1] if at + 1 < len(read.lines) else ""
    if not below:
        below = next((each for each in read.lines[at + 2 : at + 4] if each), "")
    if below[:1].islower() and not _LISTED.match(below):
        return None
    chapter = _opens_chapter(line)
    title = _title_like(line)
    kind = kind_of_section(folded(line)) if title or line[0] in "Rr0123456789" else ""
    if not (kind or chapter or (sure and title)):
        return None
    start = read.starts[at]
    number = _number_of(line)
    above = read.lines[at - 1].rstrip() if at else ""
    top = start in tops
    caps = line.isupper()
    certain = chapter or (title and _stands_alone(line, number, above, below, top=top, caps=caps))
    if not (certain or kind):
        return None
    level = len(number) or (1 if caps or kind or chapter else 2)
    kind = kind or ("known" if chapter else "")
    return Head(at, start, start + len(line), line, level, number, kind, False, caps, top, certain)


def _stands_alone(
    line: str, number: tuple[int, ...], above: str, below: str, *, top: bool, caps: bool
) -> bool:
    """Tell whether a line is a heading by its place: nothing runs into it, and what it is the head of follows."""
    free = top or not above or above[-1] in _ENDS or above[0] in BULLETS
    if number:
        beside = _number_of(above), _number_of(below)
        if len(number) == 1:
            # Numbered lines one below the other are a list.
            return (free or caps) and all(len(each) != 1 for each in beside)
        return True
    if caps:
        return (
            sum(map(str.isalpha, line)) >= 4 and not above.isupper() and not below.isupper() and bool(below)
        )
    if line[-1] == ":" and line.count(" ") > 5:
        return False
    return free and (len(below) >= PROSE or below[:1] in BULLETS) and line.count(" ") < 8


def _opens_chapter(line: str) -> bool:
    """Tell whether a line is "Chapter 2" or "Appendix A: Method"."""
    mark = _CHAPTER.match(line) if line[0] in "SsCcPpAa" else None
    return mark is not None and (mark.end() == len(line) or _title_like(line[mark.end() :]))


def _title_like(line: str) -> bool:
    """Tell whether a line reads as a title: few words, most of them words, no date, no label of a table, no sentence."""
    if line[-1] in ".,;!" or line.count(" ") > MOST_WORDS or "|" in line or "@" in line:
        return False
    plain = line.casefold()
    if plain.startswith(_NO_TITLE) or "http" in plain or "www." in plain or ". " in line[4:]:
        return False
    words = plain.split()
    last = words[-1]
    if last.isdigit() and (len(last) != 4 or len(words) <= 3):
        return False
    if last.rstrip(":") in _RUNS_ON or "%" in line or line.count("(") != line.count(")"):
        return False
    if words[0][0].isdigit():
        del words[0]
    spelt = sum(each[0].isalpha() for each in words)
    return bool(words) and spelt * 10 >= len(words) * 6 and len(plain) > 3 and MONTHS.isdisjoint(words[-2:])
