"""Whether somebody has seen a source answer on the live web, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from crawler.guard import host_of
from crawler.spec import SourceSpec
from harvest.suggestions import KIND
from store.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Verification:
    """A dated word on a source: ``verified`` against its live site, or not yet."""

    verified: bool
    sentence: str


def verification(
    ledger_path: Path, source: str, kind: str, url: str, specs: Mapping[str, SourceSpec]
) -> Verification:
    """Return whether a source was seen to answer as its spider expects, by the newest ``greylit doctor``.

    A check of another host than the one the source asks, such as the miniature web, does not count.
    """
    spec = specs.get(kind)
    if kind == KIND:
        return Verification(True, "single addresses that people named: there is no search of it to verify")
    if spec is None:
        return Verification(False, "cannot be asked by this version")
    host = host_of(url)
    if ledger_path.exists():
        with Ledger(ledger_path, read_only=True) as ledger:
            for entry in reversed(list(ledger.entries(kinds=("doctor",)))):
                same = entry.body.get("kind") == kind and entry.body.get("host") == host
                if same and entry.body.get("ok") and (host in spec.live_hosts or not spec.live_hosts):
                    return Verification(True, f"verified against {host} on {entry.at[:10]} (greylit doctor)")
    if spec.live_hosts and host not in spec.live_hosts:
        return Verification(False, f"not yet verified: {host} is not the live site")
    return Verification(False, f"not yet verified against the live site: greylit doctor {source}")
