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
    one that differs from ``number``, or the name of the file or sheet that the page is of, where one file holds several.
    ``method`` names the engine for a page whose words were read from its picture, ``confidence`` (0 to 1) how sure that
    engine was of them; both are ``None`` for text as it stands in the file.
    """

    number: int
    label: str | None
    start: int
    end: int
    method: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class OcrPage:
    """What an engine read from the picture of one page.

    ``number`` counts from 1; ``confidence`` is the mean of its words, 0 to 1, ``None`` where there are none; ``engine`` is
    its name and version; ``detail`` says why there is no text where there should be.
    """

    number: int
    text: str
    confidence: float | None
    engine: str
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that a document or its file says of itself, and whether it was believed.

    ``field`` is "title", "date", "author", "publisher", "language" or "type"; ``source`` names the place it stands in;
    ``why`` says why it was passed over, in plain words, and is ``None`` for what is believed.
    """

    field: str
    value: str
    source: str
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as the file marks it: its level from 1, its words, and the page it is on, where that is known."""

    level: int
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part that reviewers read first: ``text[start:end]`` of the whole text, in code points.

    ``kind`` is "summary", "contents", "first-page", "recommendations" or "heading"; ``title`` is its heading as written;
    ``level`` counts from 1 and is only set for headings, whose range is that of the heading's own words.
    """

    kind: str
    title: str | None
    start: int
    end: int
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Extracted:
    """The reading of one document. ``outcome`` says what became of it, ``detail`` why, in plain words.

    ``outcome`` is one of: ``text``; ``empty`` (readable, no words); ``needs-ocr`` (most pages are pictures
    of text; ``text`` holds whatever words there are); ``encrypted`` (needs a password); ``broken``;
    ``too-large``, ``timeout``, ``crashed`` (the reader was stopped or died); ``unsupported``.

    ``text`` is NFC with ``\\n`` line ends; pages are joined by a blank line and bounded by ``pages``.
    ``date`` is ISO 8601 as precise as known ("2019", "2019-03", "2019-03-05"), never guessed.
    ``*_source`` and ``method`` name where a value was found and which reader gave the text; ``claims`` are all that was
    found of each, with what was passed over. ``headings`` are those that the file marks, in order; ``parts`` are found
    in the text. ``unread_pages`` are the numbers of those whose words could not be read, for they are pictures, or their
    characters are not told. ``doc_type`` is in the field's words, ``None`` where nothing tells it.
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
    authors: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    headings: tuple[Heading, ...] = ()
    parts: tuple[Part, ...] = ()
    doc_type: str | None = None
    doc_type_source: str | None = None
    unread_pages: tuple[int, ...] = ()
