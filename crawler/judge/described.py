"""Pages that describe works, each read by the judge of its system. Pure; used where texts are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from crawler.judge import cmis, govuk, moderngov
from crawler.judge.item import Item

#: Outcome, and the works that the page speaks of, in its order.
Described = tuple[str, tuple[Item, ...]]


def _govuk(_kind: str, status: int, body: bytes, url: str) -> Described:
    page = govuk.judge_content(status, body, url)
    return page.outcome, (page.item,) if page.item else ()


_SYSTEMS: Mapping[str, Callable[[str, int, bytes, str], Described]] = {
    "govuk": _govuk, "moderngov": moderngov.described,
}  # fmt: skip
#: Kinds of addresses whose answers describe works, by spider.
KINDS: Mapping[str, frozenset[str]] = {
    "govuk": frozenset({"content"}),
    "moderngov": frozenset({"meeting", "issue", "service-meeting"}),
}
#: All of them: what is no document itself, and no mere list.
DESCRIBING = frozenset().union(*KINDS.values())


#: The outcome of a page of search results, by spider.
_SEARCHES: Mapping[str, Callable[[int, bytes, str], str]] = {
    "govuk": lambda status, body, _: govuk.judge_search(status, body).outcome,
    "moderngov": lambda status, body, url: moderngov.judge_search(status, body, url).outcome,
    "cmis": lambda status, body, url: cmis.judge_results(status, body, url).outcome,
}


def searched(system: str, status: int, body: bytes, url: str) -> str | None:
    """Return the outcome of a page of search results, in the words of the ledger; ``None`` for systems not known here."""
    judge = _SEARCHES.get(system)
    return judge(status, body, url) if judge else None


def describes(system: str, kind: str) -> bool:
    """Tell whether the answer to an address of that kind describes works."""
    return kind in KINDS.get(system, ())


def described(system: str, kind: str, status: int, body: bytes, url: str) -> Described:
    """Return what a page says of works.

    Args:
        system: the spider of its source.
        kind: what was expected at its address.
        status: HTTP status.
        body: its content coding undone.
        url: where it came from.

    Returns:
        The outcome in the words of the ledger, and the works.
    """
    return _SYSTEMS[system](kind, status, body, url)
