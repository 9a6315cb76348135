"""A reference as the sequence model sees it: its tokens, and what is said of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from harvest.reference_fields.hints import Hints, told
from harvest.reference_fields.identifying import Span
from harvest.reference_fields.words import kinds


class Token(NamedTuple):
    """A word, a number, one sign, or the mark of a find such as ``<url>``, and where it stands."""

    text: str
    start: int
    stop: int


_TOKEN = re.compile(r"[^\W\d_]+(?:['’\u2010\u2011-][^\W\d_]+)*|\d+|\S")
_YEAR = re.compile(r"(?:1[5-9]\d\d|20[0-3]\d)")
_OPEN, _CLOSE = '“‘«„"', '”’»“"'
#: Signs that part the fields of a reference.
_STOPS = frozenset('.,;:()[]“”"‘’«»?!')


def tokenise(text: str, spans: Sequence[Span]) -> list[Token]:
    """Return the tokens of a mended reference; each span of what was found by its form is one token."""
    tokens: list[Token] = []
    at = 0
    for span in [*spans, None]:
        stop = span.start if span else len(text)
        tokens += [Token(found[0], found.start(), found.end()) for found in _TOKEN.finditer(text, at, stop)]
        if span:
            tokens.append(Token(f"<{span.kind}>", span.start, span.stop))
            at = span.stop
    return tokens


def _shape(word: str) -> str:
    if word[0] == "<" and len(word) > 1:
        # "(in press)" stands where a year does.
        return "YEAR" if word == "<undated>" else word
    if word.isdigit():
        return "YEAR" if _YEAR.fullmatch(word) else f"d{min(len(word), 5)}"
    if not word[0].isalpha():
        return word
    if len(word) == 1:
        return "X" if word.isupper() else "x"
    if word.isupper():
        return f"XX{min(len(word), 4)}"
    if word.islower():
        return "xx"
    return "Xx" if word[1:].islower() else "XxX"


def features(tokens: Sequence[Token], seen: Hints) -> list[list[str]]:
    """Return what the model is told of each token, with what rules have seen of the whole."""
    words = [token.text.lower() for token in tokens]
    shapes = [_shape(token.text) for token in tokens]
    sets = [kinds(word) for word in words]
    count = len(tokens)
    parts, part_of = _parts(words, shapes, sets)
    quoted, bracketed = _inside(tokens)
    ahead = _ahead(shapes)
    has_quotes = "q1" if any(quoted) else "q0"
    seen_year = False
    since = -1
    out: list[list[str]] = []
    for at in range(count):
        word, shape = words[at], shapes[at]
        each = [
            f"s={shape}",
            f"p={min(10 * at // count, 9)}",
            f"i={min(at, 6)}",
            f"e={min(count - at, 5)}",
            f"y={seen_year}",
        ]
        each += (
            f"k={parts[part_of[at]]}",
            f"qu={quoted[at]}{has_quotes}",
            f"br={bracketed[at]}",
            f"a={ahead[at]}",
        )
        each.append(f"n={min(part_of[at], 8)}")
        each.append(f"y={seen_year}n={min(part_of[at], 4)}")
        first = since < 0 and tokens[at].start >= seen.authors_end > 0 and word[0].isalnum()
        if first:
            since = part_of[at]
        told_of = told(seen, tokens[at].start, first)
        each += told_of
        each.append(f"{told_of[0]}m={min(part_of[at] - since, 4) if since >= 0 else -1}y={seen_year}")
        if part_of[at] + 1 < len(parts):
            each.append(f"k+1={parts[part_of[at] + 1]}")
        if part_of[at]:
            each.append(f"k-1={parts[part_of[at] - 1]}")
        if word[0].isalpha():
            each.append(f"w={word}")
            each.append(f"x={word[-3:]}")
            each.append(f"f={word[:3]}")
        each += [f"l={letter}" for letter in sets[at]]
        glued = at > 0 and tokens[at - 1].stop == tokens[at].start
        each.append(f"g={glued}")
        for step in (-2, -1, 1, 2):
            there = at + step
            if 0 <= there < count:
                each.append(f"s{step}={shapes[there]}")
                if abs(step) == 1 and words[there][0].isalpha():
                    each.append(f"w{step}={words[there]}")
                if sets[there]:
                    each.append(f"l{step}={sets[there]}")
            else:
                each.append(f"s{step}=|")
        before = shapes[at - 1] if at else "|"
        after = shapes[at + 1] if at + 1 < count else "|"
        each.append(f"t={before}/{shape}/{after}")
        each.append(f"b={shapes[at - 2] if at > 1 else '|'}/{before}/{shape}")
        each.append(f"c={shape}/{after}/{shapes[at + 2] if at + 2 < count else '|'}")
        seen_year = seen_year or shape == "YEAR"
        out.append(each)
    return out


def _parts(words: Sequence[str], shapes: Sequence[str], sets: Sequence[str]) -> tuple[list[str], list[int]]:
    """Say in a few letters what each part between two stops has, and tell which part each token is in.

    A full stop after an initial or a short form parts nothing.
    """
    part_of: list[int] = []
    found: list[tuple[set[str], int]] = [(set(), 0)]
    for at, word in enumerate(words):
        part_of.append(len(found) - 1)
        if word in _STOPS:
            if word == "." and at and (shapes[at - 1] == "X" or (len(words[at - 1]) < 5 and words[at - 1].isalpha())) and not (
                at + 2 < len(words) and shapes[at + 1] == "Xx" and shapes[at + 2] in {"xx", "x"}
            ):  # fmt: skip
                found[-1][0].add("i" if shapes[at - 1] == "X" else "t")
                continue
            if found[-1][1]:
                found.append((set(), 0))
            continue
        has, length = found[-1]
        has.update(set(sets[at]) & set("jpbcmeg"))
        if shapes[at] == "YEAR":
            has.add("Y")
        elif shapes[at][0] == "d" and shapes[at][1:].isdigit():
            has.add("D")
        elif shapes[at] in {"X", "XX2", "XX3"}:
            has.add("i")
        elif shapes[at][0] == "<":
            has.add("<")
        found[-1] = (has, length + 1)
    return [
        "".join(sorted(has)) + str(min(length, 3) if length < 4 else 4 if length < 8 else 8)
        for has, length in found
    ], part_of


def _inside(tokens: Sequence[Token]) -> tuple[list[int], list[int]]:
    """Tell of each token whether it stands in quotation marks, and in brackets. An apostrophe is no mark."""
    quoted: list[int] = []
    bracketed: list[int] = []
    quote, brackets = "", 0
    for token in tokens:
        text = token.text
        if quote and text == quote:
            quoted.append(1)
            quote = ""
        elif not quote and text in _OPEN and len(text) == 1:
            quote = _CLOSE[_OPEN.index(text)]
            quoted.append(1)
        else:
            quoted.append(int(bool(quote)))
        if text in "([":
            brackets += 1
        bracketed.append(min(brackets, 1))
        if text in ")]":
            brackets = max(0, brackets - 1)
    return quoted, bracketed


def _ahead(shapes: Sequence[str]) -> list[str]:
    """Say of each token what comes after it: how far the next number is, and whether a year is still to come."""
    out: list[str] = []
    number, year = 9, "n"
    for shape in reversed(shapes):
        out.append(f"{min(number, 9)}{year}")
        if shape[0] == "d" and shape[1:].isdigit():
            number = 0
        elif shape == "YEAR":
            number, year = 0, "y"
        else:
            number += 1
    return out[::-1]
