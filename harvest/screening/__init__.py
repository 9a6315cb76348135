"""Screening: what people decide of records, stage by stage, with one or two screeners.

Decisions are rows of kind ``decision`` in the ledger and are never changed; what stands is computed from them.
What is here is pure and light. ``desk`` opens a review for screening, ``deciding`` takes decisions, ``card`` shows
the next record, ``report`` says how far everybody is.
"""

from harvest.screening.agreement import Agreement, agreements
from harvest.screening.following import Places, followed
from harvest.screening.model import STAGES, VERDICTS, State, Vote
from harvest.screening.rows import decision_rows
from harvest.screening.states import latest, settled, standing

__all__ = [
    "STAGES",
    "VERDICTS",
    "Agreement",
    "Places",
    "State",
    "Vote",
    "agreements",
    "decision_rows",
    "followed",
    "latest",
    "settled",
    "standing",
]
