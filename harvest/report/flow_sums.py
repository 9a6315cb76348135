"""Checks the sums of the flow diagram, which the official drawing tool never does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from harvest.errors import Exit, GreylitError
from harvest.report.flow_counts import FlowCounts, Sum

#: How the two columns are called where the included reports are told apart.
COLUMNS = {"databases": "identified via databases and registers", "other": "identified via other methods"}


def checked(counts: FlowCounts, records: int) -> FlowCounts:
    """Return the counts with their sums.

    Args:
        counts: the boxes.
        records: how many records the review has.

    Raises:
        GreylitError: a sum does not hold (``FLOW_SUM``): the message names it.
    """
    sums = tuple(_sums(counts, records))
    for each in sums:
        if each.left != each.right:
            raise GreylitError(
                f"the flow diagram is not drawn, because a sum does not hold: {each.sentence} ({each.left} is not {each.right})",
                code="FLOW_SUM", exit_code=Exit.FINDINGS, where={"sum": each.sentence},
                hint="The database is computed: greylit rebuild. If it stays, greylit audit says where it differs from the ledger.",
            )  # fmt: skip
    studies, reports = counts.box("studies").n, counts.box("reports").n or 0
    if studies is not None and studies > reports:
        raise GreylitError(
            f"the flow diagram is not drawn, because a sum does not hold: studies ({studies}) are at most their reports ({reports})",
            code="FLOW_SUM", exit_code=Exit.FINDINGS, where={"sum": "studies <= reports"},
            hint="See flow.studies in report-notes.toml.",
        )  # fmt: skip
    return replace(counts, sums=sums)


def _sums(counts: FlowCounts, records: int) -> Iterable[Sum]:
    def n(*names: str) -> int:
        return sum(counts.box(name).n or 0 for name in names if counts.has(name))

    identified, removed = ("databases", "registers"), ("duplicates", "automatic", "other_reasons")
    yield Sum(
        "records screened = identified - duplicates - removed by automation - removed for other reasons",
        n("screened"),
        n(*identified) - n(*removed),
    )
    yield Sum(
        "reports sought = records screened - excluded - waiting for a decision on title and text",
        n("sought"),
        n("screened") - n("excluded") - _waits(counts, "waiting", 0),
    )
    yield Sum(
        "reports assessed = sought - not retrieved - waiting for a decision on full text",
        n("assessed"),
        n("sought") - n("not_retrieved") - _waits(counts, "waiting", 1),
    )
    found = ("websites", "organisations", "citations")
    if counts.variant == "with-screening":
        yield Sum("records screened (other methods) = identified", n("other_screened"), n(*found))
    yield Sum(
        "reports sought (other methods) = identified - excluded - waiting for a decision on title and text",
        n("other_sought"),
        n(*found) - n("other_excluded") - _waits(counts, "other_waiting", 0),
    )
    yield Sum(
        "reports assessed (other methods) = sought - not retrieved - waiting for a decision on full text",
        n("other_assessed"),
        n("other_sought") - n("other_not_retrieved") - _waits(counts, "other_waiting", 1),
    )
    yield Sum(
        "reports included = reports assessed - reports excluded, in both columns",
        n("reports"),
        n("assessed", "other_assessed") - n("assessed_excluded", "other_assessed_excluded"),
    )
    yield Sum("all records = screened + identified by other methods", records, n("screened", *found))
    for box in counts.boxes:
        if box.parts:
            yield Sum(
                f"{box.label} ({box.column}) = its parts", box.n or 0, sum(part.n for part in box.parts)
            )
        if box.n is not None and box.ids:
            yield Sum(f"{box.label} ({box.column}) = the records listed for it", box.n, len(set(box.ids)))
    for column in ("databases", "other"):
        # Each record in exactly one place: those that end somewhere are those that began.
        ends = [
            each
            for box in counts.boxes
            if box.column == column
            and box.name.removeprefix("other_")
            in ("excluded", "waiting", "not_retrieved", "assessed_excluded")
            for each in box.ids
        ]
        began = n("screened") if column == "databases" else n(*found)
        included = sum(part.n for part in counts.box("reports").parts if part.label == COLUMNS[column])
        yield Sum(f"each record of the {column} column stands in one place", began, len(ends) + included)
        yield Sum(f"no record of the {column} column stands in two places", len(ends), len(set(ends)))


def _waits(counts: FlowCounts, name: str, part: int) -> int:
    return counts.box(name).parts[part].n
