"""The parts of a Word 97-2003 file: its text by pieces, and what is said of characters and paragraphs ([MS-DOC])."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from harvest.text.office.model import RefusedError

#: Operand sizes by the three top bits of a property's code (2.2.5.1); 6 has its size in the first byte.
_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
_VANISH, _DELETED, _SIZE = 0x083C, 0x0800, 0x4A43
_IN_TABLE, _ROW_END, _OUTLINE, _LIST, _BREAK = 0x2416, 0x2417, 0x2640, 0x460B, 0x2407
_INNER_CELL, _INNER_ROW, _TABLE_DEPTH = 0x244B, 0x244C, 0x6649
_TITLE = 62


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What is said of a paragraph: the number of its style, heading level (``None`` not said), and where it stands."""

    style: int = 0
    level: int | None = None
    in_table: bool = False
    row_end: bool = False
    cell_end: bool = False
    listed: bool = False
    breaks: bool = False


class Stories:
    """The texts of a Word file: ``main``, ``notes``, ``ends`` and ``boxes``, each a range of character positions."""

    def __init__(self, main: bytes, table: bytes) -> None:
        """Read the file's tables.

        Raises:
            RefusedError: they are broken.
            struct.error, IndexError: the same.
        """
        self._main = main
        counts = struct.unpack_from("<8i", main, 0x4C)
        if min(counts) < 0:
            raise RefusedError("broken", "the lengths of its texts are not told", "doc")
        text, notes, heads, macros, remarks, ends, boxes, _ = counts
        at = text + notes + heads + macros + remarks
        self.ranges = {
            "main": (0, text), "boxes": (at + ends, at + ends + boxes), "notes": (text, text + notes), "ends": (at, at + ends),
        }  # fmt: skip
        self._pieces = _pieces(_block(main, table, 33))
        self._starts = [piece[0] for piece in self._pieces]
        if not self._pieces:
            raise RefusedError("broken", "its table of pieces is missing", "doc")
        hidden, self._sized = _characters(main, _block(main, table, 12))
        self.text = "".join(_decoded(main, piece, hidden) for piece in self._pieces)
        self._paragraphs = sorted(_paragraphs(main, _block(main, table, 13)), key=lambda each: each[0])
        self._paragraph_starts = [each[0] for each in self._paragraphs]
        self.levels, self.titles = _styles(_block(main, table, 1))

    def place(self, position: int) -> int | None:
        """Return the offset in the file of the character at a position of the text."""
        at = bisect_right(self._starts, position) - 1
        if at < 0 or position >= self._pieces[at][1]:
            return None
        start, _, offset, width = self._pieces[at]
        return offset + (position - start) * width

    def paragraph(self, position: int) -> Paragraph:
        """Return what is said of the paragraph whose mark stands at a position."""
        place = self.place(position)
        at = bisect_right(self._paragraph_starts, place) - 1 if place is not None else -1
        if at < 0 or place is None or place >= self._paragraphs[at][1]:
            return Paragraph()
        return self._paragraphs[at][2]

    def size(self, position: int) -> float:
        """Return the size of type at a position in points, 0 where the style says it."""
        place = self.place(position)
        return next(
            (size for start, end, size in self._sized if place is not None and start <= place < end), 0.0
        )


def _block(main: bytes, table: bytes, index: int) -> bytes:
    """Return a block of the table stream by its number in the list of the file's head (2.5.6)."""
    offset, size = struct.unpack_from("<II", main, 0x9A + 8 * index)
    return table[offset : offset + size]


