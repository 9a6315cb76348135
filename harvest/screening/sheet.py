"""The rows of the workbook's sheet of decisions: what may be shown, and an empty row for what is to be decided."""

from __future__ import annotations

from harvest.screening.desk import Desk
from harvest.screening.model import Row, Vote
from store import views
from store.database import Reader


def sheet_rows(desk: Desk, database: Reader) -> tuple[list[Row], int]:
    """Return the rows of the sheet, and how many decisions are left out because somebody has still to vote."""
    titles = {row["record"]: row["title"] for row in views.records(database)}
    rows: list[Row] = []
    blinded = 0
    for stage in desk.stages:
        for record in desk.offered(stage):
            state = desk.state(record, stage)
            about: Row = {"record": record, "title": titles.get(record), "stage": stage}
            if not state.open:
                blinded += len(state.votes)
                rows.append(about)
                continue
            rows += [{**about, **_said(vote)} for vote in state.votes]
            if state.resolution:
                rows.append({**about, **_said(state.resolution), "settles": "yes"})
    return rows, blinded


def _said(vote: Vote) -> Row:
    return {
        "verdict": vote.verdict, "reason": vote.reason, "by": vote.by, "note": vote.note,
        "labels": "; ".join(vote.labels), "at": vote.at,
    }  # fmt: skip
