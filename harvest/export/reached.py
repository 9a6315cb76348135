"""From which records citation searching reached one, and in which round, out of the sentence that its record keeps."""

from __future__ import annotations

import re

# As harvest/citing/bringing.py writes it: "citation searching, round 1: cited by R00002; cites R00003 (openalex)".
_ROUND = re.compile(r"citation searching, round ([0-9]+): ")
_NUMBER = re.compile(r"\bR[0-9]{5,}\b")


def seeds(told: str) -> tuple[str, ...]:
    """Return the numbers of the records that citation searching reached a record from, out of its sentence on that."""
    return tuple(dict.fromkeys(_NUMBER.findall(told)))


def citation_round(told: str) -> int | None:
    """Return the round of citation searching that found a record, ``None`` where its sentence names none.

    What stands in the references of included records is found without rounds.
    """
    found = _ROUND.match(told)
    return int(found[1]) if found else None
