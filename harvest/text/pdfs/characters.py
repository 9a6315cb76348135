"""Pages whose characters are not what they look like: fonts without a true map from shapes to letters.

Such a page reads ``7KH FRPPLWWHH`` where the paper says "The committee". It would be found by no query, so it is sent to be
read from its picture. A page in another language, a table and a form must not be taken for one, and so a verdict needs a
text without function words of any of a dozen languages *and* pairs of letters that no language strings together.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import pairwise

# The commonest words of English: some 20 in 1,000 characters of prose. A page with a seventh of that needs no other test.
_QUICK = (" the ", " of ", " and ")
_QUICK_SHARE = 0.003
#: A verdict needs so much: of fewer letters a code, a heading or a name is made.
_LEAST_INK = 60
_LEAST_PAIRS = 80
#: Characters from the middle of a page are enough to tell.
_SAMPLE = 700
_CID = re.compile(r"\(cid:\d+\)")
_MEANINGLESS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
# Bullets and arrows of Symbol and Wingdings are private-use characters and mean no harm.
_SYMBOLS = re.compile("[\uf020-\uf0ff]")
_BULLETS = 12
_BAD_SHARE = 0.2
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[a-z\u00e0-\u024f\u1e00-\u1eff]")
_ASCII_WORD = re.compile(r"[a-z]{3,}")
#: Vietnamese has an accent on a third of its letters, and nothing has more.
_ACCENTED = 0.6
#: The commonest 150 pairs of letters of English: 71 to 90 of 100 pairs of a page of text or names, 54 to 70 in other
#: European languages and Welsh, 44 of Navajo; 19 of jumbled letters in the middle, and more than 43 in one page of 100.
_COMMON = (
    "in th an he re er on en nd or es ti at ng nt al te to ar st it se me ve io co ra ro ed is ou de le"
    " of ea ce ic ta ne il li ri as pr ha ll fo ca ec ns di ma ur si nc om ch ge ac tr ct et rs pe el be"
    " hi ss us wi rt ts em lo pa la ho vi ut ie ai na un su pl po ni iv we ee ol mi ov mp no fi ci ad im"
    " ul ow op ev tu ly id bl ag so ia ty mo ot ir gr ls sh ex wo am ab yo fr ig os up wh rn ry uc rk du"
    " ud ke ap fe sp rd cl cu wa lu ep pp rm ld um bu gi oo"
)
_PAIRS = frozenset(_COMMON.split())
_PAIR_SHARE = 0.42
# Marks that stand inside no word; where letters are shifted, they fall on these.
_ODD_INSIDE = re.compile(r"(?<=[^\s.])[!#?\[\]\\^`{}~<>|=*;$\"%+](?=[^\s.])")
_ODD_MARKS = b'!#?[]\\^`{}~<>|=*;$"%+'
_ODD_MARKS_SHARE = 0.05
_TOKEN = re.compile(r"\S{4,}")
_LEAST_TOKENS = 20
_ODD_TOKENS = 0.4
# Function words of the languages that the documents are in. A jumble has one or two of a language by accident.
_FUNCTION = tuple(
    frozenset(words.split())
    for words in (
        "the of and to in for is are on with that by from this was be as at it or not we you your our has have will which",
        "yn ar mae ei gan wedi sydd hynny neu gyda am un bod ein chi oed cyn i o y yr a",
        "der die das und den von zu mit ist im des auf eine nicht",
        "le la les et en du des une pour est dans que qui sur par",
        "el los las del con por para se no di il che per non sono de um os",
        "na nie jest do oraz w z si cu pe este de van het een in",
        "ac ka iyo waa oo ku ug kung ang sa mga ng u ya na",
    )
)
_OF_ONE_LANGUAGE = 4
_FUNCTION_SHARE = 0.03


def is_garbled(text: str) -> bool:
    """Tell whether a page's text is no language, though it has characters enough: a broken character map."""
    common, enough = 0, _QUICK_SHARE * len(text)
    for word in _QUICK:
        common += text.count(word)
        if common > enough and "\x03" not in text:
            return False
    ink = len(text) - sum(map(text.count, " \r\n\t"))
    if ink < _LEAST_INK:
        return False
    return _has_no_characters(text, ink) or _is_jumbled(text)


def _has_no_characters(text: str, ink: int) -> bool:
    """Tell whether a fifth of the ink has no meaning: private use, controls, replacement marks."""
    if "(cid:" in text and len("".join(_CID.findall(text))) > 0.5 * ink:
        return True
    if not _MEANINGLESS.search(text):
        return False
    # One or two symbols again and again are bullets; a whole alphabet of them is text.
    symbols = set(_SYMBOLS.findall(text))
    found = _MEANINGLESS.findall(text if len(symbols) > _BULLETS else _SYMBOLS.sub("", text))
    return len(found) > _BAD_SHARE * ink


def _is_jumbled(text: str) -> bool:
    """Tell whether letters stand for other letters, by pairs of letters and marks inside words, and commonest words."""
    start = max(0, (len(text) - _SAMPLE) // 2)
    odd, strange = _judged(text[start : start + _SAMPLE].casefold())
    if strange is None and len(text) > _SAMPLE:
        odd, strange = _judged(text.casefold())
    return (odd or bool(strange)) and not _has_function_words(text.casefold())


def _judged(lower: str) -> tuple[bool, bool | None]:
    """Tell whether marks stand inside most words, and whether letters pair as in no language (``None``: too few)."""
    plain = lower.encode("ascii", "ignore")
    marks = len(plain) - len(plain.translate(None, _ODD_MARKS))
    odd = marks > _ODD_MARKS_SHARE * len(lower) and _has_odd_words(lower)
    accented = 0
    if len(plain) < len(lower):
        letters = _LATIN.findall(lower)
        if len(letters) < 0.5 * sum(map(str.isalpha, lower)):
            # Another script, of which none of this says anything.
            return False, None
        accented = sum(1 for letter in letters if letter > "z")
        if accented > max(_LEAST_PAIRS, _ACCENTED * len(letters)):
            return odd, True
        lower = unicodedata.normalize("NFD", lower)
    pairs = [a + b for word in _ASCII_WORD.findall(lower) for a, b in pairwise(word)]
    if len(pairs) < _LEAST_PAIRS:
        return odd, None
    return odd, sum(map(_PAIRS.__contains__, pairs)) < _PAIR_SHARE * len(pairs)


def _has_odd_words(lower: str) -> bool:
    tokens = _TOKEN.findall(lower)
    odd = sum(1 for token in tokens if _ODD_INSIDE.search(token) and not token.startswith(("http", "www")))
    return len(tokens) >= _LEAST_TOKENS and odd > _ODD_TOKENS * len(tokens)


def _has_function_words(lower: str) -> bool:
    words = _WORD.findall(lower)
    known = max((Counter(word for word in words if word in some) for some in _FUNCTION), key=len)
    return len(known) >= _OF_ONE_LANGUAGE and known.total() >= _FUNCTION_SHARE * len(words)
