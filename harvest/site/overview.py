"""The first page: what was searched, what came of it, each number beside its complement."""

from __future__ import annotations

from collections.abc import Iterator

from harvest.cli.common import counted
from harvest.site.gathered import Gathered
from harvest.site.markup import Html, tag
from harvest.site.pages import Page
from harvest.site.parts import Part, bullets, facts, heading, row, table
from store.counts import QUESTION_OUTCOMES

#: Numbers of the newest run: what they are of, and the columns of :func:`store.counts.by_source` in words.
NUMBERS = (
    ("Questions", tuple((f"asked_{each}", each.replace("_", " ")) for each in QUESTION_OUTCOMES)),
    ("Addresses", (
        ("fetched", "fetched"), ("unchanged", "unchanged"), ("redirects", "moved"), ("gone", "gone"), ("refused", "refused"),
        ("failed", "failed"), ("unreadable", "unreadable"), ("kept", "kept from before"), ("skipped", "passed over"),
        ("not_followed", "links not followed"),
    )),
    ("Works", (
        ("records", "records"), ("outside", "outside the limits"), ("no_match", "no match"), ("merged", "merged"),
    )),
    ("Documents", (("documents", "all"), ("unread", "of which gave no text"))),
    ("References that people brought", (("brought", "all"),)),
)  # fmt: skip


def pages(review: Gathered) -> Iterator[Page]:
    """Yield the first page."""
    yield Page("index.html", "Overview", list(_parts(review)), "index.html")


def _parts(review: Gathered) -> Iterator[Part]:
    say, state, about = review.words.say, review.state, review.protocol.review
    ended = review.runs[-1]
    yield tag("p", say(about.question))
    yield facts((
        ("Review", say(about.title) or say(about.id)),
        ("Register", say(about.register)),
        ("Records", tag("a", state.records, href="records.html")),
        ("Sources asked", tag("a", sum(not each["reason"] for each in state.sources), href="sources.html")),
        ("Sources not asked", sum(bool(each["reason"]) for each in state.sources)),
        ("Runs", tag("a", len(review.runs), href="runs.html")),
        ("Newest run", f"run {state.run}, {state.outcome}{': ' if state.detail else ''}{say(state.detail)}"),
        ("Begun", say(ended["started_at"])), ("Ended", say(ended["ended_at"]) or "it has not ended"),
        ("Left for a person", tag("a", f"{len(review.left.waiting)} waiting, {len(review.left.answered)} done",
                                  href="sources.html#left")),
    ))  # fmt: skip
    if state.outcome == "unfinished":
        yield tag(
            "p",
            "The newest run has not ended: all numbers are those of the moment when these pages were made.",
        )
    told = [each for each in state.findings if not each[1].startswith("the disk ")]
    if told:
        yield bullets(
            "What to know first, worst first",
            [f"{severity}: {say(sentence)}" for severity, sentence, _ in told],
        )
    yield _decisions(review)
    for title, columns in NUMBERS:
        rows = [row((name, state.totals.get(key, 0)), numbers=(1,)) for key, name in columns]
        yield table(
            title, ("Outcome", "Number"), rows, name=f"t-{columns[0][0]}", numbers=(1,),
            caption=f"{title} of run {state.run}, all sources" if title in ("Questions", "Addresses")
            else f"{title}, all runs and sources",
        )  # fmt: skip
    yield heading(2, "How to cite")
    yield cite(review)


def _decisions(review: Gathered) -> Part:
    rows = [row((name, number), numbers=(1,)) for name, number in review.verdicts().items()]
    left_out = review.context.blinded
    hidden = (
        f"; not shown: {counted(left_out, 'vote')}, since a second screener has not voted yet"
        if left_out
        else ""
    )
    return table(
        "Decisions", ("Decision", "Records"), rows, name="t-decisions", numbers=(1,),
        caption=f"What people settled of the {len(review.records)} records{hidden}",
    )  # fmt: skip


def cite(review: Gathered) -> Html:
    """Return the line by which the site is cited. Who wrote it, and where it lies, only a person can say."""
    title = review.words.say(review.protocol.review.title) or review.words.say(review.protocol.review.id)
    return tag(
        "p", tag("span", "NOT RECORDED - please fill in: authors", class_="blank"), f" ({review.date[:4]}). {title}: "
        f"records and provenance of the search. Made with greylit {review.context.software_version}, {review.date}. ",
        tag("span", "NOT RECORDED - please fill in: address or DOI", class_="blank"),
    )  # fmt: skip
