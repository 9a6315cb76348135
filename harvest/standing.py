"""The pages of records, so that a run that looks for changes also looks at those that nothing leads to any more."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from typing import Any

from crawler.lead import Lead
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
        lead = replace(Lead.of(body), note=json.loads(page["said"]) if page["said"] else {})
        # The depth of the page that it was found on: a link lies one deeper.
        found[page["source"]].append([int(body.get("depth") or 0) - (lead.why == "link"), lead.as_row()])
    return dict(found)
