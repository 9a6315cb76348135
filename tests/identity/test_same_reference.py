"""References that people brought: what joins them to what is held, what contradicts it, and what is left in doubt."""

from __future__ import annotations

from typing import Any

import pytest

from harvest.gathering import Work
from harvest.identity import joining
from harvest.identity.same_reference import SAME_ADDRESS, SAME_DOI, SAME_TITLE, same_references
from tests.identity.made import Rows, held, reference, shuffled, standing

TITLE = "Alliance contracting for health and social care"
KF: dict[str, Any] = {"publishers": ["The King's Fund"], "work_date": "2014-05-01"}


def joined(*works: Work) -> Rows:
    """Join in several orders, which all give the same; return the rows."""
    found = []
    for seed in range(4):
        for each in works:
            each.row.update(verdict="record", into_work=None)
            each.absorbed = []
        rows = list(same_references(shuffled(works, seed)))
        standing(works)
        found.append(sorted((row["work"], row["into_work"], row["rule"]) for row in rows))
    assert all(each == found[0] for each in found)
    return found[0]


def by_title(one: dict[str, Any], two: dict[str, Any], title: str = TITLE, other: str = "") -> bool:
    """Tell whether a held work and a reference of one title are joined."""
    rows = joined(held("a", title, **one), reference("r", other or title, **two))
    assert rows in ([], [("refs:r", "s:a", SAME_TITLE)])
    return bool(rows)


# ---- by DOI


@pytest.mark.parametrize(
    "doi",
    [
        "10.1000/ABC.1",
        "https://doi.org/10.1000/abc.1",
        "http://dx.doi.org/10.1000/abc.1",
        "doi: 10.1000/abc.1",
    ],
)
def test_a_doi_joins_however_it_is_written(doi: str) -> None:
    works = held("a", "Alliances", doi="10.1000/abc.1"), reference("r", "Alliances: a study", doi=doi)
    assert joined(*works) == [("refs:r", "s:a", SAME_DOI)]


def test_an_address_of_the_resolver_is_a_doi_on_either_side() -> None:
    page = held("a", "Alliances", aliases=("https://doi.org/10.1000/abc%2E1",))
    assert joined(page, reference("r", "Alliances", "https://doi.org/10.1000/ABC.1")) == [
        ("refs:r", "s:a", SAME_DOI)
    ]


def test_a_chapter_is_not_its_book_though_their_dois_begin_alike() -> None:
    book = held("a", TITLE, doi="10.1000/book", **KF)
    assert joined(book, reference("r", TITLE, doi="10.1000/book.ch2", **KF)) == []


def test_a_doi_that_was_copied_from_another_reference_joins_nothing() -> None:
    book = held("a", TITLE, doi="10.1000/book", authors=["Smith, J."], work_date="2014")
    other = reference(
        "r", "Winter pressures on wards", doi="10.1000/book", authors=["Brown, K."], work_date="2003"
    )
    assert joined(book, other) == []


# ---- by address


@pytest.mark.parametrize(
    "url",
    [
        "https://www.a.test/report/",
        "http://a.test/report?utm_source=x",
        "https://web.archive.org/web/20190101000000/http://www.a.test/report",
    ],
)
def test_an_address_joins_whatever_its_scheme_slash_or_archive(url: str) -> None:
    page = held("a", "The report | A", url="http://a.test/report")
    assert joined(page, reference("r", "Report", url)) == [("refs:r", "s:a", SAME_ADDRESS)]


def test_the_address_that_a_work_had_before_joins() -> None:
    page = held("a", "Report", aliases=("http://a.test/old",))
    assert joined(page, reference("r", "Report", "http://a.test/old")) == [("refs:r", "s:a", SAME_ADDRESS)]


def test_the_front_page_of_a_publisher_joins_nothing() -> None:
    front = held("a", "The King's Fund", url="https://www.kf.test/")
    assert (
        joined(
            front,
            reference("r", "Nine signatures", "https://www.kf.test"),
            reference("q", "Ten plans", "http://kf.test/"),
        )
        == []
    )


def test_references_to_several_works_of_one_list_stay_apart() -> None:
    several = [
        reference(name, title, "http://a.test/publications")
        for name, title in (("q", "Nine signatures"), ("r", "Ten plans"))
    ]
    assert joined(*several) == []
    again = [reference(name, "Nine signatures", "http://a.test/publications") for name in "qr"]
    assert joined(*again) == [("refs:r", "refs:q", SAME_ADDRESS)]


def test_a_file_at_the_same_address_is_the_work_though_its_title_was_read_badly() -> None:
    file = held("a", "Microsoft Word - final_v3", url="http://a.test/f.pdf", work_date="2014")
    assert joined(file, reference("r", TITLE, "http://a.test/f.pdf", work_date="2014")) == [
        ("refs:r", "s:a", SAME_ADDRESS)
    ]


