"""Whether a name stands in a text: of a person by the family, of a body by the words that tell or its initials."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from harvest.identity.same_names import is_body
from harvest.reference_matching.spelling import Spelt

#: Kinds of body: a word of the name that must stand as well, or the place is named and not the body.
_KINDS = {
    **dict.fromkeys(("council", "county", "borough", "city", "district", "metropolitan", "unitary", "authority"), "council"),
    **dict.fromkeys(("university", "college", "school"), "university"),
    **dict.fromkeys(("department", "ministry", "office"), "department"),
}  # fmt: skip
_PLAIN = frozenset({
    "the", "of", "and", "for", "in", "to", "a", "an", "on", "at", "ltd", "limited", "plc", "llp", "inc",
    "uk", "press", "publishing", "publications", "publisher", "group", "nhs", "trust", "foundation",
    "fund", "institute", "institution", "centre", "center", "board", "national", "local", "england",
    "health", "healthcare", "care", "social", "public", "service", "services", "commission", "association",
    "society", "committee", "agency", "research", "policy", "network", "international", "alliance",
    "partnership", "government", "education", "culture", "media", "sport", "justice", "transport", "work",
    "pensions",
})  # fmt: skip
_SMALL = frozenset({"of", "and", "for", "in", "the", "to", "on"})
_ACRONYM = re.compile(r"\b(?:[A-Z]\.?){3,8}(?![A-Za-z])")
#: As bodies are called for short, small letters among the capitals: "DfE", "DoH", "N.H.S.E.".
_SHORT_NAME = re.compile(r"\b(?=(?:[a-z.]*[A-Z]){2})[A-Za-z.]{3,14}(?![A-Za-z])")
#: Letters, of 100, that must agree where OCR or a line end damaged a name.
_ALIKE = 86


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart: its letters, the words that tell, the kind of body, the initials; ``body`` is no person, ``acronym`` may be one."""

    letters: str
    words: tuple[str, ...]
    kinds: frozenset[str]
    telling: tuple[str, ...]
    initials: frozenset[str]
    body: bool
    acronym: bool


@lru_cache(maxsize=200_000)
def name_of(name: str) -> Name:
    """Take a name apart: "Family, Given", a family alone, or a body."""
    body = "," not in name and is_body(name)
    spelt = Spelt(name if body else name.partition(",")[0])
    words = [each for each in spelt.words if not (body and each == "the")]
    content = [each for each in words if each not in _SMALL]
    kinds = frozenset(_KINDS[each] for each in words if each in _KINDS)
    telling = tuple(each for each in content if each not in _PLAIN and each not in _KINDS and len(each) > 1)
    initials = frozenset(
        letters
        for letters in ("".join(each[0] for each in words), "".join(each[0] for each in content))
        if len(letters) > 2
    )
    return Name(
        "".join(words),
        tuple(words),
        kinds,
        telling,
        initials,
        body,
        _ACRONYM.fullmatch(name.strip()) is not None,
    )


def stands(name: Name, spelt: Spelt, words: frozenset[str] | set[str], *, loose: bool = False) -> bool:
    """Tell whether a name stands in a text, whose words are given as a set as well; ``loose`` allows a third of it damaged."""
    if not name.letters:
        return False
    if name.body or len(name.words) > 3:
        return _body_stands(name, spelt, words)
    if name.letters in words or (len(name.words) > 1 and name.letters in spelt.letters):
        return True
    if name.acronym and name.letters in _initials_in(spelt):
        return True
    size = len(name.letters)
    if size >= 5 and name.letters in spelt.letters:
        return True
    # One letter in a short name may be damaged; shorter ones are too many names at once.
    if size < 4:
        # Only where a name stands first, and all else agrees.
        return loose and any(
            Levenshtein.distance(name.letters, each) <= 1 for each in spelt.words[:2] if len(each) <= size
        )
    limit = max(1, size // 3) if loose else 1 if size < 9 else 2
    if len(name.words) > 1 or size > 12:
        return fuzz.partial_ratio(name.letters, spelt.letters) >= _ALIKE
    return any(
        abs(len(each) - size) <= limit
        and Levenshtein.distance(name.letters, each, score_cutoff=limit) <= limit
        for each in words
        if each[:1] == name.letters[:1] or each[-1:] == name.letters[-1:]
    )


def _body_stands(name: Name, spelt: Spelt, words: frozenset[str] | set[str]) -> bool:
    if len(name.words) == 1 and len(name.letters) < 7:
        return name.letters in words or (len(name.letters) > 2 and name.letters in _initials_in(spelt))
    if name.letters in spelt.letters:
        return True
    if name.initials & words and any(
        fold_dots(each) in name.initials for each in _SHORT_NAME.findall(spelt.text)
    ):
        return True
    if name.telling:
        if all(each in words for each in name.telling):
            return not name.kinds or _kind_beside(name, spelt)
        if len(name.telling) == 1 or name.kinds:
            return False
    return (
        len(name.letters) >= 12
        and not name.kinds
        and fuzz.partial_ratio(name.letters, spelt.letters, score_cutoff=_ALIKE + 6) > 0
    )


def fold_dots(acronym: str) -> str:
    """Return an acronym in small letters without its points."""
    return acronym.replace(".", "").lower()


def _initials_in(spelt: Spelt) -> str:
    """Return the initials of the capitalised words of a text, with a bar where others stand between."""
    letters = []
    for number, word in enumerate(spelt.words):
        if word not in _SMALL:
            letters.append(word[0] if spelt.text[spelt.start_of(number)].isupper() and len(word) > 1 else "|")
    return "".join(letters)


def _kind_beside(name: Name, spelt: Spelt) -> bool:
    """Tell whether a word of the same kind stands within four words of the one that tells: "Leeds City Council"."""
    places = [at for at, each in enumerate(spelt.words) if each == name.telling[0]]
    return any(
        _KINDS.get(other) in name.kinds for at in places for other in spelt.words[max(at - 4, 0) : at + 5]
    )
