"""What a random sample of unread documents shows, at one look: exact, for any order of reading.

The sample is drawn at random, without replacement, from the unread documents of the pool. Nothing is
assumed about the order in which the others were read.
"""

from __future__ import annotations

import math

from scipy.stats import hypergeom


def check_sample(unread: int, sampled: int, relevant: int) -> None:
    """Raise ``ValueError`` when a sample cannot be what its numbers say."""
    if not 0 <= relevant <= sampled <= unread:
        raise ValueError(f"a sample of {sampled} of {unread} documents cannot have {relevant} relevant ones")


def most_missed(unread: int, sampled: int, relevant: int, alpha: float = 0.05) -> int:
    """Return the largest number of relevant documents among the unread that the sample does not rule out.

    The upper end of the exact one-sided interval (Clopper and Pearson's, for the hypergeometric
    distribution): the largest K for which ``relevant`` or fewer in the sample have a probability above
    ``alpha``. The relevant documents of the sample are part of K.

    Raises:
        ValueError: the sample is larger than what it is drawn from, or has more relevant documents than
            documents.
    """
    check_sample(unread, sampled, relevant)
    low, high = relevant, unread - (sampled - relevant)
    while low < high:
        middle = (low + high + 1) // 2
        if float(hypergeom.cdf(relevant, unread, middle, sampled)) > alpha:
            low = middle
        else:
            high = middle - 1
    return low


def recall_bound(found: int, unread: int, sampled: int, relevant: int, alpha: float = 0.05) -> float:
    """Return the lowest recall in the pool that one audit leaves possible, with confidence ``1 - alpha``.

    ``found`` is the number of relevant documents read before the audit; those of the sample are added. With
    no relevant document anywhere the bound is 0: nothing was shown.
    """
    top = found + relevant
    bottom = found + most_missed(unread, sampled, relevant, alpha)
    return top / bottom if bottom else 0.0


def allowed(found: int, target: float) -> int:
    """Return how many relevant documents may be missing while ``found`` of them still reach the target."""
    return math.floor(found / target + 1e-9) - found


def certifies_in_passing(
    found: int, unread: int, sampled: int, relevant: int, target: float, alpha: float = 0.05
) -> bool:
    """Tell whether the second phase of Callaghan and Müller-Hansen would stop here.

    Asked after each audited document it is not corrected for the repeated looks: cheaper, and not used for
    a guarantee. ``found`` leaves the sample out.
    """
    check_sample(unread, sampled, relevant)
    missing = allowed(found + relevant, target) + relevant + 1
    if missing > unread - (sampled - relevant):
        return True
    return bool(hypergeom.cdf(relevant, unread, missing, sampled) < alpha)


def audit_size(found: int, unread: int, target: float, alpha: float = 0.05, relevant: int = 0) -> int | None:
    """Return how many documents an audit must draw to show the target if it finds ``relevant`` ones.

    The cost law: with none found it is near ``unread * (1 - alpha ** (1 / (allowed + 1)))``. ``None`` when
    no audit can show it: nothing was found so far.
    """
    total = found + relevant
    if total == 0 or relevant > unread:
        return None
    missing = allowed(total, target) + relevant + 1
    low, high = relevant, unread
    while low < high:
        middle = (low + high) // 2
        shown = missing > unread - (middle - relevant)
        if shown or float(hypergeom.cdf(relevant, unread, missing, middle)) <= alpha:
            high = middle
        else:
            low = middle + 1
    return low


def spent(alpha: float, look: int) -> float:
    """Return the error that the ``look``-th audit (1 is the first) may spend: ``alpha / 2 ** look``.

    The sum over any number of audits stays below ``alpha``. An audit that will be the only one may spend
    all of it.
    """
    return alpha / float(2**look)
