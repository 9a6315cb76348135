"""What type of document a text is, told by its title, its first page and its kind of file; never by a word of the body.

A title tells its type by its head: "Evaluation of the dementia strategy" is an evaluation, "Dementia strategy: equality
impact assessment" an impact assessment, and "Developing the strategy together" neither. Papers of committees bear the
titles of what they are about, so the labels in the head of their first page ("Report of", "Wards affected",
"Recommendations") count for more than the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from harvest.text.describing.document_forms import BOARD_BODIES, COUNCIL_BODIES, form_of
from harvest.text.describing.document_type_words import (
    ASIDES,
    ENDINGS,
    LONGEST,
    OBJECTS,
    OPENINGS,
    PHRASES,
    PREPOSITIONS,
    RANK,
    TOPICS,
    TRAILING,
    WEAK,
    singular,
)
from harvest.text.model import Claim, Extracted
from harvest.types import known_type

#: Characters of the text that count as its first page where pages do not bound it.
FIRST = 1_500
_KINDS = {
    **dict.fromkeys(("xlsx", "xls", "ods", "csv"), "data or spreadsheet"),
    **dict.fromkeys(("pptx", "ppt", "odp"), "presentation"),
    "html": "web page",
}
#: Folders of addresses that hold one type of page.
_FOLDERS = {
    "news": "news", "press-releases": "news", "press-release": "news", "blog": "blog", "blogs": "blog", "speeches": "speech",
    "case-studies": "case study", "consultations": "consultation", "newsletters": "newsletter",
}  # fmt: skip
_BOARDS, _COUNCILS = (
    tuple(" ".join(map(singular, each.split())) for each in bodies)
    for bodies in (BOARD_BODIES, COUNCIL_BODIES)
)
_PARTS = re.compile(r"[:;|()\[\]•/]|\s[-–—]+\s|,\s|[.?!]\s")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?|&")


def document_type(read: Extracted, url: str = "") -> tuple[str | None, str | None]:
    """Return the type of a document in the words of ``harvest.types.TYPES`` and where it was found.

    Args:
        read: the reading of the file.
        url: its address, which is believed least.

    Returns:
        The type, ``None`` where nothing tells; its source, which is "title", "first-page", "headings", "address" or "kind".
    """
    claims = type_claims(read, url)
    return (claims[0].value, claims[0].source) if claims else (None, None)


def type_claims(read: Extracted, url: str = "") -> tuple[Claim, ...]:
    """Return what is evidence of the type of a document: the believed first, then what says otherwise, with the reason."""
    found = list(_evidence(read, url))
    if not found:
        return ()
    kind, source = found[0]
    others = dict.fromkeys(each for each in found[1:] if each[0] != kind and each[1] != "kind")
    return (
        Claim("type", kind, source),
        *(Claim("type", other, where, f"the {_PLACES[source]} says {kind}") for other, where in others),
    )


_PLACES = {
    "title": "title", "first-page": "first page", "headings": "first headings", "address": "address", "kind": "kind of file",
}  # fmt: skip


def _evidence(read: Extracted, url: str) -> Iterator[tuple[str, str]]:
    lines = _first_lines(read)
    if form := form_of(lines):
        yield form, "first-page"
    # GOV.UK prints the type above the title; a line of it alone elsewhere would prove nothing.
    if read.kind == "html" and (label := next(filter(None, map(known_type, lines[:2])), None)):
        yield label, "first-page"
    page = read.kind == "html"
    if (kind := type_of_title(read.title or "")) and not (page and _is_list(read.title or "")):
        yield kind, "title"
    # The first lines of a web page may be those of its site.
    if kind := None if page else _cover(lines):
        yield kind, "first-page"
    if kind := next(filter(None, (type_of_title(each.text) for each in read.headings[:2])), None):
        yield kind, "headings"
    if kind := _address(read, url):
        yield kind, "address"
    if read.kind in _KINDS:
        yield _KINDS[read.kind], "kind"


def _is_list(title: str) -> bool:
    """Tell whether a title is that of a list of such documents: "Consultations", "Policies and plans"."""
    words = _WORD.findall(_PARTS.split(title)[0].casefold())
    return 0 < len(words) <= 4 and words[-1] not in PHRASES and singular(words[-1]) in PHRASES


def type_of_title(title: str) -> str | None:
    """Return the type that a title tells by its head, ``None`` where it tells none."""
    best: str | None = None
    if len(title) > 400:
        return None
    for part in _PARTS.split(title):
        kind = _type_of_part(part)
        if kind and (best is None or RANK.get(kind, 0) > RANK.get(best, 0)):
            best = kind
    return best


def _type_of_part(part: str) -> str | None:
    words = [singular(each) for each in _WORD.findall(part.casefold())]
    # What the years and months at the beginning date is the same without them.
    while words and (words[0].isdigit() or words[0] in ("a", "an", "the")):
        del words[0]
    if not words or (words[0] in ASIDES and not _to_a_body(words)):
        return None
    if addressed := _to_a_body(words):
        return addressed
    if words[0] == "evaluating":
        return "evaluation"
    if len(words) > 1 and words[1] in OBJECTS:
        return None
    start = 0
    while start < len(words):
        end = _end_of_head(words, start)
        chunk = words[start:end]
        kind = _head(chunk)
        if kind is not None:
            return kind or None
        if not all(map(_weak, chunk)) or start == end == len(words):
            break
        start = end + 1
    return _opening(words) or _ending(words)


def _to_a_body(words: list[str]) -> str | None:
    """Return whose paper "Report to ..." or "Paper for ..." is."""
    opening = words[:6]
    if "presentation" in opening or not {"report", "paper"} & set(words[:4]):
        return None
    for at, word in enumerate(opening[1:], start=1):
        if word in ("to", "for") and opening[at - 1] in ("report", "paper"):
            rest = f" {' '.join(words[at + 1 :])} "
            if any(f" {each} " in rest for each in _BOARDS) and " health and wellbeing board " not in rest:
                return "board paper"
            if any(f" {each} " in rest for each in _COUNCILS):
                return "committee report"
    return None


def _end_of_head(words: list[str], start: int) -> int:
    """Return where the head that begins at ``start`` ends: at a preposition that no phrase goes across."""
    at = start
    while at < len(words):
        if words[at] in PREPOSITIONS and at > start:
            if not (across := _across(words, at, start)):
                return at
            at = across
        else:
            at += 1
    return len(words)


def _across(words: list[str], at: int, start: int) -> int:
    for first in range(max(start, at - LONGEST + 2), at):
        for last in range(min(len(words), first + LONGEST), at, -1):
            if " ".join(words[first:last]) in PHRASES:
                return last
    return 0


def _head(chunk: list[str]) -> str | None:
    """Return the type of the phrase that a head ends with, past what may trail it; ``None`` where it ends otherwise."""
    end = len(chunk)
    while end:
        for size in range(min(LONGEST, end), 0, -1):
            kind = PHRASES.get(" ".join(chunk[end - size : end]))
            if kind is not None:
                return kind
        if not (chunk[end - 1] in TRAILING or chunk[end - 1][0].isdigit() or len(chunk[end - 1]) == 1):
            return None
        end -= 1
    return None


def _opening(words: list[str]) -> str | None:
    for size in range(min(LONGEST, len(words)), 0, -1):
        kind = PHRASES.get(" ".join(words[:size]))
        if kind is not None:
            return kind if kind in OPENINGS and size < len(words) and not _goes_on(words[size]) else None
    return None


def _ending(words: list[str]) -> str | None:
    """Return the type of the last words after a preposition, where they can be nothing else: "End of life care strategy"."""
    last = max((at + 1 for at, word in enumerate(words) if word in PREPOSITIONS), default=len(words))
    if last >= len(words) or words[last] in OBJECTS or words[0] in TOPICS:
        return None
    while len(words) > last:
        for size in (2, 1):
            said = " ".join(words[-size:])
            if said in PHRASES:
                return PHRASES[said] if said in ENDINGS or (words[-1] in ENDINGS and PHRASES[said]) else None
        if not _weak(words[-1]):
            return None
        words = words[:-1]
    return None


def _goes_on(word: str) -> bool:
    """Tell whether a word after a type makes it a part of a name: an evaluation unit, a research team."""
    return word in (
        "unit",
        "team",
        "group",
        "board",
        "manager",
        "officer",
        "programme",
        "centre",
        "network",
        "and",
        "matter",
        "service",
        "fund",
    )


def _weak(word: str) -> bool:
    return word in WEAK or word[0].isdigit() or len(word) == 1


def _first_lines(read: Extracted) -> list[str]:
    start, end = 0, FIRST
    if len(read.pages) > 1:
        page = next((each for each in read.pages if each.end > each.start), read.pages[0])
        start, end = page.start, min(page.end, page.start + 2 * FIRST)
    return [line for each in read.text[start:end].split("\n") if (line := each.strip())]


def _cover(lines: list[str]) -> str | None:
    """Return the type that a line of the cover tells: those before the first line of running text."""
    for line in lines[:15]:
        if len(line) > 110 or line.endswith((".", ",", ";")) or len(line.split()) > 14:
            return None
        if (line[0].isupper() or line[0].isdigit()) and (kind := type_of_title(line)):
            return kind
    return None


def _address(read: Extracted, url: str) -> str | None:
    try:
        path = unquote(urlsplit(url).path).strip("/")
    except ValueError:
        return None
    *folders, name = path.split("/")
    if read.kind == "html":
        return next((_FOLDERS[each] for each in reversed(folders) if each in _FOLDERS), None)
    stem = name.rpartition(".")[0] or name
    return None if read.title else type_of_title(re.sub(r"[-_+.\s]+", " ", stem))