def test_an_address_at_which_another_work_stands_today_joins_nothing() -> None:
    now = held("a", "Winter pressures", url="http://a.test/latest", work_date="2024")
    assert joined(now, reference("r", TITLE, "http://a.test/latest", work_date="2014")) == []


# ---- by title


def test_title_year_and_publisher_join() -> None:
    assert by_title(KF, {"publishers": ["King's Fund"], "work_date": "2014"})
    assert by_title(KF, {"authors": ["The Kings Fund"], "work_date": "2014"})
    assert not by_title(KF, {"publishers": ["Nuffield Trust"], "work_date": "2014"})
    assert not by_title(KF, {"publishers": ["King's Fund"], "work_date": "2011"})


@pytest.mark.parametrize(
    ("held_by", "cited"),
    [("Jane Smith", "Smith, J."), ("Jane Smith", "Smith J"), ("Chris Ham", "Ham C"), ("José García", "Garcia, J"),
     ("Jan van der Berg", "van der Berg, J."), ("Li Wei", "Wei, L."), ("King's Fund", "The King\u2019s Fund")],
)  # fmt: skip
def test_an_author_is_known_in_each_form(held_by: str, cited: str) -> None:
    one = {"authors": [held_by], "work_date": "2014"}
    assert by_title(one, {"authors": [cited], "work_date": "2014"}, "Nine signatures")
    assert not by_title(one, {"authors": ["Brown, K."], "work_date": "2014"}, "Nine signatures")


def test_another_first_author_contradicts_the_same_publisher() -> None:
    one = {**KF, "authors": ["Ham, C."]}
    assert not by_title(one, {**KF, "authors": ["Brown, K."]})
    # The order in which a page names them is its own.
    assert by_title(
        {**KF, "authors": ["Alderwick, H.", "Ham, C."]}, {**KF, "authors": ["Ham, C.", "Alderwick, H."]}
    )


def test_an_author_alone_says_nothing_of_a_publisher_alone() -> None:
    assert by_title(KF, {"authors": ["Ham C"], "work_date": "2014"}), (
        "a title of so many words and the year tell it"
    )
    assert not by_title(KF, {"authors": ["Ham C"], "work_date": "2014"}, "Nine signatures")


@pytest.mark.parametrize(
    "other",
    [
        "Bexford Council",
        "Bexford Health and Wellbeing Board",
        "NHS Bexford",
        "Health and Social Care Alliance Bexford",
    ],
)
def test_the_strategy_of_another_council_is_never_joined(other: str) -> None:
    one = {"publishers": ["Ashford Borough Council"], "work_date": "2019"}
    title = "Joint Health and Wellbeing Strategy for our residents"
    assert not by_title(one, {"publishers": [other], "work_date": "2019"}, title)
    assert not by_title(one, {"authors": [other], "work_date": "2019"}, title)
    assert by_title(one, {"authors": ["Ashford Council"], "work_date": "2019"}, title)


def test_a_reference_that_may_be_of_several_works_is_of_none() -> None:
    two = [held(name, TITLE, publishers=["King's Fund"], work_date="2014") for name in "ab"]
    assert joined(*two, reference("r", TITLE, publishers=["King's Fund"], work_date="2014")) == []
    councils = [
        held(name, TITLE, publishers=[f"{name} Council"], work_date="2014") for name in ("Ash", "Bex")
    ]
    assert joined(*councils, reference("r", TITLE, work_date="2014")) == []


def test_doubt_is_not_settled_by_what_fits_less_well() -> None:
    two = [held(name, "Nine signatures", publishers=["King's Fund"], work_date="2014") for name in "ab"]
    longer = held("c", "Nine signatures: how alliances begin", publishers=["King's Fund"], work_date="2014")
    cited = reference("r", "Nine signatures", publishers=["King's Fund"], work_date="2014")
    assert joined(*two, longer, cited) == []


def test_of_two_editions_the_one_of_the_year_is_meant() -> None:
    two = [held(year, TITLE, publishers=["King's Fund"], work_date=year) for year in ("2014", "2015")]
    assert joined(*two, reference("r", TITLE, publishers=["King's Fund"], work_date="2015")) == [
        ("refs:r", "s:2015", SAME_TITLE)
    ]


def test_what_comes_every_year_is_told_by_its_year() -> None:
    council = {"publishers": ["Ashford Council"]}
    for title in ("Annual report", "Annual report on health and social care in Ashford", "Winter plan"):
        assert not by_title({**council, "work_date": "2020"}, {**council, "work_date": "2019"}, title)
        assert not by_title({**council, "work_date": "2020"}, council, title)
        assert by_title({**council, "work_date": "2020-02"}, {**council, "work_date": "2020"}, title)
    assert not by_title(
        {**council, "work_date": "2020"},
        {**council, "work_date": "2020"},
        "Annual report 2019",
        "Annual report 2020",
    )


