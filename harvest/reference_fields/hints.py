"""What rules see of a reference before the model does: where its authors end, what is a place, what is said twice.

Each is told to the model as a feature, not as a decision: it learns how far to trust it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from harvest.reference_fields.words import GIVEN, is_body, kinds

_UP = r"[^\W\d_a-zß-ÿ]"
_CAP = rf"(?:[dDlLO]['’])?{_UP}[^\W\d_]+(?:[-‐'’]\s?[^\W\d_]+)*"
_PART = r"(?:(?:[dD]e|[lL]a|[lL]e|[vV]an|[vV]on|der|den|[dD]u|[dD]a|[dD]i|del|della|[dD]os|ter|ten|al|el|bin|zu|[Ss]t\.?)\s)"
_FAMILY = rf"(?:{_CAP}\s)?{_PART}{{0,3}}{_CAP}"
_DOTTED = rf"(?:(?:{_UP}[-‐])?{_UP}[a-z]?\s?\.\s?[-‐]?\s?){{1,4}}"
_BARE = rf"{_UP}{{1,3}}(?:\s{_UP}(?=[\s,.:])){{0,3}}(?:[-‐]{_UP})?(?![^\W_]|[-‐])"
_FIRST = rf"{_FAMILY}(?:\s?,\s?|\s)(?:{_DOTTED}|{_BARE})"
_LAST = rf"{_DOTTED}(?:{_PART}{{0,3}}{_CAP}(?=\s?[,.;:&(“\"‘]|\s(?:and|et|in)\b)|{_FAMILY}(?=\s?[,.;:&(“\"‘]|\s(?:and|et)\b)|{_PART}{{0,3}}{_CAP})"
_GLUE = r"(?:\s?[,;]?\s?(?:\b(?:and|und|et|y|e)\b|&)\s?|\s?[,;]\s?)"
_ET_AL = r"(?:\s?,?\s?(?:and\s)?et\s?al\b\.?|\s?,?\sand\sothers\b|\s?,?\s(?:and|&)\scolleagues)?"
_GIVEN = rf"(?:{'|'.join(sorted(GIVEN))})(?:[-‐]{_CAP})?\s(?:{_DOTTED})?{_PART}{{0,3}}{_CAP}(?=\s?[,.;:&(“\"‘]|\s(?:and|et)\b|\s\d)"
_NAMED = rf"(?:{_GIVEN}|{_LAST})"
#: Who begins with given names goes on with them; "Family, I., and I. Family" and "Family, Given, and Given Family" are
#: styles of their own.
_PERSONS = re.compile(
    rf"(?:{_NAMED}(?:{_GLUE}{_NAMED})*|{_FIRST}(?:{_GLUE}(?:{_FIRST}|{_NAMED}))*|{_CAP},\s(?:{'|'.join(sorted(GIVEN))})\b(?:\s{_UP}\.)?(?:{_GLUE}{_NAMED})*)"
    rf"{_ET_AL}\.?(?:\s?\(eds?\.?\)\.?)?"
)
_LEAD = re.compile(r"(?:\[?\(?\d{1,3}[\]).]*\s+|\W+|(?:See|Source|Cf\.?)(?: also)?:?\s+)*")
#: Where the name of a body that stands first ends: before a year, a full stop, a quotation mark.
_BODY_END = re.compile(r"\.\s|\s?[(\[]|:\s|\s?,?\s?[‘“\"]|,?\s'(?=[A-Z])|,?\s(?=(?:19|20)\d\d\b)")
_PLACE = re.compile(
    rf"(?:(?<=[.,;(]\s)|(?<=\())({_CAP}(?:\s{_CAP})?(?:,\s(?:{_CAP}|[A-Z]{{2}}|D\.?C\.?|U\.?K\.?)(?:\s{_CAP})?)?)\s?:\s(?=[A-Z])"
)
_YEAR = re.compile(r"\s?[(\[]\s?(?:19|20)\d\d")
_SEARCHED = 700


class Hints(NamedTuple):
    """Where the authors end (0: not seen), how they were seen, whether nothing after is one of them, and which stretches are places, publishers, names again."""

    authors_end: int
    how: str
    sure: bool
    places: tuple[tuple[int, int], ...]
    publishers: tuple[tuple[int, int], ...]
    again: tuple[tuple[int, int], ...]


def hints(text: str) -> Hints:
    """Return what rules see of a mended reference."""
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    end, how = _authors(text, start)
    places, publishers = [], []
    for found in _PLACE.finditer(text, end):
        places.append((found.start(1), found.end(1)))
        stop = re.compile(r"[,;.]\s|\s\(?(?=(?:19|20)\d\d)|$").search(text, found.end())
        publishers.append((found.end(), stop.start() if stop else len(text)))
    again: list[tuple[int, int]] = []
    if how == "body":
        name = re.sub(r"^the\s", "", text[start:end], flags=re.IGNORECASE)
        at = text.find(name, end)
        while at >= 0 and len(name) > 3 and len(again) < 4:
            again.append((at, at + len(name)))
            at = text.find(name, at + len(name))
    sure = (
        _sure(text, start, end)
        if how[:1] == "p"
        else how == "body" and (bool(again) or _YEAR.match(text, end) is not None)
    )
    return Hints(end, how, sure, tuple(places), tuple(publishers), tuple(again))


def _authors(text: str, start: int) -> tuple[int, str]:
    """Return where the authors end, and whether they are persons or a body."""
    persons = _PERSONS.match(text[: start + _SEARCHED], start)
    if persons is not None and persons.end() - start > 4:
        stop = _before_journal(persons[0])
        return start + stop, _form(persons[0][:stop], text[start + stop : start + stop + 3])
    end = _BODY_END.search(text, start, start + 160)
    if end is None:
        return 0, "none"
    name = text[start : end.start()]
    if "." in name or re.search(r"\d", name) or not name[:1].isupper() or len(name.split()) > 14:
        return 0, "none"
    if is_body(name) or text.find(re.sub(r"^the\s", "", name, flags=re.IGNORECASE), end.end()) > 0:
        return end.start(), "body"
    if len(name.split()) == 1 and (name.isupper() or "j" not in kinds(name.lower())):
        return end.start(), "word"
    return 0, "none"


def _before_journal(persons: str) -> int:
    """Return where persons end when "J. Instrum" or "Gusynin Phys" was taken for one of them."""
    found = re.search(rf"(?:\s|,\s?(?:{_UP}\s?\.\s?)?)({_UP}[^\W\d_]+)\.?$", persons)
    if (
        found
        and found.start() > 4
        and "j" in kinds(found[1].lower())
        and not re.search(r"\.\s?$", persons[: found.start() + 1].rstrip("J. "))
    ):
        return found.start()
    return len(persons)


def _form(persons: str, after: str) -> str:
    """Say in four letters how persons are written: how the last one, how many, whether "et al." ends them, and what is after them."""
    bare = re.sub(rf"{_ET_AL}\.?$", "", persons).rstrip(" ,")
    how = (
        "G"
        if re.split(r"[\s-]", persons, maxsplit=1)[0] in GIVEN
        else "L"
        if re.match(_DOTTED + r"\S{3}", persons)
        else "D"
        if re.search(rf"{_UP}\s?\.?$", bare) and re.search(rf",\s?{_UP}[\s.]", persons)
        else "V"
    )
    many = min(1 + len(re.findall(r"[,;&]\s|\sand\s", bare)), 3)
    following = after.strip()[:1]
    closes = "." if persons.rstrip().endswith(".") else ""
    return f"p{how}{many}{'e' if len(bare) < len(persons.rstrip(' ,.')) else ''}{closes}{following if not following.isalnum() else 'd' if following.isdigit() else 'U' if following.isupper() else 'l'}"


def _sure(text: str, start: int, end: int) -> bool:
    """Tell whether persons surely end there: at a year in brackets, or in "Hey L, Carter A. Words of a title".

    "Mark C. Suchman, ..." looks the same up to its initial; one word alone then is a family name.
    """
    persons, after = text[start:end], text[end:].lstrip()
    if re.match(r"\(?\s?(?:19|20)\d\d", after):
        return True
    if not re.search(rf"[^\W\d_]\s{_UP}{{1,3}}\.$|\bet al\.$", persons.rstrip()):
        return False
    bare = re.findall(rf"[^\W\d_]{{2,}}\s{_UP}{{1,3}}(?=[,.])", persons)
    words = re.match(r"[‘“\"']?[^\W_][\w'’-]*\s(?!and\b|et\b|&)[\w'’-]+\s[^.]", after)
    return len(bare) > 1 or bool(words)


def told(found: Hints, start: int, first: bool) -> list[str]:
    """Return what the hints say of the token at ``start``; ``first``: the one right after the authors."""
    out = []
    if found.authors_end:
        side = "in" if start < found.authors_end else "first" if first else "after"
        out.append(f"au={found.how}{side}")
        out.append(f"au={found.how[0]}{found.sure}{side}")
    else:
        out.append("au=none")
    for name, stretches in (("pl", found.places), ("pu", found.publishers), ("ag", found.again)):
        if any(begin <= start < stop for begin, stop in stretches):
            out.append(name)
        elif any(begin > start for begin, _ in stretches):
            out.append(f"{name}>")
    return out
