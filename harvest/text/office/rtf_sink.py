"""What takes the text of an RTF file as its groups are walked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a paragraph: its heading level (0 for none), the size of its type in points, and where it stands."""

    level: int = 0
    size: float = 0.0
    table: bool = False
    listed: bool = False
    title: bool = False
    breaks: bool = False


class Sink:
    """What takes the text: paragraphs as they end, cells, rows, pages and notes."""

    @property
    def full(self) -> bool:
        """Tell whether no more is wanted."""
        return False

    def paragraph(self, text: str, said: Said) -> None:
        """Take a paragraph."""

    def cell(self) -> None:
        """End a cell."""

    def row(self) -> None:
        """End a row."""

    def page(self) -> None:
        """End a page."""

    def note(self, text: str) -> None:
        """Take a foot- or endnote."""
