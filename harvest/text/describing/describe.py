"""What is found in a text once it is read, whatever kind of file it came out of: its parts, and what type of document it is."""

from __future__ import annotations

from dataclasses import replace

from harvest.text.describing.document_types import type_claims
from harvest.text.describing.parts import parts_of
from harvest.text.model import Extracted


def described(read: Extracted, *, url: str = "") -> Extracted:
    """Return a reading with its parts and its type of document.

    Args:
        read: what a reader made of a file.
        url: its address, which is a hint only.
    """
    claims = type_claims(read, url) if read.text or read.title else ()
    return replace(
        read,
        parts=parts_of(read.text, read.pages, read.headings),
        claims=(*read.claims, *claims),
        doc_type=claims[0].value if claims else None,
        doc_type_source=claims[0].source if claims else None,
    )
