"""Whether somebody has seen a source answer on the live web, and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from crawler.guard import host_of
from crawler.spec import SourceSpec
from harvest import archives
from harvest.citing.source import SOURCE as CITATIONS
from harvest.questions import BROUGHT
from harvest.suggestions import KIND
from store.ledger import Entry, Ledger


@dataclass(frozen=True, slots=True)
class Verification:
    """A dated word on a source: ``verified`` against its live site, or not yet."""

    verified: bool
    sentence: str


def trials(ledger_path: Path) -> list[Entry]:
    """Return every trial of a source by ``greylit doctor``, the newest first; none while there is no ledger."""
    if not ledger_path.exists():
        return []
    with Ledger(ledger_path, read_only=True) as ledger:
        return list(reversed(list(ledger.entries(kinds=("doctor",)))))


def verification(
    tried: Sequence[Entry], source: str, kind: str, url: str, specs: Mapping[str, SourceSpec]
) -> Verification:
    """Return whether a source was seen to answer as its spider expects, by the newest ``greylit doctor``.

    A check of another host than the one the source asks, such as the miniature web, does not count.

    Args:
        tried: what :func:`trials` gives.
        source: its id.
        kind: its spider.
        url: where it is asked.
        specs: what each kind of source can do.
    """
    spec = specs.get(kind)
    if kind == KIND:
        return Verification(True, "single addresses that people named: there is no search of it to verify")
    if kind in BROUGHT:
        told = (
            "what citation indexes and reference lists gave"
            if kind == CITATIONS
            else "read from files that people brought"
        )
        return Verification(True, f"{told}: there is no search of it to verify")
    if kind == archives.KIND:
        return Verification(False, "not yet verified against the live archive")
    if spec is None:
        return Verification(False, "cannot be asked by this version")
    host = host_of(url)
    # Names that end in .test are nobody's (RFC 6761, 6.2).
    live = host in spec.live_hosts or (not spec.live_hosts and not host.endswith(".test"))
    for entry in tried if live else ():
        same = entry.body.get("kind") == kind and entry.body.get("host") == host
        if same and entry.body.get("ok"):
            return Verification(True, f"verified against {host} on {entry.at[:10]} (greylit doctor)")
    if not live:
        return Verification(False, f"not yet verified: {host} is not the live site")
    return Verification(False, f"not yet verified against the live site: greylit doctor {source}")
