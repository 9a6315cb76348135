"""Works of one publisher whose texts are nearly the same under other titles: a page and its file that were found apart.

Texts alone never join: publisher and title have to agree, or the title of the one has to stand at the beginning of the
other. Siblings of one template and editions of one plan, which differ in a name or a year again and again, stay two.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any

from crawler.guard import host_of
from harvest.gathering import Work
from harvest.identity.agreeing import (
    described_apart,
    same_publisher,
    swapped,
    titles_agree,
    titles_contradict,
    two_kinds,
)
from harvest.identity.compared import Compared
from harvest.identity.copies import SAME
from harvest.identity.joining import Joins, plain, years_apart
from harvest.identity.near import Signature, candidates, containing

Row = dict[str, Any]

#: The same words in other bytes.
SAME_WORDS = "the same words under another title"
#: Titles that only differ in formats, versions, or what a file is called.
NEAR = "nearly the same text under a title of the same work"
#: A page and a file.
TWINS = "a page and a file of nearly the same text"
#: Different words in a row from which a text may tell a work by itself.
TELLING = 40
#: Words at the beginning of a text in which its title stands.
BEGINNING = 400
_NAME_OF_FILE = re.compile(
    r"[\w%+.,()-]*\.(?:pdf|docx?|odt|rtf|html?|aspx?)|[\w%+-]*[_%\d][\w%+-]*", re.IGNORECASE
)


def same_words(works: Iterable[Work], compared: Compared, joins: Joins) -> Iterator[Row]:
    """Join works of one publisher that have the same words, or nearly; yield the rows of the table ``merge``."""
    holders: dict[str, list[Work]] = defaultdict(list)
    for work in works:
        main = compared.main(work) if _may_be_told_by_text(work) else None
        # Papers of a meeting are what their files are: the page of an agenda is no text of theirs.
        if main and compared.fact(main, "concepts") and work.meeting is None:
            holders[main].append(work)
    signatures = {name: each for name, each in compared.signatures(holders).items() if each.words >= TELLING}
    pairs = [
        (first, second, one, two)
        for first, second in _document_pairs(signatures, holders)
        for one, two in _work_pairs(first, second, holders)
        if _may_be_one(one, two)
    ]
    found: list[tuple[float, str, Work, Work]] = []
    needed = dict.fromkeys((first, second) for first, second, _, _ in pairs)
    told = {
        (first, second): _told(first, second, signatures, compared)
        for first, second in compared.pairs(list(needed))
    }
    for first, second, one, two in pairs:
        score, same = told[first, second]
        rule = _rule(one, two, first, second, score, same, compared) if score else None
        if rule is not None:
            found.append((score, rule, min(one, two, key=_id), max(one, two, key=_id)))
    # The most alike first, so that what is joined by way of a third is the same in every order.
    for score, rule, one, two in sorted(found, key=lambda each: (-each[0], each[2].id, each[3].id)):
        yield from joins.join(one, two, rule, f"{score:.2f} of the words in a row", score)


def _id(work: Work) -> str:
    return work.id


def _may_be_told_by_text(work: Work) -> bool:
    row = work.row
    return (
        row["verdict"] in ("record", "merged")
        and work.entry is None
        and not (row["container"] or work.mirror)
    )


def _document_pairs(
    signatures: Mapping[str, Signature], holders: Mapping[str, list[Work]]
) -> list[tuple[str, str]]:
    """Return the pairs of documents worth comparing: alike by their signatures, or held by one another."""
    by_publisher: dict[str, set[str]] = defaultdict(set)
    for name in signatures:
        for work in holders[name]:
            for key in map(plain, work.row.get("publishers") or (host_of(work.url),)):
                by_publisher[key].add(name)
    found = set(candidates(signatures)) | {(name, name) for name in signatures}
    for large, small in containing(signatures, by_publisher.values()):
        if signatures[large].words <= 2 * signatures[small].words:
            found.add((min(large, small), max(large, small)))
    return sorted(found)


def _work_pairs(first: str, second: str, holders: Mapping[str, list[Work]]) -> Iterator[tuple[Work, Work]]:
    if first == second:
        yield from combinations(holders[first], 2)
    else:
        yield from ((one, two) for one in holders[first] for two in holders[second])


def _may_be_one(one: Work, two: Work) -> bool:
    return (
        one is not two
        and same_publisher(one, two)
        and not described_apart(one, two)
        and not titles_contradict(one, two)
        and not two_kinds(one, two)
    )


def _told(
    first: str, second: str, signatures: Mapping[str, Signature], compared: Compared
) -> tuple[float, bool]:
    """Return how much two documents have in common, 0 where they are siblings, and whether they are the same words."""
    if signatures[first].same == signatures[second].same:
        return 1.0, True
    score = compared.alike(first, second)
    if score and swapped(compared.words(first), compared.words(second)):
        return 0.0, False
    return score, False


def _rule(
    one: Work, two: Work, first: str, second: str, score: float, same: bool, compared: Compared
) -> str | None:
    """Return the rule by which two works with nearly the same text are one, ``None`` where they stay two."""
    if same:
        return SAME_WORDS
    if score < SAME and years_apart(one, two, 0):
        return None
    if titles_agree(one, two):
        return NEAR
    page = [compared.fact(each, "kind") == "html" for each in (first, second)]
    if page[0] == page[1]:
        return None
    titled = _stands_in(one, second, compared) or _stands_in(two, first, compared)
    unnamed = any(_NAME_OF_FILE.fullmatch((work.row["title"] or "").strip()) for work in (one, two))
    return TWINS if titled or (unnamed and score >= SAME) else None


def _stands_in(work: Work, document: str, compared: Compared) -> bool:
    """Tell whether the title of a work stands at the beginning of a document."""
    title = plain(work.row["title"] or "").encode().split()
    beginning = compared.words(document)[:BEGINNING]
    return len(title) > 1 and b" ".join((b"", *title, b"")) in b" ".join((b"", *beginning, b""))
