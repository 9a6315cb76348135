"""Verdicts and their sentences: what they say, what they leave out, and when none is given."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from harvest.saturation import (
    AuditResult,
    audited,
    citation_closure,
    exhausted,
    frontier_exhaustion,
    independent_sources,
    saturated,
    slowing,
)
from harvest.saturation.verdicts import Basis, percent

SHOWN = AuditResult(pool=500, read=300, sampled=60, relevant=1, found=40, bound=0.8349, unread=140)
APART = [set(range(14)), set(range(11, 25)), set(range(22, 36))]


def test_certified_says_confidence_bound_pool_and_audit_and_never_rounds_up() -> None:
    verdict = audited(SHOWN, 0.8, "decisions")
    assert verdict.name == "certified" and verdict.target == 0.8
    assert verdict.sentence == (
        "With 95 % confidence at least 83.4 % of the relevant documents in the discovered pool of 500 have been found "
        "(300 were read; 60 were drawn at random from those unread at the time, 1 of them relevant; 140 remain unread). "
        "This says nothing of documents that no source led to."
    )
    assert percent(0.9999) == "99.9 %" and percent(0.29) == "29 %"


def test_not_shown_says_what_more_audited_documents_would_show() -> None:
    verdict = audited(SHOWN, 0.9, "decisions", more=77)
    assert verdict.name == "not_shown"
    assert "77 more documents, drawn at random" in verdict.sentence and "at least 83.4 %" in verdict.sentence


@pytest.mark.parametrize("basis", ["query", "mixed"])
def test_a_query_basis_never_says_relevant_documents_alone(basis: Basis) -> None:
    said = [
        audited(SHOWN, 0.8, basis), audited(SHOWN, 0.95, basis, more=9), exhausted(20, 3, basis), slowing(20, 9, 3, 6, basis),
        audited(replace(SHOWN, unread=0, bound=1.0), 0.8, basis),
    ]  # fmt: skip
    for verdict in said:
        assert verdict.basis == basis
        assert "query-matching documents" in verdict.sentence
        left = (
            verdict.sentence.replace("relevant or query-matching", "query-matching")
            if basis == "mixed"
            else verdict.sentence
        )
        assert "relevant" not in left


def test_saturated_wants_closed_sources_a_certificate_no_veto_and_a_round_without_additions() -> None:
    closed = {"a": exhausted(100, 12, "decisions"), "b": slowing(400, 200, 28, 60, "decisions")}
    shown, over = audited(SHOWN, 0.8, "decisions"), citation_closure([4, 2, 0])
    done = saturated(closed, shown, independent_sources([set(range(20))] * 3), over)
    assert done.name == "saturated" and "1 was read to the end and 1 slowed down" in done.sentence
    assert saturated(closed, shown, None, None).name == "saturated"

    reasons = {
        "is still yielding": saturated({**closed, "c": audited(SHOWN, 0.9, "decisions")}, shown, None, over),
        "does not reach the target": saturated(closed, audited(SHOWN, 0.9, "decisions"), None, over),
        "Further sources are needed": saturated(closed, shown, independent_sources(APART), over),
        "not exhausted": saturated(closed, shown, None, citation_closure([4, 2])),
        "no source was read": saturated({}, shown, None, None),
    }
    for reason, verdict in reasons.items():
        assert verdict.name == "not_shown" and reason in verdict.sentence


def test_a_citation_graph_that_closes_early_is_exhausted_and_not_saturated() -> None:
    """As in the review of Menon, where the linked part held seven in a hundred of the included documents."""
    closure = citation_closure([3, 2, 0])
    graph = exhausted(9, 5, "decisions", reason=closure)
    assert closure.holds and graph.name == "exhausted"
    assert "citation graph is exhausted" in graph.sentence and "saturat" not in graph.sentence
    assert "not what exists" in graph.sentence
    # The round that closed is no audit: nothing was drawn from the 591 documents that are discovered and unread.
    nothing = audited(
        AuditResult(pool=600, read=9, sampled=0, relevant=0, found=5, bound=0.0, unread=591),
        0.8,
        "decisions",
        460,
    )
    verdict = saturated({"citations": graph}, nothing, None, closure)
    assert verdict.name == "not_shown" and "no share is certain" in verdict.sentence
    # Nor when all nine documents that it led to were read: nothing else was searched.
    whole = audited(AuditResult(pool=9, read=9, sampled=0, relevant=0, found=5, bound=1.0), 0.8, "decisions")
    alone = saturated({"citations": graph}, whole, None, closure)
    assert whole.name == "exhausted" and alone.name == "not_shown"
    assert "only citations were searched" in alone.sentence
    # With another source beside it, sources that hardly overlap still forbid it.
    both = {"citations": graph, "govuk": exhausted(20, 3, "decisions")}
    assert saturated(both, whole, None, closure).name == "saturated"
    assert saturated(both, whole, independent_sources(APART), closure).name == "not_shown"


def test_facts_have_both_numbers() -> None:
    assert frontier_exhaustion(10, 7).sentence == "7 of 10 discovered documents were read; 3 were not."
    assert frontier_exhaustion(10, 10).holds
    assert not citation_closure([]).holds


def test_no_sentence_claims_everything() -> None:
    said = [audited(SHOWN, 0.8, "query"), exhausted(1, 1, "query"), slowing(3, 2, 1, 1, "query")]
    for verdict in said:
        assert not re.search(r"complete|complian|all relevant|everything", verdict.sentence, re.IGNORECASE)
