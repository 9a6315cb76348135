"""The numbers of a plot as CSV and JSON, for whoever wants to draw them otherwise."""

from __future__ import annotations

import csv
import io
import json

from harvest.export.clean import guard_formula, one_line
from harvest.plots.model import PlotData


def as_csv(data: PlotData) -> str:
    """Return the numbers as CSV, columns named by their keys."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([key for key, _ in data.columns])
    for row in data.rows:
        cells = [row[key] for key, _ in data.columns]
        writer.writerow([guard_formula(one_line(each)) if isinstance(each, str) else each for each in cells])
    return out.getvalue()


def as_json(data: PlotData) -> str:
    """Return the numbers as JSON, with the title and the sentence."""
    rows = [{key: row[key] for key, _ in data.columns} for row in data.rows]
    whole = {
        "schema": "greylit/plot/1", "plot": data.name, "title": data.title, "says": data.says,
        "columns": dict(data.columns), "rows": rows,
    }  # fmt: skip
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
