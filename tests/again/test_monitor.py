"""A source that gives far less than its own past makes a run partial, and is named."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from harvest.monitor import Finding, monitor
from harvest.protocol.running import Monitor
from store.database import Writer
from tests.again.pages import site, town, write_town
from tests.cli.said import Greylit

LIMITS = Monitor()


def run_row(run: int, **more: object) -> dict[str, object]:
    given = {"run": run, "started_at": "2026-01-01T00:00:00.000Z", "outcome": "ok", "protocol_sha256": "x",
             "protocol": "{}", "software": "{}"}  # fmt: skip
    return {**given, **more}


class Past:
    """A database with so many answers of each source and host in each run."""

    def __init__(self, folder: Path) -> None:
        self.writer = Writer(folder / "greylit.duckdb")
        self._seq = 0

    def run(
        self, run: int, answers: Mapping[str, int], *, of: str = "town", refused: int = 0, returned: int = 0,
        kept: int = 0, reason: str | None = None, kind: str = "site", **more: object,
    ) -> None:  # fmt: skip
        """Note a run with ``answers`` of each host of one source."""
        self.writer.add("run", [run_row(run, **more)])
        self.writer.add("source", [{"source": of, "run": run, "name": of, "kind": kind, "url": ""}])
        self.writer.add("asked_source", [{"run": run, "source": of, "reason": reason}])
        for host, count in answers.items():
            outcomes = ["read"] * count + ["refused"] * refused
            self.writer.add("capture", [self._capture(run, host, of, each, returned) for each in outcomes])
        for _ in range(kept):
            self._seq += 1
            self.writer.add("skip", [{"seq": self._seq, "run": run, "at_time": "", "url": f"http://a/{self._seq}",
                                      "source": of, "reason": "fresh", "detail": "", "of_seq": 1}])  # fmt: skip

    def _capture(self, run: int, host: str, of: str, outcome: str, returned: int) -> dict[str, object]:
        self._seq += 1
        return {"seq": self._seq, "run": run, "fetched_at": "", "url": f"http://{host}/{self._seq}", "source": of,
                "kind": "page", "outcome": outcome, "again": False, "returned": returned}  # fmt: skip

    def found(self, run: int, limits: Monitor = LIMITS) -> list[tuple[str, str, int, int]]:
        return [(each.name, each.what, each.now, each.usual) for each in self.findings(run, limits)]

    def findings(self, run: int, limits: Monitor = LIMITS) -> list[Finding]:
        return monitor(self.writer, run, limits)


@pytest.fixture
def past(tmp_path: Path) -> Past:
    return Past(tmp_path)


def test_a_source_that_gives_under_half_of_its_median_is_named_with_both_numbers(past: Past) -> None:
    for run, count in enumerate((200, 212, 240, 212), 1):
        past.run(run, {"a": count})
    past.run(5, {"a": 9}, outcome=None)
    (found,) = past.findings(5)
    assert found.sentence == "town: 9 answers, usually 212" and found.run == 4


def test_only_the_last_four_ended_runs_count(past: Past) -> None:
    for run in (1, 2, 3):
        past.run(run, {"a": 1000})
    past.run(4, {"a": 1000}, outcome="interrupted")
    for run in (5, 6, 7, 8):
        past.run(run, {"a": 20})
    past.run(9, {"a": 12}, outcome=None)
    assert past.found(9) == [], "12 is more than half of 20; 1000 is long ago"
    past.run(10, {"a": 9}, outcome=None)
    assert past.found(10) == [("town", "answers", 9, 20)]


def test_a_few_fewer_are_no_finding_and_the_first_run_has_no_past(past: Past) -> None:
    past.run(1, {"a": 6})
    assert past.found(1) == []
    past.run(2, {"a": 2}, outcome=None)
    assert past.found(2) == [], "4 fewer are not worth a word"
    past.run(3, {"a": 1}, outcome=None)
    assert past.found(3) == [("town", "answers", 1, 6)]


def test_answers_that_stand_count_as_answers(past: Past) -> None:
    past.run(1, {"a": 100})
    past.run(2, {"a": 3}, kept=97, outcome=None)
    assert past.found(2) == []
    past.run(3, {"a": 3}, kept=5, outcome=None)
    assert past.found(3) == [("town", "answers", 8, 100)]


def test_results_of_a_search_are_measured_apart_from_pages(past: Past) -> None:
    past.run(1, {"a": 10}, returned=30)
    past.run(2, {"a": 10}, returned=1, outcome=None)
    assert past.found(2) == [("town", "results", 10, 300)]


def test_one_host_of_many_is_named_where_its_source_as_a_whole_is_not(past: Past) -> None:
    past.run(1, {"a": 100, "b": 20})
    past.run(2, {"a": 100}, outcome=None)
    (found,) = past.findings(2)
    assert (found.about, found.sentence) == ("host", "b: 0 answers, usually 20")


def test_a_run_that_was_not_to_ask_a_source_says_nothing_of_it_and_is_no_past_of_it(past: Past) -> None:
    past.run(1, {"a": 100})
    past.run(2, {}, reason="left out of this run with --source")
    past.run(3, {"a": 3}, only_failed=1)
    assert past.found(2) == past.found(3) == []
    past.run(4, {"a": 99}, outcome=None)
    assert past.found(4) == []


def test_a_source_that_vanished_altogether_is_named(past: Past) -> None:
    past.run(1, {"a": 100})
    past.run(2, {}, outcome=None)
    assert past.found(2) == [("town", "answers", 0, 100)]


def test_addresses_that_people_named_have_no_usual_number(past: Past) -> None:
    past.run(1, {"a": 100}, of="suggestions", kind="suggested")
    past.run(2, {}, of="suggestions", kind="suggested", outcome=None)
    assert past.found(2) == []


def test_mostly_trouble_is_told_as_a_share(past: Past) -> None:
    past.run(1, {"a": 4}, refused=5, outcome=None)
    assert past.found(1) == [("town", "trouble", 5, 9)]
    past.run(2, {"a": 6}, refused=5, outcome=None)
    assert past.found(2) == [], "5 of 11 are under the half"
    assert past.found(2, Monitor(errors=0.4)) == [("town", "trouble", 5, 11)]


def test_the_limits_of_the_protocol_decide(past: Past) -> None:
    past.run(1, {"a": 100})
    past.run(2, {"a": 70}, outcome=None)
    assert past.found(2) == []
    assert past.found(2, Monitor(shrink=0.8)) == [("town", "answers", 70, 100)]
    past.run(3, {"a": 0}, outcome=None)
    assert past.found(3, Monitor(shrink=0)) == []


def test_a_site_that_shrank_ends_the_run_with_3_and_is_told_by_status(say: Greylit, tmp_path: Path) -> None:
    with site(town(14)) as pages:
        protocol = str(write_town(tmp_path / "review", pages.url))
        words = ("run", protocol, "--quiet", "--test-host", pages.host)
        first = say(*words)
        assert first.code == 0, first
        pages.html("/", "<p>We have a new site!</p>")
        second = say(*words)
        assert second.code == 3 and "town: 1 answer, usually 15" in second.out, second
        said = say("status", "--review", str(tmp_path / "review")).out
        assert "town: 1 answer, usually 15" in said and "greylit diff 1 2" in said
        assert say("diff", "1", "2", "--review", str(tmp_path / "review")).code == 0
        # An update asks the pages of records too, which nothing leads to any more.
        third = say(*words, "--update")
        assert third.code == 0, third


def test_a_changed_protocol_does_not_make_the_monitor_blind(say: Greylit, tmp_path: Path) -> None:
    with site(town(14)) as pages:
        protocol = write_town(tmp_path / "review", pages.url)
        words = ("run", str(protocol), "--quiet", "--test-host", pages.host)
        assert say(*words).code == 0
        protocol.write_text(
            protocol.read_text().replace('"alliance contract*"', '"alliance contract*", "pact"')
        )
        pages.html("/", "<p>We have a new site!</p>")
        assert "town: 1 answer, usually 15" in say(*words).out
