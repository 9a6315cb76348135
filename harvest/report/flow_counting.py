"""Counts the boxes of the flow diagram: every record stands in exactly one place of it, and every sum is checked.

What is counted where (PRISMA 2020, new reviews, databases and other methods):

* A document that several ways led to counts once, for the source that found it first.
* In the databases column each work that a database or register gave is a record identified; those that are one with
  another, of whatever source, are duplicates, and those that the query or a limit sets aside are removed by automation.
* In the other column records identified are those left after matching and removal of duplicates: the official form has
  no boxes for what was set aside before.
* A record without a text that is held and without a decision on its full text is a report that was not retrieved.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from harvest.report.facts import Facts
from harvest.report.flow_counts import Box, Column, FlowCounts, Part, Variant
from harvest.report.flow_sums import COLUMNS, checked
from harvest.report.numbers import MOST_IDS, query
from harvest.report.routes import Group
from store.reports import with_ids

#: In which box of "identified from" the records of a source stand, by ``prisma`` of the source.
IDENTIFIED = {
    "database": "databases", "register": "registers", "website": "websites", "organisation": "organisations",
    "citation": "citations",
}  # fmt: skip
NO_REASON = "no reason given"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a record ends: ``excluded`` on title and text, ``waiting-title``, ``not-retrieved``, ``waiting-text``, ``rejected`` on
    its full text, or ``included``; with the reason of an exclusion."""

    end: str
    reason: str = ""


def outcome(record: str, state: str, facts: Facts) -> Outcome:
    """Return where a record ends.

    Args:
        record: its number.
        state: ``text``, or why there is none.
        facts: with the decisions.
    """
    settled = facts.settled.get(record)
    first, last = facts.stages[0], facts.stages[-1]
    if settled and settled.verdict == "exclude":
        reason = settled.reason or NO_REASON
        return Outcome("rejected" if settled.stage == "full-text" else "excluded", reason)
    if settled and settled.verdict == "include" and settled.stage == last:
        return Outcome("included")
    before = facts.states.get((record, first))
    if first == "title-text" and not (before and before.verdict) and not (settled and settled.stage == last):
        return Outcome("waiting-title")
    if last != "full-text":
        return Outcome("waiting-title")
    # Who has said maybe of its full text has had it.
    read = state == "text" or (settled is not None and settled.stage == last)
    return Outcome("waiting-text" if read else "not-retrieved")


def flow_counts(facts: Facts, variant: Variant = "official") -> FlowCounts:
    """Return the boxes of the flow diagram.

    Raises:
        GreylitError: a sum does not hold (``FLOW_SUM``): the message names it.
    """
    prisma = {row["source"]: row["prisma"] for row in facts.sources}
    records = [group for group in facts.groups if group.record]
    ends = {group.id: outcome(group.id, group.work["state"], facts) for group in records}
    left = [group for group in records if _is_database(group.first, prisma)]
    right = [group for group in records if not _is_database(group.first, prisma)]
    boxes = [
        *_identified_left(facts, prisma), *_below(left, ends, "databases", screening=True),
        *_identified_right(facts, right, prisma), *_below(right, ends, "other", screening=variant == "with-screening"),
        *_included(records, ends, facts),
    ]  # fmt: skip
    counted = FlowCounts(variant, tuple(boxes), notes=tuple(_notes(facts, right, ends, variant)))
    return checked(counted, facts.records)


def _is_database(source: str, prisma: Mapping[str, str]) -> bool:
    return prisma.get(source) in ("database", "register")


def _box(
    name: str, column: Column, label: str, ids: Sequence[str], key: str = "", parts: Sequence[Part] = (), n: int | None = None
) -> Box:  # fmt: skip
    listed = tuple(sorted(set(ids)))
    command = query(with_ids(listed)) if listed and len(listed) <= MOST_IDS else ""
    return Box(name, column, label, len(listed) if n is None else n, key, listed, command, tuple(parts))


def _parts(of: Mapping[str, Sequence[str]]) -> list[Part]:
    """Return parts, the largest first."""
    rows = [Part(label, len(set(ids)), tuple(sorted(set(ids)))) for label, ids in of.items()]
    return sorted(rows, key=lambda part: (-part.n, part.label))


def _identified_left(facts: Facts, prisma: Mapping[str, str]) -> Iterable[Box]:
    """Yield what databases and registers gave, and what was removed of it before screening."""
    identified: dict[str, dict[str, list[str]]] = {"databases": {}, "registers": {}}
    removed: defaultdict[str, list[str]] = defaultdict(list)
    for group in facts.groups:
        units = [
            (each["source"], each["record"] or each["work"])
            for each in group.members
            if _is_database(each["source"], prisma)
        ]
        given = {source for source, _ in units}
        # A work that a database led to, too, and that another source describes.
        units += [
            (each, f"{group.id} in {each}")
            for each in group.sources
            if _is_database(each, prisma) and each not in given
        ]
        if not units:
            continue
        for source, unit in units:
            identified[IDENTIFIED[prisma[source]]].setdefault(facts.names[source], []).append(unit)
        names = [unit for _, unit in units]
        kept = _is_database(group.first, prisma)
        removed["duplicates"] += (
            [each for each in names if each != group.id][: len(names) - 1] if kept else names
        )
        if kept and not group.record:
            last = [each for each in names if each not in removed["duplicates"]]
            removed["other_reasons" if group.work["verdict"] == "record" else "automatic"] += last
    labels = {"databases": ("Databases", "database_results"), "registers": ("Registers", "register_results")}
    for name, (label, key) in labels.items():
        parts = _parts(identified[name])
        yield _box(name, "databases", label, [each for part in parts for each in part.ids], key, parts)
    yield _box("duplicates", "databases", "Duplicate records", removed["duplicates"], "duplicates")
    yield _box("automatic", "databases", "Records marked as ineligible by automation tools", removed["automatic"], "excluded_automatic")  # fmt: skip
    yield _box("other_reasons", "databases", "Records removed for other reasons", removed["other_reasons"], "excluded_other")  # fmt: skip


