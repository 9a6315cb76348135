"""How the search was made: the protocol as run with its amendments, every run, and how near it is to its end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from harvest.saturating import ReviewSaturation, review_saturation
from harvest.saturation_told import MEANS, lines
from harvest.site.gathered import Gathered
from harvest.site.markup import tag
from harvest.site.pages import Page
from harvest.site.parts import Part, row, table

#: Keys of a protocol whose values may hold keys of services or passwords.
_SECRET = ("notify.to", "crawl.proxies", "crawl.proxy")


def pages(review: Gathered) -> Iterator[Page]:
    """Yield the pages of protocol, runs and saturation."""
    first: dict[str, int] = {}
    for run in review.runs:
        first.setdefault(run["protocol_sha256"], run["run"])
    newest = review.runs[-1]
    yield Page("protocol.html", "Protocol as run", list(_protocol(review, newest)), "protocol.html", lead=tag(
        "p", f"The protocol of run {newest['run']}, SHA-256 ", tag("code", review.words.say(newest["protocol_sha256"])),
        ". Values that may hold keys of services are left out."))  # fmt: skip
    for sha256, number in first.items():
        if sha256 != newest["protocol_sha256"]:
            run = next(each for each in review.runs if each["run"] == number)
            yield Page(
                f"protocol-run-{number}.html", f"Protocol as run in run {number}", list(_protocol(review, run)), "protocol.html",
                lead=tag("p", "SHA-256 ", tag("code", review.words.say(sha256)), ". ",
                         tag("a", "The newest protocol", href="protocol.html")),
            )  # fmt: skip
    yield Page("runs.html", "Runs", list(_runs(review, first)), "runs.html")
    state = review_saturation(review.workspace)
    yield Page("saturation.html", "Saturation", list(_saturation(review, state)), "saturation.html", lead=tag(
        "p", "How near the search is to its end, by the rule of its protocol. It says nothing of documents that no source "
        "led to."))  # fmt: skip


def _protocol(review: Gathered, run: dict[str, Any]) -> Iterator[Part]:
    say = review.words.say
    content = json.loads(run["protocol"])
    amendments = content.pop("amendments", None) or []
    yield table(
        "Amendments", ("Date", "What was changed", "Why", "By"),
        [row((say(each.get("date")), say(each.get("what")), say(each.get("why")), say(each.get("by")))) for each in amendments],
        name="t-amendments", caption="Changes of the protocol, each with its reason" if amendments else "None is recorded",
    )  # fmt: skip
    for at, (section, value) in enumerate(content.items()):
        rows = [row((key, tag("code", say(said)))) for key, said in _flat(section, value)]
        if rows:
            yield table(section.replace("_", " ").capitalize(), ("Key", "Value"), rows, name=f"t-{at}",
                        caption=f"Section {section} of the protocol")  # fmt: skip


def _flat(key: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield each value of a protocol with its key, in the order of the protocol."""
    if key in _SECRET:
        yield key, "left out"
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _flat(f"{key}.{name}", inner)
    elif isinstance(value, list) and any(isinstance(each, dict | list) for each in value):
        for at, inner in enumerate(value, 1):
            yield from _flat(f"{key}[{at}]", inner)
    elif isinstance(value, list):
        for at, each in enumerate(value, 1):
            yield f"{key}[{at}]", _worded(each)
    elif value is not None:
        yield key, _worded(value)


def _worded(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _runs(review: Gathered, first: dict[str, int]) -> Iterator[Part]:
    say = review.words.say
    newest = review.runs[-1]["protocol_sha256"]
    rows = []
    for run in review.runs:
        sha256, number = run["protocol_sha256"], run["run"]
        log = "search-log.html" if number == review.run else f"search-log-run-{number}.html"
        protocol = "protocol.html" if sha256 == newest else f"protocol-run-{first[sha256]}.html"
        asked = "only what was new or had changed" if run["only_changed"] else (
            f"only what had failed in run {run['only_failed']}" if run["only_failed"] else "everything")  # fmt: skip
        rows.append(row((
            f"Run {number}", say(run["started_at"]), say(run["ended_at"]) or "not ended", say(run["outcome"]), say(run["detail"]),
            asked, tag("a", say(sha256)[:12], href=protocol), tag("a", f"Search log of run {number}", href=log),
        )))  # fmt: skip
    yield table(
        "All runs", ("Run", "Begun", "Ended", "Outcome", "Detail", "Asked for", "Protocol", "Search log"), rows, name="t-runs",
        caption="Every run, oldest first; times are UTC",
    )  # fmt: skip
    software = json.loads(review.runs[-1]["software"] or "{}")
    yield table(
        "Software", ("Name", "Version"), [row((say(name), say(version))) for name, version in software.items()],
        name="t-software", caption=f"Software of run {review.run}",
    )  # fmt: skip
    if review.context.permissions:
        keys = list(review.context.permissions[0])
        yield table(
            "Permissions", keys, [row([say(each[key]) for key in keys]) for each in review.context.permissions],
            name="t-permissions", caption="What owners of sites allowed, as it stood when the newest run began",
        )  # fmt: skip
    yield tag(
        "p",
        f"The ledger has {review.state.ledger_rows} rows; its head is ",
        tag("code", say(review.context.ledger_head)),
        ".",
    )


def _saturation(review: Gathered, state: ReviewSaturation) -> Iterator[Part]:
    say = review.words.say
    if review.context.blinded:
        # Labels are of single votes, and a second screener must not see those.
        state = replace(state, themes=None)
    yield tag("p", say(state.sentence))
    yield tag("ul", [tag("li", say(each)) for each in lines(state)])
    measured = [*state.sources, state.overall, *([state.screening] if state.screening else [])]
    yield table(
        "Measured", ("Of", "Verdict", "Read", "Discovered", "Unread", "Relevant", "New in the last batch", "Read since the last relevant one"),
        [row((say(review.name(each.scope)) if each.scope in review.sources else say(each.scope), MEANS[each.verdict], each.n,
              each.pool, each.unread, each.r, each.new, each.run), numbers=range(2, 8)) for each in measured],
        name="t-measured", numbers=range(2, 8), caption="What was measured of each source, of all, and of the decisions",
    )  # fmt: skip
    unread = [
        (scope, reason, n)
        for scope, reasons in sorted(state.unread.items())
        for reason, n in sorted(reasons.items())
    ]
    if unread:
        yield table(
            "Unread", ("Source", "Why", "Documents"),
            [row((say(review.name(scope)), say(reason), n), numbers=(2,)) for scope, reason, n in unread],
            name="t-unread", numbers=(2,), caption="Documents that remain unread, by why",
        )  # fmt: skip
    if state.recall:
        missing = [row((say(each.named), say(each.why))) for each in state.recall.missing]
        yield table(
            "Known items that are missing",
            ("Known item", "Why"),
            missing,
            name="t-known",
            caption=say(state.recall.sentence),
        )
