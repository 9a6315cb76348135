"""Whether two names may be of one person or one body, as references and pages write them. Pure.

"Smith, J.", "Jane Smith" and "Smith J" may be one person; "The King's Fund" and "Kings Fund" are one body, and so are
"JRF" and "Joseph Rowntree Foundation"; "Ashford Council" and "Bexford Council" are two, though they share a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from harvest.identity.joining import plain

#: Words of names that tell nothing: neither of persons nor of bodies.
_SMALL = frozenset({
    "the", "of", "and", "for", "in", "to", "a", "an", "on", "at", "et", "al", "ltd", "limited", "plc", "llp", "inc", "uk",
    "van", "von", "der", "den", "de", "du", "la", "le", "di", "da", "ed", "eds", "dr", "prof", "sir", "professor",
})  # fmt: skip
#: Words that many bodies have in their names, and that make no two of them one.
_COMMON = frozenset({
    "council", "county", "borough", "city", "district", "metropolitan", "unitary", "authority", "partnership", "board",
    "nhs", "trust", "foundation", "fund", "institute", "institution", "centre", "center", "university", "college", "school",
    "press", "publishing", "publications", "publisher", "department", "ministry", "office", "government", "health",
    "healthcare", "care", "social", "public", "service", "services", "national", "local", "england", "commission",
    "association", "society", "group", "committee", "agency", "research", "policy", "network", "international", "alliance",
})  # fmt: skip
#: Kinds of council: places name theirs in several ways.
_COUNCILS = frozenset(
    {"council", "county", "borough", "city", "district", "metropolitan", "unitary", "authority", "board"}
)
_INITIALS = re.compile(r"(?:[A-Z]\.?[ -]?){1,4}")
_ACRONYM = re.compile(r"[A-Z]{3,8}")


def same_body(one: str, two: str) -> bool:
    """Tell whether two names may be of one body: the words that tell are those of the other, or its initials.

    What they call themselves must have something in common where both say it: Nuffield Trust is not Nuffield Foundation.
    """
    if _initials_of(one, two) or _initials_of(two, one):
        return True
    first, second = _words(one), _words(two)
    telling, others = first - _COMMON, second - _COMMON
    if telling and others:
        kinds, other_kinds = _kinds(first), _kinds(second)
        alike = not kinds or not other_kinds or bool(kinds & other_kinds)
        return alike and (telling <= others or others <= telling)
    return (
        bool(first) and bool(second) and not telling and not others and (first <= second or second <= first)
    )


def same_person(one: str, two: str) -> bool:
    """Tell whether two names may be of one person: a family name, and no first name or initial that differs."""
    for family, given in _readings(one):
        for other, others in _readings(two):
            if family & other and (not given or not others or given[0] == others[0]):
                return True
    return False


def is_body(name: str) -> bool:
    """Tell whether a name is a body's by its words: a council, a fund, a university."""
    return bool(_words(name) & _COMMON) or name.strip().lower().startswith("the ")


def any_same(names: Iterable[str], others: Iterable[str]) -> bool:
    """Tell whether a name among some may be one among others, of a person or a body."""
    known = list(others)
    return any(same_person(one, two) or same_body(one, two) for one in names for two in known)


def _kinds(words: frozenset[str]) -> set[str]:
    return {"council" if each in _COUNCILS else each for each in words & _COMMON}


def _words(name: str) -> frozenset[str]:
    return frozenset(plain(name).split()) - _SMALL


def _initials_of(short: str, whole: str) -> bool:
    if not _ACRONYM.fullmatch(short.strip()):
        return False
    words = plain(whole).split()
    letters = {"".join(each[0] for each in words), "".join(each[0] for each in words if each not in _SMALL)}
    return len(words) > 1 and short.strip().lower() in letters


def _readings(name: str) -> list[tuple[frozenset[str], str]]:
    """Return how a name may be read: words of the family name, and the first letter of the given one or nothing.

    A name of a body has none: two of them share words, and are two.
    """
    name = name.strip()
    if is_body(name):
        return []
    family, comma, given = name.partition(",")
    if comma:
        # A family may be called De or Le.
        words_ = _words(family) or frozenset(plain(family).split())
        return [(words_, plain(given)[:1])] if words_ else []
    words = name.split()
    if len(words) < 2:
        return [(_words(name), "")] if _words(name) else []
    if _INITIALS.fullmatch(words[-1]):
        return [(_words(" ".join(words[:-1])), plain(words[-1])[:1])]
    return [(_words(words[-1]), plain(words[0])[:1])]