def test_without_a_year_a_long_title_or_its_author_tells() -> None:
    assert by_title(KF, {"publishers": ["King's Fund"]})
    assert not by_title({"publishers": ["King's Fund"]}, {"publishers": ["King's Fund"]}, "Health strategy")
    assert by_title(
        {"authors": ["Chris Ham"]}, {"authors": ["Ham C"], "work_date": "2014"}, "Nine signatures"
    )
    assert not by_title({"work_date": "2014"}, {}), "no name and no year: a title alone joins nothing"
    assert not by_title({"work_date": "circa"}, {"work_date": "2014"}), (
        "a year that is none contradicts nothing, and tells nothing"
    )


def test_a_subtitle_may_be_left_out_on_either_side() -> None:
    short, long = "Nine signatures", "Nine signatures: how alliances begin"
    assert by_title(KF, {**KF, "authors": ["King's Fund"]}, short, long) and by_title(KF, KF, long, short)
    assert not by_title(KF, KF, "Nine signatures: how they end", long)
    assert not by_title(KF, {"publishers": ["King's Fund"]}, short, long), (
        "without a year it may be another one"
    )
    assert not by_title(KF, {"work_date": "2014"}, short, long), "without a name as well"
    assert not by_title(KF, KF, "Nine signatures: executive summary", short), "a part is not the whole"


def test_two_references_to_one_work_are_one_and_three_lead_to_the_same() -> None:
    some = [reference(name, "Nine signatures", authors=["Ham C"], work_date="2014") for name in "pqr"]
    assert joined(*some) == [("refs:q", "refs:p", SAME_TITLE), ("refs:r", "refs:p", SAME_TITLE)]
    page = held("z", "Nine signatures", authors=["Chris Ham"], work_date="2014")
    assert {into for _, into, _ in joined(page, *some)} == {"s:z"} and len(joined(page, *some)) == 3
    undated = [reference(name, "Nine signatures", authors=["Ham C"]) for name in "pq"]
    assert joined(*undated) == [("refs:q", "refs:p", SAME_TITLE)]


def test_references_stay_one_where_what_is_held_leaves_doubt() -> None:
    two = [held(name, TITLE, publishers=["King's Fund"], work_date="2014") for name in "ab"]
    some = [reference(name, TITLE, publishers=["King's Fund"], work_date="2014") for name in "qr"]
    assert joined(*two, *some) == [("refs:r", "refs:q", SAME_TITLE)]


def test_references_without_a_title_are_never_one() -> None:
    assert (
        joined(
            *(
                reference(name, "[no title] refs.ris, line 3", authors=["Ham C"], work_date="2014")
                for name in "qr"
            )
        )
        == []
    )


def test_a_reference_never_takes_the_place_of_what_is_held_and_a_merged_work_takes_none() -> None:
    page = held("z", TITLE, **KF)
    assert joined(page, reference("a", TITLE, **KF)) == [("refs:a", "s:z", SAME_TITLE)]
    page.row["verdict"] = "no-match"
    assert list(same_references([page, reference("a", TITLE, **KF)])) == []


# ---- by way of what was joined before


def test_an_old_address_that_was_joined_to_a_new_one_leads_a_reference_to_that() -> None:
    new, old = (
        held("new", "Nine signatures"),
        held("old", "Nine signatures", url="http://a.test/migrated/9.html"),
    )
    cited = reference("r", "Nine signatures", "http://a.test/migrated/9.html")
    joining.joined(old, new, "rule", "reason", "evidence")
    rows = list(same_references([cited, old, new]))
    standing([new, old, cited])
    assert [(row["work"], row["into_work"], row["rule"]) for row in rows] == [
        ("refs:r", "s:new", SAME_ADDRESS)
    ]


def test_a_doi_that_only_another_reference_has_leads_to_what_that_was_joined_to() -> None:
    page = held("a", "Nine signatures", url="http://a.test/nine")
    first = reference("q", "Nine signatures", "http://a.test/nine", doi="10.1000/nine")
    second = reference("r", "Nine signatures: a study", doi="10.1000/nine")
    assert joined(page, first, second) == [("refs:q", "s:a", SAME_ADDRESS), ("refs:r", "s:a", SAME_DOI)]


def test_a_reference_joins_nothing_that_is_no_record_nor_was_joined_to_one() -> None:
    lost = held("a", TITLE, **KF)
    lost.row["verdict"] = "outside-limits"
    assert list(same_references([lost, reference("r", TITLE, "http://a.test/a", **KF)])) == []
