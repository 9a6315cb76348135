"""A small PDF writer: pages of Helvetica in one or two columns, scans, and password protection.

Written after ISO 32000-1 (PDF 1.4 subset: 7.3 objects, 7.5 file structure, 7.6 encryption, 9 text). The same
input always gives the same bytes: no clock, no random identifier.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from harvest.demo.corpus.markup import HYPHEN_BREAK, LINE_BREAK

PAGE_WIDTH, PAGE_HEIGHT = 595, 842
_MARGIN, _GUTTER, _SIZE, _LEADING = 60, 26, 11.0, 15.0
_TITLE_SIZE = 20.0
# widths of Helvetica for the codes 32 to 126, in thousandths of the size (Adobe core font metrics)
_WIDTHS = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 "
    "278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 "
    "667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 "
    "556 333 500 278 556 500 722 500 500 500 334 260 334 584"
)
_WIDTH = {chr(32 + i): int(w) for i, w in enumerate(_WIDTHS.split())}
_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


@dataclass(frozen=True, slots=True)
class Scan:
    """One page as an image: zlib-packed rows of one bit a pixel (1 is white), rows padded to whole bytes."""

    width: int
    height: int
    packed: bytes


def _width(text: str, size: float) -> float:
    return sum(_WIDTH.get(char, 556) for char in text) * size / 1000


def _wrap(text: str, room: float, size: float) -> list[str]:
    """Break a paragraph into lines that fit; forced breaks of the markup are kept."""
    lines: list[str] = []
    for piece in text.replace(HYPHEN_BREAK, "-" + LINE_BREAK).split(LINE_BREAK):
        line = ""
        for word in piece.split():
            longer = f"{line} {word}" if line else word
            if line and _width(longer, size) > room:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return lines


def _literal(text: str) -> bytes:
    raw = text.encode("cp1252", "replace")
    return b"(" + raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"


def _show(text: str, x: float, y: float, size: float, font: str = "F1") -> bytes:
    return f"/{font} {size:g} Tf 1 0 0 1 {x:g} {y:g} Tm ".encode() + _literal(text) + b" Tj\n"


def _page_stream(paragraphs: Sequence[str], columns: int, head: str, number: int) -> bytes:
    """Set paragraphs column by column; raise ValueError when the words do not fit on the page."""
    room = (PAGE_WIDTH - 2 * _MARGIN - (columns - 1) * _GUTTER) / columns
    top, bottom = float(PAGE_HEIGHT - _MARGIN - (20 if head else 0)), _MARGIN
    out, column = [b"BT\n"], 0
    if head:
        out.append(_show(head, _MARGIN, PAGE_HEIGHT - 40, 8))
        out.append(_show(str(number), PAGE_WIDTH - _MARGIN - 8, 30, 8))
    if paragraphs and paragraphs[0].startswith("# "):
        for line in _wrap(paragraphs[0][2:], PAGE_WIDTH - 2 * _MARGIN, _TITLE_SIZE):
            out.append(_show(line, _MARGIN, top - _TITLE_SIZE, _TITLE_SIZE, "F2"))
            top -= 1.5 * _TITLE_SIZE
        paragraphs = paragraphs[1:]
    top = y = top - _SIZE
    # two columns are balanced, as typesetters do
    lines = [
        (line, "F2" if p.startswith("## ") else "F1", i == 0)
        for block in paragraphs
        for p in block.split("\n")
        for i, line in enumerate(_wrap(p.removeprefix("## ").replace("* ", "• "), room, _SIZE))
    ]
    share = -(-len(lines) // columns)
    for count, (line, font, first) in enumerate(lines):
        if columns > 1 and count == share * (column + 1):
            column, y = column + 1, top
        elif first and count:
            y -= _LEADING / 2
        if y < bottom:
            raise ValueError(f"page {number} holds too many words: {line!r} does not fit")
        out.append(_show(line, _MARGIN + column * (room + _GUTTER), y, _SIZE, font))
        y -= _LEADING
    return b"".join([*out, b"ET\n"])


def _rc4(key: bytes, data: bytes) -> bytes:
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) & 255
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) & 255
        j = (j + box[i]) & 255
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) & 255])
    return bytes(out)


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


@dataclass(frozen=True, slots=True)
class _Lock:
    """The standard security handler, revision 2 with 40 bits (ISO 32000-1, 7.6.3): algorithms 1 to 4."""

    key: bytes
    dictionary: bytes

    @classmethod
    def of(cls, password: str, file_id: bytes) -> _Lock:
        padded = (password.encode("latin-1") + _PAD)[:32]
        owner = _rc4(_md5(padded)[:5], padded)
        rights = -4
        key = _md5(padded + owner + rights.to_bytes(4, "little", signed=True) + file_id)[:5]
        user = _rc4(key, _PAD)
        dictionary = (
            f"<< /Filter /Standard /V 1 /R 2 /O <{owner.hex()}> /U <{user.hex()}> /P {rights} >>".encode()
        )
        return cls(key, dictionary)

    def crypt(self, number: int, data: bytes) -> bytes:
        return _rc4(_md5(self.key + number.to_bytes(3, "little") + b"\0\0")[:10], data)


def _stream(number: int, dictionary: str, data: bytes, lock: _Lock | None) -> bytes:
    data = lock.crypt(number, data) if lock else data
    return f"<< {dictionary} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def _text(number: int, text: str, lock: _Lock | None) -> bytes:
    """Write a text of the document information as UTF-16 hexadecimal digits."""
    raw = b"\xfe\xff" + text.encode("utf-16-be")
    return b"<" + (lock.crypt(number, raw) if lock else raw).hex().encode() + b">"


def _assemble(
    pages: Sequence[tuple[str, str, bytes, Sequence[tuple[str, bytes]]]], title: str, date: str, password: str
) -> bytes:
    """Put a file together; a page is (resources, stream dictionary, stream, images of the page)."""
    seed = title.encode() + b"".join(stream for _, _, stream, _ in pages)
    file_id = _md5(seed)
    lock = _Lock.of(password, file_id) if password else None
    objects: dict[int, bytes] = {
        1: b"<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>",
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        4: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    }
    if lock is not None:
        objects[1] = b"<< /Type /Catalog /Pages 2 0 R >>"
    info = b"<< /Title " + _text(5, title, lock)
    if date:
        info += b" /CreationDate " + _text(5, f"D:{date.replace('-', '')}090000Z", lock)
    objects[5] = info + b" /Producer " + _text(5, "miniature web", lock) + b" >>"
    kids, number = [], 6
    for resources, dictionary, stream, images in pages:
        page, content = number, number + 1
        number += 2
        names = []
        for name, (image_dictionary, data) in ((f"I{i}", image) for i, image in enumerate(images)):
            objects[number] = _stream(number, image_dictionary, data, lock)
            names.append(f"/{name} {number} 0 R")
            number += 1
        extra = f" /XObject << {' '.join(names)} >>" if names else ""
        objects[page] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {PAGE_WIDTH} {PAGE_HEIGHT}] "
            f"/Resources << {resources}{extra} >> /Contents {content} 0 R >>"
        ).encode()
        objects[content] = _stream(content, dictionary, stream, lock)
        kids.append(f"{page} 0 R")
    objects[2] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    return _file(objects, file_id, lock)


def _file(objects: dict[int, bytes], file_id: bytes, lock: _Lock | None) -> bytes:
    out, offsets = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), {}
    for number in sorted(objects):
        offsets[number] = len(out)
        out += f"{number} 0 obj\n".encode() + objects[number] + b"\nendobj\n"
    encrypt = ""
    if lock is not None:
        number = max(objects) + 1
        offsets[number] = len(out)
        out += f"{number} 0 obj\n".encode() + lock.dictionary + b"\nendobj\n"
        encrypt = f" /Encrypt {number} 0 R"
    start = len(out)
    out += f"xref\n0 {len(offsets) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offsets[n]:010d} 00000 n \n".encode() for n in sorted(offsets))
    tag = file_id.hex()
    out += f"trailer\n<< /Size {len(offsets) + 1} /Root 1 0 R /Info 5 0 R /ID [<{tag}> <{tag}>]{encrypt} >>\n".encode()
    return bytes(out + f"startxref\n{start}\n%%EOF\n".encode())


def text_pdf(
    pages: Sequence[Sequence[str]],
    *,
    title: str,
    date: str = "",
    columns: int = 1,
    running_head: str = "",
    user_password: str = "",
) -> bytes:
    """Return a PDF whose pages hold the given paragraphs; ``date`` is an ISO date or empty.

    Raise ValueError when a page has more words than room.
    """
    made = [
        (
            "/Font << /F1 3 0 R /F2 4 0 R >>",
            "",
            _page_stream(paragraphs, columns, running_head, number),
            (),
        )
        for number, paragraphs in enumerate(pages, 1)
    ]
    return _assemble(made, title, date, user_password)


def image_pdf(scans: Sequence[Scan], *, title: str, date: str = "") -> bytes:
    """Return a PDF that holds pictures of pages and no words at all."""
    made = []
    for scan in scans:
        dictionary = (
            f"/Type /XObject /Subtype /Image /Width {scan.width} /Height {scan.height} /ColorSpace /DeviceGray "
            "/BitsPerComponent 1 /Filter /FlateDecode"
        )
        place = f"q {PAGE_WIDTH} 0 0 {PAGE_HEIGHT} 0 0 cm /I0 Do Q\n".encode()
        made.append(("", "", place, ((dictionary, scan.packed),)))
    return _assemble(made, title, date, "")
