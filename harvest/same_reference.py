"""References that people brought, joined to what is held already: by DOI, by address, by title with year and name.

A title alone joins nothing that is short or that several works bear: three councils' strategies share one. Year, name
or DOI that contradict refuse it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from crawler.canonical import canonical
from harvest.gathering import Work
from harvest.joining import joined, plain, standing_first

Row = dict[str, Any]

SAME_DOI = "the same DOI"
SAME_ADDRESS = "the same address"
SAME_TITLE = "the same title, year and author or publisher"
#: Words from which a title may tell a work by itself, where no name is known on one side.
TELLING = 6
#: Years that a reference may differ from a document: published at the turn of a year, or first online.
YEARS = 1
_SMALL = frozenset({"the", "of", "and", "for", "in", "to", "a", "an", "on", "s", "et", "al", "ltd", "plc"})
_DOI_URL = re.compile(r"https?://(?:dx\.)?doi\.org/(10\..+)", re.IGNORECASE)


def same_references(works: Iterable[Work]) -> Iterator[Row]:
    """Join each reference to the work that it is of; yield the rows of the table ``merge``."""
    records = sorted((each for each in works if each.row["verdict"] == "record"), key=standing_first)
    entries = [each for each in records if each.entry is not None]
    if not entries:
        return
    dois: dict[str, list[Work]] = defaultdict(list)
    places: dict[str, list[Work]] = defaultdict(list)
    titles: dict[str, list[Work]] = defaultdict(list)
    for work in records:
        if doi := _doi(work):
            dois[doi].append(work)
        for address in _addresses(work):
            places[address].append(work)
        titles[plain(work.row["title"])].append(work)
    for work in entries:
        for rule, score, others in (
            (SAME_DOI, 1.0, dois.get(_doi(work) or "", ())),
            (SAME_ADDRESS, 1.0, [each for place in _addresses(work) for each in places[place]]),
            (SAME_TITLE, 0.95, _titled(work, titles)),
        ):
            # The first of the order stays, so that each is only ever joined to one before it.
            before = [
                each for each in others
                if each is not work and each.row["verdict"] == "record" and standing_first(each) < standing_first(work)
                and not (rule != SAME_DOI and _apart(_doi(work), _doi(each)))
            ]  # fmt: skip
            if before:
                into = min(before, key=standing_first)
                evidence = (
                    _doi(work)
                    if rule == SAME_DOI
                    else into.url
                    if rule == SAME_ADDRESS
                    else work.row["title"]
                )
                yield joined(work, into, rule, f"{rule} as {into.id}", str(evidence)[:300], score)
                break


def _doi(work: Work) -> str | None:
    doi = work.row.get("doi")
    if not doi and (found := _DOI_URL.match(work.url)):
        doi = found[1]
    return str(doi).lower() if doi else None


def _apart(one: str | None, two: str | None) -> bool:
    return bool(one and two and one != two)


def _addresses(work: Work) -> set[str]:
    found = set(work.aliases) | {each[name] for each in work.files for name in ("url", "final_url")}
    if work.entry is not None:
        found |= set(work.entry["said"].get("urls") or ())
    plain_: set[str] = set()
    for each in found:
        if each.startswith(("http://", "https://")) and not _DOI_URL.match(each):
            try:
                plain_.add(canonical(each).partition("://")[2].removeprefix("www."))
            except ValueError:
                continue
    return plain_


def _titled(work: Work, titles: dict[str, list[Work]]) -> list[Work]:
    """Return the works of the same title that nothing contradicts; none where several could be meant."""
    title = plain(work.row["title"])
    words = len(title.split())
    if words < 2 or title.startswith("no title"):
        return []
    fits, perhaps = [], []
    for other in titles[title]:
        if other is work or other.row["verdict"] != "record" or not _years_agree(work, other):
            continue
        one, two = _names(work), _names(other)
        if one and two:
            fits += [other] if one & two else []
        elif words >= TELLING:
            perhaps.append(other)
    if fits:
        return fits
    return perhaps if len(perhaps) == 1 else []


def _years_agree(one: Work, two: Work) -> bool:
    years = [each.row["work_date"][:4] for each in (one, two) if each.row["work_date"]]
    return len(years) < 2 or abs(int(years[0]) - int(years[1])) <= YEARS


def _names(work: Work) -> set[str]:
    """Return the words of the names of authors and publishers, without accents, the small ones left out."""
    named = " ".join([*(work.row.get("authors") or ()), *work.row["publishers"]])
    bare = "".join(c for c in unicodedata.normalize("NFKD", named) if not unicodedata.combining(c))
    return {word for word in plain(bare).split() if len(word) > 2 and word not in _SMALL}
