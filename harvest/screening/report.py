"""How far the screening is: each stage and each person, conflicts, what lost its record, and agreement."""

from __future__ import annotations

from collections import Counter
from typing import Any

from harvest.screening.agreement import agreements
from harvest.screening.desk import Desk, open_desk
from harvest.screening.model import STANDINGS, VERDICTS, Row, State
from store.workspace import Workspace


def screening_status(workspace: Workspace) -> dict[str, Any]:
    """Return the state of the screening; votes are shown only of records on which everybody has voted.

    Raises:
        GreylitError: there are no records yet.
        StoreError: ledger or database cannot be read.
    """
    desk = open_desk(workspace)
    rows, stages = desk.decided.rows, desk.stages
    return {
        "view": "status", "screeners": desk.screeners, "records": len(desk.records),
        "stages": [_stage(desk, stage) for stage in stages],
        "people": [_person(desk, who, stage) for stage in stages for who in desk.people],
        "conflicts": [_conflict(each) for each in _in_order(desk) if each.standing in ("conflict", "clash") or each.reasons_differ],
        "agreement": [each.as_dict() for each in agreements(_opened(desk, rows), stages)],
        "follow": {
            "moved": [_moved(row) for row in desk.decided.moved],
            "lost": [_moved(row) for row in desk.decided.lost],
            "changed": [_moved(row) for row in desk.decided.changed],
            "shared": [{**_moved(row), "with": list(others)} for row, others in desk.decided.shared],
        },
        "decisions": {
            "rows": len(rows) + len(desk.decided.lost), "standing": sum(row["standing"] for row in rows),
            "taken_back_or_replaced": sum(not row["standing"] and row["verdict"] != "undo" for row in rows),
            "undo": sum(row["verdict"] == "undo" for row in rows), "without_record": len(desk.decided.lost),
        },
        "notes": list(desk.notes),
    }  # fmt: skip


def _in_order(desk: Desk) -> list[State]:
    return [
        desk.states[key]
        for key in sorted(desk.states)
        if key[1] in desk.stages and key[0] in desk.places.works
    ]


def _opened(desk: Desk, rows: tuple[Row, ...]) -> list[Row]:
    """Return the decisions of records on which everybody has voted."""
    return [row for row in rows if desk.state(row["now"], row["stage"]).open]


def _stage(desk: Desk, stage: str) -> dict[str, Any]:
    """Return the counts of a stage: ``records`` is the sum of the standings, ``settled`` of the verdicts."""
    offered = desk.offered(stage)
    states = [desk.state(record, stage) for record in offered]
    standings: Counter[str] = Counter(state.standing for state in states)
    verdicts = Counter(state.verdict for state in states if state.verdict)
    reasons = Counter(state.reason or "no reason given" for state in states if state.verdict == "exclude")
    return {
        "stage": stage, "records": len(offered), "not_offered": len(desk.records) - len(offered),
        **{each: standings[each] for each in STANDINGS}, **{each: verdicts[each] for each in VERDICTS},
        "reasons": dict(sorted(reasons.items(), key=lambda each: (-each[1], each[0]))),
        "reasons_differ": sum(state.reasons_differ for state in states),
    }  # fmt: skip


def _person(desk: Desk, who: str, stage: str) -> dict[str, Any]:
    """Return how far a person is: of what they decided, only what is open is told apart."""
    offered = [desk.state(record, stage) for record in desk.offered(stage)]
    votes = [(state, vote) for state in offered if (vote := state.vote_of(who))]
    shown = Counter(vote.verdict for state, vote in votes if state.open)
    left = sum(
        1 for state in offered if state.standing in ("undecided", "waiting") and not state.vote_of(who)
    )
    return {
        "by": who, "stage": stage, "records": len(offered), "voted": len(votes), "left": left,
        "settled_without": len(offered) - len(votes) - left,
        **{each: shown[each] for each in VERDICTS}, "blinded": len(votes) - sum(shown.values()),
    }  # fmt: skip


def _conflict(state: State) -> dict[str, Any]:
    kind = "reasons" if state.reasons_differ else state.standing
    return {
        "record": state.record, "stage": state.stage, "kind": kind, "votes": [vote.as_dict() for vote in state.votes],
    }  # fmt: skip


def _moved(row: Row) -> dict[str, Any]:
    return {
        "seq": row["seq"], "given_for": row["record"], "record": row.get("now"), "stage": row["stage"],
        "by": row["by_whom"],
    }  # fmt: skip
