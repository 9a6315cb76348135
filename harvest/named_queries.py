"""Queries with names as people put them: finding one, and reading what they set."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from harvest.errors import Exit, GreylitError
from store import named
from store.counts import Queryable
from store.errors import StoreError
from store.named import Named, Setting

Row = dict[str, Any]

#: What can only be a name, and no SQL.
_NAME = re.compile(r"[A-Za-z][\w-]*")


def is_name(text: str) -> bool:
    """Tell whether a text is meant as the name of a query rather than as SQL."""
    return _NAME.fullmatch(text.strip()) is not None


def find(name: str) -> Named:
    """Return the query of a name.

    Raises:
        GreylitError: there is none (``NOT_FOUND``).
    """
    known = named.queries()
    found = known.get(name.strip().lower().replace("_", "-"))
    if found is None:
        near = get_close_matches(name, known, n=1, cutoff=0.4)
        raise GreylitError(
            f"there is no query {name!r}", code="NOT_FOUND", exit_code=Exit.NOT_FOUND, where={"query": name},
            hint=(f"Did you mean {near[0]!r}? " if near else "") + "All of them: greylit query --list",
        )  # fmt: skip
    return found


def settings(query: Named, given: Iterable[str]) -> Row:
    """Return the values that a query is put with: what is given as ``name=value``, else the default, else null.

    Raises:
        GreylitError: something cannot be set, or is not of its kind (``USAGE``).
    """
    known = {each.name: each for each in query.settings}
    values = {
        name: _value(each, each.default) if each.default is not None else None for name, each in known.items()
    }
    for pair in given:
        name, equals, text = (part.strip() for part in pair.partition("="))
        if not equals or name not in known:
            can = ", ".join(f"{each.name}={_EXAMPLES[each.kind]}" for each in query.settings)
            raise GreylitError(
                f"--set {pair!r}: {query.name} has nothing to set by that name" if equals else f"--set {pair!r} is not NAME=VALUE",
                code="USAGE", hint=f"It takes: {can}" if can else "It takes no settings.",
            )  # fmt: skip
        values[name] = _value(known[name], text)
    return values


_EXAMPLES = {"integer": "2015", "number": "0.5", "text": "WORD"}


def _value(setting: Setting, text: str) -> Any:
    try:
        if setting.kind == "integer":
            return int(text)
        if setting.kind == "number":
            if not math.isfinite(number := float(text)):
                raise ValueError(text)
            return number
    except ValueError:
        what = "a whole number" if setting.kind == "integer" else "a number"
        raise GreylitError(
            f"--set {setting.name}={text}: it is not {what}", code="USAGE", hint=setting.meaning
        ) from None
    return text


def put(database: Queryable, query: Named, values: Row) -> list[Row]:
    """Return the rows of a query.

    Raises:
        GreylitError: the database lacks what the query needs (``QUERY``).
    """
    try:
        return named.run(database, query, values)
    except StoreError as error:
        raise GreylitError(
            error.message, code="QUERY", hint="The database is computed: greylit rebuild"
        ) from error
