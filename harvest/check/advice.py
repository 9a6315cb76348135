"""What is said of single keys: files that are missing, settings without effect, manners, reporting."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from harvest.check.councils import councils_of
from harvest.check.findings import Finding, error, warning
from harvest.errors import GreylitError
from harvest.protocol import CouncilsSource, IndexSource, ManualSource, Protocol, SeedsSource, SiteSource
from harvest.protocol.crosschecks import did_you_mean
from harvest.questions import kind_of
from harvest.text.ocr import available, missing

#: stands in the references of the templates
EXAMPLE_MARK = b"greylit-example"
_RESERVED = ("test", "example", "invalid", "localhost")  # RFC 2606 and RFC 6761: nobody's real hosts
#: Values of GOV.UK's content_store_document_type that hold publications. An unknown one is not an error: the
#: list grows. It is worth a word, because the search API answers a misspelt type with no results.
GOVUK_DOCUMENT_TYPES = (
    "policy_paper", "guidance", "statutory_guidance", "independent_report", "research", "corporate_report",
    "impact_assessment", "consultation_outcome", "closed_consultation", "open_consultation",
    "call_for_evidence_outcome", "case_study", "document_collection", "detailed_guide", "speech",
    "oral_statement", "transparency", "foi_release", "correspondence", "guide", "national_statistics",
    "official_statistics", "statistical_data_set", "news_story", "press_release", "written_statement",
    "authored_article", "regulation", "notice", "decision", "form", "map", "international_treaty", "standard",
    "manual", "manual_section", "call_for_evidence", "closed_call_for_evidence", "open_call_for_evidence",
)  # fmt: skip


def file_findings(protocol: Protocol) -> Iterator[Finding]:
    """Yield what is wrong with the files that a protocol names: missing, empty, or still the template's examples."""
    named = list(protocol.list_files())
    for number, source in enumerate(protocol.sources):
        if isinstance(source, ManualSource):
            named += [(("sources", number, "files", place), name) for place, name in enumerate(source.files)]
    for location, name in named:
        path = protocol.folder / name
        try:
            content = _beginning(path)
        except OSError as problem:
            reason = (problem.strerror or str(problem)).lower()
            yield error(protocol, f"the file {name} cannot be read ({reason}); looked for {path}", *location)
            continue
        if not content.strip():
            yield error(protocol, f"the file {name} is empty", *location)
        elif EXAMPLE_MARK in content:
            yield warning(
                protocol, f"{name} still holds the made-up example references of the template", *location
            )


def _beginning(path: Path) -> bytes:
    if path.exists() and not path.is_file():
        raise OSError(None, "it is no file")
    with path.open("rb") as stream:
        return stream.read(1_000_000)


def limit_findings(protocol: Protocol, today: date) -> Iterator[Finding]:
    """Yield limits that drop nothing, or everything."""
    first, last, full_text = protocol.limits.from_year, protocol.limits.to_year, protocol.limits.full_text
    if first and first.value > today.year:
        yield warning(
            protocol,
            f"from_year {first.value} lies in the future: no document is kept",
            "limits",
            "from_year",
        )
    if first and first.value <= 1800:
        yield warning(
            protocol,
            f"from_year {first.value} has no effect: the web holds nothing older",
            "limits",
            "from_year",
        )
    if last and last.value >= today.year:
        yield warning(protocol, f"to_year {last.value} has no effect in {today.year}", "limits", "to_year")
    if full_text and not full_text.value:
        yield warning(protocol, "full_text = false has no effect: leave the limit out", "limits", "full_text")


def manners_findings(protocol: Protocol) -> Iterator[Finding]:
    """Yield what the operators of real sites would object to."""
    if is_reserved(protocol.review.contact.rpartition("@")[2]):
        yield warning(
            protocol,
            f"{protocol.review.contact} is an example: a real mailbox is required before real sites are crawled",
            "review", "contact",
        )  # fmt: skip
    if protocol.crawl.delay < 1 and (hosts := real_places(protocol)):
        yield warning(
            protocol,
            f"a delay of {protocol.crawl.delay:g} s is under 1 s and too short for other people's hosts ({hosts[0]})",
            "crawl", "delay",
        )  # fmt: skip


