"""Whether a work whose title stands in a string is the work that the string is of: for, against, and how sure. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rapidfuzz import fuzz

from harvest.identity.same_names import is_body
from harvest.reference_matching import standing, strings
from harvest.reference_matching.aligning import Place
from harvest.reference_matching.forms import Form, Owner
from harvest.reference_matching.model import Known
from harvest.reference_matching.naming import name_of, stands
from harvest.reference_matching.spelling import Spelt

#: What each kind of evidence counts for, of 1 in all.
TITLE, WHO, WHEN = 0.70, 0.15, 0.15
#: The least score of a match.
ACCEPTED = 0.78
#: Telling words from which a title is long: it needs no more than that nothing contradicts.
LONG = 4
#: The share of a title in the string that needs no more support, and that a common title must have.
SURE, STRICT = 0.94, 0.95
#: The share of letters from which two subtitles are one.
SAME_SUBTITLE = 0.75
#: Forms that have less of the title, and how they are told.
_LESS = {"head": "the title without its subtitle,", "undated": "the title without its year,"}
#: An unknown counts for half: it speaks neither for nor against.
_UNKNOWN = 0.5


class Said:
    """A reference string and what it says, read once for all candidates; parsed fields only sharpen it."""

    def __init__(self, text: str, fields: Any = None) -> None:
        self.text = text
        self.bare = strings.blanked(text)
        self.spelt = Spelt(self.bare)
        self.years = strings.years(self.bare)
        self.parsed_year: int | None = getattr(fields, "year", None)
        self.parsed_names: tuple[str, ...] = tuple(getattr(fields, "authors", ()) or ())

    @cached_property
    def whole(self) -> Spelt:
        """The words of all of it, addresses as well: "kingsfund.org.uk" names the King's Fund."""
        return Spelt(self.text)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words without addresses."""
        return frozenset(self.spelt.words)

    @cached_property
    def whole_words(self) -> frozenset[str]:
        """The words of all of it."""
        return frozenset(self.whole.words) | self.spelt.mended()

    @cached_property
    def dois(self) -> frozenset[str]:
        """The DOIs it names."""
        return frozenset(strings.dois(self.text))


@dataclass(frozen=True, slots=True)
class Weighed:
    """A score with the evidence, or a refusal: the rule that refused."""

    score: float
    rule: str
    evidence: tuple[str, ...]
    refused: bool = False


def _refused(rule: str, *evidence: str) -> Weighed:
    return Weighed(0.0, rule, evidence, refused=True)


def weigh(said: Said, known: Known, owner: Owner, form: Form, place: Place, *, shared: bool) -> Weighed:
    """Weigh a work whose title stands in a string. ``shared``: other works have the same title."""
    start, stop = said.spelt.span(place.start, place.stop)
    before, after = said.bare[:start], said.bare[stop:]
    if against := _surroundings(form, owner, known, before, after):
        return against
    inside = said.spelt.words[said.spelt.word_at(place.start) : said.spelt.word_at(place.stop - 1) + 1]
    apart = {
        each for each in form.numbers if each not in inside and not (each.isdigit() and each in said.words)
    }
    if apart or (owner.part == "undated" and not set(owner.rest.split()) <= said.words):
        return _refused("number", f"{known.title!r} has a number that the string does not have")
    if form.generic and known.publisher and _in_name(form, known.publisher, said):
        return _refused("common title", f"{known.title!r} stands only in the name of its publisher")
    when, told_when = _when(said, known, start, stop)
    if when == 0:
        return _refused("year", told_when)
    # Where a long title and the very year agree, a name may be damaged more.
    loose = form.telling >= LONG - 1 and when == 1 and place.share >= SURE - 0.06
    who, told_who = _who(said, known, before, after, loose=loose)
    if who == 0:
        return _refused("author", told_who)
    dated = when == 1 or (when == _UNKNOWN and any(len(each) == 4 for each in form.numbers))
    named = who > _UNKNOWN
    if known.doi and said.dois and not (named and dated):
        return _refused("doi", f"the string names another DOI than {known.doi}")
    if lacking := _lacking(
        form, place, standing.open_sides(before, after, said.bare), named, dated, when, shared=shared
    ):
        return _refused(*lacking)
    score = TITLE * place.share + WHO * who + WHEN * when - (0.02 if owner.part in _LESS else 0)
    evidence = (
        f"{place.share:.0%} of {_LESS.get(owner.part, 'the title')} {known.title!r} in order",
        told_who,
        told_when,
    )
    if score < ACCEPTED:
        return _refused("score", *evidence)
    return Weighed(
        round(min(score, 1.0), 4), owner.part if owner.part in ("alias", "head") else "title", evidence
    )


def _in_name(form: Form, publisher: str, said: Said) -> bool:
    """Tell whether a title of one or two words is only part of a publisher's name: "Association"."""
    name = name_of(publisher).letters
    return form.letters in name and said.spelt.letters.count(form.letters) <= said.spelt.letters.count(name)


