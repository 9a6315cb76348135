"""Facts about what was searched that are no evidence of what was missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is so: ``holds``, and the sentence that says it."""

    name: str
    holds: bool
    sentence: str


def citation_closure(included_per_round: Sequence[int]) -> Fact:
    """Tell whether the last full round of citation searching added no included document.

    ``included_per_round`` are the included documents that each full round added. A closed citation graph is a
    property of the graph: median recall at closure was .89 over nine reviews, and .07 in one of them. It is reported
    as exhausted and never as saturated.
    """
    rounds = len(included_per_round)
    if not rounds:
        return Fact("citation_closure", False, "No full round of citation searching was made.")
    last = included_per_round[-1]
    if last:
        return Fact(
            "citation_closure", False,
            f"The last of {rounds} {_rounds(rounds)} of citation searching added {last} included "
            f"document{'s' * (last != 1)}: the citation graph is not exhausted.",
        )  # fmt: skip
    return Fact(
        "citation_closure", True,
        f"The citation graph is exhausted: the last of {rounds} {_rounds(rounds)} of citation searching added no "
        "included document. That says what is linked to the documents at hand, not what exists.",
    )  # fmt: skip


def frontier_exhaustion(discovered: int, read: int) -> Fact:
    """Tell whether every discovered document was read."""
    rest = discovered - read
    if rest <= 0:
        return Fact("frontier", True, f"All {discovered} discovered documents were read.")
    return Fact("frontier", False, f"{read} of {discovered} discovered documents were read; {rest} were not.")


def _rounds(number: int) -> str:
    return "round" if number == 1 else "rounds"
