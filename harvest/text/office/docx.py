"""Word documents (DOCX): paragraphs, tables, notes and text boxes in reading order (ISO/IEC 29500-1, 17).

Kept: text put in under tracked changes, what fields show, text boxes, foot- and endnotes (at the end). Left out: struck
text, hidden text, comments, headers and footers, the instructions of fields.
"""

from __future__ import annotations

from itertools import takewhile
from typing import Any

from harvest.text.model import Extracted
from harvest.text.office.composing import Composer
from harvest.text.office.docx_styles import Style, Styles, W, is_listed, is_on, outline_of, size_of
from harvest.text.office.members import add_members
from harvest.text.office.model import Context, RefusedError
from harvest.text.office.ooxml_properties import embedded, stated_in
from harvest.text.office.package import Package
from harvest.text.office.stating import Printed, facts_of

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
#: First paragraphs in which titles and dates are looked for.
_FIRST = 40
#: A cell with more paragraphs than this is a column of text.
_CELL_PARAGRAPHS = 6
_GONE = frozenset(
    f"{W}{name}"
    for name in ("del", "moveFrom", "instrText", "delText", "delInstrText", "pPr", "rPr", "sectPr", "rt", "sdtPr", "tblPr", "commentReference")
)  # fmt: skip
_SIGNS = {f"{W}tab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": "\t"}


def read(data: bytes, kind: str, context: Context) -> Extracted:
    """Return the text of a Word document.

    Raises:
        RefusedError: it is encrypted, broken or too large.
    """
    package = Package(data, context.budget)
    name = package.main_part("word/document.xml")
    if name not in package:
        raise RefusedError("broken", "the file has no document in it", "docx")
    body = _Body(package, name, context)
    composer = body.compose()
    printed = Printed(
        composer.first_lines(), body.titles, body.sized, next((h.text for h in composer.headings), "")
    )
    add_members(composer, embedded(package, "word", composer), context)
    return composer.finish(kind, "docx", facts_of(printed, stated_in(package)))


