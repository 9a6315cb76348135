"""Joining two works into one: the row that says so, and which of them stays. Every merge rule ends here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from harvest.gathering import Work

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


def chained(holders: Mapping[str, Sequence[Work]], rule: str, what: str, score: float = 1.0) -> Iterator[Row]:
    """Join the works of each group to the first of it; yield the rows.

    Args:
        holders: groups by what they have in common; what stands before ``|`` is the evidence.
        rule: the rule by its name.
        what: what the evidence is called.
        score: how sure the rule is, 0 to 1.
    """
    by_id = {work.id: work for same in holders.values() for work in same}
    for key, same in sorted(holders.items()):
        # One that another group has joined already brings with it the one that it was joined to.
        standing = {by_id[work.row["into_work"] or work.id].id for work in same}
        chain = sorted((by_id[each] for each in standing), key=standing_first)
        first = chain[0]
        for work in chain[1:]:
            yield joined(work, first, rule, f"{rule} as {first.id}", f"{what} {key.partition('|')[0]}", score)


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
