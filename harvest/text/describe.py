"""What is found in a text once it is read, whatever kind of file it came out of: its parts, and what type of document it is."""

from __future__ import annotations

from harvest.text.model import Extracted


def described(read: Extracted, *, url: str = "") -> Extracted:
    """Return a reading with its parts and its type of document.

    Args:
        read: what a reader made of a file.
        url: its address, which is a hint only.
    """
    return read
