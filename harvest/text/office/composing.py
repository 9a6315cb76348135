"""Lines of a document put together, with pages, headings and limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from harvest.text.clean import one_line, tidy
from harvest.text.language import language_of
from harvest.text.model import Extracted, Heading, Outcome, Page
from harvest.text.office.stating import Facts

#: Headings kept of one document, and characters of one: a file that marks everything as a heading marks nothing.
MOST_HEADINGS, LONGEST_HEADING = 1_000, 300


class Composer:
    """Takes what a reader finds, in reading order, and gives the text with its pages and headings.

    ``unread`` are the numbers of pages whose words could not be read.
    """

    def __init__(self, max_chars: int) -> None:
        self._max = max_chars
        self._size = 0
        self._lines: list[list[str]] = [[]]
        self._labels: list[str | None] = [None]
        self._headings: list[Heading] = []
        self._begun = False
        self._notes: list[str] = []
        self.unread: list[int] = []

    @property
    def full(self) -> bool:
        """Tell whether there is more text than is kept: the reader may stop."""
        return self._size > self._max

    @property
    def page_number(self) -> int:
        """The number of the page that lines go to now."""
        return len(self._lines)

    def page(self, label: str | None = None) -> None:
        """Begin a page. The first call names the page that is there already, as long as nothing stands on it."""
        label = one_line(label)[:200] if label else None
        if not self._begun and not self._lines[0] and len(self._lines) == 1 and label is not None:
            self._labels[0] = label
        else:
            self._lines.append([])
            self._labels.append(label)
        self._begun = True

    def page_if_any(self) -> None:
        """Begin a page, unless nothing stands on the present one."""
        if any(line for line in self._lines[-1]):
            self.page()

    def paragraph(self, text: str, *, close: bool = False) -> None:
        """Add a paragraph; ``close`` leaves no blank line before it (items of a list, rows of a table)."""
        if not text or text.isspace():
            return
        self._add(text if close else f"\n{text}")

    def row(self, cells: Sequence[str], *, first: bool = False) -> None:
        """Add a row of a table, unless it is empty; cells at its end that are empty are left out."""
        tidied = [one_line(cell) for cell in cells]
        while tidied and not tidied[-1]:
            tidied.pop()
        if tidied:
            self._add(("\n" if first else "") + " | ".join(tidied).strip())

    def gap(self) -> None:
        """Leave a blank line before what comes next."""
        self._lines[-1].append("")

    def heading(self, level: int, text: str, *, close: bool = False) -> None:
        """Add a heading, also to the list of those that the file marks."""
        self.paragraph(text, close=close)
        self.mark(level, text)

    def mark(self, level: int, text: str) -> None:
        """Note a heading whose words stand in the text already."""
        words = one_line(text)
        if words and len(words) <= LONGEST_HEADING and len(self._headings) < MOST_HEADINGS:
            self._headings.append(Heading(max(1, min(9, level)), words, self.page_number))

    def note(self, words: str) -> None:
        """Add to what is said of the reading, once each."""
        if words not in self._notes:
            self._notes.append(words)

    def _add(self, text: str) -> None:
        self._lines[-1].append(text)
        self._size += len(text)

    def first_lines(self, most: int = 60) -> list[str]:
        """Return the first lines of the text."""
        found: list[str] = []
        for page in self._lines:
            for text in page:
                found += [line for line in map(one_line, text.split("\n")) if line]
                if len(found) >= most:
                    return found[:most]
        return found

    @property
    def headings(self) -> Sequence[Heading]:
        """Return the headings so far."""
        return self._headings

    def finish(
        self, kind: str, method: str, facts: Facts, *, nothing: str = "the file holds no words"
    ) -> Extracted:
        """Return the reading. ``nothing`` is said where there are no words."""
        parts: list[str] = []
        pages: list[Page] = []
        at, cut = 0, False
        for number, (lines, label) in enumerate(zip(self._lines, self._labels, strict=True), 1):
            text = tidy("\n".join(lines))
            separator = "\n\n" if text and at else ""
            room = max(0, self._max - at - len(separator))
            if len(text) > room:
                text, cut = text[:room].rstrip(), True
            if text:
                parts += (separator, text)
                at += len(separator)
            pages.append(Page(number, label, at, at + len(text)))
            at += len(text)
        whole = "".join(parts)
        if cut:
            self.note(f"text cut after {self._max:,} characters")
        outcome: Outcome = "text"
        if not any(map(str.isalnum, whole)):
            outcome = "empty"
            self._notes.insert(0, nothing)
        return Extracted(
            outcome=outcome,
            kind=kind,
            text=whole,
            pages=tuple(pages),
            title=facts.title,
            title_source=facts.title_source,
            date=facts.date,
            date_source=facts.date_source,
            language=language_of(whole),
            publisher=facts.publisher,
            method=method,
            detail="; ".join(self._notes) or None,
            authors=facts.authors,
            claims=facts.claims,
            headings=tuple(self._headings),
            unread_pages=tuple(self.unread),
        )


def listing(names: Iterable[str], most: int = 8) -> str:
    """Return names for a sentence, the first few of many."""
    every = list(names)
    return ", ".join(every[:most]) + (f" and {len(every) - most} more" if len(every) > most else "")
