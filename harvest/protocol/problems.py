"""What can be wrong with a protocol, told so that a person can correct it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from harvest.errors import Exit, GreylitError
from harvest.protocol.crosschecks import did_you_mean
from harvest.protocol.schema import keys_at, places_of_key
from harvest.protocol.sources import SOURCE_TYPES
from harvest.protocol.values import shown

Location = tuple[str | int, ...]

_ROBOTS_KEYS = {"obey_robots", "obeyrobots", "ignore_robots", "robots", "respect_robots", "robotstxt_obey"}
_ROBOTS = (
    "robots.txt is always obeyed: this is not a switch. Where the owner of a site has allowed more, that permission "
    "is a dated row in permissions.csv, with who gave it"
)
_KINDS = {
    "string_type": "text in quotes", "int_type": "a whole number", "float_type": "a number",
    "bool_type": "true or false", "tuple_type": "a list in [ ]", "list_type": "a list in [ ]",
    "dict_type": "a table", "model_type": "a table", "model_attributes_type": "a table",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to correct: the dotted key (lists numbered from 0), what is wrong, and the line if known."""

    key: str
    message: str
    line: int | None = None
    source: str | None = None

    def __str__(self) -> str:
        """Return the problem as one line of text."""
        line = f"line {self.line}: " if self.line else ""
        source = f' (source "{self.source}")' if self.source else ""
        return f"{line}{self.key}{source}: {self.message}" if self.key else f"{line}{self.message}"

    def as_dict(self) -> dict[str, Any]:
        """Return the problem for JSON."""
        return {"key": self.key, "line": self.line, "source": self.source, "message": self.message}


class ProtocolError(GreylitError):
    """A protocol that cannot be used. ``problems`` lists everything that is wrong with it, in file order."""

    def __init__(self, path: Path, problems: Sequence[Problem], *, hint: str | None = None) -> None:
        self.problems = tuple(replace(problem, message=_printable(problem.message)) for problem in problems)
        first = self.problems[0]
        if len(self.problems) == 1:
            message = f"{path.name}: {first}"
        else:
            listed = "\n".join(f"  {problem}" for problem in self.problems)
            message = f"{path.name}: {len(self.problems)} problems\n{listed}"
        super().__init__(
            message,
            code="PROTOCOL_INVALID",
            exit_code=Exit.USAGE,
            where={
                "file": str(path), "key": first.key, "line": first.line,
                "problems": [problem.as_dict() for problem in self.problems],
            },
            hint=hint or f"correct the file, then: greylit check {path}",
        )  # fmt: skip


def _printable(text: str) -> str:
    """Replace control characters, which a file may hold and a terminal would obey."""
    return "".join(letter if letter.isprintable() or letter == "\n" else "\ufffd" for letter in text)


def dotted(location: Iterable[str | int]) -> str:
    """Return a location as a dotted key; names that are no bare keys are quoted, so that they stay readable."""
    return ".".join(
        str(part)
        if isinstance(part, int) or re.fullmatch(r"[A-Za-z0-9_-]+", part, re.ASCII)
        else json.dumps(part)
        for part in location
    )


def field_problems(error: ValidationError, raw: Mapping[str, Any]) -> list[tuple[Location, str]]:
    """Return location and sentence for every single key that the models refuse."""
    found = []
    for detail in error.errors(include_url=False):
        location = _plain(detail["loc"])
        if location:
            found.append((location, _sentence(detail, location, raw)))
    return found


def _plain(location: Location) -> Location:
    """Take out of a pydantic location what is not in the file: the type of a source, the mark of a key."""
    if len(location) > 2 and location[0] == "sources" and location[2] in SOURCE_TYPES:
        location = (*location[:2], *location[3:])
    return location[:-1] if location and location[-1] == "[key]" else location


def _sentence(detail: Any, location: Location, raw: Mapping[str, Any]) -> str:
    kind, context, value = detail["type"], detail.get("ctx", {}), detail["input"]
    if kind == "extra_forbidden":
        return _unknown_key(location, raw)
    if kind == "missing":
        about = keys_at(location[:-1], raw).get(str(location[-1]), {}).get("description", "")
        return f"is compulsory. {about}".rstrip()
    if kind == "literal_error":
        wanted = [word.strip("'") for word in re.split(r", | or ", context["expected"])]
        return f"{shown(value)} is not one of {', '.join(wanted)}{did_you_mean(str(value), wanted)}"
    if kind == "union_tag_not_found":
        return f"type is compulsory: one of {', '.join(SOURCE_TYPES)}"
    if kind == "union_tag_invalid":
        tag = str(context["tag"])
        return f'there is no type "{tag}"{did_you_mean(tag, list(SOURCE_TYPES))}; types are {", ".join(SOURCE_TYPES)}'
    if kind in _KINDS:
        if location[0] == "limits" and len(location) == 2:
            return f'each limit needs its reason: write {{ value = {shown(value)}, why = "..." }}'
        return f"should be {_KINDS[kind]}, not {shown(value)}"
    if kind == "string_pattern_mismatch":
        return f"{shown(value)} is not written as {_pattern_in_words(location)}"
    if kind in ("too_short", "string_too_short"):
        return (
            "must not be empty"
            if context.get("min_length") == 1
            else f"needs at least {context['min_length']}"
        )
    message = str(detail["msg"]).removeprefix("Value error, ").replace("Input should be", "should be")
    return message if kind in ("value_error", "query") else f"{message}, not {shown(value)}"


def _unknown_key(location: Location, raw: Mapping[str, Any]) -> str:
    key = str(location[-1])
    if key.casefold().replace("-", "_") in _ROBOTS_KEYS:
        return _ROBOTS
    known = list(keys_at(location[:-1], raw))
    if guess := did_you_mean(key, known):
        return f"there is no such key{guess}"
    if location[0] == "sources" and (
        types := [name for name in SOURCE_TYPES if key in SOURCE_TYPES[name].model_fields]
    ):
        return f"is a key of sources of type {' and '.join(types)}, not of this one"
    if places := places_of_key(key):
        return f"there is no such key here; did you mean {' or '.join(places[:3])}?"
    return f"there is no such key; known here: {', '.join(known)}"


def _pattern_in_words(location: Location) -> str:
    if location[0] == "concepts":
        return "a concept id: a letter, then letters, digits and _"
    if location[-1] == "doi":
        return 'a DOI: 10.1234/abc, without "https://doi.org/"'
    if "language" in location:
        return 'a two-letter language code in small letters, such as "en"'
    return "letters, digits, - and _ (64 at most)"
