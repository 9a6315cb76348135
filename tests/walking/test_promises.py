"""What a link promises: by its words, its address, what stands around it, and the page that it is on."""

from __future__ import annotations

import pytest

from crawler.promise import Link, Sought, plain, priority_of, promise_of

SOUGHT = Sought.of(
    {
        "A": ["alliancing", "alliance contract*"],
        "C": ["homelessness", "supported housing", "co-production", "care home"],
    }
)
assert SOUGHT is not None
URL = "https://www.example.org/x"


def promise(worth: float = 0.0, **link: object) -> float:
    assert SOUGHT is not None
    return SOUGHT.promise(Link(**{"url": URL, **link}), worth)  # type: ignore[arg-type]


@pytest.mark.parametrize("words", [None, {}, [], {"A": []}, {"A": [" ", "-"]}, {"A": "alliancing"}, "x"])
def test_where_nothing_is_sought_nothing_can_be_promised(words: object) -> None:
    assert Sought.of(words) is None


@pytest.mark.parametrize(
    "text, shown",
    [
        ("Alliancing in practice", (1.0, 0.0)), ("ALLIANCE  CONTRACTS", (1.0, 0.0)), ("alliance contracting", (1.0, 0.0)),
        ("Care homes and co production", (0.0, 1.0)), ("Co-productions", (0.0, 1.0)), ("supported-housing", (0.0, 1.0)),
        ("contractual", (0.0, 0.0)), ("household", (0.0, 0.0)), ("", (0.0, 0.0)),
    ],
)  # fmt: skip
def test_phrases_are_found_in_any_number_and_spelling(text: str, shown: tuple[float, ...]) -> None:
    assert SOUGHT is not None
    assert SOUGHT.shown(plain(text)) == shown


def test_a_word_of_a_phrase_shows_a_part_of_it() -> None:
    assert SOUGHT is not None
    assert 0.0 < SOUGHT.shown(plain("The alliance"))[0] < 1.0


@pytest.mark.parametrize(
    "more, less",
    [
        ({"text": "Homelessness alliance contract"}, {"text": "Homelessness"}),
        ({"text": "Homelessness"}, {"text": "Allotments"}),
        ({"url": URL + "/homelessness-alliancing.pdf"}, {"url": URL + "/a.pdf"}),
        ({"url": "https://www.example.org/article/1/AllianceContract"}, {"url": "https://www.example.org/article/1/AllotmentRules"}),
        ({"text": "Read more", "line": "An alliance contract for homelessness: Read more"}, {"text": "Read more"}),
        ({"text": "Report", "heading": "Homelessness and alliancing"}, {"text": "Report"}),
        ({"text": "Here", "title": "Alliancing"}, {"text": "Here"}),
        ({"text": "Evaluation report"}, {"text": "Opening hours"}),
        ({"text": "Opening hours"}, {"text": "Cookies"}),
        ({"text": "Opening hours", "url": URL + ".pdf"}, {"text": "Opening hours"}),
        ({"text": "Homelessness"}, {"text": "Homelessness jobs"}),
    ],
)  # fmt: skip
def test_what_speaks_for_a_link_makes_it_promise_more(
    more: dict[str, object], less: dict[str, object]
) -> None:
    assert promise(**more) > promise(**less)  # type: ignore[arg-type]


def test_a_link_on_a_page_that_shows_what_is_sought_promises_more_unless_it_is_on_every_page() -> None:
    assert promise(1.0, text="Appendix 3") > promise(0.0, text="Appendix 3")
    assert promise(1.0, text="Appendix 3", around=True) == promise(0.0, text="Appendix 3", around=True)


@pytest.mark.parametrize("link", [{"text": "2"}, {"text": "Next page"}, {"text": "more", "rel": "next"}, {"text": "x", "book": True}])  # fmt: skip
def test_the_next_page_of_a_list_promises_what_the_list_does(link: dict[str, object]) -> None:
    assert promise(1.0, **link) > promise(1.0, text="Opening hours")  # type: ignore[arg-type]


def test_links_inherit_of_what_led_to_their_page() -> None:
    assert SOUGHT is not None
    link = Link(URL, "Appendix 3")
    assert SOUGHT.promise(link, 0.0, (), 0.8) > SOUGHT.promise(link, 0.0) > SOUGHT.promise(link, 0.0, (), 0.0)


def test_a_page_with_all_concepts_is_worth_more_than_one_that_speaks_of_the_context_for_ever() -> None:
    assert SOUGHT is not None
    both = SOUGHT.worth("Our work", "An alliance contract for homelessness. The alliance contract began.")
    context = SOUGHT.worth("Homelessness", "homelessness " * 50)
    assert both > 0.5 > context > SOUGHT.worth("Bins", "collection days") == 0.0


def test_promises_are_priorities_below_everything_that_is_asked_for_by_name() -> None:
    assert [priority_of(each) for each in (0.0, 0.25, 0.999)] == [-1000, -750, -1]
    assert promise_of(priority_of(0.25)) == 0.25 and promise_of(0) is None


@pytest.mark.parametrize("text", ["a" * 100_000, "alliance " * 20_000, "\x00\ud800", "(((" * 1000])
def test_no_text_is_too_much_for_it(text: str) -> None:
    assert 0.0 <= promise(text=text, line=text) <= 1.0
