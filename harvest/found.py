"""Every way in which a work was found, each once: by a question, a list, a link, a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from crawler.judge.govuk import page_url
from store.hosts import BY_HAND
from store.inputs import WorkInputs

if TYPE_CHECKING:
    from harvest.gathering import Work

Row = dict[str, Any]

#: Ways that lead from one address of a work to another, and not to the work.
WITHIN = frozenset({"redirect", "part", "parent"})
#: Ways that need no page that names the address: the protocol does.
NAMED = frozenset({"start", "collection", "import", "citation"})
#: The way of what a person named.
SUGGESTION = "suggestion"

#: Way, question, the page that told it, the fetch of it, when.
_Way = tuple[str, str, str, int, str]


def found(work: Work, seen: WorkInputs) -> list[Row]:
    """Return the rows of the table ``found`` for a work. What several runs found alike is told by the first."""
    first: dict[tuple[str, str, str], _Way] = {}
    ways = {*_linked(work, seen), *_suggested(work, seen), *_by_hand(work, seen)}
    for way in sorted(ways, key=lambda each: each[3]):
        first.setdefault(way[:3], way)
    return [
        {"work": work.id, "position": number, "route": why, "question": question or None, "from_url": url,
         "seq": seq, "found_at": at}
        for number, (why, question, url, seq, at) in enumerate(first[key] for key in sorted(first))
    ]  # fmt: skip


def _linked(work: Work, seen: WorkInputs) -> Iterator[_Way]:
    for alias in work.aliases:
        links = seen.links_to.get(alias, ())
        for link in links:
            if link["why"] not in WITHIN:
                yield link["why"], link["question"] or "", link["from_url"], link["seq"], link["fetched_at"]
        capture = seen.captures.get(alias)
        if capture and capture["why"] in NAMED and (capture["why"] == "start" or not links):
            yield capture["why"], "", capture["url"], capture["seq"], capture["fetched_at"]


def _by_hand(work: Work, seen: WorkInputs) -> Iterator[_Way]:
    """Yield the search by hand in which a person found the work where the crawler was refused."""
    for alias in work.aliases:
        if told := seen.brought.get(alias):
            yield BY_HAND, told["question"] or "", told["opened"], told["seq"], told["found_on"]


def _suggested(work: Work, seen: WorkInputs) -> Iterator[_Way]:
    """Yield who named the work, one of its files, or the page that links to it."""
    if not seen.suggestions:
        return
    files = {each[name] for each in work.files for name in ("url", "final_url")}
    for address in work.aliases | files:
        capture = seen.captures.get(address)
        if capture and (named := _named(address, seen)):
            yield SUGGESTION, "", named["url"], capture["seq"], named["at_time"]
        for link in seen.links_to.get(address, ()):
            if link["why"] == "attachment" and (named := _named(link["from_url"], seen)):
                yield SUGGESTION, "", named["url"], link["seq"], named["at_time"]


def _named(address: str, seen: WorkInputs) -> Row | None:
    for each in (address, page_url(address)):
        if named := seen.suggestions.get(each.rstrip("/")):
            return named
    return None
