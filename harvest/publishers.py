"""Sites of publishers as a protocol declares them: who reads them, what their spider is told, what they are asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from crawler.guard import host_of
from crawler.publisher import Publisher
from crawler.spec import SearchAbilities, SourceSpec
from harvest.councils.words import one_by_one, said
from harvest.planned import Planned, abilities_of, asked_concepts
from harvest.protocol import Protocol
from harvest.protocol.sources import SiteSource

#: The spider of a publisher that a protocol declares, and of a site of which nothing is declared.
DECLARED, SITE = "publisher", "site"
#: What is supposed of a search page of which nothing is known: phrases in quotation marks, and no operators.
SEARCH = SearchAbilities(phrases=True, max_length=200)
#: Said with every question to such a page.
NOT_KNOWN = "whether this site takes quotation marks for a phrase is not known"


def reader_of(source: SiteSource, specs: Mapping[str, SourceSpec]) -> str:
    """Return the name of the spider for a site: as the protocol says, by its host, or by what is declared of it.

    Args:
        source: the site.
        specs: what each kind of source can do; those with a publisher are told by their live hosts.
    """
    if source.reader:
        return source.reader
    host = host_of(source.url)
    for name, spec in specs.items():
        if spec.publisher is not None and host in spec.live_hosts:
            return name
    declared = source.documents or source.listings or source.search or source.files
    return DECLARED if declared else SITE


def declared_of(source: SiteSource, spec: SourceSpec) -> Publisher:
    """Return how the pages of a site are told apart: what the protocol says, over what its spider declares."""
    own = Publisher(
        name=source.publisher or "", documents=source.documents, listings=source.listings, files=source.files,
        search=source.search or "", nothing_found=source.nothing_found or "", document_type=source.document_type or "",
        # Without a word on its publications, each page is one where it says so itself.
        perhaps=() if source.documents or spec.publisher else ("/**",),
    )  # fmt: skip
    whole = own.over(spec.publisher) if spec.publisher else own
    return replace(whole, hosts=tuple(sorted(whole.own_hosts(source.url))))


def options_of(protocol: Protocol, source: SiteSource, spec: SourceSpec) -> dict[str, Any]:
    """Return what the spider of a site is told besides where it begins; all of it goes into the ledger."""
    options: dict[str, Any] = {}
    if spec.kind == DECLARED or spec.publisher:
        declared = declared_of(source, spec)
        options["declared"] = declared.as_dict()
        options["rank"] = {name: said(concept.terms) for name, concept in protocol.concepts.items()}
        if declared.name and not source.mirror:
            options["publisher"] = declared.name
    elif source.publisher and not source.mirror:
        options["publisher"] = source.publisher
    if source.mirror:
        options["mirror"] = True
    return options


def questions_of(protocol: Protocol, source: str, options: Mapping[str, Any]) -> tuple[Planned, ...]:
    """Return the questions to the search page of a publisher; none where it declares none.

    Args:
        protocol: a loaded protocol.
        source: id of the source.
        options: what :func:`options_of` gives.
    """
    declared = options.get("declared")
    if not declared or not declared.get("search"):
        return ()
    planned = []
    for concept in asked_concepts(protocol):
        strings = one_by_one(protocol.concepts[concept].terms, abilities_of(SEARCH))
        for number, one in enumerate(strings, 1):
            name = f"{source}:{concept}{number}"
            notes = (*one.notes, *((NOT_KNOWN,) if one.sent and '"' in one.sent else ()))
            reason = None if one.sent else "; ".join(one.notes)
            planned.append(
                Planned(name, source, concept, " OR ".join(one.meant), one.sent, one.widened, notes, reason)
            )
    return tuple(planned)
