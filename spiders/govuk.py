"""GOV.UK: its Search API finds, its Content API tells, its assets host has the files.

The words of PDF files are not in the search index, so collections and organisations that the protocol
names are walked as well. Collections that a question finds are walked too; nothing is walked upwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from crawler.canonical import canonical
from crawler.guard import host_of
from crawler.judge.govuk import PARSER, api_url, judge_content, judge_search
from crawler.judge.item import Item
from crawler.lead import Answer, Lead, Reading
from crawler.spec import Question, SearchAbilities, Source, SourceSpec
from crawler.spider import SourceSpider

#: Results asked for at a time; the API gives at most 1,500.
PAGE_SIZE = 1000
#: A question with more results than this is asked again year by year: deep pages of a changing index
#: are the ones that lose results.
WINDOW_OVER = 10_000
FIRST_YEAR = 1990
FIELDS = "title,link,description,public_timestamp,format,content_store_document_type,organisations"
#: Paths of the site that are files, and those that are descriptions of pages already.
FILES, CONTENT = ("/government/uploads/", "/media/"), "/api/content/"
#: Answers that are not documents, whatever their address says.
PLACEHOLDER = "/government/placeholder"


class GovukSpider(SourceSpider):
    """Asks GOV.UK.

    Options of the source in a protocol: ``document_types`` (Content Store document types to ask for),
    ``collections`` (paths to walk), ``organisations`` (slugs whose publications are walked),
    ``page_size`` and ``window_over``.
    """

    name = "govuk"
    spec = SourceSpec(
        kind="govuk",
        title="GOV.UK (Search API and Content API)",
        live_hosts=("www.gov.uk", "assets.publishing.service.gov.uk"),
        search=SearchAbilities(phrases=True, stems=True, max_length=512),
        # The CDN bans clients by hand that go on after 429; one request in half a second is a twentieth
        # of the published limit of the Content API (10 a second for each client).
        min_delay={"www.gov.uk": 0.5, "assets.publishing.service.gov.uk": 0.5},
        parser=PARSER,
        starts=("search-api",),
        # robots.txt forbids it to crawlers, which is as it should be: people are who it is for.
        search_page="/search/all?keywords={words}&order=relevance",
    )

    def hosts(self, source: Source) -> frozenset[str]:
        """GOV.UK itself and the host of its files."""
        site = host_of(source.url)
        assets = (
            "assets.publishing.service.gov.uk"
            if site == "www.gov.uk"
            else "assets.publishing." + site.removeprefix("www.")
        )
        return frozenset({site, assets})

    def start_leads(self, source: Source) -> Iterable[Lead]:
        """The collections that the protocol names."""
        for path in source.strings("collections"):
            url = api_url(source.url, urljoin(source.url, path))
            yield Lead(url, "content", "collection", {"named": path}, priority=5)

    def suggested_leads(self, source: Source) -> Iterable[Lead]:
        """Pages by way of the Content API; files as they are, each a work unless a page turns out to have it."""
        for lead in super().suggested_leads(source):
            path = urlsplit(lead.url).path
            if host_of(lead.url) != host_of(source.url) or path.startswith(FILES):
                yield lead
            elif path.startswith(CONTENT):
                yield replace(lead, kind="content")
            else:
                yield replace(lead, url=canonical(api_url(source.url, lead.url)), kind="content")

    def ask(self, source: Source, question: Question) -> Lead:
        """The first page of a phrase, or of everything an organisation published."""
        return self._page(source, question.id, question.sent, question.options, 0)

    def _page(
        self, source: Source, question: str, sent: str | None, options: Mapping[str, Any], start: int
    ) -> Lead:
        count = min(source.number("page_size", PAGE_SIZE), 1500)
        query: list[tuple[str, str]] = [
            ("count", str(count)),
            ("start", str(start)),
            ("order", "public_timestamp"),
            ("fields", FIELDS),
        ]
        if sent:
            query.append(("q", sent))
        query += [("filter_content_store_document_type", each) for each in source.strings("document_types")]
        if organisation := options.get("organisation"):
            query.append(("filter_organisations", str(organisation)))
        if window := options.get("window"):
            query.append(("filter_public_timestamp", str(window)))
        url = canonical(urljoin(source.url, "/api/search.json") + "?" + urlencode(query))
        note = {"sent": sent, "start": start, "options": dict(options)}
        return Lead(url, "search", "question", note, question, priority=10)

    def read(self, source: Source, lead: Lead, answer: Answer) -> Reading:
        """Judge a page of results, a content item or a file."""
        if lead.kind == "search":
            return self._read_search(source, lead, answer)
        if lead.kind == "content":
            return self._read_content(source, lead, answer)
        return _read_file(answer)

    def _read_search(self, source: Source, lead: Lead, answer: Answer) -> Reading:
        page = judge_search(answer.status, answer.body)
        # An answer that does not say where it starts is taken to start where it was asked to.
        first = page.start or int(lead.note.get("start") or 0)
        said = {"start": first, "total": page.total, "returned": len(page.results)}
        if page.outcome not in ("results", "none"):
            return Reading(page.outcome, (), page.detail, said)  # type: ignore[arg-type]
        note, question = lead.note, lead.question or ""
        options = dict(note.get("options") or {})
        if page.total > source.number("window_over", WINDOW_OVER) and "window" not in options:
            windows = [
                self._page(source, question, note.get("sent"), {**options, "window": window}, 0)
                for window in _years(_year_of(answer) + 1)
            ]
            return Reading(
                "results",
                tuple(windows),
                f"{page.total} results: asked again year by year",
                {**said, "split": True},
            )
        leads = [self.result_lead(source, each, question) for each in page.results]
        seen = first + len(page.results)
        if page.results and seen < page.total:
            leads.append(self._page(source, question, note.get("sent"), options, seen))
        return Reading(page.outcome, tuple(leads), page.detail, said)  # type: ignore[arg-type]

    def result_lead(self, source: Source, each: Mapping[str, Any], question: str) -> Lead:
        """Return the lead that one search result gives."""
        link = str(each["link"])
        kept = {key: each[key] for key in ("title", "public_timestamp", "format") if each.get(key)}
        if urlsplit(link).scheme:
            note = {**kept, "reason": "recommended by GOV.UK, on another site"}
            return Lead(canonical(link), "page", "question", note, question, follow=False)
        return Lead(canonical(api_url(source.url, link)), "content", "question", kept, question)

    def _read_content(self, source: Source, lead: Lead, answer: Answer) -> Reading:
        page = judge_content(answer.status, answer.body, answer.url)
        if page.item is None:
            why = "redirect" if page.outcome == "redirect" else "replacement"
            leads = tuple(
                Lead(
                    canonical(api_url(source.url, target)), "content", why, {"of": answer.url}, lead.question
                )
                for target in page.targets
                if host_of(target) == host_of(source.url)
            )
            return Reading(page.outcome, leads, page.detail)  # type: ignore[arg-type]
        return Reading("read", tuple(_leads_of(page.item, source, lead)))


def _leads_of(item: Item, source: Source, lead: Lead) -> Iterable[Lead]:
    for number, each in enumerate(item.attachments):
        note = {"title": each.title, "order": number, "of": item.key}
        url = canonical(each.url)
        if each.kind == "html":
            yield Lead(canonical(api_url(source.url, url)), "content", "part", note, lead.question)
        elif each.kind == "external":
            note["reason"] = "an attachment on another site"
            yield Lead(url, "page", "attachment", note, lead.question, follow=False)
        else:
            yield Lead(url, "file", "attachment", note, lead.question)
    for member in item.members:
        yield Lead(
            canonical(api_url(source.url, member)), "content", "collection", {"of": item.key}, lead.question
        )
    if item.parent_url and lead.why != "part":
        note = {"of": item.key}
        yield Lead(canonical(api_url(source.url, item.parent_url)), "content", "parent", note, lead.question)


def _read_file(answer: Answer) -> Reading:
    if urlsplit(answer.url).path.startswith(PLACEHOLDER):
        return Reading(
            "unreadable", detail="GOV.UK has not released the file yet: it answered with a placeholder"
        )
    if answer.status == 200:
        return Reading("read")
    if answer.status in (401, 403, 405, 429):
        return Reading("refused", detail=f"the host answered {answer.status}")
    if answer.status == 404:
        return Reading("not-found", detail="the host has no such file")
    if answer.status == 410:
        return Reading("gone", detail="the host says that the file is gone")
    return Reading("failed", detail=f"the host answered {answer.status}")


def _year_of(answer: Answer) -> int:
    """Return the year in which an answer was given: read again later, it must lead to the same addresses."""
    try:
        return parsedate_to_datetime(answer.headers.get("date", "")).year
    except (TypeError, ValueError):
        return datetime.now(UTC).year


def _years(newest: int) -> list[str]:
    # A window leaves out what has no date at all, so the undated are asked for by themselves.
    first = ["_MISSING", f"to:{FIRST_YEAR - 1}-12-31"]
    return first + [f"from:{year}-01-01,to:{year}-12-31" for year in range(FIRST_YEAR, newest + 1)]
