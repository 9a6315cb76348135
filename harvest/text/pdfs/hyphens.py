"""Words and addresses broken at line ends, put together again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

# PDFium writes a hyphen that ends a line as U+FFFE (and eats the newline, which the caller puts back); typesetters also
# leave U+2010 or a soft hyphen there, and other files a plain hyphen. A dash between two words or numbers is no space.
_BREAK = re.compile(r"[\ufffe\u00ad\u2010\u2013-] ?\n[ \t]*")
# The same for a quick look.
_MARKS = ("-\n", "- \n", "\ufffe", "\u2010", "\u00ad", "\u2013\n", "\u2013 \n")
_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# What stands before the break within one run of ink is an address, or the identifier of an article.
_ADDRESS = re.compile(r"://|^\W*www\.|^\W*10\.\d{4,9}/|doi:|doi\.org", re.IGNORECASE)
#: No word is longer: how far to look on each side of a break for letters.
_REACH = 40
#: No address is longer.
_ADDRESS_REACH = 300
#: Where more lines than this end in a hyphen inside a word, the typesetter broke words; elsewhere the hyphens at line
#: ends are those of the words themselves. Set text has some 8 to 25 in a hundred, word processors 0 to 2.
_SET = 0.04
#: So many of the breaks are looked up to see whether the word stands elsewhere without a hyphen.
_ASKED = 10
# What is left of a word after its break and is no word: the hyphen before it was put there by the typesetter.
_PARTS = (
    "abilities ability able ably al ally ance ances ant ate ated ation ations ative cal cally cial cies cy dence"
    " ed ence ences ent er ers ery ful fully ibility ible ic ical ies ing ings ion ions ise ised ish ism ist ists"
    " ite ities ition itive ity ive ize ized less ly ment ments mental ness nity ory ous ously sion sions sive"
    " ship ships tal ted ter tial tic tics tical ties ting tion tional tions tive tively tory ture tures ty ure"
    " ures"
)
_ENDINGS = frozenset(_PARTS.split())
# "roll-out", "top-up", "write-off": no typesetter breaks before these.
_ADVERBS = frozenset({"up", "off", "out"})
# A word that goes on at the top of the next page.
_ENDS_BROKEN = re.compile(r"[^\W\d_][\ufffe\u2010\u00ad-]\s*$")
_REST = re.compile(r"\s*([a-z\u00df-\u024f]\S*)[ \n]*")
#: Looking a few words up in the text is quicker than listing all its words; beyond so many it is not.
_LOOKUPS = 30


def join_broken(pages: Sequence[str]) -> list[str]:
    """Return the pages with words that a line end broke joined. U+FFFE stands for a hyphen and has a line end after it.

    An address or a number keeps its hyphen and loses the line end. A word is joined unless only its hyphenated form
    occurs elsewhere in the document, its second part is capitalised, or the document is not one whose typesetter breaks
    words: the hyphen is then the word's own.
    """
    mended = _across_pages(pages)
    broken = [page for page in mended if _has_break(page)]
    if not broken:
        return mended
    joiner = _Joiner(_Words(mended))
    joiner.breaks_words = joiner.is_set(broken, sum(page.count("\n") for page in mended))
    return [_BREAK.sub(joiner, page) if _has_break(page) else page for page in mended]


def _has_break(page: str) -> bool:
    return any(mark in page for mark in _MARKS)


def _across_pages(pages: Sequence[str]) -> list[str]:
    """Move the rest of a word that a page's end broke to the page it begins on."""
    mended = list(pages)
    for at in range(len(mended) - 1):
        rest = _REST.match(mended[at + 1]) if _ENDS_BROKEN.search(mended[at][-4:]) else None
        if rest:
            mended[at] = f"{mended[at].rstrip()}\n{rest[1]}"
            mended[at + 1] = mended[at + 1][rest.end() :]
    return mended


