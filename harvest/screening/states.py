"""Where each record stands: votes, agreement of two, conflicts and their resolution. Pure functions."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable

from harvest.screening.following import Places, followed
from harvest.screening.model import STAGES, Row, State, Vote
from store.counts import Queryable
from store.decisions import decisions, protocol_of_newest_run


def standing(rows: Iterable[Row], screeners: int) -> dict[tuple[str, str], State]:
    """Return where each record that anybody decided of stands, by number and stage.

    Args:
        rows: decisions as :func:`harvest.screening.rows.decision_rows` gives them, at the record that they
            belong to today (``now``, where :func:`harvest.screening.following.followed` has set it).
        screeners: how many people must vote: 1 or 2. Where more have voted, all of them must agree.

    A resolution counts while it is newer than every vote: a vote that is changed later opens the question again.
    """
    votes: defaultdict[tuple[str, str], defaultdict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    resolutions: dict[tuple[str, str], Row] = {}
    for row in rows:
        if not row["standing"]:
            continue
        key = (str(row.get("now") or row["record"]), str(row["stage"]))
        if row["resolves"]:
            if key not in resolutions or resolutions[key]["seq"] < row["seq"]:
                resolutions[key] = row
        else:
            votes[key][row["by_whom"]].append(row)
    return {
        key: _state(key, votes.get(key, {}), resolutions.get(key), screeners)
        for key in {*votes, *resolutions}
    }


def _state(
    key: tuple[str, str], by_person: dict[str, list[Row]] | defaultdict[str, list[Row]], resolution: Row | None, screeners: int
) -> State:  # fmt: skip
    newest = sorted(
        (max(said, key=lambda row: row["seq"]) for said in by_person.values()), key=lambda row: row["seq"]
    )
    votes = tuple(Vote.of(row) for row in newest)
    last = max((row["seq"] for row in newest), default=0)
    if resolution is not None and resolution["seq"] > last:
        settled = Vote.of(resolution)
        return State(*key, "settled", settled.verdict, settled.reason, votes, settled)
    if any(len({row["verdict"] for row in said}) > 1 for said in by_person.values()):
        return State(*key, "clash", votes=votes)
    if not votes:
        return State(*key, "undecided")
    if len(votes) < screeners:
        return State(*key, "waiting", votes=votes)
    if len({vote.verdict for vote in votes}) > 1:
        return State(*key, "conflict", votes=votes)
    reason = next((vote.reason for vote in votes if vote.reason), None)
    return State(*key, "settled", votes[0].verdict, reason if votes[0].verdict == "exclude" else None, votes)


def settled(states: dict[tuple[str, str], State]) -> dict[str, State]:
    """Return for each record the settled state of the last stage that has one.

    A record that title and text excludes is excluded, whatever was said of its full text before.
    """
    found: dict[str, State] = {}
    for stage in STAGES:
        for (record, at), state in states.items():
            before = found.get(record)
            if at == stage and state.verdict and not (before and before.verdict == "exclude"):
                found[record] = state
    return found


def latest(database: Queryable) -> dict[str, str]:
    """Return the newest settled human decision of each record that has one: include, exclude or maybe.

    Two screeners: only where both agree, or where the conflict was resolved. How many screen, the protocol of
    the newest run says.
    """
    rows = decisions(database)
    if not rows:
        return {}
    text = protocol_of_newest_run(database)
    screeners = int((json.loads(text).get("screening") or {}).get("screeners", 1)) if text else 1
    moved = followed(rows, Places.of(database)).rows
    return {record: str(state.verdict) for record, state in settled(standing(moved, screeners)).items()}
