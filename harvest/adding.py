"""Noting addresses that a person names, and saying of each what is known of it already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from harvest.suggestions import checked, suggestions
from harvest.why import spellings_of
from store import views
from store.database import Reader
from store.ledger import Ledger
from store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one address.

    Attributes:
        url: in its one spelling.
        noted: a row of the ledger was written; not for one that was named before.
        seq: the row that names it.
        known: ``record``, ``fetched``, ``skipped`` or ``suggested``, where it is known already.
        record: the record that it belongs to, where there is one.
        says: all that in a sentence.
    """

    url: str
    noted: bool
    seq: int
    known: str | None
    record: str | None
    says: str

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data."""
        return asdict(self)


def add(
    workspace: Workspace, urls: Sequence[str], note: str, by: str, test_hosts: Sequence[str] = ()
) -> list[Added]:
    """Note addresses in the ledger, each once; nothing is fetched. All of them, or none.

    Args:
        workspace: the review.
        urls: the addresses.
        note: why they are named.
        by: who names them.
        test_hosts: hosts exempt from the public-address check.

    Raises:
        GreylitError: one of them may never be asked, or note or name is missing (``SUGGESTION``).
        StoreError: the ledger cannot be written.
    """
    rows = {row["url"]: row for row in (checked(url, note, by, test_hosts) for url in urls)}
    workspace.prepare()
    with Ledger(workspace.ledger) as ledger:
        before = {each.url: each for each in suggestions(ledger)}
        done = []
        for url, row in rows.items():
            what, record, says = _known(workspace, ledger, url)
            if earlier := before.get(url):
                told = f"named already, by {earlier.by} on {earlier.at[:10]}"
                done.append(
                    Added(url, False, earlier.seq, "suggested", record, f"{told}; {says}" if what else told)
                )
                continue
            seq = ledger.append("suggestion", row)
            done.append(Added(url, True, seq, what, record, f"{says}; noted" if what else "noted"))
    return done


def _known(workspace: Workspace, ledger: Ledger, url: str) -> tuple[str | None, str | None, str]:
    """Return what is known of an address: a word, the record, a sentence."""
    spellings = spellings_of(url)
    if workspace.database.exists():
        with Reader(workspace.database) as database:
            for work in views.works_at(database, spellings):
                if work["verdict"] == "record" and work["record"]:
                    return "record", work["record"], f"a record already: {work['record']}"
                return "fetched", None, f"fetched already, not a record: {work['reason']}"
    entries = [entry for each in spellings for entry in ledger.by_url(each) if not entry.body.get("again")]
    if not entries:
        return None, None, ""
    newest = max(entries, key=lambda entry: entry.seq)
    if newest.kind == "skip":
        return (
            "skipped",
            None,
            f"not fetched in run {newest.run}: {newest.body['reason']}, {newest.body['detail']}",
        )
    return "fetched", None, f"asked for already in run {newest.run}: {newest.body['outcome']}"
