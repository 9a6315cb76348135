"""The grey-literature search log: what each site and each question gave, each count with what is left of it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from harvest.report.facts import Facts
from harvest.report.items import rows_table, shown_by, table_data
from harvest.report.model import Block, Bullets, Heading, Paragraph, Report, Table, text
from harvest.report.prisma_s import title
from harvest.report.tables import method, searched_on, span
from store.counts import QUESTION_OUTCOMES

Row = dict[str, Any]
#: What can become of an address that a question listed, in the order of :func:`store.reports.results_read`.
BECAME = (
    "read", "moved", "refused", "failed", "unreadable", "gone", "kept", "passed_over", "left_out", "not_asked",
)  # fmt: skip


def search_log(facts: Facts) -> Report:
    """Return the search log."""
    sites, questions = sites_table(facts), questions_table(facts)
    numbers = [facts.total(f"asked_{each}", f"questions of the newest run, {each.replace('_', ' ')}") for each in QUESTION_OUTCOMES]  # fmt: skip
    numbers += [facts.total(key, f"addresses of the newest run, {key.replace('_', ' ')}") for key in ("fetched", "unchanged", "redirects", "refused", "failed", "unreadable", "gone", "kept", "skipped", "not_followed")]  # fmt: skip
    numbers += [facts.total(key, f"works, {says}") for key, says in (("records", "records"), ("outside", "outside limits"), ("no_match", "no match"), ("merged", "merged"))]  # fmt: skip
    numbers.append(facts.listed("questions", "questions, in all runs"))
    blocks: list[Block] = [
        Heading(1, f"Search log: {title(facts)}"),
        Paragraph(text("For each site: when it was asked, how, and what came of its questions, addresses and works. For each question: the phrase as sent, what the site "
                       "returned, what was read of it, and how many records it led to; new ones are those that nothing had found before. Dates are UTC.")),
        Heading(2, "Sites", "sites"), sites, Heading(2, "Questions", "questions"), questions,
        Heading(2, "Sums", "sums"), Bullets(tuple(shown_by(numbers, ("greylit status", "greylit hosts")))),
    ]  # fmt: skip
    data = {
        "numbers": [each.as_dict() for each in numbers], "sites": site_rows(facts), "questions": question_rows(facts),
        "log": [dict(row) for row in facts.log], "tables": [table_data(sites), table_data(questions)],
    }  # fmt: skip
    return Report("search-log", f"Search log: {title(facts)}", facts.date, tuple(blocks), data)


def site_rows(facts: Facts) -> list[Row]:
    """Return one row for each source."""
    rows = []
    for row in facts.sources:
        first, last = searched_on(facts, row)
        runs = sorted({each["run"] for each in facts.times if each["source"] == row["source"]})
        warcs = sorted({warc for each in facts.times if each["source"] == row["source"] for warc in each["warcs"] or ()})  # fmt: skip
        found = facts.yields[row["source"]]
        rows.append(
            {
                "source": row["source"], "name": row["name"], "url": row["url"] or "", "prisma": row["prisma"], "part_of": row["part_of"],
                "method": method(row), "why": facts.notes.of("sources", row["part_of"] or row["source"]), "first": first, "last": last,
                "runs": runs, "warcs": warcs, "not_asked_because": row["reason"] or "", "verified": row["verified"],
                **{f"asked_{each}": row[f"asked_{each}"] for each in QUESTION_OUTCOMES},
                **{key: row[key] for key in ("fetched", "unchanged", "redirects", "refused", "failed", "unreadable", "gone", "kept", "skipped", "not_followed",
                                             "brought", "documents", "unread", "records", "outside", "merged", "no_match")},
                "found_first": len(found.first), "found_by": len(found.found), "unique_to": len(found.unique),
            }
        )  # fmt: skip
    return rows


def sites_table(facts: Facts) -> Table:
    """Return the sites as a table."""
    columns = {
        "name": "Source", "url": "Address", "prisma": "PRISMA box", "method": "Method", "why": "Why chosen", "first": "First",
        "last": "Last", **{f"asked_{each}": f"Questions: {each.replace('_', ' ')}" for each in QUESTION_OUTCOMES},
        "fetched": "Read", "unchanged": "Unchanged", "redirects": "Moved", "refused": "Refused", "failed": "Failed",
        "unreadable": "Unreadable", "gone": "Gone", "kept": "Kept", "skipped": "Passed over", "not_followed": "Not followed",
        "brought": "References brought", "documents": "Documents", "unread": "Without text", "no_match": "No match",
        "outside": "Outside limits", "merged": "Merged", "records": "Records", "found_first": "Found first", "found_by": "Found by",
        "unique_to": "Unique to", "not_asked_because": "Not asked because",
    }  # fmt: skip
    rows = [[row[key] for key in columns] for row in site_rows(facts)]
    return rows_table("Search log by site (grey_search_log)", tuple(columns.values()), rows, "search-log-sites")  # fmt: skip


def question_rows(facts: Facts) -> list[Row]:
    """Return one row for each question of each run, and one for each search that a person made."""
    works: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
    records: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
    new: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
    for group in facts.groups:
        for at, way in enumerate(group.ways):
            if not way["question"]:
                continue
            key = (way["run"], way["question"])
            works[key].add(group.id)
            if group.record:
                records[key].add(group.record)
                if at == 0 and group.first == way["source"]:
                    new[key].add(group.record)
    rows = []
    for each in facts.questions:
        key = (each["run"], each["question"])
        became = facts.results.get(key, {})
        rows.append(
            {
                "run": each["run"], "source": each["source"], "question": each["question"], "concept": each["concept"] or "",
                "as_meant": each["meant"] or "", "as_sent": each["sent"] or "", "outcome": each["outcome"], "pages": each["pages"],
                "counted_by_site": each["total"], "returned": each["returned"], "listed": became.get("listed", 0),
                **{name: became.get(name, 0) for name in BECAME},
                "works": len(works[key]), "records": len(records[key]), "no_records": len(works[key]) - len(records[key]),
                "new": len(new[key]), "first_at": each["first_at"] or "", "last_at": each["last_at"] or "", "by": "greylit",
                "notes": "; ".join(filter(None, [*(each["notes"] or []), each["reason"], each["detail"]])),
            }
        )  # fmt: skip
    return rows + [_by_hand(facts, row) for row in facts.searches if row["source"] != "citations"]


def _by_hand(facts: Facts, row: Row) -> Row:
    source = row["source"]
    groups = [group for group in facts.groups if source in group.sources]
    records = [group for group in groups if group.record]
    first, last = span(facts, source)
    return {
        "run": facts.run, "source": source, "question": f"{source}:by-hand", "concept": "", "as_meant": "",
        "as_sent": row["strategy"] or "", "outcome": "results" if row["entries"] else "none", "pages": 0,
        "counted_by_site": row["seen"], "returned": row["entries"], "listed": row["entries"],
        **dict.fromkeys(BECAME, 0), "read": row["entries"], "works": len(groups), "records": len(records),
        "no_records": len(groups) - len(records), "new": len(facts.yields[source].first),
        "first_at": row["searched_on"] or first, "last_at": row["searched_on"] or last, "by": row["by_whom"] or "",
        "notes": f"{row['screened']} looked at by the person who searched" if row["screened"] is not None else "",
    }  # fmt: skip


def questions_table(facts: Facts) -> Table:
    """Return the questions as a table."""
    columns = {
        "run": "Run", "source": "Source", "question": "Question", "as_sent": "As sent", "outcome": "Outcome", "pages": "Pages asked",
        "counted_by_site": "Counted by the site", "returned": "Results returned", "listed": "Addresses listed", "read": "Read",
        "moved": "Moved", "refused": "Refused", "failed": "Failed", "unreadable": "Unreadable", "gone": "Gone", "kept": "Kept",
        "passed_over": "Passed over", "left_out": "Not followed", "not_asked": "Not asked", "works": "Works", "records": "Records",
        "no_records": "Works that are none", "new": "New", "first_at": "From", "last_at": "To", "by": "By", "notes": "Notes",
    }  # fmt: skip
    rows = [[row[key] for key in columns] for row in question_rows(facts)]
    return rows_table(
        "Search log by question. Addresses listed = read + moved + refused + failed + unreadable + gone + kept + passed over + not followed + not asked",
        tuple(columns.values()), rows, "search-log-questions",
    )  # fmt: skip
