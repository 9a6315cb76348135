"""The limits of a protocol. What is unknown is never outside them: a person decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from harvest.protocol.sections import Limits


def outside(limits: Limits, work: Mapping[str, Any], files: Sequence[Mapping[str, Any]]) -> str | None:
    """Return which limit a work lies outside of, with its reason, or ``None`` when it lies within all.

    Args:
        limits: the protocol's.
        work: ``work_date``, ``language`` and ``country`` of the work.
        files: ``outcome`` of each of its documents.
    """
    date = work["work_date"]
    year = int(date[:4]) if date else None
    if year is not None and limits.from_year and year < limits.from_year.value:
        return f"limits.from_year: published {date}, before {limits.from_year.value} ({limits.from_year.why})"
    if year is not None and limits.to_year and year > limits.to_year.value:
        return f"limits.to_year: published {date}, after {limits.to_year.value} ({limits.to_year.why})"
    language = work["language"]
    if limits.language and language and language.split("-")[0] not in limits.language.value:
        allowed = ", ".join(limits.language.value)
        return f"limits.language: in {language}, not in {allowed} ({limits.language.why})"
    nations = work["country"]
    if limits.country and nations and limits.country.value not in nations:
        return f"limits.country: applies to {', '.join(nations)}, not to {limits.country.value} ({limits.country.why})"
    if limits.full_text and limits.full_text.value and files:
        lost = [each["outcome"] for each in files]
        if all(outcome in ("gone", "not-found") for outcome in lost):
            return f"limits.full_text: its documents are no longer on the site ({limits.full_text.why})"
    return None
