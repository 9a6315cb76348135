"""Compound files that are none of the known kinds: encrypted documents, and files of other programs."""

from __future__ import annotations

from harvest.text.model import Extracted
from harvest.text.office.model import Context, RefusedError
from harvest.text.office.ole_properties import opened


def read(data: bytes, _kind: str, _context: Context) -> Extracted:
    """Return nothing, ever.

    Raises:
        RefusedError: "encrypted" where the file holds an encrypted document, "broken" or "unsupported" else.
    """
    opened(data)
    raise RefusedError("unsupported", "no reader for this type: an old Office file of another program")
