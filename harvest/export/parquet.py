"""A folder of Parquet files, one a table, for R (arrow), pandas, polars and DuckDB.

Each file says in its metadata what it is, each column what it means (key ``comment``, which DuckDB, pandas and arrow keep;
``description`` for other readers). Lists stay lists. Nothing is cut and no cell is guarded: this is no spreadsheet.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from harvest.export.folders import replacing_folder
from harvest.export.left_out import blinded
from harvest.export.model import ExportContext, ExportResult
from harvest.export.notes import Tally
from harvest.export.table_rows import Row, rows
from harvest.export.tables import RECORDS, TABLES, Kind, Table
from harvest.export.whole import Whole

OURS = "records.parquet"
_TYPES: dict[Kind, pa.DataType] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "yes-no": pa.bool_(),
    "list": pa.list_(pa.string()),
}


def write_from(whole: Whole, out: Path) -> ExportResult:
    """Write the records and all that belongs to them as Parquet files into the folder ``out``.

    An earlier export there is replaced.

    Raises:
        GreylitError: it cannot be written (``EXPORT_NOT_WRITTEN``).
    """
    tally, count, context = Tally(), 0, whole.context
    with replacing_folder(out, ours=OURS) as folder, ExitStack() as open_files:
        files = {
            table.name: open_files.enter_context(
                pq.ParquetWriter(
                    folder / f"{table.name}.parquet", _schema(table, context), compression="zstd"
                )
            )
            for table in TABLES
        }
        for table, some in rows(whole.database, whole.records, context, tally):
            count += len(some) if table is RECORDS else 0
            if some:
                files[table.name].write_table(_arrow(table, some, files[table.name].schema))
    return ExportResult(paths=(out,), records=count, notes=(*tally.sentences(), *blinded(context)))


def _schema(table: Table, context: ExportContext) -> pa.Schema:
    fields = [
        pa.field(
            column.name,
            _TYPES[column.kind],
            metadata={"comment": column.meaning, "description": column.meaning},
        )
        for column in table.columns
    ]
    about = {
        "table": table.name,
        "about": f"One row is {table.about}.",
        "export": context.stamp(),
        "columns": json.dumps({column.name: column.meaning for column in table.columns}, ensure_ascii=False),
    }
    return pa.schema(fields, metadata={f"greylit.{key}": value for key, value in about.items()})


def _arrow(table: Table, some: Iterable[Row], schema: pa.Schema) -> pa.Table:
    columns = {
        column.name: pa.array([row[column.name] for row in some], type=_TYPES[column.kind])
        for column in table.columns
    }
    return pa.table(columns, schema=schema)
