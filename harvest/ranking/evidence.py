"""How much the query itself says for a record: what records are ranked by before there are decisions to learn from."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from harvest.matching import Matcher
from harvest.protocol import Protocol
from store import ranking
from store.counts import Queryable

Row = dict[str, Any]

#: What each kind of evidence counts; together 1.
WEIGHTS = {"coverage": 0.30, "closeness": 0.25, "place": 0.20, "bm25": 0.25}
#: The constants of BM25 (Robertson and Zaragoza 2009).
K1, B = 1.2, 0.75
#: Characters of a line that may be a heading.
HEADING = 100


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the query says for one record: a score from 0 to 1, and what it was made of."""

    score: float
    reasons: tuple[str, ...]


def evidence(database: Queryable, protocol: Protocol, rows: Sequence[Row]) -> dict[str, Evidence]:
    """Return the query evidence of each record.

    Coverage is the share of the protocol's concepts that stand in it, closeness whether they stand in one passage
    or on one page, place the share of them that stand in its title or a heading, and BM25 how often the terms
    stand in it for its length and how rare they are; it counts as a share of the highest.

    Args:
        database: where from.
        protocol: whose concepts count.
        rows: the records, as :func:`store.ranking.texts` gives them.
    """
    concepts = len(protocol.concepts)
    matcher = Matcher.of(protocol)
    placed: defaultdict[str, set[str]] = defaultdict(set)
    for line in ranking.match_lines(database):
        if is_heading(line["before"], line["matched"], line["after"]):
            placed[line["record"]].add(line["concept"])
    near = {row["record"]: row for row in ranking.together(database)}
    terms: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in ranking.term_counts(database):
        terms[row["record"]][row["term"]] = row["times"]
    points = bm25(terms, {row["record"]: row["length"] for row in rows})
    most = max((sum(each.values()) for each in points.values()), default=0.0) or 1.0
    found = {}
    for row in rows:
        record = row["record"]
        title = matcher.present(row["title"])
        close = near.get(record, {"passage": 0, "page": 0})
        parts = {
            "coverage": len(row["concepts"]) / concepts,
            "closeness": max(close["passage"], 0.5 * close["page"]) / concepts,
            "place": len(title | placed[record]) / concepts,
            "bm25": sum(points[record].values()) / most,
        }
        score = sum(weight * min(1.0, parts[name]) for name, weight in WEIGHTS.items())
        best = sorted(points[record].items(), key=lambda each: (-each[1], each[0]))[:3]
        told = [f"{len(row['concepts'])} of {concepts} concepts"]
        if close["passage"] > 1:
            told.append(f"{close['passage']} in one passage")
        if title:
            told.append(f"{', '.join(sorted(title))} in the title")
        if headed := placed[record] - title:
            told.append(f"{', '.join(sorted(headed))} in a heading")
        told += [f"{term} x{terms[record][term]}" for term, _ in best]
        found[record] = Evidence(score, tuple(told))
    return found


def is_heading(before: str, matched: str, after: str) -> bool:
    """Tell whether a match stands on a short line by itself that does not end like a sentence."""
    line = f"{before.rpartition(chr(10))[2]}{matched}{after.partition(chr(10))[0]}".strip()
    whole = ("\n" in before or len(before) < HEADING) and ("\n" in after or len(after) < HEADING)
    return whole and len(line) <= HEADING and not line.endswith((".", ",", ";", ":", "?", "!"))


def bm25(terms: Mapping[str, Mapping[str, int]], lengths: Mapping[str, int]) -> dict[str, dict[str, float]]:
    """Return what each term of the protocol adds to each record by BM25; a record without terms has none."""
    holds = Counter(term for counts in terms.values() for term in counts)
    total, usual = len(lengths), sum(lengths.values()) / (len(lengths) or 1) or 1.0
    points: dict[str, dict[str, float]] = {}
    for record, length in lengths.items():
        points[record] = {}
        for term, times in terms.get(record, {}).items():
            rare = math.log(1 + (total - holds[term] + 0.5) / (holds[term] + 0.5))
            points[record][term] = rare * times * (K1 + 1) / (times + K1 * (1 - B + B * length / usual))
    return points
