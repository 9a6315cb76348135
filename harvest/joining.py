"""Joining two works into one: the row that says so, and which of them stays. Every merge rule ends here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from harvest.gathering import Work

Row = dict[str, Any]


def standing_first(work: Work) -> tuple[bool, bool, bool, str]:
    """Return the order in which works that are one stay: the publisher's own before copies, what is held before a
    mere reference; the smallest id among these."""
    return work.mirror, work.entry is not None, bool(work.row.get("archive")), work.id


def joined(work: Work, into: Work, rule: str, reason: str, evidence: str, score: float = 1.0) -> Row:
    """Join a work to another one; return the row of the table ``merge``.

    Args:
        work: the one that is no record any more.
        into: the one that stays.
        rule: the rule by its name.
        reason: the verdict of ``work`` in a sentence.
        evidence: what the rule rests on.
        score: how sure it is, 0 to 1.
    """
    work.row.update(verdict="merged", into_work=into.id, reason=reason)
    return {"work": work.id, "into_work": into.id, "rule": rule, "score": score, "evidence": evidence}


def chained(holders: Mapping[str, Sequence[Work]], rule: str, what: str, score: float = 1.0) -> Iterator[Row]:
    """Join the works of each group to the first of it; yield the rows.

    Args:
        holders: groups by what they have in common; what stands before ``|`` is the evidence.
        rule: the rule by its name.
        what: what the evidence is called.
        score: how sure the rule is, 0 to 1.
    """
    for key, same in sorted(holders.items()):
        chain = sorted({work.id: work for work in same}.values(), key=standing_first)
        first = chain[0]
        for work in chain[1:]:
            if work.row["verdict"] == "merged" or first.row["verdict"] == "merged":
                continue
            yield joined(work, first, rule, f"{rule} as {first.id}", f"{what} {key.partition('|')[0]}", score)


def plain(title: str) -> str:
    """Return a title as titles are compared: letters and digits, small, single spaces."""
    return " ".join("".join(c if c.isalnum() else " " for c in title.casefold()).split())
