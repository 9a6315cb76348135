"""The shape of what is true of the stormy hosts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StormRow:
    """The truth about one address.

    Attributes:
        url: as it is written on the site; sessions and letter case are the site's own.
        host: its host.
        kind: ``document``, ``listing``, ``error`` or ``trap``.
        title: of the document.
        relevant: a run in that epoch must end with it as a record.
        outcomes: any of these is right, in the words of the ledger; ``skipped`` for what must not be asked
            for, ``unasked`` for what nobody can come to.
        troubles: any of these words is right for it, or for ``skipped`` any of these reasons; empty where
            there must be none.
        reason: why.
        change: what becomes of it in the second epoch: ``text``, ``bytes``, ``moved``, ``gone``, ``new``,
            ``same``, or empty where nobody says.
    """

    url: str
    host: str
    kind: str
    title: str
    relevant: bool
    outcomes: tuple[str, ...]
    troubles: tuple[str, ...]
    reason: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class Trap:
    """Addresses that never end: how many of them a careful crawl may ask for.

    ``prefix`` begins the path, in lower case; ``most`` is for one run whose ``max_depth`` is 4.
    """

    host: str
    prefix: str
    most: int
    reason: str
