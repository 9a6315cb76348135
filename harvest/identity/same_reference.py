"""References that people brought, joined to what is held already: by DOI, by address, by title with year and name.

A title alone joins nothing: three councils' strategies share one. Year, first author, publisher or DOI that contradict
refuse it, and so do several works that could be meant. The address of a site's front page says nothing of a work.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from crawler.canonical import canonical
from crawler.judge.replayed import original_of
from harvest.gathering import Work
from harvest.identity.joining import Joins, joined, plain, standing_first, year_of, years_apart
from harvest.identity.same_names import any_same, is_body, same_person

Row = dict[str, Any]

SAME_DOI = "the same DOI"
SAME_ADDRESS = "the same address"
SAME_TITLE = "the same title, year and author or publisher"
#: Words from which a title may tell a work by itself, where no name, or no year, is known on one side.
TELLING = 6
#: Years that a reference with such a title, or with the same author, may differ from a document: published at the turn
#: of a year, or first online.
YEARS = 1
#: Share of the words of the shorter title that two titles of one work have in common at least.
ALIKE = 0.5
_DOI_URL = re.compile(r"(?:https?://)?(?:dx\.|www\.)?doi\.org/(10\..+)", re.IGNORECASE)
_DOI = re.compile(r"(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:\s*)?(10\.\S+)", re.IGNORECASE)
#: Titles that come again with each year.
SERIAL = frozenset({
    "annual", "yearly", "quarterly", "monthly", "biennial", "accounts", "newsletter", "bulletin", "minutes",
})  # fmt: skip
#: Between a title and its subtitle; and what stands there where it is not the subtitle of the whole.
_SUBTITLE = re.compile(r":\s|\s[-\u2013\u2014]\s|\?\s")
_PART = frozenset({
    "part", "volume", "vol", "annex", "annexe", "appendix", "appendices", "summary", "chapter", "supplement", "technical",
    "consultation", "briefing", "evaluation", "update", "addendum", "case", "draft", "response", "easy", "edition",
})  # fmt: skip


def same_references(works: Iterable[Work], joins: Joins | None = None) -> Iterator[Row]:
    """Join each reference to the work that it is of; yield the rows of the table ``merge``.

    What was joined to a work before tells of it too: its old address, or the DOI of another reference. What is held,
    within the limits, and no record only because its words do not match the question becomes one where a reference is
    of it: somebody's search, or a list of references, has found it.

    Args:
        works: all that there are.
        joins: what people forbid; nothing when ``None``.
    """
    works = list(works)
    joins = joins or Joins(works)
    known = [each for each in works if each.row["verdict"] in ("record", "merged") or each.spare]
    entries = [each for each in known if each.entry is not None and each.row["verdict"] == "record"]
    if not entries:
        return
    by_id = {work.id: work for work in known}
    by_name: dict[str, list[Work]] = defaultdict(list)
    places: dict[str, list[Work]] = defaultdict(list)
    titles: dict[str, list[Work]] = defaultdict(list)
    for work in known:
        for doi in dois(work):
            by_name[doi].append(work)
        for address in _addresses(work):
            places[address].append(work)
        for title in {plain(work.row["title"]), _head(work.row["title"])} - {""}:
            titles[title].append(work)
    for work in sorted(entries, key=standing_first):
        by_doi = [each for doi in dois(work) for each in by_name[doi] if not _another(work, each, SAME_DOI)]
        by_address = [
            each for at in _addresses(work) for each in places[at] if not _another(work, each, SAME_ADDRESS)
        ]
        for rule, score, fits in (
            (SAME_DOI, 1.0, _before(work, by_doi, by_id, joins)),
            (SAME_ADDRESS, 1.0, _before(work, by_address, by_id, joins)),
            (SAME_TITLE, 0.95, _titled(work, titles, by_id, joins)),
        ):
            if fits:
                into = min(fits, key=lambda each: (each.row["verdict"] != "record", *standing_first(each)))
                if into.row["verdict"] != "record":
                    into.row.update(verdict="record", reason=work.row["reason"])
                told = {
                    SAME_DOI: min(dois(work), default=""),
                    SAME_ADDRESS: into.url,
                    SAME_TITLE: work.row["title"],
                }
                yield joined(work, into, rule, f"{rule} as {into.id}", str(told[rule])[:300], score)
                break


def _before(work: Work, others: Iterable[Work], by_id: Mapping[str, Work], joins: Joins) -> list[Work]:
    """Return the records that works are or were joined to, or may become, those before a reference in the order in which
    they stay, without what people keep apart from it.

    Each is only ever joined to one before it, so that nothing goes round in a circle.
    """
    standing = {
        by_id[each.row["into_work"] or each.id].id
        for each in others
        if (each.row["into_work"] or each.id) in by_id
    }
    return [
        by_id[each] for each in sorted(standing)
        if by_id[each] is not work and (by_id[each].row["verdict"] == "record" or by_id[each].spare)
        and standing_first(by_id[each]) < standing_first(work) and joins.may(work, by_id[each])
    ]  # fmt: skip


def dois(work: Work) -> set[str]:
    """Return the DOI that a work says it has, else those whose address leads to it."""
    if (said := work.row.get("doi")) and (found := _DOI.fullmatch(str(said).strip())):
        return {unquote(found[1]).rstrip(".").lower()}
    return {
        unquote(found[1]).rstrip(".").lower() for each in _urls(work) if (found := _DOI_URL.fullmatch(each))
    }


def _urls(work: Work) -> set[str]:
    found = {work.url, *work.aliases} | {
        each[name] for each in work.files for name in ("url", "final_url") if each.get(name)
    }
    if work.entry is not None:
        found |= set(work.entry["said"].get("urls") or ())
    return found


def _addresses(work: Work) -> set[str]:
    """Return the addresses of a work without scheme and ``www``; of an archived copy the address that it is of."""
    found: set[str] = set()
    for each in _urls(work):
        if each.startswith(("http://", "https://")) and not _DOI_URL.match(each):
            try:
                address = canonical(original_of(each)[0] or each)
            except ValueError:
                continue
            bare = address.partition("://")[2].removeprefix("www.").rstrip("/")
            if "/" in bare:
                found.add(bare)
    return found


def _another(work: Work, other: Work, rule: str) -> bool:
    """Tell whether two works that share a DOI or an address are two all the same.

    DOIs are copied from the line above, and a list of publications has one address for all of them.
    """
    if rule != SAME_DOI and (one := dois(work)) and (two := dois(other)) and not one & two:
        return True
    if not titles_apart(work, other):
        return False
    listed = rule == SAME_ADDRESS and other.entry is not None
    return listed or years_apart(work, other, YEARS) or _names_agree(work, other) is False


def titles_apart(one: Work, two: Work) -> bool:
    """Tell whether two titles share fewer words than titles of one work do."""
    first, second = (set(plain(each.row["title"]).split()) for each in (one, two))
    return len(first & second) < ALIKE * min(len(first), len(second))


def _titled(
    work: Work, titles: Mapping[str, list[Work]], by_id: Mapping[str, Work], joins: Joins
) -> list[Work]:
    """Return the work of the same title that nothing contradicts; none where several could be meant.

    A record goes before what would only become one.
    """
    title, head = plain(work.row["title"]), _head(work.row["title"])
    if len(title.split()) < 2 or title.startswith("no title"):
        return []
    same = titles.get(title, [])
    whole = [each for each in same if plain(each.row["title"]) == title]
    # A subtitle is often left out, on either side: the title is then the other's up to it.
    part = [each for each in same if _head(each.row["title"]) == title]
    part += [each for each in titles.get(head, []) if plain(each.row["title"]) == head] if head else []
    for others, title_told in ((whole, True), (part, False)):
        fits = [each for each in others if _fits(work, each, title_told=title_told)]
        exact = [each for each in fits if year_of(each) == year_of(work)]
        for some in (exact, fits):
            found = _before(work, some, by_id, joins)
            records = [each for each in found if each.row["verdict"] == "record"]
            for tier in (
                [each for each in records if each.entry is None],
                [each for each in found if each.entry is None],
                [each for each in records if each.entry is not None],
            ):
                if len(tier) == 1:
                    return tier
            if found:
                return []
    return []


def _head(title: str) -> str:
    """Return a title up to its subtitle as titles are compared; nothing where it has none, or that names a part."""
    head, subtitle = (*_SUBTITLE.split(title, maxsplit=1), "")[:2]
    if len(plain(head).split()) < 2 or not subtitle or _PART & set(plain(subtitle).split()):
        return ""
    return plain(head)


def _fits(work: Work, other: Work, *, title_told: bool) -> bool:
    """Tell whether year and names leave two works of one title one.

    Args:
        work: the reference.
        other: what it may be of.
        title_told: the whole title is the same, and not only what stands before a subtitle.
    """
    if (one := dois(work)) and (two := dois(other)) and not one & two:
        return False
    words = plain(work.row["title"]).split()
    agree = _names_agree(work, other)
    telling = (
        title_told and not SERIAL & set(words) and (len(words) >= TELLING or _persons_agree(work, other))
    )
    if agree is False or years_apart(work, other, YEARS if telling else 0):
        return False
    if work.entry is not None and other.entry is not None and agree and title_told:
        # Two references that say the same, as far as they say anything.
        return True if year_of(work) == year_of(other) else telling
    if year_of(work) is None or year_of(other) is None:
        return bool(agree) and telling
    return bool(agree) or (len(words) >= TELLING and title_told)


def _authors_agree(one: Work, two: Work) -> bool | None:
    first, second = one.row.get("authors") or (), two.row.get("authors") or ()
    if not first or not second:
        return None
    # The first author of either is one of the other's: pages name them in an order of their own.
    return any_same(first[:1], second) or any_same(second[:1], first)


def _persons_agree(one: Work, two: Work) -> bool:
    """Tell whether a person wrote both: persons seldom write two works of one title, and councils do."""
    first, second = one.row.get("authors") or (), two.row.get("authors") or ()
    return any(same_person(each, other) for each in first for other in second)


def _names_agree(one: Work, two: Work) -> bool | None:
    """Tell whether authors and publishers agree; ``False`` where either contradict, ``None`` where nothing says.

    A body is author in one place and publisher in the other.
    """
    authors = [list(each.row.get("authors") or ()) for each in (one, two)]
    publishers = [list(each.row.get("publishers") or ()) for each in (one, two)]
    crossed = any_same(authors[0][:1], publishers[1]) or any_same(authors[1][:1], publishers[0])
    told = [_authors_agree(one, two)]
    if publishers[0] and publishers[1]:
        told.append(any_same(publishers[0], publishers[1]))
    known = [each for each in told if each is not None]
    if not known and not crossed:
        bodies = [any(map(is_body, each[:1])) for each in authors]
        other = (bodies[0] and publishers[1]) or (bodies[1] and publishers[0])
        return False if other else None
    return all(each or crossed for each in known)
