"""Choosing records by a small query: ``included source:la year:2015..2020 not class:"think tank"``.

The one reading of such a query, for every command that takes one. Terms are joined by "and"; several values of a term,
parted by commas, by "or"; ``not`` turns the term after it round. What is no term is words to be found in title,
publisher or summary.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from harvest.errors import Exit, GreylitError
from harvest.export.selectable import STATUSES, Everything, Facts

#: Words that stand for a status alone.
ALONE: Mapping[str, str] = {each: each for each in STATUSES.values()} | {"unscreened": "undecided"}
#: The word for every record.
ALL = "all"
KEYS = ("status", "source", "year", "type", "class", "record")
_TOKEN = re.compile(r'(?:[^\s"]|"[^"]*")+')
_VALUE = re.compile(r'(?:[^,"]|"[^"]*")+')
_TERM = re.compile(r"(?P<key>[A-Za-z_-]+):(?!//)(?P<values>.*)", re.DOTALL)
_YEARS = re.compile(r"(?P<low>[0-9]{4})?(?P<range>\.\.)?(?P<high>[0-9]{4})?")
_HINT = (
    'for example: included source:la year:2015..2020 type:strategy class:"local authority" not record:R00012'
)


@dataclass(frozen=True, slots=True)
class Selection:
    """What a query chose: the numbers of records in their order, the query as given, and how many there are in all."""

    records: tuple[str, ...]
    query: str
    of: int

    def sentence(self) -> str:
        """Return the counts in words, the complement with them: ``7 of 22 records selected (included), 15 not``."""
        count = len(self.records)
        return f"{count:,} of {self.of:,} record{'' if self.of == 1 else 's'} selected ({self.query}), {self.of - count:,} not"


def select(of: Everything, query: str) -> Selection:
    """Return the records that a query chooses; all of them for an empty one.

    Args:
        of: what is known of every record.
        query: as a person wrote it.

    Raises:
        GreylitError: it cannot be read, or names a source, type, class or record that the review has not (``SELECT``;
            for a record ``NO_RECORD``). The hint says what may be meant.
    """
    tests = _tests(of, query)
    chosen = tuple(each.record for each in of.records if all(test(each) for test in tests))
    return Selection(chosen, " ".join(query.split()), len(of.records))


_Test = Callable[[Facts], bool]


def _tests(of: Everything, query: str) -> list[_Test]:
    if query.count('"') % 2:
        raise _wrong(query, query, "a quotation mark has no second one")
    tests: list[_Test] = []
    negated = False
    for token in _TOKEN.findall(query):
        bare = token.casefold()
        if bare == "not":
            negated = not negated
            continue
        if bare == "and":
            continue
        if bare == "or":
            raise _wrong(
                query,
                token,
                '"or" is not read',
                "several values of a term are parted by commas: status:included,maybe",
            )
        test = _test(of, query, token)
        tests.append(_turned(test) if negated else test)
        negated = False
    if negated:
        raise _wrong(query, "not", '"not" stands before nothing')
    return tests


def _turned(test: _Test) -> _Test:
    return lambda each: not test(each)


def _test(of: Everything, query: str, token: str) -> _Test:
    if token.casefold() == ALL:
        return lambda _: True
    if status := ALONE.get(token.casefold()):
        return lambda each: each.status == status
    term = _TERM.fullmatch(token)
    if term is None:
        return _words(of, query, token)
    key = term["key"].casefold()
    if key not in KEYS:
        near = get_close_matches(key, KEYS, n=1)
        meant = f"did you mean {near[0]}:? " if near else ""
        quoted = f'words that have a colon stand in quotation marks: "{token}"'
        raise _wrong(
            query,
            token,
            f"there is no {key}: in a query",
            f"{meant}there are {', '.join(f'{k}:' for k in KEYS)}; {quoted}",
        )
    values = [each.replace('"', "").strip() for each in _VALUE.findall(term["values"])]
    if not all(values) or not values:
        raise _wrong(query, token, f"{key}: has no value")
    if key == "year":
        return _years(query, token, values)
    chosen = frozenset(_READERS[key](of, query, value) for value in values)
    return {
        "status": lambda each: each.status in chosen,
        "source": lambda each: bool(each.sources & chosen),
        "type": lambda each: each.doc_type in chosen,
        "class": lambda each: each.publisher_class in chosen,
        "record": lambda each: each.record in chosen,
    }[key]


def _words(of: Everything, query: str, token: str) -> _Test:
    """Return the test for words in title, publisher or summary. A word that is nowhere may be a status misspelt."""
    quoted = '"' in token
    words = " ".join(token.replace('"', "").casefold().split())
    if not words:
        raise _wrong(query, token, "there is nothing between the quotation marks")
    near = get_close_matches(words, [*ALONE, *KEYS], n=1, cutoff=0.75)
    if not quoted and near and not any(words in each.words for each in of.records):
        raise _wrong(query, token, f"no record has the word {words!r}", f"did you mean {near[0]!r}?")
    return lambda each: words in each.words


def _years(query: str, token: str, values: Sequence[str]) -> _Test:
    spans: list[tuple[int | None, int | None]] = []
    for value in values:
        if value.casefold() == "none":
            spans.append((None, None))
            continue
        found = _YEARS.fullmatch(value)
        low, high = (
            (int(found[name]) if found[name] else None for name in ("low", "high")) if found else (None, None)
        )
        if (
            found is None
            or (low is None and high is None)
            or (found["range"] is None and (low is None or high is not None))
        ):
            raise _wrong(query, token, f"{value!r} is not a year or a range of years", "write year:2015, year:2015..2020, year:2015.., year:..2020 or year:none")  # fmt: skip
        low, high = (low or 0, high or 9999) if found["range"] else (low, low)
        if low is not None and high is not None and low > high:
            raise _wrong(query, token, f"{value!r} ends before it begins")
        spans.append((low, high))

    def test(each: Facts) -> bool:
        if each.year is None:
            return (None, None) in spans
        return any(low is not None and high is not None and low <= each.year <= high for low, high in spans)

    return test


def _status(_: Everything, query: str, value: str) -> str:
    found = ALONE.get(value.casefold())
    if found is None:
        raise _unknown(query, "status", value, ALONE)
    return found


def _source(of: Everything, query: str, value: str) -> str:
    known = of.sources.union(*(each.sources for each in of.records))
    if value not in known:
        raise _unknown(query, "source", value, known)
    return value


def _type(of: Everything, query: str, value: str) -> str:
    from harvest.types import TYPES

    known = {each.doc_type for each in of.records if each.doc_type} | set(TYPES)
    if value.casefold() not in known:
        raise _unknown(query, "type of document", value.casefold(), known)
    return value.casefold()


def _class(of: Everything, query: str, value: str) -> str:
    from harvest.publisher_class import CLASSES

    known = {each.publisher_class for each in of.records if each.publisher_class} | {
        each.casefold() for each in CLASSES
    }
    if value.casefold() not in known:
        raise _unknown(query, "class of publisher", value.casefold(), known)
    return value.casefold()


def _record(of: Everything, query: str, value: str) -> str:
    known = {each.record for each in of.records}
    if value.upper() not in known:
        raise _unknown(query, "record", value, known, code="NO_RECORD", exit_code=Exit.NOT_FOUND)
    return value.upper()


_READERS: Mapping[str, Callable[[Everything, str, str], str]] = {
    "status": _status, "source": _source, "type": _type, "class": _class, "record": _record,
}  # fmt: skip
#: Most values that a hint lists.
_LISTED = 20


def _unknown(
    query: str,
    what: str,
    value: str,
    known: Collection[str],
    code: str = "SELECT",
    exit_code: Exit = Exit.USAGE,
) -> GreylitError:
    names = sorted(known)
    near = get_close_matches(value, names, n=1)
    meant = f"did you mean {near[0]!r}? " if near else ""
    listed = f"known: {', '.join(names[:_LISTED])}{', ...' if len(names) > _LISTED else ''}" if names else ""
    return GreylitError(
        f"--select {query!r}: there is no {what} {value!r}", code=code, exit_code=exit_code,
        where={"select": query, "at": value}, hint=(meant + listed).strip() or _HINT,
    )  # fmt: skip


def _wrong(query: str, token: str, why: str, hint: str = _HINT) -> GreylitError:
    return GreylitError(
        f"--select {query!r}: {why}", code="SELECT", where={"select": query, "at": token}, hint=hint
    )
