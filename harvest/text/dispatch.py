"""The reader for each kind of file."""

from __future__ import annotations

from collections.abc import Mapping

from harvest.text.describing.describe import described
from harvest.text.kind import kind_of
from harvest.text.model import Extracted, OcrPage
from harvest.text.office import READERS, Context, extract_office

_NAMES = {
    "package": "Office package of another program",
    "binary": "file of unknown type",
    "gif": "picture",
    "xml": "XML file",
    "json": "JSON file",
    "gzip": "gzip archive",
    "7z": "7-Zip archive",
    "rar": "RAR archive",
    "audio": "sound recording",
    "riff": "sound or film",
    "postscript": "PostScript file",
    "sqlite": "database",
}
_SCANS = frozenset({"png", "jpeg", "tiff"})


def dispatch(
    data: bytes, *, url: str, content_type: str, name: str, max_chars: int, ocr: Mapping[int, OcrPage]
) -> Extracted:
    """Read ``data`` with the reader its bytes ask for; a reader that fails gives the outcome "broken"."""
    context = Context(_inner, name=name, content_type=content_type, max_chars=max_chars)
    return described(_read(data, url, context, ocr), url=url)


def _inner(data: bytes, name: str, content_type: str, context: Context) -> Extracted:
    """Read a file that lies within another."""
    return _read(
        data, "", Context(_inner, name, content_type, context.max_chars, context.depth, context.budget), {}
    )


def _read(data: bytes, url: str, context: Context, ocr: Mapping[int, OcrPage]) -> Extracted:
    max_chars, content_type = context.max_chars, context.content_type
    kind = kind_of(data, url=url, content_type=content_type, name=context.name)
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
        if kind in _SCANS:
            from harvest.text.image import extract_image

            return extract_image(kind, ocr, max_chars)
        if kind in READERS:
            return extract_office(data, kind, context)
    except MemoryError:
        # Left to whoever set the limit: the job is too large, not broken.
        raise
    except Exception as error:
        return Extracted("broken", kind, detail=f"{type(error).__name__}: {error}"[:300])
    return Extracted("unsupported", kind, detail=f"no reader for this type yet: {_NAMES.get(kind, kind)}")
