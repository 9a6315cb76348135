"""Works that bear one identifier, or share title, publisher and day; and what contradicts it."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.judge.item import Attachment, Item, Meeting
from harvest.gathering import Work
from harvest.identity.compared import Compared
from harvest.identity.identified import SAME_DAY, SAME_NUMBER, identified, same_day
from harvest.identity.joining import Joins
from tests.identity.made import Rows, held, shuffled, standing, text

TITLE = "A plan for care"
ONE: dict[str, Any] = {"publishers": ["The King's Fund"], "work_date": "2019-03-05"}
ISBN = "978-1-84369-123-5"


def rows(rule: Any, works: list[Work], texts: dict[str, str] | None = None) -> Rows:
    texts = texts or {}
    facts = {
        name: {"outcome": "text", "kind": "html" if name.startswith("page") else "pdf", "characters": 9} for name in texts
    }  # fmt: skip
    found = []
    for seed in range(4):
        for each in works:
            each.row.update(verdict="record", into_work=None)
            each.absorbed = []
        some = shuffled(works, seed)
        compared = Compared(facts, lambda ids: {id_: texts[id_] for id_ in ids if id_ in texts})
        found.append(
            sorted((r["work"], r["into_work"], r["rule"]) for r in rule(some, compared, Joins(some)))
        )
        standing(works)
    assert all(each == found[0] for each in found)
    return found[0]


def test_an_isbn_that_one_site_tells_and_a_file_prints_joins_both() -> None:
    page = held("a", TITLE, **ONE)
    page.item = Item("a", page.url, TITLE, attachments=(Attachment("file", "http://a.test/f", isbn=ISBN),))
    file = held("b", "A plan for care: report", "x", source="t", **ONE)
    texts = {"x": f"A plan for care\nISBN {ISBN}\n{text(1)}"}
    assert rows(identified, [page, file], texts) == [("t:b", "s:a", SAME_NUMBER["isbn"])]


def test_the_number_of_a_paper_and_a_doi_join_as_well() -> None:
    texts = {"x": f"Cm 9876\n{text(1)}", "y": f"{text(2)}"}
    paper = held("a", TITLE, "x", **ONE)
    page = held("b", TITLE, source="t", **ONE)
    page.item = Item(
        "b", page.url, TITLE, attachments=(Attachment("file", "http://a.test/f", reference="Cm 9876"),)
    )
    assert rows(identified, [paper, page], texts) == [("t:b", "s:a", SAME_NUMBER["cm"])]
    both = [held(each, TITLE, doi="10.1000/a", source=each, **ONE) for each in "ab"]
    assert rows(identified, both) == [("b:b", "a:a", SAME_NUMBER["doi"])]


@pytest.mark.parametrize(
    ("title", "row"),
    [
        ("A plan for care: executive summary", {}), ("A plan for care (easy read)", {}), ("Winter pressures", {}),
        ("A plan for care", {"publishers": ["Bexford Council"]}), ("A plan for care", {"work_date": "2023"}),
        ("A plan for care", {"language": "cy"}),
    ],
)  # fmt: skip
def test_an_identifier_joins_nothing_that_contradicts_it(title: str, row: dict[str, Any]) -> None:
    works = [
        held("a", TITLE, isbn=ISBN, language="en", **ONE),
        held("b", title, isbn=ISBN, source="t", **{**ONE, **row}),
    ]
    assert rows(identified, works) == []


def test_the_number_of_a_whole_series_joins_nothing() -> None:
    works = [held(str(at), TITLE, isbn=ISBN, source=f"s{at}", **ONE) for at in range(9)]
    assert rows(identified, works) == [] and len(rows(identified, works[:3])) == 2


def test_a_paper_that_has_a_report_attached_is_not_that_report() -> None:
    works = [held("a", TITLE, isbn=ISBN, **ONE), held("b", TITLE, isbn=ISBN, source="t", **ONE)]
    works[1].meeting = Meeting("http://a.test/m", "Cabinet")
    assert rows(identified, works) == []


def test_a_page_and_a_file_of_one_title_publisher_and_day_are_one() -> None:
    texts = {"page": text(1), "file": text(2), "other": text(3)}
    works = [held("a", TITLE, "page", **ONE), held("b", TITLE, "file", **ONE)]
    assert rows(same_day, works, texts) == [("s:b", "s:a", SAME_DAY)]
    unread = [held("a", TITLE, "file", **ONE), held("b", TITLE, "scan", **ONE)]
    assert rows(same_day, unread, texts) == [("s:b", "s:a", SAME_DAY)]
    # Two files that can be read are told by their words.
    assert rows(same_day, [held("a", TITLE, "file", **ONE), held("b", TITLE, "other", **ONE)], texts) == []


@pytest.mark.parametrize(
    ("title", "row"),
    [
        (TITLE, {"work_date": "2019-03"}), (TITLE, {"publishers": []}), ("Our plan", {}),
        ("Annual report and accounts", {}),
    ],
)  # fmt: skip
def test_less_than_a_telling_title_a_publisher_and_a_day_joins_nothing(
    title: str, row: dict[str, Any]
) -> None:
    works = [held(each, title, name, **{**ONE, **row}) for each, name in (("a", "page"), ("b", "file"))]
    assert rows(same_day, works, {"page": text(1), "file": text(2)}) == []
