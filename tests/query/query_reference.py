"""A slow and plain reading of what a query matches, to hold the fast one against."""

from __future__ import annotations

import re
from itertools import pairwise, permutations, product

from harvest.query import And, Near, Node, Not, Or, Phrase, Word

Place = tuple[int, int]


class SlowText:
    """Words of simple texts: ASCII letters, apostrophes, hyphens at line ends."""

    def __init__(self, text: str) -> None:
        self.runs = list(re.finditer(r"[a-z]+(?:['’][a-z]+)*", text.lower()))
        self.words: list[tuple[Place, str]] = []
        for i, run in enumerate(self.runs):
            word = run.group().replace("’", "'")
            self.words += [((i, i + 1), w) for w in {word, *(p for p in word.split("'") if len(p) > 1)}]
            for pieces in (2, 3):
                group = self.runs[i : i + pieces]
                gaps = [text[a.end() : b.start()] for a, b in pairwise(group)]
                if len(group) == pieces and all(g == "-\n" for g in gaps):
                    self.words.append(((i, i + pieces), "".join(g.group().replace("’", "'") for g in group)))

    def offsets(self, place: Place) -> Place:
        return self.runs[place[0]].start(), self.runs[place[1] - 1].end()


def word_matches(word: Word, text: str) -> bool:
    return re.fullmatch(word.text.replace("*", ".*").replace("?", ".?").replace("#", "."), text) is not None


def shortest(places: set[Place]) -> set[Place]:
    return {p for p in places if not any(q != p and p[0] <= q[0] and q[1] <= p[1] for q in places)}


def places(node: Node, text: SlowText) -> set[Place]:
    match node:
        case Word():
            return {place for place, word in text.words if word_matches(node, word)}
        case Phrase(words=words):
            return close([places(w, text) for w in words], 0, True)
        case Near(items=items, within=within, ordered=ordered):
            return close([places(i, text) for i in items], within, ordered)
        case Not():
            return set()
    return set().union(*(places(i, text) for i in node.items if true(i, text))) if true(node, text) else set()


def close(items: list[set[Place]], within: int, ordered: bool) -> set[Place]:
    orders = [tuple(range(len(items)))] if ordered else list(permutations(range(len(items))))
    found = set()
    for chosen in product(*items):
        for order in orders:
            row = [chosen[k] for k in order]
            if all(0 <= b[0] - a[1] <= within for a, b in pairwise(row)):
                found.add((row[0][0], row[-1][1]))
    return shortest(found)


def true(node: Node, text: SlowText) -> bool:
    match node:
        case And(items=items):
            return all(true(i, text) for i in items)
        case Or(items=items):
            return any(true(i, text) for i in items)
        case Not(item=item):
            return not true(item, text)
    return bool(places(node, text))


def slow_find(node: Node, source: str) -> list[Place]:
    text = SlowText(source)
    spans, behind = [], 0
    for place in sorted(places(node, text), key=lambda p: (p[0], -p[1])):
        if place[0] >= behind:
            spans.append(text.offsets(place))
            behind = place[1]
    return spans