class _Words:
    """Which words the pages have, in lower case."""

    def __init__(self, pages: Sequence[str]) -> None:
        self._text = "\n".join(pages).casefold()
        self._known: dict[str, bool] = {}
        self._all: set[str] | None = None

    def __contains__(self, word: str) -> bool:
        if self._all is not None:
            return word in self._all
        if word not in self._known:
            if len(self._known) >= _LOOKUPS:
                self._all = set(_TOKEN.findall(self._text))
                return word in self._all
            self._known[word] = self._stands(word)
        return self._known[word]

    def _stands(self, word: str) -> bool:
        at = self._text.find(word)
        while at >= 0:
            end = at + len(word)
            before, after = self._text[max(0, at - 1) : at], self._text[end : end + 1]
            if not (before.isalpha() or before == "-" or after.isalpha() or after == "-"):
                return True
            at = self._text.find(word, end)
        return False


@dataclass(slots=True)
class _Joiner:
    words: _Words
    breaks_words: bool = True

    def is_set(self, pages: Sequence[str], lines: int) -> bool:
        """Tell whether the typesetter broke words at line ends, from how often one of all lines ends so."""
        breaks = known = 0
        for match in (match for page in pages for match in _BREAK.finditer(page)):
            first, second = _around(match)
            if match[0][0] in "\ufffe-" and first and second and not _in_address(match):
                breaks += 1
                known += breaks <= _ASKED and f"{first}{second}".casefold() in self.words
        return breaks > _SET * lines or known > 0.4 * min(breaks, _ASKED)

    def __call__(self, match: re.Match[str]) -> str:
        mark = match[0][0]
        before = match.string[match.start() - 1 : match.start()]
        if mark == "\u2013":
            return (
                mark
                if before.isalnum() and match.string[match.end() : match.end() + 1].isalnum()
                else match[0]
            )
        if mark != "\ufffe" and (not before or before.isspace()):
            return match[0]
        if _in_address(match):
            return "-"
        first, second = _around(match)
        if not first or not second:
            return self._beside_no_letter(match)
        joined, hyphened = f"{first}{second}".casefold(), f"{first}-{second}".casefold()
        if second[0].isupper() and not first[-1].isupper():
            return "-"
        if joined in self.words:
            return ""
        if hyphened in self.words:
            return "-"
        if len(first) > 1 and first.isupper() and not second.isupper():
            return "-"
        if second.casefold() in _ADVERBS:
            return "-"
        if mark in "\u00ad\u2010" or second.casefold() in _ENDINGS:
            return ""
        # Typesetters do not break what has a hyphen already; and PDFium leaves the hyphen and the line end as they are
        # where the next line is of another column.
        start = match.start() - len(first)
        own = mark == "-" or match.string[start - 1 : start] == "-"
        return "" if self.breaks_words and not own else "-"

    @staticmethod
    def _beside_no_letter(match: re.Match[str]) -> str:
        before = match.string[match.start() - 1 : match.start()]
        after = match.string[match.end() : match.end() + 1]
        if match[0][0] == "\u00ad":
            return ""
        inside = before.isalnum() and after.isalnum()
        return "-" if match[0][0] == "\ufffe" or inside else match[0]


def _in_address(match: re.Match[str]) -> bool:
    # An address may be broken more than once.
    before = match.string[max(0, match.start() - _ADDRESS_REACH) : match.start()].replace("\ufffe\n", "-")
    return _ADDRESS.search(before[max(before.rfind(" "), before.rfind("\n")) + 1 :]) is not None


def _around(match: re.Match[str]) -> tuple[str, str]:
    """Return the letters right before and right after a break."""
    before = match.string[max(0, match.start() - _REACH) : match.start()]
    after = match.string[match.end() : match.end() + _REACH]
    start = len(before)
    while start and before[start - 1].isalpha():
        start -= 1
    end = 0
    while end < len(after) and after[end].isalpha():
        end += 1
    return before[start:], after[:end]
