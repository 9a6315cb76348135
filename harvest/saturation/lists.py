"""What overlapping sources say about documents that none of them found: estimates, and a veto.

A source is a list of relevant documents. Sources that cannot overlap by design (two councils' own sites) are to be
merged into one list before. None of these figures is evidence that a search may stop: they are lower bounds when
sources agree, and are used only to say that more is to be expected.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass

#: As EstimateS, SPADE and iNEXT write it.
Z95 = 1.96
#: The guard: below these the estimates say nothing.
LEAST_DOCUMENTS, LEAST_TWICE, LEAST_LISTS = 10, 5, 3
#: The veto: observed over estimated, and over the upper end of the interval.
VETO, VETO_UPPER = 0.9, 0.8
#: Chapman: documents on both lists from which its estimate is meant.
LEAST_COMMON = 7


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimated number of relevant documents, with variance and 95 % interval."""

    estimate: float
    variance: float
    low: float
    high: float


def _log_normal(seen: int, unseen: float, variance: float) -> tuple[float, float]:
    """Return the interval of Chao 1987: log-normal for the number of unseen documents."""
    if unseen <= 0 or variance <= 0:
        return float(seen), float(seen) + max(unseen, 0.0)
    factor = math.exp(Z95 * math.sqrt(math.log(1 + variance / unseen**2)))
    return seen + unseen / factor, seen + unseen * factor


def chapman(first: Collection[Hashable], second: Collection[Hashable]) -> Estimate | None:
    """Return Chapman's estimate from two lists (Chapman 1951), or ``None`` where both have nothing in common.

    It takes the lists as independent and each document as equally easy to find; where both favour the same
    well-known reports it is too low. Meant for at least seven documents in common.
    """
    one, two = set(first), set(second)
    a, b, m = len(one), len(two), len(one & two)
    if m == 0:
        return None
    estimate = (a + 1) * (b + 1) / (m + 1) - 1
    variance = (a + 1) * (b + 1) * (a - m) * (b - m) / ((m + 1) ** 2 * (m + 2))
    seen = len(one | two)
    low, high = _log_normal(seen, estimate - seen, variance)
    return Estimate(estimate, variance, low, high)


@dataclass(frozen=True, slots=True)
class Incidence:
    """How often documents are on the lists: ``lists``, ``seen`` documents, ``once``, ``twice``, and ``captures`` in all."""

    lists: int
    seen: int
    once: int
    twice: int
    captures: int


def incidence(lists: Sequence[Collection[Hashable]]) -> Incidence:
    """Count the documents of several lists by the number of lists they are on."""
    on = Counter(document for each in lists for document in set(each))
    times = Counter(on.values())
    return Incidence(len(lists), len(on), times[1], times[2], sum(on.values()))


def chao2(counts: Incidence) -> Estimate:
    """Return Chao's bias-corrected lower bound of the number of relevant documents (Chao 1987, EstimateS variance).

    The interval is log-normal. With no document on one list only, nothing more is expected, and the interval has
    no width: which says how little the formula knows, not how much.
    """
    t, q1, q2 = counts.lists, counts.once, counts.twice
    if t == 0 or counts.seen == 0:
        return Estimate(0.0, 0.0, 0.0, 0.0)
    share = (t - 1) / t
    unseen = share * q1 * (q1 - 1) / (2 * (q2 + 1))
    estimate = counts.seen + unseen
    if q1 and q2:
        variance = (
            share * q1 * (q1 - 1) / (2 * (q2 + 1))
            + share**2 * q1 * (2 * q1 - 1) ** 2 / (4 * (q2 + 1) ** 2)
            + share**2 * q1**2 * q2 * (q1 - 1) ** 2 / (4 * (q2 + 1) ** 4)
        )
    elif q1:
        variance = (
            share * q1 * (q1 - 1) / 2
            + share**2 * q1 * (2 * q1 - 1) ** 2 / 4
            - share**2 * q1**4 / (4 * estimate)
        )
    else:
        variance = 0.0
    low, high = _log_normal(counts.seen, unseen, variance)
    return Estimate(estimate, variance, low, high)


def coverage(counts: Incidence) -> float | None:
    """Return the share of *captures* that known documents make up (Good 1953; Chao and Jost 2012), or ``None`` without any.

    Not the share of documents: it is too high, by .05 to .15, where lists agree.
    """
    t, q1, q2 = counts.lists, counts.once, counts.twice
    if not counts.captures:
        return None
    if q1 == 0:
        return 1.0
    if q2 == 0:
        factor = (t - 1) * (q1 - 1) / ((t - 1) * (q1 - 1) + 2)
    else:
        factor = (t - 1) * q1 / ((t - 1) * q1 + 2 * q2)
    return 1 - q1 / counts.captures * factor


@dataclass(frozen=True, slots=True)
class Check:
    """What independent sources say: ``"veto"``, ``"none"`` (no veto) or ``"no evidence"`` (the guard is not met)."""

    verdict: str
    counts: Incidence
    estimate: Estimate
    missing: int
    sentence: str


def independent_sources(lists: Sequence[Collection[Hashable]]) -> Check:
    """Tell whether overlapping sources show that further ones are needed.

    The guard is at least 10 documents, five of them on just two lists, and three lists. With it, observed over
    Chao2 below .9, or over the upper end of its interval below .8, is a veto. The opposite is never a permission.
    """
    counts = incidence([each for each in lists if each])
    estimate = chao2(counts)
    missing = max(1, math.ceil(estimate.estimate - counts.seen - 1e-9))
    if counts.seen < LEAST_DOCUMENTS or counts.twice < LEAST_TWICE or counts.lists < LEAST_LISTS:
        sentence = (
            "The overlap between sources is too small to say anything about documents that none of them found "
            f"({counts.lists} overlapping lists, {counts.seen} relevant documents, {counts.twice} of them on two lists)."
        )
        return Check("no evidence", counts, estimate, 0, sentence)
    if counts.seen / estimate.estimate < VETO or counts.seen / estimate.high < VETO_UPPER:
        sentence = (
            f"Further sources are needed: {counts.lists} overlapping lists found {counts.seen} relevant documents, and "
            f"at least {missing} more are to be expected (Chao2 {estimate.estimate:.1f}, 95 % interval "
            f"{estimate.low:.1f} to {estimate.high:.1f})."
        )
        return Check("veto", counts, estimate, missing, sentence)
    sentence = (
        f"The overlap of {counts.lists} lists ({counts.seen} relevant documents; Chao2 {estimate.estimate:.1f}, 95 % interval "
        f"{estimate.low:.1f} to {estimate.high:.1f}) gives no reason for further sources. It is no proof that none is missing."
    )
    return Check("none", counts, estimate, 0, sentence)
