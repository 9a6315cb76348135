"""Writes a query for a site's own search box, giving up what the site cannot do.

The rule: every document that matches the query (by our reading, and as far as the site has indexed its words)
is among the results of one of the strings sent. So a string may find more than was meant, never less; what was
given up is noted and applied again to the stored text. Two things are outside the rule, and noted: word forms
that a site's stemming does not reach, and parts that cannot be asked at all (``sent`` is None).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product

from harvest.query.compiled import Compiled
from harvest.query.nodes import And, Near, Node, Not, Or, Phrase, Word, join, written

MOST_STRINGS = 24
_SMALL = frozenset({"and", "or", "not", "near", "adj"})
AGAIN = "It is applied again to the stored text."


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a site's search understands. Words without quotes are taken to mean: all of them, anywhere.

    phrases      words in ``quote`` are found only side by side
    boolean      AND, OR and brackets
    truncation   ``*`` at the end of a word outside quotes, tried on words as written (False if on their stems)
    stems        the site stems English words itself, in words outside quotes at least
    wildcard     ``?`` inside a word stands for zero or one character (False if for exactly one)
    proximity    ``a NEAR/n b``: at most n words between, any order
    max_length   longest string the site takes, in characters
    truncation_in_phrases   with `truncation`: ``*`` works inside quotes too (many sites find nothing then)
    """

    phrases: bool
    boolean: bool
    truncation: bool
    stems: bool
    wildcard: bool
    proximity: bool
    max_length: int
    quote: str = '"'
    truncation_in_phrases: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One string to send; None if this part cannot be asked. ``widened``: it may find more than was meant."""

    sent: str | None
    widened: bool
    notes: tuple[str, ...]


@dataclass(slots=True)
class _Part:
    """One alternative of the query as the site can have it, with what was given up."""

    node: Node
    widened: bool = False
    notes: list[str] = field(default_factory=list)

    def give_up(self, note: str) -> None:
        """Mark the part as wider than meant."""
        self.widened = True
        if note not in self.notes:
            self.notes.append(note)

    def asked(self, sent: str) -> Asked:
        return Asked(sent, self.widened, tuple(self.notes))


def widen(compiled: Compiled, abilities: Abilities) -> tuple[Asked, ...]:
    """Return the strings to send to a site with ``abilities``; see the rule above. Never empty.

    With Boolean search that is one string if it is short enough, else one for each alternative. A part that
    cannot be expressed gives an ``Asked`` without string, whose note says so.
    """
    site = _Site(abilities)
    node = compiled.node
    parts: list[_Part] = []
    cannot: list[Asked] = []
    for alternative in node.items if isinstance(node, Or) else (node,):
        part = _Part(alternative)
        reduced = site.reduce(alternative, part)
        if reduced is None:
            cannot.append(
                Asked(
                    None,
                    False,
                    (
                        f"{written(alternative)} cannot be expressed in this site's search. "
                        "Write the words meant, joined with OR, to have it asked.",
                    ),
                )
            )
        else:
            part.node = reduced
            parts.append(part)
    asked = site.in_one(parts) if abilities.boolean else [a for p in parts for a in site.one_by_one(p)]
    return tuple(_merged(asked) + cannot)


def _merged(asked: list[Asked]) -> list[Asked]:
    """Return each string once, with the notes of all; exact if it is for any of them."""
    merged: dict[str | None, Asked] = {}
    for one in asked:
        other = merged.get(one.sent)
        if other is None:
            merged[one.sent] = one
        else:
            notes = tuple(dict.fromkeys(other.notes + one.notes))
            merged[one.sent] = Asked(one.sent, one.widened and other.widened, notes)
    return list(merged.values())


class _Site:
    """Writes for one site."""

    def __init__(self, abilities: Abilities) -> None:
        self.can = abilities

    # -- what the site can have ----------------------------------------------------------------------------

    def reduce(self, node: Node, part: _Part) -> Node | None:
        """Return the nearest thing that finds no less and that the site can have; None if there is none."""
        match node:
            case Word():
                return self._word(node, part)
            case Phrase():
                return self._phrase(node, part)
            case Near():
                return self._near(node, part)
            case And(items=items):
                return self._all(items, part)
            case Or(items=items):
                reduced = [self.reduce(item, part) for item in items]
                kept = [r for r in reduced if r is not None]
                # One alternative that cannot be asked makes the others too narrow.
                return join(Or, kept) if len(kept) == len(reduced) else None
        return None

    def _word(self, word: Word, part: _Part) -> Word | None:
        if not word.is_pattern:
            # Without quotes such a site would take `and` for the operator.
            mistaken = (
                word.text in _SMALL and not self.can.phrases and (self.can.boolean or self.can.proximity)
            )
            return None if mistaken else word
        if word.is_truncated and self.can.truncation:
            return word
        inside = word.text.rstrip("*")
        if self.can.wildcard and "*" not in inside and (inside == word.text or self.can.truncation):
            if "#" in word.text:
                part.give_up(f"{word.text} is asked with ? for #, which finds a missing letter too. {AGAIN}")
            return Word(word.text.replace("#", "?"))
        if self.can.truncation and len(word.stem) >= 3:
            part.give_up(f"{word.text} is asked as {word.stem}*. {AGAIN}")
            return Word(f"{word.stem}*")
        # Stemming works on endings, so the letters before the first wildcard must be all there are.
        if self.can.stems and len(word.stem) >= 3 and not word.text[len(word.stem) :].strip("*?#"):
            form = _stem_form(word.stem)
            part.give_up(
                f"{word.text} is asked as {form}: the site finds the forms its own stemming reaches and may "
                f"miss others. {AGAIN}"
            )
            return Word(form)
        return None

    def _phrase(self, phrase: Phrase, part: _Part) -> Node | None:
        patterns = [w for w in phrase.words if w.is_pattern]
        starred = (
            self.can.truncation and self.can.truncation_in_phrases and all(w.is_truncated for w in patterns)
        )
        if self.can.phrases and (not patterns or starred):
            return phrase
        why = "with truncation" if self.can.phrases else "as a phrase"
        words = self._all_words(phrase.words, part)
        if words is not None:
            part.give_up(
                f"{written(phrase)} is asked as all its words, anywhere in a document: the site cannot look "
                f"for it {why}. {AGAIN}"
            )
        return words

    def _all_words(self, words: tuple[Word, ...], part: _Part) -> Node | None:
        """Return all words that can be asked, those that sites read as operators left out."""
        kept: list[Node] = []
        for word in dict.fromkeys(words):
            reduced = None if word.text in _SMALL else self._word(word, part)
            if reduced is None:
                part.give_up(
                    f"{word.text} is left out of the words asked: the site cannot look for it. {AGAIN}"
                )
            else:
                kept.append(reduced)
        return join(And, kept) if kept else None

    def _near(self, near: Near, part: _Part) -> Node | None:
        if self.can.proximity and len(near.items) == 2:
            trial = _Part(near)
            reduced = [self.reduce(item, trial) for item in near.items]
            items = tuple(r for r in reduced if r is not None and self._fits_near(r))
            if len(items) == 2:
                for note in trial.notes:
                    part.give_up(note)
                if near.ordered:
                    part.give_up(f"{written(near)} is asked in any order. {AGAIN}")
                return Near(items, near.within, False)
        node = self._all(near.items, part)
        if node is not None:
            part.give_up(f"{written(near)} is asked as all its words, anywhere in a document. {AGAIN}")
        return node

    def _fits_near(self, node: Node) -> bool:
        if isinstance(node, Or):
            return self.can.boolean and all(isinstance(i, Word | Phrase) for i in node.items)
        return isinstance(node, Word | Phrase)

    def _all(self, items: tuple[Node, ...], part: _Part) -> Node | None:
        kept: list[Node] = []
        for item in items:
            reduced = self.reduce(item, part)
            if isinstance(item, Not):
                part.give_up(f"{written(item)} is not sent: what a site counts as a word may differ. {AGAIN}")
            elif reduced is None:
                part.give_up(f"{written(item)} is left out: the site cannot look for it. {AGAIN}")
            else:
                kept.append(reduced)
        return join(And, list(dict.fromkeys(kept))) if kept else None

    # -- writing it down -----------------------------------------------------------------------------------

    def write(self, node: Node, *, inside: bool = False) -> str:
        """Return the node in the site's syntax."""
        match node:
            case Word(text=text):
                return (
                    f"{self.can.quote}{text}{self.can.quote}" if text in _SMALL and self.can.phrases else text
                )
            case Phrase(words=words):
                return self.can.quote + " ".join(w.text for w in words) + self.can.quote
            case Near(items=items, within=within):
                text = f" NEAR/{within} ".join(self.write(i, inside=True) for i in items)
            case And(items=items):
                text = " AND ".join(self.write(i, inside=True) for i in items)
            case Or(items=items):
                text = " OR ".join(self.write(i, inside=True) for i in items)
            case Not():
                raise AssertionError("NOT is never sent")
        return f"({text})" if inside else text

    def in_one(self, parts: list[_Part]) -> list[Asked]:
        """Write all parts for a site with Boolean search, in as few strings as its length allows."""
        asked: list[Asked] = []
        bundle: list[_Part] = []
        for part in parts:
            if bundle and len(self._either([*bundle, part])) > self.can.max_length:
                asked.append(self._bundled(bundle))
                bundle = []
            if len(self.write(part.node)) > self.can.max_length:
                asked.extend(self._shortened(part))
            else:
                bundle.append(part)
        if bundle:
            asked.append(self._bundled(bundle))
        if len(asked) > 1:
            note = f"The query is longer than the {self.can.max_length} characters the site takes: asked in parts."
            asked = [Asked(a.sent, a.widened, (*a.notes, note)) for a in asked]
        return asked

    def _either(self, parts: list[_Part]) -> str:
        return self.write(join(Or, list(dict.fromkeys(p.node for p in parts))))

    def _bundled(self, parts: list[_Part]) -> Asked:
        notes = tuple(dict.fromkeys(note for part in parts for note in part.notes))
        return Asked(self._either(parts), any(p.widened for p in parts), notes)

    def one_by_one(self, part: _Part) -> list[Asked]:
        """Write a part for a site without Boolean search: one string for each combination of alternatives."""
        asked = []
        for atoms in self._combinations(part.node, part):
            one = _Part(part.node, part.widened, list(part.notes))
            if len(atoms) == 1 and len(self.write(atoms[0])) <= self.can.max_length:
                asked.append(one.asked(self.write(atoms[0])))
                continue
            for atom in atoms:
                if not isinstance(atom, Word):
                    one.give_up(f"{written(atom)} is asked as all its words, anywhere in a document. {AGAIN}")
            asked.append(self._words_that_fit([w for a in atoms for w in _words(a)], one, " "))
        return asked

    def _combinations(self, node: Node, part: _Part) -> list[tuple[Node, ...]]:
        """Return the alternatives of a node, each as things that must all be there."""
        if isinstance(node, Or):
            return [c for item in node.items for c in self._combinations(item, part)]
        if not isinstance(node, And):
            return [(node,)]
        choices = sorted(
            ((self._combinations(i, part), k) for k, i in enumerate(node.items)), key=lambda c: len(c[0])
        )
        kept: list[tuple[list[tuple[Node, ...]], int]] = []
        strings = 1
        for found, k in choices:
            # Asking for fewer of the things joined by AND finds more, so the widest choices can be left out.
            if kept and strings * len(found) > MOST_STRINGS:
                part.give_up(
                    f"{written(node.items[k])} is left out to send no more than {MOST_STRINGS} strings. {AGAIN}"
                )
            else:
                kept.append((found, k))
                strings *= len(found)
        kept.sort(key=lambda c: c[1])
        return [
            tuple(dict.fromkeys(a for c in chosen for a in c)) for chosen in product(*(c for c, _ in kept))
        ]

    # -- too long ------------------------------------------------------------------------------------------

    def _shortened(self, part: _Part) -> list[Asked]:
        """Write one part that is too long for a site with Boolean search."""
        node = part.node
        if isinstance(node, Or):
            return self.in_one([_Part(item, part.widened, list(part.notes)) for item in node.items])
        if isinstance(node, Near | Phrase):
            part.give_up(f"{written(node)} is asked as all its words, anywhere in a document. {AGAIN}")
        if isinstance(node, Word | Phrase):
            return [self._words_that_fit(_words(node), part, " AND ")]
        kept: list[Node] = []
        for item in node.items if isinstance(node, And | Near) else ():
            if len(self.write(join(And, [*kept, item]))) <= self.can.max_length:
                kept.append(item)
        # If no item fits whole, what fits of the first is asked.
        part.node = join(And, kept) if kept else node.items[0] if isinstance(node, And | Near) else node
        part.give_up(
            f"Only {written(part.node)} is asked: the site takes {self.can.max_length} characters. {AGAIN}"
        )
        return [part.asked(self.write(part.node))] if kept else self._shortened(part)

    def _words_that_fit(self, words: list[Word], part: _Part, between: str) -> Asked:
        """Write as many of the words as the site takes; long words, which say most, first."""
        for word in [w for w in words if w.text in _SMALL and len(words) > 1]:
            part.give_up(f"{word.text} is left out: sites read it as an operator. {AGAIN}")
            words = [w for w in words if w != word]
        kept: list[Word] = []
        for word in sorted(words, key=lambda w: -len(w.text)):
            trial = [w for w in words if w in kept or w == word]
            if len(between.join(w.text for w in trial)) <= self.can.max_length:
                kept = trial
            else:
                part.give_up(
                    f"{word.text} is left out: the site takes {self.can.max_length} characters. {AGAIN}"
                )
        return part.asked(between.join(w.text for w in kept)) if kept else self._nothing(part)

    def _nothing(self, part: _Part) -> Asked:
        shown = written(part.node)
        note = f"{shown} cannot be asked: nothing of it fits in the {self.can.max_length} characters the site takes."
        return Asked(None, False, (note,))


def _words(node: Node) -> list[Word]:
    match node:
        case Word():
            return [node]
        case Phrase(words=words):
            return list(words)
        case Near(items=items) | And(items=items):
            return [w for item in items for w in _words(item)]
    return []


@lru_cache(maxsize=1024)
def _stem_form(prefix: str) -> str:
    """Return the form of a truncated word to send to a site that stems.

    The letters as they stand, unless the usual endings agree on another stem: ``allianc`` is the stem of
    alliance and alliancing, but ``integrat`` is not that of integrated and integrating, and ``integrate`` is
    sent. The stemmer is Snowball's English one, which Lucene, Solr and Elasticsearch use.
    """
    import snowballstemmer  # slow to import, and most sites do not need it

    stem = snowballstemmer.stemmer("english").stemWord
    usual = {stem(prefix + ending) for ending in ("e", "ed", "ing")}
    return f"{prefix}e" if len(usual) == 1 and stem(prefix) not in usual else prefix
