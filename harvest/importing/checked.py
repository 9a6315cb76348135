"""The rows of a manual-search sheet, each checked against the tasks of the review and the others of the sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from harvest.by_hand import Task
from harvest.export.manual_search import OUTCOMES, SEARCHES
from harvest.importing.documents import Saved, saved
from harvest.importing.model import Wrong
from harvest.importing.sheet import Line, Sheet
from harvest.importing.values import NotMeantError, address, day, number, partial_date

T = TypeVar("T")

#: What a person fills in of a task; a row without any of it has not been done.
_FILLED = ("searched on", "outcome", "results seen", "documents kept", "note")


@dataclass(frozen=True, slots=True)
class Search:
    """What a person did of one task."""

    task: Task
    searched_on: str
    by: str
    outcome: str
    seen: int | None
    kept: int
    note: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """One document that a person found for a task; ``file`` is ``None`` when there was none to be had."""

    search: Search
    url: str
    title: str | None
    date: str | None
    publisher: str | None
    file: Saved | None
    note: str | None


@dataclass(slots=True)
class Checked:
    """A sheet after checking: what is right, what is wrong, and what has not been done."""

    searches: list[Search] = field(default_factory=list)
    documents: list[Found] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    waiting: int = 0


class Checker:
    """Checks the rows of one sheet.

    Args:
        tasks: the tasks of each run, by run and number.
        newest: the run that is meant where a row names none.
        files: where the documents lie.
        by: who searched, where a row does not say it.
        today: the day that no search may lie after.
        held: addresses whose bytes the review has already.
    """

    def __init__(
        self, tasks: Callable[[int], Mapping[str, Task]], newest: int, files: Path, by: str | None, today: date,
        held: Collection[str],
    ) -> None:  # fmt: skip
        self._tasks, self._newest, self._files = tasks, newest, files
        self._by, self._today, self._held = by, today, held
        self._result = Checked()

    def check(self, sheet: Sheet) -> Checked:
        """Return the sheet checked: every row is in it, as right, as wrong, or as not done."""
        result = self._result
        result.notes += sheet.notes
        known: dict[str, Line] = {}
        filled: dict[str, Line] = {}
        for line in sheet.searches:
            name = line.text("task")
            if not name:
                self._say(
                    line,
                    "task",
                    "the number of the task is missing: copy it from the sheet as it was written",
                )
            elif name in known:
                self._say(line, "task", f"{name} is in row {known[name].row} already: one row for each task")
            else:
                known[name] = line
                if any(line.text(column) for column in _FILLED):
                    filled[name] = line
                else:
                    result.waiting += 1
        rows: defaultdict[str, list[Line]] = defaultdict(list)
        for line in sheet.documents:
            if owner := self._owner(line, known, filled):
                rows[owner].append(line)
        self._addresses: dict[str, tuple[Line, str]] = {}
        for name, line in filled.items():
            self._one(line, rows[name])
        return result

    def _say(self, line: Line, column: str, says: str) -> None:
        self._result.wrong.append(Wrong(line.sheet, line.row, column, says))

    def _read(self, line: Line, column: str, read: Callable[[], T]) -> T | None:
        try:
            return read()
        except NotMeantError as error:
            self._say(line, column, str(error))
            return None

    def _owner(self, line: Line, known: Mapping[str, Line], filled: Mapping[str, Line]) -> str | None:
        """Return the task of a document; ``None`` for a row that was prepared and not used, or is wrong."""
        name = line.text("task")
        if name in filled:
            return name
        if not name:
            self._say(line, "task", "which task is it for? Write its number from the sheet Searches")
        elif name not in known:
            self._say(line, "task", f"{name} is not on the sheet Searches")
        elif any(line.text(column) for column in ("file name", "date", "publisher", "note")):
            self._say(
                line,
                "task",
                f"{name} is not filled in on the sheet Searches (row {known[name].row}): day and outcome",
            )
        return None

    # ---- one task with its documents

    def _one(self, line: Line, rows: list[Line]) -> None:
        before = len(self._result.wrong)
        task = self._task(line)
        searched = self._read(line, "searched on", lambda: day(line, "searched on", self._today))
        if not line.text("searched on"):
            self._say(line, "searched on", "the day is missing: write it as 2026-11-23")
        by = line.text("by") or (self._by or "")
        if not by:
            self._say(line, "by", "who searched? Write initials, or give --by")
        outcome = line.text("outcome").casefold()
        if outcome not in OUTCOMES:
            said = f"{line.text('outcome')!r} is not an outcome" if outcome else "the outcome is missing"
            self._say(line, "outcome", f"{said}: write {', '.join(OUTCOMES[:-1])} or {OUTCOMES[-1]}")
        seen = self._read(line, "results seen", lambda: number(line, "results seen"))
        kept = self._read(line, "documents kept", lambda: number(line, "documents kept"))
        if task is not None and task.kind == "document" and outcome != "results":
            # The row that was prepared for the document stays as it was: there is no document.
            rows = [each for each in rows if each.text("file name") or each.text("address") != task.opens]
        self._arithmetic(line, outcome, seen, kept, len(rows))
        if len(self._result.wrong) > before or task is None or searched is None:
            for each in rows:
                self._say(each, "task", f"left out with its task, row {line.row} of sheet {SEARCHES}")
            return
        search = Search(task, searched, by, outcome, seen, len(rows), line.text("note") or None)
        found = [self._document(search, each, alone=len(rows) == 1) for each in rows]
        wrong = {(each.sheet, each.row) for each in self._result.wrong}
        kept = sum((each.sheet, each.row) not in wrong for each in rows)
        self._result.searches.append(replace(search, kept=kept))
        self._result.documents += [replace(each, search=self._result.searches[-1]) for each in found if each]

    def _task(self, line: Line) -> Task | None:
        name = line.text("task")
        run = self._read(line, "run", lambda: number(line, "run"))
        if line.text("run") and run is None:
            return None
        task = self._tasks(run or self._newest).get(name)
        if task is None:
            self._say(line, "task", f"{name} is not a task of run {run or self._newest} of this review")
        return task

    def _arithmetic(self, line: Line, outcome: str, seen: int | None, kept: int | None, listed: int) -> None:
        """Every count has its complement: what does not add up is a mistake in one of two places."""
        if kept is not None and kept != listed:
            self._say(
                line,
                "documents kept",
                f"{kept} kept, and the sheet Documents found has {listed} for this task",
            )
        if outcome in ("none", "refused") and listed:
            self._say(
                line,
                "outcome",
                f"the outcome is {outcome}, and the sheet Documents found has {listed} for this task",
            )
        if outcome == "none" and seen:
            self._say(line, "results seen", f"the outcome is none, and {seen} were seen")
        if seen is not None and listed > seen:
            self._say(
                line, "results seen", f"{seen} seen, and the sheet Documents found has {listed} for this task"
            )

    def _document(self, search: Search, line: Line, *, alone: bool) -> Found | None:
        before = len(self._result.wrong)
        task, name = search.task, line.text("file name")
        url = self._read(line, "address", lambda: address(line, "address"))
        file = self._read(line, "file name", lambda: saved(self._files, name, url or "")) if name else None
        published = self._read(line, "date", lambda: partial_date(line, "date"))
        title, note = line.text("title") or None, line.text("note") or None
        if not name and not title:
            self._say(line, "title", "without a file, the title is what is left of the document: write it")
        if task.kind == "document" and (url is None or alone or url == task.opens):
            if url and url != task.opens:
                note = "; ".join(filter(None, [note, f"opened at {url}"]))
            url = task.opens
        if url is None and file is not None:
            url = f"urn:sha256:{file.sha256}"
        elif url is None and not line.text("address"):
            self._say(line, "address", "write the address, or the name of the file")
        if url and file and (earlier := self._addresses.get(url)) and earlier[1] != file.sha256:
            where = earlier[0].row
            self._say(
                line, "address", f"row {where} has another file for this address: give each its own address"
            )
        if len(self._result.wrong) > before or url is None:
            return None
        if file is not None:
            self._addresses[url] = (line, file.sha256)
            self._result.notes += file.notes
        elif url in self._held:
            self._result.notes.append(
                f"{url} is held already, with its file: row {line.row} of {line.sheet} adds nothing to it"
            )
            return None
        return Found(search, url, title, published, line.text("publisher") or None, file, note)
