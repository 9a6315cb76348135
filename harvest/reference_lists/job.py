"""Reading a file's references as a job of a pool, where time and memory have limits."""

from __future__ import annotations

from pathlib import Path

from harvest.reference_lists import Found, read
from harvest.text import extract


def read_file(path: str) -> Found:
    """Return the references of a local file, with their places in the text that ``greylit text`` gives of it.

    Raises:
        OSError: the file cannot be read.
    """
    data = Path(path).read_bytes()
    name = Path(path).name
    return read(data, name=name, text=extract(data, name=name))
