"""Where was searched: every source with its outcomes and their complements, and what was left for a person."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from harvest.cli.common import counted
from harvest.search_log import search_log
from harvest.site.gathered import Gathered
from harvest.site.markup import Child, tag
from harvest.site.overview import NUMBERS
from harvest.site.pages import Page, slugs
from harvest.site.parts import Part, facts, row, table
from store.counts import totals

Row = dict[str, Any]

#: Columns of the search log, as :func:`harvest.search_log.search_log` names them.
LOG = (
    "question", "concept", "as meant", "as sent", "outcome", "pages asked", "results counted by the site",
    "results returned", "asked from", "asked to", "by hand", "notes",
)  # fmt: skip
NUMERIC = (5, 6, 7)


def pages(review: Gathered, lists: dict[str, str]) -> Iterator[Page]:
    """Yield the page of all sources, one page a source, and the search log of each run.

    Args:
        review: the review.
        lists: the path of the list of records of each source.
    """
    paths = {name: f"sources/{slug}.html" for name, slug in slugs(sorted(review.sources)).items()}
    yield Page("sources.html", "Sources", list(_all(review, paths)), "sources.html", lead=tag(
        "p", "Each number stands beside its complement: what was refused, failed or was not asked is counted as well."))  # fmt: skip
    log = defaultdict(list)
    for each in search_log(review.database, review.run):
        log[each["source"]].append(each)
    asked = {row["source"]: row for row in review.state.sources}
    for name, path in paths.items():
        yield Page(path, review.words.say(review.name(name)), list(_one(review, name, asked.get(name), log[name], lists)),
                   "sources.html")  # fmt: skip
    for run in reversed(review.runs):
        number = run["run"]
        newest = number == review.run
        yield Page(
            "search-log.html" if newest else f"search-log-run-{number}.html", f"Search log of run {number}",
            list(_log(review, search_log(review.database, number))), "search-log.html",
            lead=_runs(review, number) if newest else tag("p", tag("a", "The newest run", href="search-log.html")),
        )  # fmt: skip


def _all(review: Gathered, paths: dict[str, str]) -> Iterator[Part]:
    say, sources = review.words.say, review.state.sources
    for title, columns in NUMBERS[:3]:
        rows = [
            row((tag("a", say(each["name"] or each["source"]), href=paths[each["source"]]), *(each[key] for key, _ in columns)),
                numbers=range(1, 20))
            for each in sources
        ]  # fmt: skip
        summed = totals(sources)
        rows.append(row(("All sources", *(summed.get(key, 0) for key, _ in columns)), numbers=range(1, 20)))
        yield table(
            title, ("Source", *(name for _, name in columns)), rows, name=f"t-{columns[0][0]}",
            numbers=range(1, 20), caption=f"{title} by source, run {review.run}" if title != "Works" else "Works by source, all runs",
        )  # fmt: skip
    not_asked = [each for each in sources if each["reason"]]
    if not_asked:
        yield table(
            "Not asked", ("Source", "Why"),
            [row((tag("a", say(each["name"] or each["source"]), href=paths[each["source"]]), say(each["reason"]))) for each in not_asked],
            name="t-not-asked", caption=f"Sources that run {review.run} did not ask",
        )  # fmt: skip
    yield tag("p", id="left")
    yield _left(review, review.left.tasks, "Left for a person", 2)
    if review.context.limits:
        yield tag("p", say(review.context.limits))


def _left(review: Gathered, tasks: Sequence[Any], title: str, level: int) -> Part:
    say = review.words.say
    rows = []
    for task in tasks:
        done = review.left.done.get(task.id)
        became = (
            f"{say(done['outcome'])}, {done['kept'] if done['kept'] is not None else 'no number'} kept; searched on "
            f"{say(done['searched_on'])} by {say(done['by_whom'])}" if done else "waiting"
        )  # fmt: skip
        rows.append(row((task.id, say(task.kind), say(task.name), say(task.sent), review.words.address(task.opens),
                         say(task.why), say(task.evidence), became)))  # fmt: skip
    return table(
        title, ("Task", "Kind", "Source", "Question as sent", "Address to open", "Why the crawler could not", "Evidence", "What came of it"),
        rows, name="t-left", level=level, caption="What was refused or could not be asked, and what a person did of it",
    )  # fmt: skip


def _one(
    review: Gathered, name: str, counted: Row | None, log: Sequence[Row], lists: dict[str, str]
) -> Iterator[Part]:
    say, known = review.words.say, review.sources[name]
    listed = lists.get(name)
    yield facts((
        ("Id", say(name)), ("Kind", say(known["kind"])), ("Address", review.words.address(known["url"])),
        ("Part of", say(known["part_of_name"])), ("PRISMA 2020 box", say(known["prisma"])),
        ("Publisher of what it has", say(known["publisher"])),
        ("Seen on the live web", say(counted["verified"]) if counted else "the newest run did not have it"),
        ("Not asked, because", say(counted["reason"]) if counted else None),
        ("Records", [tag("a", counted["records"], href=f"../{listed}") if listed else counted["records"]] if counted else None),
    ))  # fmt: skip
    if counted:
        for title, columns in NUMBERS:
            yield table(
                title, ("Outcome", "Number"), [row((words, counted[key]), numbers=(1,)) for key, words in columns],
                name=f"t-{columns[0][0]}", numbers=(1,), caption=f"{title} of this source",
            )  # fmt: skip
    yield log_table(review, log, "Search log", "t-log", f"Every question to this source in run {review.run}")
    if tasks := [task for task in review.left.tasks if task.source == name]:
        yield _left(review, tasks, "Left for a person", 2)


def _log(review: Gathered, rows: Sequence[Row]) -> Iterator[Part]:
    by_source: defaultdict[str, list[Row]] = defaultdict(list)
    for each in rows:
        by_source[each["source"]].append(each)
    if not rows:
        yield tag("p", "No question was asked in this run.")
    for at, (name, some) in enumerate(by_source.items()):
        outcomes = Counter(each["outcome"] for each in some)
        said = ", ".join(f"{number} {outcome}" for outcome, number in sorted(outcomes.items()))
        yield log_table(
            review,
            some,
            review.words.say(review.name(name)) or name,
            f"t-{at}",
            f"{counted(len(some), 'question')}: {said}",
        )


def log_table(review: Gathered, rows: Sequence[Row], title: str, name: str, caption: str) -> Part:
    """Return rows of the search log as a table, each question as it was sent."""
    say = review.words.say

    def cell(each: Row, column: str) -> Child:
        value = each[column]
        if column == "as sent" and value:
            return tag("code", say(value))
        return "" if value is None else say(value)

    return table(
        title, LOG, [row([cell(each, column) for column in LOG], numbers=NUMERIC) for each in rows], name=name,
        numbers=NUMERIC, caption=caption,
    )  # fmt: skip


def _runs(review: Gathered, newest: int) -> Child:
    others = [run["run"] for run in review.runs if run["run"] != newest]
    if not others:
        return None
    links = [
        tag("li", tag("a", f"Run {each}", href=f"search-log-run-{each}.html")) for each in reversed(others)
    ]
    return tag("nav", tag("ul", links), aria_label="Search logs of earlier runs")
