"""What changed since the protocol of the last run, and whether an amendment accounts for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from harvest.check.findings import Finding, warning
from harvest.protocol import Protocol
from harvest.protocol.problems import dotted

Location = tuple[str | int, ...]

#: Keys that change how a run is made, not what the search means: they need no amendment.
WITHOUT_MEANING = (
    ("amendments",),
    ("notify",),
    ("monitor",),
    ("review", "title"),
    ("review", "contact"),
    ("review", "register"),
    ("review", "team"),
    ("crawl", "delay"),
    ("crawl", "concurrency"),
    ("crawl", "hours"),
)


def changed_keys(before: str, after: str) -> list[str]:
    """Return the dotted keys in which two normalised protocols differ, in alphabetical order.

    A list counts as one key, except that sources are compared by their ids.
    """
    old, new = (_by_source_id(json.loads(text)) for text in (before, after))
    return sorted(dotted(place) for place in _differences(old, new, ()))


def change_findings(
    protocol: Protocol, last_sha: str | None, last_normalised: str | None
) -> Iterator[Finding]:
    """Yield a warning if the meaning changed since the last run and no amendment says so.

    With only the hash of the last run, an amendment of any kind is taken as the account of the change; with
    its normalised text, the changed keys are named and a new amendment is looked for.
    """
    if last_sha is None or last_sha == protocol.sha256:
        return
    if last_normalised is None:
        if not protocol.amendments:
            yield warning(
                protocol,
                "the protocol changed since the last run and has no amendment: add [[amendments]]",
                "amendments",
            )
        return
    keys = [key for key in changed_keys(last_normalised, protocol.normalised()) if _has_meaning(key)]
    if not keys and last_normalised == protocol.normalised():
        keys = ["the content of a list file"]
    earlier = json.loads(last_normalised).get("amendments", [])
    if keys and len(protocol.amendments) <= len(earlier):
        yield warning(
            protocol,
            f"changed since the last run without a new amendment: {', '.join(keys)}; add [[amendments]]",
            "amendments",
        )


def _has_meaning(key: str) -> bool:
    return not any(
        key == (place := ".".join(quiet)) or key.startswith(f"{place}.") for quiet in WITHOUT_MEANING
    )


def _by_source_id(protocol: dict[str, Any]) -> dict[str, Any]:
    return {**protocol, "sources": {source["id"]: source for source in protocol["sources"]}}


def _differences(old: Any, new: Any, place: Location) -> Iterator[Location]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in old.keys() | new.keys():
            yield from _differences(old.get(key), new.get(key), (*place, key))
    elif old != new:
        yield place
