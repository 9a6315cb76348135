"""OpenDocument texts and presentations (ISO/IEC 26300-1): what is seen, in reading order, notes at the end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from harvest.text.model import Extracted
from harvest.text.office.composing import Composer
from harvest.text.office.model import Context, RefusedError
from harvest.text.office.odf_styles import (
    DRAW,
    OFFICE,
    PRESENTATION,
    TABLE,
    TEXT,
    OdfStyles,
    opened,
    stated_in,
)
from harvest.text.office.stating import Printed, facts_of

_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_FIRST = 40
_GONE = frozenset(
    [f"{TEXT}{name}" for name in ("tracked-changes", "ruby-text", "note-citation", "hidden-text", "sequence-decls", "variable-decls",
        "user-field-decls", "page-number", "bibliography-configuration", "script", "meta-field-decls")]
    + [f"{OFFICE}{name}" for name in ("annotation", "annotation-end", "forms", "event-listeners")]
    + [f"{_SVG}title", f"{_SVG}desc", f"{DRAW}glue-point", f"{TABLE}shapes"]
)  # fmt: skip
_SIGNS = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
_TITLES = frozenset({"title"})
_DEEPEST = 60


def read(data: bytes, kind: str, context: Context) -> Extracted:
    """Return the text of an OpenDocument text ("odt") or presentation ("odp").

    Raises:
        RefusedError: it is encrypted, broken or too large.
    """
    package = opened(data, context.budget)
    reader = _Reader(OdfStyles(package.xml("content.xml"), package.optional("styles.xml")), context)
    reader.compose()
    composer = reader.composer
    heading = next((each.text for each in composer.headings), "")
    facts = facts_of(
        Printed(composer.first_lines(), reader.titles, reader.sized, heading), stated_in(package)
    )
    return composer.finish(kind, "odf", facts)


class _Reader:
    def __init__(self, styles: OdfStyles, context: Context) -> None:
        self._styles = styles
        self.composer = Composer(context.max_chars)
        self._notes: list[Any] = []
        self._boxes: list[Any] = []
        self._listed = False
        self._in_list = 0
        self._broken_before = False
        self.titles: list[tuple[str, str]] = []
        self.sized: list[tuple[str, float]] = []

    def compose(self) -> None:
        body = self._styles.content.find(f"{OFFICE}body")
        root = body[0] if body is not None and len(body) else None
        if root is None:
            raise RefusedError("broken", "the file has no document in it", "odf")
        if root.tag in (f"{OFFICE}presentation", f"{OFFICE}drawing"):
            self._slides(root)
        else:
            self._blocks(root, 0)
        for note in self._notes:
            self._blocks(note, 1)

    def _slides(self, root: Any) -> None:
        hidden = 0
        for at, slide in enumerate(root.findall(f"{DRAW}page")):
            if self.composer.full:
                break
            if at:
                self.composer.page()
            if self._styles.is_hidden_slide(slide):
                hidden += 1
                continue
            frames = sorted(
                (each for each in slide if each.tag != f"{PRESENTATION}notes"),
                key=lambda each: each.get(f"{PRESENTATION}class") not in _TITLES,
            )
            for frame in frames:
                if frame.get(f"{PRESENTATION}class") in _TITLES:
                    title = " ".join(
                        self._inline(each) for each in frame.iter(f"{TEXT}p", f"{TEXT}h")
                    ).strip()
                    if title:
                        self.composer.heading(1, title)
                        self.titles += [(title, "first slide")] if at == 0 else []
                else:
                    self.composer.gap()
                    self._in_list += 1
                    self._listed = True
                    self._blocks([frame], 0)
                    self._in_list -= 1
            for notes in slide.findall(f"{PRESENTATION}notes"):
                self._blocks(notes, 1)
        if hidden:
            self.composer.note(f"{hidden} hidden slide{'s' if hidden > 1 else ''} left out")

    def _blocks(self, parent: Any, depth: int) -> None:
        for node in parent:
            tag = node.tag
            if self.composer.full or depth > _DEEPEST:
                return
            if tag in _GONE or node.get(f"{TEXT}display") == "none":
                continue
            if tag in (f"{TEXT}p", f"{TEXT}h"):
                self._paragraph(node)
            elif tag == f"{TABLE}table":
                self._table(node, depth)
            elif tag == f"{TEXT}list":
                self._in_list += 1
                self._blocks(node, depth + 1)
                self._in_list -= 1
            elif tag == f"{TEXT}soft-page-break":
                self.composer.page_if_any()
            else:
                self._blocks(node, depth + 1)

    def _paragraph(self, node: Any) -> None:
        style = self._styles.of(node.get(f"{TEXT}style-name"), "paragraph")
        if style.breaks:
            self.composer.page_if_any()
        text = self._inline(node, style.hidden).strip()
        level = _number(node.get(f"{TEXT}outline-level"), 1) if node.tag == f"{TEXT}h" else style.level
        if text:
            if style.title and len(self.titles) < 3 and self.composer.page_number < 3:
                self.titles.append((text, "title style"))
            listed = self._in_list > 0 and not level
            if level:
                self.composer.heading(level, text)
            else:
                self.composer.paragraph(text, close=listed and self._listed)
            self._listed = listed
            if len(self.sized) < _FIRST:
                self.sized.append((text, self._size(node, style.size)))
        if self._broken_before:
            self.composer.page_if_any()
            self._broken_before = False
        self._flush_boxes()

    def _size(self, node: Any, usual: float) -> float:
        span = node.find(f"{TEXT}span")
        if span is not None and not (node.text or "").strip():
            return self._styles.of(span.get(f"{TEXT}style-name"), "text").size or usual
        return usual

    def _flush_boxes(self) -> None:
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self._blocks(box, 1)

    def _inline(self, paragraph: Any, hidden: bool = False) -> str:
        found: list[str] = []
        # Pairs of a node to open, or of a text to add: what stands behind a node belongs to its parent.
        stack: list[tuple[Any, str, bool]] = [(None, "" if hidden else paragraph.text or "", hidden)]
        stack = [*((child, "", hidden) for child in reversed(paragraph)), *stack]
        while stack:
            node, words, unseen = stack.pop()
            if node is None:
                found.append(words)
                continue
            stack.append((None, "" if unseen else node.tail or "", unseen))
            tag = node.tag
            if tag in _GONE or node.get(f"{TEXT}display") == "none":
                continue
            if tag == f"{TEXT}note":
                self._notes += node.findall(f"{TEXT}note-body")
            elif tag in (f"{DRAW}frame", f"{DRAW}custom-shape", f"{DRAW}g", f"{DRAW}rect"):
                self._boxes.append(node)
            elif tag == f"{TEXT}soft-page-break":
                self._broken_before = any(map(str.strip, found)) or self._broken_before
                if not self._broken_before:
                    self.composer.page_if_any()
            elif not unseen or tag == f"{TEXT}span":
                if tag == f"{TEXT}span":
                    unseen = unseen or self._styles.of(node.get(f"{TEXT}style-name"), "text").hidden
                if tag == f"{TEXT}s":
                    found.append(" ")
                elif tag in _SIGNS:
                    found.append(_SIGNS[tag])
                stack.extend((child, "", unseen) for child in reversed(node))
                stack.append((None, "" if unseen else node.text or "", unseen))
        return "".join(found)

    def _table(self, table: Any, depth: int) -> None:
        first = True
        for row in _rows(table):
            if self.composer.full:
                return
            cells = [each for each in row if each.tag in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")]
            if any(
                each.find(f"{TABLE}table") is not None or len(each.findall(f"{TEXT}p")) > 6 for each in cells
            ):
                for cell in cells:
                    self._blocks(cell, depth + 1)
                first = True
            else:
                self.composer.row(
                    [self._cell(cell) for cell in cells if cell.tag == f"{TABLE}table-cell"], first=first
                )
                first = False
        self._listed = False
        self.composer.gap()
        self._flush_boxes()

    def _cell(self, cell: Any) -> str:
        words: list[str] = []
        for node in cell.iter(f"{TEXT}p", f"{TEXT}h"):
            style = self._styles.of(node.get(f"{TEXT}style-name"), "paragraph")
            text = self._inline(node, style.hidden).strip()
            if text:
                words.append(text)
                if len(self.sized) < _FIRST:
                    self.sized.append((text, self._size(node, style.size)))
                if node.tag == f"{TEXT}h":
                    self.composer.mark(_number(node.get(f"{TEXT}outline-level"), 1), text)
        return " ".join(words)


def _rows(table: Any) -> Iterator[Any]:
    stack = list(reversed(table))
    while stack:
        node = stack.pop()
        if node.tag == f"{TABLE}table-row":
            yield node
        elif node.tag in (f"{TABLE}table-header-rows", f"{TABLE}table-rows", f"{TABLE}table-row-group"):
            stack.extend(reversed(node))


def _number(value: str | None, otherwise: int) -> int:
    return int(value) if value and value.isdigit() and len(value) < 3 else otherwise
