"""Which of our records a record in somebody else's file is: never guessed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from crawler.canonical import canonical
from harvest.importing.decision_files import Item
from store.counts import Queryable
from store.decisions import facts

#: A title that is shorter tells nothing as a beginning of another.
_SHORT = 20


class NoMatchError(ValueError):
    """It is not certain which record is meant; the message says why."""


def plain(text: str) -> str:
    """Return a title without everything that programs change in it: case, signs, white space."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


@dataclass(frozen=True, slots=True)
class Known:
    """The records of a review, by everything that they are recognised by."""

    titles: Mapping[str, str]
    years: Mapping[str, str]
    by_url: Mapping[str, frozenset[str]]
    by_title: Mapping[str, frozenset[str]]
    now: Mapping[str, str]

    @classmethod
    def of(cls, database: Queryable, now: Mapping[str, str]) -> Known:
        """Read them from the database.

        Args:
            database: where from.
            now: the record of today of each number that was ever given.
        """
        by_url: defaultdict[str, set[str]] = defaultdict(set)
        by_title: defaultdict[str, set[str]] = defaultdict(set)
        titles: dict[str, str] = {}
        years: dict[str, str] = {}
        for row in facts(database):
            record = str(row["record"])
            titles[record] = plain(row["title"])
            years[record] = (row["work_date"] or "")[:4]
            by_title[titles[record]].add(record)
            for url in row["urls"]:
                by_url[_address(url)].add(record)
        return cls(
            titles, years, {url: frozenset(held) for url, held in by_url.items()},
            {title: frozenset(held) for title, held in by_title.items()}, now,
        )  # fmt: skip

    def match(self, item: Item) -> str:
        """Return the record that an item is: by our number, else by its address, else by title and year.

        A number of ours is believed only when nothing contradicts it: every review has a R00001.

        Raises:
            NoMatchError: it is none of ours, or may be several.
        """
        title = plain(item.title)
        at = {record for url in item.urls for record in self.by_url.get(_address(url), ())}
        if item.number:
            record = self.now.get(item.number) or (item.number if item.number in self.titles else None)
            if record is None:
                raise NoMatchError(f"there is no record {item.number} in this review")
            if title and record not in at and not _alike(title, self.titles[record]):
                raise NoMatchError(
                    f"{item.number} has another title in this review: is the file of another one?"
                )
            return record
        if len(at) == 1:
            return at.pop()
        named = self.by_title.get(title, frozenset()) if title else frozenset()
        if at:
            both = at & named
            if len(both) == 1:
                return both.pop()
            raise NoMatchError(f"its address belongs to several records: {_listed(at)}")
        dated = {each for each in named if not item.year or self.years[each] in ("", item.year[:4])}
        if len(dated) == 1:
            return dated.pop()
        if dated:
            raise NoMatchError(
                f"several records have its title{' and year' if item.year else ''}: {_listed(dated)}"
            )
        if named:
            raise NoMatchError(f"{_listed(named)} has its title and another year than {item.year}")
        if not title and not item.urls:
            raise NoMatchError("it has neither number, address nor title")
        raise NoMatchError("no record has its number, its address or its title")


def _alike(one: str, other: str) -> bool:
    """Tell whether two titles are one: equal, or one the beginning of the other where a program cut it."""
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= _SHORT and long.startswith(short)) or not other


def _address(url: str) -> str:
    try:
        return canonical(url.replace("%3B", ";"))
    except ValueError:
        return url


def _listed(records: set[str] | frozenset[str]) -> str:
    return ", ".join(sorted(records)[:5]) + (" ..." if len(records) > 5 else "")
