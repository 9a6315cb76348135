"""The protocol in words: for a terminal, and for programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from harvest.check.findings import Finding
from harvest.check.terms import reads_as, required_concepts
from harvest.planned import asked_concepts
from harvest.protocol import AnySource, CouncilsSource, ManualSource, Protocol, SeedsSource
from harvest.questions import SEARCHED, kind_of

_WIDTH = 14


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a protocol says, and what is wrong or looks wrong with it; errors first, then warnings, then notes, in file order."""

    protocol: Protocol
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What keeps a run from starting."""
        return tuple(found for found in self.findings if found.level == "error")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What looks wrong."""
        return tuple(found for found in self.findings if found.level == "warning")

    @property
    def ok(self) -> bool:
        """True if nothing keeps a run from starting."""
        return not self.errors

    def lines(self) -> list[str]:
        """Return the report as lines of plain text."""
        protocol = self.protocol
        required = required_concepts(protocol)
        terms = sum(len(concept.terms) for concept in protocol.concepts.values())
        limits = protocol.limits.given()
        counts = "   ".join([
            f"{_many(len(protocol.concepts), 'concept')}, {_many(terms, 'term')}",
            _many(len(protocol.sources), "source"),
            f"{_many(len(limits), 'limit')}, each with a reason" if limits else "no limits",
        ])  # fmt: skip
        shown = [
            _row(
                "protocol ok" if self.ok else "protocol",
                f"{counts}   {protocol.review.id} @ {protocol.sha256[:10]}",
            ),
            _row("question", protocol.review.question),
        ]
        for name, concept in protocol.concepts.items():
            shown.append(_row(f"concept {name}", f"{concept.name}: {', '.join(concept.terms)}"))
        shown.append(_row("reads as", f"{reads_as(protocol)}   {protocol.search.require}"))
        if near := protocol.search.near:
            shown.append(_row("", f"with {' and '.join(near.concepts)} in the same {near.within}"))
        for name, concept in protocol.concepts.items():
            if name not in required:
                shown.append(_row("", f"recorded, not required: {name} {concept.name}"))
        asked = ", ".join(f"{name} {protocol.concepts[name].name}" for name in asked_concepts(protocol))
        searched = [
            source.id
            for source in protocol.sources
            if kind_of(source) in SEARCHED or getattr(source, "search", None)
        ]
        where = f"the searches of {', '.join(searched)}" if searched else "no search: no source here has one"
        shown.append(_row("asked", f"the terms of {asked} are put to {where}"))
        for source in protocol.sources:
            shown.append(_row(f"source {source.id}", f"{source.name}: {_source_in_words(source)}"))
        for key, limit in limits.items():
            shown.append(_row("limit", f"{key} {_plain(limit.value)}, because {limit.why}"))
        for found in self.findings:
            where = f"   line {found.line}" if found.line else ""
            shown.append(_row(found.level, f"{found.message}{where}"))
        return shown

    def as_dict(self) -> dict[str, Any]:
        """Return the report for JSON."""
        protocol = self.protocol
        required = required_concepts(protocol)
        return {
            "schema": "greylit/check/1",
            "ok": self.ok,
            "file": str(protocol.path) if protocol.path else None,
            "review": protocol.review.id,
            "sha256": protocol.sha256,
            "question": protocol.review.question,
            "concepts": [
                {"id": key, "name": concept.name, "terms": list(concept.terms), "required": key in required}
                for key, concept in protocol.concepts.items()
            ],
            "require": protocol.search.require,
            "reads_as": reads_as(protocol),
            "asked": list(asked_concepts(protocol)),
            "sources": [
                {"id": source.id, "name": source.name, "type": source.type, "prisma": source.prisma}
                for source in protocol.sources
            ],
            "limits": [
                {
                    "key": key,
                    "value": list(value) if isinstance(value := limit.value, tuple) else value,
                    "why": limit.why,
                }
                for key, limit in protocol.limits.given().items()
            ],
            "findings": [found.as_dict() for found in self.findings],
        }


def _row(label: str, text: str) -> str:
    # a name in the file may hold line breaks or control characters, which must not reach the terminal
    clean = "".join(letter if letter.isprintable() else " " for letter in text)
    return f"{label:<{_WIDTH - 1}} {clean}"


def _many(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _source_in_words(source: AnySource) -> str:
    box = f"counted as {source.prisma}"
    if isinstance(source, CouncilsSource):
        chosen = "; ".join(
            f"{key} {_plain(value)}"
            for key in type(source.select).model_fields
            if (value := getattr(source.select, key))
        )
        chosen = chosen or f"all in {source.list or 'the built-in list'}"
        return f"councils ({chosen}), from {_plain(source.start)}; {box}"
    if isinstance(source, SeedsSource):
        return f"known references in {source.list}; {box}"
    if isinstance(source, ManualSource):
        day = f" on {source.searched_on}" if source.searched_on else ""
        return f"searched by a person{day}, imported from {_plain(source.files)}; {box}"
    begins = f", from {_plain(source.start)}" if source.start else ""
    return f"{source.type} {source.url}{begins}; {box}"
