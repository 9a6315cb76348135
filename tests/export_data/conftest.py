"""Finished reviews to export from, and what the formats of whole reviews are given."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.sources import sources
from harvest.export.whole import Whole
from harvest.exporting import export_context, export_records
from harvest.protocol import from_normalised
from harvest.screening.desk import open_desk
from harvest.screening.sheet import sheet_rows
from store import views
from store.database import Reader
from store.workspace import Workspace
from tests.report.conftest import cited, copied, govuk, say

__all__ = ["cited", "copied", "govuk", "say"]

DATE = "2026-11-27"
Open = Callable[..., Whole]


@pytest.fixture
def whole() -> Iterator[Open]:
    """Open a review for export: all its records, or some by number."""
    with ExitStack() as at_end:

        def open_it(folder: Path, *records: str, everything: bool = False) -> Whole:
            workspace = Workspace(folder)
            database = at_end.enter_context(Reader(workspace.database))
            protocol = from_normalised(json.dumps(json.loads(views.runs(database)[-1]["protocol"])))
            desk = open_desk(workspace, database=database)
            found = export_records(database, protocol, desk.states)
            context = export_context(
                workspace, database, protocol, sources(), DATE, sheet_rows(desk, database)
            )
            return Whole(
                workspace=workspace, database=database, context=context, everything=everything,
                records=[record for record in found if not records or record.id in records],
            )  # fmt: skip

        yield open_it


@pytest.fixture
def with_protocol(copied: Path, whole: Open) -> Callable[..., Whole]:
    """Open a copy of the review whose newest protocol has another section."""
    import duckdb

    def changed(section: str, **values: object) -> Whole:
        with duckdb.connect(str(copied / "greylit.duckdb")) as database:
            (text,) = database.execute("select protocol from run order by run desc limit 1").fetchall()[0]
            protocol = json.loads(text)
            protocol[section] = {**(protocol.get(section) or {}), **values}
            database.execute("update run set protocol = ?", (json.dumps(protocol),)).fetchall()
        opened = whole(copied)
        return replace(opened)

    return changed
