"""Streams of labelled documents in files: one JSON object a line, read one at a time, labels only when they are due.

A line has ``doc_id``, ``source`` and ``relevant`` (0 or 1); other keys are ignored. The file is also the list of what
was discovered, so it is looked through once for ids and sources before the first document is read. Labels are not looked
at then: they are read with the document, or when it is audited.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harvest.errors import Exit, GreylitError
from harvest.saturation import Event

#: The one source of a stream whose pool is given as a number.
WHOLE = "all"


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a stream beforehand: its name and the discovered documents of each source."""

    stream: str
    sources: dict[str, int]

    @property
    def pool(self) -> int:
        """Discovered documents."""
        return sum(self.sources.values())


def about(events: Path, pool: int | None, meta: Path | None) -> About:
    """Return what is known of a stream: from ``pool``, from ``meta``, or from the file ``NAME.meta.json`` beside it.

    Raises:
        GreylitError: nothing says how many documents were discovered, or what says so cannot be understood.
    """
    if pool is not None:
        return About(events.stem, {WHOLE: pool})
    path = meta or events.with_suffix(".meta.json")
    if meta is None and not path.exists():
        raise GreylitError(
            f"nothing says how many documents of {events} were discovered", code="NO_POOL", where={"file": str(events)},
            hint=f"Say it with --pool N, or with --meta FILE, or put {path.name} beside it.",
        )  # fmt: skip
    found = _object(path, _text(path), None)
    total, sources = found.get("pool"), found.get("sources") or {WHOLE: found.get("pool")}
    counts: list[Any] = list(sources.values()) if isinstance(sources, dict) else [None]
    if not all(_count(each) for each in [total, *counts]):
        raise _bad(
            path,
            None,
            'it must have "pool" (a whole number), and "sources" (whole numbers by name) if there are any',
        )
    if sum(counts) != total:
        raise _bad(path, None, f"its sources have {sum(counts)} documents together, its pool {total}")
    return About(str(found.get("stream") or events.stem), dict(sources))


def _count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


class EventFile:
    """One file of events.

    Raises:
        GreylitError: a line is no JSON object, lacks a key, repeats a document, names a source that the pool has not, or
            there are more documents than were discovered. It names the line.
    """

    def __init__(self, path: Path, known: About) -> None:
        self.path = path
        self.known = known
        #: Id and source of each document, in no order that a label has a part in.
        self.documents: list[tuple[str, str]] = []
        self._at: dict[str, tuple[int, int]] = {}
        counts: Counter[str] = Counter()
        for number, offset, line in self._lines():
            row = _object(path, line, number)
            document, source = self._identity(row, number)
            if document in self._at:
                raise _bad(path, number, f"document {document!r} is already in line {self._at[document][0]}")
            counts[source] += 1
            if counts[source] > known.sources[source]:
                of = "" if source == WHOLE else f" of source {source!r}"
                raise _bad(
                    path,
                    number,
                    f"it has more documents{of} than the {known.sources[source]} that are said to be discovered",
                )
            self._at[document] = (number, offset)
            self.documents.append((document, source))

    def events(self) -> Iterator[Event]:
        """Yield the documents in the order in which they were read, each when it is asked for."""
        for number, _, line in self._lines():
            row = _object(self.path, line, number)
            document, source = self._identity(row, number)
            yield Event(source, document, self._label(row, number))

    def label(self, document: str) -> bool:
        """Return the label of one document."""
        number, offset = self._at[document]
        with self.path.open("rb") as file:
            file.seek(offset)
            return self._label(
                _object(self.path, _decoded(self.path, file.readline(), number), number), number
            )

    def _lines(self) -> Iterator[tuple[int, int, str]]:
        offset = 0
        with self.path.open("rb") as file:
            for number, raw in enumerate(file, 1):
                if raw.strip():
                    yield number, offset, _decoded(self.path, raw, number)
                offset += len(raw)

    def _identity(self, row: dict[str, Any], number: int) -> tuple[str, str]:
        document, source = row.get("doc_id"), row.get("source")
        if not isinstance(document, str | int) or isinstance(document, bool) or document == "":
            raise _bad(self.path, number, 'it has no "doc_id"')
        if list(self.known.sources) == [WHOLE]:
            return str(document), WHOLE
        if not isinstance(source, str):
            raise _bad(self.path, number, 'it has no "source"')
        if source not in self.known.sources:
            raise _bad(
                self.path, number, f"nothing says how many documents of source {source!r} were discovered"
            )
        return str(document), source

    def _label(self, row: dict[str, Any], number: int) -> bool:
        label = row.get("relevant")
        if label not in (0, 1):
            raise _bad(
                self.path,
                number,
                f'document {row["doc_id"]!r} was read or audited, and has no "relevant" (0 or 1)',
            )
        return bool(label)


def _text(path: Path) -> str:
    return _decoded(path, path.read_bytes(), None)


def _decoded(path: Path, raw: bytes, number: int | None) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _bad(path, number, "it is not UTF-8") from error


def _object(path: Path, text: str, number: int | None) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _bad(path, number, f"it is no JSON ({error})") from error
    if not isinstance(found, dict):
        raise _bad(path, number, "it is no JSON object")
    return found


def _bad(path: Path, number: int | None, why: str) -> GreylitError:
    place = f"{path}, line {number}" if number else str(path)
    return GreylitError(
        f"{place}: {why}", code="EVENTS", exit_code=Exit.USAGE, where={"file": str(path), "line": number},
        hint='Each line is one document: {"doc_id": "...", "source": "...", "relevant": 0}',
    )  # fmt: skip
