"""The councils that a command speaks of: those of a review's protocol, or of the list, narrowed by options."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from harvest.councils.choosing import select, unknown_names
from harvest.councils.listed import Council, load
from harvest.errors import Exit, GreylitError
from harvest.protocol import Protocol
from harvest.protocol.sources import CouncilsSource, Region, Select, Tier


@dataclass(frozen=True, slots=True)
class Lists:
    """The list of councils that a review uses, and which of it.

    Attributes:
        path: file of the list; ``None`` for the built-in one.
        listed: everything in it.
        chosen: those that the protocol selects; all where it asks no councils.
    """

    path: Path | None
    listed: tuple[Council, ...]
    chosen: tuple[Council, ...]


def lists_of(protocol: Protocol | None) -> Lists:
    """Return the list of councils of a review, and those that its sources select from it.

    Raises:
        GreylitError: a list cannot be used, or sources of the protocol use different ones.
    """
    sources = [each for each in protocol.sources if isinstance(each, CouncilsSource)] if protocol else []
    if protocol is None or not sources:
        return Lists(None, load(), load())
    names = {each.list for each in sources}
    if len(names) > 1:
        raise GreylitError(
            "sources of this protocol use different lists of councils", code="COUNCILS",
            hint="Give them one list, and tell them apart by select.",
        )  # fmt: skip
    name = names.pop()
    path = protocol.folder / name if name else None
    listed = load(path)
    codes = {each.gss_code for source in sources for each in select(listed, source.select)}
    return Lists(path, listed, tuple(each for each in listed if each.gss_code in codes))


def narrowed(
    listed: tuple[Council, ...],
    *,
    names: Sequence[str] = (),
    tiers: Sequence[str] = (),
    regions: Sequence[str] = (),
    systems: Sequence[str] = (),
    duty: bool = False,
) -> tuple[Council, ...]:
    """Return the councils for which every option that is given holds, in the order of the list.

    Raises:
        GreylitError: no council of the list has one of the names.
    """
    if unknown := unknown_names(listed, names):
        said = "; ".join(
            f'no council is called "{name}"' + (f', did you mean "{near}"?' if near else "")
            for name, near in unknown
        )
        raise GreylitError(
            said, code="NOT_FOUND", exit_code=Exit.NOT_FOUND, hint="greylit councils lists them"
        )
    wanted = Select(
        duty="adult social care" if duty else None, tier=cast(tuple[Tier, ...], tuple(tiers)),
        region=cast(tuple[Region, ...], tuple(regions)), names=tuple(names),
    )  # fmt: skip
    return tuple(each for each in select(listed, wanted) if not systems or each.committee_system in systems)
