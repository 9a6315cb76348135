"""Ending a file of the archive that something was brought into: the head of the chain stands in it, and a row says so."""

from __future__ import annotations

from store.archive import Archive
from store.ledger import Ledger


def seal(archive: Archive, ledger: Ledger) -> None:
    """Write the head of the ledger into the archive, and into the ledger where it lies.

    Args:
        archive: open; everything that was brought is in it.
        ledger: open; its rows name what was brought.
    """
    seq, head = ledger.head()
    end = archive.note({"ledger-rows": str(seq), "ledger-head": head})
    ledger.append(
        "warc",
        {"warc": end.warc, "offset": end.offset, "length": end.length, "ledger_seq": seq, "ledger_head": head, "reason": "import"},
    )  # fmt: skip
    archive.sync()
