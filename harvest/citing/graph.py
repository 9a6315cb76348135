"""From references and texts to citations: each is matched to the works that are held, and refused where something
contradicts. What matches nothing stays, with what came near."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from harvest.citing.own import is_own
from harvest.reference_fields import Fields
from harvest.reference_matching import Index, Known, find_mentions

Row = dict[str, Any]

#: Below this score a title in running text is no mention worth telling.
LEAST = 0.8


@dataclass(frozen=True, slots=True)
class Graph:
    """Rows of the tables ``citation`` and ``unmatched_reference``."""

    citations: list[Row]
    unmatched: list[Row]


def graph(works: Iterable[Row], references: Sequence[Row], texts: Callable[[], Iterable[Row]]) -> Graph:
    """Match every reference, and every title in the texts, to the works that are held.

    Args:
        works: as :func:`store.citing.known_works` gives them.
        references: as :func:`store.citing.read_references` gives them.
        texts: gives the texts of the documents that cite, as :func:`store.citing.citing_texts` does; one is held at a time.
    """
    known = [_known(row) for row in works]
    index = Index.build(known)
    by_id = {each.id: each for each in known}
    citations: list[Row] = []
    unmatched: list[Row] = []
    spans: dict[str, list[tuple[int, int]]] = {}
    for row in references:
        if row["start"] is not None and row["stop"] is not None and row["place"] != "link":
            spans.setdefault(row["document"], []).append((row["start"], row["stop"]))
        found = _matched(row, index, by_id)
        if isinstance(found, dict):
            citations.append(found)
        elif found is not None:
            unmatched.append(
                {
                    "document": row["document"],
                    "position": row["position"],
                    "rule": found[0],
                    "near": list(found[1]),
                }
            )
    told = {(each["document"], each["cited"]) for each in citations}
    for text in texts():
        entries = spans.get(text["document"], [])
        for each in _mentions(text, index, entries):
            # What a reference says already is not said twice, and what it was refused for is not let in by the text.
            inside = any(start <= each["start"] < stop for start, stop in entries)
            if not inside and (each["document"], each["cited"]) not in told:
                citations.append(each)
    return Graph(_each_once(citations), unmatched)


def _known(row: Row) -> Known:
    authors = tuple(row["authors"] or ())
    return Known(
        id=row["work"], title=row["title"], year=row["year"], authors=authors,
        publisher=row["publishers"][0] if row["publishers"] else None, doi=row["doi"],
        urls=tuple(each for each in row["urls"] or () if each.startswith(("http://", "https://"))),
        titles=tuple(each for each in row["titles"] or () if each != row["title"]),
        isbns=(row["isbn"],) if row["isbn"] else (),
    )  # fmt: skip


def _matched(row: Row, index: Index, by_id: Mapping[str, Known]) -> Row | tuple[str, tuple[str, ...]] | None:
    """Return the citation that a reference is, why it is none, or ``None`` for a link that is no reference at all."""
    written = f"{row['body']} {row['url']}" if row["url"] and row["url"] not in row["body"] else row["body"]
    # What a link leads to is what it cites, whatever its words are.
    verdict = (
        index.judge(str(row["url"]))
        if row["place"] == "link"
        else index.judge(written, fields_of(row["fields"]))
    )
    match = verdict.match
    if match is None:
        # A link to a page that is no work says nothing of a work.
        return None if row["place"] == "link" else (verdict.rule, verdict.near)
    if row["place"] == "link" and is_own(row, match.id, by_id):
        # A page leads to its own files, and back to itself.
        return None
    return {
        "citing": row["work"], "cited": match.id, "kind": "citation", "document": row["document"], "position": row["position"],
        "start": row["start"], "stop": row["stop"], "rule": match.rule, "score": match.score, "evidence": list(match.evidence),
    }  # fmt: skip


def fields_of(written: str | None) -> Fields | None:
    """Return the fields of a reference from the column ``fields``, ``None`` where nothing could be parsed."""
    said = json.loads(written) if written else {}
    if not said:
        return None
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in said.items()
    }
    return Fields(**values)


def _mentions(text: Row, index: Index, entries: Sequence[tuple[int, int]]) -> Iterator[Row]:
    for each in find_mentions(text["body"], index, entries):
        # A work bears its own title.
        if each.id == text["work"] or each.score < LEAST:
            continue
        yield {
            "citing": text["work"], "cited": each.id, "kind": each.kind, "document": text["document"], "position": None,
            "start": each.start, "stop": each.stop, "rule": each.rule, "score": each.score, "evidence": list(each.evidence),
        }  # fmt: skip


def _each_once(rows: Iterable[Row]) -> list[Row]:
    """Return the rows in one order, those that say the same of the same place once."""
    seen: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        key = (
            row["citing"],
            row["cited"],
            row["kind"],
            row["document"],
            row["position"] or 0,
            row["start"] or 0,
        )
        seen.setdefault(key, row)
    return [seen[key] for key in sorted(seen)]
