"""The nearest capture to a date, and moments as web archives write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.judge.memento import Capture, iso, memento_datetime, moment_of, nearest, raw_address

MOMENTS = st.datetimes(min_value=datetime(1996, 1, 1), max_value=datetime(2030, 1, 1)).map(
    lambda moment: moment.strftime("%Y%m%d%H%M%S")
)
CAPTURES = st.lists(MOMENTS.map(lambda at: Capture(at, "http://www.example.org/")), max_size=12).map(tuple)
WANTED = st.dates(min_value=datetime(1990, 1, 1).date(), max_value=datetime(2035, 1, 1).date()).flatmap(
    lambda day: st.sampled_from([day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]])
)


def captures(*moments: str) -> tuple[Capture, ...]:
    return tuple(Capture(at.ljust(14, "0"), "http://www.example.org/") for at in moments)


def first(wanted: str | None, *moments: str) -> str:
    return nearest(captures(*moments), wanted)[0].at.rstrip("0")


def test_the_nearest_to_a_day_a_month_and_a_year() -> None:
    assert first("2013-11-05", "20110101", "20140211", "20190501") == "20140211"
    assert first("2013-11", "20131001", "20131120") == "2013112"
    assert first("2013", "20130102", "20130702", "20131231") == "20130702"


def test_without_a_date_the_newest_comes_first() -> None:
    assert first(None, "20110101", "20190501", "20140211") == "20190501"


@pytest.mark.parametrize("wanted", ["", "soon", "20", "in 2013", "0000", "0000-01-01"])
def test_what_is_no_date_is_as_none(wanted: str) -> None:
    assert first(wanted, "20110101", "20190501", "20140211") == "20190501"


def test_of_two_as_near_the_later_one() -> None:
    assert first("2013-11-05", "20131104120001", "20131106115959") == "20131106115959"


@pytest.mark.parametrize(
    ("wanted", "as_if"), [("2013-02-30", "2013-02"), ("2013-13", "2013"), ("2013-13-45", "2013")]
)
def test_what_is_no_day_or_no_month_is_left_out(wanted: str, as_if: str) -> None:
    some = captures("20121231", "20130101", "20130214", "20130228", "20130701", "20131201")
    assert nearest(some, wanted) == nearest(some, as_if)


def test_a_longer_date_is_read_by_its_day() -> None:
    some = captures("20131104", "20131106")
    assert nearest(some, "2013-11-06T23:59:00+00:00") == nearest(some, "2013-11-06")


def test_what_has_no_moment_comes_last() -> None:
    odd = Capture("00000000000000", "http://www.example.org/")
    assert nearest((odd, *captures("20190501")), "2013")[-1] == odd


@given(some=CAPTURES, wanted=WANTED | st.none() | st.text(max_size=8))
def test_it_only_puts_captures_into_order(some: tuple[Capture, ...], wanted: str | None) -> None:
    assert sorted(each.at for each in nearest(some, wanted)) == sorted(each.at for each in some)


@given(
    some=CAPTURES, day=st.dates(min_value=datetime(1996, 1, 1).date(), max_value=datetime(2030, 1, 1).date())
)
def test_no_capture_is_nearer_than_one_before_it(some: tuple[Capture, ...], day: datetime) -> None:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    apart = []
    for each in nearest(some, day.isoformat()):
        moment = moment_of(each.at)
        assert moment is not None
        apart.append(abs(moment - noon))
    assert apart == sorted(apart)


@given(some=CAPTURES, wanted=WANTED)
def test_the_order_in_which_they_are_listed_tells_nothing(some: tuple[Capture, ...], wanted: str) -> None:
    assert [each.at for each in nearest(some, wanted)] == [each.at for each in nearest(some[::-1], wanted)]


@given(at=MOMENTS, shift=st.integers(min_value=1, max_value=10**6))
def test_a_capture_of_that_very_day_wins_over_any_of_another(at: str, shift: int) -> None:
    moment = datetime.strptime(at, "%Y%m%d%H%M%S").replace(hour=12, minute=0, second=0)
    other = (moment + timedelta(days=1, seconds=shift)).strftime("%Y%m%d%H%M%S")
    same = moment.strftime("%Y%m%d%H%M%S")
    assert nearest(captures(other, same), moment.date().isoformat())[0].at == same


@pytest.mark.parametrize(
    ("value", "at"),
    [
        ("Tue, 11 Jun 2013 10:15:00 GMT", "20130611101500"),
        ("Tue, 11 Jun 2013 10:15:00 +0100", "20130611091500"),
        ("Tuesday, 11-Jun-13 10:15:00 GMT", "20130611101500"),
        ("Tue Jun 11 10:15:00 2013", "20130611101500"),
        ("", None), ("yesterday", None), ("2013", None), ("Tue, 32 Jun 2013 10:15:00 GMT", None), ("," * 1000, None),
    ],
)  # fmt: skip
def test_when_a_copy_was_taken(value: str, at: str | None) -> None:
    assert memento_datetime({"memento-datetime": value}) == at
    assert memento_datetime({"date": value}) is None


@given(value=st.text(max_size=40))
def test_no_header_makes_it_fail(value: str) -> None:
    at = memento_datetime({"memento-datetime": value})
    assert at is None or len(at) == 14


def test_moments_as_iso_dates_in_utc() -> None:
    assert iso("20130611101500") == "2013-06-11T10:15:00+00:00"


@pytest.mark.parametrize(
    "at",
    ["", "2013", "2013061110150", "20131399000000", "²0130611101500", "201306111015000", "20130611101500\n"],
)
def test_what_is_no_moment(at: str) -> None:
    assert moment_of(at) is None


def test_where_the_bytes_of_a_capture_are() -> None:
    each = Capture("20130611101500", "http://www.example.org/a?b={at}&c=1#d")
    assert raw_address("https://a.example/web/{at}id_/{plain}", each) == (
        "https://a.example/web/20130611101500id_/http://www.example.org/a?b={at}&c=1%23d"
    )
    assert raw_address("https://a.example/?u={url}", each).endswith(
        "?u=http%3A%2F%2Fwww.example.org%2Fa%3Fb%3D%7Bat%7D%26c%3D1%23d"
    )
