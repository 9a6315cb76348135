"""A closed walk: what of a source is still asked for, and what is put aside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crawler import closures
from crawler.closures import Closures
from store.frontier import Frontier, Pending
from store.ledger import Ledger


def pending(source: str = "town", url: str = "http://town.example/a", **lead: Any) -> Pending:
    return Pending(1, url, "town.example", "site", source, 1, 0, {"kind": "page", "why": "link", **lead})


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "ledger.sqlite")


def test_only_walks_are_closed_and_questions_are_asked_to_their_last_page(ledger: Ledger) -> None:
    ledger.append("close", {"source": "town", "reason": "saturated"}, 1)
    closed = Closures(ledger, 1)
    assert all(closed.closes(pending(why=why)) for why in ("link", "sitemap", "start"))
    assert closed.closes(pending(kind="file"))
    assert not closed.closes(pending(why="question", kind="search", question="town:A1"))
    assert not closed.closes(pending(why="question")), "what a question led to"
    assert not closed.closes(pending(why="suggestion"))
    assert not closed.closes(pending(kind="sitemap", why="sitemap")), "a sitemap tells what there is"
    assert not closed.closes(pending("village"))


def test_a_close_of_another_run_closes_nothing(ledger: Ledger) -> None:
    ledger.append("close", {"source": "town", "reason": "saturated"}, 1)
    assert not Closures(ledger, 2).closes(pending())


def test_a_sampled_document_is_asked_for_in_a_closed_walk(ledger: Ledger) -> None:
    ledger.append("close", {"source": "town", "reason": "saturated"}, 1)
    ledger.append("audit_sample", {"documents": ["http://town.example/b"]}, 1)
    closed = Closures(ledger, 1)
    assert closed.closes(pending()) and not closed.closes(pending(url="http://town.example/b"))


def test_rows_written_meanwhile_are_taken_up(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closures, "LOOK", 0.0)
    closed = Closures(ledger, 1)
    assert not closed.closes(pending())
    ledger.append("close", {"source": "town", "reason": "saturated"}, 1)
    assert closed.look() == [] and closed.closes(pending())
    ledger.append("reopen", {"source": "town"}, 1)
    assert closed.look() == ["town"] and not closed.closes(pending())


def test_what_is_put_aside_is_not_open_and_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "frontier.sqlite"
    frontier = Frontier(path, 1)
    for number in range(3):
        frontier.add(
            f"http://town.example/{number}",
            "town.example",
            "site",
            "town",
            0,
            1,
            {"kind": "page", "why": "link"},
        )
    while (each := frontier.pull("site", lambda _: True)) is not None:
        frontier.park(each)
    assert not frontier.open_for("site"), "nothing is left to do"
    assert [each.url[-1] for each in frontier.left()] == ["0", "1", "2"], "and nothing is lost"
    frontier.unpark("town")
    assert frontier.open_for("site")
    first = frontier.pull("site", lambda _: True)
    assert first is not None
    frontier.done(first)
    frontier.close()
    again = Frontier(path, 1)
    assert again.open_for("site") and len(again.left()) == 2
    again.close()
