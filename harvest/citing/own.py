"""Whether a link of a work leads to itself: its own files, the page that it is on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harvest.reference_matching import Known


def is_own(row: Mapping[str, Any], cited: str, by_id: Mapping[str, Known]) -> bool:
    """Tell whether the work that a link leads to is the one that has the link.

    Args:
        row: the reference, with its ``work``.
        cited: the work that it was matched to.
        by_id: the works that are held.
    """
    return cited == row["work"] and cited in by_id
