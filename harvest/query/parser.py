"""Reads terms and queries into trees.

Binding, tightest first: NEAR and ADJ, NOT, AND, OR (the order of Web of Science; PubMed and Ovid read from left
to right, so a mixture without brackets is noted). Words side by side without an operator are a phrase.

``and``, ``or``, ``not`` in lower case are operators in a query (``compile_query``) and in a term that has other
syntax of an expression (quotes, brackets, NEAR, field tags), as Ovid users write them. They are words of a
phrase in a plain term (``health and wellbeing``), and wherever the same text has operators in capitals: who
writes AND for the operator means the word by ``and``. Either reading is noted.
"""

from __future__ import annotations

from typing import NoReturn

from harvest.query.compiled import Compiled
from harvest.query.errors import QueryError
from harvest.query.lexer import Lexeme, Lexer
from harvest.query.nodes import And, Near, Node, Not, Or, Phrase, Word, is_anchored, join, written

MOST_NEAR_ITEMS = 8
_DEEPEST = 40
_OPERATORS = ("AND", "OR", "NOT", "NEAR", "ADJ")


def compile_term(text: str) -> Compiled:
    """Read one term of a protocol; a bare term of several words is a phrase. Raises QueryError."""
    return _compile(text, bare_is_phrase=True)


def compile_query(text: str) -> Compiled:
    """Read a Boolean query, as typed into a search box. Raises QueryError."""
    return _compile(text, bare_is_phrase=False)


def _compile(text: str, *, bare_is_phrase: bool) -> Compiled:
    lexer = Lexer(text)
    lexer.read()
    lexemes = _settle_lower_case(lexer, bare_is_phrase)
    parser = _Parser(lexer, lexemes)
    node = parser.query()
    if not is_anchored(node):
        at = next(lexeme.column for lexeme in lexemes if lexeme.kind == "NOT") - 1
        raise lexer.fail(
            "NOT leaves nothing to look for: it only takes away from something found",
            at,
            "write: what to find NOT what to leave out",
        )
    return Compiled(node, text, tuple(lexer.notes))


def _settle_lower_case(lexer: Lexer, bare_is_phrase: bool) -> list[Lexeme]:
    """Make each lower-case and, or, not either an operator or a word, and note which."""
    lexemes = lexer.lexemes
    lower = [x for x in lexemes if x.lower]
    if not lower:
        return lexemes
    capitals = any(x.kind in ("AND", "OR", "NOT") and not x.lower for x in lexemes)
    syntax = any(x.kind in ("phrase", "(", ")", "NEAR", "ADJ") for x in lexemes) or lexer.foreign
    shown = " and ".join(dict.fromkeys(f'"{x.text}"' for x in lower))
    if capitals or (bare_is_phrase and not syntax):
        lexer.note(f"{shown} in lower case: read as a word of the phrase; write capitals for the operator")
        return [Lexeme("words", x.column, x.text, x.words) if x.lower else x for x in lexemes]
    lexer.note(f"{shown} in lower case: read as an operator; put a phrase with the word in quotes")
    return lexemes


