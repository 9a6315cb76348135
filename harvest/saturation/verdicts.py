"""Verdicts, each with the sentence that a methods section can print.

``exhausted`` and ``slowing`` are facts about reading; ``certified`` is a statement about the discovered documents with
a stated confidence; ``saturated`` takes all of them and no veto. None of them speaks of documents that no source led to.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from harvest.saturation.facts import Fact
from harvest.saturation.lists import Check

Basis = Literal["decisions", "query", "mixed"]
Name = Literal["exhausted", "slowing", "certified", "not_shown", "saturated"]

#: What a verdict may call the documents that it counts.
CALLED: dict[Basis, str] = {
    "decisions": "relevant documents",
    "query": "query-matching documents",
    "mixed": "relevant or query-matching documents",
}
_WORLD = "This says nothing of documents that no source led to."


@dataclass(frozen=True, slots=True)
class Verdict:
    """What may be said of a source or of a whole search.

    ``target`` is the recall in question where there is one, ``basis`` what makes a document relevant, ``numbers`` the
    counts behind the sentence.
    """

    name: Name
    target: float | None
    sentence: str
    basis: Basis
    numbers: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AuditResult:
    """Random draws and what they show: ``bound`` is the recall in the pool that is certain with ``1 - alpha``.

    ``read`` documents of ``pool`` were read, ``sampled`` were drawn (when they were unread: some may have been read since),
    ``relevant`` of these are relevant, ``found`` is the number of relevant documents in both, ``unread`` documents are
    in neither.
    """

    pool: int
    read: int
    sampled: int
    relevant: int
    found: int
    bound: float
    alpha: float = 0.05
    unread: int = 0


def percent(share: float) -> str:
    """Return a share as a percentage that never claims more: rounded down to a tenth."""
    return f"{math.floor(share * 1000 + 1e-9) / 10:g} %"


def exhausted(pool: int, found: int, basis: Basis, *, reason: Fact | None = None) -> Verdict:
    """Return the verdict on a scope whose documents were all read, or whose citation graph is closed."""
    if reason is not None and reason.holds:
        return Verdict("exhausted", None, reason.sentence, basis, {"found": found, "closure": 1})
    sentence = f"All {pool} discovered documents were read; {found} {CALLED[basis]} are among them. {_WORLD}"
    return Verdict("exhausted", None, sentence, basis, {"pool": pool, "read": pool, "found": found})


def slowing(pool: int, read: int, found: int, run: int, basis: Basis) -> Verdict:
    """Return the verdict on a scope whose trigger fired: it may be closed, and nothing is claimed."""
    sentence = (
        f"Reading slows down: {found} {CALLED[basis]} in {read} of {pool} discovered documents, none in the last {run}. "
        "Nothing follows from that about the unread ones."
    )
    return Verdict("slowing", None, sentence, basis, {"pool": pool, "read": read, "found": found, "run": run})


def audited(result: AuditResult, target: float, basis: Basis, more: int | None = None) -> Verdict:
    """Return ``certified`` when the audit's bound reaches the target, else ``not_shown``.

    ``more`` is how many further documents would have to be audited (the cost law), if that is known.
    """
    numbers = {
        "pool": result.pool, "read": result.read, "sampled": result.sampled, "relevant": result.relevant,
        "found": result.found, "unread": result.unread, "recall_lower_bound": result.bound, "alpha": result.alpha,
    }  # fmt: skip
    if result.bound < target - 1e-12:
        return Verdict("not_shown", target, _not_shown(result, target, basis, more), basis, numbers)
    if result.unread <= 0:
        return Verdict(
            "exhausted", target, exhausted(result.pool, result.found, basis).sentence, basis, numbers
        )
    sentence = (
        f"With {percent(1 - result.alpha)} confidence at least {percent(result.bound)} of the {CALLED[basis]} in the "
        f"discovered pool of {result.pool} have been found ({result.read} were read; {result.sampled} were drawn at random "
        f"from those unread at the time, {result.relevant} of them {_one(basis)}; {result.unread} remain unread). {_WORLD}"
    )
    return Verdict("certified", target, sentence, basis, numbers)


def _one(basis: Basis) -> str:
    return {"decisions": "relevant", "query": "query-matching", "mixed": "relevant or query-matching"}[basis]


def _not_shown(result: AuditResult, target: float, basis: Basis, more: int | None) -> str:
    shown = f"at least {percent(result.bound)}" if result.bound > 0 else "no share"
    cost = (
        f" {more} more documents, drawn at random from the unread ones and none of them {_one(basis)}, would show it."
        if more
        else ""
    )
    return (
        f"It is not shown that {percent(target)} of the {CALLED[basis]} in the discovered pool of {result.pool} have been "
        f"found: {result.found} were found in {result.read} documents read and {result.sampled} audited, {result.unread} are unread, "
        f"and {shown} is certain with {percent(1 - result.alpha)} confidence.{cost}"
    )


def saturated(
    sources: Mapping[str, Verdict], audit: Verdict, check: Check | None, closure: Fact | None
) -> Verdict:
    """Return ``saturated``, or ``not_shown`` with every reason why not.

    Saturated means: every source is exhausted or slowing, the target is certified for the discovered pool (or all of it
    was read), overlapping sources do not veto it, and the last full round of citation searching, where there was one,
    added no included document. Closure alone is never enough.
    """
    lacking = [f"{name} is still yielding" for name, each in sources.items() if each.name not in _DONE]
    if not sources:
        lacking.append("no source was read")
    elif all("closure" in each.numbers for each in sources.values()):
        lacking.append(
            "only citations were searched, and a citation graph says nothing of what is not linked to it"
        )
    if audit.name not in ("certified", "exhausted"):
        lacking.append(f"the audit does not reach the target. {audit.sentence}".rstrip("."))
    if check is not None and check.verdict == "veto":
        lacking.append(check.sentence.rstrip("."))
    if closure is not None and not closure.holds:
        lacking.append(closure.sentence.rstrip("."))
    numbers = dict(audit.numbers)
    if lacking:
        return Verdict(
            "not_shown", audit.target, f"Saturation is not shown: {'; '.join(lacking)}.", audit.basis, numbers
        )
    overlap = f" {check.sentence}" if check is not None else ""
    return Verdict(
        "saturated", audit.target, f"{_closed(sources)} {audit.sentence}{overlap}", audit.basis, numbers
    )


_DONE: Sequence[Name] = ("exhausted", "slowing", "certified", "saturated")


def _closed(sources: Mapping[str, Verdict]) -> str:
    read = sum(each.name == "exhausted" for each in sources.values())
    total = len(sources)
    return f"Of {total} source{'s' * (total != 1)}, {read} {'was' if read == 1 else 'were'} read to the end and {total - read} slowed down."
