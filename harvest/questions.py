"""From a protocol to the questions that are put to each source."""

from __future__ import annotations

from collections.abc import Mapping

from crawler.spec import SourceSpec
from harvest.councils.planned import planned_councils
from harvest.planned import Planned, PlannedSource, abilities_of, asked_concepts
from harvest.protocol import Protocol
from harvest.protocol.sources import AnySource, CouncilsSource, ManualSource, SeedsSource, SiteSource
from harvest.publishers import options_of, questions_of, reader_of
from harvest.query import compile_term, widen

#: Which spider asks which site: by the word in ``start``, else by the type of the source.
SEARCH_APIS = {"search-api": "govuk"}
#: Kinds of source that nobody asks: what a person found is read from files when a run begins.
BROUGHT = frozenset({"manual", "seeds", "citations"})
#: Why a source is not asked that a person left out of a run.
LEFT_OUT = "left out of this run with --source"
#: Kinds of source that have a search of their own to ask.
SEARCHED = frozenset({*SEARCH_APIS.values(), "councils"})


def kind_of(source: AnySource, specs: Mapping[str, SourceSpec] | None = None) -> str:
    """Return the name of the spider that a source of a protocol needs.

    Args:
        source: the source.
        specs: what each kind of source can do; without them a publisher that greylit knows is told by ``reader`` alone.
    """
    for word in getattr(source, "start", ()) or ():
        if word in SEARCH_APIS:
            return SEARCH_APIS[word]
    return reader_of(source, specs or {}) if isinstance(source, SiteSource) else str(source.type)


def plan(protocol: Protocol, specs: Mapping[str, SourceSpec]) -> list[PlannedSource]:
    """Return every source of a protocol with the questions that a run puts to it.

    Args:
        protocol: a loaded protocol.
        specs: what each kind of source can do, by spider name.
    """
    planned: list[PlannedSource] = []
    for source in protocol.sources:
        if isinstance(source, CouncilsSource):
            planned += planned_councils(protocol, source, specs)
        else:
            planned.append(_planned(protocol, source, specs))
    return planned


def _planned(protocol: Protocol, source: AnySource, specs: Mapping[str, SourceSpec]) -> PlannedSource:
    kind = kind_of(source, specs)
    spec = specs.get(kind)
    url = str(getattr(source, "url", None) or "")
    if isinstance(source, ManualSource | SeedsSource):
        return PlannedSource(source.id, kind, source.name, url, source.prisma, _search_by_hand(source), ())
    options = {
        key: value
        for key in ("document_types", "collections", "organisations", "page_size", "start")
        if (value := getattr(source, key, None))
    }
    reason = None
    if spec is None:
        reason = f"this version of greylit cannot ask sources of type {source.type}"
    questions = _questions(protocol, source.id, spec, options) if spec and spec.search else ()
    if isinstance(source, SiteSource) and spec is not None:
        more = options_of(protocol, source, spec)
        options |= more
        questions = questions or questions_of(protocol, source.id, more)
    return PlannedSource(
        source.id, kind, source.name, url, source.prisma, {k: _plain(v) for k, v in options.items()}, questions,
        spec.parser if spec else "", reason,
    )  # fmt: skip


def _search_by_hand(source: ManualSource | SeedsSource) -> dict[str, object]:
    """Return what is said of a search that a person made: its files, and how it was made."""
    said = source.model_dump(mode="json", exclude_none=True, exclude={"id", "name", "type", "url", "prisma"})
    files = said.pop("list", None)
    return {**said, "files": [files] if files else list(said["files"])}


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _questions(
    protocol: Protocol, source: str, spec: SourceSpec, options: Mapping[str, object]
) -> tuple[Planned, ...]:
    search = spec.search
    assert search is not None
    abilities = abilities_of(search)
    planned: list[Planned] = []
    for concept in asked_concepts(protocol):
        for number, term in enumerate(protocol.concepts[concept].terms, 1):
            asked = widen(compile_term(term), abilities)
            for part, one in enumerate(asked, 1):
                name = f"{source}:{concept}{number}" + (f".{part}" if len(asked) > 1 else "")
                reason = None if one.sent else "; ".join(one.notes)
                planned.append(Planned(name, source, concept, term, one.sent, one.widened, one.notes, reason))
    organisations = options.get("organisations")
    for slug in organisations if isinstance(organisations, list | tuple) else ():
        note = f"everything that {slug} published is listed: file contents are not in the site's search"
        planned.append(
            Planned(
                f"{source}:organisation:{slug}",
                source,
                None,
                None,
                None,
                True,
                (note,),
                None,
                {"organisation": slug},
            )
        )
    return tuple(planned)