def _pieces(clx: bytes) -> list[tuple[int, int, int, int]]:
    """Return (first position, end, offset in the file, bytes a character) of each piece of the text (2.9.38)."""
    at = 0
    while at + 3 <= len(clx) and clx[at] == 1:
        at += 3 + int.from_bytes(clx[at + 1 : at + 3], "little")
    if at + 5 > len(clx) or clx[at] != 2:
        return []
    size = int.from_bytes(clx[at + 1 : at + 5], "little")
    table = clx[at + 5 : at + 5 + size]
    count = max(0, (len(table) - 4) // 12)
    bounds = struct.unpack_from(f"<{count + 1}I", table)
    found: list[tuple[int, int, int, int]] = []
    for i in range(count):
        place = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * i + 2)[0]
        single = bool(place & 0x40000000)
        place &= 0x3FFFFFFF
        if bounds[i + 1] > bounds[i] and (not found or bounds[i] == found[-1][1]):
            found.append((bounds[i], bounds[i + 1], place // 2 if single else place, 1 if single else 2))
    return found


def _decoded(main: bytes, piece: tuple[int, int, int, int], hidden: list[tuple[int, int]]) -> str:
    start, end, offset, width = piece
    count = end - start
    data = main[offset : offset + count * width]
    # A piece beyond the end of the file must not shift the positions of those behind it, nor fill the memory.
    if len(data) < count * width:
        raise RefusedError("broken", "the file is cut off", "doc")
    text = data.decode("cp1252" if width == 1 else "utf-16-le", "replace")
    if len(text) != count:
        # A pair of surrogates counts as two positions.
        text = "".join(chr(unit) for unit in struct.unpack(f"<{count}H", data))
    for first, last in hidden:
        if first < offset + count * width and offset < last:
            low, high = max(0, (first - offset) // width), min(count, (last - offset) // width)
            text = (
                text[:low]
                + "".join(each if each in "\r\x07\x0c\x13\x14\x15" else "\x00" for each in text[low:high])
                + text[high:]
            )
    return text


def _pages(main: bytes, table: bytes) -> Iterator[bytes]:
    """Yield the pages of 512 bytes that hold what is said of characters or paragraphs (2.8.5, 2.8.6)."""
    count = max(0, (len(table) - 4) // 8)
    for (number,) in struct.iter_unpack("<I", table[4 * (count + 1) : 4 * (count + 1) + 4 * count]):
        page = main[(number & 0x3FFFFF) * 512 : (number & 0x3FFFFF) * 512 + 512]
        if len(page) == 512 and page[511] <= 0x65:
            yield page


def _characters(main: bytes, table: bytes) -> tuple[list[tuple[int, int]], list[tuple[int, int, float]]]:
    """Return ranges of the file that are hidden or struck out, and the sizes of the first ranges that state one."""
    hidden: list[tuple[int, int]] = []
    sized: list[tuple[int, int, float]] = []
    for page in _pages(main, table):
        runs = page[511]
        bounds = struct.unpack_from(f"<{runs + 1}I", page)
        for i in range(runs):
            at = page[4 * (runs + 1) + i] * 2
            if not at:
                continue
            for code, value in _properties(page[at + 1 : at + 1 + page[at]]):
                if code in (_VANISH, _DELETED) and value[:1] in (b"\x01", b"\x81"):
                    hidden.append((bounds[i], bounds[i + 1]))
                elif code == _SIZE and len(sized) < 400:
                    sized.append((bounds[i], bounds[i + 1], int.from_bytes(value, "little") / 2))
    return hidden, sized


def _paragraphs(main: bytes, table: bytes) -> Iterator[tuple[int, int, Paragraph]]:
    for page in _pages(main, table):
        runs = page[511]
        if 4 * (runs + 1) + 13 * runs > 511:
            continue
        bounds = struct.unpack_from(f"<{runs + 1}I", page)
        for i in range(runs):
            at = page[4 * (runs + 1) + 13 * i] * 2
            if at:
                size, at = (2 * page[at] - 1, at + 1) if page[at] else (2 * page[min(511, at + 1)], at + 2)
                yield bounds[i], bounds[i + 1], _paragraph(page[at : at + size])


def _paragraph(data: bytes) -> Paragraph:
    said: dict[int, bytes] = dict(_properties(data[2:]))

    def on(code: int) -> bool:
        return said.get(code, b"\x00")[:1] == b"\x01"

    level = said.get(_OUTLINE)
    deep = int.from_bytes(said.get(_TABLE_DEPTH, b""), "little")
    return Paragraph(
        style=int.from_bytes(data[:2], "little"), level=None if level is None else level[0] + 1 if level[0] < 9 else 0,
        in_table=on(_IN_TABLE) or 0 < deep < 100, row_end=on(_ROW_END) or on(_INNER_ROW), cell_end=on(_INNER_CELL),
        listed=int.from_bytes(said.get(_LIST, b""), "little") not in (0, 0xF801), breaks=on(_BREAK),
    )  # fmt: skip


def _properties(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (code, operand) of each property (2.6)."""
    at = 0
    while at + 2 < len(data):
        code = int.from_bytes(data[at : at + 2], "little")
        at += 2
        size = _SIZES[code >> 13]
        if not size:
            size = data[at] + 1
            if code == 0xD608:
                size = int.from_bytes(data[at : at + 2], "little") + 1
        yield code, data[at : at + size]
        at += size


def _styles(sheet: bytes) -> tuple[dict[int, int], set[int]]:
    """Return heading levels by number of style, and the numbers of the title's: built-in ones and those made from them."""
    levels: dict[int, int] = {}
    titles: set[int] = set()
    if len(sheet) < 4:
        return levels, titles
    at = 2 + int.from_bytes(sheet[:2], "little")
    bases: dict[int, tuple[int, int]] = {}
    number = 0
    while at + 2 <= len(sheet) and number < 4_096:
        size = int.from_bytes(sheet[at : at + 2], "little")
        if size >= 4:
            built_in, base = struct.unpack_from("<HH", sheet, at + 2)
            bases[number] = (built_in & 0xFFF, base >> 4)
        at += 2 + size + size % 2
        number += 1
    for style in bases:
        each, seen = style, 0
        while each in bases and seen < 12:
            built_in, base = bases[each]
            if 1 <= built_in <= 9:
                levels[style] = built_in
            elif built_in == _TITLE:
                titles.add(style)
            if style in levels or style in titles:
                break
            each, seen = base, seen + 1
    return levels, titles
