"""The reports and plots that the site shows, and the files that belong to them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from crawler.spec import SourceSpec
from harvest.errors import GreylitError
from harvest.report.model import Figure, Report
from store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Collected:
    """Reports, plots, the text files beside them by name, and what could not be made with why."""

    reports: Sequence[Report] = ()
    figures: Sequence[Figure] = ()
    beside: Mapping[str, str] | None = None
    notes: tuple[str, ...] = ()


def collected(workspace: Workspace, specs: Mapping[str, SourceSpec], date: str) -> Collected:
    """Return every report and every plot of a review. One that cannot be made is left out, and said.

    Raises:
        GreylitError: the review has not been run.
        StoreError: ledger or database cannot be read.
    """
    from harvest.plots import figures, open_search
    from harvest.report.all_of_it import REPORTS, build
    from harvest.report.facts import facts
    from harvest.report.flow_counting import flow_counts
    from harvest.report.prisma_csv import prisma_csv
    from harvest.report.search_history import search_histories

    known = facts(workspace, dict(specs), date)
    reports: list[Report] = []
    notes: list[str] = []
    beside: dict[str, str] = {}
    for name in REPORTS:
        try:
            reports.append(build(name, known))
        except GreylitError as error:
            notes.append(f"the report {name} could not be made: {error}")
    try:
        beside["PRISMA.csv"] = prisma_csv(flow_counts(known))
    except GreylitError as error:
        notes.append(f"PRISMA.csv could not be made: {error}")
    for name, history in search_histories(known).items():
        beside[f"search-histories/{Path(name).name}"] = (
            json.dumps(history, ensure_ascii=False, indent=2, default=str) + "\n"
        )
    with open_search(workspace) as search:
        drawn = list(figures(search))
    return Collected(reports, drawn, beside, tuple(notes))
