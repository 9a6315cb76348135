"""The order in which records are screened: by the query at first, then by what decisions teach, and some by chance."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from harvest.ranking import CACHE, LEAST, QUERY, next_order
from harvest.ranking.evidence import bm25, is_heading
from store.database import Reader
from tests.ranking.made import database, protocol

FILL = "The council met in the hall and took note of the minutes. " * 30
BOTH = f"{FILL}\n\nAlliance contracts for social care were signed in the spring.\n\n{FILL}"
APART = f"Social care was discussed.\n\n{FILL}\n\nAn alliance contract was named once.\n"
ONE = f"{FILL}\n\nAn alliance contract was named once.\n"


def test_without_decisions_coverage_closeness_and_title_decide(tmp_path: Path) -> None:
    asked = protocol(tmp_path)
    texts = [("Minutes", ONE), ("Minutes", APART), ("Minutes", BOTH), ("Alliancing in social care", BOTH)]
    with Reader(database(tmp_path, asked, texts)) as held:
        order = next_order(held, asked, {}, control=0)
    assert [each.record for each in order] == ["R00004", "R00003", "R00002", "R00001"]
    assert {each.by for each in order} == {QUERY}
    assert order[0].reasons[:3] == ("2 of 2 concepts", "2 in one passage", "A, B in the title")
    assert any("alliance contract" in reason for reason in order[1].reasons)
    assert all(0 <= each.score <= 1 for each in order)


def test_a_term_on_a_line_of_its_own_is_in_a_heading() -> None:
    assert is_heading("… before.\n", "Alliance contracts", " in care\nThen the text.")
    assert not is_heading(
        "in the end the ", "alliance contract", " was signed by all, and so on until the line is long " * 3
    )
    assert not is_heading("\nThey signed an ", "alliance contract", ".\nMore")


def test_bm25_follows_its_formula() -> None:
    points = bm25({"a": {"x": 3}, "b": {"x": 1, "y": 1}}, {"a": 100, "b": 100, "c": 100})
    rare = math.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    assert points["b"]["y"] == pytest.approx(rare * 1 * 2.2 / (1 + 1.2))
    assert points["a"]["x"] > points["b"]["x"] and points["c"] == {}
    longer = bm25({"a": {"x": 1}, "b": {"x": 1}}, {"a": 50, "b": 150})
    assert longer["a"]["x"] > longer["b"]["x"], "the same word counts for less in a longer text"


def town(number: int) -> tuple[str, str]:
    """Half of these are about evaluation, which no concept of the protocol names."""
    topic = (
        "An evaluation measured outcomes of residents"
        if number % 2
        else "The procurement notice names a bidder"
    )
    return f"Report {number}", f"{FILL} {topic}. An alliance contract was named once."


def test_decisions_teach_what_the_query_does_not_know(tmp_path: Path) -> None:
    asked = protocol(tmp_path)
    with Reader(database(tmp_path, asked, [town(number) for number in range(60)])) as held:
        said = {f"R{n + 1:05d}": "include" if n % 2 else "exclude" for n in range(2 * LEAST)}
        order = next_order(held, asked, said, control=0)
        fewer = dict(list(said.items())[:-1])
        before = next_order(held, asked, fewer, control=0)
    assert {each.by for each in before} == {QUERY}, f"a model needs {LEAST} decisions of each kind"
    assert all("scikit-learn" in each.by for each in order)
    first = {int(each.record[1:]) % 2 for each in order[:20]}
    assert first == {0}, "records with even numbers are about evaluation"
    assert len(order) == 40 and not {each.record for each in order} & said.keys()
    assert any(reason.startswith("+ ") and "evaluation" in reason for reason in order[0].reasons)
    assert any(reason.startswith("- ") for reason in order[-1].reasons)


def test_maybe_teaches_nothing_and_is_not_shown_again(tmp_path: Path) -> None:
    asked = protocol(tmp_path)
    with Reader(database(tmp_path, asked, [town(number) for number in range(30)])) as held:
        order = next_order(held, asked, {f"R{n + 1:05d}": "maybe" for n in range(25)}, control=0)
    assert len(order) == 5 and order[0].by == QUERY


def test_a_share_is_shown_by_chance_and_a_decision_changes_nothing_in_whose_turn_it_is(
    tmp_path: Path,
) -> None:
    asked = protocol(tmp_path)
    with Reader(database(tmp_path, asked, [town(number) for number in range(60)])) as held:
        order = next_order(held, asked, {}, control=0.1, seed=4)
        assert [place for place, each in enumerate(order, 1) if each.control] == [10, 20, 30, 40, 50, 60]
        assert order == next_order(held, asked, {}, control=0.1, seed=4)
        other = next_order(held, asked, {}, control=0.1, seed=5)
        assert {e.record for e in order if e.control} != {e.record for e in other if e.control}
        assert sorted(each.record for each in order) == [f"R{n:05d}" for n in range(1, 61)], "each once"
        by_chance = [each.record for each in order if each.control][1:]
        said = {order[0].record: "include"}
        then = [each.record for each in next_order(held, asked, said, control=0.1, seed=4) if each.control]
    assert set(by_chance) & set(then), "the draw goes on where it was"
    with pytest.raises(ValueError, match="share"):
        next_order(held, asked, {}, control=1.5)


def test_a_review_without_records_has_no_order(tmp_path: Path) -> None:
    asked = protocol(tmp_path)
    with Reader(database(tmp_path, asked, [])) as held:
        assert next_order(held, asked, {}) == []


def test_the_numbers_of_the_texts_are_kept_between_commands_and_never_for_other_texts(tmp_path: Path) -> None:
    asked = protocol(tmp_path)
    cache = tmp_path / CACHE
    said = {f"R{n + 1:05d}": "include" if n % 2 else "exclude" for n in range(2 * LEAST)}
    with Reader(database(tmp_path, asked, [town(number) for number in range(60)])) as held:
        first = next_order(held, asked, said, cache=cache)
        assert cache.exists()
        assert next_order(held, asked, said, cache=cache) == first == next_order(held, asked, said)
        cache.write_bytes(cache.read_bytes()[:1000])
        assert next_order(held, asked, said, cache=cache) == first, "a damaged file costs only time"
    (tmp_path / "greylit.duckdb").unlink()
    with Reader(database(tmp_path, asked, [town(number + 1) for number in range(60)])) as held:
        assert next_order(held, asked, said, cache=cache) == next_order(held, asked, said)
