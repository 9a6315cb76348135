"""What cites what, and what was left out with the reason: two pages of tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from harvest.cli.common import counted
from harvest.site.gathered import UNKNOWN, Gathered
from harvest.site.markup import Child, join, tag
from harvest.site.pages import Page
from harvest.site.parts import Part, row, table
from harvest.site.words import SHORT
from store import citing, views
from store import site as stored

Row = dict[str, Any]

#: Citing works that are named one by one.
CITING = 50
#: Counts of the graph, as :func:`store.citing.citation_counts` names them, in words.
COUNTS = (
    ("documents", "documents whose references were looked for"), ("unread", "of these, documents whose references could not be read"),
    ("references", "references"), ("matched", "references matched to what is held"), ("unmatched", "references of nothing that is held"),
    ("with_doi", "of these, references with a DOI"), ("with_url", "of these, references with an address"),
    ("links", "links to what is no work, or the document's own"), ("citations", "pairs of works by citation"),
    ("mentions", "pairs of works by mention only"),
)  # fmt: skip


def pages(review: Gathered) -> Iterator[Page]:
    """Yield the page of citations and that of what is excluded."""
    yield Page("citations.html", "Citations", list(_citations(review)), "citations.html")
    yield Page("excluded.html", "Excluded, with reasons", list(_excluded(review)), "excluded.html", lead=tag(
        "p", "What people excluded, what the limits of the protocol left out, what was merged, and what gave no text."))  # fmt: skip


def _citations(review: Gathered) -> Iterator[Part]:
    say = review.words.say
    counted = citing.citation_counts(review.database)
    yield table("Counts", ("What", "Number"), [row((name, counted[key]), numbers=(1,)) for key, name in COUNTS],
                name="t-counts", numbers=(1,), caption="Citations among what is held")  # fmt: skip
    rows = [
        row((
            _work(review, each["record"], each["title"], each["url"]), "; ".join(map(say, each["publishers"] or ())),
            say(each["work_date"]) or UNKNOWN, len(each["cited_by"] or ()), _records(review, each["cited_by"] or ()),
            _records(review, each["mentioned_by"] or ()),
        ), numbers=(3,))
        for each in citing.cited_works(review.database)
    ]  # fmt: skip
    yield table(
        "Cited works", ("Work", "Publisher", "Date", "Citing works", "Cited by", "Mentioned by"), rows, name="t-cited", numbers=(3,),
        caption="Works that are held and cited or mentioned by others, those cited by most first",
    )  # fmt: skip
    by_year = citing.by_year(review.database)
    if by_year:
        yield table(
            "By year", ("Year of the citing work", "Citations", "Mentions"),
            [row((str(each["year"] or UNKNOWN), each["citations"], each["mentions"]), numbers=(1, 2)) for each in by_year],
            name="t-year", numbers=(1, 2), caption="Pairs of works by the year of the citing one",
        )  # fmt: skip


def _work(review: Gathered, record: str | None, title: str | None, url: str | None, up: str = "") -> Child:
    said = review.words.say(title, SHORT) or UNKNOWN
    if record in review.rows:
        return [tag("a", record, href=f"{up}records/{record}.html"), f" {said}"]
    return [f"{said} ", review.words.address(url)]


def _records(review: Gathered, names: Sequence[str]) -> Child:
    if not names:
        return ""
    links = (
        tag("a", name, href=f"records/{name}.html") if name in review.rows else review.words.say(name)
        for name in names[:CITING]
    )
    return [join(links, ", "), f" and {len(names) - CITING} more" if names[CITING:] else ""]


def _excluded(review: Gathered) -> Iterator[Part]:
    say = review.words.say
    by_people = [
        row((
            tag("a", each.id, href=f"records/{each.id}.html"), review.words.captured(each.title, each.language, SHORT),
            say(each.publisher) or UNKNOWN, say(state.stage), say(state.reason) or "no reason given",
            ", ".join(say(who) for who in (each.decision.by if each.decision else ())),
        ))
        for each in review.records if (state := review.settled.get(each.id)) and state.verdict == "exclude"
    ]  # fmt: skip
    yield table("By people", ("Record", "Title", "Publisher", "Stage", "Reason", "By"), by_people, name="t-people",
                caption=f"{counted(len(by_people), 'record')} that people excluded")  # fmt: skip
    for verdict, title, said in (
        (
            "outside-limits",
            "By the limits of the protocol",
            (
                "work that matches the question and lies outside its limits",
                "works that match the question and lie outside its limits",
            ),
        ),
        ("merged", "Merged", ("work that is one with another work", "works that are one with another work")),
    ):
        rows = [
            row((
                review.words.captured(each["title"], each["language"], SHORT), say(each["work_date"]) or UNKNOWN,
                say(review.name(each["source"])), [say(each["reason"]), *_into(review, each)], review.words.address(each["url"]),
            ))
            for each in stored.left_out(review.database, verdict)
        ]  # fmt: skip
        yield table(title, ("Title", "Date", "Source", "Reason", "Address"), rows, name=f"t-{verdict}",
                    caption=counted(len(rows), *said))  # fmt: skip
    unread = views.unread_documents(review.database)
    rows = [
        row((
            review.words.captured(each["title"], None, SHORT), say(each["outcome"]), say(each["detail"]),
            tag("a", each["record"], href=f"records/{each['record']}.html") if each["record"] in review.rows else "none",
            review.words.address(each["url"]),
        ))
        for each in unread
    ]  # fmt: skip
    yield table("Without text", ("Title", "Outcome", "Detail", "Record", "Address"), rows, name="t-unread",
                caption=f"{counted(len(rows), 'document')} that gave no text, each with its work")  # fmt: skip
    yield tag("p", f"{review.state.totals.get('no_match', 0)} more works do not match the question; they are counted on the page "
              "of sources and are not listed here.")  # fmt: skip


def _into(review: Gathered, each: Row) -> Iterator[Child]:
    if each["into_record"] in review.rows:
        yield " See "
        yield tag("a", each["into_record"], href=f"records/{each['into_record']}.html")
