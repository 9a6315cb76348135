"""Bytes to text: one front for every kind of file. Importing it costs nothing; readers load when first needed."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from harvest.text.model import MAX_CHARS, Claim, Extracted, Heading, OcrPage, Outcome, Page, Part

__all__ = [
    "EXTRACTOR_VERSION",
    "MAX_CHARS",
    "Claim",
    "Extracted",
    "Heading",
    "OcrPage",
    "Outcome",
    "Page",
    "Part",
    "extract",
    "extract_bytes",
    "extractor",
]

#: To be raised whenever the same bytes would give another result by what is written here.
EXTRACTOR_VERSION = "2"
#: Libraries whose versions decide what is read as well.
READERS = ("trafilatura", "selectolax", "pypdfium2", "python-calamine", "lxml", "olefile", "py3langid")


@cache
def extractor() -> str:
    """Return who reads: our version and those of the libraries. Stored with every text, so that it need not be read again."""
    named = [f"greylit {EXTRACTOR_VERSION}"]
    for name in READERS:
        with suppress(PackageNotFoundError):
            named.append(f"{name} {version(name)}")
    return ", ".join(named)


def extract(
    data: bytes,
    *,
    url: str = "",
    content_type: str = "",
    name: str = "",
    max_chars: int = MAX_CHARS,
    ocr: Mapping[int, OcrPage] | None = None,
) -> Extracted:
    """Return the text of a file and what the file says of itself. Never raises on account of ``data``.

    ``url``, ``content_type`` (an HTTP header) and ``name`` are hints only: bytes decide what a file is. ``ocr`` is what was
    read earlier from the pictures of pages, by page number; it is taken for pages without usable text only. Text beyond
    ``max_chars`` code points is cut and ``detail`` says so. Time and memory are not limited here but by
    ``harvest.text.pool``.
    """
    from harvest.text.dispatch import dispatch

    return dispatch(data, url=url, content_type=content_type, name=name, max_chars=max_chars, ocr=ocr or {})


def extract_bytes(data: bytes, url: str = "", content_type: str = "") -> Extracted:
    """Return ``extract(...)``: the same as a plain function of three values, ready to be a job of a pool."""
    return extract(data, url=url, content_type=content_type)
