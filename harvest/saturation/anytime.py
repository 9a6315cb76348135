"""What random samples of unread documents show when they are looked at again and again.

Waudby-Smith I, Ramdas A. Confidence sequences for sampling without replacement. NeurIPS 2020 (the
prior-posterior ratio martingale). For each possible number R of relevant documents in the pool, the number
among the unread ones is known once those that were read are counted: R less what was found. So the next
document drawn at random from the unread ones is relevant with a known probability, whatever order the
others were read in and whatever was read between two draws. The product over the draws of (probability
under a beta-binomial prediction) / (probability under R) is a martingale for the true R, and passes
``1 / alpha`` at any time with a probability of at most ``alpha`` (Ville). Within one audit it is prior over
posterior of Waudby-Smith and Ramdas; reading on between two audits does not end it.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln, gammaln

from harvest.saturation.audits import allowed, check_sample


class Anytime:
    """The numbers of relevant documents that all draws so far leave possible.

    ``pool`` is the number of documents that can be drawn or read.
    """

    def __init__(self, pool: int) -> None:
        self.pool = pool
        self._log_ratio = np.zeros(pool + 1)
        self._relevant = np.arange(pool + 1, dtype=float)
        self._a, self._b = 0.5, 0.5

    def expect(self, missing: float, unread: int, weight: float = 0.5) -> None:
        """Set the prediction for the draws to come: about ``missing`` relevant among ``unread``.

        ``weight`` is the first parameter of the beta distribution. To be called before the draws that it
        concerns; a bad guess costs draws, never validity.
        """
        self._a, self._b = _beta(missing, unread, weight)

    def draw(self, relevant: bool, *, found: int, unread: int) -> None:
        """Take in one drawn document: ``found`` and ``unread`` are the counts just before the draw.

        ``found`` are all relevant documents read or audited, ``unread`` all that are neither.
        """
        chance = np.clip((self._relevant - found) / unread, 0.0, 1.0)
        predicted = self._a / (self._a + self._b)
        with np.errstate(divide="ignore"):
            if relevant:
                self._log_ratio += np.log(predicted) - np.log(chance)
                self._a += 1
            else:
                self._log_ratio += np.log1p(-predicted) - np.log1p(-chance)
                self._b += 1

    def most_relevant(self, *, found: int, unread: int, alpha: float = 0.05) -> int:
        """Return the largest number of relevant documents in the pool that is not ruled out."""
        possible = np.flatnonzero(self._log_ratio[found : found + unread + 1] < -np.log(alpha))
        return found + (int(possible[-1]) if possible.size else 0)


def anytime_most_missed(
    unread: int,
    sampled: int,
    relevant: int,
    alpha: float = 0.05,
    *,
    expected: float = 1.0,
    weight: float = 0.5,
) -> int:
    """Return the largest number of relevant documents among the unread ones that an audit leaves possible.

    As :func:`harvest.saturation.audits.most_missed`, but valid at every look at a growing audit. The order
    within the audit does not matter. ``expected`` is the number of relevant documents that was guessed before
    it began.
    """
    check_sample(unread, sampled, relevant)
    if unread == 0:
        return 0
    a, b = _beta(expected, unread, weight)
    missed = np.arange(relevant, unread - (sampled - relevant) + 1, dtype=float)
    others = sampled - relevant
    # Posterior of the numbers that the draws leave possible, up to the constant that all of them share.
    likelihood = (
        _falling(missed, relevant) + _falling(unread - missed, others) - _falling(np.float64(unread), sampled)
    )
    predicted = betaln(a + relevant, b + others) - betaln(a, b)
    possible = np.flatnonzero(predicted - likelihood < -np.log(alpha))
    return relevant + (int(possible[-1]) if possible.size else 0)


def anytime_audit_size(found: int, unread: int, target: float, alpha: float = 0.05) -> int | None:
    """Return how many more documents must be drawn to show the target if none of them is relevant.

    For a new audit; ``None`` when nothing was found so far, so that no audit can show it.
    """
    if found == 0:
        return None
    missing = allowed(found, target)
    a, b = _beta(expected_missing(missing), unread)
    ratio, limit = 0.0, -math.log(alpha)
    # None relevant: the more are missing, the less likely that is, so that the smallest number to rule out decides.
    for number in range(unread):
        if missing + 1 > unread - number or ratio >= limit:
            return number
        ratio += math.log1p(-a / (a + b + number)) - _log(1 - (missing + 1) / (unread - number))
    return unread


def expected_missing(missing_allowed: int) -> float:
    """Return the guess with which an audit begins: a quarter of what the target lets be missing."""
    return max(missing_allowed / 4, 0.25)


def _beta(missing: float, unread: int, weight: float = 0.5) -> tuple[float, float]:
    """Return the parameters of the prediction, whose mean is ``missing`` of ``unread``."""
    rate = min(max(missing / unread, 1e-9), 1 - 1e-9) if unread else 0.5
    return weight, weight * (1 - rate) / rate


def _falling(number: NDArray[np.float64] | np.float64, times: int) -> NDArray[np.float64]:
    """Return the logarithm of ``number * (number - 1) * ...``, ``times`` factors."""
    return np.asarray(gammaln(number + 1) - gammaln(number - times + 1))


def _log(value: float) -> float:
    return math.log(value) if value > 0 else -math.inf
