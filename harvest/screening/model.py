"""The words of screening: what one person said, and where a record stands at a stage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

Row = dict[str, Any]

#: Stages in the order in which records pass them.
STAGES = ("title-text", "full-text")
#: What a person may say of a record.
VERDICTS = ("include", "exclude", "maybe")
#: Where a record can stand at a stage. Each record stands at exactly one of them.
STANDINGS = ("undecided", "waiting", "conflict", "clash", "settled")

Standing = Literal["undecided", "waiting", "conflict", "clash", "settled"]


@dataclass(frozen=True, slots=True)
class Vote:
    """What one person says of a record at a stage, as it stands.

    ``seq`` is its row of the ledger, ``record`` the number that it was given for.
    """

    seq: int
    at: str
    record: str
    verdict: str
    reason: str | None
    by: str
    note: str | None
    labels: tuple[str, ...]

    @classmethod
    def of(cls, row: Row) -> Vote:
        """Return the vote of a decision row."""
        return cls(
            row["seq"], row["at_time"], row["record"], row["verdict"], row["reason"], row["by_whom"], row["note"],
            tuple(row["labels"] or ()),
        )  # fmt: skip

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data."""
        return {
            "seq": self.seq, "at": self.at, "verdict": self.verdict, "reason": self.reason, "by": self.by,
            "note": self.note, "labels": list(self.labels),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class State:
    """Where a record stands at a stage.

    Attributes:
        record: its number today.
        stage: ``title-text`` or ``full-text``.
        standing: ``undecided``; ``waiting`` for another screener; ``conflict`` between screeners; ``clash``
            within what one person said of records that have become one; ``settled``.
        verdict: what was settled, else ``None``.
        reason: of a settled exclusion: that of the resolution, else of the earliest vote that gives one.
        votes: what each person says, oldest first.
        resolution: the row that settled a conflict, where there is one.
    """

    record: str
    stage: str
    standing: Standing
    verdict: str | None = None
    reason: str | None = None
    votes: tuple[Vote, ...] = ()
    resolution: Vote | None = None

    @property
    def open(self) -> bool:
        """Tell whether everybody has voted who is to vote, so that votes may be shown."""
        return self.standing not in ("undecided", "waiting")

    @property
    def reasons_differ(self) -> bool:
        """Tell whether screeners agree on excluding and not on why."""
        given = {vote.reason for vote in self.votes if vote.verdict == "exclude" and vote.reason}
        return self.resolution is None and self.verdict == "exclude" and len(given) > 1

    def vote_of(self, by: str) -> Vote | None:
        """Return what a person says, ``None`` when they said nothing."""
        return next((vote for vote in self.votes if vote.by == by), None)

    def labels(self) -> tuple[str, ...]:
        """Return the labels that anybody gave, each once."""
        every: Iterable[Vote] = (*self.votes, *((self.resolution,) if self.resolution else ()))
        return tuple(dict.fromkeys(label for vote in every for label in vote.labels))

    def notes(self) -> tuple[str, ...]:
        """Return the notes that anybody gave, each once."""
        every: Iterable[Vote] = (*self.votes, *((self.resolution,) if self.resolution else ()))
        return tuple(dict.fromkeys(vote.note for vote in every if vote.note))