class _Body:
    """Walks a document once, part by part."""

    def __init__(self, package: Package, name: str, context: Context) -> None:
        self._package = package
        self._context = context
        self._composer = Composer(context.max_chars)
        self._relations = package.relations(name)
        self._root = package.xml(name)
        self._styles = Styles(package.optional(self._related("styles") or "word/styles.xml"))
        self._notes: list[tuple[str, str]] = []
        # Fields that are open: whether what they show has begun. They reach over paragraphs.
        self._fields: list[bool] = []
        self._boxes: list[Any] = []
        self._listed = False
        self._broken_before = False
        self.titles: list[tuple[str, str]] = []
        self.sized: list[tuple[str, float]] = []

    def compose(self) -> Composer:
        body = self._root.find(f"{W}body")
        if body is None:
            raise RefusedError("broken", "the file has no document in it", "docx")
        self._blocks(body, 0)
        self._add_notes()
        return self._composer

    def _related(self, kind: str) -> str | None:
        return next((name for each, name in self._relations.values() if each == kind), None)

    def _blocks(self, parent: Any, depth: int) -> None:
        for node in parent:
            if self._composer.full:
                return
            tag = node.tag
            if tag == f"{W}p":
                self._paragraph(node)
            elif tag == f"{W}tbl":
                self._table(node, depth)
            elif tag == f"{W}altChunk":
                self._chunk(node)
            elif tag == f"{_MC}AlternateContent":
                self._blocks(_choice(node), depth)
            elif tag not in _GONE and depth < 60:
                # Content controls, custom XML, text put in under tracked changes.
                self._blocks(node, depth + 1)

    def _paragraph(self, node: Any) -> None:
        properties = node.find(f"{W}pPr")
        style = self._style(properties)
        if properties is not None and is_on(properties.find(f"{W}pageBreakBefore")):
            self._composer.page_if_any()
        pieces = self._inline(node, style)
        level = outline_of(properties)
        level = style.level if level is None else level or None
        listed = is_listed(properties)
        listed = style.listed if listed is None else listed
        breaks = False
        for at, piece in enumerate(pieces):
            if at:
                self._composer.page()
            if not piece.strip():
                continue
            if style.title and len(self.titles) < 3 and self._composer.page_number < 3:
                self.titles.append((piece, "title style"))
            if level:
                self._composer.heading(level, piece)
            else:
                self._composer.paragraph(piece, close=listed and self._listed and not breaks)
            breaks = True
            if len(self.sized) < _FIRST:
                self.sized.append((piece, self._size(node, style)))
            self._listed = listed and not level
        if self._broken_before:
            # Word's own page ended within the paragraph, which stays in one piece: the next one begins the page.
            self._composer.page_if_any()
            self._broken_before = False
        self._flush_boxes()

    def _style(self, properties: Any | None) -> Style:
        named = properties.find(f"{W}pStyle") if properties is not None else None
        return self._styles.of(named.get(f"{W}val") if named is not None else None)

    def _size(self, paragraph: Any, style: Style) -> float:
        for run in paragraph.iter(f"{W}r"):
            if run.find(f"{W}t") is not None:
                return size_of(run.find(f"{W}rPr")) or style.size or self._styles.size
        return 0.0

    def _flush_boxes(self) -> None:
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self._blocks(box, 1)

    def _inline(self, paragraph: Any, style: Style) -> list[str]:
        """Return the text of a paragraph, in pieces where a page ends by the writer's will."""
        found: list[str] = []
        stack = [(child, style.hidden) for child in reversed(paragraph)]
        while stack:
            node, hidden = stack.pop()
            tag = node.tag
            if tag in _GONE:
                continue
            if tag == f"{W}r":
                hidden = self._hides(node.find(f"{W}rPr"), style)
            elif tag == f"{W}fldChar":
                self._field(str(node.get(f"{W}fldCharType")))
            elif tag == f"{W}txbxContent":
                self._boxes.append(node)
                continue
            elif tag == f"{_MC}AlternateContent":
                node = _choice(node)
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                self._notes.append((tag.removeprefix(W)[:-9], str(node.get(f"{W}id"))))
            elif tag == f"{W}lastRenderedPageBreak":
                if any(map(str.strip, found)):
                    self._broken_before = True
                else:
                    self._composer.page_if_any()
            elif not hidden and all(self._fields):
                if tag == f"{W}br" and node.get(f"{W}type") == "page":
                    found.append("\x0c")
                elif tag == f"{W}br":
                    found.append("\n")
                elif tag in (f"{W}t", f"{_M}t"):
                    found.append(node.text or "")
                elif tag in _SIGNS:
                    found.append(_SIGNS[tag])
            stack.extend((child, hidden) for child in reversed(node))
        return "".join(found).split("\x0c")

    def _hides(self, properties: Any | None, style: Style) -> bool:
        if properties is None:
            return style.hidden
        vanish = properties.find(f"{W}vanish")
        if vanish is not None:
            return is_on(vanish)
        named = properties.find(f"{W}rStyle")
        return style.hidden or (named is not None and self._styles.of(named.get(f"{W}val")).hidden)

    def _field(self, what: str) -> None:
        if what == "begin":
            self._fields.append(False)
        elif what == "separate" and self._fields:
            self._fields[-1] = True
        elif what == "end" and self._fields:
            self._fields.pop()

    def _table(self, table: Any, depth: int) -> None:
        first = True
        for row in table.iter(f"{W}tr"):
            if self._composer.full:
                return
            if _table_of(row) is not table or _struck(row):
                continue
            cells = _cells(row)
            if any(map(_is_layout, cells)) or (len(cells) == 1 and len(cells[0].findall(f"{W}p")) > 1):
                # A table that holds text in columns or in a frame and no figures: paragraphs stay paragraphs.
                for cell in cells:
                    self._blocks(cell, depth + 1)
                first = True
            else:
                self._composer.row([self._cell(cell) for cell in cells], first=first)
                first = False
            if self._broken_before:
                self._composer.page_if_any()
                self._broken_before = False
        self._listed = False
        self._composer.gap()
        self._flush_boxes()

    def _cell(self, cell: Any) -> str:
        """Return the text of a cell on one line."""
        lines: list[str] = []
        for paragraph in cell.iter(f"{W}p"):
            if any(
                each.tag in (f"{W}txbxContent", f"{W}del", f"{W}moveFrom") for each in _until(paragraph, cell)
            ):
                continue
            properties = paragraph.find(f"{W}pPr")
            style = self._style(properties)
            text = " ".join(self._inline(paragraph, style)).strip()
            if text:
                lines.append(text)
                if style.level:
                    self._composer.mark(style.level, text)
                if len(self.sized) < _FIRST:
                    self.sized.append((text, self._size(paragraph, style)))
                if style.title:
                    self.titles.append((text, "title style"))
        return " ".join(lines)

    def _chunk(self, node: Any) -> None:
        """Add a document of another kind that stands in for text: what programs write that make Word files of web pages."""
        _, name = self._relations.get(str(node.get(f"{_R}id")), ("", ""))
        if name in self._package and self._context.depth < 2:
            inner = self._context.inner(self._package.read(name), name, "", self._context)
            self._composer.paragraph(inner.text)

    def _add_notes(self) -> None:
        """Add foot- and endnotes in the order in which the text refers to them, without their numbers."""
        for kind in ("footnote", "endnote"):
            wanted = dict.fromkeys(number for each, number in self._notes if each == kind)
            root = self._package.optional(self._related(f"{kind}s") or "") if wanted else None
            if root is None:
                continue
            notes = {str(node.get(f"{W}id")): node for node in root.iter(f"{W}{kind}")}
            for number in wanted:
                self._fields.clear()
                if number in notes and notes[number].get(f"{W}type", "normal") == "normal":
                    self._blocks(notes[number], 1)


def _choice(node: Any) -> Any:
    """Return one of the alternatives that a place holds for old and new programs: they say the same."""
    found = node.find(f"{_MC}Choice")
    return found if found is not None else next(iter(node.iter(f"{_MC}Fallback")), node)


def _table_of(row: Any) -> Any:
    return next((each for each in row.iterancestors(f"{W}tbl")), None)


def _is_layout(cell: Any) -> bool:
    return cell.find(f"{W}tbl") is not None or len(cell.findall(f"{W}p")) > _CELL_PARAGRAPHS


def _struck(row: Any) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None


def _cells(row: Any) -> list[Any]:
    found: list[Any] = []
    stack = list(reversed(row))
    while stack:
        node = stack.pop()
        if node.tag == f"{W}tc":
            found.append(node)
        elif node.tag not in _GONE:
            stack.extend(reversed(node))
    return found


def _until(node: Any, ancestor: Any) -> list[Any]:
    return list(takewhile(lambda each: each is not ancestor, node.iterancestors()))
