"""What a text worker does with one archived answer: bytes to text, matches and passages.

The functions run in worker processes. They read the archive themselves, so that no body travels between
processes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from crawler.judge.described import described, describes, searched
from crawler.judge.item import Item
from crawler.judge.refusals import refusal_of
from crawler.judge.results import results_of
from crawler.publisher import Publisher
from harvest.identity.near import signature
from harvest.matching import Match, Matcher, Passage
from harvest.protocol import from_normalised
from harvest.text import Extracted, OcrPage, Page, extract, extractor
from harvest.text.describing.describe import described as with_parts
from harvest.text.describing.parts_abstract import abstract_of
from store.archive import read

#: Characters of what stands in for an abstract.
SUMMARY = 1_500
#: The kind of address at which the page of a publication is expected.
PUBLICATION = "publication"
_matcher: Matcher | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One archived answer to be worked on.

    ``seq`` is its fetch in the ledger, ``system`` the spider of its source, ``declared`` how its pages are told apart
    (JSON), where that is declared. ``ocr`` is what was read from pictures of its pages, ``held`` the document and text that
    were read of it before, which need only be matched.
    """

    seq: int
    kind: str
    url: str
    status: int
    mime: str
    sha256: str
    warc: str
    offset: int
    system: str = ""
    declared: str = ""
    ocr: tuple[OcrPage, ...] = ()
    held: tuple[str, Extracted] | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A body of text with where the protocol's terms stand in it."""

    id: str
    extracted: Extracted
    matches: list[Match]
    passages: list[Passage]
    close: bool = True
    extractor: str = field(default_factory=extractor)
    signature: bytes | None = None
    summary: str | None = None
    summary_source: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a job: a document, items each with the texts of its parts, or a verdict again."""

    seq: int
    document: Document | None = None
    items: tuple[tuple[Item, tuple[tuple[str | None, str], ...]], ...] = ()
    verdict: str | None = None


def prepare(protocol_json: str) -> None:
    """Compile the protocol's query once for each worker."""
    global _matcher
    _matcher = Matcher.of(from_normalised(protocol_json))


def document_id(sha256: str, extracted: Extracted) -> str:
    """Return the identity of a body of text.

    A file is its bytes. A web page is its text: its bytes carry tokens and times that change with every
    visit.
    """
    if extracted.kind == "html" and extracted.text:
        return hashlib.sha256(extracted.text.encode()).hexdigest()
    return sha256


def describe(matcher: Matcher, id_: str, extracted: Extracted) -> Document:
    """Return the document of an extracted text with its matches."""
    matches = matcher.match(extracted.text, extracted.pages) if extracted.text else []
    summary = abstract_of(extracted.text, extracted.parts, SUMMARY) or None
    summary_source = "summary" if any(part.kind == "summary" for part in extracted.parts) else "beginning"
    return Document(
        id_,
        extracted,
        matches,
        matcher.passages(extracted.text, extracted.pages, matches),
        matcher.close(extracted.text, matches),
        signature=signature(extracted.text) if extracted.outcome == "text" else None,
        summary=summary,
        summary_source=summary_source if summary else None,
    )


def work_on(archive: str, job: Job) -> Done:
    """Do one job. Runs in a worker that :func:`prepare` has prepared.

    Raises:
        StoreError: the archive lacks the record that the ledger names.
    """
    assert _matcher is not None, "the worker was not prepared"
    if job.held is not None:
        return Done(job.seq, describe(_matcher, *job.held))
    stored = read(Path(archive), job.warc, job.offset)
    body = stored.body()
    if job.kind == "search":
        refused = refusal_of(job.status, stored.headers, body, job.url)
        if job.declared and not refused:
            return Done(job.seq, verdict=results_of(body, job.url, _publisher(job)).outcome)
        return Done(
            job.seq, verdict="refused" if refused else searched(job.system, job.status, body, job.url)
        )
    if job.kind == PUBLICATION and job.declared:
        from harvest.text.publication import described_publication

        verdict, item, text = described_publication(body, job.url, job.mime, _publisher(job))
        described_ = ((item, ((None, text),)),) if item else ()
        return Done(job.seq, items=described_, verdict=verdict)
    if describes(job.system, job.kind):
        outcome, items = described(job.system, job.kind, job.status, body, job.url)
        return Done(job.seq, items=tuple((item, _texts(item)) for item in items), verdict=outcome)
    name = job.url.rsplit("/", 1)[-1]
    ocr = {page.number: page for page in job.ocr}
    extracted = extract(body, url=job.url, content_type=job.mime, name=name, ocr=ocr)
    return Done(job.seq, describe(_matcher, document_id(job.sha256, extracted), extracted))


def _publisher(job: Job) -> Publisher:
    return Publisher.from_dict(json.loads(job.declared))


def work_on_all(archive: str, jobs: Sequence[Job]) -> list[Done]:
    """Do several jobs, in order."""
    return [work_on(archive, job) for job in jobs]


def _texts(item: Item) -> tuple[tuple[str | None, str], ...]:
    from harvest.text.render import fragment_to_text

    return tuple((part.title, fragment_to_text(part.html)) for part in item.parts)


def compose(matcher: Matcher, parts: Sequence[tuple[str | None, str]], template: Item) -> Document | None:
    """Join the texts of a publication's web pages into one document, one page each.

    Args:
        matcher: the protocol's query.
        parts: title and text of each part, in reading order.
        template: the item that gives the title, date, publisher and language.

    Returns:
        The document, or ``None`` when no part has any text.
    """
    text = ""
    pages: list[Page] = []
    for title, body in parts:
        whole = f"{title}\n{body}".strip() if title else body.strip()
        if not whole:
            continue
        if text:
            text += "\n\n"
        pages.append(Page(len(pages) + 1, title, len(text), len(text) + len(whole)))
        text += whole
    if not pages:
        return None
    extracted = Extracted(
        outcome="text",
        kind="html",
        text=text,
        pages=tuple(pages),
        title=template.title,
        title_source=SITE_SAYS,
        date=template.date,
        date_source=template.date_source,
        language=template.language,
        publisher=template.publishers[0] if template.publishers else None,
        method="content-api",
        detail=None,
    )
    return describe(
        matcher, hashlib.sha256(text.encode()).hexdigest(), with_parts(extracted, url=template.url)
    )


#: How a title is known that the source's own description gives.
SITE_SAYS = "the site's own description"


def read_file(path: str) -> Extracted:
    """Read a local file as a run would. Runs in a worker.

    Raises:
        OSError: it cannot be opened.
    """
    file = Path(path)
    return extract(file.read_bytes(), name=file.name)
