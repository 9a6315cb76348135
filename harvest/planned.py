"""What is going to be asked: sources and their questions, and which concepts are put to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crawler.spec import SearchAbilities
from harvest.protocol import Protocol
from harvest.query import Abilities, compile_require


@dataclass(frozen=True, slots=True)
class Planned:
    """One question as it will be asked, or the reason why it cannot be.

    ``meant`` is the protocol's term, ``sent`` the string for the site's own search. ``reason`` is set
    when nothing is sent.
    """

    question: str
    source: str
    concept: str | None
    meant: str | None
    sent: str | None
    widened: bool
    notes: tuple[str, ...]
    reason: str | None = None
    options: Mapping[str, object] | None = None

    def as_row(self) -> dict[str, object]:
        """Return the question as it is kept in the ledger."""
        row: dict[str, object] = {
            "question": self.question, "source": self.source, "concept": self.concept, "meant": self.meant,
            "sent": self.sent, "widened": self.widened, "notes": list(self.notes), "options": dict(self.options or {}),
        }  # fmt: skip
        if self.reason:
            row["not_asked"] = self.reason
        return row


@dataclass(frozen=True, slots=True)
class PlannedSource:
    """One source with its questions, or the reason why this version cannot ask it.

    ``part_of`` is the source of the protocol that it is a part of, where that stands for several.
    """

    id: str
    kind: str
    name: str
    url: str
    prisma: str
    options: Mapping[str, object]
    questions: tuple[Planned, ...]
    parser: str = ""
    reason: str | None = None
    part_of: str | None = None
    part_of_name: str | None = None

    def as_row(self) -> dict[str, object]:
        """Return the source as it is kept in the ledger."""
        row: dict[str, object] = {
            "source": self.id, "kind": self.kind, "name": self.name, "url": self.url, "prisma": self.prisma,
            "parser": self.parser, "options": dict(self.options),
        }  # fmt: skip
        if self.part_of:
            row["part_of"], row["part_of_name"] = self.part_of, self.part_of_name
        if self.reason:
            row["not_asked"] = self.reason
        return row


def asked_concepts(protocol: Protocol) -> tuple[str, ...]:
    """Return the concepts whose terms are put to the sites: enough to reach everything required."""
    terms = list(protocol.concepts)
    return compile_require(protocol.search.require, terms).must_ask(tuple(protocol.search.ask or ()))


def abilities_of(search: SearchAbilities) -> Abilities:
    """Return what a site's search can do, as queries are written for it."""
    return Abilities(
        phrases=search.phrases, boolean=search.boolean, truncation=search.truncation, stems=search.stems,
        wildcard=search.wildcard, proximity=search.proximity, max_length=search.max_length,
    )  # fmt: skip
