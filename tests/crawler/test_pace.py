"""How fast one host is asked, by a clock that the test turns."""

from __future__ import annotations

import time
from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.pace import LONGEST_WAIT, Pace, pause, retry_after
from tests.crawler.clock import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def test_a_new_host_may_be_asked_at_once(clock: FakeClock) -> None:
    assert Pace(clock, 5.0).may_ask("h")


def test_one_request_at_a_time(clock: FakeClock) -> None:
    pace = Pace(clock, 5.0)
    pace.started("h")
    clock.turn(60)
    assert not pace.may_ask("h"), "it is still under way"
    assert pace.may_ask("other")


def test_the_delay_is_counted_from_the_end_of_a_request(clock: FakeClock) -> None:
    pace = Pace(clock, 5.0)
    pace.started("h")
    clock.turn(30)
    pace.ended("h")
    assert not pace.may_ask("h")
    clock.turn(4.9)
    assert not pace.may_ask("h")
    clock.turn(0.2)
    assert pace.may_ask("h")


def test_more_requests_at_a_time_start_a_delay_apart(clock: FakeClock) -> None:
    pace = Pace(clock, 2.0, per_host=2)
    pace.started("h")
    assert not pace.may_ask("h")
    clock.turn(2)
    assert pace.may_ask("h")
    pace.started("h")
    clock.turn(100)
    assert not pace.may_ask("h")


def test_the_longer_of_our_delay_and_theirs_counts(clock: FakeClock) -> None:
    pace = Pace(clock, 5.0)
    pace.slow_to("h", 20.0)
    assert pace.delay("h") == 20.0 and pace.delay("other") == 5.0
    assert not pace.may_ask("h")
    clock.turn(20)
    assert pace.may_ask("h")
    pace.slow_to("h", 1.0)
    assert pace.delay("h") == 20.0


def test_no_protocol_undercuts_the_least_delay_of_a_host(clock: FakeClock) -> None:
    pace = Pace(clock, 0.1, {"slow": 0.5, "fast": 0.01})
    assert (pace.delay("slow"), pace.delay("fast"), pace.delay("other")) == (0.5, 0.1, 0.1)


def test_a_host_is_left_alone_while_it_asks_for_it(clock: FakeClock) -> None:
    pace = Pace(clock, 5.0)
    pace.wait("h", 120)
    pace.wait("h", 10)
    clock.turn(119)
    assert not pace.may_ask("h")
    clock.turn(1)
    assert pace.may_ask("h")


def test_the_next_moment_is_that_of_the_first_host_not_under_way(clock: FakeClock) -> None:
    pace = Pace(clock, 5.0)
    pace.wait("a", 30)
    pace.wait("b", 10)
    pace.started("c")
    assert pace.next_at(["a", "b", "c"]) == 10
    clock.turn(40)
    assert pace.next_at(["a", "b", "c"]) == 0
    assert pace.next_at(["c"]) is None and pace.next_at([]) is None


@pytest.mark.parametrize("delay, attempts, asked, seconds", [
    (5.0, 1, None, 20.0), (5.0, 2, None, 80.0), (0.0, 1, None, 4.0), (5.0, 1, 300.0, 300.0), (5.0, 1, 3.0, 20.0),
    (5.0, 9, None, LONGEST_WAIT),
])  # fmt: skip
def test_the_pause_after_trouble_grows_and_is_never_less_than_was_asked(
    delay: float, attempts: int, asked: float | None, seconds: float
) -> None:
    assert pause(delay, attempts, asked) == seconds


@pytest.mark.parametrize("value, seconds", [("120", 120.0), (" 7 ", 7.0), ("0", 0.0), ("00030", 30.0)])
def test_retry_after_in_seconds(clock: FakeClock, value: str, seconds: float) -> None:
    assert retry_after(value, clock) == seconds


def test_retry_after_as_a_date(clock: FakeClock) -> None:
    in_a_minute = formatdate(clock.epoch() + 60, usegmt=True)
    seconds = retry_after(in_a_minute, clock)
    assert seconds is not None and 58.5 < seconds <= 60
    assert retry_after("Wed, 21 Oct 2015 07:28:00 GMT", clock) == 0.0


def test_a_date_without_a_zone_is_meant_in_gmt_wherever_we_are(
    clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        seconds = retry_after(time.asctime(time.gmtime(clock.epoch() + 60)), clock)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert seconds is not None and 58.5 < seconds <= 60


@pytest.mark.parametrize(
    "value", ["", "soon", "-5", "1.5", "\u0661\u0662", "Wed, 99 Foo 2015", "1e9", "\x00"]
)
def test_retry_after_that_is_neither_says_nothing(clock: FakeClock, value: str) -> None:
    assert retry_after(value, clock) is None


def test_a_number_beyond_all_bounds_is_still_a_number(clock: FakeClock) -> None:
    seconds = retry_after("9" * 400, clock)
    assert seconds is not None and LONGEST_WAIT < seconds < float("inf")


@given(st.text(max_size=40))
def test_no_header_can_raise(value: str) -> None:
    seconds = retry_after(value, FakeClock())
    assert seconds is None or seconds >= 0
