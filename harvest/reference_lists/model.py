"""What the readers of documents share: lines with their places, and the references that are made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Where = Literal["list", "footnote", "link", "inline"]


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference as its document has it.

    Attributes:
        text: as written, its lines joined, words that a line end broke mended, its list number left off.
        page: page that it begins on, from 1; ``None`` where the document has no pages.
        start: where it begins in the document's text (as :func:`harvest.text.extract` gives it, or as it was
            handed in), in code points; ``None`` where it is not found there.
        stop: where it ends there.
        number: list or note number as printed, without brackets and full stop.
        where: "list" (reference list, bibliography, end notes), "footnote", "link" (an address behind words of the
            text; ``text`` has the words) or "inline" (a title with publisher and year in running text).
        heading: heading that its list stands under.
        url: address that the document links it with; addresses that are only printed stay in ``text``.
    """

    text: str
    page: int | None = None
    start: int | None = None
    stop: int | None = None
    number: str | None = None
    where: Where = "list"
    heading: str | None = None
    url: str | None = None


@dataclass(slots=True)
class Line:
    """One line of a document, in reading order.

    Attributes:
        text: without the white space around it. A hyphen that PDFium marks as one of a line end is U+FFFE.
        page: page from 1, or ``None``.
        column: column of its page, from 0 at the left.
        x0, x1, y: left and right end and baseline in points; ``None`` where nothing is known of places.
        size: of its type in points.
        gap: whether it begins a paragraph (a blank line or the end of a block is before it).
        head: whether the document itself says that it is a heading.
        start, stop: where it stands in plain text that was handed in.
        url: address that the line, or a word of it, is linked with.
        number: list number that the document keeps apart from the words.
        linked: the words that its link lies on.
        titles: words of it that are set in italics.
        fixed: whether the document itself says that the line is one whole entry or paragraph.
    """

    text: str
    page: int | None = None
    column: int = 0
    x0: float | None = None
    x1: float | None = None
    y: float | None = None
    size: float | None = None
    gap: bool = False
    head: bool = False
    start: int | None = None
    stop: int | None = None
    url: str | None = None
    number: str | None = None
    fixed: bool = False
    linked: str = ""
    titles: tuple[str, ...] = ()
