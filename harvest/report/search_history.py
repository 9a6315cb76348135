"""Search histories for other programs: one JSON file a source.

The structure is that of Haddaway et al. 2022 (Campbell Systematic Reviews 18:e1288), as the library ``search-query`` reads it:
``record_info``, ``authors``, ``date``, ``platform``, ``database``, ``search_string``, ``search_results_path``, in a file
``*_search_history.json``.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from harvest.report.facts import Facts
from harvest.report.tables import searched_on

Row = dict[str, Any]


def search_histories(facts: Facts) -> dict[str, Row]:
    """Return the search histories by the names of their files, one for each source."""
    return {
        f"{re.sub(r'[^A-Za-z0-9_-]+', '-', row['source']).strip('-')}_search_history.json": _history(
            facts, row
        )
        for row in facts.sources
    }


def _history(facts: Facts, row: Row) -> Row:
    asked = [each for each in facts.questions if each["source"] == row["source"]]
    brought = [each for each in facts.imports if each["source"] == row["source"]]
    strategies = [each["sent"] for each in asked if each["sent"]] + [each["strategy"] for each in brought if each["strategy"]]  # fmt: skip
    first, last = searched_on(facts, row)
    host = urlsplit(row["url"]).netloc if row["url"] else ""
    requests = [each for each in facts.requests if each["source"] == row["source"]]
    return {
        "record_info": {
            "id": f"{facts.protocol.review.id}-{row['source']}", "review": facts.protocol.review.title or facts.protocol.review.id,
            "protocol_sha256": facts.runs[-1]["protocol_sha256"], "ledger_head": facts.ledger_head,
            "software": f"greylit {facts.runs[-1]['software'].get('greylit', '')}",
        },
        "authors": [{"name": name} for name in facts.protocol.review.team] or [{"name": "not recorded"}],
        "date": {
            "data_entry": facts.date, "search_conducted": last,
            "first_search": first, "last_search": last,
        },
        "platform": f"website:{host}" if row["prisma"] in ("website", "organisation") and host else host or row["name"],
        "database": [row["name"]],
        # Parts are alternatives: each was put by itself.
        "search_string": " OR ".join(dict.fromkeys(strategies)),
        "search_results_path": [each["file"] for each in brought] or sorted(
            {warc for each in facts.times if each["source"] == row["source"] for warc in each["warcs"] or ()}
        ),
        "questions": [
            {"run": each["run"], "question": each["question"], "sent": each["sent"], "outcome": each["outcome"], "results": each["total"],
             "returned": each["returned"], "requests": [q["url"] for q in requests if (q["run"], q["question"]) == (each["run"], each["question"])]}
            for each in asked
        ],
        "results": {"works": facts.lists_of(row["source"]), "records_found_first": len(facts.yields[row["source"]].first)},
    }  # fmt: skip
