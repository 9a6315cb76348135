"""Reports as CSV: one file a table."""

from __future__ import annotations

import csv
import io

from harvest.export.clean import guard_formula, one_line
from harvest.report.model import Report, Table, plain
from harvest.report.writing.common import tables


def files(report: Report, stem: str) -> list[tuple[str, bytes]]:  # noqa: ARG001
    """Return a CSV file for each table, named as the table is."""
    return [(f"{name}.csv", table_csv(table)) for name, table in tables(report)]


def table_csv(table: Table) -> bytes:
    """Return a table as CSV in UTF-8; no cell is a formula to a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    for row in table.rows:
        cells = [one_line(plain(cell)) for cell in row]
        writer.writerow(
            [
                each if at in table.numbers and _number(each) else guard_formula(each)
                for at, each in enumerate(cells)
            ]
        )
    return out.getvalue().encode("utf-8", "replace")


def _number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
