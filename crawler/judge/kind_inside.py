"""What a container is, told by the names of what it holds: ZIP packages and OLE compound files.

A ZIP file may hold a Word document as it stands, and a Word document a workbook: marks somewhere in the bytes tell
nothing. What counts is the list of names, in ZIP files the central directory (APPNOTE 4.3.12), in compound files the
entries below the root ([MS-CFB] 2.6).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

#: Names looked at in one file.
_NAMES = 5_000
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_KINDS_OF_ODF = {
    "text": "odt", "text-template": "odt", "text-master": "odt", "text-web": "odt", "spreadsheet": "ods",
    "spreadsheet-template": "ods", "presentation": "odp", "presentation-template": "odp", "graphics": "odp",
    "graphics-template": "odp",
}  # fmt: skip
_OPC = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))
#: Entries below the root, in the order in which they are asked for: an e-mail may hold anything else.
_OLE = (
    ("__properties_version1.0", "msg"), ("worddocument", "doc"), ("powerpoint document", "ppt"), ("workbook", "xls"),
    ("book", "xls"),
)  # fmt: skip
_FREE = 0xFFFFFFFA


def kind_of_zip(body: bytes) -> str:
    """Return "docx", "xlsx", "pptx", "odt", "ods", "odp", "epub", "package" (of another program) or "zip"."""
    mime = _mimetype(body)
    if mime.startswith(_OPEN_DOCUMENT):
        return _KINDS_OF_ODF.get(mime[len(_OPEN_DOCUMENT) :].decode("ascii", "replace"), "package")
    if mime == b"application/epub+zip":
        return "epub"
    names = [name.replace("\\", "/").lstrip("/").lower() for name in zip_names(body)]
    if "[content_types].xml" in names:
        for start, kind in _OPC:
            if any(name.startswith(start) for name in names):
                return kind
        return "package"
    if "meta-inf/container.xml" in names and any(name.endswith(".opf") for name in names):
        return "epub"
    if "content.xml" in names and "meta-inf/manifest.xml" in names:
        return _by_manifest(body)
    return "zip"


def _mimetype(body: bytes) -> bytes:
    """Return what the first entry says, which OpenDocument and EPUB want named "mimetype" and not compressed."""
    if body[30:38] != b"mimetype" or len(body) < 40:
        return b""
    extra = int.from_bytes(body[28:30], "little")
    start = 38 + extra
    said = re.match(rb"[\w.+/-]*", body[start : start + 100].partition(b"PK")[0])
    return said[0] if said else b""


def _by_manifest(body: bytes) -> str:
    """Tell an OpenDocument file whose first entry does not say what it is: some programs put it elsewhere."""
    found = re.search(re.escape(_OPEN_DOCUMENT) + rb"([a-z-]+)", body)
    return _KINDS_OF_ODF.get(found[1].decode(), "package") if found else "odt"


def zip_names(body: bytes) -> list[str]:
    """Return the names of the first entries of a ZIP file, of a cut one as far as they are there."""
    end = body.rfind(b"PK\x05\x06", max(0, len(body) - 66_000))
    names: list[str] = []
    if end >= 0 and end + 20 <= len(body):
        size, at = struct.unpack_from("<II", body, end + 12)
        # Bytes before the archive shift all that it says of places.
        at = end - size if end - size >= 0 else at
        while len(names) < _NAMES and body[at : at + 4] == b"PK\x01\x02" and at + 46 <= len(body):
            long, extra, comment = struct.unpack_from("<HHH", body, at + 28)
            names.append(body[at + 46 : at + 46 + long].decode("utf-8", "replace"))
            at += 46 + long + extra + comment
    return names or list(_names_of_heads(body))


def _names_of_heads(body: bytes) -> Iterator[str]:
    """Yield the names at the heads of the entries of a file without a directory, passing over what is in them."""
    at = 0
    for _ in range(_NAMES):
        if body[at : at + 4] != b"PK\x03\x04" or at + 30 > len(body):
            return
        flags, size, long, extra = struct.unpack_from("<6xH10xI4xHH", body, at)
        start = at + 30
        yield body[start : start + long].decode("utf-8", "replace")
        at = start + long + extra + size
        if flags & 8 and not size:
            # The size comes after the content: the next head, or one within, is all that can be looked for.
            at = body.find(b"PK\x03\x04", at)
            if at < 0:
                return


def kind_of_ole(body: bytes) -> str | None:
    """Return "doc", "xls", "ppt", "msg", "ole" (of another program), or ``None`` where the list cannot be read."""
    names = _ole_names(body)
    if not names:
        return None
    return next((kind for name, kind in _OLE if name in names), "ole")


def _ole_names(body: bytes) -> set[str]:
    """Return the names of the entries right below the root, in lower case."""
    if len(body) < 1024:
        return set()
    shift = int.from_bytes(body[30:32], "little")
    if shift not in (9, 12):
        return set()
    size = 1 << shift
    entries = _directory(body, size)
    names: set[str] = set()
    if not entries:
        return names
    # Entries of one storage hang together as a tree: left, right, and child for those within.
    stack, seen = [struct.unpack_from("<I", entries, 76)[0]], set()
    while stack:
        at = stack.pop()
        if at in seen or at >= len(entries) // 128:
            continue
        seen.add(at)
        entry = entries[at * 128 : at * 128 + 128]
        long = min(64, int.from_bytes(entry[64:66], "little"))
        names.add(entry[: max(0, long - 2)].decode("utf-16-le", "replace").lower())
        stack += struct.unpack_from("<II", entry, 68)
    return names


def _directory(body: bytes, size: int) -> bytes:
    """Return the sectors of the directory, by the chain of the allocation table."""
    sector = struct.unpack_from("<I", body, 48)[0]
    tables = struct.unpack_from("<109I", body, 76)
    parts: list[bytes] = []
    while sector < _FREE and len(parts) * size < _NAMES * 128:
        part = body[(sector + 1) * size : (sector + 2) * size]
        if not part:
            break
        parts.append(part)
        which, place = divmod(sector, size // 4)
        if which >= len(tables) or tables[which] >= _FREE:
            break
        offset = (tables[which] + 1) * size + place * 4
        if offset + 4 > len(body):
            break
        sector = struct.unpack_from("<I", body, offset)[0]
    return b"".join(parts)
