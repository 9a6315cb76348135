"""Warnings about the terms of a protocol: doubles, terms another covers, terms that match nearly everything."""

from __future__ import annotations

import re
from collections.abc import Sequence

from harvest.query.compiled import Compiled, explain
from harvest.query.nodes import And, Near, Node, Not, Or, Phrase, Word
from harvest.query.plan import pattern

_SHORT = 3
_FREQUENT = """
about after all also and any are been between but can council for from had has have how into its may more must
new not one other our out over people services should some such than that the their there these they this
through under use was were what when where which who will with work
"""


def lint_terms(terms: Sequence[tuple[str, Compiled]]) -> list[str]:
    """Return warnings about ``terms``, given as (concept id, term), in the order of the terms.

    Doubles are looked for everywhere, since a term in two concepts cannot tell them apart; a term that
    another one covers (every text it matches, the other matches too) within one concept only.
    """
    warnings: list[str] = []
    for i, (concept, term) in enumerate(terms):
        warnings.extend(f"{concept}: {problem}" for problem in _too_broad(term.node))
        for j, (other_concept, other) in enumerate(terms):
            where = "" if concept == other_concept else f" of {other_concept}"
            if i == j:
                continue
            if other.node == term.node:
                if j < i:
                    warnings.append(f"{concept}: {_shown(term)} is the same as {_shown(other)}{where}")
            elif not where and covers(other.node, term.node) and (j < i or not covers(term.node, other.node)):
                warnings.append(f"{concept}: {_shown(term)} adds nothing, {_shown(other)} already covers it")
    return warnings


def _shown(term: Compiled) -> str:
    source = " ".join(term.source.split())
    return source if source == explain(term) else f"{source} (read as {explain(term)})"


def _too_broad(node: Node) -> list[str]:
    if isinstance(node, Or):
        return [problem for item in node.items for problem in _too_broad(item)]
    if not isinstance(node, Word):
        return []
    if node.is_pattern:
        if "*" in node.text and len(node.stem) <= _SHORT:
            return [
                f"{node.text} fixes only the first {len(node.stem)} letters and will match many other words"
            ]
        return []
    if len(node.text) <= _SHORT:
        return [f"{node.text} is a single short word and will match very many texts"]
    if node.text in _FREQUENT.split():
        return [f"{node.text} is among the most frequent words and will match nearly every text"]
    return []


def covers(wide: Node, narrow: Node) -> bool:
    """Return True if every text that ``narrow`` matches is known to match ``wide``; False if not or unsure."""
    if wide == narrow:
        return True
    match narrow:
        case Or(items=items):
            return all(covers(wide, item) for item in items)
        case Not():
            return False
    match wide:
        case Or(items=items):
            return any(covers(item, narrow) for item in items) or _any_part(wide, narrow)
        case And(items=items):
            return all(covers(item, narrow) for item in items)
        case Not():
            return False
        case Near() if isinstance(narrow, Near) and _near_covers(wide, narrow):
            return True
        case Near() if isinstance(narrow, Phrase) and len(wide.items) == len(narrow.words):
            # Words side by side are near each other, in the order of writing.
            return all(covers(a, b) for a, b in zip(wide.items, narrow.words, strict=True))
        case Word() if isinstance(narrow, Word):
            return _word_covers(wide, narrow)
        case Phrase() if isinstance(narrow, Phrase):
            size = len(wide.words)
            return any(
                all(_word_covers(a, b) for a, b in zip(wide.words, narrow.words[k : k + size], strict=True))
                for k in range(len(narrow.words) - size + 1)
            )
    return _any_part(wide, narrow)


def _any_part(wide: Node, narrow: Node) -> bool:
    """Return True if ``wide`` covers something that must be there wherever ``narrow`` matches."""
    match narrow:
        case Phrase(words=words):
            return any(covers(wide, word) for word in words)
        case And(items=items) | Near(items=items):
            return any(covers(wide, item) for item in items)
    return False


def _near_covers(wide: Near, narrow: Near) -> bool:
    if (
        len(wide.items) != len(narrow.items)
        or wide.within < narrow.within
        or (wide.ordered and not narrow.ordered)
    ):
        return False
    return all(covers(a, b) for a, b in zip(wide.items, narrow.items, strict=True))


def _word_covers(wide: Word, narrow: Word) -> bool:
    if wide == narrow:
        return True
    if wide.is_truncated:
        return narrow.stem.startswith(wide.stem)
    if not wide.is_pattern or re.search(r"\*", narrow.text):
        return False
    # `?` and `#` of the narrow word stand for one character or none, whichever: try both.
    regex = pattern(wide)
    shapes = {narrow.text.replace("?", mark).replace("#", "\0") for mark in ("", "\0")}
    return all(regex.fullmatch(shape) for shape in shapes)