class _Parser:
    """Recursive descent over the lexemes of one query."""

    def __init__(self, lexer: Lexer, lexemes: list[Lexeme]) -> None:
        self.lexer = lexer
        self.lexemes = lexemes
        self.at = 0
        self.depth = 0

    def fail(self, message: str, lexeme: Lexeme, hint: str) -> QueryError:
        return self.lexer.fail(message, lexeme.column - 1, hint)

    def peek(self) -> str:
        """Return the kind of the next lexeme, or an empty string at the end."""
        return self.lexemes[self.at].kind if self.at < len(self.lexemes) else ""

    def query(self) -> Node:
        if not self.lexemes:
            raise self.lexer.fail("there is nothing to look for", 0, "write a word, or a phrase: social care")
        node = self.any_of()
        if self.at < len(self.lexemes):
            # any_of stops only at a bracket that nothing opened.
            raise self.fail(
                "this bracket was never opened", self.lexemes[self.at], "take it out, or open one before"
            )
        return node

    def any_of(self) -> Node:
        items, mixed = [], False
        while True:
            begin = self.at
            items.append(self.all_of())
            # An AND or NOT outside any bracket, next to an OR: houses differ in what comes first.
            mixed = mixed or (isinstance(items[-1], And) and not self._is_bracketed(begin))
            if self.peek() != "OR":
                break
            self.at += 1
        node = join(Or, items)
        if mixed and len(items) > 1:
            self.lexer.note(f"AND and NOT come before OR: read as {written(node)}; brackets make it plain")
        return node

    def _is_bracketed(self, begin: int) -> bool:
        """Return True if the lexemes from ``begin`` up to here are one bracket."""
        if self.lexemes[begin].kind != "(":
            return False
        depth = 0
        for i in range(begin, self.at):
            depth += {"(": 1, ")": -1}.get(self.lexemes[i].kind, 0)
            if depth == 0:
                return i == self.at - 1
        return False

    def all_of(self) -> Node:
        items = [self.one()]
        while self.peek() in ("AND", "NOT"):
            if self.peek() == "AND":
                self.at += 1
            items.append(self.one())
        return join(And, items)

    def one(self) -> Node:
        """Read one item of an AND: something near something, or NOT such."""
        if self.peek() != "NOT":
            return self.near()
        self.at += 1
        if self.peek() == "NOT":
            raise self.fail("NOT stands twice", self.lexemes[self.at], "write one NOT")
        return Not(self.near())

    def near(self) -> Node:
        node = self.atom()
        chained = False  # the node was made by this chain, not by a bracket: the next item may join it
        while self.peek() in ("NEAR", "ADJ"):
            operator = self.lexemes[self.at]
            self._closeable(node, operator)
            self.at += 1
            right = self.atom()
            self._closeable(right, operator)
            within, ordered = operator.number or 0, operator.kind == "ADJ"
            if chained and isinstance(node, Near) and (node.within, node.ordered) == (within, ordered):
                items = (*node.items, right)
            else:
                items = (node, right)
            node, chained = self._near(items, within, ordered, operator), True
        return node

    def _near(self, items: tuple[Node, ...], within: int, ordered: bool, where: Lexeme) -> Near:
        if len(items) > MOST_NEAR_ITEMS:
            raise self.fail(
                f"more than {MOST_NEAR_ITEMS} items are asked to be near each other",
                where,
                "group words into phrases, or use AND",
            )
        return Near(items, within, ordered)

    def _closeable(self, node: Node, operator: Lexeme) -> None:
        """Refuse AND and NOT as an item of NEAR: they have no place in the text."""
        match node:
            case And() | Not():
                raise self.fail(
                    f"{operator.text} joins words, phrases and OR groups, not AND or NOT",
                    operator,
                    "write (a OR b) NEAR/3 c, or join with AND outside",
                )
            case Or(items=items):
                for item in items:
                    self._closeable(item, operator)

    def atom(self) -> Node:
        if self.at >= len(self.lexemes):
            self._missing()
        lexeme = self.lexemes[self.at]
        if lexeme.kind == "(":
            node = self._bracket(lexeme)
        elif lexeme.kind == "phrase":
            self.at += 1
            node = self._quoted(lexeme)
        elif lexeme.kind == "words":
            words: list[Word] = []
            while self.peek() == "words":
                words.extend(self.lexemes[self.at].words)
                self.at += 1
            node = words[0] if len(words) == 1 else Phrase(tuple(words))
        else:
            self._missing()
        if self.peek() in ("words", "phrase", "("):
            raise self.fail(
                "two parts stand side by side without an operator",
                self.lexemes[self.at],
                "put AND, OR or NEAR/n between them, or one pair of quotes around both",
            )
        return node

    def _quoted(self, lexeme: Lexeme) -> Node:
        if len(lexeme.words) == 1:
            return lexeme.words[0]
        if lexeme.number is not None:
            return self._near(lexeme.words, lexeme.number, False, lexeme)
        return Phrase(lexeme.words)

    def _bracket(self, opening: Lexeme) -> Node:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.fail(f"brackets are nested more than {_DEEPEST} deep", opening, "take some out")
        self.at += 1
        if self.peek() == ")":
            raise self.fail("these brackets are empty", opening, "take them out")
        node = self.any_of()
        if self.peek() != ")":
            raise self.fail("this bracket is never closed", opening, "close it with )")
        self.at += 1
        self.depth -= 1
        return node

    def _missing(self) -> NoReturn:
        """Say which operator lacks something to join."""
        before = self.lexemes[self.at - 1] if self.at else None
        if before is not None and before.kind in _OPERATORS:
            raise self.fail(
                f"{before.text} has nothing after it", before, "add what it joins, or take it out"
            )
        if self.at == len(self.lexemes):
            raise self.fail("this bracket is never closed", self.lexemes[-1], "close it with )")
        here = self.lexemes[self.at]
        if here.kind == ")":
            raise self.fail("this bracket was never opened", here, "take it out, or open one before")
        raise self.fail(f"{here.text} has nothing before it", here, "add what it joins, or take it out")
