"""The flow diagram as a report: the drawing, its numbers, its sums, and what its boxes do not say."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from harvest.report.facts import Facts
from harvest.report.flow_counting import flow_counts
from harvest.report.flow_counts import FlowCounts, Variant
from harvest.report.flow_drawing import flow_says, flow_svg
from harvest.report.items import rows_table, table_data
from harvest.report.model import Block, Bullets, Figure, Heading, Paragraph, Report, Table, blank, text
from harvest.report.prisma_s import title


def flow(facts: Facts, variant: Variant = "official") -> Report:
    """Return the flow diagram.

    Raises:
        GreylitError: a sum does not hold (``FLOW_SUM``): nothing is drawn.
    """
    counts = flow_counts(facts, variant)
    boxes = boxes_table(counts)
    sums = rows_table(
        "Sums of the diagram, each of which holds", ("Sum", "Number", "Computed"),
        [(each.sentence, each.left, each.right) for each in counts.sums], "flow-sums",
    )  # fmt: skip
    figure = Figure("flow", "PRISMA 2020 flow diagram", flow_says(counts), flow_svg(counts), boxes)
    blocks: list[Block] = [
        Heading(1, f"Flow diagram (PRISMA 2020, {variant}): {title(facts)}"),
        Paragraph(text("Identified, screened and included, with databases and registers on one side and other methods on the other.")),
        figure, *(Paragraph(text(each)) for each in counts.notes), *_blanks(counts),
        Heading(2, "Where each number is listed", "listed"), Bullets(tuple(text(f"{each.column}, {each.label}: {each.command}") for each in counts.boxes if each.command)),
        sums,
    ]  # fmt: skip
    return Report("flow", f"Flow diagram: {title(facts)}", facts.date, tuple(blocks), flow_data(counts, (boxes, sums)))  # fmt: skip


def _blanks(counts: FlowCounts) -> list[Block]:
    if counts.box("studies").n is not None:
        return []
    return [Paragraph(blank("how many studies the included reports are of (flow.studies in report-notes.toml)"))]  # fmt: skip


def flow_data(counts: FlowCounts, tables: tuple[Table, ...]) -> dict[str, Any]:
    """Return the diagram as plain JSON data."""
    return {
        "variant": counts.variant,
        "boxes": [
            {**asdict(box), "ids": list(box.ids), "parts": [{**asdict(part), "ids": list(part.ids)} for part in box.parts]}
            for box in counts.boxes
        ],
        "sums": [asdict(each) for each in counts.sums], "notes": list(counts.notes),
        "tables": [table_data(each) for each in tables],
    }  # fmt: skip


def boxes_table(counts: FlowCounts) -> Table:
    """Return every box and its parts as a table."""
    rows: list[tuple[object, ...]] = []
    for box in counts.boxes:
        rows.append((box.column, box.label, "", box.n, box.key))
        rows += [(box.column, box.label, part.label, part.n, "") for part in box.parts]
    return rows_table("Boxes of the flow diagram", ("Column", "Box", "Of it", "n", "PRISMA.csv"), rows, "flow-boxes")  # fmt: skip
