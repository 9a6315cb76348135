"""Random samples of unread documents: drawn, looked at, and what they show of all that was discovered.

The only part of a stop that may be worded as a guarantee. A sample is drawn from the unread documents of all sources
together, so that what it shows does not depend on the order in which the others were read.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from harvest.protocol.sections import Stop
from harvest.reading_order import Reading
from harvest.saturation.anytime import anytime_audit_size, anytime_most_missed, expected_missing
from harvest.saturation.audits import allowed, audit_size, most_missed, spent
from harvest.saturation.verdicts import AuditResult, Verdict, audited
from store.counts import Queryable
from store.ledger import Ledger
from store.saturation import documents_had

Row = dict[str, Any]


#: Share of the documents that may have been discovered since a sample was drawn and are unread: with more of them it
#: says too little of what is known now.
NEWER = 0.10


@dataclass(frozen=True, slots=True)
class Audit:
    """One sample of unread documents and what it shows of the documents that were known when it was drawn.

    Attributes:
        look: number of the audit; each spends a part of the error that is accepted.
        alpha: what this one may spend.
        seed: that the draw follows from.
        unread: documents that it was drawn from.
        sampled: documents drawn.
        looked_at: of them, those whose label is known.
        relevant: of those, the relevant ones.
        lost: drawn, and nobody could look at them: counted as relevant ones that are missed.
        waiting: addresses of the sample that nobody has looked at yet.
        newer: unread documents that were discovered since, of which it says nothing.
        stands: these are few.
        bound: the least share of the relevant documents that has been found, with confidence ``1 - alpha``;
            ``None`` while it cannot be said.
        says: that in a sentence.
        verdict: ``certified`` or ``not_shown``, for the target that it was drawn for.
    """

    look: int
    alpha: float
    method: str
    seed: int
    unread: int
    sampled: int
    looked_at: int
    relevant: int
    lost: int
    waiting: tuple[str, ...]
    newer: int
    stands: bool
    bound: float | None
    says: str
    verdict: Verdict

    def as_dict(self) -> Row:
        """Return plain JSON data."""
        return {**asdict(self), "verdict": self.verdict.name}


def drawn(urls: Iterable[str], seed: int) -> list[str]:
    """Return addresses in the order in which they are drawn: it follows from them and the seed alone."""
    order = sorted(set(urls))
    random.Random(f"greylit audit {seed}").shuffle(order)
    return order


def fingerprint(urls: Iterable[str]) -> str:
    """Return the SHA-256 of a set of addresses."""
    return hashlib.sha256("\n".join(sorted(set(urls))).encode()).hexdigest()


def sample_row(
    unread: Collection[str], size: int, seed: int, look: int, stop: Stop, found: int, at_seq: int
) -> Row:
    """Return the ledger row of a sample: which documents are to be looked at, and of which ones they were drawn.

    Args:
        unread: the addresses of all unread documents.
        size: how many are drawn.
        seed: that the draw follows from.
        look: number of the audit.
        stop: the protocol's rule.
        found: relevant documents read so far.
        at_seq: the last row of the ledger when it is drawn.
    """
    return {
        "seed": seed, "scope": "all", "look": look, "method": stop.method, "alpha": stop.alpha, "target": stop.target,
        "expected": expected_missing(allowed(found, stop.target)), "at_seq": at_seq,
        "unread": len(set(unread)), "pool": fingerprint(unread), "documents": drawn(unread, seed)[:size],
    }  # fmt: skip


def drawn_from(read: Reading, at_seq: int) -> set[str]:
    """Return the addresses that were known and unread when a row of the ledger was written."""
    later = {each.url for each in read.read if each.seq > at_seq and each.found_at <= at_seq}
    return later | {each.url for each in read.unread if each.found_at <= at_seq}


def rows(ledger: Ledger, run: int | None = None) -> list[Row]:
    """Return the samples that were drawn, oldest first."""
    return [entry.body for entry in ledger.entries(kinds=("audit_sample",), run=run)]


def size_for(found: int, unread: int, target: float, method: str, alpha: float) -> int | None:
    """Return how many documents a new audit must draw to show a target if none of them is relevant."""
    size = anytime_audit_size if method == "ppr" else audit_size
    return size(found, unread, target, alpha)


def next_alpha(alpha: float, look: int) -> float:
    """Return what the audit with this number may spend of the error that is accepted."""
    return spent(alpha, look)


def evaluated(database: Queryable, row: Row, read: Reading) -> Audit:
    """Return what a sample shows by now.

    Args:
        database: where from.
        row: of the ledger.
        read: what was read of the review.
    """
    sample, at_seq = [str(url) for url in row["documents"]], int(row["at_seq"])
    labels, lost, waiting = _labels(database, sample, read, at_seq)
    unread, alpha = int(row["unread"]), next_alpha(float(row["alpha"]), int(row["look"]))
    before = sum(each.relevant for each in read.read if each.seq <= at_seq)
    found = _found_of_then(read, at_seq, labels)
    newer = sum(each.found_at > at_seq for each in read.unread)
    stands = newer <= NEWER * (unread + sum(each.seq <= at_seq for each in read.read))
    known = _known_part(sample, labels, lost, row["method"])
    bound = None
    if stands and known and (row["method"] == "ppr" or not waiting):
        k = sum(1 for url in known if url in lost or labels[url])
        if row["method"] == "ppr":
            missed = anytime_most_missed(unread, len(known), k, alpha, expected=float(row["expected"]))
        else:
            missed = most_missed(unread, len(known), k, alpha)
        bottom = max(before + missed, found)
        bound = found / bottom if bottom else 0.0
    relevant = sum(labels.values())
    then = sum(each.seq <= at_seq for each in read.read)
    left = sum(each.found_at <= at_seq for each in read.unread)
    result = AuditResult(unread + then, then, len(known), relevant, found, bound or 0.0, alpha, unread=left)
    said = audited(result, float(row["target"]), read.basis)
    sentence = _sentence(said, bound, newer, stands, len(waiting))
    return Audit(
        int(row["look"]), alpha, str(row["method"]), int(row["seed"]), unread, len(sample), len(labels), relevant,
        len(lost), tuple(waiting), newer, stands, bound, sentence, said,
    )  # fmt: skip


def _found_of_then(read: Reading, at_seq: int, labels: dict[str, bool]) -> int:
    """Return how many relevant documents of those known when a sample was drawn have been read by now."""
    urls = {each.url for each in read.read if each.relevant and each.found_at <= at_seq}
    return len(urls | {url for url, relevant in labels.items() if relevant})


def _labels(
    database: Queryable, sample: Sequence[str], read: Reading, at_seq: int
) -> tuple[dict[str, bool], set[str], list[str]]:
    """Return the labels of a sample, what of it nobody can look at, and what waits to be looked at."""
    known = {each.url: each.relevant and each.seq > at_seq for each in read.read}
    labels: dict[str, bool] = {}
    lost: set[str] = set()
    had = {row["url"]: row for row in documents_had(database, list(sample))}
    waiting = []
    for url in sample:
        outcome = had.get(url)
        onward = outcome["onward"] if outcome else None
        if url in known:
            labels[url] = known[url]
        elif onward in known:
            # What it led to was read as a document of its own, perhaps long before.
            labels[url] = known[onward]
        elif outcome is not None:
            lost.add(url)
        else:
            waiting.append(url)
    return labels, lost, waiting


def _known_part(sample: Sequence[str], labels: dict[str, bool], lost: set[str], method: str) -> list[str]:
    """Return the documents of a sample that count: for looks in between those before the first that waits."""
    if method != "ppr":
        return [url for url in sample if url in labels or url in lost]
    part = []
    for url in sample:
        if url not in labels and url not in lost:
            break
        part.append(url)
    return part


def _sentence(said: Verdict, bound: float | None, newer: int, stands: bool, waiting: int) -> str:
    if not stands:
        return f"{newer} documents were discovered since the sample was drawn, so that it says too little: draw anew."
    if bound is None:
        return f"{waiting} documents of the sample wait to be looked at."
    since = f" Nor of {newer} documents that were discovered since the draw." if newer else ""
    return said.sentence + since
