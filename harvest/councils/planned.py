"""From one source of a protocol, the councils, to the sources that are asked: portals of papers, and web sites."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from crawler.spec import SourceSpec
from harvest.councils import Council, Portal, load, portals, select, sites
from harvest.councils.words import Phrased, joined, one_by_one, said
from harvest.errors import Exit, GreylitError
from harvest.planned import Planned, PlannedSource, abilities_of, asked_concepts
from harvest.protocol import Protocol
from harvest.protocol.sources import CouncilsSource

#: Which spider asks which committee system, by its name in the list, and the word for it in ``start``.
SPIDERS = {"ModernGov": "moderngov", "CMIS": "cmis"}
#: Systems whose search takes dates, and the first year that is asked for where only a last one is given.
DATED, FIRST_YEAR = frozenset({"moderngov"}), 1990
#: Why the papers of a council are not asked for.
BY_HAND = "its committee papers are in a system that greylit cannot ask: to be searched by hand"
NOT_KNOWN = "it is not known where its committee papers are: to be searched by hand"


def planned_councils(
    protocol: Protocol, source: CouncilsSource, specs: Mapping[str, SourceSpec]
) -> list[PlannedSource]:
    """Return the sources that a councils source stands for, in the order of the list.

    A portal that serves two councils is one source, and so is a web site of two. Each council's own site is one more where ``start`` has
    ``sitemap`` or paths.

    Raises:
        GreylitError: the list of councils cannot be read, or nothing in it is selected.
    """
    listed = load(protocol.folder / source.list if source.list else None)
    chosen = select(listed, source.select)
    if not chosen:
        raise GreylitError(
            f"source {source.id} selects no council", code="COUNCILS", exit_code=Exit.USAGE, where={"source": source.id},
            hint="greylit check names what is wrong; greylit councils lists them all",
        )  # fmt: skip
    planned: list[PlannedSource] = []
    systems = {word for word in source.start if word in SPIDERS.values()}
    places = [word for word in source.start if word not in SPIDERS.values()]
    if systems:
        for portal in portals(chosen):
            planned.append(_papers(protocol, source, portal, systems, specs))
    if places:
        planned += [_site(protocol, source, same, places, specs) for same in sites(chosen)]
    return planned


def _papers(
    protocol: Protocol,
    source: CouncilsSource,
    portal: Portal,
    systems: set[str],
    specs: Mapping[str, SourceSpec],
) -> PlannedSource:
    id_ = f"{source.id}.{portal.slug}"
    kind = SPIDERS.get(portal.system, "")
    options: dict[str, object] = {**_whose(portal.councils), **_dates(protocol)}
    if source.committees:
        options["committees"] = list(source.committees)
    spec = specs.get(kind)
    url = portal.url or next((each.website for each in portal.councils if each.website), "")
    reason = None
    if not kind or not portal.url:
        reason = BY_HAND if portal.url else NOT_KNOWN
    elif kind not in systems:
        reason = (
            f"its committee papers are in {portal.system}, which start of the source {source.id} leaves out"
        )
    elif spec is None:
        reason = f"this version of greylit has no spider for {portal.system}"
    questions = _questions(protocol, id_, spec, options, reason) if spec and spec.search else ()
    return PlannedSource(
        id_, kind or "councils", f"{portal.name}: committee papers", url, source.prisma, options, questions,
        spec.parser if spec else "", reason, part_of=source.id, part_of_name=source.name,
    )  # fmt: skip


def _site(
    protocol: Protocol,
    source: CouncilsSource,
    councils: tuple[Council, ...],
    places: list[str],
    specs: Mapping[str, SourceSpec],
) -> PlannedSource:
    spec = specs.get("site")
    words = {name: said(concept.terms) for name, concept in protocol.concepts.items()}
    options: dict[str, object] = {**_whose(councils), "start": places, "words": words}
    return PlannedSource(
        f"{source.id}.{'_'.join(each.slug for each in councils)}-site", "site",
        f"{' and '.join(each.name for each in councils)}: web site", councils[0].website, source.prisma,
        options, (), spec.parser if spec else "", None, part_of=source.id, part_of_name=source.name,
    )  # fmt: skip


def _whose(councils: tuple[Council, ...]) -> dict[str, object]:
    return {
        "councils": [each.gss_code for each in councils], "publisher": " and ".join(each.name for each in councils)
    }  # fmt: skip


def _dates(protocol: Protocol) -> dict[str, object]:
    """Return the dates that papers are asked within, where the protocol has a first or last year.

    Agendas are published before their meetings: without a last year the end of the next one is taken.
    """
    first, last = protocol.limits.from_year, protocol.limits.to_year
    if not first and not last:
        return {}
    return {
        "date_from": f"{first.value if first else FIRST_YEAR}-01-01",
        "date_to": f"{last.value if last else datetime.now(UTC).year + 1}-12-31",
    }


def _questions(
    protocol: Protocol,
    source: str,
    spec: SourceSpec,
    options: Mapping[str, Any],
    reason: str | None,
) -> tuple[Planned, ...]:
    search = spec.search
    assert search is not None
    # Of Boolean operators only OR between phrases is known to work; the rest is asked as words.
    abilities = replace(abilities_of(search), boolean=False)
    planned = []
    for concept in asked_concepts(protocol):
        terms = list(protocol.concepts[concept].terms)
        strings = (
            joined(terms, abilities, search.max_length) if search.boolean else one_by_one(terms, abilities)
        )
        for number, one in enumerate(strings, 1):
            name = f"{source}:{concept}" + (f".{number}" if len(strings) > 1 else "")
            planned.append(_planned(name, source, concept, one, options, reason, dated=spec.kind in DATED))
    return tuple(planned)


def _planned(
    name: str,
    source: str,
    concept: str,
    one: Phrased,
    options: Mapping[str, Any],
    reason: str | None,
    *,
    dated: bool,
) -> Planned:
    notes = list(one.notes)
    if one.sent and dated and options.get("date_from"):
        span = f"{options['date_from']} to {options['date_to']}"
        notes.append(
            f"asked within the site's own dates, {span}: what the site gives no date may be left out"
        )
    why = reason or (None if one.sent else "; ".join(one.notes))
    return Planned(
        name, source, concept, " OR ".join(one.meant), one.sent, one.widened, tuple(notes), why,
    )  # fmt: skip
