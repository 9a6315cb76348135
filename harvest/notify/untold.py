"""Whom nobody could tell of the newest run, for ``greylit status``."""

from __future__ import annotations

from collections.abc import Iterator

from harvest.notify.events import KIND
from store.ledger import Ledger


def untold(ledger: Ledger, run: int, command: str) -> Iterator[tuple[str, str, str]]:
    """Yield what ``greylit status`` says of addresses that could not be told of the newest run.

    Args:
        ledger: the review's.
        run: the newest run.
        command: what tries the addresses.
    """
    newest = {row.body["number"]: row.body for row in ledger.entries(kinds=(KIND,), run=run)}
    for body in newest.values():
        if body["outcome"] != "told":
            named = (
                " and ".join(f"${{{name}}}" for name in body["variables"])
                or f"address {body['number']} of notify.to"
            )
            yield "warn", f"nobody was told of run {run} through {named}: {body['detail']}", command
