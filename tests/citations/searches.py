"""Searches of a small OpenAlex, and what is told of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from harvest.citations import Cited, FolderShelf, Found, Seed, cite, name_of
from harvest.citations.asker import Asker
from harvest.citations.searching import Asked
from tests.citations.scripted import Reply, Request
from tests.citations.turning import TurningClock

#: 1 cites 2 and 3; 4 and 5 cite 1; 6 cites 4.
GRAPH = {"W1": ["W2", "W3"], "W2": [], "W3": ["W9"], "W4": ["W1"], "W5": ["W1", "W2"], "W6": ["W4"], "W9": []}
DECIDED = {"W1": True, "W4": True, "W3": False}


def search(
    url: str, folder: Path, *, seeds: tuple[str, ...] = ("W1",), decided: Mapping[str, bool] | None = DECIDED,
    clock: TurningClock | None = None, key: str = "", offline: bool = False, cap: int | None = None, rounds: int | None = None,
) -> Cited:  # fmt: skip
    clock = clock or TurningClock()
    asked = Asked(
        [Seed(each, Found((name_of(each) or each,))) for each in seeds], decided=decided, urls={"openalex": url},
        environment={"OPENALEX_API_KEY": key}, offline=offline, cap=cap, rounds=rounds,
    )  # fmt: skip
    shelf = FolderShelf(folder, "test")
    try:
        return cite(asked, shelf, make=partial(Asker, clock=clock, wait=clock.wait))
    finally:
        shelf.close()


def rounds(cited: Cited) -> list[tuple[int, int, int]]:
    return [(each.expanded, each.new, each.new_included) for each in cited.searched.rounds]


def outcomes(cited: Cited) -> set[str]:
    return {each["outcome"] for each in cited.gaps}


def once(*statuses: int, headers: Mapping[str, str] | None = None) -> Callable[[Request], Reply | None]:
    """Answer the first requests with these statuses, and then as usual."""

    def trouble(request: Request) -> Reply | None:
        if request.number <= len(statuses):
            return statuses[request.number - 1], headers or {}, {"error": "later"}
        return None

    return trouble
