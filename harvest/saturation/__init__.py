"""When a search may stop, and what may be said of it then: pure functions, and a rule over what is read.

Two questions are kept apart. Of the documents that were *discovered*, how many relevant ones are unread: that can be
shown by drawing some of the unread at random (``audits``, ``anytime``). Which relevant documents no source led to:
that can only be doubted (``lists``), never shown. Everything else (``curves``, ``hypergeometric``, ``facts``) says when
an audit is worth while, or what is so, and claims nothing.
"""

from harvest.saturation.anytime import Anytime, anytime_audit_size, anytime_most_missed
from harvest.saturation.audits import (
    allowed,
    audit_size,
    certifies_in_passing,
    most_missed,
    recall_bound,
    spent,
)
from harvest.saturation.curves import Batch, Themes, new_themes, run_length, yield_curve
from harvest.saturation.facts import Fact, citation_closure, frontier_exhaustion
from harvest.saturation.hypergeometric import recent_documents_p
from harvest.saturation.lists import Check, Estimate, chao2, chapman, coverage, incidence, independent_sources
from harvest.saturation.rule import Event, Plan, Rule
from harvest.saturation.sources import Source
from harvest.saturation.verdicts import AuditResult, Verdict, audited, exhausted, saturated, slowing

__all__ = [
    "Anytime", "AuditResult", "Batch", "Check", "Estimate", "Event", "Fact", "Plan", "Rule", "Source", "Themes", "Verdict",
    "allowed", "anytime_audit_size", "anytime_most_missed", "audit_size", "audited", "certifies_in_passing", "chao2",
    "chapman", "citation_closure", "coverage", "exhausted", "frontier_exhaustion", "incidence", "independent_sources",
    "most_missed", "new_themes", "recall_bound", "recent_documents_p", "run_length", "saturated", "slowing", "spent",
    "yield_curve",
]  # fmt: skip
