"""One SQLite file with the tables that :mod:`harvest.export.parquet` writes, for Datasette, R, and any other program.

Keys and foreign keys are declared, so that Datasette links a passage to its record. Lists are JSON texts, which SQLite's
``json_each`` and Datasette's facets read. No cell is guarded against formulas: this is no spreadsheet.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from harvest.errors import Exit, GreylitError
from harvest.export.files import replacing
from harvest.export.left_out import blinded
from harvest.export.model import ExportResult
from harvest.export.notes import Tally
from harvest.export.table_rows import rows
from harvest.export.tables import RECORDS, TABLES, Kind, Table
from harvest.export.whole import Whole
from store.single_file import FileColumn, FileTable, SingleFile

_TYPES: dict[Kind, str] = {
    "text": "text",
    "integer": "integer",
    "number": "real",
    "yes-no": "integer",
    "list": "text",
}


def write_from(whole: Whole, out: Path) -> ExportResult:
    """Write the records and all that belongs to them as one SQLite file.

    An earlier export there is replaced.

    Raises:
        GreylitError: it cannot be written (``EXPORT_NOT_WRITTEN``).
    """
    tally, count, context = Tally(), 0, whole.context
    with replacing(out) as part:
        try:
            part.unlink(missing_ok=True)
            file = SingleFile(part, map(_described, TABLES))
            try:
                for table, some in rows(whole.database, whole.records, context, tally):
                    count += len(some) if table is RECORDS else 0
                    file.add(table.name, some)
                file.close()
            finally:
                file.abandon()
        except sqlite3.OperationalError as error:
            raise GreylitError(
                f"could not write {out}: {error}", code="EXPORT_NOT_WRITTEN", exit_code=Exit.STORE, where={"file": str(out)},
                hint="free some space, or choose another place for the file",
            ) from error  # fmt: skip
    notes = (*tally.sentences(), *blinded(context), "SQLite has no lists: they are JSON texts")
    return ExportResult(paths=(out,), records=count, notes=notes)


def _described(table: Table) -> FileTable:
    columns = [FileColumn(c.name, _TYPES[c.kind], c.meaning, c.of) for c in table.columns]
    return FileTable(table.name, table.about, columns, table.key)
