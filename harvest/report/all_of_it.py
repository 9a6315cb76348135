"""Every report by its name, and all of them as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from harvest.report.characteristics import characteristics
from harvest.report.excluded import excluded
from harvest.report.facts import Facts
from harvest.report.flow import flow
from harvest.report.flow_counts import Variant
from harvest.report.methods import methods
from harvest.report.model import Block, Bullets, Figure, Heading, Line, Paragraph, Report, Run, Table, text
from harvest.report.prisma_s import prisma_s, title
from harvest.report.rameses import rameses
from harvest.report.search_log import search_log
from harvest.report.software import software
from harvest.report.strategies import strategies
from harvest.report.tarcis import tarcis

#: Reports by name, in the order in which they stand in the report of all: what each is, and what makes it.
REPORTS: dict[str, tuple[str, Callable[[Facts], Report]]] = {
    "prisma-s": ("The search by the 16 items of PRISMA-S.", prisma_s),
    "flow": ("The PRISMA 2020 flow diagram, and PRISMA.csv.", flow),
    "search-log": ("What each site and each question gave; search histories as JSON.", search_log),
    "methods": ("A draft for the methods section, each number with its command.", methods),
    "tarcis": ("Citation searching by the recommendations of TARCiS.", tarcis),
    "rameses": ("The items of RAMESES on searching.", rameses),
    "characteristics": ("Records by class of publisher, type, year and source.", characteristics),
    "excluded": ("Excluded records, each with its reason.", excluded),
    "strategies": ("Phrases and requests as sent, and the protocol as run.", strategies),
    "software": ("Software, versions and hashes.", software),
}
ALL = "all"


def build(name: str, facts: Facts, variant: Variant = "official", figures: Iterable[Figure] = ()) -> Report:
    """Return a report.

    Args:
        name: one of :data:`REPORTS`, or ``all``.
        facts: what is reported.
        variant: of the flow diagram.
        figures: plots, which stand in the report of all.

    Raises:
        GreylitError: a sum of the flow diagram does not hold (``FLOW_SUM``).
    """
    if name == ALL:
        return _whole(facts, all_reports(facts, variant), tuple(figures))
    report = flow(facts, variant) if name == "flow" else REPORTS[name][1](facts)
    return replace(report, data={**_stamp(facts), **report.data})


def all_reports(facts: Facts, variant: Variant = "official") -> list[Report]:
    """Return every report, in the order of :data:`REPORTS`."""
    return [build(name, facts, variant) for name in REPORTS]


def _stamp(facts: Facts) -> dict[str, Any]:
    """Return what says of which search a report is."""
    return {
        "review": facts.protocol.review.id, "run": facts.run, "protocol_sha256": facts.runs[-1]["protocol_sha256"],
        "ledger_head": facts.ledger_head, "software": facts.runs[-1]["software"].get("greylit", ""),
    }  # fmt: skip


def _whole(facts: Facts, reports: list[Report], figures: tuple[Figure, ...]) -> Report:
    blocks: list[Block] = [
        Heading(1, f"Search report: {title(facts)}"),
        Paragraph(text(f"{facts.protocol.review.question} Run {facts.run}; report of {facts.date}. Commands in it are typed in the folder of the review.")),
        Bullets(tuple((Run(report.title, "", f"#{report.name}"),) for report in reports)),
    ]  # fmt: skip
    for report in reports:
        blocks += _within(report)
    if figures:
        blocks += [Heading(2, "Plots", "plots"), *figures]
    data = {**_stamp(facts), "reports": {report.name: dict(report.data) for report in reports}}
    return Report(ALL, f"Search report: {title(facts)}", facts.date, tuple(blocks), data)


def _within(report: Report) -> list[Block]:
    """Return the blocks of a report as a part of a greater one: headings a level down, names of its own."""
    moved: list[Block] = []
    for block in report.blocks:
        match block:
            case Heading(level, words, anchor):
                own = report.name if level == 1 else f"{report.name}-{anchor}" if anchor else ""
                moved.append(Heading(level + 1, words, own))
            case Paragraph(line):
                moved.append(Paragraph(_line(line, report.name)))
            case Bullets(lines, numbered):
                moved.append(Bullets(tuple(_line(each, report.name) for each in lines), numbered))
            case Table():
                moved.append(_table(block, report.name))
            case Figure():
                moved.append(replace(block, table=_table(block.table, report.name) if block.table else None))
    return moved


def _table(table: Table, name: str) -> Table:
    rows = tuple(tuple(_line(cell, name) for cell in row) for row in table.rows)
    return replace(table, rows=rows, name=f"{name}-{table.name}" if table.name else "")


def _line(line: Line, name: str) -> Line:
    return tuple(
        replace(run, href=f"#{name}-{run.href[1:]}") if run.href and run.href.startswith("#") else run for run in line
    )  # fmt: skip