def _identified_right(facts: Facts, right: Sequence[Group], prisma: Mapping[str, str]) -> Iterable[Box]:
    named = {row["source"]: row["part_of_name"] or row["name"] for row in facts.sources}
    found: dict[str, dict[str, list[str]]] = {"websites": {}, "organisations": {}, "citations": {}}
    for group in right:
        box = IDENTIFIED.get(prisma.get(group.first, "website"), "websites")
        found[box].setdefault(named.get(group.first, group.first), []).append(group.id)
    labels = {
        "websites": ("Websites", "website_results"), "organisations": ("Organisations", "organisation_results"),
        "citations": ("Citation searching", "citations_results"),
    }  # fmt: skip
    for name, (label, key) in labels.items():
        parts = _parts(found[name])
        yield _box(name, "other", label, [each for part in parts for each in part.ids], key, parts)


def _below(
    records: Sequence[Group], ends: Mapping[str, Outcome], column: Column, *, screening: bool
) -> Iterable[Box]:
    """Yield the boxes from screening on. Without a row for screening, exclusions on title and text are reports excluded."""
    at: defaultdict[str, list[str]] = defaultdict(list)
    reasons: defaultdict[str, list[str]] = defaultdict(list)
    for group in records:
        end = ends[group.id]
        name = "rejected" if end.end == "excluded" and not screening else end.end
        at[name].append(group.id)
        if name == "rejected":
            reasons[end.reason].append(group.id)
    before, key = ("", "dbr") if column == "databases" else ("other_", "other")
    if screening:
        official = column == "databases"
        yield _box(f"{before}screened", column, "Records screened", [group.id for group in records], "records_screened" if official else "")  # fmt: skip
        yield _box(f"{before}excluded", column, "Records excluded", at["excluded"], "records_excluded" if official else "")  # fmt: skip
    assessed = [*at["rejected"], *at["included"]]
    sought = [*assessed, *at["not-retrieved"], *at["waiting-text"]]
    yield _box(f"{before}sought", column, "Reports sought for retrieval", sought, f"{key}_sought_reports")
    yield _box(f"{before}not_retrieved", column, "Reports not retrieved", at["not-retrieved"], f"{key}_notretrieved_reports")  # fmt: skip
    yield _box(f"{before}assessed", column, "Reports assessed for eligibility", assessed, f"{key}_assessed")
    yield _box(f"{before}assessed_excluded", column, "Reports excluded", at["rejected"], f"{key}_excluded", _parts(reasons))  # fmt: skip
    waiting = [
        Part("on title and text", len(at["waiting-title"]), tuple(sorted(at["waiting-title"]))),
        Part("on full text", len(at["waiting-text"]), tuple(sorted(at["waiting-text"]))),
    ]
    yield _box(f"{before}waiting", column, "Waiting for a decision", [*at["waiting-title"], *at["waiting-text"]], "", waiting)  # fmt: skip


def _included(records: Sequence[Group], ends: Mapping[str, Outcome], facts: Facts) -> Iterable[Box]:
    prisma = {row["source"]: row["prisma"] for row in facts.sources}
    included = [group for group in records if ends[group.id].end == "included"]
    by_column: dict[str, list[str]] = {COLUMNS["databases"]: [], COLUMNS["other"]: []}
    for group in included:
        by_column[COLUMNS["databases" if _is_database(group.first, prisma) else "other"]].append(group.id)
    yield Box("studies", "included", "New studies included in review", facts.notes.studies, "new_studies")
    parts = [Part(label, len(ids), tuple(sorted(ids))) for label, ids in by_column.items()]
    yield _box("reports", "included", "Reports of new included studies", [group.id for group in included], "new_reports", parts)  # fmt: skip


def _notes(
    facts: Facts, right: Sequence[Group], ends: Mapping[str, Outcome], variant: Variant
) -> Iterable[str]:
    """Yield what the boxes do not say."""
    prisma = {row["source"]: row["prisma"] for row in facts.sources}
    aside = Counter(
        group.work["verdict"] for group in facts.groups
        if not group.record and not any(_is_database(each, prisma) for each in group.sources)
    )  # fmt: skip
    yield (
        f"By other methods, {aside['no-match']} documents that do not match the question and {aside['outside-limits']} outside the limits "
        "were set aside by machine before anybody screened; the official form has no box for them."
    )
    several = sum(len(group.sources) > 1 for group in facts.groups if group.record)
    yield f"A document found in several ways counts once, for the first of them; {several} of {facts.records} records were found by more than one source."
    excluded = sum(ends[group.id].end == "excluded" for group in right)
    if variant == "official" and excluded:
        yield f"The official form has no row for screening in the column of other methods: {excluded} records excluded on title and text are among its reports excluded."
    if facts.notes.studies is None:
        yield "How many studies the included reports are of is not recorded: flow.studies in report-notes.toml."
    waiting = sum(each.end.startswith("waiting") for each in ends.values())
    if waiting:
        yield f"{waiting} records wait for a decision."
