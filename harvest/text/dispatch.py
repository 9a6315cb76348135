"""The reader for each kind of file."""

from __future__ import annotations

from collections.abc import Mapping

from harvest.text.describe import described
from harvest.text.kind import kind_of
from harvest.text.model import Extracted, OcrPage

_NAMES = {
    "docx": "Word document",
    "doc": "Word 97-2003 document",
    "odt": "OpenDocument text",
    "rtf": "Rich Text document",
    "xlsx": "Excel workbook",
    "xls": "Excel 97-2003 workbook",
    "ods": "OpenDocument spreadsheet",
    "pptx": "PowerPoint presentation",
    "ppt": "PowerPoint 97-2003 presentation",
    "odp": "OpenDocument presentation",
    "ole": "old Office file",
    "msg": "Outlook message",
    "zip": "ZIP archive",
    "epub": "EPUB book",
    "binary": "file of unknown type",
}


def dispatch(
    data: bytes, *, url: str, content_type: str, name: str, max_chars: int, ocr: Mapping[int, OcrPage]
) -> Extracted:
    """Read ``data`` with the reader its bytes ask for; a reader that fails gives the outcome "broken"."""
    read = _read(data, url=url, content_type=content_type, name=name, max_chars=max_chars, ocr=ocr)
    return described(read, url=url)


def _read(
    data: bytes, *, url: str, content_type: str, name: str, max_chars: int, ocr: Mapping[int, OcrPage]
) -> Extracted:
    kind = kind_of(data, url=url, content_type=content_type, name=name)
    if kind == "empty":
        return Extracted(
            "empty", kind, detail="the file is empty" if not data else "the file holds only white space"
        )
    try:
        if kind == "pdf":
            from harvest.text.pdf import extract_pdf

            return extract_pdf(data, max_chars=max_chars, ocr=ocr)
        if kind == "html":
            from harvest.text.html import extract_html

            return extract_html(data, url=url, content_type=content_type, max_chars=max_chars)
        if kind in {"plain", "csv"}:
            from harvest.text.plain import extract_plain

            return extract_plain(data, kind, content_type=content_type, max_chars=max_chars)
    except MemoryError:
        # Left to whoever set the limit: the job is too large, not broken.
        raise
    except Exception as error:
        return Extracted("broken", kind, detail=f"{type(error).__name__}: {error}"[:300])
    return Extracted("unsupported", kind, detail=f"no reader for this type yet: {_NAMES.get(kind, kind)}")
