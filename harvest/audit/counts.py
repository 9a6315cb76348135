"""The arithmetic: every count of the database against one made from the ledger alone, and sums against their parts.

Written without :mod:`store.counts` on purpose: two ways to one number, and both are named when they differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from harvest.audit.findings import Check, many
from harvest.audit.tables import REBUILD
from harvest.audit.walk import Row
from store import auditing, counts
from store.counts import Queryable

#: A question is as good as its worst page, in this order.
WORST_FIRST = ("failed", "refused", "unreadable", "results")
#: What an address came to, by the outcome of its fetch, and the name of that count.
COUNTED_AS = {
    "read": "fetched", "results": "fetched", "none": "fetched", "redirect": "redirects", "refused": "refused",
    "failed": "failed", "gone": "gone", "not-found": "gone", "unreadable": "unreadable",
}  # fmt: skip
#: Kinds of fetches that these counts leave out.
PRELIMINARY = frozenset({"robots", "probe"})
#: Reasons for which an address is not asked again because its earlier answer stands.
KEPT = frozenset({"fresh", "settled"})
#: What is counted of the addresses of a source.
ADDRESSES = (*dict.fromkeys(COUNTED_AS.values()), "unchanged", "skipped", "kept")
VERDICTS = ("record", "outside-limits", "no-match", "merged")
#: How these are told where another word is better.
WORDS = {
    "redirects": "moved", "not_asked": "not asked", "record": "records", "outside-limits": "outside limits",
    "no-match": "without a match",
}  # fmt: skip
ENDED = frozenset({"ok", "partial"})


class _Run:
    """What the ledger says of one run."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.planned: dict[str, tuple[str, bool]] = {}
        self.answers: dict[str, set[str]] = {}
        self.passed: set[str] = set()
        self.addresses: dict[str, Counter[str]] = {}
        self.outcome = ""

    def outcomes(self) -> dict[str, Counter[str]]:
        """Return for each source how many of its questions came to what."""
        found: dict[str, Counter[str]] = {}
        for question, (source, _) in self.planned.items():
            found.setdefault(source, Counter())[worst(self.answers.get(question, set()))] += 1
        return found


def worst(answers: set[str]) -> str:
    """Return the outcome of a question from those of its pages."""
    if not answers:
        return "not_asked"
    return next((each for each in WORST_FIRST if each in answers), min(answers))


