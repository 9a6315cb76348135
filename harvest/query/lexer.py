"""Cuts a query into words, phrases, operators and brackets, whatever house it comes from.

House syntax: ``AND OR NOT``, brackets, ``"phrases"``, ``NEAR/n`` and ``ADJ/n`` (at most n words between; ADJ in
this order), ``*`` (any letters), ``?`` (zero or one character), ``#`` (exactly one). ``*`` needs three letters
before it, as in Web of Science topic searches. ``?`` is Ovid's; in Web of Science it is exactly one character,
so our reading finds all that either would. Sources: Ovid "Advanced Search Techniques" (syntax.htm), Clarivate
"Search Rules" (wildcards), and the comparison of proximity operators by the University of Oulu library.

Taken over from other houses, each with a note: Ovid ``adj3`` (any order, at most 2 between), ``adj`` , ``$``,
``$2`` and ``.ti,ab.``; PubMed ``[tiab]`` and ``[tiab:~3]``; Web of Science ``TS=`` and ``$``; Scopus
``TITLE-ABS-KEY(``, ``W/n``, ``PRE/n``; Cochrane and Embase ``NEXT/n``, ``'phrase'``; Lucene ``"a b"~3``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from harvest.query.errors import QueryError
from harvest.query.nodes import WILDCARDS, Word
from harvest.query.tokens import WORD, fold, plain

DOUBLE_QUOTES = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02'
LONGEST_QUERY = 20_000
MOST_BETWEEN = 100
_MOST_WILDCARDS = 10

_RUN = re.compile(rf"[^\s()\[\]{{}}{DOUBLE_QUOTES}]+")
_SINGLE_QUOTED = re.compile(r"['\u2018](?![\s])([^()\[\]{}\"]{1,300}?)['\u2019](?=[\s()\[\]/]|$)")
_PROXIMITY = re.compile(r"(near|adj|next|onear|pre|w|n|p)/(\d+)", re.IGNORECASE)
_NUMBERED = re.compile(r"(near|adj|next)(\d+)", re.IGNORECASE)
_UNNUMBERED = re.compile(r"NEAR|(?:NEAR|ADJ|NEXT|ONEAR)/.*|(?:near|adj|next|onear|pre|PRE)/\W*\w?")
_ADJACENT = re.compile(r"adj|ADJ|NEXT")
_EBSCO = re.compile(r"[NW]\d+")
_SET_NUMBER = re.compile(r"#\d+|(?:or|and)/\d[\d,-]*", re.IGNORECASE)
_HEADING = re.compile(r"exp\s+[^()\"]{0,200}?/(?=\s|\)|$|\.)", re.IGNORECASE)
_EMBASE_HEADING = re.compile(r"/(?:exp|de|mj)\b")
_PREFIX_FIELD = re.compile(r"([A-Z]{2,3})=")
_SCOPUS_FIELD = re.compile(r"(?:TITLE-ABS-KEY(?:-AUTH)?|TITLE-ABS|TITLE|ABS|KEY|ALL)(?=\()")
_OVID_FIELD = re.compile(r"\.((?:[a-z]{2},)*[a-z]{2})\.?$")
_LUCENE = re.compile(r"~|\^\d")

_WOS_TEXT = {"TS", "TI", "AB", "AK", "KP", "ALL"}
_OVID_TEXT = {"ti", "ab", "tw", "mp", "kw", "kf", "ot", "tx", "af", "bt"}
_OVID_OTHER = {"au", "jn", "jw", "sh", "pt", "yr", "hw", "xm", "fs", "in", "lg", "dt", "px", "rn"}
_PUBMED_TEXT = {
    "tiab",
    "ti",
    "ab",
    "tw",
    "all",
    "ot",
    "title/abstract",
    "title",
    "abstract",
    "text word",
    "all fields",
    "other term",
}
_PUBMED_HEADINGS = {
    "mesh",
    "mh",
    "majr",
    "sh",
    "mesh terms",
    "mesh major topic",
    "mesh:noexp",
    "mh:noexp",
    "majr:noexp",
    "subheading",
    "emtree",
}


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One piece: ``kind`` is words, phrase, (, ), AND, OR, NOT, NEAR or ADJ; ``column`` is 1-based.

    ``lower`` marks a lower-case and, or, not: an operator or a word, which only the whole query tells.
    ``number`` is the distance of an operator, or of a phrase with one (``"a b"~3``).
    """

    kind: str
    column: int
    text: str
    words: tuple[Word, ...] = ()
    number: int | None = None
    lower: bool = False


