"""The parts of a document that reviewers read first: summary, contents, first page, recommendations and headings."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from harvest.text.describing.parts_contents import contents_of
from harvest.text.describing.parts_headings import BULLETS, Head, Lines, folded, heads_of, lines_of
from harvest.text.describing.parts_words import ASKED
from harvest.text.model import Heading, Page, Part

#: Most characters of a summary and of recommendations.
MOST = 6_000
#: Most characters of the first paragraphs of a text without pages, and of a first page.
FIRST, FIRST_PAGE = 1_500, 6_000
#: A section with less text than this has only been named.
LEAST, LEAST_RECOMMENDED = 80, 20
#: Most headings and sections of recommendations that are listed.
MOST_HEADINGS, MOST_RECOMMENDED = 200, 5
#: Most places that are looked at for a summary, and for each way of asking.
MOST_TRIED = 20
#: Where the summary of a whole document begins at the latest: characters, or the share of the text where that is more.
#: Later ones sum up chapters.
_LATEST = {"summary": (20_000, 0.3), "findings": (12_000, 0.15), "overview": (6_000, 0.1)}
_RANK = {"summary": 0, "findings": 1, "overview": 2}
_RECOMMENDED = ("recommendations", "numbered-recommendation")
#: Said on the line itself: "Summary: the report tells ...".
_LABELS = (
    "Executive summary:",
    "Executive Summary:",
    "EXECUTIVE SUMMARY:",
    "Summary:",
    "SUMMARY:",
    "Abstract:",
    "ABSTRACT:",
)
_ASKING = (
    "asked to",
    "recommended to",
    "recommended that",
    "Recommended that",
    "requested to",
    "invited to",
    "RECOMMENDED",
)

#: What members are asked at every meeting.
_STANDING = frozenset(("declare", "disclose", "contact", "switch", "indicate"))


def parts_of(text: str, pages: Sequence[Page], headings: Sequence[Heading]) -> tuple[Part, ...]:
    """Return the parts of a text in the order of their beginnings.

    Args:
        text: the whole text.
        pages: its pages; one for the whole where the file has none.
        headings: what the file marks as headings, in order.
    """
    if not text or text.isspace():
        return ()
    read = lines_of(text)
    parts = [_first_page(text, pages)]
    skipped, listed = range(0), len(text)
    if contents := contents_of(read, pages):
        first, past, title = contents
        skipped, listed = range(first, past), read.starts[first]
        parts.append(_part("contents", title, text, read.starts[first], read.starts[past] - 1))
    heads = heads_of(read, pages, headings, skipped)
    if summary := _summary(read, heads, listed):
        parts.append(summary)
    parts += _recommendations(read, heads, skipped)
    parts += _headings(heads)
    return tuple(sorted(parts, key=lambda each: (each.start, -each.end)))


def _part(kind: str, title: str | None, text: str, start: int, end: int) -> Part:
    """Return a part without the white space at its end."""
    end = start + len(text[start:end].rstrip())
    return Part(kind, title, start, end)


def _first_page(text: str, pages: Sequence[Page]) -> Part:
    page = next((each for each in pages if text[each.start : each.end].strip()), None)
    start, end = (page.start, page.end) if page else (0, len(text))
    start += len(text[start:end]) - len(text[start:end].lstrip())
    most = FIRST_PAGE if len(pages) > 1 else FIRST
    return _part("first-page", None, text, start, _cut(text, start, end, most))


def _cut(text: str, start: int, end: int, most: int) -> int:
    """Return where a part ends that may have ``most`` characters: after a paragraph, else a line, a sentence or a word."""
    if end - start <= most:
        return end
    limit = start + most
    for mark, share in (("\n\n", 0.7), ("\n", 0.8), (". ", 0.6), (" ", 0.5)):
        at = text.rfind(mark, start + int(most * share), limit)
        if at >= 0:
            return at + (mark == ". ")
    return limit


def _summary(read: Lines, heads: Sequence[Head], listed: int) -> Part | None:
    """Return the summary. ``listed`` is where the contents begin: none goes across them."""
    size = len(read.text)
    found = [
        (_RANK[each.kind], at) for at, each in enumerate(heads)
        if each.kind in _RANK and each.start <= max(_LATEST[each.kind][0], int(_LATEST[each.kind][1] * size))
    ]  # fmt: skip
    for rank, at in sorted(found)[:MOST_TRIED]:
        if rank and (labelled := _labelled(read, heads)):
            return labelled
        head = heads[at]
        end = _end(read, heads, at)
        end = _cut(read.text, head.start, min(end, listed) if head.start < listed else end, MOST)
        if _is_prose(read.text[head.end : end]):
            return _part("summary", head.title, read.text, head.start, end)
    return _labelled(read, heads)


def _is_prose(body: str) -> bool:
    """Tell whether a section has text of its own and not only the next entries of a list."""
    return len(body.strip()) >= LEAST and any(line.count(" ") >= 6 for line in body.split("\n"))


def _labelled(read: Lines, heads: Sequence[Head]) -> Part | None:
    """Return a summary whose label stands on its first line."""
    for label in _LABELS:
        at = read.text.find(label, 0, _LATEST["findings"][0])
        if at >= 0 and (at == 0 or read.text[at - 1] == "\n"):
            after = next(
                (each.start for each in heads if each.start > at and (each.sure or each.kind)), len(read.text)
            )
            blank = read.text.find("\n\n", at, after)
            end = _cut(read.text, at, blank if blank >= 0 else after, MOST)
            if end - at >= LEAST:
                return _part("summary", label.rstrip(":"), read.text, at, end)
    return None


def _end(read: Lines, heads: Sequence[Head], at: int) -> int:
    """Return where the section of a heading ends: at the next heading of the same or a higher level."""
    head = heads[at]
    asking = head.kind in _RECOMMENDED and _asks(read, head.line + 1)
    for other in heads[at + 1 :]:
        if other.start - head.start > MOST:
            break
        if _closes(head, other, asking=asking):
            return other.start
    return len(read.text)


def _closes(head: Head, other: Head, *, asking: bool) -> bool:
    if head.kind in _RECOMMENDED and other.kind == "numbered-recommendation":
        return False
    if head.marked and other.marked:
        return other.level <= head.level
    if head.number and other.number:
        depth = len(head.number)
        return len(other.number) <= depth and other.number > head.number
    if other.kind in ("known", "recommendations", "contents", "summary"):
        return True
    if other.kind == "findings" or other.marked:
        return head.kind in _RECOMMENDED
    if not other.sure:
        return False
    if asking or other.caps or len(other.number) == 1:
        return True
    # Key findings are short; and a new page that begins with a heading begins a section, unless this one has only begun.
    said = other.start - head.end
    return (other.top and said > LEAST) or (head.kind == "findings" and said > 2 * LEAST)


def _recommendations(read: Lines, heads: Sequence[Head], skipped: range) -> list[Part]:
    parts: list[Part] = []
    for at, head in enumerate(heads):
        if head.kind in _RECOMMENDED and (not parts or head.start >= parts[-1].end):
            end = _cut(read.text, head.start, _end(read, heads, at), MOST)
            if len(read.text[head.end : end].strip()) >= LEAST_RECOMMENDED:
                parts.append(_part("recommendations", head.title, read.text, head.start, end))
                if len(parts) == MOST_RECOMMENDED:
                    break
    return parts or list(_asked(read, heads, skipped))[:1]


def _asked(read: Lines, heads: Sequence[Head], skipped: range) -> Iterator[Part]:
    """Yield what a body is asked to do where no heading says so: "The Board is asked to ...", "RECOMMENDED that ..."."""
    for place in sorted(at for each in _ASKING for at in _places(read.text, each)):
        line = bisect_right(read.starts, place) - 1
        if line in skipped or not _asks(read, line):
            continue
        start = read.starts[line]
        after = next(
            (each.start for each in heads if each.start > start and (each.sure or each.kind)), len(read.text)
        )
        yield _part(
            "recommendations",
            None,
            read.text,
            start,
            _cut(read.text, start, _list_end(read, line, after), MOST // 2),
        )


def _places(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    for _ in range(MOST_TRIED):
        if at < 0:
            return
        yield at
        at = text.find(words, at + len(words))


def _list_end(read: Lines, line: int, after: int) -> int:
    """Return where what is asked for ends: at a blank line after which no list goes on."""
    for at in range(line + 1, min(len(read.lines), line + 60)):
        if read.starts[at] >= after:
            return after
        if not read.lines[at]:
            below = next((each for each in read.lines[at + 1 : at + 3] if each), "")
            if not below or not (
                below[0] in BULLETS or below[0].isdigit() or below[:1] == "(" or below[1:2] in (")", ".")
            ):
                return read.starts[at]
    return after


def _asks(read: Lines, line: int) -> bool:
    """Tell whether a line begins with what a body is asked: "2.1 The Board is asked to", "RECOMMENDED that"."""
    if line >= len(read.lines):
        return False
    said = folded(read.lines[line][:160]).lstrip(BULLETS + " ").split()[:14]
    if not said:
        return False
    if said[0].rstrip(":") in ("recommended", "resolved") or said[:3] == ["it", "is", "recommended"]:
        return True
    return any(
        word in ("is", "are") and said[at + 1 : at + 2] and said[at + 1] in ("asked", "recommended", "requested", "invited")
        and bool(ASKED & set(said[:at])) and _STANDING.isdisjoint(said[at:])
        for at, word in enumerate(said)
    )  # fmt: skip


def _headings(heads: Sequence[Head]) -> list[Part]:
    chosen = [each for each in heads if each.marked]
    if len(chosen) < 3:
        # What stands many times is a label: "Minutes:", "Example".
        times = Counter(folded(each.title) for each in heads)
        chosen = [each for each in heads if each.marked or (each.sure and times[folded(each.title)] < 3)]
    return [Part("heading", each.title, each.start, each.end, each.level) for each in chosen[:MOST_HEADINGS]]
