"""How near a review is to its end: what was measured, what an audit showed, and the sentence that may be printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from harvest import auditing_unread as auditing
from harvest.asked import Asked
from harvest.auditing_unread import Audit
from harvest.between_sources import Between, between
from harvest.errors import Exit, GreylitError
from harvest.known_items import RelativeRecall, relative_recall
from harvest.measuring import SCREENING, Measured, measure_all, measured
from harvest.protocol import Protocol
from harvest.protocol.sections import Stop
from harvest.reading_order import Reading, reading
from harvest.saturation.verdicts import CALLED, Basis, Verdict, percent, saturated
from harvest.screening import Places, followed, latest
from store import decisions as decided
from store.counts import Queryable, records
from store.database import Reader
from store.ledger import Ledger
from store.saturation import link_titles
from store.workspace import Workspace

Row = dict[str, Any]

#: Recalls for which the price of an audit is told, besides the target.
PRICED = (0.8, 0.9, 0.95)


@dataclass(frozen=True, slots=True)
class ReviewSaturation:
    """How near a review is to its end.

    Attributes:
        stop: the protocol's rule.
        overall, sources: what was measured.
        screening: the same of the decisions on records in the order in which they were made; ``None`` before the first.
        audit: the newest sample of unread documents.
        between: what the overlap of the ways of finding says.
        recall: of the known items.
        bound: the least share of the relevant documents among the discovered ones that is certain to have been
            found; ``None`` where nothing was shown.
        verdict: ``saturated`` or ``not_shown``, with the sentence that can be printed.
        certified: what the audit certified, or that all was read; else that nothing is shown.
        met: the rule is met.
        price: for each recall how many unread documents would have to be drawn and looked at, when none of them is
            relevant; ``None`` where no audit can show it.
        basis: what makes a document relevant.
        unread: for each source how many documents remained unread, by why.
        themes: what reviewers labelled: ``seen`` labels, those ``new`` in the last batch of decisions, and of the
            themes of the protocol those not met yet, ``unmet``; ``None`` while nothing is labelled.
    """

    stop: Stop
    overall: Measured
    sources: tuple[Measured, ...]
    screening: Measured | None
    audit: Audit | None
    between: Between
    recall: RelativeRecall | None
    bound: float | None
    verdict: Verdict
    certified: Verdict
    met: bool
    price: Mapping[str, int | None]
    basis: Basis
    unread: Mapping[str, Row]
    themes: Row | None

    @property
    def rule(self) -> str:
        """The rule with its present values."""
        closed = sum(each.verdict != "not_shown" for each in self.sources)
        shown = "nothing shown yet" if self.bound is None else f"{percent(self.bound)} shown"
        return (
            f"stop when every source is read to its end or slows down ({closed} of {len(self.sources)}), at least "
            f"{percent(self.stop.target)} of the {CALLED[self.basis]} among the discovered documents are certain to have been "
            f"found with {percent(1 - self.stop.alpha)} confidence ({shown}), and the overlap of the ways of finding says "
            f"nothing against it ({self.between.short})"
        )

    @property
    def sentence(self) -> str:
        """The verdict as a methods section can print it."""
        return self.verdict.sentence

    def as_dict(self) -> Row:
        """Return plain JSON data."""
        return {
            "verdict": self.verdict.name, "met": self.met, "sentence": self.sentence, "rule": self.rule,
            "basis": self.basis, "called": CALLED[self.basis],
            "stop": {"target": self.stop.target, "alpha": self.stop.alpha, "method": self.stop.method,
                     "batch": self.stop.batch, "steer": self.stop.steer},
            "recall_lower_bound": self.bound, "certified": self.certified.name, "overall": self.overall.as_dict(),
            "sources": [each.as_dict() for each in self.sources],
            "screening": self.screening.as_dict() if self.screening else None,
            "audit": self.audit.as_dict() if self.audit else None, "between_sources": self.between.as_dict(),
            "known_items": self.recall.as_dict() if self.recall else None,
            "price": dict(self.price), "unread": dict(self.unread), "themes": self.themes,
        }  # fmt: skip


def review_saturation(workspace: Workspace) -> ReviewSaturation:
    """Return how near a review is to its end, by the protocol of its newest run.

    Raises:
        GreylitError: it has not been run yet.
        StoreError: ledger or database cannot be read.
    """
    with Ledger(workspace.ledger, read_only=True) as ledger:
        protocol = _protocol(ledger)
        samples = auditing.rows(ledger)
    recall = relative_recall(workspace, protocol)
    with Reader(workspace.database) as database:
        return judged(database, protocol.stop, samples, recall)


def _protocol(ledger: Ledger) -> Protocol:
    run = ledger.last("run")
    if run is None:
        raise GreylitError(
            "the review has not been run yet, so that nothing can be said of saturation", code="NO_RUN",
            exit_code=Exit.NOT_FOUND, hint="Start a run: greylit run protocol.toml",
        )  # fmt: skip
    return Asked.of(run).protocol


def judged(
    database: Queryable, stop: Stop, samples: list[Row], recall: RelativeRecall | None = None
) -> ReviewSaturation:
    """Return how near a review is to its end.

    Args:
        database: where from.
        stop: the protocol's rule.
        samples: the rows of the samples that were drawn, oldest first.
        recall: of the known items.
    """
    said = latest(database)
    read = reading(database, said)
    overall, sources = measure_all(read, stop.batch)
    audit = auditing.evaluated(database, samples[-1], read) if samples else None
    overlap = between(database, [record for record, word in said.items() if word == "exclude"])
    bound = 1.0 if not overall.unread and overall.n else audit.bound if audit else None
    certified = _certified(stop, overall, audit)
    verdict = saturated({each.scope: each.said() for each in sources}, certified, overlap.check, None)
    alpha = auditing.next_alpha(stop.alpha, _looks(samples) + 1)
    price = {
        f"{target:g}": auditing.size_for(overall.r, overall.unread, target, stop.method, alpha)
        if overall.unread
        else 0
        for target in sorted({*PRICED, stop.target})
    }
    return ReviewSaturation(
        stop, overall, tuple(sources), _screening(database, said, stop.batch), audit, overlap, recall, bound, verdict,
        certified, verdict.name == "saturated", price, read.basis, _unread(read), _themes(database, stop, said),
    )  # fmt: skip


def _looks(samples: list[Row]) -> int:
    return max((int(each["look"]) for each in samples), default=0)


def _certified(stop: Stop, overall: Measured, audit: Audit | None) -> Verdict:
    """Return what is certain of the discovered documents: all were read, an audit showed it, or nothing is."""
    if overall.n and not overall.unread:
        return overall.said()
    if audit is None:
        sentence = f"No audit of the {overall.unread} unread documents was made"
    elif audit.bound is not None and audit.bound >= stop.target - 1e-12:
        return Verdict("certified", stop.target, audit.says, overall.basis)
    else:
        sentence = audit.says
    return Verdict("not_shown", stop.target, sentence, overall.basis)


def _screening(database: Queryable, said: Mapping[str, str], batch: int) -> Measured | None:
    """Return what was measured of the decisions on records, in the order in which each record was first decided."""
    first: dict[str, int] = {}
    for row in decided.decisions(database):
        if row["standing"] and row["record"] in said:
            first.setdefault(str(row["record"]), int(row["seq"]))
    labels = [said[record] == "include" for record in sorted(first, key=lambda each: first[each])]
    if not labels:
        return None
    return measured(SCREENING, labels, max(records(database), len(labels)), batch, "decisions")


def _themes(database: Queryable, stop: Stop, said: Mapping[str, str]) -> Row | None:
    """Return what labels the decisions gave, and which appeared in the last batch of them for the first time.

    Labels of votes that the other screener may not see yet are left out.
    """
    rows = followed(decided.decisions(database), Places.of(database)).rows
    given = [
        list(row["labels"]) for row in rows if row["standing"] and (row.get("now") or row["record"]) in said
    ]
    before = {label for labels in given[: max(0, len(given) - stop.batch)] for label in labels}
    seen = {label for labels in given for label in labels}
    if not seen:
        return None
    unmet = [theme for theme in stop.themes if theme.casefold() not in {label.casefold() for label in seen}]
    return {"seen": sorted(seen), "new": sorted(seen - before), "unmet": unmet}


def _unread(read: Reading) -> dict[str, Row]:
    """Return for each source what remains unread, by reason."""
    found: dict[str, Row] = {}
    for each in read.unread:
        row = found.setdefault(each.source, {})
        reason = each.reason or "not asked for yet"
        row[reason] = row.get(reason, 0) + 1
    return found


def draw_audit(workspace: Workspace, size: int, seed: int) -> tuple[Row, list[Row]]:
    """Draw a random sample of unread documents, note it in the ledger, and have the next run ask for them.

    A sample of documents that nothing was read of since is made larger when the method allows more looks; else a
    new audit begins, which may spend half of the error that the one before could.

    Returns:
        The row of the sample, and ``url`` and ``source`` of each document that nobody has looked at yet.

    Raises:
        GreylitError: nothing is unread (``NOTHING_UNREAD``), or the review has not been run.
        StoreError: ledger or database cannot be read or written.
    """
    with Ledger(workspace.ledger) as ledger:
        stop = _protocol(ledger).stop
        samples = auditing.rows(ledger)
        with Reader(workspace.database) as database:
            read = reading(database, latest(database))
            source_of = {each.url: each.source for each in read.unread}
            last, at_seq = samples[-1] if samples else None, ledger.head()[0]
            then = auditing.drawn_from(read, int(last["at_seq"])) if last else set()
            same = last is not None and auditing.fingerprint(then) == last["pool"]
            if last and same and last["method"] == "ppr" == stop.method and last["seed"] == seed:
                size = max(size, len(last["documents"]))
                row = {**last, "documents": auditing.drawn(then, seed)[:size]}
            elif not source_of:
                raise GreylitError(
                    "no discovered document is unread, so that there is nothing to audit", code="NOTHING_UNREAD",
                    exit_code=Exit.NOT_FOUND, hint="greylit saturation says how the review stands.",
                )  # fmt: skip
            else:
                row = auditing.sample_row(
                    source_of, size, seed, _looks(samples) + 1, stop, read.found, at_seq
                )
            titles = link_titles(database, row["documents"])
        note = f"audit sample, seed {seed}"
        named = {entry.body["url"] for entry in ledger.entries(kinds=("suggestion",))}
        fresh = [url for url in row["documents"] if url in source_of and url not in named]
        ledger.append_many(
            [
                ("audit_sample", row),
                *(("suggestion", {"url": url, "note": note, "by": "audit"}) for url in fresh),
            ]
        )
    left = [
        {"url": url, "source": source_of[url], "title": titles.get(url)}
        for url in row["documents"]
        if url in source_of
    ]
    return row, left
