"""Taking decisions into a review from the programs that people screen with: all of a file, or none of it.

Each decision becomes a row of kind ``decision`` in the ledger, with the name of the file. What stands already is
not said again; what contradicts it is told and left out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harvest.errors import GreylitError
from harvest.importing.decision_files import Decisions, Item, read_decisions
from harvest.importing.matching import Known, NoMatchError
from harvest.importing.model import Imported, Options, Wrong, not_right
from harvest.importing.said import Said
from harvest.numbering import given
from harvest.screening.deciding import Word, checked_reason, decision, offered_at
from harvest.screening.desk import Desk, bring_up, open_desk, plain_labels
from harvest.screening.model import State, Vote
from harvest.screening.states import settled
from store.database import Reader
from store.ledger import Ledger
from store.workspace import Workspace

Row = dict[str, Any]


#: What a person does next.
HINT = "Mend the file and import it again, or take in the rows that are right with --skip-bad."


def take_in(workspace: Workspace, path: Path, options: Options) -> Imported:
    """Take decisions in. Nothing is recorded unless every row is right, or ``options.skip_bad`` is set.

    Raises:
        GreylitError: something in the file is wrong, or it is not said who decided.
        StoreError: ledger or database cannot be used.
    """
    file = read_decisions(path, options.verdict)
    if file.kind in ("RIS", "Rayyan", "Covidence") and not any(item.said for item in file.items):
        raise GreylitError(
            f"none of the {len(file.items)} records in {path.name} carries a decision; nothing was taken in",
            code="DECISIONS_INVALID", where={"file": str(path)},
            hint="If it is a list of records that were all decided alike, say how: --verdict include",
        )  # fmt: skip
    with Ledger(workspace.ledger) as ledger, Reader(workspace.database) as database:
        desk = open_desk(workspace, ledger, database)
        works = {number: work for work, number in given(ledger).items() if work in desk.places.record_of}
        now = {number: desk.places.record_of[work] for number, work in works.items()}
        checker = _Checker(desk, Known.of(database, now), file, options, path.name)
        checker.check()
        if checker.wrong and not options.skip_bad:
            raise not_right(path, checker.wrong, "DECISIONS_INVALID", HINT)
        if checker.rows:
            ledger.append_many([("decision", row) for row in checker.rows])
    if checker.rows:
        bring_up(workspace)
    return Imported(
        kind="decisions", searches=0, documents=0, without_file=0, known=checker.known, waiting=checker.waiting,
        left_out=tuple(checker.wrong), notes=tuple(checker.notes()), records=len(desk.records), new_records=(),
        decisions=len(checker.rows),
    )  # fmt: skip


@dataclass
class _Checker:
    """Checks the items of one file against the review, and makes the rows of what is new."""

    desk: Desk
    known_records: Known
    file: Decisions
    options: Options
    name: str
    rows: list[Row] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    known: int = 0
    waiting: int = 0
    _remarks: Counter[str] = field(default_factory=Counter)

    def check(self) -> None:
        """Check every item: each decision in it is new, known, or wrong; an item without any waits."""
        names = {said.by for item in self.file.items for said in item.said}
        self._alone = len(names - {None}) < 2
        if None in names:
            # Said once, and not for every row.
            self.desk.person(self.options.by)
        self.desk.stage(self.options.stage)
        self._settled = settled(dict(self.desk.states))
        self._said: dict[tuple[str, str, str, bool], tuple[Item, Row | Vote]] = {}
        decided: list[tuple[int, Item, str, Said]] = []
        for item in self.file.items:
            if not item.said:
                self.waiting += 1
                continue
            if problem := next((said.problem for said in item.said if said.problem), None):
                self._say(item, "", f"{_shown(item)}{problem}")
                continue
            try:
                record = self.known_records.match(item)
            except NoMatchError as error:
                self._say(item, "", f"{_shown(item)}{error}")
                continue
            for said in item.said:
                try:
                    stage = self.desk.stage(self.options.stage or said.stage)
                except GreylitError as error:
                    self._say(item, "stage", error.message)
                    continue
                decided.append((self.desk.stages.index(stage), item, record, said))
        # The stage before decides who comes to the next, also within one file.
        for stage_number, item, record, said in sorted(decided, key=lambda each: each[0]):
            self._one(item, record, said, self.desk.stages[stage_number])

    def notes(self) -> list[str]:
        """Return what was seen on the way, counted."""
        return [
            *self.file.notes,
            *(f"{number} {text}" for text, number in sorted(self._remarks.items())),
            *self.desk.notes,
        ]

    def _say(self, item: Item, column: str, says: str) -> None:
        self.wrong.append(
            Wrong(self.file.table, item.row, column, says.removesuffix("; nothing was recorded"))
        )

    def _one(self, item: Item, record: str, said: Said, stage: str) -> None:
        state = self.desk.state(record, stage)
        if (
            item.exported == said.verdict == state.verdict
            and not said.settles
            and self.file.kind != "greylit"
        ):
            # It came out of this review with the record, and has come back.
            self.known += 1
            return
        try:
            by = self._who(said)
            reason, others = self._reason(said)
            word = Word(said.verdict, by, stage, reason)
            checked = checked_reason(self.desk, word, stage, lenient=True)
            if not self._passes(record, stage):
                offered_at(self.desk, record, stage)
        except GreylitError as error:
            column = {"WHO": "by", "REASON": "reason", "STAGE": "stage"}.get(error.code, "")
            reasons = (
                f" (the protocol has: {'; '.join(error.where['reasons'])})"
                if error.where.get("reasons")
                else ""
            )
            self._say(
                item, column, f"{record}: {error.message.removesuffix('; nothing was recorded')}{reasons}"
            )
            return
        labels = plain_labels((*said.labels, *others))
        note = " ".join((said.note or "").split()) or None
        before = self._before(record, stage, by, said, state)
        if before is None:
            if said.settles and not self._disputed(record, stage, state):
                self._say(item, "settles", f"{record} has no conflict at {stage}: there is nothing to settle")
                return
            self._add(item, record, stage, by, said, checked, note, labels)
            return
        earlier, was = before
        if was.verdict != said.verdict or (checked and was.reason and checked != was.reason):
            where = f"line {earlier.row} of this file" if earlier else f"{was.at[:10]}"
            self._say(
                item, "",
                f"{record}: {by} says {_words(said.verdict, checked)} here and said {_words(was.verdict, was.reason)} "
                f"({where}); undo the one or leave out the other",
            )  # fmt: skip
        elif (
            (checked and not was.reason) or (note and note != was.note) or not set(labels) <= set(was.labels)
        ):
            merged = plain_labels((*was.labels, *labels))
            self._add(item, record, stage, by, said, checked or was.reason, note or was.note, merged)
        else:
            self.known += 1

    def _who(self, said: Said) -> str:
        given = said.by
        if self.options.by and (given is None or self._alone):
            given = self.options.by
        return self.desk.person(given, anyone=said.settles)

    def _reason(self, said: Said) -> tuple[str | None, list[str]]:
        """Return the reason of an exclusion, and further reasons, which become labels.

        Programs join several by comma or semicolon, which may stand within a reason too: what the protocol has
        as a whole is taken as a whole.
        """
        text = said.reasons.strip()
        if said.verdict != "exclude" or not text:
            if said.verdict == "exclude":
                self._remarks["exclusions have no reason in the file"] += 1
            return None, []
        if not self.desk.protocol.screening.exclude:
            return text, []
        parts = [each.strip() for each in text.replace(";", ",").split(",") if each.strip()]
        found: list[str] = []
        start = 0
        while start < len(parts):
            for end in range(len(parts), start, -1):
                try:
                    found.append(str(self.desk.reason(", ".join(parts[start:end]))))
                except GreylitError:
                    if end == start + 1:
                        # Tell the one that is unknown, with the list.
                        self.desk.reason(parts[start] if len(parts) > 1 else text)
                    continue
                start = end
                break
        if len(found) > 1:
            self._remarks["exclusions have several reasons: the first counts, the others are labels"] += 1
        return found[0], found[1:]

    def _passes(self, record: str, stage: str) -> bool:
        """Tell whether this file itself lets a record through to a stage."""
        if stage == self.desk.stages[0]:
            return True
        before = self.desk.stages[self.desk.stages.index(stage) - 1]
        said = [row for (which, at, _, _), (_, row) in self._said.items() if (which, at) == (record, before)]
        told = {row.verdict if isinstance(row, Vote) else row["verdict"] for row in said}
        return bool(told) and "exclude" not in told and self.desk.state(record, before).verdict != "exclude"

    def _disputed(self, record: str, stage: str, state: State) -> bool:
        if state.standing in ("conflict", "clash") or state.reasons_differ or state.resolution:
            return True
        said = [
            row
            for (which, at, _, settles), (_, row) in self._said.items()
            if (which, at, settles) == (record, stage, False)
        ]
        return len({row.verdict if isinstance(row, Vote) else row["verdict"] for row in said}) > 1

    def _before(
        self, record: str, stage: str, by: str, said: Said, state: State
    ) -> tuple[Item | None, Vote] | None:  # fmt: skip
        """Return what this person said of this record at this stage: in this file, or before it."""
        if earlier := self._said.get((record, stage, by, said.settles)):
            item, row = earlier
            return item, row if isinstance(row, Vote) else _vote(row)
        vote = state.resolution if said.settles else state.vote_of(by)
        if vote is None or vote.by != by:
            return None
        return None, vote

    def _add(
        self, item: Item, record: str, stage: str, by: str, said: Said, reason: str | None, note: str | None,
        labels: tuple[str, ...],
    ) -> None:  # fmt: skip
        told: Row = {"by": by, "note": note, "labels": list(labels), "via": "import", "file": self.name}
        if said.settles:
            told["resolves"] = True
        row = decision(self.desk, record, stage, said.verdict, reason, told)
        self.rows.append(row)
        self._said[record, stage, by, said.settles] = (item, row)


def _vote(row: Row) -> Vote:
    return Vote(
        0, "", row["record"], row["verdict"], row["reason"], row["by"], row["note"], tuple(row["labels"])
    )


def _words(verdict: str, reason: str | None) -> str:
    return f"{verdict} ({reason})" if reason else verdict


def _shown(item: Item) -> str:
    title = item.title if len(item.title) <= 80 else f"{item.title[:79]}…"
    return f"{title!r}: " if title else ""
