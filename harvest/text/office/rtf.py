"""Rich Text: the text of an RTF file with its headings, tables, pages and notes."""

from __future__ import annotations

from harvest.text.model import Extracted
from harvest.text.office.composing import Composer
from harvest.text.office.model import Context
from harvest.text.office.rtf_groups import Groups
from harvest.text.office.rtf_sink import Said, Sink
from harvest.text.office.stating import Printed, Stated, facts_of

SOURCE = "document properties"
_FIRST = 40


def read(data: bytes, kind: str, context: Context) -> Extracted:
    """Return the text of an RTF file; one cut off is read as far as it goes."""
    body = _Body(context.max_chars)
    groups = Groups(data, body)
    groups.run()
    composer = body.finish()
    info = groups.info
    author = info.get("author", "")
    stated = Stated(
        source=SOURCE, title=info.get("title", ""), authors=(author,) if author else (),
        created=info.get("creatim", ""), saved=info.get("revtim", ""),
    )  # fmt: skip
    heading = next((each.text for each in composer.headings), "")
    facts = facts_of(Printed(composer.first_lines(), body.titles, body.sized, heading), stated)
    return composer.finish(kind, "rtf", facts)


class _Body(Sink):
    """Makes lines of the paragraphs, cells and rows of an RTF file; notes are kept for the end."""

    def __init__(self, max_chars: int) -> None:
        self.composer = Composer(max_chars)
        self.titles: list[tuple[str, str]] = []
        self.sized: list[tuple[str, float]] = []
        self._cells: list[str] = []
        self._cell: list[str] = []
        self._notes: list[str] = []
        self._in_rows = False
        self._listed = False

    @property
    def full(self) -> bool:
        return self.composer.full

    def paragraph(self, text: str, said: Said) -> None:
        if said.table:
            if text.strip():
                self._cell.append(text)
                if said.level:
                    self.composer.mark(said.level, text)
            return
        self._leave_table()
        if said.breaks:
            self.composer.page_if_any()
        if not text.strip():
            return
        if said.title and len(self.titles) < 3:
            self.titles.append((text, "title style"))
        if len(self.sized) < _FIRST:
            self.sized.append((text, said.size))
        if said.level:
            self.composer.heading(said.level, text)
        else:
            self.composer.paragraph(text, close=said.listed and self._listed)
        self._listed = said.listed and not said.level

    def cell(self) -> None:
        self._cells.append(" ".join(self._cell))
        self._cell = []

    def row(self) -> None:
        if self._cell:
            self.cell()
        self.composer.row(self._cells, first=not self._in_rows)
        self._cells = []
        self._in_rows = True

    def page(self) -> None:
        self._leave_table()
        self.composer.page()

    def note(self, text: str) -> None:
        if text.strip():
            self._notes.append(text)

    def _leave_table(self) -> None:
        if self._cell or self._cells:
            self.row()
        if self._in_rows:
            self.composer.gap()
        self._in_rows = False

    def finish(self) -> Composer:
        """Return the composed text, notes last."""
        self._leave_table()
        for note in self._notes:
            self.composer.paragraph(note)
        return self.composer
