"""Which concepts a record must match: ``A and (B or C) not D``."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from harvest.query.errors import QueryError, did_you_mean

_PIECE = re.compile(r"[()]|[^\s()]+")
_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept id; ``wanted`` is False where it must be absent."""

    id: str
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """Concepts and groups of which all (``every``) or at least one must hold."""

    every: bool
    items: tuple[Concept | Group, ...]


@dataclass(frozen=True, slots=True)
class Require:
    """A requirement over concept ids. Negations are already moved down to the concepts."""

    rule: Concept | Group
    source: str

    def evaluate(self, present: Collection[str]) -> bool:
        """Return True if a document in which the concepts ``present`` match is wanted."""
        return _holds(self.rule, present)

    def concepts(self) -> tuple[str, ...]:
        """Return the ids named, in order of writing, those under NOT included."""
        return tuple(dict.fromkeys(_ids(self.rule)))

    def must_ask(self, prefer: Sequence[str] = ()) -> tuple[str, ...]:
        """Return concepts of which every wanted document has at least one: enough to ask sites for.

        Of parts joined by AND one is taken, with a concept of ``prefer`` if there is such, else the first;
        of parts joined by OR all are. No id can be left out of the result. Raises QueryError if the
        requirement can hold without any concept present.
        """
        chosen = _cover(self.rule, tuple(prefer))
        if chosen is None:
            raise QueryError(
                "the requirement can hold for a document in which no concept is present",
                1,
                source=self.source,
                hint="require at least one concept outside NOT: A not B",
            )
        kept = list(dict.fromkeys(chosen))
        # The parts of an OR choose on their own; together they may hold an id that the others make needless.
        for concept in sorted(kept, key=lambda c: (c in prefer, -kept.index(c))):
            fewer = [c for c in kept if c != concept]
            if _implies_one_of(self.rule, fewer):
                kept = fewer
        return tuple(kept)


def compile_require(text: str, concept_ids: Collection[str]) -> Require:
    """Read a requirement over ``concept_ids``; and, or, not in any case. Raises QueryError."""
    return Require(_Reader(text, concept_ids).read(), text)


def _holds(rule: Concept | Group, present: Collection[str]) -> bool:
    if isinstance(rule, Concept):
        return (rule.id in present) == rule.wanted
    return (all if rule.every else any)(_holds(item, present) for item in rule.items)


def _ids(rule: Concept | Group) -> list[str]:
    return [rule.id] if isinstance(rule, Concept) else [i for item in rule.items for i in _ids(item)]


def _cover(rule: Concept | Group, prefer: tuple[str, ...]) -> list[str] | None:
    if isinstance(rule, Concept):
        return [rule.id] if rule.wanted else None
    covers = [_cover(item, prefer) for item in rule.items]
    usable = [c for c in covers if c is not None]
    if rule.every:
        liked = [c for p in prefer for c in usable if p in c]
        return (*liked, *usable, None)[0]
    return [i for c in usable for i in c] if len(usable) == len(covers) else None


def _implies_one_of(rule: Concept | Group, ids: Collection[str]) -> bool:
    if isinstance(rule, Concept):
        return rule.wanted and rule.id in ids
    return (any if rule.every else all)(_implies_one_of(item, ids) for item in rule.items)


class _Reader:
    """Recursive descent; ``negated`` carries NOT downwards (De Morgan)."""

    def __init__(self, text: str, concept_ids: Collection[str]) -> None:
        self.text = text
        self.known = concept_ids
        self.pieces = [(m.group(), m.start() + 1) for m in _PIECE.finditer(text)]
        self.at = 0
        self.depth = 0

    def fail(self, message: str, column: int, hint: str) -> QueryError:
        return QueryError(message, column, source=self.text, hint=hint)

    def peek(self) -> str:
        return self.pieces[self.at][0].casefold() if self.at < len(self.pieces) else ""

    def read(self) -> Concept | Group:
        if not self.pieces:
            raise self.fail("the requirement is empty", 1, "name concepts: A and B")
        rule = self.any_of(False)
        if self.at < len(self.pieces):
            piece, column = self.pieces[self.at]
            if piece == ")":
                raise self.fail("this bracket was never opened", column, "take it out, or open one before")
            raise self.fail(
                f"{piece} stands beside another part without an operator",
                column,
                "put and, or or not between",
            )
        return rule

    def any_of(self, negated: bool) -> Concept | Group:
        items = [self.all_of(negated)]
        while self.peek() == "or":
            self.at += 1
            items.append(self.all_of(negated))
        return _group(negated, items)

    def all_of(self, negated: bool) -> Concept | Group:
        items = [self.one(negated)]
        while self.peek() in ("and", "not"):
            if self.peek() == "and":
                self.at += 1
            items.append(self.one(negated))
        return _group(not negated, items)

    def one(self, negated: bool) -> Concept | Group:
        while self.peek() == "not":
            negated = not negated
            self.at += 1
        if self.at >= len(self.pieces):
            piece, column = self.pieces[-1]
            raise self.fail(f"{piece} has nothing after it", column, "add a concept, or take it out")
        piece, column = self.pieces[self.at]
        if piece == "(":
            self.depth += 1
            if self.depth > _DEEPEST:
                raise self.fail(f"brackets are nested more than {_DEEPEST} deep", column, "take some out")
            self.at += 1
            rule = self.any_of(negated)
            if self.peek() != ")":
                raise self.fail("this bracket is never closed", column, "close it with )")
            self.at += 1
            self.depth -= 1
            return rule
        if piece == ")" or piece.casefold() in ("and", "or"):
            raise self.fail(f"a concept is missing before {piece}", column, "add a concept, or take it out")
        self.at += 1
        name = piece.strip("\"'\u201c\u201d\u2018\u2019")
        if name not in self.known:
            near = did_you_mean(name, self.known)
            listed = ", ".join(sorted(self.known)) or "none"
            raise self.fail(
                f"there is no concept {name}",
                column,
                f"did you mean {near}?" if near else f"concepts are: {listed}",
            )
        return Concept(name, not negated)


def _group(every: bool, items: list[Concept | Group]) -> Concept | Group:
    return items[0] if len(items) == 1 else Group(every, tuple(items))
