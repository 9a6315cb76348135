"""What a run would ask, of whom, at what pace; robots.txt is the only thing asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from crawler.clock import SystemClock
from crawler.guard import NotPublicError, host_of
from crawler.pace import Pace
from crawler.robots import MAX_BYTES, Robots, robots_url
from crawler.safe_requests import NO_ANSWER, Client
from crawler.spec import SourceSpec
from harvest.planned import PlannedSource
from harvest.protocol import Protocol
from harvest.questions import BROUGHT, plan
from harvest.run import user_agent

#: Seconds that one robots.txt may take.
TIMEOUT = 20.0


@dataclass(frozen=True, slots=True)
class PlanReport:
    """Sources and questions as a run would ask them.

    ``least_requests`` counts one page for each question and each walk; results decide how many follow.
    """

    sources: list[dict[str, Any]]
    questions: list[dict[str, Any]]
    notes: list[str]
    least_requests: int
    least_seconds: float

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data."""
        return asdict(self)


def plan_report(
    protocol: Protocol, specs: Mapping[str, SourceSpec], *, offline: bool = False, proxy: str | None = None
) -> PlanReport:
    """Return what a run of a protocol would ask.

    Args:
        protocol: a loaded protocol.
        specs: what each kind of source can do.
        offline: do not even ask for robots.txt.
        proxy: a proxy for these requests.
    """
    agent = user_agent(protocol.review.contact)
    client = Client(agent, Pace(SystemClock(), protocol.crawl.delay), proxy=proxy, seconds=TIMEOUT)
    rules: dict[str, Robots | str] = {}
    sources, questions, notes = [], [], []
    least, seconds = 0, 0.0
    for source in plan(protocol, specs):
        spec = specs.get(source.kind)
        host = host_of(source.url) if source.url else ""
        robots: Robots | str = "not asked (offline)"
        if source.kind in BROUGHT:
            robots = f"read from {', '.join(_files(source))}: nobody is asked"
        elif source.part_of:
            robots = "robots.txt is asked for when the run begins"
        elif host and not offline and not source.reason:
            address = robots_url(source.url)
            if address not in rules:
                rules[address] = _robots(address, client, agent.split("/")[0])
            robots = rules[address]
        delay = max(protocol.crawl.delay, spec.min_delay.get(host, 0.0) if spec else 0.0)
        if isinstance(robots, Robots):
            delay, robots = max(delay, robots.crawl_delay), robots.detail
        walks = _walks(source)
        asked = [each for each in source.questions if each.sent or not each.reason]
        count = 0 if source.reason or source.kind in BROUGHT else len(asked) + walks
        least += count
        seconds = max(seconds, count * delay)
        sources.append(
            {"source": source.id, "name": source.name, "url": source.url, "kind": source.kind, "reason": source.reason,
             "robots": robots, "delay": delay, "questions": len(asked), "walks": walks, "part_of": source.part_of,
             "part_of_name": source.part_of_name, "files": list(_files(source))}
        )  # fmt: skip
        for each in source.questions:
            shown = each.sent or (f"not asked: {each.reason}" if each.reason else "everything listed")
            questions.append({**each.as_row(), "shown": shown})
            name = f"{source.part_of}, {source.kind}" if source.part_of else each.question
            notes += [f"{name}: {note}" for note in each.notes]
    return PlanReport(sources, questions, list(dict.fromkeys(notes)), least, seconds)


def shown_questions(report: PlanReport) -> list[dict[str, Any]]:
    """Return the questions of a plan for people to read: what many parts of one source are asked alike, once."""
    part_of = {row["source"]: (row["part_of"], row["kind"]) for row in report.sources if row["part_of"]}
    shown: dict[tuple[object, ...], dict[str, Any]] = {}
    for row in report.questions:
        whole = part_of.get(row["source"])
        if whole is None:
            shown[(row["question"],)] = row
        elif not row.get("not_asked"):
            name = f"{whole[0]}.*:{row['question'].partition(':')[2]} ({whole[1]})"
            shown.setdefault((whole, row["meant"], row["sent"]), {**row, "question": name})
    return list(shown.values())


def parts_in_words(report: PlanReport, whole: str) -> list[str]:
    """Return sentences on the parts of a source: how many of each kind are asked what, and which are not."""
    kinds: Counter[tuple[str, int]] = Counter()
    reasons: Counter[str] = Counter()
    for row in report.sources:
        if row["part_of"] != whole:
            continue
        if row["reason"]:
            reasons[row["reason"]] += 1
        else:
            kinds[row["kind"], row["questions"]] += 1
    said = [
        f"{n} of kind {kind}, " + (f"each asked {questions} questions" if questions else "walked from their start pages")
        for (kind, questions), n in sorted(kinds.items())
    ]  # fmt: skip
    return said + [f"{n} not asked: {reason}" for reason, n in sorted(reasons.items())]


def duration(seconds: float) -> str:
    """Return a time as people say it: ``under 1 s``, ``40 s``, ``12 min``, ``2 h 47 min``."""
    if seconds < 1:
        return "under 1 s"
    if seconds < 120:
        return f"{seconds:.0f} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min"


def _walks(source: PlannedSource) -> int:
    collections = source.options.get("collections")
    return len(collections) if isinstance(collections, list) else 0


def _files(source: PlannedSource) -> tuple[str, ...]:
    """Return the files that a person's search is read from."""
    files = source.options.get("files")
    return tuple(map(str, files)) if source.kind in BROUGHT and isinstance(files, list) else ()


def _robots(address: str, client: Client, agent: str) -> Robots | str:
    try:
        got = client.follow(address)[-1]
    except NotPublicError as error:
        return f"not asked: {error}"
    except NO_ANSWER as error:
        return Robots.unreachable(client.told(error).sentence, agent)
    return Robots.from_answer(got.status, got.fields.get("content-type", ""), got.body[:MAX_BYTES], agent)
