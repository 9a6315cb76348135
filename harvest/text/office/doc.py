"""Word 97-2003 documents (DOC), by the piece table; of Word 6 and 95 the bare text ([MS-DOC])."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from harvest.text.model import Extracted
from harvest.text.office.composing import Composer
from harvest.text.office.doc_format import Paragraph, Stories
from harvest.text.office.model import Context, RefusedError
from harvest.text.office.ole_properties import opened, stated, stream
from harvest.text.office.stating import Printed, facts_of

_WORD_97 = 0x00C1
_FIRST = 40
_TOKEN = re.compile("[\x13\x14\x15\r\x07\x0c]|[^\x13\x14\x15\r\x07\x0c]+")
_SIGNS = str.maketrans(
    {"\x0b": "\n", "\x0e": "\n", "\x1e": "-", "\x1f": None, "\x00": None, "\x01": None, "\x02": None, "\x05": None,
     "\x08": None, "\x03": None, "\x04": None, "\ufffc": None}
)  # fmt: skip


def read(data: bytes, kind: str, context: Context) -> Extracted:
    """Return the text of a Word document: main text, text boxes, foot- and endnotes.

    Raises:
        RefusedError: it is encrypted, broken, or of a program before Word 6.
    """
    ole = opened(data)
    main = stream(ole, "WordDocument")
    if len(main) < 0x1AA:
        raise RefusedError("broken", "the file has no document in it", "doc")
    version, flags = struct.unpack_from("<H", main, 2)[0], struct.unpack_from("<H", main, 10)[0]
    if flags & 0x100:
        raise RefusedError("encrypted", "the file needs a password", "doc")
    composer = Composer(context.max_chars)
    writer = _Writer(composer)
    try:
        if version < _WORD_97:
            _old(main, flags, writer)
        else:
            table = stream(ole, "1Table" if flags & 0x200 else "0Table")
            stories = Stories(main, table)
            for name, (start, end) in stories.ranges.items():
                writer.story(stories, start, end, main=name == "main")
    except (struct.error, IndexError) as error:
        raise RefusedError("broken", f"its tables are damaged: {error}", "doc") from error
    heading = next((each.text for each in composer.headings), "")
    facts = facts_of(Printed(composer.first_lines(), writer.titles, writer.sized, heading), stated(ole))
    return composer.finish(kind, "doc", facts)


def _old(main: bytes, flags: int, writer: _Writer) -> None:
    """Read a file of Word 6 or 95, whose text lies in one stretch unless it was saved fast."""
    if flags & 4:
        raise RefusedError(
            "unsupported",
            "saved in pieces by Word 6 or 95, which is not read: save it again in a newer program",
            "doc",
        )
    start, end = struct.unpack_from("<II", main, 0x18)
    counts = struct.unpack_from("<6i", main, 0x34)
    text = main[start:end].decode("cp1252", "replace")
    writer.plain(text[: counts[0]])
    writer.plain(text[counts[0] : counts[0] + max(0, counts[1])])


class _Writer:
    """Puts paragraphs, cells and rows into a composer."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer
        self._cells: list[str] = []
        self._cell: list[str] = []
        self._in_rows = self._listed = False
        self.titles: list[tuple[str, str]] = []
        self.sized: list[tuple[str, float]] = []

    def story(self, stories: Stories, start: int, end: int, *, main: bool) -> None:
        """Write one of the texts of a file."""
        for text, mark, position, first in _split(stories.text, start, end):
            if self._composer.full:
                return
            said = stories.paragraph(position)
            # A page's end within a paragraph says nothing of tables; the mark of the paragraph does.
            if mark == "\x0c":
                said = Paragraph(style=said.style, level=said.level)
            words = text.translate(_SIGNS).strip()
            if said.breaks and main:
                self._leave_table()
                self._composer.page_if_any()
            if mark == "\x07" or said.row_end or said.cell_end or (said.in_table and mark == "\r"):
                self._tabled(words, said, mark)
                continue
            level = said.level if said.level is not None else stories.levels.get(said.style, 0)
            self._paragraph(words, level if main else 0, said, stories.size(first))
            if words and main and said.style in stories.titles and len(self.titles) < 3:
                self.titles.append((words, "title style"))
            if mark == "\x0c" and main:
                self._composer.page()
        self._leave_table()

    def plain(self, text: str) -> None:
        """Write a text of which nothing but its characters is known."""
        for words, mark, _, _ in _split(text, 0, len(text)):
            if mark == "\x07":
                # An empty cell before the end of a row looks like the end of the row.
                row_end = not words and bool(self._cells or self._cell)
                self._tabled(words.translate(_SIGNS).strip(), Paragraph(in_table=True, row_end=row_end), mark)
            else:
                self._paragraph(words.translate(_SIGNS).strip(), 0, Paragraph(), 0.0)
        self._leave_table()

    def _tabled(self, words: str, said: Paragraph, mark: str) -> None:
        if said.row_end:
            self._row()
            return
        if words:
            self._cell.append(words)
        if mark == "\x07" or said.cell_end:
            self._cells.append(" ".join(self._cell))
            self._cell = []

    def _row(self) -> None:
        if self._cell:
            self._cells.append(" ".join(self._cell))
        self._composer.row(self._cells, first=not self._in_rows)
        self._cells, self._cell, self._in_rows = [], [], True

    def _leave_table(self) -> None:
        if self._cells or self._cell:
            self._row()
        if self._in_rows:
            self._composer.gap()
        self._in_rows = False

    def _paragraph(self, words: str, level: int, said: Paragraph, size: float) -> None:
        self._leave_table()
        if not words:
            return
        if level:
            self._composer.heading(level, words)
        else:
            self._composer.paragraph(words, close=said.listed and self._listed)
        self._listed = said.listed and not level
        if len(self.sized) < _FIRST:
            self.sized.append((words, size))


def _split(text: str, start: int, end: int) -> Iterator[tuple[str, str, int, int]]:
    """Yield (words, mark, position of the mark, position of the first word) of each paragraph; of fields what they show."""
    found: list[str] = []
    fields: list[bool] = []
    first = start
    for token in _TOKEN.finditer(text, start, end):
        words = token[0]
        if words == "\x13":
            fields.append(False)
        elif words == "\x14":
            if fields:
                fields[-1] = True
        elif words == "\x15":
            if fields:
                fields.pop()
        elif words in ("\r", "\x07", "\x0c"):
            yield "".join(found), words, token.start(), first
            found.clear()
            first = token.end()
        elif all(fields):
            found.append(words)
    if found:
        yield "".join(found), "\r", min(end, len(text)) - 1, first
