"""The PDFs of the publishers: their bytes, and at which addresses they answer."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

from harvest.demo.answers import Answer, Request, conditional, strong_etag
from harvest.demo.corpus.markup import blocks
from harvest.demo.pdfs import text_pdf
from harvest.demo.publishers.footed import footed_pdf
from harvest.demo.publishers.model import CORPUS, JRF, JRF_BARE, PaperFile, Publication, by_id, publications
from harvest.demo.storm.pages import http_date


@lru_cache(maxsize=128)
def file_bytes(file: PaperFile) -> bytes:
    """Make the bytes of a file: the same in every process."""
    pages = [blocks(page) for page in file.pages]
    pages[0] = [f"# {file.title}", *pages[0]]
    if not any(file.feet):
        return text_pdf(pages, title=file.title, date=file.made)
    return footed_pdf(pages, file.feet, title=file.title, date=file.made)


@lru_cache(maxsize=1)
def _places() -> dict[tuple[str, str], tuple[Publication, PaperFile]]:
    """Return every file that is there, by host and target (path with query)."""
    found = {}
    for host in CORPUS:
        for publication in publications(host):
            for file in publication.files:
                if file.lost:
                    continue
                for address in publication.addresses_of(file):
                    parts = urlsplit(address)
                    target = parts.path + (f"?{parts.query}" if parts.query else "")
                    found[parts.netloc, target] = (publication, file)
    return found


def file_at(host: str, target: str) -> tuple[Publication, PaperFile] | None:
    """Return the file at a target (path with query) of a host, with the publication it belongs to."""
    return _places().get((JRF if host == JRF_BARE else host, target))


def bytes_of(copied: str) -> bytes:
    """Return the bytes of the first file of a publication, for whoever holds a copy."""
    return file_bytes(by_id()[copied].files[0])


def file_answer(request: Request, file: PaperFile, *, attached: bool = False) -> Answer:
    """Answer with a file, or that it has not changed.

    Args:
        request: what was asked.
        file: which one.
        attached: it is sent as a download with its name, as files without one in their address are.
    """
    return pdf_answer(request, file_bytes(file), file.made, file.name if attached else "")


def pdf_answer(request: Request, body: bytes, made: str, name: str = "") -> Answer:
    """Answer with the bytes of a PDF that was put there on a day (ISO)."""
    headers = [
        ("Content-Type", "application/pdf"),
        ("ETag", strong_etag(body)),
        ("Last-Modified", http_date(made or "2024-02-06")),
    ]
    if name:
        headers.append(("Content-Disposition", f'attachment; filename="{name}"'))
    return conditional(request, Answer(200, body, tuple(headers)))
