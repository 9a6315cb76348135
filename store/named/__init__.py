"""Queries with names, one SQL file each, for people who do not write SQL.

A file begins with comments: a sentence on what is asked; ``set NAME KIND [= VALUE]: meaning`` for what can be set (``$NAME``
in the SQL; ``null`` where it is not set); ``column NAME: meaning`` for each column, in order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from store.counts import Queryable

_SET = re.compile(r"set (\w+) (integer|number|text)(?: = (\S+))?: (.+)")
_COLUMN = re.compile(r"column (\w+): (.+)")
_USED = re.compile(r"\$([a-z_]+)\b")
_TYPES = {"integer": "bigint", "number": "double", "text": "varchar"}


@dataclass(frozen=True, slots=True)
class Setting:
    """Something that can be set: name, kind (integer, number, text), what it is if it is not set, and its meaning."""

    name: str
    kind: str
    default: str | None
    meaning: str


@dataclass(frozen=True, slots=True)
class Named:
    """One query: its name, what it asks, what can be set, what its columns mean, and its SQL."""

    name: str
    sentence: str
    settings: tuple[Setting, ...]
    columns: tuple[tuple[str, str], ...]
    sql: str


@cache
def queries() -> Mapping[str, Named]:
    """Return every query by its name, in the order of the alphabet."""
    found = (each for each in files("store.named").iterdir() if each.name.endswith(".sql"))
    named = (_read(each.name.removesuffix(".sql"), each.read_text(encoding="utf-8")) for each in found)
    return {each.name: each for each in sorted(named, key=lambda each: each.name)}


def _read(name: str, text: str) -> Named:
    comments = [line.removeprefix("-- ") for line in text.splitlines() if line.startswith("-- ")]
    sql = "\n".join(line for line in text.splitlines() if not line.startswith("-- ")).strip()
    settings = tuple(Setting(*found.groups()) for line in comments if (found := _SET.fullmatch(line)))
    columns = tuple((found[1], found[2]) for line in comments if (found := _COLUMN.fullmatch(line)))
    return Named(name, comments[0], settings, columns, sql)


def statement(query: Named, values: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """Return the SQL of a query with numbered places, and the values for these places.

    Args:
        query: the query.
        values: of what can be set, by name; ``None`` or missing is null.
    """
    names = list(dict.fromkeys(_USED.findall(query.sql)))
    kinds = {setting.name: _TYPES[setting.kind] for setting in query.settings}
    sql = _USED.sub(lambda found: f"${names.index(found[1]) + 1}::{kinds[found[1]]}", query.sql)
    return sql, [values.get(name) for name in names]


def run(database: Queryable, query: Named, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of a query.

    Raises:
        StoreError: the database is of an earlier layout and lacks something (code ``QUERY``).
    """
    return database.rows(*statement(query, values))
