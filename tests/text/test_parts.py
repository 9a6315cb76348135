"""Parts that reviewers read first, and what stands in for an abstract."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvest.text.describing.parts import parts_of
from harvest.text.describing.parts_abstract import abstract_of, shortened
from harvest.text.model import Heading, Page

PROSE = (
    "The service was set up in 2014 to help older people to leave hospital sooner. It is used by some 400 people a year, "
    "and most of them say that it was of use to them.\n"
)


def found(text: str, *headings: Heading, pages: tuple[Page, ...] = ()) -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = {}
    for each in parts_of(text, pages or (Page(1, None, 0, len(text)),), headings):
        kinds.setdefault(each.kind, []).append(text[each.start : each.end])
    return kinds


def paged(*texts: str) -> tuple[str, tuple[Page, ...]]:
    text, pages = "", []
    for number, each in enumerate(texts, start=1):
        start = len(text) + (2 if text else 0)
        text = f"{text}\n\n{each}" if text else each
        pages.append(Page(number, None, start, len(text)))
    return text, tuple(pages)


def test_a_summary_runs_from_its_heading_to_the_next_of_the_same_level() -> None:
    text = f"1 Executive summary\n{PROSE}1.1 What was found\n{PROSE}2 Background\n{PROSE}"
    assert found(text)["summary"] == [f"1 Executive summary\n{PROSE}1.1 What was found\n{PROSE}".strip()]


@pytest.mark.parametrize(
    "entries",
    [
        "Executive summary ..... 4\nIntroduction ..... 6\nFindings ..... 9",
        "Executive summary 4\nIntroduction 6\nFindings 9",
        "Executive summary\n4\nIntroduction\n6\nFindings\n9",
        "Executive summary\nIntroduction\nFindings",
    ],
)
def test_a_line_of_the_contents_is_no_summary(entries: str) -> None:
    text, pages = paged(f"Contents\n{entries}", f"Introduction\n{PROSE}", f"Executive summary\n{PROSE}")
    parts = found(text, pages=pages)
    assert parts["contents"] == [f"Contents\n{entries}"]
    assert parts["summary"] == [f"Executive summary\n{PROSE}".strip()]


def test_contents_without_their_heading_are_known_by_dots() -> None:
    lines = "\n".join(
        f"{title} ............ {page}"
        for page, title in enumerate(("Foreword", "Executive summary", "One", "Two", "Three"), 3)
    )
    parts = found(f"A title\n{lines}\n\nForeword\n{PROSE}")
    assert parts["contents"] == [lines] and "summary" not in parts


def test_a_heading_without_text_of_its_own_is_no_summary() -> None:
    assert "summary" not in found(f"Executive summary\n\nIntroduction\n{PROSE}")


def test_the_summary_of_a_late_chapter_is_not_that_of_the_document() -> None:
    text = f"Introduction\n{PROSE * 200}Summary\n{PROSE}Next steps\n{PROSE}"
    assert "summary" not in found(text)


def test_a_long_summary_is_cut_at_a_line() -> None:
    summary = found(f"Executive summary\n{PROSE * 100}")["summary"][0]
    assert len(summary) <= 6_000 and summary.endswith("use to them.")


def test_what_a_body_is_asked_is_found_with_and_without_a_heading() -> None:
    asked = "The Board is asked to:\n• note the report\n• agree the plan"
    assert found(f"Item 4\n{asked}\n\n{PROSE}")["recommendations"] == [asked]
    headed = f"Recommendation(s)\n{asked}"
    assert found(f"{PROSE}{headed}\nReasons for recommendations\n{PROSE}")["recommendations"] == [headed]


def test_what_members_are_asked_at_every_meeting_is_no_recommendation() -> None:
    assert "recommendations" not in found("Members are asked to declare any interests that they have.\n")


def test_numbered_recommendations_are_one_part() -> None:
    several = f"Recommendation 1\n{PROSE}Recommendation 2\n{PROSE}"
    assert found(f"Findings\n{PROSE}{several}Conclusion\n{PROSE}")["recommendations"] == [several.strip()]


def test_marked_headings_are_found_in_the_text_past_the_contents_and_bound_the_summary() -> None:
    text = f"Contents\nSummary\nWhy\nHow\n\nSummary\n\n{PROSE}\nIn short\n\n{PROSE}\nWhy\n\n{PROSE}\nHow\n\n{PROSE}"
    marked = (
        Heading(2, "Summary"),
        Heading(3, "In  short"),
        Heading(2, "Why"),
        Heading(2, "Not there"),
        Heading(2, "How"),
    )
    parts = parts_of(text, (Page(1, None, 0, len(text)),), marked)
    headings = [each for each in parts if each.kind == "heading"]
    assert [(each.level, text[each.start : each.end]) for each in headings] == [
        (2, "Summary"), (3, "In short"), (2, "Why"), (2, "How"),
    ]  # fmt: skip
    summary = next(each for each in parts if each.kind == "summary")
    assert text[summary.start : summary.end] == text[headings[0].start : headings[2].start].rstrip()


def test_headings_of_plain_text_are_only_lines_that_stand_alone() -> None:
    text = (
        f"2.1 Local need\n{PROSE}WHO WE ARE\n{PROSE}What people said\n{PROSE}"
        "Table 2: people by age\n1 Train the staff\n2 Buy the vans\n14 March 2018\nand so the\nCouncil agreed to it.\n"
    )
    assert found(text)["heading"] == ["2.1 Local need", "WHO WE ARE", "What people said"]


def test_the_first_page_is_the_first_with_words_or_the_first_paragraphs() -> None:
    text, pages = paged("", "A title\nDale Council", PROSE)
    assert found(text, pages=pages)["first-page"] == ["A title\nDale Council"]
    first = found(PROSE * 50)["first-page"][0]
    assert len(first) <= 1_500 and first.endswith("to them.")


def test_the_abstract_is_the_summary_without_headings_cut_after_a_sentence() -> None:
    text = f"1 Summary\n1.1 Key findings\n{PROSE}2 Method\n{PROSE}"
    parts = parts_of(text, (Page(1, None, 0, len(text)),), ())
    assert (
        abstract_of(text, parts, 90)
        == "The service was set up in 2014 to help older people to leave hospital sooner. …"
    )
    assert abstract_of(text, parts, 1_000) == " ".join(PROSE.split())


def test_without_a_summary_the_abstract_begins_past_title_contents_and_thanks() -> None:
    text, pages = paged(
        "A title\nDale Council\nMay 2019",
        "Contents\nOne .... 3\nTwo .... 4",
        "Acknowledgements\n" + "We thank all who gave their time and told us what they think of it.\n" * 3,
        f"One\n{PROSE}",
    )
    assert abstract_of(text, parts_of(text, pages, ()), 500) == " ".join(PROSE.split())


def test_a_paper_that_says_its_purpose_is_told_by_it() -> None:
    text = f"CABINET\n1. PURPOSE OF REPORT\n1.1 To seek approval for the award of five contracts.\n2. BACKGROUND\n2.1 {PROSE}"
    parts = parts_of(text, (Page(1, None, 0, len(text)),), ())
    assert abstract_of(text, parts, 500) == "1.1 To seek approval for the award of five contracts."


def test_a_text_is_shortened_at_a_word_where_no_sentence_ends() -> None:
    assert shortened("word " * 20 + "end", 30) == "word word word word word …"
    assert shortened("short", 30) == "short" and len(shortened("x" * 90, 30)) <= 30


def test_nothing_is_found_in_nothing() -> None:
    assert parts_of("", (), ()) == () and parts_of(" \n ", (), ()) == () and abstract_of("", (), 100) == ""


@given(st.lists(st.sampled_from([
    "Executive summary", "Contents", "1.1 Aims", "1 Aims", "Recommendations", "RECOMMENDED that", "Chapter 2", "", "Aims .... 4", "4", "• x", "½", "A",
    "The Board is asked to note", "Summary: " + "w " * 60, PROSE.strip(), "KEY FINDINGS", "a.", "\u00a0", "Summary of responses", "...", "İ",
]), max_size=40), st.integers(0, 3))  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_parts_lie_in_the_text_whatever_it_is(lines: list[str], every: int) -> None:
    text = "\n".join(lines)
    half = len(text) // 2
    pages = (Page(1, None, 0, half), Page(2, None, half, len(text))) if every else ()
    headings = tuple(Heading(1 + at % 3, each, 1) for at, each in enumerate(lines[:: every or 7]))
    parts = parts_of(text, pages, headings)
    assert all(0 <= each.start < each.end <= len(text) for each in parts)
    assert list(parts) == sorted(parts, key=lambda each: (each.start, -each.end))
    assert len([each for each in parts if each.kind in ("summary", "contents", "first-page")]) <= 3
    assert len(abstract_of(text, parts, 50)) <= 50
    assert all(each.title is None or each.title in text for each in parts)


@pytest.mark.parametrize(
    "line",
    [
        "Summary\n",
        "Recommendation 1\n",
        "1.1 Aaa\n",
        "A" * 200,
        ". " * 100 + "\n",
        "Contents\nA 1\nb\n",
        "The Board is asked to x\n",
    ],
)
def test_a_hostile_text_of_two_million_characters_takes_no_time(line: str) -> None:
    text = line * (2_000_000 // len(line))
    headings = tuple(Heading(1, "Summary") for _ in range(5_000))
    begun = time.process_time()
    abstract_of(text, parts_of(text, (Page(1, None, 0, len(text)),), headings), 500)
    assert time.process_time() - begun < 4
