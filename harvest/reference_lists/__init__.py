"""References out of documents: lists, notes at page feet, links and mentions in the text, each as written.

Importing it costs nothing; readers load when first needed. :func:`references_of` never raises on account of a
document; :func:`read` says as well why there was nothing to be had.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harvest.reference_lists.model import Reference, Where

if TYPE_CHECKING:
    from harvest.text.model import Extracted

__all__ = ["Found", "Reference", "Where", "read", "references_of", "references_of_text"]

#: More text than this is read no further: the longest reports have some 1.5 million characters.
MAX_CHARS = 5_000_000


@dataclass(frozen=True, slots=True)
class Found:
    """The references of a document in order, its kind, and why it could not be read (``None`` where it was)."""

    references: tuple[Reference, ...]
    kind: str
    problem: str | None = None


def references_of(
    data: bytes, *, url: str = "", content_type: str = "", name: str = "", text: Extracted | None = None
) -> tuple[Reference, ...]:
    """Return the references of a file: PDF, web page, Word document or plain text. Never raises on account of ``data``.

    ``url``, ``content_type`` and ``name`` are hints only: bytes decide what a file is. ``text`` is what
    :func:`harvest.text.extract` made of the same file; with it, ``start`` and ``stop`` of each reference are places
    in that text (plain text has them without it, in the text as extract gives it). Order: lists, notes, mentions,
    links. Time and memory are limited by ``harvest.text.pool`` where files are read in one.
    """
    return read(data, url=url, content_type=content_type, name=name, text=text).references


def references_of_text(text: str) -> tuple[Reference, ...]:
    """Return the references of plain text; ``start`` and ``stop`` are places in it."""
    from harvest.reference_lists.from_text import text_references

    return tuple(text_references(text[:MAX_CHARS]))


def read(
    data: bytes, *, url: str = "", content_type: str = "", name: str = "", text: Extracted | None = None
) -> Found:
    """Return what :func:`references_of` returns, with the file's kind and what kept it from being read."""
    from harvest.text.kind import kind_of

    kind = kind_of(data, url=url, content_type=content_type, name=name)
    if kind == "empty":
        return Found((), kind, "the file is empty")
    try:
        found = _of_kind(kind, data, url, content_type)
    except MemoryError:
        # Left to whoever set the limit: the file is too large, not broken.
        raise
    except Exception as error:
        return Found((), kind, _told(error))
    if found is None:
        return Found((), kind, f"no references are read out of files of the kind {kind}")
    if text is not None and text.text and kind != "plain":
        from harvest.reference_lists.places import placed

        found = placed(found, text.text, text.pages if kind == "pdf" else ())
    return Found(tuple(found), kind)


def _of_kind(kind: str, data: bytes, url: str, content_type: str) -> list[Reference] | None:
    if kind == "pdf":
        from harvest.reference_lists.from_pdf import pdf_references

        return pdf_references(data)
    if kind == "html":
        from harvest.reference_lists.from_html import html_references

        return html_references(data, url=url, content_type=content_type)
    if kind == "docx":
        from harvest.reference_lists.from_docx import docx_references

        return docx_references(data)
    if kind == "plain":
        from harvest.reference_lists.from_text import text_references
        from harvest.text.clean import tidy
        from harvest.text.decode import decode

        decoded, _ = decode(data, content_type=content_type, markup=False)
        return text_references(tidy(decoded)[:MAX_CHARS])
    return None


def _told(error: Exception) -> str:
    said = str(error)
    if "password" in said.lower() or "security" in said.lower():
        return "it asks for a password"
    return f"it is broken: {type(error).__name__}: {said}"[:300]
