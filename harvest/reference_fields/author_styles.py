"""Styles that names are written in, in synthetic references."""

from __future__ import annotations

import re
from random import Random

from harvest.reference_fields.grey_records import Record


def _initials(given: str, dot: str, gap: str) -> str:
    letters = [word[0].upper() for word in re.split(r"[\s.-]+", given) if word]
    return gap.join(letter + dot for letter in letters)


def authors(record: Record, rng: Random, style: str) -> str:
    """Write the authors in a style: "vancouver", "harvard", "given", "initials-first", "spaced"."""
    if not record.persons:
        name = record.body
        return (
            f"{name} ({''.join(word[0] for word in name.split() if word[0].isupper())})"
            if rng.random() < 0.06
            else name
        )
    ends = rng.choice((" and ", " & ", ", and ", ", & ", ", "))
    if style == "vancouver":
        out = [f"{family} {_initials(given, '', '')}" for family, given in record.persons]
        ends = ", "
    elif style == "harvard":
        gap = rng.choice(("", " "))
        out = [f"{family}, {_initials(given, '.', gap)}" for family, given in record.persons]
    elif style == "dotless":
        out = [f"{family}, {_initials(given, '', '')}" for family, given in record.persons]
    elif style == "given":
        out = [
            f"{family}, {given}" if at == 0 else f"{given} {family}"
            for at, (family, given) in enumerate(record.persons)
        ]
    elif style == "full":
        out = [f"{given} {family}" for family, given in record.persons]
    elif style == "spaced":
        out = [f"{family} {_initials(given, '', ' ')}" for family, given in record.persons]
        ends = rng.choice((" and ", ", "))
    elif style == "dotted":
        out = [f"{family} {_initials(given, '.', '')}" for family, given in record.persons]
    else:
        gap = rng.choice(("", " "))
        out = [f"{_initials(given, '.', gap)} {family}" for family, given in record.persons]
    most = rng.choice((1, 3, 6, 12))
    if len(out) > most:
        return ", ".join(out[:most]) + rng.choice((", et al", " et al", " et al.", ", et al.", " and others"))
    return ", ".join(out[:-1]) + ends + out[-1] if len(out) > 1 else out[0]


STYLES = (
    "vancouver",
    "vancouver",
    "vancouver",
    "harvard",
    "harvard",
    "harvard",
    "dotless",
    "given",
    "full",
    "initials-first",
    "initials-first",
    "spaced",
    "dotted",
)
