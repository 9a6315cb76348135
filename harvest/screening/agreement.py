"""How far two screeners agree, over the records that both saw before either knew what the other said.

Raw agreement p_o is the share of records with the same word from both. Cohen's kappa (Cohen, 1960, Educational
and Psychological Measurement 20:37-46) is (p_o - p_e) / (1 - p_e), where p_e = sum of the products of both
persons' shares of each word. Its large-sample variance is that of Fleiss, Cohen and Everitt (1969, Psychological
Bulletin 72:323-327), and the interval kappa +- 1.96 standard errors, cut at -1 and 1. PABAK, prevalence-adjusted
and bias-adjusted (Byrt, Bishop and Carlin, 1993, Journal of Clinical Epidemiology 46:423-429), is
(k p_o - 1) / (k - 1) for k words.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any

from harvest.screening.model import VERDICTS, Row

#: Standard normal quantile of a two-sided 95 % interval.
_Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of two people at a stage. Shares from 0 to 1; ``None`` where a figure is not defined.

    Attributes:
        people: the two.
        both: records that both decided of.
        agreed: of these, those with the same word; ``differed``: the others.
        words: the words that are told apart: include and exclude, and maybe where somebody said it.
        table: how often the first said one word and the second another.
    """

    stage: str
    people: tuple[str, str]
    both: int
    agreed: int
    differed: int
    words: tuple[str, ...]
    table: dict[str, int]
    raw: float | None
    kappa: float | None
    kappa_low: float | None
    kappa_high: float | None
    pabak: float | None

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data."""
        return {**asdict(self), "people": list(self.people), "words": list(self.words)}


def agreement(stage: str, people: tuple[str, str], pairs: Sequence[tuple[str, str]]) -> Agreement:
    """Return the agreement over pairs of words: what the first and what the second said of one record."""
    counts = Counter(pairs)
    words = tuple(
        word for word in VERDICTS if word != "maybe" or any("maybe" in pair for pair in counts)
    )  # fmt: skip
    n, agreed = len(pairs), sum(number for (one, other), number in counts.items() if one == other)
    table = {f"{one}/{other}": number for (one, other), number in sorted(counts.items())}
    if not n:
        return Agreement(stage, people, 0, 0, 0, words, table, None, None, None, None, None)
    raw = agreed / n
    kappa, low, high = _kappa(counts, words, n)
    pabak = (len(words) * raw - 1) / (len(words) - 1)
    return Agreement(stage, people, n, agreed, n - agreed, words, table, raw, kappa, low, high, pabak)


def _kappa(
    counts: Counter[tuple[str, str]], words: Sequence[str], n: int
) -> tuple[float | None, float | None, float | None]:
    cell = {(a, b): counts[a, b] / n for a in words for b in words}
    row = {a: sum(cell[a, b] for b in words) for a in words}
    column = {b: sum(cell[a, b] for a in words) for b in words}
    observed = sum(cell[a, a] for a in words)
    expected = sum(row[a] * column[a] for a in words)
    if math.isclose(expected, 1.0):
        # Both said one and the same word throughout: nothing is left that chance would not give.
        return None, None, None
    kappa = (observed - expected) / (1 - expected)
    agreeing = sum(
        cell[a, a] * ((1 - expected) - (column[a] + row[a]) * (1 - observed)) ** 2 for a in words
    )  # fmt: skip
    differing = sum(cell[a, b] * (column[a] + row[b]) ** 2 for a in words for b in words if a != b)
    last = (observed * expected - 2 * expected + observed) ** 2
    variance = (agreeing + (1 - observed) ** 2 * differing - last) / (n * (1 - expected) ** 4)
    margin = _Z * math.sqrt(max(variance, 0.0))
    return kappa, max(-1.0, kappa - margin), min(1.0, kappa + margin)


def first_words(rows: Iterable[Row]) -> dict[tuple[str, str], dict[str, str]]:
    """Return what people said of each record and stage before they could know of each other.

    That is what stood when the second of them voted: what was changed afterwards, as after a talk, is not
    agreement. A third person's first word counts as it was given.
    """
    taken: dict[int, Row] = {}
    said: dict[tuple[str, str], dict[str, list[Row]]] = {}
    open_: dict[tuple[str, str], dict[str, str]] = {}
    for row in rows:
        if row["resolves"]:
            continue
        key, by = (str(row.get("now") or row["record"]), str(row["stage"])), str(row["by_whom"])
        if row["verdict"] == "undo":
            if (gone := taken.get(row["of_seq"])) is not None:
                mine = said.get(key, {}).get(by, [])
                said.setdefault(key, {})[by] = [each for each in mine if each is not gone]
            continue
        taken[row["seq"]] = row
        people = said.setdefault(key, {})
        people.setdefault(by, []).append(row)
        standing = {who: words[-1]["verdict"] for who, words in people.items() if words}
        if len(standing) > 1:
            known = open_.setdefault(key, {})
            for who, verdict in standing.items():
                known.setdefault(who, verdict)
    return open_


def agreements(rows: Iterable[Row], stages: Sequence[str]) -> list[Agreement]:
    """Return the agreement of every two people at every stage who decided of the same records."""
    words = first_words(rows)
    found = []
    for stage in stages:
        at = [said for (_, where), said in words.items() if where == stage]
        people = sorted({who for said in at for who in said})
        for one, other in combinations(people, 2):
            pairs = [(said[one], said[other]) for said in at if one in said and other in said]
            if pairs:
                found.append(agreement(stage, (one, other), pairs))
    return found
