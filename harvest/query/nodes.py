"""The tree a query is read into, and the one house style it is written back in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

WILDCARDS = "*?#"


@dataclass(frozen=True, slots=True)
class Word:
    """One folded word, in which ``*``, ``?`` and ``#`` stand for any, zero or one, exactly one character."""

    text: str

    @property
    def is_pattern(self) -> bool:
        """True if the word holds a wildcard."""
        return any(c in self.text for c in WILDCARDS)

    @property
    def stem(self) -> str:
        """The letters before the first wildcard (the whole word if there is none)."""
        return re.split(r"[*?#]", self.text, maxsplit=1)[0]

    @property
    def is_truncated(self) -> bool:
        """True if the only wildcard is one ``*`` at the end."""
        return self.text.endswith("*") and self.stem == self.text[:-1]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Two or more words next to each other, in this order."""

    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Items in one place of the text: neighbours have at most ``within`` words between them.

    ``ordered`` (ADJ) asks for the order as written; otherwise (NEAR) any order will do. No word serves two
    items. Items are words, phrases, ``Or`` groups of such, or a further ``Near``.
    """

    items: tuple[Node, ...]
    within: int
    ordered: bool


@dataclass(frozen=True, slots=True)
class And:
    """All items are true of the document; an item may be a ``Not``."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one item is true of the document."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The item is not true of the document."""

    item: Node


Node: TypeAlias = Word | Phrase | Near | And | Or | Not

# Words that would be read as an operator if they were written without quotes.
_OPERATOR_LIKE = re.compile(r"(?:and|or|not|adj|near|next|pre|exp)|(?:adj|near|next)\d+")
_PLAIN = re.compile(r"[^\W_][\w*?#']*")


def join(kind: type[And] | type[Or], items: list[Node]) -> Node:
    """Return ``items`` under one ``And`` or ``Or``, without nesting and without a group of one."""
    flat: list[Node] = []
    for item in items:
        if isinstance(item, kind):
            flat.extend(item.items)
        else:
            flat.append(item)
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


def is_anchored(node: Node) -> bool:
    """Return True if the node can only be true where some positive word occurs (so a match has a place)."""
    match node:
        case Not():
            return False
        case And(items=items):
            return any(is_anchored(i) for i in items)
        case Or(items=items):
            return all(is_anchored(i) for i in items)
    return True


def positive_words(node: Node) -> Iterator[Word]:
    """Yield the words of the node in order of writing, those under NOT left out; repeats are kept."""
    match node:
        case Word():
            yield node
        case Phrase(words=words):
            yield from words
        case Near(items=items) | And(items=items) | Or(items=items):
            for item in items:
                yield from positive_words(item)


def written(node: Node, *, inside: bool = False) -> str:
    """Return the node in house style: operators in capitals, phrases in straight quotes, brackets shown.

    Reading the result gives the same tree again. ``inside`` puts brackets around anything with an operator.
    """
    match node:
        case Word(text=text):
            plain = _PLAIN.fullmatch(text) and not _OPERATOR_LIKE.fullmatch(text)
            return text if plain else f'"{text}"'
        case Phrase(words=words):
            return '"' + " ".join(w.text for w in words) + '"'
        case Near(items=items, within=within, ordered=ordered):
            operator = f" {'ADJ' if ordered else 'NEAR'}/{within} "
            text = operator.join(written(i, inside=True) for i in items)
        case And(items=items):
            text = written(items[0], inside=True)
            for item in items[1:]:
                text += " " if isinstance(item, Not) else " AND "
                text += written(item, inside=True)
        case Or(items=items):
            text = " OR ".join(written(i, inside=True) for i in items)
        case Not(item=item):
            return f"NOT {written(item, inside=True)}"
    return f"({text})" if inside else text
