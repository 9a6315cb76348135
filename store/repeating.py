"""Taking a review as it stood at the end of a run: the ledger up to there, and the archive that it names."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

from store.errors import StoreError
from store.ledger import Ledger

#: Rows that are copied at a time.
BATCH = 5000


def end_of(ledger: Ledger, run: int) -> int | None:
    """Return the last row of a run that has ended: its end, and the numbers that were given right after it.

    Numbers stand behind the end where a run was killed between its end and its database.
    """
    end = ledger.last("run_end", run)
    if end is None:
        return None
    last = end.seq
    for entry in ledger.entries(after=last):
        if entry.kind != "record" or entry.run != run:
            break
        last = entry.seq
    return last


def copy_ledger(source: Path, target: Path, upto: int) -> tuple[int, str]:
    """Copy the rows of a ledger up to one, as they are, into a new ledger; return its head.

    Raises:
        StoreError: the rows do not make a whole chain.
    """
    with Ledger(target):
        pass  # makes an empty one, with its triggers
    rows = sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)
    copied = sqlite3.connect(target, isolation_level=None)
    try:
        cursor = rows.execute("select * from entry where seq <= ? order by seq", (upto,))
        copied.execute("begin immediate")
        while batch := cursor.fetchmany(BATCH):
            copied.executemany("insert into entry values (?,?,?,?,?,?)", batch)
        copied.execute("commit")
    except sqlite3.Error as error:
        raise StoreError(f"{source} cannot be copied: {error}", "Look at it: greylit audit") from error
    finally:
        rows.close()
        copied.close()
    with Ledger(target, read_only=True) as ledger:
        if broken := ledger.verify():
            raise StoreError(f"{source}: {broken.reason}", "Put the ledger back from your backup.")
        return ledger.head()


def files_named(ledger: Ledger) -> list[str]:
    """Return the WARC files that the rows of a ledger name, in order."""
    kinds = ("fetch", "warc", "brought", "imported", "entry")
    return sorted(
        {str(entry.body["warc"]) for entry in ledger.entries(kinds=kinds) if entry.body.get("warc")}
    )


def link(source: Path, target: Path) -> bool:
    """Put a file in another place without copying its bytes, where the disk can do that; tell whether it is there.

    A file of the archive is never changed once its run has ended, so that both names may stand for it.
    """
    try:
        os.link(source, target)
    except FileNotFoundError:
        return False
    except OSError:
        # Another disk, or one that knows no second names.
        shutil.copy2(source, target)
    return True
