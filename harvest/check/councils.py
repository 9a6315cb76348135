"""What is wrong with the councils that a protocol asks, and how many they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from harvest.check.findings import Finding, error, note
from harvest.councils import Council, load, portals, select, unknown_names
from harvest.errors import GreylitError
from harvest.protocol import CouncilsSource, Protocol


def councils_of(protocol: Protocol, source: CouncilsSource) -> tuple[Council, ...]:
    """Return the councils that a source of a protocol means, in the order of their list.

    Raises:
        GreylitError: the list cannot be read, or rows of it cannot be used.
    """
    return select(load(protocol.folder / source.list if source.list else None), source.select)


def council_findings(protocol: Protocol) -> Iterator[Finding]:
    """Yield lists that cannot be used, names that no council has, and how many councils are asked in which way."""
    for number, source in enumerate(protocol.sources):
        if not isinstance(source, CouncilsSource):
            continue
        place = ("sources", number)
        try:
            listed = load(protocol.folder / source.list if source.list else None)
        except GreylitError as failed:
            yield error(protocol, failed.message, *place, "list")
            continue
        for name, near in unknown_names(listed, source.select.names):
            meant = f'; did you mean "{near}"?' if near else ""
            yield error(
                protocol,
                f'no council is called "{name}"{meant} greylit councils lists them',
                *place,
                "select",
                "names",
            )
        chosen = select(listed, source.select)
        if not chosen:
            yield error(
                protocol,
                f'source "{source.id}" selects no council: all keys of select must hold of one',
                *place,
                "select",
            )
            continue
        systems = Counter(each.committee_system for each in chosen)
        told = ", ".join(
            f"{systems[each]} {each}" for each in ("ModernGov", "CMIS", "other") if systems[each]
        )
        yield note(
            protocol,
            f'source "{source.id}" means {_counted(len(chosen), "council")} ({told}) with {_counted(len(portals(chosen)), "committee system")}; '
            "papers in other systems are searched by hand",
            *place, "select",
        )  # fmt: skip


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