class CountsCheck:
    """Follows the rows of a ledger in order and counts; a run is compared when the next one begins.

    Args:
        database: the computed database; ``None`` where there is none, or none any more.
        current: whether the database holds all of the ledger, so that its counts can be compared.
        check: where findings go.
        run: only this run is compared; all when ``None``.
    """

    def __init__(self, database: Queryable | None, current: bool, check: Check, run: int | None) -> None:
        self.database, self._current, self._check, self._only = database, current, check, run
        self._run: _Run | None = None
        self.questions: Counter[str] = Counter()
        self.addresses: Counter[str] = Counter()

    def take(self, row: Row) -> None:
        """Take the next row."""
        if row.kind == "run":
            self._finish()
            self._run = _Run(row.run)
        run = self._run
        if run is None or row.run != run.number:
            return
        if row.kind == "question":
            run.planned[row.text("question")] = row.text("source"), bool(row.text("not_asked"))
        elif row.kind == "run_end":
            run.outcome = row.text("outcome")
        elif row.kind == "resume":
            run.outcome = ""
        elif row.kind == "skip":
            run.passed.add(row.text("question"))
            counted = "kept" if row.text("reason") in KEPT else "skipped"
            run.addresses.setdefault(row.text("source"), Counter())[counted] += 1
        elif row.kind == "fetch" and not row.body.get("again") and row.text("kind") not in PRELIMINARY:
            if row.text("kind") == "search":
                run.answers.setdefault(row.text("question"), set()).add(row.text("outcome"))
            counted = COUNTED_AS.get(row.text("outcome"), "unknown")
            if counted == "fetched" and row.body.get("unchanged"):
                counted = "unchanged"
            run.addresses.setdefault(row.text("source"), Counter())[counted] += 1

    def _finish(self) -> None:
        run = self._run
        if run is None or self._only not in (None, run.number):
            return
        outcomes = run.outcomes()
        for source in outcomes.values():
            self.questions.update(source)
        for addresses in run.addresses.values():
            self.addresses.update(addresses)
        for question, (_, excused) in run.planned.items():
            unanswered = question not in run.answers and not excused and question not in run.passed
            if unanswered and run.outcome in ENDED:
                self._check.found(
                    "bad", f"question {question} of run {run.number} was neither asked nor passed over, and nothing says why",
                    f"greylit why {question}", run=run.number,
                )  # fmt: skip
        if self.database is not None and self._current:
            self._compare(self.database, run, outcomes)

    def _compare(self, database: Queryable, run: _Run, outcomes: dict[str, Counter[str]]) -> None:
        for row in counts.by_source(database, run.number):
            source = str(row["source"])
            mine = {
                f"asked_{each}": outcomes.get(source, Counter())[each] for each in counts.QUESTION_OUTCOMES
            }
            mine |= {each: run.addresses.get(source, Counter())[each] for each in ADDRESSES}
            for name, number in sorted(mine.items()):
                if row[name] != number:
                    self._differ(
                        f"{name} of {source} in run {run.number}", number, int(row[name]), run.number
                    )
        held = Counter(str(row["outcome"]) for row in counts.questions(database, run.number))
        ours = sum(outcomes.values(), Counter())
        if held != ours:
            for name in sorted({*held, *ours}):
                if held[name] != ours[name]:
                    self._differ(f"questions {name} in run {run.number}", ours[name], held[name], run.number)

    def _differ(self, what: str, ledger: int, database: int, run: int | None = None) -> None:
        self._check.found(
            "bad",
            f"{what}: {ledger} by the ledger, {database} by the database",
            REBUILD,
            run=run,
            file="greylit.duckdb",
        )

    def close(self, verdicts: Counter[str] | None) -> None:
        """Compare the last run, and put the sums into a sentence.

        Args:
            verdicts: works by verdict, as they were counted one by one; ``None`` without a database.
        """
        self._finish()
        asked = Counter({name: self.addresses[name] for name in ADDRESSES if name not in ("skipped", "kept")})
        sums = [
            f"{many(self.questions.total(), 'question')} = {_sum(self.questions, counts.QUESTION_OUTCOMES)}",
            f"{many(asked.total(), 'address', 'addresses')} asked for = {_sum(asked, ADDRESSES)}",
        ]
        if verdicts is not None:
            sums.append(f"{many(verdicts.total(), 'work')} = {_sum(verdicts, VERDICTS)}")
        self._check.says = f"counts agree: {'; '.join(sums)}"
        if verdicts is None or self.database is None:
            return
        sizes = auditing.table_sizes(self.database)
        if sizes["merge"] != verdicts["merged"]:
            self._differ(
                "merged works, by their verdicts and by the table merge", verdicts["merged"], sizes["merge"]
            )
        if self._current:
            rows = counts.by_source(self.database, counts.newest_run(self.database))
            if {row["source"] for row in rows} >= auditing.sources_with_works(self.database):
                total = counts.totals(rows)
                for name, verdict in (("records", "record"), ("outside", "outside-limits"), ("no_match", "no-match"), ("merged", "merged")):  # fmt: skip
                    if total.get(name, 0) != verdicts[verdict]:
                        self._check.found(
                            "bad", f"works that are {verdict}: {verdicts[verdict]} counted one by one, {total.get(name, 0)} by source",
                            REBUILD, file="greylit.duckdb",
                        )  # fmt: skip


def _sum(counted: Counter[str], names: Sequence[str]) -> str:
    """Return a sum in words, in the order of ``names``; what is 0 is left out."""
    others = sorted(set(counted) - set(names))
    parts = [f"{counted[name]:,} {WORDS.get(name, name)}" for name in (*names, *others) if counted[name]]
    return " + ".join(parts) or "0"