def is_reserved(host: str) -> bool:
    """Tell whether a host is set aside for tests and examples, or is this machine."""
    labels = host.lower().rstrip(".").split(".")
    return labels[-1] in _RESERVED or "example" in labels or host in ("127.0.0.1", "::1")


def real_places(protocol: Protocol) -> list[str]:
    """Return the places of a protocol that are real: other people's hosts, and not those of a test."""
    found = []
    for source in protocol.sources:
        if isinstance(source, CouncilsSource):
            found += _real_councils(protocol, source)
        elif isinstance(source, SiteSource | IndexSource):
            host = urlsplit(source.url).hostname or ""
            if host.rpartition(".")[2] != "test" and host not in ("localhost", "127.0.0.1", "::1"):
                found.append(host)
    return found


def _real_councils(protocol: Protocol, source: CouncilsSource) -> list[str]:
    try:
        chosen = councils_of(protocol, source)
    except GreylitError:
        return [source.name]
    hosts = {
        urlsplit(url).hostname or "" for each in chosen for url in (each.website, each.committee_url) if url
    }
    return [source.name] if any(host.rpartition(".")[2] != "test" for host in hosts) else []


def source_findings(protocol: Protocol, known_spiders: Collection[str] | None) -> Iterator[Finding]:
    """Yield what a run or a report will lack for single sources."""
    for number, source in enumerate(protocol.sources):
        place = ("sources", number)
        if isinstance(source, ManualSource):
            missing = [key for key in ("searched_on", "strategy") if getattr(source, key) is None]
            if missing:
                yield warning(
                    protocol,
                    f'source "{source.id}" has no {" and no ".join(missing)}: the report will show a blank (PRISMA-S)',
                    *place,
                )
        elif (
            not isinstance(source, SeedsSource | CouncilsSource)
            and known_spiders is not None
            and kind_of(source) not in known_spiders
        ):
            yield warning(
                protocol,
                f'source "{source.id}": no spider for {kind_of(source)} is installed; '
                "its questions will be recorded as not asked",
                *place, "type",
            )  # fmt: skip
        if isinstance(source, SiteSource):
            for entry, kind in enumerate(source.document_types):
                if kind not in GOVUK_DOCUMENT_TYPES:
                    yield warning(
                        protocol,
                        f'"{kind}" is not a document type known of GOV.UK{did_you_mean(kind, GOVUK_DOCUMENT_TYPES)}; '
                        "a misspelt one finds nothing",
                        *place, "document_types", entry,
                    )  # fmt: skip


def reading_findings(protocol: Protocol) -> Iterator[Finding]:
    """Yield a warning where pages are to be read from pictures and nothing here can read them."""
    if protocol.reading.ocr and available() is None:
        said = f"no page will be read from its picture on this machine: {missing()}"
        yield warning(protocol, said, "reading", "ocr")


def people_findings(protocol: Protocol, today: date) -> Iterator[Finding]:
    """Yield what screeners, the report and those who are to be told will lack."""
    screening, team = protocol.screening, protocol.review.team
    if "full-text" in screening.stages and not screening.exclude:
        yield warning(
            protocol,
            "exclude is empty: PRISMA asks for the reason of each exclusion at full text",
            "screening",
            "exclude",
        )
    if screening.screeners > 1 and 0 < len(team) < screening.screeners:
        yield warning(protocol, "two screeners are asked for, and team names one", "screening", "screeners")
    if bool(protocol.notify.on) != bool(protocol.notify.to):
        lacking = "to" if protocol.notify.on else "on"
        yield warning(protocol, f"notify.{lacking} is empty: nobody is told anything", "notify", lacking)
    for number, amendment in enumerate(protocol.amendments):
        if amendment.date > today:
            yield warning(
                protocol,
                f"the amendment of {amendment.date} lies in the future",
                "amendments",
                number,
                "date",
            )
