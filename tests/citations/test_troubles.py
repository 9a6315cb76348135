"""What indexes do when they are busy, poor, strict or away: each is told as what it is, and nothing that came is lost."""

from __future__ import annotations

from pathlib import Path

from harvest.errors import Exit
from tests.citations.scripted import LittleOpenAlex, Reply, Request, scripted
from tests.citations.searches import GRAPH, once, outcomes, rounds, search
from tests.citations.turning import TurningClock


def test_only_included_works_are_expanded_and_the_last_round_adds_none(tmp_path: Path) -> None:
    with scripted(LittleOpenAlex(GRAPH)) as server:
        cited = search(server.url, tmp_path)
    assert rounds(cited) == [(1, 4, 1), (1, 1, 0)]
    result = cited.as_dict()
    assert (
        result["included"] == ["W1", "W4"] and result["ended"] == "exhausted" and cited.exit_code == Exit.OK
    )
    found = {each["id"]: each for each in result["works"]}
    assert set(found) == {"W2", "W3", "W4", "W5", "W6"}
    assert found["W6"]["links"] == [{"round": 2, "direction": "forward", "index": "openalex", "of": "W4"}]
    assert found["W6"]["seeds"] == ["W1"] and found["W6"]["round"] == 2
    assert (found["W3"]["decided"], found["W4"]["decided"], found["W5"]["decided"]) == (False, True, None)


def test_every_found_work_knows_all_seeds_that_led_to_it_and_the_most_linked_comes_first(
    tmp_path: Path,
) -> None:
    with scripted(LittleOpenAlex(GRAPH)) as server:
        cited = search(server.url, tmp_path, seeds=("W1", "W5"))
    ranked = cited.searched.ranked()
    assert ranked[0].id == "W2" and ranked[0].seeds == ["W1", "W5"]
    assert all(each.seeds == ["W1"] for each in ranked[1:])


def test_without_decisions_one_round_is_searched_and_nothing_is_called_exhausted(tmp_path: Path) -> None:
    with scripted(LittleOpenAlex(GRAPH)) as server:
        cited = search(server.url, tmp_path, decided=None)
    assert rounds(cited) == [(1, 4, 0)] and cited.searched.end == "undecided" and cited.undecided == 4


def test_a_number_of_rounds_is_kept_to_and_told(tmp_path: Path) -> None:
    with scripted(LittleOpenAlex(GRAPH)) as server:
        cited = search(server.url, tmp_path, rounds=1)
    assert len(cited.searched.rounds) == 1 and cited.searched.end == "rounds"


def test_answers_that_say_later_are_asked_again_after_longer_and_longer_waits(tmp_path: Path) -> None:
    clock = TurningClock()
    with scripted(LittleOpenAlex(GRAPH, trouble=once(500, 503, 502))) as server:
        cited = search(server.url, tmp_path, clock=clock)
    assert rounds(cited) == [(1, 4, 1), (1, 1, 0)] and not cited.gaps
    assert clock.waits == sorted(clock.waits) and len(clock.waits) == 3


def test_a_pause_that_is_asked_for_is_kept(tmp_path: Path) -> None:
    clock = TurningClock()
    with scripted(LittleOpenAlex(GRAPH, trouble=once(429, headers={"Retry-After": "17"}))) as server:
        cited = search(server.url, tmp_path, clock=clock)
    assert 17.0 in [round(each) for each in clock.waits] and not cited.gaps


def test_a_pause_longer_than_anybody_waits_is_a_refusal(tmp_path: Path) -> None:
    clock = TurningClock()
    with scripted(LittleOpenAlex(GRAPH, trouble=lambda _: (429, {"Retry-After": "900"}, {}))) as server:
        cited = search(server.url, tmp_path, clock=clock)
        assert len(server.requests) == 1
    assert outcomes(cited) == {"refused"} and "900 s" in cited.gaps[0]["detail"] and not clock.waits
    assert cited.exit_code == Exit.PARTIAL


