"""Kinds of value that a protocol is written in: durations, sizes, dates, names, addresses, paths, terms."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Strict,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from harvest.query import QueryError, compile_term

_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0, "d": 86_400.0, "w": 604_800.0}
_BYTES = {"b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12}
_NUMBER_AND_UNIT = re.compile(r"(\d{1,9}(?:\.\d{1,6})?)\s*([A-Za-z]+)", re.ASCII)
_MAILBOX = re.compile(r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_START_WORD = re.compile(r"[a-z][a-z0-9-]*", re.ASCII)


def shown(value: Any) -> str:
    """Return a value as it may be printed in an error: short, on one line, no control characters."""
    try:
        text = json.dumps(value, ensure_ascii=True, default=str)
    except RecursionError:
        text = "a deeply nested value"
    return text if len(text) <= 60 else text[:57] + "..."


def parse_duration(text: str) -> float:
    """Return the seconds meant by a number with its unit: ``"50ms"``, ``"5s"``, ``"15min"``, ``"2h"``, ``"30d"``.

    Raises:
        ValueError: with a sentence that says how a duration is written.
    """
    found = _NUMBER_AND_UNIT.fullmatch(text.strip())
    if found is None or found[2].lower() not in _SECONDS:
        raise ValueError(
            f'{shown(text)} is not a duration: write a number and its unit (ms, s, min, h, d or w), for example "5s"'
        )
    return round(float(found[1]) * _SECONDS[found[2].lower()], 6)


def parse_size(text: str) -> int:
    """Return the bytes meant by a number with its decimal unit: ``"40MB"`` is 40 000 000.

    Raises:
        ValueError: with a sentence that says how a size is written.
    """
    found = _NUMBER_AND_UNIT.fullmatch(text.strip())
    if found is None or found[2].lower() not in _BYTES:
        raise ValueError(
            f"{shown(text)} is not a size: write a number and its unit (B, kB, MB, GB or TB; 1 MB is 1 000 000 bytes), "
            'for example "40MB"'
        )
    return round(float(found[1]) * _BYTES[found[2].lower()])


def is_normalised(info: ValidationInfo) -> bool:
    """Tell whether the value comes from a normalised protocol, where units are already resolved."""
    return bool(info.context and info.context.get("normalised"))


def _duration(value: Any, info: ValidationInfo) -> Any:
    if isinstance(value, str):
        return parse_duration(value)
    if is_normalised(info):
        return value
    raise ValueError(f'{shown(value)} has no unit: write for example "{value}s"' if isinstance(value, int | float)
                     else 'a duration is text with its unit, for example "5s"')  # fmt: skip


def _size(value: Any, info: ValidationInfo) -> Any:
    if isinstance(value, str):
        return parse_size(value)
    if is_normalised(info):
        return value
    raise ValueError(f'{shown(value)} has no unit: write for example "{value}MB"' if isinstance(value, int | float)
                     else 'a size is text with its unit, for example "40MB"')  # fmt: skip


def _date(value: Any) -> Any:
    # pydantic would read a bare number as seconds since 1970
    if isinstance(value, datetime) or not isinstance(value, date | str):
        raise ValueError("a date is written year-month-day: 2026-11-02")
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"{shown(value)} is not a date: write year-month-day, 2026-11-02") from None
    return value


def _mailbox(value: str) -> str:
    if not _MAILBOX.fullmatch(value):
        raise ValueError(f'{shown(value)} is not a mailbox: write for example "library@example.ac.uk"')
    return value


def _url(value: str) -> str:
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https") or re.search(r"[\s\x00-\x1f\x7f]", value):
        raise ValueError(
            f'{shown(value)} is not a web address: write it whole, for example "https://www.example.org/"'
        )
    if parts.username is not None or parts.password is not None:
        raise ValueError(
            "an address with a user name or password in it would be printed in reports: leave them out"
        )
    return value


def _folder_path(value: str) -> str:
    if re.search(r"[\x00-\x1f\x7f]", value) or not value:
        raise ValueError(f"{shown(value)} is not a file name")
    if "\\" in value:
        raise ValueError(f"{shown(value)}: write paths with /, on Windows too")
    if value.startswith(("/", "~")) or re.match(r"[A-Za-z]:", value) or ".." in value.split("/"):
        raise ValueError(
            f"{shown(value)} lies outside the review's folder: copy the file into it and name it from there"
        )
    return value


def _start(value: str) -> str:
    if value.startswith(("http://", "https://")):
        return _url(value)
    if value.startswith("/"):
        if re.search(r"[\s\x00-\x1f\x7f]", value):
            raise ValueError(f"{shown(value)} has spaces in it: write %20 for a space in a path")
        return value
    if not _START_WORD.fullmatch(value):
        raise ValueError(
            f'{shown(value)} is no place to start: write a word such as "sitemap", a path that begins with /, or an address'
        )
    return value


def _place(value: str) -> str:
    if value.startswith(("http://", "https://")):
        _url(value.replace("*", "x"))
        return value
    if not value.startswith("/") or re.search(r"[\s\x00-\x1f\x7f]", value):
        raise ValueError(
            f'{shown(value)} is no place on a site: write a path that begins with /, such as "/reports/*", or an address'
        )
    return value


def _hours(value: str) -> str:
    found = _HOURS.fullmatch(value)
    if found is None or found.group(1, 2) == found.group(3, 4):
        raise ValueError(f'{shown(value)} is not a span of hours: write for example "19:00-07:00"')
    return value


def _one_or_many(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _term(value: str) -> str:
    try:
        compile_term(value)
    except QueryError as error:
        raise query_problem(value, error) from None
    return value


def query_problem(text: str, error: QueryError) -> PydanticCustomError:
    """Return the validation error for a query that cannot be read, with the place in it."""
    return PydanticCustomError(
        "query",
        "{said}",
        {"said": query_sentence(text, error)},
    )


def query_sentence(text: str, error: QueryError) -> str:
    """Return what is wrong with a query, where in it, and what to write instead."""
    short = text if len(text) <= 60 else text[:57] + "..."
    return f"{short}: {error.message} (column {error.column})" + (f"; {error.hint}" if error.hint else "")


def _text_schema(kind: str, **more: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "x-type": kind, **more})


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Int = Annotated[int, Strict()]
Bool = Annotated[bool, Strict()]
Share = Annotated[float, Strict()]
Duration = Annotated[
    float, BeforeValidator(_duration), _text_schema('duration such as `"5s"`', examples=["50ms", "5s", "30d"])
]
Size = Annotated[int, BeforeValidator(_size), _text_schema('size such as `"40MB"`', examples=["40MB"])]
Day = Annotated[date, BeforeValidator(_date), _text_schema("date such as `2026-11-02`", format="date")]
Mailbox = Annotated[Text, AfterValidator(_mailbox), _text_schema("mailbox")]
Url = Annotated[Text, AfterValidator(_url), _text_schema("web address")]
FolderPath = Annotated[Text, AfterValidator(_folder_path), _text_schema("path inside the review's folder")]
Start = Annotated[Text, AfterValidator(_start), _text_schema("word, path or web address")]
Place = Annotated[Text, AfterValidator(_place), _text_schema("path or web address, with * for anything")]
Hours = Annotated[Text, AfterValidator(_hours), _text_schema('span of hours such as `"19:00-07:00"`')]
Term = Annotated[Text, AfterValidator(_term), _text_schema("term", minLength=1)]
SafeId = Annotated[
    Text, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"),
    _text_schema("letters, digits, - and _", pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"),
]  # fmt: skip
ConceptId = Annotated[Text, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,63}$")]
#: lets a single word stand for a list of one
ONE_OR_MANY = BeforeValidator(_one_or_many)
Texts = Annotated[tuple[Text, ...], ONE_OR_MANY]
