"""A copy of a ledger that is whole even while a run writes to it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from store.errors import StoreError


def copy_ledger(path: Path, to: Path) -> None:
    """Copy a ledger; what a run has in its write-ahead log is in the copy.

    Raises:
        StoreError: it cannot be read.
    """
    if not path.with_name(path.name + "-wal").exists():
        shutil.copyfile(path, to)
        return
    try:
        with (
            closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(to)) as copy,
        ):
            source.backup(copy)
    except sqlite3.Error as error:
        raise StoreError(
            f"{path} cannot be copied: {error}", "Wait for the run to end, then try again."
        ) from error