def test_an_answer_that_is_cut_off_is_asked_for_again_and_never_taken_from_the_archive(
    tmp_path: Path,
) -> None:
    def torn(request: Request) -> Reply | None:
        return (200, {}, b'{"id": "https://openalex') if request.number == 1 else None

    with scripted(LittleOpenAlex(GRAPH, trouble=torn)) as server:
        assert rounds(search(server.url, tmp_path)) == [(1, 4, 1), (1, 1, 0)]
        asked = len(server.requests)
        assert rounds(search(server.url, tmp_path)) == [(1, 4, 1), (1, 1, 0)]
        assert len(server.requests) == asked


def test_what_vanishes_from_a_batch_is_asked_for_by_itself_and_followed(tmp_path: Path) -> None:
    """Merged ids are missing from batches without a word; as single works they answer 301."""
    many = {f"W{number}": [] for number in range(100, 130)}
    graph = {**GRAPH, **many, "W1": ["W2", "W77", "W88", *many]}
    with scripted(LittleOpenAlex(graph, moved={"W77": "W3", "W70": "W1"})) as server:
        cited = search(server.url, tmp_path, seeds=("W70",), decided={"W70": True, "W4": True})
        singles = [each.path for each in server.requests if each.path != "/works"]
    assert {"/works/W77", "/works/W88", "/works/W70"} <= set(singles) and "/works/W100" not in singles
    result = cited.as_dict()
    assert result["included"] == ["W1", "W4"] and result["merged"] == {"W70": "W1", "W77": "W3"}
    # W88 is gone: all that is known of it is its id.
    found = {each["id"]: each["title"] for each in result["works"]}
    assert found["W88"] is None and found["W3"] == "Title of W3" and "W77" not in found
    assert rounds(cited) == [(1, 35, 1), (1, 1, 0)]


def test_decisions_made_under_an_id_that_was_merged_since_still_count(tmp_path: Path) -> None:
    with scripted(LittleOpenAlex(GRAPH, moved={"W44": "W4"})) as server:
        cited = search(server.url, tmp_path, decided={"W44": True})
    assert cited.as_dict()["included"] == ["W1", "W4"]


def test_a_smaller_page_is_taken_when_the_index_says_so(tmp_path: Path) -> None:
    with scripted(LittleOpenAlex(GRAPH, per_page=1)) as server:
        cited = search(server.url, tmp_path)
        sizes = [each.params["per-page"] for each in server.requests if "per-page" in each.params]
    assert rounds(cited) == [(1, 4, 1), (1, 1, 0)] and sizes[0] == "100" and set(sizes[1:]) == {"1"}


def test_a_batch_is_never_longer_than_a_filter_may_be(tmp_path: Path) -> None:
    cited = [f"W{number}" for number in range(4_000_000_000, 4_000_000_450)]
    with scripted(LittleOpenAlex({"W1": cited, **{each: [] for each in cited}})) as server:
        found = search(server.url, tmp_path)
        values = [each.params["filter"].count("|") + 1 for each in server.requests if "filter" in each.params]
    assert rounds(found) == [(1, 450, 0)] and max(values) == 100


def test_a_used_up_budget_leaves_the_free_questions(tmp_path: Path) -> None:
    def poor(request: Request) -> Reply | None:
        if request.path == "/works":
            return (
                429,
                {"X-RateLimit-Remaining-USD": "0", "Retry-After": "1"},
                {"message": "Daily budget is used up"},
            )
        return None

    clock = TurningClock()
    with scripted(LittleOpenAlex(GRAPH, trouble=poor)) as server:
        cited = search(server.url, tmp_path, clock=clock)
        lists = [each for each in server.requests if each.path == "/works"]
    assert len(lists) == 1, "a budget that is used up is not asked about again"
    assert {each.id for each in cited.searched.works} == {"W1", "W2", "W3"}
    told = {(each.direction, each.outcome) for each in cited.searched.told}
    assert told == {("backward", "citations"), ("forward", "over-budget")}
    assert cited.searched.end == "gaps" and cited.exit_code == Exit.PARTIAL


