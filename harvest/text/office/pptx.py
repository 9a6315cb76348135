"""Presentations (PPTX): slides as pages, with their tables, diagrams and notes (ISO/IEC 29500-1, 19)."""

from __future__ import annotations

from typing import Any

from harvest.text.model import Extracted
from harvest.text.office.composing import Composer
from harvest.text.office.members import add_members
from harvest.text.office.model import Context, RefusedError
from harvest.text.office.ooxml_properties import embedded, stated_in
from harvest.text.office.package import Package
from harvest.text.office.stating import Printed, facts_of

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TITLES = frozenset({"title", "ctrTitle"})
#: Placeholders that repeat on every slide.
_FURNITURE = frozenset({"sldNum", "dt", "ftr", "hdr"})
MOST_SLIDES = 2_000


def read(data: bytes, kind: str, context: Context) -> Extracted:
    """Return the text of a presentation, one page a slide, hidden slides left out.

    Raises:
        RefusedError: it is encrypted, broken or too large.
    """
    package = Package(data, context.budget)
    name = package.main_part("ppt/presentation.xml")
    if name not in package:
        raise RefusedError("broken", "the file has no presentation in it", "pptx")
    relations = package.relations(name)
    composer = Composer(context.max_chars)
    titles: list[tuple[str, str]] = []
    hidden = unread = 0
    for at, each in enumerate(package.xml(name).iter(f"{_P}sldId")):
        if composer.full or at >= MOST_SLIDES:
            composer.note(f"cut after {at} slides")
            break
        _, part = relations.get(str(each.get(f"{_R}id")), ("", ""))
        root = package.optional(part)
        if at:
            composer.page()
        if root is None:
            unread += 1
        elif root.get("show") == "0":
            hidden += 1
        else:
            title = _slide(package, part, root, composer)
            if title and at == 0:
                titles.append((title, "first slide"))
    if unread and unread == composer.page_number:
        raise RefusedError("broken", "no slide can be read", "pptx")
    if hidden:
        composer.note(f"{hidden} hidden slide{'s' if hidden > 1 else ''} left out")
    if unread:
        composer.note(f"{unread} slide{'s' if unread > 1 else ''} could not be read")
    lines = composer.first_lines(20)
    facts = facts_of(Printed(lines, titles), stated_in(package))
    add_members(composer, embedded(package, "ppt", composer), context)
    return composer.finish(kind, "pptx", facts, nothing="no slide holds words")


def _slide(package: Package, part: str, root: Any, composer: Composer) -> str | None:
    """Add a slide; return its title."""
    relations = package.relations(part)
    title: str | None = None
    # From the title down, whenever it was drawn; the others in the order of the file, which is what readers aloud follow.
    for shape in sorted(_shapes(root), key=lambda each: not _is_title(each)):
        is_title, text = _is_title(shape), _words(shape)
        if shape.tag == f"{_P}graphicFrame":
            _frame(package, relations, shape, composer)
        elif is_title and text:
            title = title or text
            composer.heading(1, text)
        else:
            _paragraphs(shape, composer)
    notes = next((name for kind, name in relations.values() if kind == "notesSlide"), "")
    root_of_notes = package.optional(notes) if notes else None
    for shape in () if root_of_notes is None else _shapes(root_of_notes):
        holder = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
        if holder is not None and holder.get("type") == "body":
            _paragraphs(shape, composer)
    return title


def _shapes(root: Any) -> list[Any]:
    """Return the shapes and frames of a slide that are seen, groups opened, furniture left out."""
    found: list[Any] = []
    stack = [root]
    while stack:
        node = stack.pop()
        if node.tag == f"{_MC}AlternateContent":
            stack.extend(node[:1])
            continue
        if node.tag in (f"{_P}sp", f"{_P}graphicFrame", f"{_P}cxnSp"):
            holder = node.find(f"*/{_P}nvPr/{_P}ph")
            named = node.find(f"*/{_P}cNvPr")
            if (holder is None or holder.get("type") not in _FURNITURE) and (
                named is None or named.get("hidden") not in ("1", "true")
            ):
                found.append(node)
            continue
        stack.extend(reversed(node))
    return found


def _is_title(shape: Any) -> bool:
    holder = shape.find(f"*/{_P}nvPr/{_P}ph")
    return holder is not None and holder.get("type") in _TITLES


def _words(node: Any) -> str:
    return " ".join(text for each in node.iter(f"{_A}p") if (text := _line(each)))


def _line(paragraph: Any) -> str:
    parts: list[str] = []
    for node in paragraph.iter(f"{_A}t", f"{_A}br", f"{_A}tab"):
        parts.append((node.text or "") if node.tag == f"{_A}t" else "\n" if node.tag == f"{_A}br" else "\t")
    return "".join(parts).strip()


def _paragraphs(shape: Any, composer: Composer) -> None:
    composer.gap()
    for each in shape.iter(f"{_A}p"):
        composer.paragraph(_line(each), close=True)


def _frame(package: Package, relations: dict[str, tuple[str, str]], frame: Any, composer: Composer) -> None:
    """Add a table row by row, or the words of a diagram, which lie in a part of their own."""
    first = True
    for row in frame.iter(f"{_A}tr"):
        composer.row([_words(cell) for cell in row.iter(f"{_A}tc")], first=first)
        first = False
    for node in frame.iter():
        data = node.get(f"{_R}dm") if isinstance(node.tag, str) else None
        root = package.optional(relations.get(data, ("", ""))[1]) if data else None
        if root is not None:
            _paragraphs(root, composer)
