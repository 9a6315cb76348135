"""The order in which records are screened: by the query at first, by what people decided as soon as that teaches."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from harvest.protocol import Protocol
from harvest.ranking.evidence import evidence
from harvest.ranking.learning import LEAST, Texts, learn
from store import ranking
from store.counts import Queryable

__all__ = ["CACHE", "CONTROL", "LEAST", "QUERY", "Ranked", "next_order"]

#: Share of the records that are shown in random order between the ranked ones.
CONTROL = 0.10
#: Name of the file that keeps what was counted in the texts. Computed; it may be deleted at any time.
CACHE = ".greylit.ranking.npz"
#: How the order is called while there is nothing to learn from.
QUERY = "query evidence"


@dataclass(frozen=True, slots=True)
class Ranked:
    """One record at its place in the order.

    Attributes:
        record: its number.
        score: 0 to 1; good for an order, not a probability.
        by: what gave the score: ``query evidence``, or the model by name and version.
        reasons: what counted: of the model the terms for it (``+``) and against it (``-``).
        control: it stands here by chance: a stop that rests on the order can be checked with these.
    """

    record: str
    score: float
    by: str
    reasons: tuple[str, ...]
    control: bool

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data."""
        return asdict(self)


def next_order(
    database: Queryable,
    protocol: Protocol,
    decisions: Mapping[str, str],
    *,
    control: float = CONTROL,
    seed: int = 0,
    cache: Path | None = None,
) -> list[Ranked]:
    """Return the records without a decision in the order in which they are best screened.

    Args:
        database: where from.
        protocol: whose concepts count.
        decisions: ``include``, ``exclude`` or ``maybe`` by record; ``maybe`` teaches nothing.
        control: share of places that are filled by chance, 0 to 1.
        seed: of the chance; the same seed gives the same order.
        cache: a file that spares the next command reading the texts again: :data:`CACHE` in the review's folder.

    Raises:
        ValueError: ``control`` is not from 0 to 1.
    """
    if not 0 <= control <= 1:
        raise ValueError("control is a share: from 0 to 1")
    rows = ranking.texts(database)
    waiting = [number for number, row in enumerate(rows) if row["record"] not in decisions]
    if not waiting:
        return []
    decided = {
        number: decisions[row["record"]] == "include"
        for number, row in enumerate(rows)
        if decisions.get(row["record"]) in ("include", "exclude")
    }
    kinds = sum(decided.values())
    learned = None
    if min(kinds, len(decided) - kinds) >= LEAST:
        bodies = [f"{row['description'] or ''} {row['body'] or ''}" for row in rows]
        learned = learn(Texts([row["title"] for row in rows], bodies, cache), decided)
    if learned is not None:
        found = [
            Ranked(rows[n]["record"], learned.scores[n], learned.model, learned.reasons[n], False)
            for n in waiting
        ]
    else:
        said = evidence(database, protocol, rows)
        found = [
            Ranked(record, said[record].score, QUERY, said[record].reasons, False)
            for record in (rows[n]["record"] for n in waiting)
        ]
    return mixed(sorted(found, key=lambda each: (-each.score, each.record)), control, seed)


def mixed(ranked: list[Ranked], control: float, seed: int) -> list[Ranked]:
    """Return an order with every so-many-th place filled by chance.

    Whose turn it is by chance follows from the seed and the number of the record alone, so that a decision
    changes nothing in it: those shown by chance are a random sample of all records, whatever the ranking does.
    """
    by_chance = iter(sorted(ranked, key=lambda each: _draw(seed, each.record)))
    by_score = iter(ranked)
    taken: set[str] = set()
    order: list[Ranked] = []
    owed = 0.0
    while len(order) < len(ranked):
        owed += control
        chance = owed >= 1 - 1e-9
        owed -= chance
        each = next(one for one in (by_chance if chance else by_score) if one.record not in taken)
        taken.add(each.record)
        order.append(Ranked(each.record, each.score, each.by, each.reasons, chance))
    return order


def _draw(seed: int, record: str) -> str:
    return hashlib.sha256(f"{seed}:{record}".encode()).hexdigest()
