"""The direction of citation searching is read out of the sentences that it writes."""

from __future__ import annotations

import pytest

from harvest.citations.union import Link, Work
from harvest.citing.bringing import _how
from harvest.citing.directions import directions


def found(*ways: str) -> str:
    known, new = Work(1, {"doi:10.1/known"}), Work(2, {"doi:10.1/new"})
    new.links += [Link(1, way, "openalex", known, new) for way in ways]  # type: ignore[arg-type]
    return _how(new, {"10.1/known": "R00002"})


@pytest.mark.parametrize("ways", [("backward",), ("forward",), ("backward", "forward"), ()])
def test_what_indexes_found_tells_its_directions(ways: tuple[str, ...]) -> None:
    assert directions(found(*ways)) == ways


def test_a_reference_of_an_included_record_was_found_backward() -> None:
    assert directions("backward citation searching: in the references of R00003, p. 4") == ("backward",)


def test_other_sentences_tell_none() -> None:
    assert directions("matches A: cites nobody; cited by many") == ()
