"""What kinds of documents the records are: by class of publisher, type, year and source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from harvest.report.facts import Facts
from harvest.report.items import rows_table, shown_by, table_data
from harvest.report.model import Block, Bullets, Heading, Paragraph, Report, Table, text
from harvest.report.numbers import Number
from harvest.report.prisma_s import title

Row = dict[str, Any]
UNKNOWN = "not known"


def characteristics(facts: Facts) -> Report:
    """Return the report on the characteristics of records and of the included ones."""
    counted, listed = tables(facts), documents_table(facts)
    included = facts.included()
    numbers = (Number("records", "records", facts.records, "greylit records", "total"),)
    blocks: list[Block] = [
        Heading(1, f"Characteristics of documents: {title(facts)}"),
        Paragraph(text(f"{facts.records} records, {len(included)} of them included. What the documents do not say is counted as {UNKNOWN}.")),
        *counted, listed, Bullets(tuple(shown_by(numbers))),
    ]  # fmt: skip
    data = {
        "records": facts.records, "included": len(included), "numbers": [each.as_dict() for each in numbers],
        "tables": [table_data(each) for each in (*counted, listed)],
    }  # fmt: skip
    return Report("characteristics", f"Document characteristics: {title(facts)}", facts.date, tuple(blocks), data)  # fmt: skip


def tables(facts: Facts) -> list[Table]:
    """Return the tables of counts; in each, a record stands in one row."""
    first = {group.id: facts.names.get(group.first, group.first) for group in facts.groups}
    ways: list[tuple[str, str, Callable[[Row], str]]] = [
        ("publisher class", "by-publisher-class", lambda row: row["publisher_class"] or UNKNOWN),
        ("type of document", "by-type", lambda row: row["doc_type"] or UNKNOWN),
        ("year", "by-year", lambda row: str(row["year"] or UNKNOWN)),
        ("source that found it first", "by-source", lambda row: first[row["record"]]),
    ]
    return [_table(facts, says, name, of) for says, name, of in ways]


def _table(facts: Facts, says: str, name: str, of: Callable[[Row], str]) -> Table:
    included = set(facts.included())
    rows = _records(facts)
    every = Counter(of(row) for row in rows)
    chosen = Counter(of(row) for row in rows if row["record"] in included)
    excluded = Counter(
        of(row) for row in rows
        if (state := facts.settled.get(row["record"])) and state.verdict == "exclude"
    )  # fmt: skip
    order = sorted(every, key=lambda each: (each == UNKNOWN, each if name == "by-year" else -every[each], each))  # fmt: skip
    lines = [(each, every[each], chosen[each], excluded[each], every[each] - chosen[each] - excluded[each]) for each in order]  # fmt: skip
    lines.append(("all", len(rows), chosen.total(), excluded.total(), len(rows) - chosen.total() - excluded.total()))  # fmt: skip
    return rows_table(
        f"Records by {says}", (says.capitalize(), "Records", "Included", "Excluded", "Not settled"), lines, name
    )  # fmt: skip


def _records(facts: Facts) -> list[Row]:
    return [row for row in facts.works if row["verdict"] == "record" and row["record"]]


def documents_table(facts: Facts) -> Table:
    """Return the included records one by one."""
    included = set(facts.included())
    rows = [
        (row["record"], row["title"], "; ".join(row["publishers"] or ()), row["publisher_class"] or UNKNOWN,
         row["doc_type"] or UNKNOWN, str(row["year"] or UNKNOWN), row["url"])
        for row in _records(facts) if row["record"] in included
    ]  # fmt: skip
    return rows_table(
        "Included records", ("Record", "Title", "Publisher", "Publisher class", "Type", "Year", "Address"), rows, "included"
    )  # fmt: skip
