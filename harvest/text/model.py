"""What reading a document's bytes gives: its text, where its pages lie, and what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Outcome = Literal[
    "text", "empty", "needs-ocr", "encrypted", "broken", "too-large", "timeout", "crashed", "unsupported"
]

#: Longest text kept of one document, in code points. A 600-page report has about 1.5 million.
MAX_CHARS = 5_000_000


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a document: ``text[start:end]`` of the whole text, in code points.

    ``number`` counts from 1 in file order; ``label`` is the page number as printed, where the file names
    one that differs from ``number``.
    """

    number: int
    label: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Extracted:
    """The reading of one document. ``outcome`` says what became of it, ``detail`` why, in plain words.

    ``outcome`` is one of: ``text``; ``empty`` (readable, no words); ``needs-ocr`` (most pages are pictures
    of text; ``text`` holds whatever words there are); ``encrypted`` (needs a password); ``broken``;
    ``too-large``, ``timeout``, ``crashed`` (the reader was stopped or died); ``unsupported``.

    ``text`` is NFC with ``\\n`` line ends; pages are joined by a blank line and bounded by ``pages``.
    ``date`` is ISO 8601 as precise as known ("2019", "2019-03", "2019-03-05"), never guessed.
    ``*_source`` and ``method`` name where a value was found and which reader gave the text.
    """

    outcome: Outcome
    kind: str
    text: str = ""
    pages: tuple[Page, ...] = ()
    title: str | None = None
    title_source: str | None = None
    date: str | None = None
    date_source: str | None = None
    language: str | None = None
    publisher: str | None = None
    method: str = "none"
    detail: str | None = None
