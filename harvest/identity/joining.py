"""Joining two works into one: the row that says so, and which of them stays. Every merge rule ends here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from harvest.gathering import Work
from harvest.identity.people import NONE, Rulings

Row = dict[str, Any]

_YEAR = re.compile("[0-9]{4}")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc\u0060\u00b4\u00ad\u200b-\u200d\ufeff]")


def standing_first(work: Work) -> tuple[bool, bool, bool, str]:
    """Return the order in which works that are one stay: the publisher's own before copies, what is held before a
    mere reference; the smallest id among these."""
    return work.mirror, work.entry is not None, bool(work.row.get("archive")), work.id


def joined(work: Work, into: Work, rule: str, reason: str, evidence: str, score: float = 1.0) -> Row:
    """Join a work to another one; return the row of the table ``merge``.

    What was joined to ``work`` before follows it, in its row of ``merge`` as well: ``into_work`` always is the work
    that stays.

    Args:
        work: the one that is no record any more.
        into: the one that stays.
        rule: the rule by its name.
        reason: the verdict of ``work`` in a sentence.
        evidence: what the rule rests on.
        score: how sure it is, 0 to 1.
    """
    row = {"work": work.id, "into_work": into.id, "rule": rule, "score": score, "evidence": evidence}
    work.row.update(verdict="merged", into_work=into.id, reason=reason)
    for each, before in work.absorbed:
        each.row["into_work"] = before["into_work"] = into.id
    into.absorbed += [*work.absorbed, (work, row)]
    work.absorbed = []
    return row


class Joins:
    """The works while rules join them: which record each is in by now, and what people forbid. Every rule asks it.

    Args:
        works: all works that there are, with their rows.
        rulings: what people have said.
    """

    def __init__(self, works: Iterable[Work], rulings: Rulings = NONE) -> None:
        self.rulings = rulings
        self._by_id = {work.id: work for work in works}

    def standing(self, work: Work) -> Work:
        """Return the work that a work was joined to, else itself."""
        return self._by_id[work.row["into_work"]] if work.row["into_work"] else work

    def may(self, one: Work, two: Work) -> bool:
        """Tell whether two works that stand, with all that was joined to them, may become one: people may forbid it."""
        return one is not two and not self.rulings.forbid(_members(one), _members(two))

    def join(self, one: Work, two: Work, rule: str, evidence: str, score: float = 1.0) -> Iterator[Row]:
        """Join the records that two works are in, the later in order to the first; yield the row.

        Nothing is yielded where they are one already, either is in no record, or people keep them apart.
        """
        into, work = sorted((self.standing(one), self.standing(two)), key=standing_first)
        if work.row["verdict"] == into.row["verdict"] == "record" and self.may(work, into):
            yield joined(work, into, rule, f"{rule} as {into.id}", evidence, score)

    def chained(
        self, holders: Mapping[str, Sequence[Work]], rule: str, what: str, score: float = 1.0
    ) -> Iterator[Row]:
        """Join the works of each group to the first of it that they may be joined to; yield the rows.

        Args:
            holders: groups by what they have in common; what stands before ``|`` is the evidence.
            rule: the rule by its name.
            what: what the evidence is called.
            score: how sure the rule is, 0 to 1.
        """
        for key, same in sorted(holders.items()):
            # One that another group has joined already brings with it the one that it was joined to.
            chain = {each.id: each for each in map(self.standing, same)}
            heads: list[Work] = []
            for work in sorted(chain.values(), key=standing_first):
                into = next((each for each in heads if self.may(work, each)), None)
                if into is None:
                    heads.append(work)
                else:
                    yield from self.join(work, into, rule, f"{what} {key.partition('|')[0]}", score)


def _members(work: Work) -> list[str]:
    return [work.id, *(each.id for each, _ in work.absorbed)]


def years_apart(one: Work, two: Work, most: int) -> bool:
    """Tell whether the years of two works are known and more than so many apart."""
    years = [found for each in (one, two) if (found := year_of(each)) is not None]
    return len(years) == 2 and abs(years[0] - years[1]) > most


def year_of(work: Work) -> int | None:
    """Return the year of a work, ``None`` where it is not known."""
    found = _YEAR.match(work.row.get("work_date") or "")
    return int(found[0]) if found else None


def plain(title: str) -> str:
    """Return a title as titles are compared: letters and digits, small, single spaces.

    Accents, ligatures, apostrophes and soft hyphens tell nothing, and ``&`` is "and".
    """
    if not title.isascii():
        spelt = unicodedata.normalize("NFKD", title)
        title = "".join(c for c in spelt if not unicodedata.combining(c))
    title = _APOSTROPHES.sub("", title).replace("&", " and ")
    return " ".join("".join(c if c.isalnum() else " " for c in title.casefold()).split())
