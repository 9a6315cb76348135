"""What failed in a run, so that it alone can be asked again."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from crawler.lead import Lead
from harvest.errors import Exit, GreylitError
from store.ledger import Entry, Ledger

#: Outcomes of a fetch that are worth another try on another day.
FAILED = frozenset({"failed", "refused", "unreadable"})
#: Reasons of a skip that may not hold on another day. A rule of robots.txt has its line and stands.
NOT_THEN = frozenset({"retry-after", "refusing"})


@dataclass(frozen=True, slots=True)
class Failed:
    """What failed in a run.

    Attributes:
        run: its number.
        leads: addresses by source, as ``[depth, lead]`` rows.
        questions: questions by source that were not answered.
    """

    run: int
    leads: dict[str, list[list[Any]]]
    questions: dict[str, frozenset[str]]

    def of(self, source: str) -> bool:
        """Tell whether anything of a source failed."""
        return bool(self.leads.get(source) or self.questions.get(source))


def failed_in(ledger: Ledger, number: int) -> Failed:
    """Return what failed, was refused or was unreadable in a run.

    Args:
        ledger: the review's.
        number: the run; 0 is the newest.

    Raises:
        GreylitError: there is no such run (``NO_RUN``), or nothing failed in it (``NOTHING_FAILED``).
    """
    last = ledger.last("run")
    newest = last.run if last else 0
    run = number or newest
    if not 0 < run <= newest:
        raise GreylitError(
            f"there is no run {run}" if run else "there is no run yet", code="NO_RUN", exit_code=Exit.NOT_FOUND,
            hint="greylit status lists the runs",
        )  # fmt: skip
    ended: dict[str, Entry] = {}
    known: dict[str, list[Any]] = {}
    asked: dict[str, str] = {}
    answered: set[str] = set()
    for entry in ledger.entries(kinds=("source", "question", "fetch", "skip"), run=run):
        body = entry.body
        if entry.kind == "question":
            if not body.get("not_asked"):
                asked[str(body["question"])] = str(body["source"])
            continue
        if entry.kind == "source":
            continue
        for lead in body.get("leads", ()):
            known.setdefault(Lead.from_row(lead).name, lead)
        if not body.get("again") and body.get("kind") not in ("robots", "probe"):
            ended[str(body.get("key") or body["url"])] = entry
    leads: defaultdict[str, list[list[Any]]] = defaultdict(list)
    questions: defaultdict[str, set[str]] = defaultdict(set)
    for name, entry in ended.items():
        body = entry.body
        question = str(body.get("question"))
        searched = body.get("kind") in ("search", "form")
        if not _failed(entry):
            if body.get("kind") == "search":
                answered.add(question)
            continue
        source = str(body["source"])
        if searched and question in asked:
            questions[source].add(question)
        else:
            lead = known.get(name) or Lead.of(body).as_row()
            # The depth of the page that it was found on: a link lies one deeper.
            leads[source].append([int(body.get("depth") or 0) - (lead[2] == "link"), lead])
    for question, source in asked.items():
        if question not in answered:
            questions[source].add(question)
    found = Failed(run, dict(leads), {source: frozenset(each) for source, each in questions.items()})
    if not leads and not questions:
        raise GreylitError(
            f"nothing failed in run {run}: there is nothing to ask again", code="NOTHING_FAILED",
            exit_code=Exit.NOT_FOUND, hint="For what is new or has changed: greylit run --update",
        )  # fmt: skip
    return found


def _failed(entry: Entry) -> bool:
    if entry.kind == "fetch":
        return entry.body.get("outcome") in FAILED
    closed = entry.body.get("reason") == "robots" and entry.body.get("line") is None
    return closed or entry.body.get("reason") in NOT_THEN
