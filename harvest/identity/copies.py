"""Copies of what a publisher has: on sites that only hold copies, and the same text at an address it has moved from.

Titles are the gate and texts the proof: siblings that share a title, as the strategies of three councils do, have
different publishers and are never compared. A mirror's copy, whose publisher is not told, is the most alike one's, and
never one's whose publisher its text does not name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any

from harvest.gathering import Work
from harvest.identity.joining import joined, plain, standing_first, years_apart

Row = dict[str, Any]
Texts = Callable[[Collection[str]], Mapping[str, str]]

#: A file that a site which is not its publisher has as well.
MIRRORED = "a copy on a site that is not its publisher"
#: The same title, and so much of the text that the rest is what stands around it on each site.
SAME_TEXT = "nearly the same text under the same title"
#: Words in a row that are compared, and the share of them that two texts must have in common: of all that either has,
#: or of the shorter where the longer one is at most twice as long. Near-duplicates of whole pages share above .8 (Broder
#: 1997); reports that reuse a chapter stay far below.
SHINGLE, ALIKE, WITHIN = 5, 0.8, 0.9
#: Share from which two texts are one whatever their dates say: a site that moved dates its pages anew. Below it works
#: of different years are editions of a series: this year's plan repeats most of the last one's.
SAME = 0.95
#: Works of one title that are compared with one another; more of them are a heading, and not a title.
MOST = 40


def copies(works: Iterable[Work], documents: Mapping[str, Row], texts: Texts) -> Iterator[Row]:
    """Join copies to what they are copies of; yield the rows of the table ``merge``.

    Args:
        works: with their rows, which are changed.
        documents: facts of each document.
        texts: gives the texts of documents.
    """
    records = [work for work in works if work.row["verdict"] == "record" and work.entry is None]
    yield from _mirrored(records, documents)
    yield from _same_text(records, documents, texts)


def _mirrored(records: list[Work], documents: Mapping[str, Row]) -> Iterator[Row]:
    own: dict[str, list[Work]] = defaultdict(list)
    for work in records:
        for each in work.files if not work.mirror else ():
            document = documents.get(each["document"] or "")
            # What can be read and says nothing of the question may stand beside any two works: a form, a licence.
            if document and (document["concepts"] or document["outcome"] != "text"):
                own[each["document"]].append(work)
    for work in sorted((each for each in records if each.mirror), key=lambda each: each.id):
        held = [each["document"] for each in work.files if each["document"] in own]
        if held:
            first = min(own[held[0]], key=standing_first)
            yield joined(work, first, MIRRORED, f"{MIRRORED}: {first.id}", f"file {held[0][:12]}")


def _same_text(records: list[Work], documents: Mapping[str, Row], texts: Texts) -> Iterator[Row]:
    titled: dict[str, list[Work]] = defaultdict(list)
    for work in records:
        if work.row["verdict"] == "record" and work.meeting is None and _main(work, documents):
            titled[plain(work.row["title"])].append(work)
    groups = {
        title: sorted(same, key=standing_first) for title, same in titled.items()
        if 1 < len(same) <= MOST and any(_comparable(one, two) for one, two in combinations(same, 2))
    }  # fmt: skip
    wanted = {_main(work, documents) for same in groups.values() for work in same}
    read = {id_: plain(text) for id_, text in texts({each for each in wanted if each}).items()}
    known = {id_: _shingles(text) for id_, text in read.items()}
    for _, same in sorted(groups.items()):
        pairs = []
        for one, two in combinations(same, 2):
            first, second = _main(one, documents) or "", _main(two, documents) or ""
            score = alike(known.get(first), known.get(second)) if _comparable(one, two) else 0.0
            other_year = score < SAME and years_apart(one, two, 0)
            if score and not other_year and _of_its_publisher(one, two, read[first], read[second]):
                pairs.append((score, one, two))
        # The most alike first: the copy of one sibling is not given to another.
        for score, one, two in sorted(pairs, key=lambda each: -each[0]):
            if one.row["verdict"] == "record" and two.row["verdict"] == "record":
                evidence = f"{score:.2f} of the words in a row"
                yield joined(two, one, SAME_TEXT, f"{SAME_TEXT} as {one.id}", evidence, score)


def _main(work: Work, documents: Mapping[str, Row]) -> str | None:
    read = [
        each["document"]
        for each in work.files
        if documents.get(each["document"] or "", {}).get("outcome") == "text"
    ]
    return max(read, key=lambda each: (documents[each].get("characters") or 0, each), default=None)


def _comparable(one: Work, two: Work) -> bool:
    """Tell whether two works of one title may be one: by their publisher, or because one is known to be a copy."""
    if one.mirror or two.mirror:
        return True
    publishers = [set(map(str.casefold, each.row.get("publishers") or ())) for each in (one, two)]
    return bool(publishers[0] & publishers[1]) or (one.source == two.source and not all(publishers))


def _of_its_publisher(one: Work, two: Work, text: str, copied: str) -> bool:
    """Tell whether a mirror's text names the publisher that the own one names; true where neither is a mirror's.

    Strategies that follow one template differ in little but the name of their council.
    """
    if one.mirror or not two.mirror:
        return True
    names = {name for each in one.row.get("publishers") or () if (name := plain(each)) and name in text}
    return not names or any(name in copied for name in names)


def alike(one: frozenset[int] | None, two: frozenset[int] | None) -> float:
    """Return the share of words in a row that two texts have in common, 0 where it is too small to call them one."""
    if not one or not two:
        return 0.0
    both = len(one & two)
    share = both / len(one | two)
    if share >= ALIKE:
        return share
    shorter, longer = sorted((len(one), len(two)))
    within = both / shorter
    return within if within >= WITHIN and longer <= 2 * shorter else 0.0


def _shingles(text: str) -> frozenset[int]:
    words = text.split()
    return frozenset(hash(tuple(words[at : at + SHINGLE])) for at in range(max(1, len(words) - SHINGLE + 1)))
