"""What a best-first walk learns while it goes: which directories of a host held what is sought, and when it gives up.

In memory, and a function of the ledger's rows in their order: taken up again, a walk goes on in the same order.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from crawler.closures import WALKED, WALKS
from crawler.guard import host_of
from crawler.lead import Lead
from crawler.promise import STEPS, Sought
from crawler.spec import Source
from store.frontier import Pending

#: Pages in a row that show next to nothing, after which a walk leaves what promises little.
PATIENCE = 300
#: Worth from which a page is a find, and promise below which an address promises little.
FIND, LITTLE = 0.45, 0.33
#: How much the yield of a directory moves what is in it, at most and in parts of a promise; and the weight, in
#: pages, of what is known of the directory above.
MOVES, INHERITS = 0.20, 4.0
#: Directories within one another that are kept, and directories of a host.
LEVELS, MOST = 3, 2000
#: Times that a yield is twice (or half) that of the host before it moves as much as it may; what is added to both, so
#: that nothing and next to nothing are alike.
DOUBLINGS, LEAST = 3.0, 0.03


def area_of(url: str) -> str:
    """Return the directory of an address by which its yield is counted: ``/a/b/c`` of ``/a/b/c/d/e``."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return "/"
    parts = [part for part in path.split("/")[:-1] if part][:LEVELS]
    return "/" + "/".join(parts)


def _above(area: str) -> list[str]:
    """Return a directory and those above it, the highest first."""
    found, at = ["/"], area.find("/", 1)
    while at > 0:
        found.append(area[:at])
        at = area.find("/", at + 1)
    return [*found, area] if area != "/" else found


@dataclass(slots=True)
class _Yield:
    pages: int = 0
    worth: float = 0.0


class Walks:
    """The yields of all hosts that are walked best-first.

    Args:
        patience: pages without a find after which a walk leaves what promises little; 0 for never.
    """

    def __init__(self, patience: int = PATIENCE) -> None:
        self.patience = patience
        self._yields: dict[str, dict[str, _Yield]] = {}
        self._moves: dict[str, dict[str, int]] = {}
        self._barren: dict[str, int] = {}
        self._walked: set[str] = set()

    def know(self, source: Source) -> None:
        """Take a source of the run: one with words is walked best-first."""
        if Sought.of(source.options.get("words")) is not None:
            self._walked.add(source.id)

    def area(self, source: str, lead: Lead) -> str:
        """Return by which directory an address is ranked; "" where it is asked for in its turn."""
        if (
            source not in self._walked
            or lead.priority >= 0
            or lead.kind not in WALKED
            or lead.why not in WALKS
        ):
            return ""
        return area_of(lead.url)

    def note(self, body: Mapping[str, Any]) -> None:
        """Take a row of the ledger: a page that came, with what it was worth where that is known."""
        source, worth = str(body.get("source")), body.get("worth")
        if source not in self._walked or body.get("kind") not in WALKED or body.get("again"):
            return
        # What was left out says nothing, unless an earlier answer stood for it.
        if body.get("outcome") == "redirect" or (worth is None and "status" not in body):
            return
        self._barren[source] = 0 if worth is not None and worth >= FIND else self._barren.get(source, 0) + 1
        if worth is None:
            return
        host, yields = host_of(body["url"]), self._yields.setdefault(host_of(body["url"]), {})
        changed = _above(area_of(body["url"]))
        for area in changed:
            if area in yields or len(yields) < MOST:
                each = yields.setdefault(area, _Yield())
                each.pages += 1
                each.worth += worth
        # The mean of the host has moved, and with it what every directory is measured by.
        self._moves.pop(host, None)

    def _move(self, host: str, area: str) -> int:
        """Return by how much what is in a directory is moved up or down, for what was found in it so far."""
        yields = self._yields.get(host)
        if not yields or "/" not in yields:
            return 0
        root = yields["/"].worth / yields["/"].pages
        mean = root
        for each in _above(area)[1:]:
            known = yields.get(each)
            if known:
                mean = (INHERITS * mean + known.worth) / (INHERITS + known.pages)
        doublings = math.log2((mean + LEAST) / (root + LEAST))
        return round(STEPS * MOVES * max(-1.0, min(1.0, doublings / DOUBLINGS)))

    def move(self, host: str, area: str) -> int:
        """Return what is added to the priority of what is pending in a directory."""
        moves = self._moves.setdefault(host, {})
        found = moves.get(area)
        if found is None:
            found = moves[area] = self._move(host, area)
        return found

    def gives_up(self, pending: Pending) -> str | None:
        """Return why an address, the most promising of its host, is left: a sentence; ``None`` to ask for it."""
        if not pending.area or not self.patience:
            return None
        barren = self._barren.get(pending.source, 0)
        promise = (pending.priority + self.move(pending.host, pending.area) + STEPS) / STEPS
        if barren < self.patience or promise >= LITTLE:
            return None
        return (
            f"the last {barren} pages of this walk showed next to nothing of what is sought, and this address"
            f" promised little ({promise:.2f} of 1)"
        )
