"""The words of a text and where they stand: what queries are evaluated against.

Decisions, the same for texts and for queries:

* A word is a run of letters and digits of any script. Hyphens and dashes of every kind, spaces, slashes and
  all other punctuation separate words, so ``place-based`` and ``place based`` are the same two words and
  ``placebased`` is another. Web of Science and Ovid read hyphens alike.
* Words are compared after Unicode NFKC and case folding: ligatures, full-width letters and capitals are
  levelled. Accents are kept: ``café`` is not ``cafe``.
* Soft hyphens, zero-width characters and direction marks inside a word are passed over.
* Superscript digits end a word (they are footnote marks): ``contract²`` is ``contract``.
* An apostrophe inside a word (straight, curly, modifier letter) belongs to it: ``people's`` is one word,
  found by ``people's`` and also by each part of two or more letters, ``people``; likewise ``l'alliance`` by
  ``alliance``. It is not found by ``peoples``.
* A hyphen at a line's end is read both ways, since the text cannot tell: ``inte-⏎grated`` is found by
  ``integrated`` and ``place-⏎based`` by ``place-based``. For distances it counts as two words.
* Page and paragraph ends are nothing special: a phrase may run over them, as sentences do.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from bisect import bisect_left

_SUPERSCRIPTS = "\u00b2\u00b3\u00b9\u2070\u2074-\u2079"
_LETTER_APOSTROPHES = "\u02bc\u02b9"  # letters by Unicode's account
_APOSTROPHES = f"'\u2019\u2018\u201b\u00b4\u2032\uff07{_LETTER_APOSTROPHES}"
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_IGNORED = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff"

# What `\w` takes and a word here does not.
_NOT_LETTER = re.compile(f"[_{_SUPERSCRIPTS}]")
_LETTER_APOSTROPHE = re.compile(f"[{_LETTER_APOSTROPHES}]")
# For text that `plain` went over. Possessive quantifiers: hostile text must not make it backtrack.
WORD = re.compile(rf"\w++(?:(?:[{_MARKS}{_IGNORED}]++|[{_APOSTROPHES}](?=\w))\w*+)*+")
_IGNORED_RE = re.compile(f"[{_IGNORED}]")
_APOSTROPHE = re.compile(f"[{_APOSTROPHES}]")
_FOLDED_JUNK = re.compile(rf"[^\w'{_MARKS}]|[_{_SUPERSCRIPTS}]")
_EDGE_JUNK = re.compile(rf"^['{_MARKS}]+|'+$|'(?=['{_MARKS}])")
_LONE_APOSTROPHE = re.compile(r"'(?:(?!\w)|(?<!\w'))")  # begins with its quote: a faster search
# PDFium marks a line-end hyphen with U+FFFE (older versions U+0002) and eats the newline.
_LINE_END = re.compile(r"[-\u2010\u2011\u00ad][ \t]?\r?\n\s{0,8}|[\ufffe\x02]\s{0,8}")
# Says whether _LINE_END is found. It begins with the newline because that is much the faster search.
_LINE_END_HINT = re.compile(
    r"\n(?:(?<=[-\u2010\u2011\u00ad]\n)|(?<=[-\u2010\u2011\u00ad][ \t\r]\n)|(?<=[-\u2010\u2011\u00ad][ \t]\r\n))"
)
_RUN = re.compile(r"\S+")
_MAX_CACHE = 200_000
_FEW = 250


def plain(text: str) -> str:
    """Return ``text``, as long as before, with only letters and digits of words left in ``\\w``."""
    return _LETTER_APOSTROPHE.sub("'", _NOT_LETTER.sub(" ", text))


def fold(word: str) -> str:
    """Return the form in which words are compared; folding twice changes nothing. May be empty."""
    previous = None
    while previous != word:
        previous = word
        word = _APOSTROPHE.sub("'", _IGNORED_RE.sub("", word))
        word = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())
        word = _EDGE_JUNK.sub("", _FOLDED_JUNK.sub("", word))
    return word


class _FoldCache(dict[str, str]):
    def __missing__(self, word: str) -> str:
        folded = self[word] = fold(word)
        return folded


_folded = _FoldCache()


# Most texts are within Windows-1252 but for a few bullets and arrows. In one byte a character such a text can be
# levelled (letters to lower case, all else to spaces, every offset kept) and cut four times as fast as with a
# regex. Characters for which that would differ from folding word by word are marked hard.
_ENCODING = "cp1252"
_HARD = b"\x01"


def _levelling_table() -> bytes:
    table = bytearray(b" " * 256)
    for byte in range(256):
        try:
            char = bytes([byte]).decode(_ENCODING)
        except UnicodeDecodeError:
            continue
        if char in "'\u2019\u2018":
            table[byte] = ord("'")
        elif _is_separator(char):
            continue
        elif fold(char) == char.lower() and fold(f"a{char}") == f"a{char.lower()}" and len(char.lower()) == 1:
            table[byte] = char.lower().encode(_ENCODING)[0]
        else:
            table[byte] = _HARD[0]
    return bytes(table)


def _is_separator(char: str) -> bool:
    return WORD.fullmatch(plain(f"a{char}a")) is None


def _blank_separators(error: UnicodeError) -> tuple[str, int]:
    """Encode characters that Windows-1252 lacks as spaces if they are separators; give up otherwise."""
    if isinstance(error, UnicodeEncodeError):
        beyond = error.object[error.start : error.end]
        if all(map(_is_separator, beyond)):
            return " " * len(beyond), error.end
    raise error


codecs.register_error("greylit-separators", _blank_separators)
_TABLE = _levelling_table()


def _level(text: str) -> str | None:
    """Return the folded words of ``text`` at the offsets they have there, with spaces between, if it is easy.

    None means that words must be folded one by one, because their lengths may change.
    """
    try:
        data = text.encode(_ENCODING, "greylit-separators").translate(_TABLE)
    except UnicodeEncodeError:
        return None
    if _HARD in data:
        return None
    level = data.decode(_ENCODING)
    return _LONE_APOSTROPHE.sub(" ", level) if "'" in level else level


class Tokens:
    """The words of one text, read once and asked many times. Everything is worked out when first needed.

    ``text`` is the text as given, ``words`` its folded words in order; ``span(i)`` gives the offsets of
    word ``i`` in ``text`` (code points, end exclusive).
    """

    __slots__ = (
        "_aliases",
        "_ends",
        "_index",
        "_joined",
        "_level",
        "_may_join",
        "_starts",
        "_words",
        "hay",
        "text",
    )

    def __init__(self, text: str) -> None:
        self.text = text
        self._words: list[str] | None = None
        self._index: dict[str, list[int]] | None = None
        self._aliases: dict[str, list[str]] = {}
        self._joined: dict[str, list[tuple[int, int]]] = {}
        self._starts: list[int] | None = None
        self._ends: list[int] = []
        self._may_join = _LINE_END_HINT.search(text) is not None or "\ufffe" in text or "\x02" in text
        self._level = _level(text)
        # `hay` holds every folded word somewhere: what is not in it is not in the text.
        if self._level is None:
            self.hay = "\n".join((*self.words, *self.joined))
        elif self._may_join:
            self.hay = _level(_LINE_END.sub("", text)) or ""
        else:
            self.hay = self._level

    def __len__(self) -> int:
        return len(self.words)

    def __repr__(self) -> str:
        return f"Tokens({len(self)} words)"

    @property
    def words(self) -> list[str]:
        """The folded words in order of the text."""
        if self._words is None:
            if self._level is not None:
                self._words = self._level.split()
            else:
                if len(_folded) > _MAX_CACHE:
                    _folded.clear()
                self._words = list(map(_folded.__getitem__, WORD.findall(plain(self.text))))
        return self._words

    @property
    def index(self) -> dict[str, list[int]]:
        """Positions of each folded word, ascending."""
        if self._index is None:
            index: dict[str, list[int]] = {}
            for position, word in enumerate(self.words):
                if word in index:
                    index[word].append(position)
                else:
                    index[word] = [position]
            index.pop("", None)
            self._index = index
            if "'" in self.hay:
                for word in index:
                    if "'" in word:
                        for part in _parts(word):
                            self._aliases.setdefault(part, []).append(word)
        return self._index

    @property
    def aliases(self) -> dict[str, list[str]]:
        """Parts of words with an apostrophe, each with the words of the text that hold it."""
        if self._index is None:
            _ = self.index
        return self._aliases

    @property
    def joined(self) -> dict[str, list[tuple[int, int]]]:
        """Words put together over a line-end hyphen, each with its (first, behind last) positions."""
        if self._may_join:
            self._may_join = False
            self._join()
        return self._joined

    def span(self, first: int, behind: int | None = None) -> tuple[int, int]:
        """Return the offsets in the text of word ``first``, or of the words from it up to ``behind``."""
        last = first if behind is None else behind - 1
        if self._starts is None and self._level is not None and last < _FEW:
            return self._start_of(first), self._start_of(last) + len(self.words[last])
        starts = self._offsets()
        return starts[first], self._ends[last]

    def _start_of(self, position: int) -> int:
        """Return where a word begins without counting the others: much faster in short texts with few matches."""
        assert self._level is not None
        return len(self._level) - len(self._level.split(None, position)[position])

    def _offsets(self) -> list[int]:
        if self._starts is None:
            found = WORD.finditer(plain(self.text)) if self._level is None else _RUN.finditer(self._level)
            spans = [m.span() for m in found]
            self._starts = [s for s, _ in spans]
            self._ends = [e for _, e in spans]
        return self._starts

    def _join(self) -> None:
        """Record the words that line-end hyphens may have cut, of two or three pieces."""
        starts, words = self._offsets(), self.words
        after: set[int] = set()
        for mark in _LINE_END.finditer(self.text):
            left = bisect_left(starts, mark.start()) - 1
            # A soft hyphen at the line's end was read as part of the word before it.
            if (
                left < 0
                or left + 1 >= len(starts)
                or self._ends[left] not in (mark.start(), mark.start() + 1)
            ):
                continue
            if (
                starts[left + 1] == mark.end()
                and words[left][-1:].isalpha()
                and words[left + 1][:1].isalpha()
            ):
                after.add(left)
        for left in sorted(after):
            pair = words[left] + words[left + 1]
            self._joined.setdefault(pair, []).append((left, left + 2))
            if left + 1 in after:
                self._joined.setdefault(pair + words[left + 2], []).append((left, left + 3))


def _parts(word: str) -> list[str]:
    """Return what a word with an apostrophe is also found by: ``o'brien's`` by ``brien`` and ``o'brien``."""
    parts = [p for p in word.split("'") if len(p) > 1]
    if word.endswith("'s") and word.count("'") > 1:
        parts.append(word[:-2])
    return list(dict.fromkeys(parts))


def tokenize(text: str) -> Tokens:
    """Return the words of ``text`` for any number of calls of ``find`` and ``matches``."""
    return Tokens(text)