def test_a_budget_that_comes_back_tomorrow_is_not_waited_for(tmp_path: Path) -> None:
    def poor(request: Request) -> Reply | None:
        gone = {"X-RateLimit-Remaining-USD": "0", "X-RateLimit-Reset": "1700", "Retry-After": "1700"}
        return (429, gone, {}) if request.path == "/works" else None

    clock = TurningClock()
    with scripted(LittleOpenAlex(GRAPH, trouble=poor)) as server:
        cited = search(server.url, tmp_path, seeds=("W1", "W4"), decided={"W2": True}, clock=clock)
    assert sum(clock.waits) < 1 and outcomes(cited) == {"over-budget"}
    assert all("1700 s" in each["detail"] for each in cited.gaps)


def test_a_question_is_not_put_that_would_go_over_the_budget_and_the_search_goes_on_later(
    tmp_path: Path,
) -> None:
    def nearly(request: Request) -> Reply | None:
        status, _, body = LittleOpenAlex(GRAPH)(request)
        return status, {"X-RateLimit-Limit-USD": "1", "X-RateLimit-Remaining-USD": "0.00005"}, body

    with scripted(LittleOpenAlex(GRAPH, trouble=nearly)) as server:
        cited = search(server.url, tmp_path)
        assert not [each for each in server.requests if each.path == "/works"]
        assert (
            outcomes(cited) == {"over-budget"}
            and cited.as_dict()["indexes"][0]["budget"]["remaining"] == 0.00005
        )
    with scripted(LittleOpenAlex(GRAPH)) as server:
        cited = search(server.url, tmp_path)
        assert rounds(cited) == [(1, 4, 1), (1, 1, 0)] and not cited.gaps
        # Another port of this machine, and yet what was answered is not asked again.
        assert "/works/W1" not in [each.path for each in server.requests]


def test_a_key_that_is_not_taken_is_told_and_left_off(tmp_path: Path) -> None:
    def strict(request: Request) -> Reply | None:
        return (401, {}, {"error": "Invalid API key"}) if "api_key" in request.params else None

    with scripted(LittleOpenAlex(GRAPH, trouble=strict)) as server:
        cited = search(server.url, tmp_path, key=" wrong-key-17 ")
        assert server.requests[0].params["api_key"] == "wrong-key-17"
    assert rounds(cited) == [(1, 4, 1), (1, 1, 0)]
    [gap] = cited.gaps
    assert (
        gap["outcome"] == "refused"
        and "OPENALEX_API_KEY" in gap["detail"]
        and cited.exit_code == Exit.PARTIAL
    )
    assert "wrong-key-17" not in str(cited.as_dict())


def test_a_blank_key_is_no_key(tmp_path: Path) -> None:
    with scripted(LittleOpenAlex(GRAPH)) as server:
        search(server.url, tmp_path, key="  ")
        assert not [each for each in server.requests if "api_key" in each.params]


def test_an_index_that_is_away_is_given_up_after_one_question(tmp_path: Path) -> None:
    with scripted(LittleOpenAlex(GRAPH)) as server:
        url = server.url
    cited = search(url, tmp_path, seeds=("W1", "W4"))
    assert outcomes(cited) == {"failed"} and cited.exit_code == Exit.UNREACHABLE
    assert cited.as_dict()["included"] == ["W1", "W4"] and cited.services["openalex"].counts["requests"] == 7


def test_an_index_that_only_fails_is_left_alone_after_three_questions(tmp_path: Path) -> None:
    with scripted(lambda _: (500, {}, {})) as server:
        cited = search(server.url, tmp_path, seeds=("W1", "W2", "W3", "W4", "W5"))
        assert len(server.requests) == 21
    assert outcomes(cited) == {"failed"} and cited.exit_code == Exit.PARTIAL


