"""Words out of pictures of pages, by the engines that a machine has. Importing it costs nothing.

An extra: ``pip install 'greylit[ocr]'`` brings RapidOCR; the ``tesseract`` command of the system is used where present.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harvest.text.model import OcrPage
from harvest.text.ocr.machine import Engine, available, engines, missing

__all__ = [
    "JOB_SECONDS",
    "MEMORY",
    "PAGE_SECONDS",
    "Engine",
    "available",
    "engines",
    "missing",
    "read_archived_page",
    "read_image",
    "read_page",
    "read_pages",
]

#: Seconds that tesseract may take for one page.
PAGE_SECONDS = 60.0
#: Time limit for a job of one page in a pool: both engines on a busy machine, and RapidOCR's start.
JOB_SECONDS = 180.0
#: Address space in bytes that a pool should give a worker which reads pages. RapidOCR takes 1.4 GB for a page of
#: A4 at 200 dots an inch, 1.7 at 300, 2.3 for A3 at 300, which is the largest picture there is (of that in real memory
#: 0.8, 1.1 and 1.7). Tesseract takes a tenth.
MEMORY = 3 * 10**9


def read_page(
    data: bytes,
    number: int = 1,
    *,
    seconds: float = PAGE_SECONDS,
    language: str = "en",
    engine: str | None = None,
) -> OcrPage:
    """Return what is read from page ``number`` (from 1) of a PDF, or of a file that is itself a picture.

    ``language`` (ISO 639-1) chooses among the data that tesseract has. ``engine`` names the only one to be used; without
    it clean pages go to tesseract, and poor ones, of few dots an inch or of which it is not sure, to RapidOCR, as far as
    they are there. Never raises on account of ``data``: ``detail`` says why nothing could be read, and is ``None`` for a
    page that has no words. ``seconds`` limits tesseract alone; RapidOCR can only be stopped with its process, so run
    pages of unknown origin in ``harvest.text.pool`` with ``JOB_SECONDS`` and ``MEMORY``.

    Raises:
        MemoryError: the process may not have as much memory as an engine takes.
    """
    from harvest.text.ocr.reading import read_one

    return read_one(data, number, seconds=seconds, language=language, only=engine)


def read_pages(
    data: bytes, numbers: Sequence[int], *, seconds_per_page: float = PAGE_SECONDS, language: str = "en"
) -> Iterator[OcrPage]:
    """Yield ``read_page`` for each of ``numbers``, as they are done."""
    for number in numbers:
        yield read_page(data, number, seconds=seconds_per_page, language=language)


def read_image(data: bytes, *, seconds: float = PAGE_SECONDS, language: str = "en") -> OcrPage:
    """Return what is read from a picture of a page (PNG, JPEG, TIFF): ``read_page`` of its first page."""
    return read_page(data, 1, seconds=seconds, language=language)


def read_archived_page(archive: str, warc: str, offset: int, number: int, language: str = "en") -> OcrPage:
    """Return what is read from one page of an archived file. A job of a pool: it reads the archive itself.

    Raises:
        StoreError: the archive lacks the record that is named.
    """
    from harvest.text.ocr.archived import body_of

    return read_page(body_of(archive, warc, offset), number, language=language)
