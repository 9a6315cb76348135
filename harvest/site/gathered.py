"""Everything that the pages say, read from a review once, through the functions that commands and exports use."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crawler.spec import SourceSpec
from harvest.by_hand import ByHand, by_hand
from harvest.errors import Exit, GreylitError
from harvest.export import ExportContext, ExportRecord
from harvest.exporting import export_context, export_records
from harvest.protocol import Protocol, from_normalised
from harvest.screening.desk import Desk, open_desk
from harvest.screening.model import State
from harvest.screening.sheet import sheet_rows
from harvest.screening.states import settled
from harvest.site.words import Words
from harvest.status import Status, status
from store import citing, counts, views
from store.database import Reader
from store.workspace import Workspace

Row = dict[str, Any]

#: What stands where nothing is settled, whoever may have voted: what a first screener said must not show.
OPEN = "no settled decision"
#: What stands where a record has no value.
UNKNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Gathered:
    """One review as the pages need it.

    Attributes:
        workspace, database: the review; the database is open while pages are made.
        date: that the site carries, ISO.
        protocol: of the newest run.
        words: what may be shown of texts.
        context: of the exports.
        records: as they are exported, in the order of their numbers.
        rows: the same as the database has them, by number.
        state: what ``greylit status`` says.
        sources: every source, by id.
        groups: sources with the parts of one source of the protocol summed.
        left: what was left for a person, of the newest run.
        desk: decisions.
        said: rows of decisions that may be shown, by record; those without a verdict wait for one.
        settled: the state that settled each record.
        told: the sentence on how citation searching brought a record, by number.
        run: number of the newest run.
        runs: all runs.
    """

    workspace: Workspace
    database: Reader
    date: str
    protocol: Protocol
    words: Words
    context: ExportContext
    records: Sequence[ExportRecord]
    rows: Mapping[str, Row]
    state: Status
    sources: Mapping[str, Row]
    groups: Sequence[Row]
    left: ByHand
    desk: Desk
    said: Mapping[str, Sequence[Row]]
    settled: Mapping[str, State]
    told: Mapping[str, str]
    run: int
    runs: Sequence[Row]

    def verdict(self, record: str) -> str:
        """Return what was settled of a record: include, exclude, maybe, or that nothing is."""
        return str(self.settled[record].verdict) if record in self.settled else OPEN

    def verdicts(self) -> dict[str, int]:
        """Return how many records each verdict has; they sum to the records."""
        counted = Counter(self.verdict(each.id) for each in self.records)
        return {name: counted[name] for name in ("include", "maybe", "exclude", OPEN)}

    def whole(self, source: str) -> str:
        """Return the source of the protocol that a source is, or is a part of."""
        return str(self.sources[source]["part_of"] or source) if source in self.sources else source

    def name(self, source: str) -> str:
        """Return the name of a source, or of one that stands for several."""
        if source in self.sources:
            return str(self.sources[source]["name"] or source)
        of_parts = (row["part_of_name"] for row in self.sources.values() if row["part_of"] == source)
        return str(next(of_parts, None) or source)


def gather(workspace: Workspace, database: Reader, date: str, specs: Mapping[str, SourceSpec]) -> Gathered:
    """Return a review as the pages need it.

    Raises:
        GreylitError: no run has ended yet (``NO_RUN``).
        StoreError: ledger or database cannot be read.
    """
    runs = views.runs(database)
    if not runs:
        raise GreylitError(
            "there is no finished run to show", code="NO_RUN", exit_code=Exit.NOT_FOUND, hint="Go on with it: greylit resume",
        )  # fmt: skip
    protocol = from_normalised(json.dumps(json.loads(runs[-1]["protocol"])))
    desk = open_desk(workspace, database=database)
    sheet, blinded = sheet_rows(desk, database)
    known = dict(specs)
    run = counts.newest_run(database)
    said: defaultdict[str, list[Row]] = defaultdict(list)
    for row in sheet:
        said[row["record"]].append(row)
    state = status(workspace, known)
    return Gathered(
        workspace=workspace, database=database, date=date, protocol=protocol, words=Words.of(protocol),
        context=export_context(workspace, database, protocol, known, date, (sheet, blinded)),
        records=export_records(database, protocol, desk.states),
        rows={row["record"]: row for row in views.records(database)},
        state=state, sources={row["source"]: row for row in views.sources(database)},
        groups=counts.grouped(state.sources), left=by_hand(database, run, known), desk=desk, said=said,
        settled=settled(dict(desk.states)), told=citing.how_found(database), run=run, runs=runs,
    )  # fmt: skip
