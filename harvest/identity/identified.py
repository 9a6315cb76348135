"""Works that are one by an identifier that both bear, or by title, publisher and day. Pure.

An identifier alone joins nothing that its titles, publishers, years or languages contradict: a summary is printed with the
number of its report, and a citation stands where an imprint may.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any

from harvest.gathering import Work
from harvest.identity.agreeing import described_apart, same_publisher, titles_contradict, two_kinds
from harvest.identity.compared import Compared
from harvest.identity.joining import Joins, plain, standing_first, years_apart
from harvest.identity.near import Signature
from harvest.identity.printed import isbn, paper
from harvest.identity.same_names import any_same
from harvest.identity.same_reference import SERIAL, YEARS, dois, titles_apart

Row = dict[str, Any]

#: The rule by the kind of an identifier.
SAME_NUMBER = {
    "doi": "the same DOI on two works", "content": "the same identity on its site", "isbn": "the same ISBN",
    "cmd": "the same number of a paper", "cmnd": "the same number of a paper", "cm": "the same number of a paper",
    "cp": "the same number of a paper", "sc": "the same number of a paper", "hc": "the same number of a paper",
}  # fmt: skip
#: The rule of a page and its file that only share what is said of them.
SAME_DAY = "the same title, publisher and day"
#: Works that may bear one identifier; of more it is the number of a series.
MOST = 8
#: Words from which a title tells a work of a publisher and a day.
WORDS = 4
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def identified(works: Iterable[Work], compared: Compared, joins: Joins) -> Iterator[Row]:
    """Join works that bear one identifier and that nothing contradicts; yield the rows of the table ``merge``."""
    known = [each for each in works if _tells(each)]
    mains = {work.id: main for work in known if (main := compared.main(work))}
    signatures = compared.signatures(mains.values())
    bearers: dict[str, list[Work]] = defaultdict(list)
    for work in known:
        for each in _identifiers(work, signatures.get(mains.get(work.id, ""))):
            bearers[each].append(work)
    for name, same in sorted(bearers.items()):
        if not 1 < len(same) <= MOST:
            continue
        for one, two in combinations(sorted(same, key=standing_first), 2):
            if not _contradicted(one, two):
                yield from joins.join(one, two, SAME_NUMBER[name.partition(":")[0]], name, 0.98)


def _tells(work: Work) -> bool:
    plain_work = work.entry is None and work.meeting is None and not work.row["container"] and not work.mirror
    return plain_work and work.row["verdict"] in ("record", "merged")


def _identifiers(work: Work, signature: Signature | None) -> set[str]:
    found = {f"doi:{each}" for each in dois(work)}
    numbers = [isbn(work.row.get("isbn"))]
    if work.item is not None:
        numbers += [isbn(each.isbn) for each in work.item.attachments]
        numbers += [paper(each.reference) for each in work.item.attachments]
        if _UUID.fullmatch(work.item.key):
            found.add(f"content:{work.item.key}")
    found |= {each for each in numbers if each}
    return found | set(signature.printed if signature else ())


def _contradicted(one: Work, two: Work) -> bool:
    publishers = [list(work.row.get("publishers") or ()) for work in (one, two)]
    return (
        described_apart(one, two)
        or two_kinds(one, two)
        or titles_contradict(one, two)
        or titles_apart(one, two)
        or years_apart(one, two, YEARS)
        or (all(publishers) and not any_same(*publishers))
    )


def same_day(works: Iterable[Work], compared: Compared, joins: Joins) -> Iterator[Row]:
    """Join a page and a file, or what cannot be read, of one telling title, publisher and day; yield the rows.

    Two texts of one kind are told by their words, and are none of these.
    """
    titled: dict[tuple[str, str], list[Work]] = defaultdict(list)
    for work in works:
        title, day = plain(work.row["title"] or ""), work.row.get("work_date") or ""
        telling = len(title.split()) >= WORDS and not SERIAL & set(title.split())
        if telling and len(day) == 10 and work.row.get("publishers") and _tells(work):
            titled[title, day].append(work)
    for (title, day), same in sorted(titled.items()):
        for one, two in combinations(sorted(same, key=standing_first), 2):
            fits = same_publisher(one, two) and not described_apart(one, two) and not two_kinds(one, two)
            if fits and _of_two_kinds(compared.main(one), compared.main(two), compared):
                yield from joins.join(one, two, SAME_DAY, f"{title[:200]}, {day}", 0.9)


def _of_two_kinds(first: str | None, second: str | None, compared: Compared) -> bool:
    if first is None or second is None:
        return True
    return bool((compared.fact(first, "kind") == "html") != (compared.fact(second, "kind") == "html"))
