"""What stands in for the abstract that grey literature lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harvest.text.describing.parts_headings import folded
from harvest.text.describing.parts_words import SECTIONS
from harvest.text.model import Part

#: Characters in which the first paragraph is looked for: covers, contents and lists of tables may fill many pages.
WITHIN = 40_000
#: Least characters and words of a paragraph of running text; fewer are titles, addresses and rows of tables.
LEAST, LEAST_WORDS = 120, 20
#: A line of it has at least so many words; shorter ones end it.
LINE_WORDS = 6
#: Sections of which the beginning says what a paper without a summary is about.
_PURPOSES = ("purpose of report", "purpose of the report", "purpose of this report", "purpose of paper", "purpose of briefing",
             "purpose of the paper", "purpose of this paper")  # fmt: skip
#: Sections of no use in an abstract.
_THANKS = ("acknowledg", "list of", "contact", "glossary", "abbreviations")
#: A line of so few characters within a paragraph is the raised number of a note.
NOTE = 3
#: A cut after a sentence may lose this share of the room.
_SHARE = 0.5


def abstract_of(text: str, parts: Sequence[Part], max_chars: int = 2_000) -> str:
    """Return the words of a document that stand in for its abstract.

    They are those of its summary; without one those under "Purpose of report"; else the first paragraphs of running text
    past title, contents and other lists; else the first page. Plain text on one line; longer than ``max_chars`` it is cut
    after a sentence, with " …" at the end. Empty where the text is.

    Args:
        text: the whole text.
        parts: its parts, as ``parts_of`` gives them.
        max_chars: most characters, at least 20.
    """
    for chosen in (_summary(text, parts), _purpose(text, parts, max_chars), _first(text, parts, max_chars)):
        if chosen:
            return shortened(chosen, max_chars)
    page = next((each for each in parts if each.kind == "first-page"), None)
    return shortened(_plain(text[page.start : page.end]), max_chars) if page else ""


def shortened(text: str, max_chars: int) -> str:
    """Return a line of text with at most so many characters, cut after a sentence where one ends late enough, else a word."""
    if len(text) <= max_chars:
        return text
    head = text[: max_chars - 2]
    at = max(head.rfind(mark) + 1 for mark in (". ", "? ", "! "))
    if at < max_chars * _SHARE:
        at = max(head.rfind(" "), 0) or len(head)
    return head[:at].rstrip() + " …"


def _summary(text: str, parts: Sequence[Part]) -> str:
    summary = next((each for each in parts if each.kind == "summary"), None)
    if summary is None:
        return ""
    start = summary.start + len(summary.title or "")
    # The heading of its first section says nothing that the summary does not.
    for each in parts:
        if (
            each.kind == "heading"
            and start <= each.start < summary.end
            and not text[start : each.start].strip(" :\n")
        ):
            start = each.end
    return _plain(text[start : summary.end].removeprefix(":"))


def _plain(text: str) -> str:
    """Return text on one line, with the marks of symbol fonts as bullets and full stops where notes parted them."""
    return " ".join(text.replace("\uf0b7", "•").replace("\uf0a7", "•").split()).replace(" . ", ". ")


def _purpose(text: str, parts: Sequence[Part], max_chars: int) -> str:
    headings = [each for each in parts if each.kind == "heading"]
    for at, each in enumerate(headings):
        if folded(each.title or "") in _PURPOSES:
            end = next((other.start for other in headings[at + 1 :]), len(text))
            return _plain(text[each.end : min(end, each.end + 2 * max_chars)])
    return ""


def _first(text: str, parts: Sequence[Part], max_chars: int) -> str:
    contents = next((each for each in parts if each.kind == "contents"), None)
    found: list[str] = []
    size = 0
    for paragraph in _paragraphs(text, contents):
        found.append(paragraph)
        size += len(paragraph) + 1
        if size > max_chars:
            break
    return " ".join(found)


def _paragraphs(text: str, contents: Part | None) -> Iterator[str]:
    """Yield the paragraphs of running text near the beginning; thanks and lists are passed over up to the first of them."""
    lines: list[str] = []
    # Whether a section of thanks or lists goes on, and whether any of it has been seen: the blank line under its heading is not its end.
    thanking = thanked = False
    at = 0
    for line in text[:WITHIN].split("\n"):
        inside = contents is not None and contents.start <= at < contents.end
        at += len(line) + 1
        if inside or "...." in line or (lines and 0 < len(line) <= NOTE):
            continue
        if line.count(" ") + 1 >= LINE_WORDS:
            if thanking:
                thanked = True
            else:
                lines.append(line)
            continue
        # The last line of a paragraph is short and ends it.
        if lines and line.endswith((".", "!", "?")):
            lines.append(line)
        if _is_paragraph(lines):
            yield _plain(" ".join(lines))
        lines = []
        if SECTIONS.get(words := folded(line)):
            thanking, thanked = words.startswith(_THANKS), False
        elif thanked and not line:
            thanking = False
    if _is_paragraph(lines):
        yield _plain(" ".join(lines))


def _is_paragraph(lines: Sequence[str]) -> bool:
    words = sum(each.count(" ") + 1 for each in lines)
    return words >= LEAST_WORDS and sum(map(len, lines)) >= LEAST and any("." in each for each in lines)
