"""Mending the text of PDF pages: words broken at line ends, heads and feet that repeat on every page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from harvest.text.clean import tidy

# PDFium writes a hyphen that ends a line as U+FFFE and eats the newline; typesetters also leave U+2010 or a soft
# hyphen there, and other files a plain hyphen with its newline.
_MARKED = re.compile(r"\ufffe\s*|[\u00ad\u2010]\s*\n\s*")
_PLAIN = re.compile(r"-[ ]*\n")
_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
#: No word is longer: how far to look on each side of a break.
_REACH = 40
# Word's raised "st" of "1st" comes out as a line of its own.
_RAISED = re.compile(r"(\d) ?\n(st|nd|rd|th)\b ?\n?")
_PAGE_NUMBER = re.compile(r"(?:p ?a ?g ?e|pg?\.?|of|#|[^\w#])*")
_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"[ivxlc]{1,7}", re.IGNORECASE)
_EDGE_LINES = 4
_HEAD_CHARS = 150


def mend_pages(pages: Sequence[str]) -> list[str]:
    """Return the tidied text of each page without repeating heads and feet, broken words joined.

    ``pages`` is the text as PDFium gives it. A word broken at a line end is joined unless only its hyphenated form
    occurs elsewhere in the document, or its second part is capitalised.
    """
    lined = [page.replace("\r\n", "\n").replace("\r", "\n") for page in pages]
    if len(lined) >= _MIN_PAGES:
        lined = _without_furniture(lined)
    whole = "\n".join(lined)
    if "\ufffe" in whole or "\u2010" in whole or "\u00ad" in whole or "-\n" in whole or "- \n" in whole:
        lined = _joined(lined, whole)
    return [tidy(_RAISED.sub(r"\1\2 ", page)) for page in lined]


def _joined(pages: list[str], whole: str) -> list[str]:
    tokens = set(_TOKEN.findall(whole.casefold()))

    def join(match: re.Match[str]) -> str:
        first, second = _around(match)
        if not first or not second:
            return "-" if match[0][0] == "\ufffe" else match[0]
        if second[0].isupper() and not first[-1].isupper():
            return "-"
        return "-" if _key(first, second) not in tokens and _key(first, second, "-") in tokens else ""

    def join_known(match: re.Match[str]) -> str:
        first, second = _around(match)
        if not first or not second:
            return match[0]
        return "" if _key(first, second) in tokens else "-"

    return [_PLAIN.sub(join_known, _MARKED.sub(join, page)) for page in pages]


def _around(match: re.Match[str]) -> tuple[str, str]:
    """Return the letters right before and right after a break."""
    before = match.string[max(0, match.start() - _REACH) : match.start()]
    after = match.string[match.end() : match.end() + _REACH]
    start = len(before)
    while start and before[start - 1].isalpha():
        start -= 1
    end = 0
    while end < len(after) and after[end].isalpha():
        end += 1
    return before[start:], after[:end]


def _key(first: str, second: str, between: str = "") -> str:
    return f"{first}{between}{second}".casefold()


#: With fewer pages nothing can be said to repeat.
_MIN_PAGES = 3
#: A line is a running head if it stands at the edge of this share of the pages, and of three at least.
_SHARE = 0.3


def _without_furniture(pages: list[str]) -> list[str]:
    """Drop lines at the edges of pages that repeat, numbers aside, on many pages.

    The first page a head stands on keeps it, so no wording is lost to the document, only its repetition; page
    numbers go from all. A page is left alone if more than half of it would go.
    """
    split = [[line for line in page.split("\n") if line.strip()] for page in pages]
    counts: Counter[str] = Counter()
    for lines in split:
        counts.update({_mask(line) for line in _edges(lines) if len(line) <= _HEAD_CHARS})
    filled = sum(1 for lines in split if lines)
    needed = max(_MIN_PAGES, _SHARE * filled)
    repeated = {mask for mask, count in counts.items() if count >= needed}
    if not repeated:
        return pages
    seen: set[str] = set()
    result = []
    for page, lines in zip(pages, split, strict=True):
        top = _run(lines[:_EDGE_LINES], repeated)
        bottom = _run(lines[len(lines) - min(_EDGE_LINES, len(lines) - top) :][::-1], repeated)
        gone = lines[:top] + lines[len(lines) - bottom :]
        kept = [line for line in lines[:top] if _first_time(line, seen)]
        tail = [line for line in lines[len(lines) - bottom :] if _first_time(line, seen)]
        if not gone or sum(map(len, gone)) > 0.5 * sum(map(len, lines)):
            result.append(page)
        else:
            result.append("\n".join([*kept, *lines[top : len(lines) - bottom], *tail]))
    return result


def _first_time(line: str, seen: set[str]) -> bool:
    mask = _mask(line)
    if mask in seen or _PAGE_NUMBER.fullmatch(mask):
        return False
    seen.add(mask)
    return True


def _edges(lines: list[str]) -> list[str]:
    return lines if len(lines) <= 2 * _EDGE_LINES else lines[:_EDGE_LINES] + lines[-_EDGE_LINES:]


def _run(lines: list[str], repeated: set[str]) -> int:
    count = 0
    for line in lines:
        if _mask(line) not in repeated:
            break
        count += 1
    return count


def _mask(line: str) -> str:
    line = " ".join(line.split()).casefold()
    return "#" if _ROMAN.fullmatch(line) else _DIGITS.sub("#", line)
