"""Speed of the query language against plain regexes, on one core, in the same run (processor time).

Makes passages of about 120 words with word frequencies after Zipf's law and the words of a review's terms mixed in,
then times, over the same passages: reading the words (`tokenize`), evaluating 15 terms and a requirement, and the
obvious way: the same terms as regexes scanned over each text.

    python bench/query_speed.py [--passages 100000] [--share 0.2] [--unicode 0.3]
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from bisect import bisect
from itertools import accumulate

from harvest.query import compile_require, compile_term, find, tokenize
from harvest.query.compiled import Compiled
from harvest.query.nodes import Near, Node, Phrase, Word

CONCEPTS = {
    "A": [
        "alliancing",
        "alliance contract*",
        "alliance agreement*",
        "alliance commissioning",
        '"alliance partner"~3',
    ],
    "B": ["place based", "neighbourhood working", "integrated care partnership*", "wom?n", "co-production"],
    "C": ["social care", "health and wellbeing", "public health", "NHS", "clinical commissioning"],
}
REQUIRE = "A and C"
# Put into a share of the passages, so that there is something to find.
PLANTED = [
    "alliancing",
    "alliance contracting",
    "Alliance Agreement",
    "partners of the alliance",
    "place-based",
    "neighbourhood working",
    "integrated care partnerships",
    "women",
    "co-production",
    "social care",
    "Social\nCare",
    "health and wellbeing",
    "public health",
    "NHS",
    "clinical commissioning",
    "the alliance",
    "contracts",
    "public",
]
COMMON = """
    the of and to in a for is be will on with that as by are this from at or council services have which it not was
    their local has other people health care social report an been plan work support can all public should also new
    board committee members they these its development through partners community need more any working area
    integrated
"""


def passages(number: int, share: float, unicode_share: float) -> list[str]:
    """Return the same passages on every machine."""
    dice = random.Random(20261123)
    vocabulary = COMMON.split() + [
        "".join(dice.choices("etaoinshrdlucmfpg", k=dice.randint(4, 11))) for _ in range(30_000)
    ]
    heights = list(accumulate(1 / (rank + 2) for rank in range(len(vocabulary))))
    made = []
    for _ in range(number):
        text = [
            vocabulary[bisect(heights, dice.random() * heights[-1])] for _ in range(dice.randint(90, 150))
        ]
        if dice.random() < share:
            for _ in range(dice.randint(1, 3)):
                text.insert(dice.randrange(len(text)), dice.choice(PLANTED))
        if dice.random() < unicode_share:
            text.insert(
                dice.randrange(len(text)), dice.choice(["the council’s", "–", "• first", "£5m", "café"])
            )
        if dice.random() < unicode_share / 10:
            text.insert(dice.randrange(len(text)), dice.choice(["ﬁnance", "con\u00adtract", "inte-\ngrated"]))
        for at in range(12, len(text), 13):
            text[at - 1] += dice.choice([".", ",", ";", ".\n"])
        made.append(" ".join(text).capitalize())
    return made


def as_regex(node: Node) -> str:
    """Return what a person would write for a term without a query language."""
    match node:
        case Word(text=text):
            return r"\b" + re.escape(text).replace(r"\*", r"\w*").replace(r"\?", r"\w?") + r"\b"
        case Phrase(words=words):
            return r"[\s-]+".join(as_regex(w) for w in words)
        case Near(items=items, within=within):
            one, two = (as_regex(i) for i in items)
            between = rf"\W+(?:\w+\W+){{0,{within}}}?"
            return f"(?:{one}{between}{two}|{two}{between}{one})"
    raise ValueError(node)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--share", type=float, default=0.2, help="share of passages with planted terms")
    parser.add_argument(
        "--unicode", type=float, default=0.3, help="share of passages with characters beyond ASCII"
    )
    args = parser.parse_args()
    texts = passages(args.passages, args.share, args.unicode)
    number = len(texts)
    terms: list[tuple[str, Compiled]] = [(c, compile_term(t)) for c, ts in CONCEPTS.items() for t in ts]
    regexes = [(c, re.compile(as_regex(t.node), re.IGNORECASE)) for c, t in terms]
    require = compile_require(REQUIRE, CONCEPTS)
    print(
        f"{number:,} passages, {sum(map(len, texts)) / number:.0f} characters each, {len(terms)} terms, "
        f"terms planted in {args.share:.0%}, beyond ASCII {args.unicode:.0%}; Python {sys.version.split()[0]}"
    )

    def timed(name: str, started: float) -> float:
        seconds = time.process_time() - started
        print(f"{name:<44}{seconds:8.2f} s {number / seconds:12,.0f} passages/s")
        return seconds

    started = time.process_time()
    for text in texts:
        _ = tokenize(text).words
    timed("tokenize, every word read", started)

    started = time.process_time()
    kept = matched = touched = 0
    for text in texts:
        tokens = tokenize(text)
        present = set()
        for concept, term in terms:
            spans = find(term, tokens)
            if spans:
                matched += len(spans)
                present.add(concept)
        touched += bool(present)
        kept += require.evaluate(present)
    ours = timed("tokenize + find 15 terms + require", started)
    print(f"{'':<44}{matched:,} matches in {touched:,} passages, {kept:,} as required")

    started = time.process_time()
    kept = matched = 0
    for text in texts:
        present = set()
        for concept, regex in regexes:
            found = [m.span() for m in regex.finditer(text)]
            if found:
                matched += len(found)
                present.add(concept)
        kept += require.evaluate(present)
    plain = timed("baseline: 15 regexes + require", started)
    print(f"{'':<44}{matched:,} matches, {kept:,} as required (misses ligatures and cut words)")
    print(f"ours is {plain / ours:.2f} times as fast as the baseline")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
