"""How unlikely the last documents would be if the target had not been reached (Callaghan and Müller-Hansen).

Callaghan MW, Müller-Hansen F. Statistical stopping criteria for automated screening in systematic reviews.
Systematic Reviews 2020;9:273. Valid when the documents read last are at least as likely to be relevant as
the unread rest: true where the order is by descending score, not for a walk through a site. Here it closes
sources and claims nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from scipy.stats import hypergeom


def recent_documents_p(relevant_at: Sequence[int], read: int, pool: int, target: float) -> float:
    """Return the smallest p-value of the hypothesis that recall in the pool is below the target.

    ``relevant_at`` are the positions (1 for the first document) of the relevant ones among the ``read``
    documents, ``pool`` is the number of discovered documents, ``target`` a recall between 0 and 1. The urns
    are the documents after each relevant one, and all of them: an urn that begins elsewhere has the same
    relevant documents among more, and never a smaller p. An urn that cannot hold as many relevant documents
    as the hypothesis wants has p = 0 (buscarpy 0.0.2 gives "not a number" for it).
    """
    found = len(relevant_at)
    if not found or read <= 0:
        return 1.0
    before = np.arange(found + 1)
    starts = np.array([0, *relevant_at])
    urn = read - starts
    rest = pool - starts
    seen = found - before
    # The hypothesis: at least so many relevant documents among those after the start of the urn.
    missed = np.array([math.floor(found / target + 1 - int(earlier)) for earlier in before])
    possible = missed <= rest
    if not possible.all():
        return 0.0
    return float(np.min(hypergeom.cdf(seen, rest, missed, urn)))
