"""What the concepts and their terms say together, and terms that look dead, needless or too broad."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from harvest.check.findings import Finding, note, warning
from harvest.planned import asked_concepts
from harvest.protocol import Protocol
from harvest.query import Phrase, Word, compile_require, compile_term, explain, lint_terms
from harvest.query.require import Concept, Group

#: share of the sample above which a term says too little by itself
TOO_BROAD = 0.5


def required_concepts(protocol: Protocol) -> tuple[str, ...]:
    """Return the concepts that ``[search] require`` speaks of, in the order of the file."""
    named = compile_require(protocol.search.require, protocol.concepts).concepts()
    return tuple(name for name in protocol.concepts if name in named)


def reads_as(protocol: Protocol) -> str:
    """Return ``[search] require`` with the terms of each concept in place of its name, as Boolean."""
    return _written(
        compile_require(protocol.search.require, protocol.concepts).rule, protocol, outermost=True
    )


def _written(rule: Concept | Group, protocol: Protocol, *, outermost: bool = False) -> str:
    if isinstance(rule, Concept):
        return ("" if rule.wanted else "NOT ") + _any_term(protocol, rule.id)
    text = ""
    for item in rule.items:
        part = _written(item, protocol)
        unwanted = rule.every and isinstance(item, Concept) and not item.wanted
        operator = " " if unwanted else " AND " if rule.every else " OR "
        text += (operator if text else "") + part
    return text if outermost else f"({text})"


def _any_term(protocol: Protocol, concept: str) -> str:
    terms = []
    for term in protocol.concepts[concept].terms:
        compiled = compile_term(term)
        text = explain(compiled)
        terms.append(text if isinstance(compiled.node, Word | Phrase) else f"({text})")
    return f"({' OR '.join(terms)})" if len(terms) > 1 else terms[0]


def concept_findings(protocol: Protocol) -> Iterator[Finding]:
    """Yield concepts that make no difference to what matches or to what is asked."""
    required = required_concepts(protocol)
    for name in protocol.concepts:
        if name not in required:
            yield warning(
                protocol,
                f"{name} is not in [search] require; records matching only {protocol.search.require} will be kept",
                "search", "require",
            )  # fmt: skip
    asked = asked_concepts(protocol)
    for number, name in enumerate(protocol.search.ask or ()):
        if name not in asked:
            yield warning(
                protocol,
                f"ask has no effect for {name}: the terms of {' and '.join(asked)} already reach everything "
                f"that {protocol.search.require} lets through",
                "search", "ask", number,
            )  # fmt: skip


def term_findings(protocol: Protocol, counts: Mapping[str, tuple[int, int]]) -> Iterator[Finding]:
    """Yield terms that look dead, needless or too broad, and notes on how unusual ones were read.

    ``counts`` has, for a term as written, the documents of the sample that match it and the size of the
    sample; librarians call this term testing.
    """
    compiled = [
        (name, compile_term(term)) for name, concept in protocol.concepts.items() for term in concept.terms
    ]
    for said in lint_terms(compiled):
        yield warning(protocol, said, "concepts", said.partition(":")[0], "terms")
    for name, concept in protocol.concepts.items():
        for number, term in enumerate(concept.terms):
            place = ("concepts", name, "terms", number)
            for said in compile_term(term).notes:
                yield note(protocol, f"term {_quoted(term)}: {said}", *place)
            matching, tried = counts.get(term, (0, 0))
            if tried and not matching:
                yield warning(
                    protocol,
                    f"term {_quoted(term)} matches none of {tried} documents in the sample (dead term)",
                    *place,
                )
            elif tried and matching / tried > TOO_BROAD:
                yield warning(
                    protocol,
                    f"term {_quoted(term)} alone matches {100 * matching / tried:.0f} % of {tried} documents "
                    "in the sample (too broad)",
                    *place,
                )


def _quoted(term: str) -> str:
    return term if '"' in term else f'"{term}"'
