"""How a source went: documents, relevant ones, the run of others since the last, and how unlikely that is."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from harvest.reading_order import Reading
from harvest.saturation.hypergeometric import recent_documents_p
from harvest.saturation.sources import CAREFUL_P, CAREFUL_READ, CAREFUL_RECALL
from harvest.saturation.verdicts import CALLED, Basis, Verdict, exhausted, slowing

Row = dict[str, Any]
Word = Literal["exhausted", "slowing", "not_shown"]

#: Recalls whose absence is tested.
TARGETS = (0.95, 0.9, 0.8)
#: Documents without a relevant one before anything is called slow.
LEAST_RUN = 10
#: The names of the scopes that are no source.
ALL, SCREENING = "all", "screening"
#: Batches of a scope for which the test is computed in the log, at most, spread evenly; of the last one it always is.
#: Its cost grows with the number of relevant documents: with many of them fewer batches are tested.
TESTED, FEWEST, COST = 40, 3, 8000


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of one scope.

    Attributes:
        scope: a source, ``all``, or ``screening``.
        n: documents read, or records decided.
        pool: documents known that can be looked at, or records.
        r: relevant ones among those read.
        unread: ``pool - n``.
        barred: further documents that nobody can look at; they are in no pool.
        run: read since the last relevant one.
        new: relevant ones in the last batch.
        p: for each recall how unlikely the last documents would be if it had not been reached; by the order of
            reading, so it claims nothing.
        verdict: ``exhausted``, ``slowing`` or ``not_shown``.
        basis: what the labels rest on.
    """

    scope: str
    n: int
    pool: int
    r: int
    unread: int
    barred: int
    run: int
    new: int
    p: Mapping[str, float]
    verdict: Word
    basis: Basis

    def said(self) -> Verdict:
        """Return the verdict with the sentence that a methods section can print."""
        if self.verdict == "exhausted":
            return exhausted(self.pool, self.r, self.basis)
        if self.verdict == "slowing":
            return slowing(self.pool, self.n, self.r, self.run, self.basis)
        sentence = (
            f"Still yielding: {self.r} {CALLED[self.basis]} in {self.n} of {self.pool} discovered documents."
        )
        return Verdict("not_shown", None, sentence, self.basis)

    def as_dict(self) -> Row:
        """Return plain JSON data."""
        return {**asdict(self), "sentence": self.said().sentence}


def measured(
    scope: str, labels: Sequence[bool], pool: int, batch: int, basis: Basis, *, barred: int = 0,
    opened_at: Sequence[int] = (),
) -> Measured:  # fmt: skip
    """Measure one scope.

    Args:
        scope: its name.
        labels: of the documents read, in order.
        pool: documents known, these among them.
        batch: documents of a batch.
        basis: what the labels rest on.
        barred: documents that nobody can look at.
        opened_at: after how many documents the scope was opened again because an audit found something in it.
    """
    at = _positions(labels)
    run = len(labels) - (at[-1] if at else 0)
    p = {f"{target:g}": recent_documents_p(at, len(labels), pool, target) for target in TARGETS}
    new = sum(labels[-(len(labels) % batch or batch) :]) if labels else 0
    verdict = verdict_of(labels, pool, opened_at)
    return Measured(
        scope, len(labels), pool, sum(labels), pool - len(labels), barred, run, new, p, verdict, basis
    )


def verdict_of(labels: Sequence[bool], pool: int, opened_at: Sequence[int] = ()) -> Word:
    """Return whether a scope is read to its end, slows down, or neither, as it stands now.

    It slows down when at least ten documents were read since the last relevant one, or since it was opened again, and
    so few among the last would be unlikely (p below .05) if 80 % had not been found; without any relevant document
    when 95 % of it was read.
    """
    read = len(labels)
    if read >= pool:
        return "exhausted"
    at = _positions(labels)
    if read - max([0, *at[-1:], *opened_at]) < LEAST_RUN:
        return "not_shown"
    if not at:
        return "slowing" if read >= CAREFUL_READ * pool else "not_shown"
    return "slowing" if recent_documents_p(at, read, pool, CAREFUL_RECALL) < CAREFUL_P else "not_shown"


def measure_all(read: Reading, batch: int) -> tuple[Measured, list[Measured]]:
    """Return what was measured over all sources together, and of each."""
    whole = measured(
        ALL, [each.relevant for each in read.read], read.pool, batch, read.basis, barred=sum(sum(each.values()) for each in read.barred.values())
    )  # fmt: skip
    each_one = []
    for name in read.sources():
        part = read.of(name)
        labels = [each.relevant for each in part.read]
        each_one.append(
            measured(name, labels, part.pool, batch, read.basis, barred=sum(part.barred[name].values()))
        )
    return whole, each_one


def log_rows(read: Reading, batch: int) -> list[Row]:
    """Return the rows of the log: the indicators of each source and of all after each batch."""
    rows: list[Row] = []
    for scope, part in ((ALL, read), *((name, read.of(name)) for name in read.sources())):
        rows += _log_of(scope, part, batch)
    return rows


def _log_of(scope: str, read: Reading, batch: int) -> list[Row]:
    rows: list[Row] = []
    labels = [each.relevant for each in read.read]
    discovered = sorted([*(each.found_at for each in read.read), *(each.found_at for each in read.unread)])
    ends = [*range(batch, len(labels), batch), len(labels)] if labels else []
    stride = -(-len(ends) // max(FEWEST, min(TESTED, COST // max(1, sum(labels)))))
    for number, end in enumerate(ends, 1):
        last = read.read[end - 1]
        sofar = labels[:end]
        pool = max(end, bisect_right(discovered, last.seq))
        at = _positions(sofar)
        begins = (number - 1) * batch
        tested = number == len(ends) or number % stride == 0
        verdict = verdict_of(sofar, pool) if tested else ("exhausted" if end >= pool else "not_shown")
        values: list[tuple[str, float | None, Row]] = [
            ("new", float(sum(sofar[begins:])), {"batch": end - begins}),
            ("run", float(end - (at[-1] if at else 0)), {}),
        ]
        if tested:
            values += [
                ("p", recent_documents_p(at, end, pool, target), {"target": target}) for target in TARGETS
            ]
        common = {"run": last.run, "round": number, "scope": scope, "n": end, "pool": pool, "r": len(at),
                  "verdict": verdict, "basis": read.basis, "at_time": last.at}  # fmt: skip
        rows += [
            {**common, "indicator": name, "value": value, "params": json.dumps(params, sort_keys=True)}
            for name, value, params in values
        ]
    return rows


def _positions(labels: Sequence[bool]) -> list[int]:
    return [number for number, label in enumerate(labels, 1) if label]
