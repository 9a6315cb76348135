"""Excluded records, each with its reason."""

from __future__ import annotations

from collections import Counter

from harvest.report.facts import Facts
from harvest.report.items import rows_table, table_data
from harvest.report.model import Block, Heading, Paragraph, Report, text
from harvest.report.prisma_s import title
from harvest.screening.model import State

NO_REASON = "no reason given"


def excluded(facts: Facts) -> Report:
    """Return the report on excluded records: by reason, and one by one."""
    rows = {row["record"]: row for row in facts.works if row["verdict"] == "record"}
    out = [(record, state) for record, state in sorted(facts.settled.items()) if state.verdict == "exclude" and record in rows]  # fmt: skip
    reasons = Counter((state.stage, state.reason or NO_REASON) for _, state in out)
    by_reason = rows_table(
        "Exclusions by stage and reason; each record has one reason", ("Stage", "Reason", "Records"),
        [(stage, reason, n) for (stage, reason), n in sorted(reasons.items(), key=lambda each: (each[0][0], -each[1], each[0][1]))],
        "exclusions",
    )  # fmt: skip
    listed = rows_table(
        "Excluded records", ("Record", "Title", "Publisher", "Year", "Stage", "Reason", "By", "Note", "Address"),
        [
            (record, rows[record]["title"], "; ".join(rows[record]["publishers"] or ()), str(rows[record]["year"] or ""), state.stage,
             state.reason or NO_REASON, ", ".join(_who(state)), "; ".join(state.notes()), rows[record]["url"])
            for record, state in out
        ], "excluded",
    )  # fmt: skip
    blocks: list[Block] = [
        Heading(1, f"Excluded records: {title(facts)}"),
        Paragraph(text(f"{len(out)} of {facts.records} records are excluded.")), by_reason, listed,
    ]  # fmt: skip
    data = {"records": facts.records, "excluded": [record for record, _ in out], "tables": [table_data(by_reason), table_data(listed)]}  # fmt: skip
    return Report("excluded", f"Excluded records: {title(facts)}", facts.date, tuple(blocks), data)


def _who(state: State) -> list[str]:
    return [state.resolution.by] if state.resolution else [vote.by for vote in state.votes]
