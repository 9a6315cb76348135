"""Samples of unread documents: how they are drawn, and what they show by when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from harvest.auditing_unread import drawn, drawn_from, evaluated, fingerprint, next_alpha, sample_row
from harvest.protocol.sections import Stop
from harvest.reading_order import Document, Reading, Unread
from harvest.saturation.audits import recall_bound

EXACT = Stop(method="exact", target=0.8)


class Had:
    """A database that knows what became of some addresses, and nothing else."""

    def __init__(self, **outcomes: str) -> None:
        self.outcomes = outcomes

    def rows(self, _sql: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
        return [
            {"url": url, "outcome": self.outcomes[url], "onward": None}
            for url in values[0]
            if url in self.outcomes
        ]


def read(url: str, seq: int, relevant: bool, found_at: int = 1) -> Document:
    return Document(seq, 1, "2026-01-01", url, "town", found_at, relevant, None, False)


def unread(*urls: str, found_at: int = 1) -> tuple[Unread, ...]:
    return tuple(Unread(url, "town", found_at, "saturated") for url in urls)


def before(found: int, others: int) -> list[Document]:
    return [read(f"r{n}", n + 2, n < found) for n in range(found + others)]


URLS = [f"u{n:02d}" for n in range(40)]


def test_the_draw_follows_from_the_documents_and_the_seed_alone() -> None:
    assert drawn(URLS, 7) == drawn(reversed(URLS), 7) != drawn(URLS, 8)
    assert sorted(drawn(URLS, 7)) == URLS
    assert drawn(URLS, 7)[:5] == sample_row(URLS, 5, 7, 1, EXACT, 9, 100)["documents"]


def test_a_sample_without_a_relevant_document_gives_the_exact_bound() -> None:
    row = sample_row(URLS, 20, 1, 1, EXACT, 30, at_seq=100)
    looked = [read(url, 200 + n, False) for n, url in enumerate(row["documents"])]
    left = unread(*(url for url in URLS if url not in row["documents"]))
    found = evaluated(Had(), row, Reading((*before(30, 20), *looked), left, {}, "query"))
    assert found.bound == pytest.approx(recall_bound(30, 40, 20, 0, next_alpha(0.05, 1)))
    assert found.stands and not found.waiting and "20 were drawn at random" in found.says
    assert "20 remain unread" in found.says
    assert found.verdict.name == "certified"


def test_what_nobody_could_look_at_counts_as_missed() -> None:
    row = sample_row(URLS, 20, 1, 1, EXACT, 30, at_seq=100)
    lost, *rest = row["documents"]
    looked = [read(url, 200 + n, False) for n, url in enumerate(rest)]
    left = unread(*(url for url in URLS if url not in row["documents"]))
    found = evaluated(Had(**{lost: "refused"}), row, Reading((*before(30, 20), *looked), left, {}, "query"))
    assert found.lost == 1 and found.relevant == 0
    sure = recall_bound(30, 40, 20, 0, next_alpha(0.05, 1))
    assert found.bound is not None and found.bound < sure


def test_an_exact_audit_says_nothing_before_all_of_it_was_looked_at() -> None:
    row = sample_row(URLS, 20, 1, 1, EXACT, 30, at_seq=100)
    looked = [read(url, 200 + n, False) for n, url in enumerate(row["documents"][:19])]
    left = unread(*(url for url in URLS if url not in row["documents"][:19]))
    found = evaluated(Had(), row, Reading((*before(30, 20), *looked), left, {}, "query"))
    assert found.bound is None and found.waiting == (row["documents"][19],)


def test_an_anytime_audit_says_what_its_first_documents_show() -> None:
    row = sample_row(URLS, 20, 1, 1, Stop(method="ppr"), 30, at_seq=100)
    looked = [read(url, 200 + n, False) for n, url in enumerate(row["documents"][:15])]
    left = unread(*(url for url in URLS if url not in row["documents"][:15]))
    found = evaluated(Had(), row, Reading((*before(30, 20), *looked), left, {}, "query"))
    assert found.bound is not None and 0 < found.bound < 1 and len(found.waiting) == 5


def test_many_documents_discovered_since_make_a_sample_say_too_little() -> None:
    row = sample_row(URLS, 20, 1, 1, EXACT, 30, at_seq=100)
    looked = [read(url, 200 + n, False) for n, url in enumerate(row["documents"])]
    left = unread(*(url for url in URLS if url not in row["documents"]))
    newer = unread(*(f"n{n}" for n in range(10)), found_at=150)
    found = evaluated(Had(), row, Reading((*before(30, 20), *looked), left + newer, {}, "query"))
    assert not found.stands and found.bound is None and found.newer == 10 and "draw anew" in found.says


def test_reading_on_where_the_sample_found_something_raises_the_bound() -> None:
    row = sample_row(URLS, 20, 1, 1, EXACT, 30, at_seq=100)
    looked = [read(url, 200 + n, n < 3) for n, url in enumerate(row["documents"])]
    rest = [url for url in URLS if url not in row["documents"]]
    first = evaluated(Had(), row, Reading((*before(30, 20), *looked), unread(*rest), {}, "query"))
    more = [read(url, 300 + n, n < 2) for n, url in enumerate(rest[:10])]
    then = evaluated(Had(), row, Reading((*before(30, 20), *looked, *more), unread(*rest[10:]), {}, "query"))
    assert first.bound is not None and then.bound is not None and then.bound > first.bound
    # Of all that was unread at the draw the sample is a sample still.
    assert (
        fingerprint(
            drawn_from(Reading((*before(30, 20), *looked, *more), unread(*rest[10:]), {}, "query"), 100)
        )
        == row["pool"]
    )


def test_the_bound_is_wrong_seldom_whatever_the_order() -> None:
    """Of 300 audits of a pool whose truth is known at most one in twenty may claim more than is true."""
    wrong = 0
    for seed in range(300):
        hidden = set(drawn(URLS, 1000 + seed)[:8])
        row = sample_row(URLS, 15, seed, 1, EXACT, 20, at_seq=100)
        looked = [read(url, 200 + n, url in hidden) for n, url in enumerate(row["documents"])]
        left = unread(*(url for url in URLS if url not in row["documents"]))
        found = evaluated(Had(), row, Reading((*before(20, 10), *looked), left, {}, "query"))
        truth = (20 + found.relevant) / 28
        wrong += found.bound is not None and found.bound > truth + 1e-9
    assert wrong <= 15
