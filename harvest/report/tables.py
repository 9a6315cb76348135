"""Tables that several reports have: sources, their dates and counts, limits, duplicates, runs."""

from __future__ import annotations

from typing import Any

from harvest.report.facts import Facts
from harvest.report.items import rows_table
from harvest.report.model import Table
from harvest.report.numbers import Number, query
from store import reports

Row = dict[str, Any]

#: How kinds of limits are told.
LIMITS = {
    "from_year": "first year", "to_year": "last year", "country": "country", "language": "language",
    "full_text": "full text at hand",
}  # fmt: skip


def span(facts: Facts, source: str) -> tuple[str, str]:
    """Return the first and the last day on which a source answered; "" for one that never did."""
    rows = [row for row in facts.times if row["source"] == source]
    if not rows:
        return "", ""
    return min(row["first_at"] for row in rows)[:10], max(row["last_at"] for row in rows)[:10]


def searched_on(facts: Facts, row: Row) -> tuple[str, str]:
    """Return the days of the first and the last search of a source: for searches by hand those that people wrote."""
    days = sorted(
        each["searched_on"] for each in facts.imports if each["source"] == row["source"] and each["searched_on"]
    )  # fmt: skip
    return (days[0], days[-1]) if days else span(facts, row["source"])


def method(row: Row) -> str:
    """Return how a source was searched, in words."""
    if row["kind"] == "manual":
        return "searched by a person, results imported"
    if row["kind"] == "seeds":
        return "list of known references"
    if row["kind"] == "citations":
        return "citation searching"
    if row["kind"] == "suggested":
        return "addresses that people named"
    if row["kind"] == "webarchive":
        return "asked for copies of dead addresses"
    asked = sum(row[f"asked_{each}"] for each in ("results", "none", "refused", "failed", "unreadable"))
    return "searched and browsed" if asked else "browsed"


def dates_table(facts: Facts) -> Table:
    """Return when each source was searched, in each run."""
    brought = {each["source"] for each in facts.imports}
    rows: list[tuple[object, ...]] = [
        (
            facts.names.get(row["source"], row["source"]),
            row["run"],
            row["first_at"],
            row["last_at"],
            row["answers"],
        )
        for row in facts.times
        if row["source"] not in brought
    ]
    rows += [
        (facts.names.get(each["source"], each["source"]), each["run"], each["searched_on"] or "not recorded",
         each["searched_on"] or "not recorded", each["entries"])
        for each in facts.imports
    ]  # fmt: skip
    return rows_table(
        "Dates of searches (UTC), per source and run; of searches by hand the day that was written down, and their references",
        ("Source", "Run", "First answer", "Last answer", "Answers"), sorted(rows, key=str), "dates",
    )  # fmt: skip


def sources_table(facts: Facts) -> Table:
    """Return every source with how it was searched and what came of its addresses."""
    rows = []
    for row in facts.sources:
        first, last = searched_on(facts, row)
        why = facts.notes.of("sources", row["part_of"] or row["source"])
        rows.append(
            (row["name"], row["url"] or "", row["prisma"], method(row), first, last, row["fetched"] + row["unchanged"],
             row["redirects"], row["refused"], row["failed"], row["unreadable"], row["gone"], row["skipped"], row["not_followed"],
             row["reason"] or "", why)
        )  # fmt: skip
    return rows_table(
        "Sources, and what came of the addresses that were asked in the newest run that had them",
        ("Source", "Address", "PRISMA box", "Method", "First", "Last", "Read", "Moved", "Refused", "Failed", "Unreadable",
         "Gone", "Passed over", "Not followed", "Not asked because", "Why chosen"), rows, "sources",
    )  # fmt: skip


def records_table(facts: Facts) -> Table:
    """Return what each source gave before and after matching: the parts of its works, and its records by way of finding."""
    rows = []
    for row in facts.sources:
        found = facts.yields[row["source"]]
        works = row["records"] + row["outside"] + row["merged"] + row["no_match"]
        rows.append(
            (row["name"], sum(each["returned"] for each in facts.questions if each["source"] == row["source"]),
             row["brought"], works, row["no_match"], row["outside"], row["merged"], row["records"], len(found.first),
             len(found.found), len(found.unique))
        )  # fmt: skip
    return rows_table(
        "What each source gave. Works = no match + outside limits + merged + records. Each record counts once, for the source "
        "that found it first; by how many sources it was found stands beside it",
        ("Source", "Results returned", "References brought", "Works", "No match", "Outside limits", "Merged", "Records",
         "Found first", "Found by", "Unique to"), rows, "records-by-source",
    )  # fmt: skip


def limits_table(facts: Facts) -> Table:
    """Return each limit with its reason and how many works it left out."""
    rows = [
        (LIMITS.get(key, key), _value(limit.value), limit.why, left_out(facts, key).n)
        for key, limit in facts.protocol.limits.given().items()
    ]
    return rows_table(
        "Limits, with their reasons; what a limit says nothing of, as a document without a year, is kept",
        ("Limit", "Value", "Reason", "Works left out"), rows, "limits",
    )  # fmt: skip


def left_out(facts: Facts, limit: str) -> Number:
    """Return how many works one limit left out."""
    n = sum(
        row["verdict"] == "outside-limits" and str(row["reason"]).startswith(f"limits.{limit}: ")
        for row in facts.works
    )
    return Number(f"limit.{limit}", f"works outside limits.{limit}", n, query(reports.outside_of(limit)), "rows")  # fmt: skip


def duplicates_table(facts: Facts) -> Table:
    """Return which rules found works to be one, how often, and with which scores."""
    rows = [
        (row["rule"], row["n"], round(row["least"], 2), round(row["greatest"], 2))
        for row in facts.merge_rules
    ]
    return rows_table(
        "Works that were joined to another, by rule", ("Rule", "Joined", "Least score", "Greatest score"), rows,
        "duplicates",
    )  # fmt: skip


def rulings_table(facts: Facts) -> Table:
    """Return what people ruled of which works are one."""
    rows = [
        (row["at_time"][:10], row["by_whom"], "one work" if row["says"] == "same" else "not one work", ", ".join(row["records"]),
         row["note"] or "", "yes" if row["standing"] else "taken back")
        for row in facts.rulings
    ]  # fmt: skip
    return rows_table(
        "Rulings of people on which works are one", ("Day", "By", "Ruling", "Records", "Note", "Stands"), rows, "rulings"
    )  # fmt: skip


def runs_table(facts: Facts) -> Table:
    """Return every run with what it was and how many records were first found in it."""
    rows = [
        (row["run"], row["started_at"], row["ended_at"] or "", row["outcome"] or "unfinished", _kind(row), row["records"],
         row["protocol_sha256"], row["software"].get("greylit", ""))
        for row in facts.runs
    ]  # fmt: skip
    return rows_table(
        "Runs; every record stands with the run that first read it",
        ("Run", "Started", "Ended", "Outcome", "Kind", "Records first found", "Protocol SHA-256", "greylit"), rows, "runs",
    )  # fmt: skip


def amendments_table(facts: Facts) -> Table:
    """Return the amendments of the protocol."""
    rows = [(str(each.date), each.by, each.what, each.why) for each in facts.protocol.amendments]
    return rows_table("Amendments of the protocol", ("Day", "By", "What", "Why"), rows, "amendments")


def _kind(row: Row) -> str:
    if row["only_failed"]:
        return f"failures of run {row['only_failed']} again"
    return "update" if row["only_changed"] else "whole search"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
