"""What a file is, told by its first bytes. Headers and names are only asked where bytes cannot tell."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

_HEAD = 4096
# ISO 32000 wants %PDF- at the start; readers accept it within the first 1,024 bytes, and so do real files.
_PDF_WITHIN = 1024
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"ID3", "audio"),
    (b"OggS", "audio"),
    (b"RIFF", "riff"),
    (b"%!PS", "postscript"),
    (b"SQLite format 3\x00", "sqlite"),
)
_ZIP_PARTS: tuple[tuple[bytes, str], ...] = (
    (b"word/", "docx"),
    (b"xl/", "xlsx"),
    (b"ppt/", "pptx"),
    (b"application/vnd.oasis.opendocument.text", "odt"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "ods"),
    (b"application/vnd.oasis.opendocument.presentation", "odp"),
    (b"application/epub+zip", "epub"),
)
_OLE_BY_NAME = {"doc": "doc", "dot": "doc", "xls": "xls", "ppt": "ppt", "msg": "msg"}
_HTML_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|script|link|main|article|section|div|p|h[1-6]|table|ul|ol"
    rb"|span|a|br|img|form|style|iframe|center|font|b|strong)[\s/>]",
    re.IGNORECASE,
)
_CONTROLS = re.compile(rb"[\x01-\x07\x0e-\x1a]")
_BOM_WIDE = (b"\xff\xfe", b"\xfe\xff")


def kind_of_bytes(body: bytes, content_type: str = "", url: str = "", name: str = "") -> str:
    """Return the kind of a file: "pdf", "html", "xml", "csv", "plain", "empty", "docx", ..., "binary".

    Bytes decide. ``url``, ``content_type`` and ``name`` only separate what looks alike: CSV from plain text,
    the several kinds of old Office file. So a PDF never reaches an HTML parser because a server calls
    it text/html, and an error page served as ``report.pdf`` is read as the HTML that it is.
    """
    if not body or not body.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        return "empty"
    head = body[:_HEAD]
    if b"%PDF-" in head[:_PDF_WITHIN] and _is_pdf(head, body):
        return "pdf"
    suffix = _suffix(name) or _suffix(re.split(r"[?#]", url, maxsplit=1)[0])
    if head.startswith(b"PK\x03\x04"):
        return next(
            (kind for mark, kind in _ZIP_PARTS if mark in body[: 64 * 1024] or mark in body[-8192:]), "zip"
        )
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return _OLE_BY_NAME.get(suffix, "ole") if kind == "ole" else kind
    wide = head.startswith(_BOM_WIDE)
    looks = head.replace(b"\x00", b"") if wide or _is_wide(head) else head
    if b"\x00" in looks or _CONTROLS.search(looks):
        # A PDF with a damaged head is still one, if a broken one; its objects show it.
        return "pdf" if b"endobj" in body and b"stream" in body else "binary"
    return _textual(looks.lstrip(b"\xff\xfe\xef\xbb\xbf \t\r\n"), suffix, content_type.lower())


def _is_pdf(head: bytes, body: bytes) -> bool:
    """Tell a PDF from a page that speaks of PDF in its first bytes."""
    before, _, _ = head.partition(b"%PDF-")
    if b"<" not in before:
        return True
    # Warnings of a server, as HTML, stand before some real files. Those end as PDF files end.
    end = body[-_PDF_WITHIN:]
    return b"%%EOF" in end and b"startxref" in end and b"</html>" not in end.lower()


def _textual(head: bytes, suffix: str, content_type: str) -> str:
    if head[:5].lower() == b"<?xml":
        rest = head[:_HEAD].lower()
        if b"<html" in rest or b"doctype html" in rest:
            return "html"
        return "xml"
    if head.startswith((b"{", b"[")) and ("json" in content_type or suffix == "json"):
        return "json"
    if head.startswith(b"<"):
        return "html" if _HTML_TAG.search(head) or "html" in content_type else "xml"
    if suffix == "csv" or content_type.startswith("text/csv"):
        return "csv"
    # Fragments and pages that begin with stray text are HTML if they are called so and hold markup.
    if ("html" in content_type or suffix in {"html", "htm"}) and _HTML_TAG.search(head):
        return "html"
    return "html" if b"<html" in head.lower() else "plain"


def _is_wide(head: bytes) -> bool:
    """Tell UTF-16 without a byte order mark: in Western text every other byte is zero."""
    sample = head[:512]
    if len(sample) < 8:
        return False
    return max(sample[0::2].count(0), sample[1::2].count(0)) > 0.4 * len(sample) / 2 and sample.count(0) <= (
        0.55 * len(sample)
    )


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lstrip(".").lower()
