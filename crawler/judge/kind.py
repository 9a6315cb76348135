"""What a file is, told by its first bytes. Headers and names are only asked where bytes cannot tell."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from crawler.judge.kind_inside import kind_of_ole, kind_of_zip

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
_OLE_BY_NAME = {"doc": "doc", "dot": "doc", "xls": "xls", "ppt": "ppt", "msg": "msg"}
_HTML_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|script|link|main|article|section|div|p|h[1-6]|table|ul|ol"
    rb"|span|a|br|img|form|style|iframe|center|font|b|strong)[\s/>]",
    re.IGNORECASE,
)
_TABLES = frozenset({"csv", "tsv", "tab"})
#: Fields at the head of an e-mail as it is saved (RFC 5322 3.6): those that only machines write (a web archive of
#: Word's has but the last), those beside them, and those that letters begin with as well.
_FIELD = re.compile(rb"(?:from [^\n]{3,200}\n)?[!-9;-~]{2,60}:[ \t]", re.IGNORECASE)
_CARRIED = re.compile(
    rb"^(?:received|return-path|message-id|delivered-to|dkim-signature|arc-seal|content-type:[ \t]*multipart/[\w-]+;"
    rb"(?:[ \t]*\r?\n)?[^:\n]*boundary=)",
    re.IGNORECASE | re.MULTILINE,
)
_MIME = re.compile(rb"^(?:mime-version|content-type|x-[\w-]+):[ \t]", re.IGNORECASE | re.MULTILINE)
_LETTER = re.compile(rb"^(?:from|to|subject|date|sender|cc):[ \t]", re.IGNORECASE | re.MULTILINE)
_CONTROLS = re.compile(rb"[\x01-\x07\x0e-\x1a]")
_BOM_WIDE = (b"\xff\xfe", b"\xfe\xff")


def kind_of_bytes(body: bytes, content_type: str = "", url: str = "", name: str = "") -> str:
    """Return the kind of a file: "pdf", "html", "xml", "csv", "plain", "eml", "empty", "docx", ..., "binary".

    Bytes decide. ``url``, ``content_type`` and ``name`` only separate what looks alike: CSV from plain text,
    an old Office file too broken to be told from another. So a PDF never reaches an HTML parser because a server calls
    it text/html, and an error page served as ``report.pdf`` is read as the HTML that it is.
    """
    if not body or not body.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        return "empty"
    head = body[:_HEAD]
    if b"%PDF-" in head[:_PDF_WITHIN] and _is_pdf(head, body):
        return "pdf"
    suffix = _suffix(name) or _suffix(re.split(r"[?#]", url, maxsplit=1)[0])
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return kind_of_zip(body)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return (kind_of_ole(body) or _OLE_BY_NAME.get(suffix, "ole")) if kind == "ole" else kind
    looks = _narrowed(head) if head.startswith(_BOM_WIDE) or _is_wide(head) else head
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
    if suffix in _TABLES or content_type.startswith(("text/csv", "text/tab-separated-values")):
        return "csv"
    if _is_mail(head, suffix, content_type):
        return "eml"
    # Fragments and pages that begin with stray text are HTML if they are called so and hold markup.
    if ("html" in content_type or suffix in {"html", "htm"}) and _HTML_TAG.search(head):
        return "html"
    return "html" if b"<html" in head.lower() else "plain"


def _is_mail(head: bytes, suffix: str, content_type: str) -> bool:
    """Tell a saved e-mail or web archive from a text that begins like a letter ("From:", "To:")."""
    if not _FIELD.match(head):
        return False
    fields = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    carried, mime, letter = (len(set(found.findall(fields))) for found in (_CARRIED, _MIME, _LETTER))
    if suffix in {"eml", "mht", "mhtml"} or content_type.startswith(("message/rfc822", "multipart/related")):
        return carried + mime + letter > 0
    # A page that a server sends with its own header fields in it has none of a letter's.
    return bool((carried and mime + letter) or (mime and letter > 1))


def _narrowed(head: bytes) -> bytes:
    """Return the head of a file in UTF-16 as UTF-8; what is none of it keeps its zero bytes."""
    if head.startswith(_BOM_WIDE):
        codec = "utf-16"
    else:
        codec = "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"
    # The head may end within a character.
    text = head[: len(head) // 2 * 2].decode(codec, "replace")
    return head if "\ufffd" in text[:-1] else text.encode("utf-8", "replace")


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
