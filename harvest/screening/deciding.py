"""Deciding of records: every decision is checked against the protocol and becomes a row of the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from harvest.errors import Exit, GreylitError
from harvest.numbering import given as numbers_given
from harvest.screening.desk import LONGEST, Desk, bring_up, open_desk, plain_labels
from harvest.screening.following import Followed, followed
from harvest.screening.model import VERDICTS, Row, State, Vote
from harvest.screening.rows import decision_rows
from harvest.screening.states import standing
from store.ledger import Ledger
from store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Word:
    """What a person wants to say of records.

    Attributes:
        verdict: ``include``, ``exclude``, ``maybe`` or ``undo``.
        by: name or initials; the only member of the team when ``None``.
        stage: the first of the review when ``None``.
        resolve: it settles a conflict (or, with ``undo``, takes back what settled one).
    """

    verdict: str
    by: str | None = None
    stage: str | None = None
    reason: str | None = None
    note: str | None = None
    labels: tuple[str, ...] = ()
    resolve: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of one record.

    ``seq`` is the new row of the ledger, ``None`` where the same was said before. ``standing`` is where the
    record stands now, ``verdict`` what was settled, ``says`` all that in a sentence.
    """

    record: str
    stage: str
    seq: int | None
    standing: str
    verdict: str | None
    says: str

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data."""
        return asdict(self)


def decide(workspace: Workspace, records: Sequence[str], word: Word) -> list[Decided]:
    """Record what a person says of records: of all of them, or of none. The database follows when it is free.

    Raises:
        GreylitError: something about it is not right; nothing was recorded.
        StoreError: the ledger cannot be written.
    """
    with Ledger(workspace.ledger) as ledger:
        desk = open_desk(workspace, ledger)
        by, stage = desk.person(word.by, anyone=word.resolve), desk.stage(word.stage)
        reason = checked_reason(desk, word, stage)
        note = " ".join((word.note or "").split()) or None
        if note and len(note) > LONGEST:
            raise GreylitError(
                f"the note is longer than {LONGEST} characters; nothing was recorded", code="NOTE",
                hint="Shorten it, or keep the rest in a file of your own.",
            )  # fmt: skip
        names = list(dict.fromkeys(known_record(desk, ledger, each) for each in records))
        rows: list[Row] = []
        ends: dict[str, int] = {}
        for name in names:
            if new := _rows(desk, name, stage, by, word, reason, note):
                rows += new
                ends[name] = len(rows)
        last = ledger.append_many([("decision", row) for row in rows]) if rows else 0
        after = _states(ledger, desk)
    if rows:
        bring_up(workspace)
    states = {name: after.get((name, stage)) or State(name, stage, "undecided") for name in names}
    return [
        Decided(
            name, stage, last - len(rows) + ends[name] if name in ends else None, state.standing, state.verdict,
            sentence(desk, state, name not in ends),
        )
        for name, state in states.items()
    ]  # fmt: skip


def _states(ledger: Ledger, desk: Desk) -> dict[tuple[str, str], State]:
    now: Followed = followed(decision_rows(ledger.entries(kinds=("decision",))), desk.places)
    return standing(now.rows, desk.screeners)


def known_record(desk: Desk, ledger: Ledger, given: str) -> str:
    """Return the record that a number names.

    Raises:
        GreylitError: there is none of that number, or it belongs to another record today (``NOT_FOUND``).
    """
    name = " ".join(given.split()).upper()
    if name.startswith("R") and name[1:].isascii() and name[1:].isdigit():
        name = f"R{int(name[1:]):05d}" if len(name) < 12 else name
    if name in desk.places.works:
        return name
    works = {number: work for work, number in numbers_given(ledger).items() if work in desk.places.record_of}
    if name in works:
        now = desk.places.record_of[works[name]]
        said, hint = f"{name} has been merged into {now}", f"Decide of that: greylit decide {now} ..."
    else:
        said, hint = f"there is no record {given}", "greylit records lists them."
    raise GreylitError(f"{said}; nothing was recorded", code="NOT_FOUND", exit_code=Exit.NOT_FOUND, hint=hint)


def checked_reason(desk: Desk, word: Word, stage: str, *, lenient: bool = False) -> str | None:
    """Return the reason of a word as the protocol has it.

    Args:
        desk: the review.
        word: what is said.
        stage: at which stage.
        lenient: let an exclusion by title and text go without one, as programs that ask for none give it.

    Raises:
        GreylitError: it is unknown, missing, or given for something else than an exclusion (``REASON``).
    """
    if word.verdict not in (*VERDICTS, "undo"):
        raise GreylitError(
            f"{word.verdict!r} is not a decision", code="VERDICT", hint="Say include, exclude, maybe or undo."
        )
    if word.verdict != "exclude":
        if word.reason and word.reason.strip():
            raise GreylitError(
                f"a reason is for exclude, and the decision is {word.verdict}; nothing was recorded", code="REASON",
                hint="Leave the reason away, or write it as a note.",
            )  # fmt: skip
        return None
    reason = desk.reason(word.reason)
    listed = desk.protocol.screening.exclude
    if reason is None and (listed or stage == "full-text") and not (lenient and stage == "title-text"):
        reasons = f" ({'; '.join(listed)})" if listed else ""
        raise GreylitError(
            "an exclusion needs a reason; nothing was recorded", code="REASON",
            where={"reasons": list(listed)}, hint=f"Give one with --reason{reasons}.",
        )  # fmt: skip
    return reason


def _rows(
    desk: Desk, name: str, stage: str, by: str, word: Word, reason: str | None, note: str | None
) -> list[Row]:
    """Return the new rows for one record: none where the same was said before."""
    state = desk.state(name, stage)
    told = {"by": by, "note": note, "labels": list(plain_labels(word.labels)), "via": "decide"}
    if word.verdict == "undo":
        return [_undo(desk, state, by, word.resolve, told)]
    offered_at(desk, name, stage)
    if word.resolve:
        _needs_settling(state)
        before = state.resolution
    else:
        before = state.vote_of(by) if state.standing != "clash" else None
    if (
        before
        and before.by == by
        and before.record == name
        and same(before, word.verdict, reason, note, plain_labels(word.labels))
    ):
        return []  # fmt: skip
    row = decision(
        desk, name, stage, word.verdict, reason, {**told, **({"resolves": True} if word.resolve else {})}
    )
    return [*([] if word.resolve else _taken_back(desk, name, stage, by)), row]


def same(before: Vote, verdict: str, reason: str | None, note: str | None, labels: Sequence[str]) -> bool:
    """Tell whether a word says what stands already."""
    return (before.verdict, before.reason, before.note, set(before.labels)) == (
        verdict,
        reason,
        note,
        set(labels),
    )


def decision(desk: Desk, name: str, stage: str, verdict: str, reason: str | None, told: Row) -> Row:
    """Return a ledger row of kind ``decision`` on a record as it is today."""
    return {
        "record": name, "work": desk.places.works[name], "stage": stage, "verdict": verdict, "reason": reason,
        "documents": list(desk.places.documents.get(name, ())), **told,
    }  # fmt: skip


def _taken_back(desk: Desk, name: str, stage: str, by: str) -> list[Row]:
    """Return rows that take back what a person said of other numbers that are this record today."""
    return [
        {"record": row["record"], "work": row["work"], "stage": stage, "verdict": "undo", "reason": None, "by": by,
         "note": f"decided anew as {name}", "labels": [], "documents": row["documents"], "via": "decide",
         "of": row["seq"]}
        for row in desk.decided.rows
        if row["standing"] and not row["resolves"] and row["now"] == name != row["record"]
        and (row["stage"], row["by_whom"]) == (stage, by)
    ]  # fmt: skip


def offered_at(desk: Desk, name: str, stage: str) -> None:
    """See that a record is one that a stage is about.

    Raises:
        GreylitError: the stage before has not let it through (``STAGE``).
    """
    if stage == desk.stages[0]:
        return
    before = desk.stages[desk.stages.index(stage) - 1]
    state = desk.state(name, before)
    if state.verdict not in ("include", "maybe"):
        said = {"settled": "was excluded", "undecided": "has not been decided"}.get(
            state.standing, "is not settled"
        )
        raise GreylitError(
            f"{name} {said} at {before}, and {stage} is for what was included there; nothing was recorded",
            code="STAGE", where={"record": name}, hint=f"Decide of it first: greylit decide {name} ... --stage {before}",
        )  # fmt: skip


def _needs_settling(state: State) -> None:
    if state.standing in ("conflict", "clash") or state.reasons_differ or state.resolution is not None:
        return
    said = "has one verdict" if state.standing == "settled" else "has not been decided by everybody"
    raise GreylitError(
        f"{state.record} {said} at {state.stage}: there is nothing to settle; nothing was recorded", code="NO_CONFLICT",
        where={"record": state.record}, hint="greylit screen status lists the conflicts. Without --resolve it is a vote.",
    )  # fmt: skip


def _undo(desk: Desk, state: State, by: str, resolve: bool, told: Row) -> Row:
    """Return the row that takes back a person's newest word on a record at a stage."""
    vote = state.resolution if resolve else state.vote_of(by)
    if vote is None or (resolve and vote.by != by):
        what = "has not settled a conflict" if resolve else "has decided nothing"
        raise GreylitError(
            f"{by} {what} of {state.record} at {state.stage}; nothing was recorded", code="NOTHING_TO_UNDO",
            exit_code=Exit.NOT_FOUND, where={"record": state.record}, hint=f"greylit show {state.record} shows the record.",
        )  # fmt: skip
    mark = {"resolves": True} if resolve else {}
    row = decision(desk, state.record, state.stage, "undo", None, {**told, **mark, "of": vote.seq})
    return {**row, "record": vote.record}


def sentence(desk: Desk, state: State, before: bool) -> str:
    """Return where a record stands, in words; nothing of another's vote while it waits for somebody."""
    said = {
        "undecided": "undecided",
        "waiting": f"one vote of {desk.screeners}; the others are shown when all have voted",
        "clash": "differing decisions of one person, of records that have become one: decide of it anew",
    }.get(state.standing, "")
    if state.standing == "conflict":
        said = (
            "conflict: "
            + ", ".join(f"{vote.by} {vote.verdict}" for vote in state.votes)
            + "; settle it with --resolve"
        )
    elif state.standing == "settled":
        how = f", settled by {state.resolution.by}" if state.resolution else ""
        why = f" ({state.reason})" if state.reason else ""
        said = f"{state.verdict}{why}{how}"
        if state.reasons_differ:
            said += "; the reasons differ: " + ", ".join(f"{v.by} {v.reason or 'none'}" for v in state.votes)
    return f"{said}, as before" if before else said
