"""In which direction citation searching found a work, out of the sentence that its record keeps."""

from __future__ import annotations

import re

#: Directions in the words of TARCiS (Hirt et al. 2024), in the order in which they are told.
BACKWARD, FORWARD = "backward", "forward"

# As harvest/citing/bringing.py writes it: "citation searching, round 1: cited by R00002; cites R00003 (openalex)".
_WAYS = re.compile(r"(?:: |; )(cited by|cites) ")
_OF_REFERENCES = "backward citation searching: "


def directions(sentence: str) -> tuple[str, ...]:
    """Return ``backward``, ``forward`` or both; nothing for a sentence that tells neither.

    A work that is cited by a record was found backward, one that cites a record forward.
    """
    if sentence.startswith(_OF_REFERENCES):
        return (BACKWARD,)
    ways = set(_WAYS.findall(sentence)) if sentence.startswith("citation searching, ") else set()
    return tuple(name for way, name in (("cited by", BACKWARD), ("cites", FORWARD)) if way in ways)
