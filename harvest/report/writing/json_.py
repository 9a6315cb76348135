"""Reports as JSON: the data that every other format is made of."""

from __future__ import annotations

import json

from harvest.export.clean import encodable
from harvest.report.model import Report


def files(report: Report, stem: str) -> list[tuple[str, bytes]]:
    """Return one JSON document."""
    whole = {
        "schema": "greylit/report/1", "report": report.name, "title": report.title, "date": report.date,
        "data": dict(report.data),
    }  # fmt: skip
    text = json.dumps(whole, ensure_ascii=False, indent=2)
    return [(f"{stem}.json", (encodable(text) + "\n").encode())]
