"""Mail addresses in what is exported: the review's own rule, read from the protocol of its newest run."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from harvest.exporting import without_emails
from store.counts import Queryable
from store.decisions import protocol_of_newest_run


def protocol_part(database: Queryable, name: str) -> dict[str, Any]:
    """Return a section of the protocol of the newest run, empty where it has none."""
    text = protocol_of_newest_run(database)
    part = json.loads(text).get(name) if text else None
    return dict(part) if isinstance(part, dict) else {}


def shown(database: Queryable) -> Callable[[str], str]:
    """Return what is done to a text before it leaves the review: e-mail addresses out, unless the protocol keeps them."""
    if protocol_part(database, "keep").get("personal_data", "redact-emails-in-exports") == "keep":
        return str
    return without_emails
