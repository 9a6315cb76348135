"""The protocol's terms as committee systems and the walks of councils' sites are asked for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from harvest.query import Abilities, compile_term, widen
from harvest.query.nodes import And, Near, Node, Or, Phrase, Word

#: Endings tried where a term goes on with ``*`` in a phrase and the site can search for phrases but not for their
#: beginnings. Words that end like nouns take a plural only.
ENDINGS, PLURAL = ("", "s", "ing", "ed"), ("", "s")
_NOUN = re.compile(r"(?:ment|ship|tion|sion|ance|ence|ness|hood|ism|er|or)$")


@dataclass(frozen=True, slots=True)
class Phrased:
    """One string for a search box.

    Attributes:
        meant: the terms of the protocol that it stands for.
        sent: the string; ``None`` where none can be sent.
        widened: it may find more than was meant.
        notes: what was given up.
    """

    meant: tuple[str, ...]
    sent: str | None
    widened: bool
    notes: tuple[str, ...]


def forms(term: str) -> tuple[str, ...] | None:
    """Return the forms of a term that is a word or a phrase, ``None`` for one with operators or other wildcards.

    ``alliance contract*`` gives ``alliance contract``, ``alliance contracts``, ``alliance contracting`` and
    ``alliance contracted``.
    """
    words = _in_a_row(compile_term(term).node)
    if words is None or any(word.is_pattern for word in words[:-1]):
        return None
    *before, last = words
    if not last.is_pattern:
        return (" ".join(word.text for word in words),)
    if not last.is_truncated:
        return None
    stem = " ".join([*(word.text for word in before), last.stem])
    return tuple(stem + ending for ending in (PLURAL if _NOUN.search(stem) else ENDINGS))


def _in_a_row(node: Node) -> tuple[Word, ...] | None:
    if isinstance(node, Word):
        return (node,)
    return node.words if isinstance(node, Phrase) else None


def joined(terms: Iterable[str], abilities: Abilities, longest: int) -> list[Phrased]:
    """Return the terms of one concept as phrases joined by ``OR``, in as few strings as there must be.

    Terms with operators of their own are strings by themselves, as :func:`harvest.query.widen` writes them.

    Args:
        terms: terms of the protocol.
        abilities: what the site's search understands, for those with operators.
        longest: characters that one string may have.
    """
    strings: list[Phrased] = []
    alone: list[Phrased] = []
    meant: list[str] = []
    phrases: list[str] = []
    notes: list[str] = []
    for term in terms:
        found = forms(term)
        if found is None:
            alone += [
                Phrased((term,), one.sent, one.widened, one.notes)
                for one in widen(compile_term(term), abilities)
            ]
            continue
        quoted = [f'"{each}"' for each in found]
        if phrases and len(" OR ".join([*phrases, *quoted])) > longest:
            strings.append(Phrased(tuple(meant), " OR ".join(phrases), False, tuple(notes)))
            meant, phrases, notes = [], [], []
        meant.append(term)
        phrases += quoted
        if len(found) > 1:
            notes.append(f"{term} is asked as {', '.join(found)}; other forms of the word may be missed")
    if phrases:
        strings.append(Phrased(tuple(meant), " OR ".join(phrases), False, tuple(notes)))
    return strings + alone


def one_by_one(terms: Iterable[str], abilities: Abilities) -> list[Phrased]:
    """Return each term as the strings that a search box without OR takes."""
    strings = []
    for term in terms:
        found = forms(term)
        if found is None or (len(found) == 1 and " " not in found[0]):
            strings += [
                Phrased((term,), one.sent, one.widened, one.notes)
                for one in widen(compile_term(term), abilities)
            ]
            continue
        more = f"{term} is asked as {', '.join(found)}; other forms of the word may be missed"
        notes = (more,) if len(found) > 1 else ()
        quoted = [f'"{each}"' if " " in each and abilities.phrases else each for each in found]
        strings += [Phrased((term,), each, False, notes) for each in quoted]
    return strings


def said(terms: Iterable[str]) -> list[str]:
    """Return the words of terms, lower case, as a walk looks for them; a trailing ``*`` may go on."""
    found = [words for term in terms for words in _leaves(compile_term(term).node)]
    return list(dict.fromkeys(found))


def _leaves(node: Node) -> Iterator[str]:
    words = _in_a_row(node)
    if words is not None:
        yield " ".join(
            word.text if word.is_truncated or not word.is_pattern else word.stem + "*" for word in words
        )
    elif isinstance(node, Near):
        # Words near one another are looked for as if they stood in a row: a promise, not a match.
        yield " ".join(leaf for item in node.items for leaf in _leaves(item))
    elif isinstance(node, And | Or):
        for item in node.items:
            yield from _leaves(item)
