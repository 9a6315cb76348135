"""Known works in the text of documents: citations and mentions told apart, common titles only with their body."""

from __future__ import annotations

import pytest

from harvest.reference_matching import Index, Known, find_mentions

CARE = Known(
    "care",
    "Making integrated care happen at scale and pace",
    2013,
    ("Ham, Chris",),
    "The King's Fund",
    urls=("https://www.kingsfund.test/pub/pace.pdf",),
    doi="10.1000/pace",
)
FUTURE = Known("future", "Five Year Forward View", 2014, (), "NHS England")
STRATEGIES = [
    Known(f"{place.lower()}-hws", "Health and Wellbeing Strategy", 2019, (), f"{place} Council")
    for place in ("Ashford", "Bexford")
]
WORKS = Index.build([CARE, FUTURE, *STRATEGIES])


def told(text: str, index: Index = WORKS) -> list[tuple[str, str, str]]:
    found = find_mentions(text, index)
    for each in found:
        assert 0 <= each.score <= 1
        assert each.evidence
    return [(each.id, each.kind, text[each.start : each.stop]) for each in found]


def test_a_title_alone_in_running_text_is_a_mention() -> None:
    text = "The board had read Making Integrated Care Happen at Scale and Pace before it met."
    assert told(text) == [("care", "mention", "Making Integrated Care Happen at Scale and Pace")]


@pytest.mark.parametrize(
    "text",
    [
        "as in Making integrated care happen at scale and pace (2013), boards met",
        "the King's Fund's Making integrated care happen at scale and pace says",
        "Ham C. Making integrated care happen at scale and pace.",
    ],
)
def test_a_title_with_year_author_or_publisher_beside_it_is_a_citation(text: str) -> None:
    assert told(text) == [("care", "citation", "Making integrated care happen at scale and pace")]


def test_a_title_in_a_list_of_references_is_a_citation() -> None:
    text = "We met.\n\nReferences\n\nLee K (2011) Otters.\n\nMaking integrated care happen at scale and pace. London.\n"
    assert told(text) == [("care", "citation", "Making integrated care happen at scale and pace")]


def test_a_title_in_an_entry_that_the_caller_names_is_a_citation() -> None:
    text = "5. Making integrated care happen at scale and pace."
    assert [each.kind for each in find_mentions(text, WORKS, [(0, len(text))])] == ["citation"]
    assert [each.kind for each in find_mentions(text, WORKS)] == ["mention"]


def test_line_breaks_hyphens_ligatures_and_marks_do_not_hide_a_title() -> None:
    text = "They read Making inte-\ngrated care hap\ufffepen at scale\nand pace in spring."
    assert [each[:2] for each in told(text)] == [("care", "mention")]
    index = Index.build([Known("f", "Office finance and efficient filing offices", 2010)])
    assert [each[0] for each in told("see Oﬃce ﬁnance and eﬃcient ﬁling oﬃces, a guide", index)] == ["f"]


def test_addresses_and_dois_are_citations() -> None:
    text = "See http://kingsfund.test/pub/pace.pdf#page=2. Also doi:10.1000/PACE, twice."
    assert [(each[0], each[1]) for each in told(text)] == [("care", "citation"), ("care", "citation")]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("The Five Year Forward View (NHS England, 2014) set this out.", ["future"]),
        ("The Five Year Forward View set this out.", []),
        ("NHS England's Five Year Forward View set this out.", ["future"]),
        ("a five year forward view of the budget, said NHS England", []),
        ("The Five Year Forward View (2009) set this out.", []),
        ("Ashford Council's Health and Wellbeing Strategy 2019 was agreed.", ["ashford-hws"]),
        ("The Health and Wellbeing Strategy 2019 was agreed.", []),
        ("Dunham Council's Health and Wellbeing Strategy 2019 was agreed.", []),
        ("Ashford Council's Health and Wellbeing Strategy (2012) was agreed.", []),
        ("Ashford Council and Bexford Council: Health and Wellbeing Strategy, 2019", []),
        ("Ashford Council paid.\n\nA Health and Wellbeing Strategy, 2019, was read.", []),
    ],
)
def test_short_and_common_titles_need_what_stands_beside_them(text: str, ids: list[str]) -> None:
    assert [each[0] for each in told(text)] == ids


def test_a_title_within_a_longer_one_is_not_told() -> None:
    index = Index.build([
        Known("short", "Palliative medicine beside canals in coalfield towns", 2010),
        Known("long", "Palliative medicine beside canals in coalfield towns after closure", 2015),
    ])  # fmt: skip
    assert [
        each[0]
        for each in told("We read Palliative medicine beside canals in coalfield towns after closure.", index)
    ] == ["long"]


def test_half_a_word_is_no_end_of_a_title() -> None:
    index = Index.build([Known("k", "Palliative medicine beside canals in coalfield town", 2010)])
    assert told("We read Palliative medicine beside canals in coalfield townships.", index) == []


def test_every_place_is_told_with_its_offsets() -> None:
    text = "x " * 5_000 + "Making integrated care happen at scale and pace. " * 3
    assert len(told(text)) == 3


def test_a_title_of_two_works_is_of_neither() -> None:
    index = Index.build(
        [Known(each, "Bridges of the upper valley in early photographs", 2001) for each in "ab"]
    )
    assert told("See Bridges of the upper valley in early photographs.", index) == []


@pytest.mark.parametrize("text", ["", "\n", "References\n", "\ufffe", "a" * 100_000])
def test_odd_texts_have_none(text: str) -> None:
    assert told(text) == []


def test_a_common_title_with_its_year_alone_is_not_told() -> None:
    assert told("The Health and Wellbeing Strategy 2019 was agreed.", Index.build(STRATEGIES[:1])) == []
