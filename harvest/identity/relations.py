"""Works that belong together and stay two: editions, summaries, easy-read and translated versions, packs and their reports.

Computed from the works that stand when all rules have joined what is one (:func:`harvest.identity.merging.merge`). Each
relation is a row with its rule, its score and what it rests on; two works have one relation, the most telling.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any

from crawler.guard import host_of
from harvest.gathering import Work
from harvest.identity.agreeing import (
    numbers,
    page_without_language,
    same_publisher,
    series,
    stem,
    swapped,
    titles_contradict,
    variant,
)
from harvest.identity.compared import ALIKE as NEARLY
from harvest.identity.compared import Compared, Texts
from harvest.identity.joining import plain, year_of, years_apart
from harvest.identity.near import candidates, containing
from harvest.identity.shingles import held, share

Row = dict[str, Any]

#: What relations are called, the most telling first. Of two works one is told. In ``edition`` and ``near-duplicate``
#: neither goes before the other, and the smaller id is named first; in the others the whole, or the first language.
KINDS = ("easy-read", "summary", "translation", "edition", "contains", "near-duplicate")
#: Rules, by what they rest on.
VERSION = "a version of the same publication, by its title"
PAGE = "the same page in another language"
YEARS = "the same title of another year"
NEXT_TEXT = "most of the text of another year"
HOLDS = "its text holds nearly all of the other's"
ALIKE, PARTLY = "nearly the same text", "half of the text or more"
SIBLING = "the same template with other names"
#: Share of the words in a row from which texts are near-duplicates; under it two reports only have parts in common.
LINKED = 0.5
#: Share of the words in a row of a text that what contains it holds, and how many times as long that is at least.
CONTAINED, LARGER = 0.9, 1.3
#: Works that are near-duplicates of one another, up to which each is linked with each; of more only along the closest.
MOST = 12
#: Words that the title of a series has at least, and works that may bear it.
SERIES_WORDS, SERIES_MOST = 2, 60


def relations(
    works: Sequence[Work],
    documents: Mapping[str, Row],
    texts: Texts,
    signatures: Mapping[str, bytes] | None = None,
) -> list[Row]:
    """Return the relations between the works that stand, in the order of their ids; the order of works changes nothing.

    Args:
        works: with their rows, after merging.
        documents: facts of each document.
        texts: gives the texts of documents.
        signatures: what :func:`harvest.identity.near.signature` gave for documents before, by document.

    Returns:
        Rows with ``work``, ``other``, ``kind`` (one of :data:`KINDS`), ``rule``, ``score`` (0 to 1) and ``evidence``.
    """
    standing = sorted((each for each in works if each.row["verdict"] == "record"), key=lambda each: each.id)
    compared = Compared(documents, texts, signatures)
    found = [*_versions(standing), *_languages(standing), *_series(standing), *_by_text(standing, compared)]
    best: dict[frozenset[str], Row] = {}
    for row in sorted(found, key=lambda each: (KINDS.index(each["kind"]), -each["score"], each["rule"])):
        best.setdefault(frozenset((row["work"], row["other"])), row)
    return sorted(best.values(), key=lambda each: (each["work"], each["other"]))


def _row(one: Work, two: Work, kind: str, rule: str, score: float, evidence: str) -> Row:
    if kind in ("edition", "near-duplicate") and two.id < one.id:
        one, two = two, one
    return {"work": one.id, "other": two.id, "kind": kind, "rule": rule, "score": round(score, 4), "evidence": evidence[:300]}  # fmt: skip


def _versions(works: Iterable[Work]) -> Iterator[Row]:
    """Yield what titles say is a summary, an easy-read version, a translation of another work of the same publisher."""
    titled: dict[str, list[Work]] = defaultdict(list)
    for work in works:
        if work.meeting is None and (key := stem(work.row["title"] or "")):
            titled[key].append(work)
    for key, same in titled.items():
        whole = [each for each in same if variant(each) is None]
        for work in same:
            kind = variant(work)
            for each in whole if kind else ():
                if same_publisher(work, each) and not years_apart(work, each, 1):
                    yield _row(each, work, str(kind), VERSION, 0.9, f"{key}: {work.row['title']}")


def _languages(works: Iterable[Work]) -> Iterator[Row]:
    """Yield pages that differ in their language, and in their address only by what names it."""
    pages: dict[str, list[Work]] = defaultdict(list)
    for work in works:
        if work.entry is None and work.row.get("language") and "://" in work.url:
            pages[page_without_language(work.url)].append(work)
    for page, same in pages.items():
        for one, two in combinations(same, 2):
            languages = [str(each.row["language"])[:2].lower() for each in (one, two)]
            if languages[0] != languages[1]:
                # What is written in English goes first: the others are told as translations of it.
                first, second = (two, one) if languages[1] == "en" else (one, two)
                yield _row(first, second, "translation", PAGE, 0.9, f"{' and '.join(languages)}: {page}")


def _series(works: Iterable[Work]) -> Iterator[Row]:
    """Yield the works of one publisher whose titles differ in their year, or that have other years: each with the next."""
    titled: dict[tuple[str, str], list[Work]] = defaultdict(list)
    for work in works:
        key = series(work.row["title"] or "")
        if work.meeting is None and work.entry is None and variant(work) is None and _when(work) is not None:
            for name in map(plain, work.row.get("publishers") or ()):
                if len(key.split()) >= SERIES_WORDS:
                    titled[name, key].append(work)
    for (_, key), same in titled.items():
        by_year: dict[int, list[Work]] = defaultdict(list)
        for work in same:
            by_year[_when(work) or 0].append(work)
        if len(same) > SERIES_MOST:
            continue
        for (year, ones), (next_, others) in pairwise(sorted(by_year.items())):
            for one in ones:
                for two in others:
                    yield _row(one, two, "edition", YEARS, 0.8, f"{key}: {year} and {next_}")


def _when(work: Work) -> int | None:
    """Return the year that the title of a work names, else that of its date."""
    told = [int(each[:4]) for each in numbers(work.row["title"] or "") if each[:2] in ("19", "20") and len(each) >= 4 and each[:4].isdigit()]  # fmt: skip
    return min(told) if told else year_of(work)


def _by_text(works: Sequence[Work], compared: Compared) -> Iterator[Row]:
    holders: dict[str, list[Work]] = defaultdict(list)
    for work in works:
        main = compared.main(work)
        if main and compared.fact(main, "concepts"):
            holders[main].append(work)
    signatures = compared.signatures(holders)
    groups: dict[str, set[str]] = defaultdict(set)
    for name in signatures:
        for work in holders[name]:
            for key in map(plain, work.row.get("publishers") or (host_of(work.url),)):
                groups[f"publisher {key}"].add(name)
            if work.meeting is not None:
                groups[f"meeting {work.meeting.url}"].add(name)
    for large, small in compared.pairs(list(containing(signatures, groups.values(), LARGER))):
        score = held(compared.rows(small), compared.rows(large))
        if score >= CONTAINED and compared.fact(large, "kind") != "html":
            evidence = f"{score:.2f} of its words in a row"
            for one in holders[large]:
                for two in holders[small]:
                    if _together(one, two):
                        yield _row(one, two, "contains", HOLDS, score, evidence)
    near = []
    for first, second in compared.pairs(list(candidates(signatures))):
        score = share(compared.rows(first), compared.rows(second))
        if score >= LINKED:
            near.append((first, second, score))
    for first, second, score in _closest(near):
        yield from _alike(first, second, score, holders, compared)
    for name, same in holders.items():
        for one, two in combinations(same, 2):
            yield _row(one, two, "near-duplicate", ALIKE, 1.0, f"file {name[:12]}")


def _together(one: Work, two: Work) -> bool:
    tabled = one.meeting is not None and two.meeting is not None and one.meeting.url == two.meeting.url
    return tabled or same_publisher(one, two)


def _alike(
    first: str, second: str, score: float, holders: Mapping[str, list[Work]], compared: Compared
) -> Iterator[Row]:
    other = swapped(compared.words(first), compared.words(second))
    evidence = f"{score:.2f} of the words in a row" + (f"; {other[0]} where the other has {other[1]}" if other else "")  # fmt: skip
    for one in holders[first]:
        for two in holders[second]:
            years = years_apart(one, two, 0) or titles_contradict(one, two) or (other and other[0].isdigit())
            if years and same_publisher(one, two):
                yield _row(one, two, "edition", NEXT_TEXT, score, evidence)
            else:
                rule = SIBLING if other else ALIKE if score >= NEARLY else PARTLY
                yield _row(one, two, "near-duplicate", rule, score, evidence)


def _closest(near: Sequence[tuple[str, str, float]]) -> Iterator[tuple[str, str, float]]:
    """Yield the pairs of small groups, and of large ones those that hold the group together, the closest first."""
    group: dict[str, str] = {}

    def root(name: str) -> str:
        while group.setdefault(name, name) != name:
            group[name] = group[group[name]]
            name = group[name]
        return name

    tree = set()
    for first, second, score in sorted(near, key=lambda each: (-each[2], each[0], each[1])):
        one, two = root(first), root(second)
        if one != two:
            group[max(one, two)] = min(one, two)
            tree.add((first, second, score))
    size: dict[str, int] = defaultdict(int)
    for name in list(group):
        size[root(name)] += 1
    return (each for each in near if size[root(each[0])] <= MOST or each in tree)