def test_a_list_that_breaks_off_keeps_what_came_and_goes_on_from_there(tmp_path: Path) -> None:
    def broken(request: Request) -> Reply | None:
        return (500, {}, {}) if request.params.get("cursor") == "1" else None

    with scripted(LittleOpenAlex(GRAPH, per_page=1, trouble=broken)) as server:
        cited = search(server.url, tmp_path)
        [forward] = [
            each for each in cited.searched.told if each.direction == "forward" and each.work.id == "W1"
        ]
        assert forward.outcome == "failed" and forward.works == 1
    with scripted(LittleOpenAlex(GRAPH, per_page=1)) as server:
        assert rounds(search(server.url, tmp_path)) == [(1, 4, 1), (1, 1, 0)]
        assert "*" not in [each.params.get("cursor") for each in server.requests]


def test_a_citing_work_that_names_none_of_a_batch_is_kept_under_all_of_it_as_unsure(tmp_path: Path) -> None:
    def stray(request: Request) -> Reply | None:
        if "cites:" not in request.params.get("filter", ""):
            return None
        row = {
            "id": "https://openalex.org/W66",
            "title": "Stray",
            "referenced_works": ["https://openalex.org/W777"],
        }
        return 200, {}, {"meta": {"count": 1, "next_cursor": None}, "results": [row]}

    with scripted(LittleOpenAlex(GRAPH, trouble=stray)) as server:
        cited = search(server.url, tmp_path, seeds=("W1", "W5"))
    [work] = [each for each in cited.as_dict()["works"] if each["id"] == "W66"]
    assert [(each["of"], each["sure"]) for each in work["links"]] == [("W1", False), ("W5", False)]


def test_a_cursor_that_is_good_no_more_has_its_list_asked_anew(tmp_path: Path) -> None:
    with scripted(LittleOpenAlex(GRAPH, per_page=1, trouble=lambda each: (500, {}, {}) if each.params.get("cursor") == "1" else None)) as server:  # fmt: skip
        search(server.url, tmp_path)
    began = {"fresh": False}

    def expired(request: Request) -> Reply | None:
        began["fresh"] = began["fresh"] or request.params.get("cursor") == "*"
        if request.params.get("cursor") == "1" and not began["fresh"]:
            return 400, {}, {"error": "Pagination error.", "message": "Cursor value is invalid."}
        return None

    with scripted(LittleOpenAlex(GRAPH, per_page=1, trouble=expired)) as server:
        cited = search(server.url, tmp_path)
    assert began["fresh"] and rounds(cited) == [(1, 4, 1), (1, 1, 0)] and not cited.gaps


def test_a_question_that_an_index_finds_wrong_has_failed_and_is_no_empty_answer(tmp_path: Path) -> None:
    with scripted(LittleOpenAlex(GRAPH, trouble=lambda each: (400, {}, {"message": "no"}) if "filter" in each.params else None)) as server:  # fmt: skip
        cited = search(server.url, tmp_path)
    assert {each.outcome for each in cited.searched.told if each.direction == "forward"} == {"failed"}
    with scripted(LittleOpenAlex(GRAPH)) as server:
        assert rounds(search(server.url, tmp_path)) == [(1, 4, 1), (1, 1, 0)]


def test_of_a_work_that_very_many_cite_a_cap_takes_some_and_tells_the_rest(tmp_path: Path) -> None:
    graph = {"W1": [], **{f"W{number}": ["W1"] for number in range(10, 40)}}
    with scripted(LittleOpenAlex(graph, per_page=10)) as server:
        cited = search(server.url, tmp_path, decided={}, cap=5)
        pages = [each for each in server.requests if "cites" in each.params.get("filter", "")]
    assert rounds(cited) == [(1, 5, 0)] and cited.searched.end == "capped" and len(pages) <= 2
    [forward] = [each for each in cited.searched.told if each.direction == "forward"]
    assert forward.left == 25
