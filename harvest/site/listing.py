"""The lists of records: all of them, and one list for each source, year, type, decision and class of publisher."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from harvest.export import ExportRecord
from harvest.export.model import title_of
from harvest.site.gathered import UNKNOWN, Gathered
from harvest.site.markup import Html, join, tag
from harvest.site.pages import Page, slugs
from harvest.site.parts import ROWS, heading, row, table
from harvest.site.words import SHORT

COLUMNS = ("Record", "Title", "Publisher", "Date", "Type", "Source", "Decision")
#: Values of one filter that stand on the pages of records; all are on the page of filters.
SHOWN = 60


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to part the records: ``counts`` has each value with its records, ``names`` how it is shown, ``paths`` its list."""

    name: str
    of: Callable[[ExportRecord], str]
    counts: dict[str, int]
    names: dict[str, str]
    paths: dict[str, str]


def filters(review: Gathered) -> list[Filter]:
    """Return the filters of a review. The counts of each sum to the records."""
    found = [
        _filter(review, "Source", "source", lambda each: review.whole(each.source_id), review.name),
        _filter(review, "Year", "year", lambda each: str(each.year) if each.year else UNKNOWN, str),
        _filter(review, "Type", "type", lambda each: each.doc_type or UNKNOWN, str),
        _filter(review, "Decision", "decision", lambda each: review.verdict(each.id), str),
        _filter(
            review, "Publisher class", "class", lambda each: publisher_class(review, each) or UNKNOWN, str
        ),
    ]
    if any(row["part_of"] for row in review.sources.values()):
        found.append(_filter(review, "Site", "site", lambda each: each.source_id, review.name))
    return found


def publisher_class(review: Gathered, record: ExportRecord) -> str | None:
    """Return the class of a record's publisher, ``None`` where nothing tells it."""
    given = record.publisher_class or review.rows[record.id].get("publisher_class")
    return str(given) if given else None


def pages(review: Gathered, chosen: list[Filter]) -> Iterator[Page]:
    """Yield the lists of records, and the page of filters."""
    total = len(review.records)
    rows = {record.id: line(review, record, "") for record in review.records}
    yield Page(
        "records.html", "Records",
        [table("All records", COLUMNS, list(rows.values()), name="list", caption=f"All {total} records, by number")],
        "records.html", lead=folded(chosen), most=ROWS,
    )  # fmt: skip
    yield Page("filters.html", "Filters", list(_values(chosen)), "filters.html", lead=tag(
        "p", "Each link leads to the records with that value. The records of one filter sum to all of them: "
        f"{total}."))  # fmt: skip
    deep = {record.id: line(review, record, "../") for record in review.records}
    for each in chosen:
        parted: dict[str, list[Html]] = {}
        for record in review.records:
            parted.setdefault(each.of(record), []).append(deep[record.id])
        for value, some in parted.items():
            shown = f"{each.name}: {review.words.say(each.names[value], SHORT)}"
            said = f"{len(some)} of {total} records, by number"
            yield Page(
                each.paths[value], shown, [table("Records", COLUMNS, some, name="list", caption=said)], "filters.html",
                lead=tag("p", tag("a", "All filters", href="../filters.html")), most=ROWS,
            )  # fmt: skip


def line(review: Gathered, record: ExportRecord, up: str) -> Html:
    """Return one record as a row of a list."""
    say = review.words.say
    title, known = title_of(record)
    return row(
        (
            tag("a", record.id, href=f"{up}records/{record.id}.html"),
            review.words.captured(title, record.language if known else None, SHORT),
            say(record.publisher, 120) or UNKNOWN,
            tag("span", say(record.date, 10) or UNKNOWN, class_="date"),
            say(record.doc_type, 80) or UNKNOWN,
            say(record.source_name, 120),
            review.verdict(record.id),
        )
    )


def folded(chosen: list[Filter]) -> Html:
    """Return the filters folded, for the first page of records."""
    return join(
        tag(
            "details", tag("summary", f"Filter by {each.name.lower()}"),
            tag("ul", [_link(each, value) for value in list(each.counts)[:SHOWN]], class_="values"),
            tag("p", tag("a", f"All {len(each.counts)} values", href="filters.html")) if len(each.counts) > SHOWN else None,
        )
        for each in chosen
    )  # fmt: skip


def _values(chosen: list[Filter]) -> Iterator[Html]:
    for each in chosen:
        yield heading(
            2, each.name, each.paths[next(iter(each.counts))].split("/")[0] if each.counts else None
        )
        values = list(each.counts)
        # In lists of some hundreds, so that a page can end between them.
        for start in range(0, len(values), 400):
            yield tag("ul", [_link(each, value) for value in values[start : start + 400]], class_="values")


def _link(each: Filter, value: str) -> Html:
    return tag("li", tag("a", f"{each.names[value]}: {each.counts[value]}", href=each.paths[value]))


def _filter(
    review: Gathered, name: str, folder: str, of: Callable[[ExportRecord], str], shown: Callable[[str], str]
) -> Filter:
    counts = Counter(of(record) for record in review.records)
    order = sorted(counts, key=lambda value: (value == UNKNOWN, value))
    names = slugs(order)
    return Filter(
        name, of, {value: counts[value] for value in order},
        {value: review.words.say(shown(value), SHORT) for value in order},
        {value: f"{folder}/{names[value]}.html" for value in order},
    )  # fmt: skip
