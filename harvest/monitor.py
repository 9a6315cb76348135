"""Whether a run gave as much as its sources usually give: what shrank is told, and makes the run partial.

A site that changed its pages, or that answers strangers with little, raises no error. Its own past shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any, Literal

from harvest.protocol.running import Monitor
from store import comparing
from store.counts import Queryable

Row = dict[str, Any]

#: Earlier runs whose median is what is usual, and the fewest answers or results that are worth a word.
PAST, LEAST = 4, 5
#: How a run ended whose numbers can be compared: everything was asked.
WHOLE = frozenset({"ok", "partial"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One source or host that gave far less than usual, or mostly trouble.

    Attributes:
        about: whether ``name`` is a source or a host.
        name: id of the source, or the host.
        what: ``answers``, ``results`` (of its search) or ``trouble`` (refused and failed).
        now: how many in this run.
        usual: how many in the median of its earlier runs; of ``trouble`` how many were asked.
        run: the newest earlier run that it is compared with; of ``trouble`` 0.
        sentence: all that for people.
    """

    about: Literal["source", "host"]
    name: str
    what: Literal["answers", "results", "trouble"]
    now: int
    usual: int
    run: int
    sentence: str


def monitor(database: Queryable, run: int, limits: Monitor) -> list[Finding]:
    """Return what gave far less in a run than in the median of its own last ended runs.

    Answers are what was fetched, what is unchanged, and what stands from before, so that a run that asks
    only for changes is measured like any other. A run that asked only for what had failed is not measured.

    Args:
        database: what was computed so far.
        run: number of the run.
        limits: the section ``[monitor]`` of its protocol.
    """
    past = compared_with(database, run)
    names = set(past)
    runs = {run}.union(*past.values())
    sources = _gave(comparing.yields(database, "source", runs))
    findings = [
        each for name in sorted(names) for each in _judged("source", name, run, past[name], sources, limits)
    ]
    told = {each.name for each in findings}
    hosts = _gave(comparing.yields(database, "host", runs))
    for host in sorted({name for name, _ in hosts}):
        of = {source for (name, _), row in hosts.items() if name == host for source in row["sources"]}
        # What is said of a source need not be said of its hosts once more.
        if of & names and not of & told:
            earlier = sorted({each for source in of & names for each in past[source]}, reverse=True)[:PAST]
            findings += _judged("host", host, run, earlier, hosts, limits)
    return findings


def compared_with(database: Queryable, run: int) -> dict[str, list[int]]:
    """Return the runs that each source of a run is measured by: its last whole ones, newest first."""
    asked = comparing.asked_sources(database)
    past: dict[str, list[int]] = {row["source"]: [] for row in asked if row["run"] == run}
    for row in asked:
        earlier = past.get(row["source"])
        if earlier is not None and row["run"] < run and row["outcome"] in WHOLE and len(earlier) < PAST:
            earlier.append(row["run"])
    return past


def fell(now: int, usual: float, limits: Monitor) -> bool:
    """Tell whether a number is far below what is usual."""
    return now < limits.shrink * usual and usual - now >= LEAST


Gave = Mapping[tuple[str, int], Row]


def _gave(rows: Iterable[Row]) -> Gave:
    return {(row["name"], row["run"]): row for row in rows}


def _judged(
    about: Literal["source", "host"], name: str, run: int, earlier: list[int], gave: Gave, limits: Monitor
) -> Iterator[Finding]:
    this = gave.get((name, run), {})
    kinds: tuple[tuple[Literal["answers", "results"], str, str], ...] = (
        ("answers", "answer", "answers"), ("results", "result of its search", "results of its search"),
    )  # fmt: skip
    for what, one, more in kinds if earlier else ():
        now = int(this.get(what, 0))
        usual = median(int(gave.get((name, each), {}).get(what, 0)) for each in earlier)
        if fell(now, usual, limits):
            said = f"{name}: {now:,} {one if now == 1 else more}, usually {round(usual):,}"
            yield Finding(about, name, what, now, round(usual), earlier[0], said)
    asked, troubled = int(this.get("asked", 0)), int(this.get("troubled", 0))
    if troubled >= LEAST and troubled >= limits.errors * asked:
        said = f"{name}: {troubled:,} of {asked:,} addresses were refused or failed"
        yield Finding(about, name, "trouble", troubled, asked, 0, said)
