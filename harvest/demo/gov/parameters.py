"""The parameters of ``/api/search.json``: what is allowed, and what is said about what is not.

After "Using the search API" of GOV.UK's search-api: an unknown parameter, field or value is an error, never a
guess. Known but without effect here: ``suggest``, ``ab_tests``, ``debug``, ``c`` and ``boost_fields``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from harvest.demo.answers import Request


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


MAX_COUNT, MAX_START, MAX_QUERY = 1500, 900_000, 512
ORDERS = frozenset(
    _words(
        "public_timestamp closing_date title start_date end_date popularity release_timestamp assessment_date "
        "ordering tribunal_decision_decision_date"
    )
)
DEFAULT_FIELDS = _words(
    "description display_type document_series format link organisations public_timestamp slug specialist_sectors "
    "title policy_areas world_locations topical_events organisation_content_ids expanded_organisations parts"
)
FIELDS = frozenset(DEFAULT_FIELDS) | frozenset(
    _words(
        "content_id content_store_document_type document_collections first_published_at is_withdrawn popularity "
        "primary_publishing_organisation indexable_content government_name is_political publishing_app rendering_app "
        "updated_at document_type part_of_taxonomy_tree taxons people title_with_highlighting "
        "description_with_highlighting"
    )
)
DATE_FILTERS = frozenset({"public_timestamp", "first_published_at", "updated_at"})
TEXT_FILTERS = frozenset(
    _words(
        "organisations primary_publishing_organisation content_store_document_type document_collections format "
        "document_type elasticsearch_type link content_id is_withdrawn publishing_app part_of_taxonomy_tree taxons people "
        "document_series"
    )
)
AGGREGATES = frozenset(
    _words(
        "organisations primary_publishing_organisation content_store_document_type document_collections taxons people "
        "format publishing_app rendering_app"
    )
)
_WITHOUT_EFFECT = frozenset({"suggest", "ab_tests", "debug", "c", "boost_fields"})
MISSING = "_MISSING"


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: values are alternatives unless ``every``; ``days`` are ISO days of a date field, or empty."""

    name: str
    values: tuple[str, ...]
    reject: bool
    every: bool = False
    days: tuple[str, str] = ("", "")


@dataclass(slots=True)
class Asked:
    """What a request asked for, and what was wrong with it."""

    q: str = ""
    start: int = 0
    count: int = 10
    order: str = ""
    fields: tuple[str, ...] = DEFAULT_FIELDS
    filters: list[Filter] = field(default_factory=list)
    aggregates: dict[str, tuple[int, bool]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


def _whole_number(asked: Asked, name: str, values: list[str], default: int) -> int:
    if not values:
        return default
    if values[0].isascii() and values[0].isdigit():
        return int(values[0])
    asked.errors.append(f'Invalid value "{values[0]}" for parameter "{name}" (expected positive integer)')
    return default


def _days(asked: Asked, name: str, text: str) -> tuple[str, str]:
    days = {"from": "", "to": ""}
    for piece in text.split(","):
        key, _, day = piece.partition(":")
        try:
            date.fromisoformat(day[:10])
            days[key] = days[key] or day[:10]
        except (ValueError, KeyError):
            asked.errors.append(f'Invalid value "{piece}" for parameter "{name}" (expected ISO8601 date)')
    return days["from"], days["to"]


def _read_filter(asked: Asked, name: str, values: list[str]) -> None:
    kind, _, rest = name.partition("_")
    every = rest.startswith("all_")
    bare = rest.removeprefix("all_").removeprefix("any_")
    if bare not in TEXT_FILTERS | DATE_FILTERS:
        asked.errors.append(f'"{bare}" is not a valid {kind} field')
        return
    days = ("", "")
    if bare in DATE_FILTERS:
        dated = [value for value in values if value != MISSING]
        if len(dated) > 1:
            asked.errors.append(
                f'Too many values ({len(dated)}) for parameter "{bare}" (must occur at most once)'
            )
        elif dated:
            days = _days(asked, bare, dated[0])
    else:
        values = [piece for value in values for piece in value.split(",")]
    asked.filters.append(Filter(bare, tuple(values), kind == "reject", every, days))


def _read_aggregate(asked: Asked, name: str, values: list[str]) -> None:
    bare = name.partition("_")[2]
    limit, *options = values[0].split(",")
    if bare not in AGGREGATES:
        asked.errors.append(f'"{bare}" is not a valid aggregate field')
    elif not limit.isdigit():
        asked.errors.append(
            f'Invalid value "{limit}" for first parameter for aggregate "{bare}" (expected integer)'
        )
    else:
        asked.aggregates[bare] = (int(limit), "scope:all_filters" in options)


def read_parameters(request: Request) -> Asked:
    """Read and check all parameters; everything wrong is collected in ``errors``."""
    given: dict[str, list[str]] = {}
    for name, value in request.params:
        given.setdefault(name.removesuffix("[]"), []).append(value)
    asked = Asked()
    single = {name: given.pop(name, []) for name in ("q", "start", "count", "order")}
    for name, values in single.items():
        if len(values) > 1:
            asked.errors.append(
                f'Too many values ({len(values)}) for parameter "{name}" (must occur at most once)'
            )
    asked.q = (single["q"] or [""])[0].strip()
    asked.start = _whole_number(asked, "start", single["start"], 0)
    asked.count = _whole_number(asked, "count", single["count"], 10)
    asked.order = (single["order"] or [""])[0]
    if asked.order and asked.order.removeprefix("-") not in ORDERS:
        asked.errors.append(f'"{asked.order.removeprefix("-")}" is not a valid sort field')
    if len(asked.q) > MAX_QUERY:
        asked.errors.append(f"Query exceeds the maximum allowed length of {MAX_QUERY} characters")
    if asked.count > MAX_COUNT:
        asked.errors.append(f"Maximum result set size (as specified in 'count') is {MAX_COUNT}")
    if asked.start > MAX_START:
        asked.errors.append(f"Maximum result set start point (as specified in 'start') is {MAX_START}")
    if "fields" in given:
        asked.fields = tuple(piece for value in given.pop("fields") for piece in value.split(",") if piece)
        wrong = [name for name in asked.fields if name not in FIELDS]
        if wrong:
            asked.errors.append(f"Some requested fields are not valid return fields: {wrong}")
    unknown = []
    for name, values in given.items():
        if name.startswith(("filter_", "reject_")):
            _read_filter(asked, name, values)
        elif name.startswith("aggregate_"):
            _read_aggregate(asked, name, values)
        elif name not in _WITHOUT_EFFECT:
            unknown.append(name)
    if unknown:
        asked.errors.append(f"Unexpected parameters: {', '.join(unknown)}")
    return asked
