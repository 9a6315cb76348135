"""The bytes of archived files, kept from one page of a file to the next."""

from __future__ import annotations

import functools
from pathlib import Path

from store.archive import read


@functools.lru_cache(maxsize=1)
def body_of(archive: str, warc: str, offset: int) -> bytes:
    """Return the body of an archived answer. The last one is kept: its next page mostly follows.

    Raises:
        StoreError: the archive lacks the record.
    """
    return read(Path(archive), warc, offset).body()
