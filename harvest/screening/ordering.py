"""Which record a screener sees next: by score, by chance, by source or by date, as the protocol says."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from harvest.ranking import CACHE, CONTROL, next_order
from harvest.screening.desk import Desk
from harvest.screening.states import settled
from store import views
from store.database import Reader


@dataclass(frozen=True, slots=True)
class Pick:
    """The next record and why it is the next.

    ``order`` is the protocol's word, ``by`` the model or rule behind it, ``reasons`` what counted; ``control``
    tells that it was drawn by chance, so that a stop which rests on the order can be checked.
    """

    record: str
    order: str
    by: str
    reasons: tuple[str, ...] = ()
    control: bool = False


def pick(database: Reader, desk: Desk, waiting: Collection[str], who: str, voted: int) -> Pick | None:
    """Return the next of the records that wait for a person, ``None`` when none does.

    Args:
        database: the review's database.
        desk: the review.
        waiting: the records that the person has still to decide of.
        who: the person: their own votes teach the order, those of the other screener only once both voted.
        voted: how many the person has decided of at this stage: every tenth is drawn by chance.
    """
    if not waiting:
        return None
    order = desk.protocol.screening.order
    if order == "random":
        seed = desk.protocol.review.id
        drawn = min(waiting, key=lambda each: hashlib.sha256(f"{seed}:{each}".encode()).hexdigest())
        return Pick(drawn, order, f"by chance, seed {seed}")
    if order in ("source", "date"):
        rows = {row["record"]: row for row in views.records(database, ids=sorted(waiting))}
        if order == "source":
            return Pick(
                min(rows, key=lambda each: (rows[each]["source"], each)), order, "source, then number"
            )
        dated = [each for each in rows if rows[each]["work_date"]]
        # Of equal dates the smallest number; without a date last.
        newest = max((rows[each]["work_date"] for each in dated), default=None)
        first = min(each for each in rows if newest is None or rows[each]["work_date"] == newest)
        return Pick(first, order, "date, newest first")
    return _by_score(database, desk, waiting, who, voted)


def _by_score(database: Reader, desk: Desk, waiting: Collection[str], who: str, voted: int) -> Pick | None:
    known = {record: str(state.verdict) for record, state in settled(dict(desk.states)).items()}
    own = {record: vote.verdict for (record, _), state in desk.states.items() if (vote := state.vote_of(who))}
    taught = {record: verdict for record, verdict in {**known, **own}.items() if record not in waiting}
    seed = int.from_bytes(hashlib.sha256(desk.protocol.review.id.encode()).digest()[:4])
    # The order is made anew for every card, so the share that is drawn by chance is kept by counting the cards.
    by_chance = int((voted + 1) * CONTROL + 1e-9) > int(voted * CONTROL + 1e-9)
    order = next_order(
        database,
        desk.protocol,
        taught,
        control=float(by_chance),
        seed=seed,
        cache=desk.workspace.root / CACHE,
    )
    chosen = next((each for each in order if each.record in waiting), None)
    return Pick(chosen.record, "score", chosen.by, chosen.reasons, chosen.control) if chosen else None
