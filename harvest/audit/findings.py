"""What an audit says: checks with their sentences, and findings with their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["bad", "warn"]

#: Findings of one check that are kept; the others are counted.
KEPT = 100


def many(number: int, one: str, more: str | None = None) -> str:
    """Return a number with its noun: ``1 row``, ``6,020 rows``."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be.

    Attributes:
        severity: ``bad`` (what is held is not what was observed, or a rule was broken) or ``warn``.
        check: which check found it.
        says: one sentence that names the place.
        where: the place for programs: ``file``, ``offset``, ``row`` (of the ledger), ``url``, ``host``, ``record``,
            ``work``, ``run``, as far as they apply.
        next: what to do: a command, or a sentence.
    """

    severity: Severity
    check: str
    says: str
    where: dict[str, Any]
    next: str

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data."""
        return {
            "severity": self.severity, "check": self.check, "says": self.says, "where": self.where,
            "next": self.next,
        }  # fmt: skip


@dataclass(slots=True)
class Check:
    """One kind of check: what it looked at in a sentence, and what it found.

    Attributes:
        name: its name, as it stands in every finding.
        says: what was looked at and how it came out, when nothing was found.
        findings: at most :data:`KEPT`; ``bad`` and ``warn`` count all of them.
    """

    name: str
    says: str = ""
    findings: list[Finding] = field(default_factory=list)
    bad: int = 0
    warn: int = 0

    def found(self, severity: Severity, says: str, next_: str, **where: Any) -> None:
        """Take a finding."""
        if severity == "bad":
            self.bad += 1
        else:
            self.warn += 1
        if len(self.findings) < KEPT:
            place = {key: value for key, value in where.items() if value is not None}
            self.findings.append(Finding(severity, self.name, says, place, next_))

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not (self.bad or self.warn)

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data; the sentence is for a check that found nothing."""
        says = self.says if self.ok else None
        return {"name": self.name, "ok": self.ok, "says": says, "bad": self.bad, "warn": self.warn}


@dataclass(frozen=True, slots=True)
class Gap:
    """The shortest pause between two requests to one host, of all hosts whose pause was due for the same reason.

    Attributes:
        due_to: ``protocol``, ``crawl-delay``, ``published-limit`` or ``retry-after``.
        seconds: the shortest pause, and ``due`` the one that was due there.
        row: ledger row of the request that followed it.
        pairs: how many pauses there were.
    """

    due_to: str
    seconds: float
    due: float
    host: str
    row: int
    pairs: int

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data."""
        return {
            "due_to": self.due_to, "seconds": round(self.seconds, 3), "due": round(self.due, 3), "host": self.host,
            "row": self.row, "pairs": self.pairs,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """What an audit came to.

    Attributes:
        run: the run that was looked at; ``None`` for all of them.
        runs: how many runs there are.
        rows: ledger rows, and ``head`` the hash of the last one.
        checks: every check, in order.
        gaps: the shortest pauses.
    """

    run: int | None
    runs: int
    rows: int
    head: str
    checks: Sequence[Check]
    gaps: Sequence[Gap]

    @property
    def bad(self) -> int:
        """How many errors were found."""
        return sum(each.bad for each in self.checks)

    @property
    def warn(self) -> int:
        """How many warnings there are."""
        return sum(each.warn for each in self.checks)

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return all(each.ok for each in self.checks)

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data."""
        return {
            "run": self.run, "runs": self.runs, "ok": self.ok, "bad": self.bad, "warn": self.warn,
            "ledger": {"rows": self.rows, "head": self.head},
            "checks": [each.as_dict() for each in self.checks],
            "gaps": [each.as_dict() for each in self.gaps],
            "findings": [each.as_dict() for check in self.checks for each in check.findings],
        }  # fmt: skip
