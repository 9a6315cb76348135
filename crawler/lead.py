"""What passes between a spider and the machinery: leads to follow and readings of answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from crawler.trouble import Trouble

#: What an answer turned out to be. ``results`` and ``none`` are said of searches; ``read`` of everything
#: else that could be used; ``gone`` of what the site says it withdrew for good.
Outcome = Literal[
    "results", "none", "read", "redirect", "gone", "not-found", "refused", "unreadable", "failed"
]


@dataclass(frozen=True, slots=True)
class Lead:
    """An address worth asking for, and why.

    Attributes:
        url: canonical address.
        kind: what is expected there, which tells the spider how to read it (``search``, ``content``,
            ``file``, ``page`` ...).
        why: how it was found (``question``, ``collection``, ``attachment``, ``part``, ``redirect`` ...).
        note: what the finder knew of it (title, type, number of the page asked for); small, JSON.
        question: the question that led here, where one did.
        priority: higher is asked earlier.
        follow: ``False`` records the link without asking for it; ``note["reason"]`` then says why.
        key: what tells this lead from others where its address does not: an item of the page of a meeting, what
            is put into a form, a document whose address changes with every visit. The address when left out.

    With ``note["form"]``, a list of names and values, these are posted to the address
    (``application/x-www-form-urlencoded``).
    """

    url: str
    kind: str
    why: str
    note: Mapping[str, Any] = field(default_factory=dict)
    question: str | None = None
    priority: int = 0
    follow: bool = True
    key: str = ""

    @property
    def name(self) -> str:
        """What the lead is known by: its key, else its address."""
        return self.key or self.url

    def as_row(self) -> list[Any]:
        """Return the lead as it is kept in the ledger."""
        row = [self.url, self.kind, self.why, self.question, self.priority, int(self.follow), dict(self.note)]
        return [*row, self.key] if self.key else row

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> Lead:
        """Return a lead to what a ledger row of kind ``fetch`` or ``skip`` speaks of; its note is not kept there."""
        return cls(
            str(body["url"]), str(body.get("kind", "page")), str(body.get("why", "start")), {},
            body.get("question"), key=str(body.get("key") or ""),
        )  # fmt: skip

    @classmethod
    def from_row(cls, row: Sequence[Any]) -> Lead:
        """Read a lead back from the ledger."""
        url, kind, why, question, priority, follow, note, *key = row
        return cls(url, kind, why, note, question, priority, bool(follow), str(key[0]) if key else "")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for one address, as a reader sees it: pure data, no Scrapy.

    ``body`` has its content coding undone; ``headers`` have lower-case names.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """A judged answer: what it is, what it leads to, and for a search what it said.

    Attributes:
        outcome: see :data:`Outcome`.
        leads: addresses found in it.
        detail: one sentence where the outcome needs a reason.
        answer: for a question: ``page``, ``total`` and ``returned``.
        trouble: why nothing could be had, in one word; see :mod:`crawler.trouble`.
        evidence: what in the answer shows the trouble.
        worth: how much of what is sought the page shows, 0 to 1; for a walk that takes the most promising first.
    """

    outcome: Outcome
    leads: tuple[Lead, ...] = ()
    detail: str | None = None
    answer: Mapping[str, Any] | None = None
    trouble: Trouble | None = None
    evidence: str | None = None
    worth: float | None = None
