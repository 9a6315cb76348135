"""Strings against known works: what is matched, and each reason for which it is not."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from harvest.reference_matching import Index, Known, Verdict

CARE = Known(
    "care", "Making integrated care happen at scale and pace: lessons from experience", 2013,
    ("Ham, Chris", "Walsh, Nicola"), "The King's Fund",
)  # fmt: skip
ROOMS = Known(
    "rooms",
    "Waiting rooms and corridors: a diary of winter pressures",
    2018,
    ("Okafor, Ada",),
    "Nuffield Trust",
)
STRATEGIES = [
    Known(f"{place.lower()}-hws", "Health and Wellbeing Strategy 2019", 2019, (), f"{place} {kind}")
    for place, kind in (
        ("Ashford", "City Council"),
        ("Bexford", "Borough Council"),
        ("Corwen", "County Council"),
    )
]


def judged(text: str, *works: Known, fields: object = None) -> Verdict:
    return Index.build(works).judge(text, fields)


def found(text: str, *works: Known, fields: object = None) -> str | None:
    match = judged(text, *works, fields=fields).match
    if match is not None:
        assert 0 <= match.score <= 1
        assert match.rule
        assert match.evidence
    return match.id if match else None


@pytest.mark.parametrize(
    "text",
    [
        "Ham C, Walsh N. Making integrated care happen at scale and pace: lessons from experience. London: King's Fund; 2013.",
        "[12] Ham, C. and Walsh, N. (2013) Making integrated care happen at scale & pace. London: The King’s Fund.",
        "HAM C (2013) MAKING INTEGRATED CARE HAPPEN AT SCALE AND PACE",
        "Ham C, Walsh N. Making integra- ted care happen at scale and pace: les-\nsons from experience. 2013",
        "Ham C, Welsh N. Makxng integrated cre happen at scale and pase: lessons fom experience. London: 2013.",
        "King's Fund (2013). Making integrated care happen at scale and pace. www.kingsfund.org.uk/publications [accessed 3 May 2021]",
        "Making integrated care happen at scale and pace: lessons from experience, King's Fund, 2013",
        "Ham C, Walsh N. Making integrated care hap\ufffepen at scale and pace: lessons from experience. 2013.",
    ],
)
def test_a_title_is_found_however_it_is_written(text: str) -> None:
    assert found(text, CARE, ROOMS, *STRATEGIES) == "care"


def test_letters_with_and_without_marks_are_the_same() -> None:
    known = Known(
        "c", "L'économie informelle à Liège: enquête auprès des ménages", 2009, ("Müller, Anne-Käthe",)
    )
    assert (
        found("Muller A.-K. (2009). L'economie informelle a Liege : enquete aupres des menages.", known)
        == "c"
    )
    assert (
        found("Mu\u0308ller A.-K. (2009). L'e\u0301conomie informelle a\u0300 Lie\u0300ge, Namur.", known)
        == "c"
    )


def test_a_subtitle_only_in_the_string_is_no_difference() -> None:
    known = Known("r", "Waiting rooms and corridors", 2018, ("Okafor, Ada",))
    assert (
        found(
            "Okafor A. Waiting rooms and corridors: a diary of winter pressures. Nuffield Trust, 2018", known
        )
        == "r"
    )


def test_a_subtitle_only_in_the_catalogue_is_no_difference() -> None:
    assert found("Okafor A. Waiting rooms and corridors. Nuffield Trust, 2018", ROOMS) == "rooms"


def test_another_subtitle_is_another_work() -> None:
    verdict = judged(
        "Okafor A. Waiting rooms and corridors: what patients told us in 1,200 letters. 2018", ROOMS
    )
    assert (verdict.match, verdict.rule) == (None, "subtitle")


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("Ashford City Council (2019) Health and Wellbeing Strategy 2019.", "ashford-hws"),
        (
            "Bexford Borough Council. Health & Wellbeing Strategy 2019. Bexford: the Council; 2019.",
            "bexford-hws",
        ),
        ("Health and wellbeing strategy 2019, Corwen County Council", "corwen-hws"),
        ("Dunham District Council (2019) Health and Wellbeing Strategy 2019.", None),
        ("Health and Wellbeing Strategy 2019, Dunham District Council", None),
        ("Health and Wellbeing Strategy 2019.", None),
        ("Ashford City Council (2022) Health and Wellbeing Strategy 2022.", None),
        ("Ashford Hospitals NHS Trust (2019) Health and Wellbeing Strategy 2019.", None),
    ],
)
def test_a_title_of_three_councils_is_of_the_one_that_the_string_names(text: str, whose: str | None) -> None:
    assert found(text, *STRATEGIES) == whose


SERIES = [
    Known(f"state-{year}", "The state of ageing in rural towns", year, ("Hill, Jo",), "Ageing Better")
    for year in (2019, 2020, 2022)
]


@pytest.mark.parametrize(
    ("year", "whose"),
    [
        (2019, "state-2019"),
        (2020, "state-2020"),
        (2022, "state-2022"),
        (2021, None),
        (2023, None),
        (2016, None),
    ],
)
def test_of_a_series_the_very_year_is_taken(year: int, whose: str | None) -> None:
    assert found(f"Hill J. ({year}) The state of ageing in rural towns. Ageing Better.", *SERIES) == whose


def test_of_a_series_without_a_year_all_are_named_and_none_taken() -> None:
    verdict = judged("Hill J. The state of ageing in rural towns. Ageing Better.", *SERIES)
    assert verdict.match is None
    assert set(verdict.near) == {"state-2019", "state-2020", "state-2022"}


ANNUAL = [
    Known(f"{who.split()[0].lower()}-{year}", f"Annual report {year}-{year % 100 + 1}", year + 1, (), who)
    for who in ("Ashford City Council", "Nuffield Trust") for year in (2018, 2019)
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("Nuffield Trust (2020) Annual report 2019-20. London: Nuffield Trust.", "nuffield-2019"),
        ("Nuffield Trust. Annual Report 2018–19. London", "nuffield-2018"),
        ("Ashford City Council. Annual report 2019/20.", "ashford-2019"),
        ("Health Foundation (2020) Annual report 2019-20.", None),
        ("Nuffield Trust. Annual report 2015-16. London: 2016.", None),
        ("Nuffield Trust. Annual report.", None),
        ("Annual report 2019-20. 2020.", None),
        ("Annual report 2019-20 and accounts of the hospitals of the north, 2020.", None),
    ],
)
def test_an_annual_report_needs_its_body_and_its_years(text: str, whose: str | None) -> None:
    assert found(text, *ANNUAL) == whose


def test_one_title_of_two_publishers_is_of_the_one_that_is_named() -> None:
    two = [
        Known(name, "Winter pressures and how to plan for them", 2017, (), name)
        for name in ("Nuffield Trust", "NHS Confederation")
    ]
    assert (
        found("NHS Confederation (2017) Winter pressures and how to plan for them.", *two)
        == "NHS Confederation"
    )
    verdict = judged("Winter pressures and how to plan for them. 2017.", *two)
    assert (verdict.match, verdict.rule) == (None, "tie")
    assert all(name in verdict.evidence[0] for name in ("Nuffield Trust", "NHS Confederation"))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Ham C, Walsh N. Making integrated care happen at scale and pace: lessons from experience. 2009.", "year"),
        ("Smith J, Jones P. (2013) Making integrated care happen at scale and pace: lessons from experience.", "author"),
        ("Smith J. (2013) Review of 'Making integrated care happen at scale and pace: lessons from experience'.", "about"),
        ("Ham C. (2013) Making integrated care happen at scale and pace: lessons from experience. Technical appendix.", "part"),
        ("Ham C. (2013) Making integrated care happen at scale and pace: lessons from experience: part 2.", "part"),
        (
            "Lee K. Two boards and a bridge. In: Ham C, Walsh N, editors. Making integrated care happen at scale and pace: "
            "lessons from experience. London; 2013.", "container",
        ),
    ],
)  # fmt: skip
def test_what_contradicts_refuses_and_is_named(text: str, rule: str) -> None:
    verdict = judged(text, CARE, ROOMS)
    assert (verdict.match, verdict.rule) == (None, rule)
    assert verdict.near == ("care",)


def test_a_year_one_apart_is_no_contradiction() -> None:
    assert (
        found(
            "Ham C, Walsh N. (2014) Making integrated care happen at scale and pace: lessons from experience.",
            CARE,
        )
        == "care"
    )


def test_the_day_of_access_is_no_year_of_publication() -> None:
    text = "Ham C. Making integrated care happen at scale and pace: lessons from experience (accessed 4 March 2021)."
    assert found(text, CARE) == "care"


def test_a_title_within_a_longer_known_one_is_not_the_shorter_one() -> None:
    short = Known("short", "Commissioning palliative care", 2015, ("Ham, Chris",))
    long = Known("long", "Commissioning palliative care in coalfield towns", 2010, ("Ham, Chris",))
    assert (
        found("Ham C (2015) Commissioning palliative care in coalfield towns. London.", short, long) is None
    )
    assert (
        found("Ham C (2010) Commissioning palliative care in coalfield towns. London.", short, long) == "long"
    )
    assert found("Ham C (2015) Commissioning palliative care. London.", short, long) == "short"


def test_a_title_that_goes_on_in_the_string_is_another() -> None:
    known = Known("k", "Commissioning palliative care", None, ("Ham, Chris",))
    assert found("Ham C (2015) Commissioning palliative care for orphaned otters. London.", known) is None


def test_parts_are_told_apart_by_their_numbers() -> None:
    parts = [
        Known(f"p{number}", f"Bridges of the upper valley, part {roman}", 2001, ("Voss, E.",))
        for number, roman in ((1, "I"), (2, "II"), (3, "III"))
    ]
    assert found("Voss E. 2001. Bridges of the upper valley, part II.", *parts) == "p2"
    assert found("Voss E. 2001. Bridges of the upper valley, part III.", *parts[:2]) is None
    assert found("Voss E. 2001. Bridges of the upper valley, part II.", parts[0]) is None


def test_the_words_of_a_title_in_another_order_are_another_title() -> None:
    assert (
        found("Ham C. (2013) Pace and scale at happen care integrated making: experience from lessons.", CARE)
        is None
    )


def test_one_other_word_makes_another_title() -> None:
    known = Known("rats", "Dopamine and the sense of elapsed time in rats", 2011, ("Berg, T.",))
    assert found("Berg T. Dopamine and the sense of elapsed time in adolescents. 2011.", known) is None


def test_a_journal_with_the_name_of_a_known_title_is_no_match() -> None:
    known = Known("k", "Population health", 2015, ("Buck, D.",))
    assert (
        found(
            "Buck D. What the towns of the north can teach us about damp. Population health, 2015; 3: 12-19.",
            known,
        )
        is None
    )


def test_initials_and_whole_names_are_one_body() -> None:
    known = Known("phe", "Air quality and the school run", 2016, (), "Public Health England")
    assert found("PHE (2016) Air quality and the school run.", known) == "phe"
    short = Known("phe", "Air quality and the school run", 2016, (), "PHE")
    assert found("Public Health England (2016) Air quality and the school run.", short) == "phe"


def test_identifiers_come_first_in_any_spelling() -> None:
    known = Known(
        "d", "An entirely different title of bridges", 1990, (), None, "https://doi.org/10.1000/AB.C(1)",
        ("https://www.towns.test/files/Bridges.pdf?utm_source=x",), isbns=("0-306-40615-2",),
    )  # fmt: skip
    assert found("Somebody (2011) Something else. doi: 10.1000/ab.c(1).", known) == "d"
    assert found("https://dx.doi.org/10.1000/ab.c(1)", known) == "d"
    assert found("http://towns.test/files/Bridges.pdf", known) == "d"
    assert (
        found(
            "An entirely different title of bridges. https://web.archive.org/web/2015/http://www.towns.test/files/Bridges.pdf (2015)",
            known,
        )
        == "d"
    )
    assert found("A different title of bridges. ISBN 978-0-306-40615-7", known) == "d"


def test_an_address_shared_by_other_works_does_not_decide() -> None:
    known = Known(
        "k", "Bridges of the upper valley", 2001, ("Voss, E.",), urls=("https://towns.test/publications",)
    )
    assert (
        found("Lee K (2014) A census of weathered milestones. https://towns.test/publications", known) is None
    )


def test_the_doi_of_another_work_speaks_against_a_title() -> None:
    known = Known(
        "k", "Bridges of the upper valley in early photographs", 2001, ("Voss, E.",), doi="10.1000/one"
    )
    assert found("Voss E. Bridges of the upper valley in early photographs. doi:10.1000/two", known) is None


def test_fields_refuse_more_and_help_where_the_string_does_not() -> None:
    text = "Ham C, Walsh N. Making integrated care happen at scale and pace: lessons from experience."
    assert found(text, CARE, fields=SimpleNamespace(year=2013, authors=("Ham, C",), title=None)) == "care"
    assert found(text, CARE, fields=SimpleNamespace(year=2003, authors=("Ham, C",), title=None)) is None


@pytest.mark.parametrize(
    "text", ["", " ", "1", "&", "(2013)", "http://", "doi:", "—" * 500, "\ufffe\u00ad", "a" * 20_000]
)
def test_odd_strings_are_of_nothing(text: str) -> None:
    assert judged(text, CARE, *STRATEGIES).match is None


def test_two_works_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="care"):
        Index.build([CARE, CARE])


def test_an_alias_is_a_title() -> None:
    known = Known(
        "k",
        "Gwasanaethau cymdeithasol a llesiant pobl hŷn",
        2014,
        (),
        "Welsh Government",
        titles=("Social services and the well-being of older people",),
    )
    match = judged("Welsh Government (2014) Social services and the well-being of older people.", known).match
    assert match is not None
    assert (match.id, match.rule) == ("k", "alias")
