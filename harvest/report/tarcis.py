"""TARCiS (Hirt et al. 2024, BMJ 385:e078384): its ten recommendations on citation searching, in words of our own."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from harvest.citing.directions import directions
from harvest.cli.common import counted
from harvest.report.facts import Facts
from harvest.report.items import Item, item_blocks, items_data, rows_table, said
from harvest.report.model import Block, Heading, Line, Report, text
from harvest.report.numbers import Number, query
from harvest.report.prisma_s import title
from harvest.report.tables import duplicates_table
from store import reports

T = "tarcis"
_ROUND = re.compile(r"^citation searching, round (\d+): ")
_INDEXES = re.compile(r"indexes: (.+)$")
_SEEDS = re.compile(r"from (\d+) seeds?")


def tarcis(facts: Facts) -> Report:
    """Return the TARCiS report."""
    items = tarcis_items(facts)
    blocks: list[Block] = [Heading(1, f"Citation searching by the recommendations of TARCiS: {title(facts)}"), *item_blocks(items)]  # fmt: skip
    data = {**items_data(items), "searches": _searches(facts), "seeds": _seeds(facts)}
    return Report("tarcis", f"TARCiS recommendations: {title(facts)}", facts.date, tuple(blocks), data)


def used(facts: Facts) -> bool:
    """Say whether citations were searched at all."""
    wanted = facts.protocol.citations
    return bool(wanted.backward or wanted.forward or _brought(facts))


def tarcis_items(facts: Facts) -> list[Item]:
    """Return the ten recommendations."""
    if not used(facts):
        words = facts.notes.of(T, "rationale")
        return [
            Item(f"R{number}", name, (text(words if words and number in (2, 3) else "Citations were not searched."),), unused=True)
            for number, name in enumerate(NAMES, 1)
        ]  # fmt: skip
    return [
        _terms(facts), _rationale(facts), Item("R3", NAMES[2], (text("See R2."),)), _seed_item(facts), _backward(facts),
        _indexes(facts), _duplicates(facts), _rounds(facts), _co_citations(facts), _reporting(facts),
    ]  # fmt: skip


NAMES = (
    "Terms", "Topics that are hard to search", "Topics that are easy to search", "Seed references", "Backward citation searching",
    "Citation indexes", "Deduplication", "Iterative citation searching", "Co-citation methods", "Reporting",
)  # fmt: skip


def _brought(facts: Facts) -> list[dict[str, Any]]:
    return [row for row in facts.imports if row["source"] == "citations"]


def _found(facts: Facts) -> dict[str, str]:
    """Return the sentence by which citation searching found each record that it brought."""
    return {
        group.id: str(group.work["reason"]) for group in facts.groups if group.record and group.first == "citations"
    }  # fmt: skip


def _terms(facts: Facts) -> Item:
    ways = Counter(way for sentence in _found(facts).values() for way in directions(sentence))
    wanted = facts.protocol.citations
    used_ = [
        word
        for word, asked in (("backward", wanted.backward), ("forward", wanted.forward))
        if asked or ways[word]
    ]
    lines = (text(f"Citation searching: {' and '.join(used_) or 'none'}. Reference lists were read from the documents themselves. Records that it "
                  f"brought: {ways['backward']} backward, {ways['forward']} forward; a record found both ways counts in each."),)  # fmt: skip
    return Item("R1", NAMES[0], lines)


def _rationale(facts: Facts) -> Item:
    words = facts.notes.of(T, "rationale")
    return Item("R2", NAMES[1], (said(words, "why citation searching was done for this topic (tarcis.rationale)"),))  # fmt: skip


def _seeds(facts: Facts) -> dict[str, Any]:
    """Return the seeds as they stand: included records by default, and those that no identifier leads to in an index."""
    rows = {row["record"]: row for row in facts.works if row["verdict"] == "record"}
    seeds = sorted(record for record, state in facts.settled.items() if state.verdict == "include")
    return {
        "setting": facts.protocol.citations.seeds,
        "included": seeds,
        "with_doi": [each for each in seeds if each in rows and rows[each]["doi"]],
        "without_doi": [each for each in seeds if each in rows and not rows[each]["doi"]],
    }


def _seed_item(facts: Facts) -> Item:
    seeds = _seeds(facts)
    words = facts.notes.of(T, "seeds")
    lines: list[Line] = [
        text(
            f"Seeds: {seeds['setting']} (of the protocol). {counted(len(seeds['included']), 'record is', 'records are')} included by now; "
            f"{len(seeds['with_doi'])} of them have a DOI, by which indexes know them. {len(seeds['without_doi'])} have none: they are looked for by title, and those that no "
            "index knows are named at the end of greylit cite."
        )
    ]
    if seeds["setting"] != "included" or words:
        lines.append(said(words, "why the seeds are not all included records (tarcis.seeds)"))
    unusable = seeds["without_doi"]
    table = rows_table(
        "Seeds without a DOI", ("Record", "Title", "Address"),
        [(row["record"], row["title"], row["url"]) for row in facts.works if row["record"] in unusable and row["verdict"] == "record"],
        "seeds-without-doi",
    )  # fmt: skip
    numbers = [
        Number(name, says, len(seeds[name]), query(reports.with_ids(seeds[name])), "rows")
        for name, says in (("included", "included records"), ("with_doi", "with a DOI"), ("without_doi", "without a DOI"))
        if seeds[name]
    ]  # fmt: skip
    return Item("R4", NAMES[3], tuple(lines), tuple(numbers), ("greylit cite --seeds included --offline",), (table,) if unusable else ())  # fmt: skip


def _backward(facts: Facts) -> Item:
    wanted, read = facts.protocol.citations.backward, facts.citations
    lines = (text(f"References were taken from: {', '.join(wanted.from_) if wanted else 'reference lists of what is held'}. {read['references']} references were read in "
                  f"{counted(read['documents'], 'document')}; {read['unread']} documents could not be read. What was found is screened by title, and by its text where it is held."),)  # fmt: skip
    keys = ("documents", "unread", "references")
    return Item("R5", NAMES[4], lines, tuple(Number(f"citations.{key}", key, read[key], "greylit citations", f"counts.{key}") for key in keys))  # fmt: skip


def _indexes(facts: Facts) -> Item:
    named = sorted({index for row in _searches(facts) for index in row["indexes"]})
    if not named:
        return Item("R6", NAMES[5], (text("No citation index was asked: reference lists of what is held were read."),), unused=True)  # fmt: skip
    return Item("R6", NAMES[5], (text(f"Indexes asked: {', '.join(named)}; what several of them gave was joined."),))  # fmt: skip


def _searches(facts: Facts) -> list[dict[str, Any]]:
    rows = []
    for row in _brought(facts):
        strategy = row["strategy"] or ""
        indexes = found[1] if (found := _INDEXES.search(strategy)) else ""
        seeds = _SEEDS.search(strategy)
        rows.append(
            {"searched_on": row["searched_on"], "strategy": strategy, "brought": row["entries"], "file": row["file"],
             "sha256": row["sha256"], "seeds": int(seeds[1]) if seeds else None,
             "indexes": [each for each in indexes.split(", ") if each and each != "none"]}
        )  # fmt: skip
    return rows


def _duplicates(facts: Facts) -> Item:
    merged = [row for row in facts.works if row["source"] == "citations" and row["verdict"] == "merged"]
    lines = (text(f"What citation searching brought was compared with everything that is held: {len(merged)} of {facts.lists_of('citations')} works were one with "
                  "another. The rules are those of the whole search."),)  # fmt: skip
    ids = [row["work"] for row in merged]
    numbers = (Number("citations.merged", "works of citation searching joined to another", len(ids), query(reports.with_ids(ids)), "rows"),) if ids else ()  # fmt: skip
    return Item("R7", NAMES[6], lines, numbers, (), (duplicates_table(facts),) if facts.merge_rules else ())


def _rounds(facts: Facts) -> Item:
    found = _found(facts)
    by_round: dict[int, list[str]] = {}
    for record, sentence in found.items():
        told = _ROUND.match(sentence)
        by_round.setdefault(int(told[1]) if told else 1, []).append(record)
    wanted = facts.protocol.citations
    most = max((each.rounds for each in (wanted.backward, wanted.forward) if each), default=1)
    rows = []
    for number, records in sorted(by_round.items()):
        states = [facts.settled.get(each) for each in records]
        verdicts = Counter(state.verdict if state else None for state in states)
        rows.append((number, len(records), verdicts["include"], verdicts["exclude"], verdicts["maybe"], verdicts[None]))  # fmt: skip
    lines: list[Line] = [text(f"At most {counted(most, 'round')} by the protocol; rounds end early when: {wanted.stop_when}. Searches: {len(_brought(facts))}.")]  # fmt: skip
    if rows and rows[-1][2]:
        lines.append(said(facts.notes.of(T, "stopped"), "why rounds ended although the last one gave included records (tarcis.stopped)"))  # fmt: skip
    table = rows_table(
        "Records that citation searching brought, by round", ("Round", "Records", "Included", "Excluded", "Maybe", "Undecided"),
        rows, "rounds",
    )  # fmt: skip
    return Item("R8", NAMES[7], tuple(lines), (), (), (table,) if rows else ())


def _co_citations(facts: Facts) -> Item:
    words = facts.notes.of(T, "co_citations")
    return Item("R9", NAMES[8], (text(words or "Co-cited and co-citing references were not searched."),), unused=not words)  # fmt: skip


def _reporting(facts: Facts) -> Item:
    found = sorted(_found(facts))
    searches = _searches(facts)
    lines: list[Line] = [
        text("Seeds: R4. Directions: R1. Indexes: R6. Deduplication: R7. Rounds: R8. Dates: " + (", ".join(str(row["searched_on"]) for row in searches) or "reference lists were read in the runs") + "."),
        text(f"{counted(len(found), 'record')} first found by citation searching; they stand in its box of the flow diagram."),
        said(facts.notes.of(T, "screening"), "whether these were screened as the others (tarcis.screening)"),
    ]  # fmt: skip
    table = rows_table(
        "Citation searches", ("Day", "Strategy", "Brought", "File", "SHA-256"),
        [(row["searched_on"], row["strategy"], row["brought"], row["file"], row["sha256"]) for row in searches], "citation-searches",
    )  # fmt: skip
    numbers = (Number("citations.first", "records first found by citation searching", len(found), query(reports.with_ids(found)), "rows"),) if found else ()  # fmt: skip
    return Item("R10", NAMES[9], tuple(lines), numbers, ("greylit report flow",), (table,) if searches else ())  # fmt: skip
