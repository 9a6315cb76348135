"""Rules that join two keys of a protocol.

They read the file as it was parsed, before the models, so that they can speak even while single keys are
still wrong: a person gets one list of everything to correct.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from harvest.protocol.values import query_sentence, shown
from harvest.query import QueryError, compile_require

Found = tuple[tuple[str | int, ...], str]
FOLLOWED_SEEDS = ("included", "maybe+included")
_OPERATORS = ("and", "or", "not", "near", "adj")
#: Keys that speak of a publisher's pages; the search API of GOV.UK and councils need none of them.
_PUBLISHER_KEYS = ("documents", "listings", "files", "search", "nothing_found")
_SEARCH_API_KEYS = ("document_types", "collections", "organisations", "page_size")


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """Return `` (did you mean ...?)`` for the known word that is closest, or nothing."""
    near = {name.casefold(): name for name in reversed(known)}
    found = get_close_matches(word.casefold(), near, n=1, cutoff=0.6)
    return f' (did you mean "{near[found[0]]}"?)' if found else ""


def cross_problems(raw: Mapping[str, Any]) -> Iterator[Found]:
    """Yield the location and sentence of every rule that the parsed protocol breaks.

    Parts of the wrong kind are passed over: the models speak of those.
    """
    concepts = [key for key in _table(raw, "concepts") if isinstance(key, str)]
    if concepts:
        yield from _concepts_exist(_table(raw, "search"), concepts)
    yield from _years_in_order(_table(raw, "limits"))
    yield from _sources(raw.get("sources"))
    seeds = _table(raw, "citations").get("seeds")
    if isinstance(seeds, str) and seeds.strip() not in FOLLOWED_SEEDS:
        yield from _seeds_file(seeds.strip())


def _table(raw: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = raw.get(key)
    return value if isinstance(value, Mapping) else {}


def _concepts_exist(search: Mapping[str, Any], concepts: Sequence[str]) -> Iterator[Found]:
    for name in concepts:
        if name.casefold() in _OPERATORS:
            yield ("concepts", name), f'"{name}" is a word of the query language: give the concept another id'
    require = search.get("require")
    if isinstance(require, str) and require.strip():
        try:
            compile_require(require.strip(), concepts).must_ask()
        except QueryError as error:
            yield ("search", "require"), query_sentence(require.strip(), error)
    for location, ids in (
        (("search", "ask"), search.get("ask")),
        (("search", "near", "concepts"), _table(search, "near").get("concepts")),
    ):
        if isinstance(ids, list | tuple):
            for number, name in enumerate(ids):
                if isinstance(name, str) and name.strip() not in concepts:
                    yield (
                        (*location, number),
                        f"there is no concept {shown(name)}{did_you_mean(name, concepts)}; "
                        f"the protocol has {', '.join(concepts)}",
                    )


def _years_in_order(limits: Mapping[str, Any]) -> Iterator[Found]:
    first, last = (_table(limits, key).get("value") for key in ("from_year", "to_year"))
    if isinstance(first, int) and isinstance(last, int) and first > last:
        yield ("limits", "to_year", "value"), f"the last year, {last}, is before the first, {first}"


def _sources(sources: Any) -> Iterator[Found]:
    if not isinstance(sources, list | tuple):
        return
    seen: dict[str, int] = {}
    for number, source in enumerate(sources):
        if not isinstance(source, Mapping):
            continue
        name = source.get("id")
        if isinstance(name, str):
            # ids name folders and files, which some systems do not tell apart by case
            first = seen.setdefault(name.strip().casefold(), number)
            if first != number:
                yield (
                    ("sources", number, "id"),
                    f"{shown(name)} is already the id of sources.{first}: each source needs its own",
                )
        yield from _publisher(source, number)
        start = source.get("start")
        if source.get("type") == "site" and not (isinstance(start, list | tuple) and "search-api" in start):
            for key in _SEARCH_API_KEYS:
                if source.get(key):
                    yield (
                        ("sources", number, key),
                        'is used by the GOV.UK search API only: add "search-api" to start, or leave it out',
                    )


def _publisher(source: Mapping[str, Any], number: int) -> Iterator[Found]:
    """Yield what does not fit together in what is declared of a publisher's pages."""
    search, reader = source.get("search"), source.get("reader")
    if isinstance(search, str) and "{words}" not in search:
        yield (
            ("sources", number, "search"),
            f"{shown(search)} does not say where the phrase goes: write {{words}} there, such as /search?q={{words}}",
        )
    if source.get("nothing_found") and not search:
        yield (
            ("sources", number, "nothing_found"),
            "is the sentence of a search page: add search, or leave it out",
        )
    if search and not (source.get("documents") or reader not in (None, "publisher")):
        yield (
            ("sources", number, "search"),
            'its results cannot be told from the other links of the page: add documents, such as ["/reports/*"]',
        )
    if reader in ("site", "govuk"):
        for key in _PUBLISHER_KEYS:
            if source.get(key):
                yield (
                    ("sources", number, key),
                    f'is not used where reader is "{reader}": leave one of them out',
                )
    seen, screened = source.get("seen"), source.get("screened")
    if isinstance(seen, int) and isinstance(screened, int) and screened > seen:
        yield (
            ("sources", number, "screened"),
            f"{screened} results were looked at of {seen} that the search gave",
        )


def _seeds_file(seeds: str) -> Iterator[Found]:
    location = ("citations", "seeds")
    if "." not in seeds:
        yield (
            location,
            f"{shown(seeds)} is neither included, maybe+included nor a list file{did_you_mean(seeds, FOLLOWED_SEEDS)}",
        )
    elif seeds.startswith(("/", "~")) or "\\" in seeds or ".." in seeds.split("/") or ":" in seeds:
        yield (
            location,
            f"{shown(seeds)} lies outside the review's folder: copy the file into it and name it from there, with /",
        )
