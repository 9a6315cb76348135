"""Works for tests: what a site has, what a mirror has, and references that people brought."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

from harvest.gathering import Work

Rows = list[tuple[str, str, str]]


def held(id_: str, title: str, *documents: str, url: str = "", **row: Any) -> Work:
    """Return a work that a site has; ``row`` are columns of the table ``work``."""
    url = url or f"http://a.test/{id_}"
    source = row.pop("source", "s")
    made = Work(f"{source}:{id_}", source, url, 1, 1, mirror=bool(row.get("mirror")))
    made.aliases = {url, *row.pop("aliases", ())}
    made.files = [{"document": each, "url": url, "final_url": url} for each in documents]
    made.row = {
        "title": title, "verdict": "record", "into_work": None, "reason": "", "container": False, "work_date": None,
        "publishers": [], "authors": [], "doi": None, **row,
    }  # fmt: skip
    return made


def reference(id_: str, title: str, *urls: str, **row: Any) -> Work:
    """Return a reference that a person brought."""
    place = f"imports/refs.ris#line={id_}"
    made = held(id_, title, url=urls[0] if urls else place, source="refs", **row)
    made.aliases |= {place}
    made.entry = {"said": {"urls": list(urls)}, "file": "imports/refs.ris", "line": 1}
    return made


def shuffled(works: Iterable[Work], seed: int) -> list[Work]:
    some = list(works)
    random.Random(seed).shuffle(some)
    return some


def standing(works: Iterable[Work]) -> None:
    """Check that each work that was joined leads to a record at once."""
    works = list(works)
    by_id = {each.id: each for each in works}
    for work in works:
        into = work.row["into_work"]
        assert (work.row["verdict"] == "merged") == (into is not None)
        assert into is None or by_id[into].row["verdict"] == "record"


def words(seed: int, count: int = 600) -> list[str]:
    """Return words that nothing else has."""
    chance = random.Random(seed)
    return ["".join(chance.choices("abcdefghiklmnoprstuvw", k=6)) for _ in range(count)]


def text(seed: int, *, changed: float = 0.0, names: str = "", count: int = 600) -> str:
    """Return a text; of its words so many are others, and a name stands in it every eighty words."""
    made, chance = words(seed, count), random.Random(seed + 1)
    made = [f"other{number}" if chance.random() < changed else each for number, each in enumerate(made)]
    return " ".join(
        f"{names} {each}" if names and number % 80 == 0 else each for number, each in enumerate(made)
    )