@dataclass(slots=True)
class Lexer:
    """Reads one query; ``lexemes`` and ``notes`` hold the result.

    ``foreign`` is set by what only the search line of another house has: field tags, ``$``.
    """

    source: str
    lexemes: list[Lexeme] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    web_of_science: bool = False
    foreign: bool = False

    def fail(self, message: str, at: int, hint: str) -> QueryError:
        """Return the error for what stands at offset ``at``."""
        return QueryError(message, at + 1, source=self.source, hint=hint)

    def note(self, text: str) -> None:
        """Keep a note, once."""
        if text not in self.notes:
            self.notes.append(text)

    def read(self) -> None:
        """Cut the whole source; raises QueryError."""
        source = self.source
        if len(source) > LONGEST_QUERY:
            raise self.fail(
                f"the query is longer than {LONGEST_QUERY:,} characters",
                LONGEST_QUERY,
                "split it into several terms",
            )
        self.web_of_science = any(m.group(1) in _WOS_TEXT for m in _PREFIX_FIELD.finditer(source))
        at = 0
        while at < len(source):
            char = source[at]
            if char.isspace():
                at += 1
            elif char in "()":
                self.lexemes.append(Lexeme(char, at + 1, char))
                at += 1
            elif char in DOUBLE_QUOTES:
                at = self._double_quoted(at)
            elif char == "[":
                at = self._bracketed(at)
            elif char in "]{}":
                hint = 'write an exact phrase in quotes: "social care"'
                raise self.fail(f"{char} has no meaning here", at, hint)
            elif found := _SINGLE_QUOTED.match(source, at):
                self.note(f"{found.group()}: single quotes are read as a phrase")
                at = self._phrase(found.group(1), at, found.end())
            else:
                at = self._run(at)

    # -- quoted --------------------------------------------------------------------------------------------

    def _double_quoted(self, at: int) -> int:
        close = next((i for i in range(at + 1, len(self.source)) if self.source[i] in DOUBLE_QUOTES), -1)
        if close < 0:
            raise self.fail("this quotation mark is never closed", at, 'write the phrase as "social care"')
        return self._phrase(self.source[at + 1 : close], at, close + 1)

    def _phrase(self, inner: str, at: int, behind: int) -> int:
        words = tuple(self._words(inner, at + 1))
        if not words:
            raise self.fail(
                "there is no word between these quotation marks", at, "put words in or leave it out"
            )
        rest = self.source[behind:]
        if _EMBASE_HEADING.match(rest):
            raise self._heading_error(self.source[at:behind] + rest[: rest.find("/") + 4].rstrip(), at)
        number = None
        if slop := re.match(r"~(\d*)", rest):
            if not slop.group(1):
                raise self.fail("~ needs a number here", behind, 'write "alliance partner"~3, or use NEAR/3')
            number = self._distance(slop.group(1), behind)
            self._slop_note(f"{self.source[at:behind]}~{number}", words, number)
            behind += slop.end()
        elif rest[:1] and rest[0] in "*?$#":
            raise self.fail(
                f"{rest[0]} stands outside the quotation marks", behind, 'put it inside: "alliance contract*"'
            )
        self.lexemes.append(Lexeme("phrase", at + 1, self.source[at:behind], words, number))
        return behind

    def _slop_note(self, shown: str, words: tuple[Word, ...], number: int) -> None:
        if len(words) == 1:
            self.note(f"{shown}: one word has no distance, the number is left out")
        else:
            self.note(
                f"{shown}: read as NEAR/{number} (at most {number} words between neighbours, any order)"
            )

    # -- field tags ----------------------------------------------------------------------------------------

    def _bracketed(self, at: int) -> int:
        """Read a PubMed field tag in square brackets."""
        close = self.source.find("]", at)
        if close < 0 or not self.lexemes or self.lexemes[-1].kind not in ("words", "phrase", ")"):
            raise self.fail("[ has no meaning here", at, "use round brackets to group")
        shown = self.source[at : close + 1]
        tag, _, slop = shown[1:-1].strip().casefold().partition(":~")
        if tag in _PUBMED_HEADINGS:
            raise self._heading_error(shown, at)
        if tag not in _PUBMED_TEXT and not tag.startswith("mp="):
            raise self.fail(
                f"{shown} is a field that stored text does not have",
                at,
                "leave the field out, or put its meaning into the protocol's [limits]",
            )
        if slop:
            number, last = self._distance(slop, at), self.lexemes[-1]
            if last.kind != "phrase":
                raise self.fail(
                    f"{shown} needs a quoted phrase before it", at, 'write "alliance partner"[tiab:~3]'
                )
            self.lexemes[-1] = Lexeme("phrase", last.column, last.text, last.words, number)
            self._slop_note(f"{last.text}{shown}", last.words, number)
        self._field_note(shown)
        return close + 1

    def _field_note(self, shown: str) -> None:
        self.foreign = True
        self.note(f"{shown}: the field is left out, the whole text is searched")

    def _heading_error(self, shown: str, at: int) -> QueryError:
        return self.fail(
            f"{shown} is a subject heading: a controlled vocabulary has no meaning in full text",
            at,
            "write the words that texts use, joined with OR",
        )

    # -- runs of characters without space, bracket or quote --------------------------------------------------

    def _run(self, at: int) -> int:
        source = self.source
        if found := _HEADING.match(source, at):
            raise self._heading_error(found.group(), at)
        if found := _SCOPUS_FIELD.match(source, at):
            self._field_note(found.group())
            return found.end()
        if found := _PREFIX_FIELD.match(source, at):
            if found.group(1) not in _WOS_TEXT:
                raise self.fail(
                    f"{found.group()} is a field that stored text does not have",
                    at,
                    "leave the field out, or put its meaning into the protocol's [limits]",
                )
            self._field_note(found.group())
            return found.end()
        found = _RUN.match(source, at)
        run = found.group() if found else source[at]
        behind = at + len(run)
        if self._operator(run, at):
            return behind
        self._refuse(run, at)
        text = self._without_ovid_field(run, at)
        words = tuple(self._words(text, at))
        if words:
            self.lexemes.append(Lexeme("words", at + 1, text, words))
        return behind

    def _operator(self, run: str, at: int) -> bool:
        """Read ``run`` as an operator if it is one."""
        if run in ("AND", "OR", "NOT", "and", "or", "not"):
            lower = run.islower()
            words = tuple(self._words(run, at)) if lower else ()
            self.lexemes.append(Lexeme(run.upper(), at + 1, run, words, lower=lower))
            return True
        if found := _PROXIMITY.fullmatch(run):
            name, number = found.group(1).upper(), self._distance(found.group(2), at)
            kind = "ADJ" if name in ("ADJ", "NEXT", "ONEAR", "PRE", "P") else "NEAR"
            if name not in ("NEAR", "ADJ"):
                self.note(f"{run}: read as {kind}/{number}")
        elif found := _NUMBERED.fullmatch(run):
            kind, number = "NEAR", self._distance(found.group(2), at)
            if found.group(1).upper() == "ADJ":
                if number == 0:
                    raise self.fail(f"{run}: Ovid counts from adj1", at, "write adj1, or NEAR/0")
                number -= 1
                between = "no word" if number == 0 else f"at most {number} word{'s' * (number > 1)}"
                self.note(f"{run}: Ovid's, read as NEAR/{number} ({between} between, any order)")
            else:
                kind = "ADJ" if found.group(1).upper() == "NEXT" else "NEAR"
                self.note(f"{run}: read as {kind}/{number}")
        elif _ADJACENT.fullmatch(run):
            kind, number = "ADJ", 0
            self.note(f"{run}: read as ADJ/0 (next to each other, in this order)")
        elif _UNNUMBERED.fullmatch(run):
            raise self.fail(f"{run} needs a number of words", at, "write NEAR/5 or ADJ/5, without spaces")
        else:
            return False
        self.lexemes.append(Lexeme(kind, at + 1, run, number=number))
        return True

    def _refuse(self, run: str, at: int) -> None:
        if _SET_NUMBER.fullmatch(run):
            raise self.fail(
                f"{run} points at another line of a search", at, "write out what that line searched"
            )
        if len(run) > 1 and run[-1] == "/" and run[-2].isalpha():
            raise self._heading_error(run, at)
        if found := _LUCENE.search(run):
            raise self.fail(
                f"{found.group()} after a word (fuzzy search, boost) is not known here",
                at + found.start(),
                'use wom?n or allianc*, or "two words"~3',
            )
        if _EBSCO.fullmatch(run):
            self.note(
                f"{run}: read as a word; for EBSCO's operator write {'NEAR' if run[0] == 'N' else 'ADJ'}/{run[1:]}"
            )
        if run[0] in "-\u2212+" and len(run) > 1 and run[1].isalnum():
            self.note(f"{run}: the {run[0]} is read as a space; to leave words out write NOT")
        if "&" in run:
            self.note('& is read as a space: "health & care" is found, "health and care" is not')
        if run[-1] == ":" and len(run) > 1:
            self.note(f"{run}: the colon is read as a space; for truncation write {run[:-1]}*")

    def _without_ovid_field(self, run: str, at: int) -> str:
        found = _OVID_FIELD.search(run)
        follows = not run[: found.start()] if found else False
        if not found or (follows and (not self.lexemes or self.lexemes[-1].kind not in (")", "phrase"))):
            return run
        codes = set(found.group(1).split(","))
        if not follows and not run.endswith("."):
            return run
        if codes & _OVID_OTHER and codes <= _OVID_OTHER | _OVID_TEXT:
            raise self.fail(
                f"{found.group()} is a field that stored text does not have",
                at + found.start(),
                "leave the field out, or put its meaning into the protocol's [limits]",
            )
        if not codes <= _OVID_TEXT:
            return run
        self._field_note(found.group())
        return run[: found.start()]

    def _distance(self, digits: str, at: int) -> int:
        number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else -1
        if not 0 <= number <= MOST_BETWEEN:
            raise self.fail(
                f"{digits} is no distance in words from 0 to {MOST_BETWEEN}",
                at,
                "write NEAR/5, or AND for the whole text",
            )
        return number

    # -- words ---------------------------------------------------------------------------------------------

    def _words(self, text: str, at: int) -> Iterator[Word]:
        """Yield the words of a stretch of the query, wildcards in house style."""
        # Folding would drop wildcards, so the parts between them are folded and put together again.
        level = plain(text)
        place = 0
        while place < len(level):
            piece: list[str] = []
            begin = place
            while place < len(level):
                if found := WORD.match(level, place):
                    piece.append(fold(found.group()))
                    place = found.end()
                elif level[place] in "*?$#":
                    piece.append(level[place])
                    place += 1
                else:
                    break
            if not piece:
                place += 1
            elif word := "".join(piece):
                yield Word(self._house_wildcards(word, at + begin))

    def _house_wildcards(self, word: str, at: int) -> str:
        if not word.strip("*?$#"):
            raise self.fail(
                f"{word} stands alone", at, "put it at the end of or inside a word: allianc*, wom?n"
            )
        if word[0] in "*?$#":
            raise self.fail(
                f"{word} begins with {word[0]}",
                at,
                f"begin with letters, as in allianc*, or leave the {word[0]} out",
            )
        if "$" in word:
            word = self._dollar(word)
        wild = [i for i, c in enumerate(word) if c in WILDCARDS]
        if not wild:
            return word
        if len(wild) > _MOST_WILDCARDS or word.count("*") > 3:
            raise self.fail(f"{word} has too many wildcards", at, "write the words out, joined with OR")
        before_star = word.split("*", 1)[0]
        letters = sum(c not in WILDCARDS for c in (before_star if "*" in word else word))
        if letters < 3:
            what = "before *" if "*" in word else "in a word with a wildcard"
            raise self.fail(
                f"{word} would match far too much: three letters are needed {what}",
                at,
                "write more letters, or the words meant, joined with OR",
            )
        # A truncation swallows whatever wildcard stands next to it.
        return re.sub(r"[*?#]*\*[*?]*", "*", word) if "#" not in word else word

    def _dollar(self, word: str) -> str:
        """Translate ``$`` of Ovid and Web of Science."""
        self.foreign = True
        head, _, tail = word.partition("$")
        if self.web_of_science:
            self.note(f"{word}: $ is Web of Science's, read as ? (zero or one character)")
            return word.replace("$", "?")
        if not tail:
            self.note(
                f"{word}: $ is Ovid's, read as *; for Web of Science's (zero or one character) write {head}?"
            )
            return head + "*"
        if tail.isascii() and tail.isdigit() and int(tail) <= _MOST_WILDCARDS:
            self.note(f"{word}: $ is Ovid's, read as at most {int(tail)} more characters")
            return head + "?" * int(tail)
        self.note(f"{word}: $ inside a word is read as ? (zero or one character)")
        return word.replace("$", "?")
