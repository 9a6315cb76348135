"""How each host took a run: what was asked and answered, what it refused, and what is left for a person."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

from crawler.robots import Robots
from crawler.spec import SourceSpec
from crawler.trouble import FOR_A_PERSON, MEANINGS
from harvest.by_hand import ByHand, by_hand, trouble_of
from harvest.monitor import PAST, compared_with, fell
from harvest.permissions import of_host, sentence
from harvest.protocol import from_normalised
from harvest.protocol.running import Monitor
from store import comparing, counts, hosts
from store.archive import read
from store.counts import Queryable
from store.database import Reader
from store.errors import StoreError
from store.workspace import Workspace

Row = dict[str, Any]

#: Redirects of a robots.txt that are followed (RFC 9309, 2.3.1.2).
_HOPS = 5
#: The name that groups of a robots.txt are matched by.
AGENT = "greylit"
_COUNTED = (
    "requests", "manners", "again", "fetched", "unchanged", "moved", "not_found", "refused", "failed", "unreadable",
)  # fmt: skip


@dataclass(slots=True)
class Host:
    """One host in one run.

    Attributes:
        requests: the sum of ``manners`` (robots.txt and the like), ``again`` (asked again later), ``fetched``,
            ``unchanged``, ``moved``, ``not_found``, ``refused``, ``failed`` and ``unreadable``.
        skipped: addresses passed over, by reason.
        robots: ``rules``, ``none``, ``closed``, or ``unknown`` when what it said cannot be read any more.
        delay: seconds between two requests.
        took, longest: mean and longest time of a request in seconds.
        troubles: what gave nothing, most first: ``trouble``, ``says``, ``addresses``, ``evidence``, ``first_at``,
            ``last_at``, ``example``.
        questions, addresses: what is left for a person: names of questions, addresses to open.
        done: how many of these tasks were done by hand.
        answers, usual: answers of this run, or that stand from before, and the median of the last whole runs.
        shrunk: whether that is far fewer, by ``[monitor]`` of the protocol.
    """

    host: str
    sources: list[str] = field(default_factory=list)
    requests: int = 0
    manners: int = 0
    again: int = 0
    fetched: int = 0
    unchanged: int = 0
    moved: int = 0
    not_found: int = 0
    refused: int = 0
    failed: int = 0
    unreadable: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    robots: str = "unknown"
    robots_detail: str | None = None
    delay: float = 0.0
    took: float | None = None
    longest: float | None = None
    first_at: str | None = None
    last_at: str | None = None
    troubles: list[Row] = field(default_factory=list)
    permissions: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    done: int = 0
    answers: int = 0
    usual: float | None = None
    shrunk: bool = False

    @property
    def blocked(self) -> bool:
        """Whether it closed itself to the crawler in a way that a person can get past."""
        closed = self.robots == "closed" or bool(self.questions or self.addresses)
        return closed or any(each["trouble"] in FOR_A_PERSON for each in self.troubles)

    @property
    def lost(self) -> int:
        """Requests that gave nothing."""
        return self.refused + self.failed + self.unreadable

    def as_dict(self) -> Row:
        """Return plain JSON data."""
        return {**asdict(self), "blocked": self.blocked}


def hosts_of(
    workspace: Workspace, database: Reader, specs: Mapping[str, SourceSpec], run: int | None = None
) -> list[Host]:
    """Return every host of a run, the one that gave least first.

    Args:
        workspace: the review; what robots.txt said is read from its archive.
        database: its database.
        specs: what each kind of source can do.
        run: number of the run; the newest when ``None``.
    """
    number = counts.newest_run(database) if run is None else run
    of_run = hosts.run_row(database, number)
    if of_run is None:
        return []
    found: dict[str, Host] = {}
    _requests(database, number, found)
    _skips(database, number, found)
    protocol = from_normalised(json.dumps(json.loads(of_run["protocol"])))
    _answers(database, number, protocol.monitor, found)
    _tasks(by_hand(database, number, specs), found)
    permissions = hosts.permissions(database, number)
    robots = _Robots(workspace, database, number)
    for name, host in found.items():
        host.robots, host.robots_detail, asked = robots.of(name)
        least = [spec.min_delay.get(name, 0.0) for spec in specs.values()]
        host.delay = max(protocol.crawl.delay, asked, *least)
        host.permissions = [sentence(each, of_run["started_at"][:10]) for each in of_host(permissions, name)]
    return sorted(found.values(), key=lambda each: (not each.blocked, -each.lost, each.host))


def shrunk(found: list[Host]) -> list[Host]:
    """Return the hosts that gave far fewer answers than usual, the smallest part of it first."""
    return sorted(
        (each for each in found if each.shrunk),
        key=lambda each: (each.answers / (each.usual or 1), each.host),
    )


def slow(found: list[Host]) -> list[Host]:
    """Return the hosts whose times were measured, the slowest first."""
    timed = (each for each in found if each.took is not None)
    return sorted(timed, key=lambda each: (-(each.took or 0.0), each.host))


def _requests(database: Queryable, run: int, found: dict[str, Host]) -> None:
    for row in hosts.requests(database, run):
        host = found.setdefault(row["host"], Host(row["host"]))
        for name in (*_COUNTED, "took", "longest", "first_at", "last_at"):
            setattr(host, name, row[name])
        host.sources = row["sources"] or []
    for row in hosts.troubles(database, run):
        trouble = trouble_of(row)
        kept = ("addresses", "evidence", "detail", "status", "first_at", "last_at", "example", "outcome")
        told = {"trouble": trouble, "says": MEANINGS[trouble], **{name: row[name] for name in kept}}
        found[row["host"]].troubles.append(told)


def _skips(database: Queryable, run: int, found: dict[str, Host]) -> None:
    for row in hosts.skips(database, run):
        host = found.setdefault(row["host"], Host(row["host"]))
        host.skipped[row["reason"]] = row["addresses"]
        host.sources = sorted({*host.sources, *filter(None, row["sources"])})


def _answers(database: Queryable, run: int, limits: Monitor, found: dict[str, Host]) -> None:
    """Set the answers of each host beside its usual number; a host that has vanished is found here, too."""
    past = compared_with(database, run)
    gave: defaultdict[str, dict[int, Row]] = defaultdict(dict)
    for row in comparing.yields(database, "host", {run}.union(*past.values())):
        gave[row["name"]][row["run"]] = row
    for name, rows in gave.items():
        host = found.get(name) or Host(name)
        host.answers = rows[run]["answers"] if run in rows else 0
        of = {source for row in rows.values() for source in row["sources"] if source in past}
        earlier = sorted({each for source in of for each in past[source]}, reverse=True)[:PAST]
        if earlier:
            host.usual = float(median(rows[each]["answers"] if each in rows else 0 for each in earlier))
            host.shrunk = fell(host.answers, host.usual, limits)
        if name in found or host.shrunk:
            host.sources = host.sources or sorted(of)
            found[name] = host


def _tasks(left: ByHand, found: dict[str, Host]) -> None:
    for task in left.tasks:
        host = found.setdefault(task.host, Host(task.host))
        if task.id in left.done:
            host.done += 1
        elif task.kind == "search":
            host.questions.append(task.question or task.id)
        else:
            host.addresses.append(task.opens)
        host.sources = sorted({*host.sources, task.source})


class _Robots:
    """What each host's robots.txt said in a run, read again from the archive."""

    def __init__(self, workspace: Workspace, database: Queryable, run: int) -> None:
        self._archive = workspace.archive
        self._rows: dict[str, Row] = {}
        self._of_host: dict[str, list[str]] = defaultdict(list)
        for row in hosts.robots_answers(database, run):
            self._rows[row["url"]] = row
            if row["url"].endswith("/robots.txt"):
                self._of_host[row["host"]].append(row["url"])

    def of(self, host: str) -> tuple[str, str | None, float]:
        """Return state, sentence and ``Crawl-delay`` of a host; the closed state where two schemes differ."""
        said = [self._of(url) for url in self._of_host.get(host, ())]
        if not said:
            return "unknown", None, 0.0
        closed = [each for each in said if each[0] == "closed"]
        state, detail, _ = (closed or said)[0]
        return state, detail, max(each[2] for each in said)

    def _of(self, url: str) -> tuple[str, str | None, float]:
        row = self._rows[url]
        for _ in range(_HOPS):
            onward = self._rows.get(row["to_url"] or "")
            if row["outcome"] != "redirect" or onward is None:
                break
            row = onward
        if row["status"] is None:
            return "closed", row["detail"], 0.0
        try:
            stored = read(self._archive, str(row["warc"]), int(row["warc_offset"]))
        except StoreError:
            return "unknown", row["detail"], 0.0
        robots = Robots.from_answer(row["status"], row["mime"] or "", stored.body(), AGENT)
        return robots.state, robots.detail, robots.crawl_delay
