"""Copies of what a publisher has: on sites that only hold copies, and the same text at an address it has moved from.

Titles are the gate and texts the proof: siblings that share a title, as the strategies of three councils do, have
different publishers and are never compared. A mirror's copy, whose publisher is not told, is the most alike one's, and
never one's whose publisher its text does not name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any

from harvest.gathering import Work
from harvest.identity.agreeing import swapped
from harvest.identity.compared import Compared
from harvest.identity.joining import Joins, joined, plain, standing_first, years_apart

Row = dict[str, Any]

#: A file that a site which is not its publisher has as well.
MIRRORED = "a copy on a site that is not its publisher"
#: The same title, and so much of the text that the rest is what stands around it on each site.
SAME_TEXT = "nearly the same text under the same title"
#: Share from which two texts are one whatever their dates say: a site that moved dates its pages anew. Below it works
#: of different years are editions of a series: this year's plan repeats most of the last one's.
SAME = 0.95
#: Works of one title that are compared with one another; more of them are a heading, and not a title.
MOST = 40


def copies(
    works: Iterable[Work], documents: Mapping[str, Row], compared: Compared, joins: Joins
) -> Iterator[Row]:
    """Join copies to what they are copies of; yield the rows of the table ``merge``.

    Args:
        works: with their rows, which are changed.
        documents: facts of each document.
        compared: their texts.
        joins: which work is in which record.
    """
    records = [work for work in works if work.row["verdict"] == "record" and work.entry is None]
    yield from _mirrored(records, documents, joins)
    yield from _same_text(records, compared, joins)


def _mirrored(records: list[Work], documents: Mapping[str, Row], joins: Joins) -> Iterator[Row]:
    own: dict[str, list[Work]] = defaultdict(list)
    for work in records:
        for each in work.files if not work.mirror else ():
            document = documents.get(each["document"] or "")
            # What can be read and says nothing of the question may stand beside any two works: a form, a licence.
            if document and (document["concepts"] or document["outcome"] != "text"):
                own[each["document"]].append(work)
    for work in sorted((each for each in records if each.mirror), key=lambda each: each.id):
        held = [each["document"] for each in work.files if each["document"] in own]
        free = [each for each in own[held[0]] if joins.may(work, each)] if held else []
        if free:
            first = min(free, key=standing_first)
            yield joined(work, first, MIRRORED, f"{MIRRORED}: {first.id}", f"file {held[0][:12]}")


def _same_text(records: list[Work], compared: Compared, joins: Joins) -> Iterator[Row]:
    titled: dict[str, list[Work]] = defaultdict(list)
    for work in records:
        if work.row["verdict"] == "record" and work.meeting is None and compared.main(work):
            titled[plain(work.row["title"])].append(work)
    groups = {
        title: sorted(same, key=standing_first) for title, same in titled.items()
        if 1 < len(same) <= MOST and any(_comparable(one, two) for one, two in combinations(same, 2))
    }  # fmt: skip
    for _, same in sorted(groups.items()):
        pairs = []
        for one, two in combinations(same, 2):
            if not _comparable(one, two):
                continue
            first, second = compared.main(one) or "", compared.main(two) or ""
            score = compared.alike(first, second)
            if score and not _editions(one, two, first, second, score, compared):
                pairs.append((score, one, two))
        # The most alike first: the copy of one sibling is not given to another.
        for score, one, two in sorted(pairs, key=lambda each: -each[0]):
            if one.row["verdict"] == "record" and two.row["verdict"] == "record":
                yield from joins.join(one, two, SAME_TEXT, f"{score:.2f} of the words in a row", score)


def _editions(one: Work, two: Work, first: str, second: str, score: float, compared: Compared) -> bool:
    """Tell whether two texts under one title are siblings or editions for all that they share."""
    if score < SAME and years_apart(one, two, 0):
        return True
    if swapped(compared.words(first), compared.words(second)):
        return True
    return not _of_its_publisher(one, two, compared.words(first), compared.words(second))


def _comparable(one: Work, two: Work) -> bool:
    """Tell whether two works of one title may be one: by their publisher, or because one is known to be a copy."""
    if one.mirror or two.mirror:
        return True
    publishers = [set(map(str.casefold, each.row.get("publishers") or ())) for each in (one, two)]
    return bool(publishers[0] & publishers[1]) or (one.source == two.source and not all(publishers))


def _of_its_publisher(one: Work, two: Work, words: list[bytes], copied: list[bytes]) -> bool:
    """Tell whether a mirror's text names the publisher that the own one names; true where neither is a mirror's.

    Strategies that follow one template differ in little but the name of their council.
    """
    if one.mirror or not two.mirror:
        return True
    text, copy = (b" ".join((b"", *each, b"")) for each in (words, copied))
    names = {f" {plain(each)} ".encode() for each in one.row.get("publishers") or ()}
    told = {name for name in names if name.strip() and name in text}
    return not told or any(name in copy for name in told)