def _surroundings(form: Form, owner: Owner, known: Known, before: str, after: str) -> Weighed | None:
    if standing.about(before):
        return _refused("about", f"the string is of something about {known.title!r}")
    if part := standing.part_after(after):
        return _refused("part", f"the string is of a part of {known.title!r}: {part}")
    if standing.container(before):
        return _refused("container", f"{known.title!r} is what the string's work is in")
    if form.telling < LONG and (standing.title_before(before) or standing.behind_title(before)):
        return _refused("container", f"another title stands before {known.title!r}")
    if form.telling == 0 and owner.part != "head" and len(Spelt(standing.further(after)).letters) >= 6:
        return _refused("subtitle", f"the string has a subtitle that {known.title!r} does not have")
    if (
        owner.part == "head"
        and (more := standing.further(after))
        and not re.match(r"(?:[\w.]+ ){0,2}[\w.]+:", more)
    ):
        letters = Spelt(more).letters
        size = min(len(letters), len(owner.rest))
        if len(letters) >= 12 and fuzz.ratio(owner.rest[:size], letters[:size]) < SAME_SUBTITLE * 100:
            return _refused("subtitle", f"the string has another subtitle than {known.title!r}")
    return None


def _lacking(
    form: Form, place: Place, open_: tuple[bool, bool], named: bool, dated: bool, when: float, *, shared: bool
) -> tuple[str, str] | None:
    """Return why what speaks for a title is too little: the rule and the reason."""
    if form.generic:
        if not (named and dated):
            return "common title", "a title that many bodies use needs publisher or author, and the year"
        if (place.share < STRICT or any(open_)) and (form.telling == 0 or when < 1 or all(open_)):
            return (
                "common title",
                "a title that many bodies use stands in the string only in part, or within another",
            )
        return None
    if shared and when < 1:
        return "year", "other works have this title: the year must be the same"
    if any(open_) and not (named and dated) and (form.telling < LONG + 2 or place.share < 1):
        return "part of a title", "the title goes on in the string, and author and year do not both agree"
    if form.telling < LONG:
        if not (named or dated):
            return "support", "a short title needs author, publisher or year"
        if any(open_) or place.share < SURE:
            return (
                None
                if named and dated
                else ("support", "a short title that stands there only in part needs author and year")
            )
        return None
    if place.share < SURE and not (named and when > _UNKNOWN):
        return "support", "less than the whole title stands there, and author and year do not both agree"
    return None


def _when(said: Said, known: Known, start: int, stop: int) -> tuple[float, str]:
    """Return how well the years agree: 1 the same, 0 more than one apart, and what was compared."""
    year = known.year
    if year is None:
        return _UNKNOWN, "no year is known"
    outside = {each for each, begin, end in said.years if end <= start or begin >= stop}
    years = {said.parsed_year} if said.parsed_year else outside or {each for each, _, _ in said.years}
    if not years:
        return _UNKNOWN, "the string has no year"
    if year in years:
        return 1.0, f"the year {year}"
    nearest = min(years, key=lambda each: (abs(each - year), each))
    if abs(nearest - year) <= 1:
        return 0.7, f"the year {nearest} for {year}"
    return 0.0, f"the year {nearest} where {year} is known"


def _who(said: Said, known: Known, before: str, after: str, *, loose: bool) -> tuple[float, str]:
    """Return how well author or publisher agree: 0 where the string names others, and what was compared."""
    if not any(name_of(each).letters for each in (*known.authors, known.publisher or "")):
        return _UNKNOWN, "no author or publisher is known"
    head = Spelt(" ".join((*said.parsed_names, before)) if said.parsed_names else before)
    signs = [
        each
        for each in head.words
        if (len(each) > 1 or each[0] >= "\u2e80")
        and not each.isdigit()
        and each not in ("and", "the", "for", "see", "also")
    ]
    where = head if signs else Spelt(after)
    words = frozenset(where.words) | where.mended()
    for number, author in enumerate(known.authors):
        name = name_of(author)
        place, among = (said.whole, said.whole_words) if name.body else (where, words)
        if stands(name, place, among, loose=loose and number == 0):
            return (1.0 if number == 0 else 0.9), f"the author {author}"
    if known.publisher and stands(name_of(known.publisher), said.whole, said.whole_words):
        return 0.9, f"the publisher {known.publisher}"
    first = known.authors[0] if known.authors else known.publisher
    if not signs:
        # The title comes first: who stands behind it is not told from places and journals.
        bodies = [each for each in (*known.authors, known.publisher or "") if each and name_of(each).body]
        if bodies and is_body(after):
            return 0.0, f"the string names a body that is not {bodies[0]}"
        if standing.person_after(after):
            return 0.0, f"the string names others than {first}"
        return _UNKNOWN, f"the string does not name {first}"
    if (
        known.authors
        and not known.publisher
        and is_body(before)
        and not any(is_body(each) for each in known.authors)
    ):
        return _UNKNOWN, f"the string names a body, and {first} is a person"
    if any(
        set(signs) <= set(name_of(each).words)
        for each in (*known.authors, known.publisher or "")
        if is_body(each)
    ):
        return _UNKNOWN, f"the string names {' '.join(signs)}, which may be {first}"
    return 0.0, f"the string names others than {first}"
