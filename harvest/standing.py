"""The pages of records, so that a run that looks for changes also looks at those that nothing leads to any more."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from store import comparing
from store.database import Reader
from store.ledger import Ledger
from store.workspace import Workspace


def standing(workspace: Workspace, ledger: Ledger) -> dict[str, list[list[Any]]]:
    """Return the addresses of the pages of all records, by source, as ``[depth, lead]`` rows.

    A site leaves what it withdrew out of its lists and its search, so that only asking shows that it is gone.

    Raises:
        StoreError: the database cannot be read.
    """
    found: defaultdict[str, list[list[Any]]] = defaultdict(list)
    if not workspace.database.exists():
        return {}
    with Reader(workspace.database) as database:
        pages = comparing.pages_of_records(database)
    for page in pages:
        entry = ledger.entry(page["seq"])
        if entry is None or entry.kind != "fetch":
            continue
        body = entry.body
        lead = [body["url"], body["kind"], body.get("why", "start"), body.get("question"), 0, 1, {}]
        # The depth of the page that it was found on: a link lies one deeper.
        found[page["source"]].append([int(body.get("depth") or 0) - (lead[2] == "link"), lead])
    return dict(found)
