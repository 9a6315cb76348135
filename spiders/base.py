"""A publisher's site: its search page is asked, its sitemap and lists are read, each publication is one page with files.

To add a publisher, in ten lines:

#. In a protocol: a source of ``type = "site"`` with its ``url``, ``publisher`` and ``documents`` (paths of its
   publications, ``*`` for anything within a part). That is often enough.
#. Say where its lists are (``listings``), where its files lie when that is another host (``files``), and its search
   page (``search``, ``nothing_found``) if its robots.txt lets that be asked.
#. ``greylit check`` says what does not fit together, ``greylit doctor SOURCE`` tries it, ``greylit run`` asks it.
#. For everybody: the same in a module of ``spiders/``, as :mod:`spiders.kingsfund` does: subclass
   :class:`PublisherSpider`, set ``name`` and ``spec`` with ``publisher=Publisher(...)`` and its ``live_hosts``. No code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar
from urllib.parse import parse_qsl, quote_plus, urljoin, urlsplit

from crawler.canonical import canonical
from crawler.judge.item import Attachment
from crawler.judge.kind import kind_of_bytes
from crawler.judge.listing import listed
from crawler.judge.offered import is_file
from crawler.judge.publication import publication
from crawler.judge.results import PAGE_KEYS, results_of
from crawler.judge.sitemap import SITEMAP_LEVELS, sitemap_of, sitemaps_named
from crawler.lead import Answer, Lead, Reading
from crawler.promise import Link, Sought, priority_of
from crawler.publisher import Publisher
from crawler.spec import Question, Source
from crawler.spider import SourceSpider
from crawler.traps import trap_of
from spiders._statuses import by_status

#: Why a page of the site is not followed.
ELSEWHERE = "none of the pages that the publisher's documents and lists are declared to be"
#: Why a list is not followed that is another one's in another order, or a part of it.
FILTERED = "a list that the whole one holds: a filter or an order of it"
#: Pages of results that are asked for one question, and pages of one list, at most.
MOST_PAGES = 200
#: What a list promises: more than a publication whose title shows nothing, less than one that shows something.
LISTING = 0.5
_NOTHING_SOUGHT = 0.3


class PublisherSpider(SourceSpider):
    """Reads the site of one publisher, or of any that a protocol declares."""

    publisher: ClassVar[Publisher] = Publisher()

    @staticmethod
    def declared(source: Source) -> Publisher:
        """Return how the pages of a source are told apart, as its row says."""
        said = source.options.get("declared")
        return Publisher.from_dict(said if isinstance(said, dict) else {})

    def hosts(self, source: Source) -> frozenset[str]:
        """The publisher's own hosts, with and without ``www``, and those of its files."""
        return self.declared(source).own_hosts(source.url)

    def start_leads(self, source: Source) -> Iterable[Lead]:
        """The front page, what robots.txt names as sitemaps, ``/sitemap.xml``, the lists, and what ``start`` names."""
        declared = self.declared(source)
        yield Lead(canonical(source.url), "listing", "start")
        named = source.strings("start")
        if "sitemap" in named:
            robots = canonical(urljoin(source.url, "/robots.txt"))
            yield Lead(robots, "sitemaps", "start", priority=6, key=f"{robots}#sitemaps")
            yield Lead(canonical(urljoin(source.url, "/sitemap.xml")), "sitemap", "start", priority=5)
        for place in (*declared.listings, *(each for each in named if each.startswith(("/", "http")))):
            address = canonical(urljoin(source.url, place))
            if "*" not in place:
                yield Lead(address, _kind(declared, address) or "listing", "start", priority=4)

    def suggested_leads(self, source: Source) -> Iterable[Lead]:
        """Each as what it is declared to be: the page of a publication, or a page or file by itself."""
        declared = self.declared(source)
        for lead in super().suggested_leads(source):
            kind = _kind(declared, lead.url)
            yield Lead(
                lead.url,
                kind if kind == "publication" else "page",
                lead.why,
                lead.note,
                priority=lead.priority,
            )

    def ask(self, source: Source, question: Question) -> Lead:
        """Return the first page of results."""
        where = self.declared(source).search_address(quote_plus(question.sent or ""))
        return Lead(
            canonical(urljoin(source.url, where)), "search", "question", {"page": 1}, question.id, priority=10
        )

    def read(self, source: Source, lead: Lead, answer: Answer) -> Reading:
        """Judge an answer by what was expected at its address."""
        if (told := by_status(answer)) is not None:
            return told
        declared, sought = self.declared(source), Sought.of(source.options.get("rank"))
        if lead.kind == "sitemaps":
            named = sitemaps_named(answer.body, answer.url)
            return Reading("read", tuple(Lead(url, "sitemap", "sitemap", priority=5) for url in named))
        if lead.kind == "sitemap":
            return _sitemap(answer, int(lead.note.get("level", 1)), declared, sought)
        if lead.kind == "search":
            return _results(answer, lead, declared)
        if kind_of_bytes(answer.body, answer.headers.get("content-type", ""), answer.url) != "html":
            if lead.kind == "publication" and not is_file(answer.url, declared):
                return Reading("unreadable", detail="a file where the page of a publication was expected")
            return Reading("read")
        if lead.kind == "publication":
            return _publication(answer, lead, declared, sought)
        if lead.kind in ("file", "page"):
            # A page where a file was expected says nothing that is its own.
            return Reading("read")
        leads = tuple(_links(answer, declared, sought))
        return Reading("read", leads, answer={"hub": True})


def _kind(declared: Publisher, url: str) -> str | None:
    """Return what is expected at an address, ``None`` where it is none of the publisher's declared pages."""
    if is_file(url, declared):
        return "page"
    if declared.is_listing(url):
        return "listing"
    return "publication" if declared.is_document(url) or declared.may_be(url) else None


def _priority(link: Link, kind: str, sought: Sought | None) -> int:
    promise = sought.promise(link, 0.0) if sought else _NOTHING_SOUGHT
    if kind == "listing":
        return priority_of(max(LISTING, promise))
    return priority_of(promise)


def _lead(link: Link, page: str, why: str, declared: Publisher, sought: Sought | None) -> Lead:
    kind = _kind(declared, link.url)
    note = {"text": link.text} if link.text else {}
    reason = trap_of(link.url, page) or (ELSEWHERE if kind is None else None)
    if kind == "listing" and not PAGE_KEYS.issuperset(
        name.lower() for name, _ in parse_qsl(urlsplit(link.url).query)
    ):
        reason = reason or FILTERED
    if reason:
        return Lead(link.url, kind or "listing", why, {**note, "reason": reason}, follow=False)
    return Lead(link.url, str(kind), why, note, priority=_priority(link, str(kind), sought))


def _links(answer: Answer, declared: Publisher, sought: Sought | None) -> Iterator[Lead]:
    for link in listed(answer.body, answer.url).links:
        if link.url != answer.url:
            yield _lead(link, answer.url, "link", declared, sought)


def _sitemap(answer: Answer, level: int, declared: Publisher, sought: Sought | None) -> Reading:
    found = sitemap_of(answer.body, answer.url)
    if isinstance(found, str):
        return Reading("unreadable", detail=found)
    if not found.index:
        leads = (_lead(Link(url), answer.url, "sitemap", declared, sought) for url in found.addresses)
        return Reading("read", tuple(leads), found.detail)
    deep = level >= SITEMAP_LEVELS
    note: dict[str, object] = {"level": level + 1}
    if deep:
        note["reason"] = f"a sitemap named by more than {SITEMAP_LEVELS - 1} sitemaps within one another"
    leads = (Lead(url, "sitemap", "sitemap", note, priority=5, follow=not deep) for url in found.addresses)
    return Reading("read", tuple(leads), found.detail)


def _publication(answer: Answer, lead: Lead, declared: Publisher, sought: Sought | None) -> Reading:
    seen = publication(answer.body, answer.url, declared)
    if seen.outcome == "unreadable":
        return Reading("unreadable", detail=seen.detail)
    leads = [_file(each, "attachment", lead) for each in seen.files]
    leads += [_file(each, "link", lead, "page") for each in seen.cited]
    taken = {each.url for each in leads}
    leads += [each for each in _links(answer, declared, sought) if each.url not in taken]
    hub = {"hub": True} if seen.outcome == "hub" else None
    return Reading("read", tuple(leads), answer=hub)


def _file(each: Attachment, why: str, lead: Lead, kind: str = "file") -> Lead:
    note = {"title": each.title} if each.title else {}
    return Lead(each.url, kind, why, note, lead.question, lead.priority)


def _results(answer: Answer, lead: Lead, declared: Publisher) -> Reading:
    """Judge a page of results: what it lists, or the sentence that says there is nothing."""
    found = results_of(answer.body, answer.url, declared)
    page = int(lead.note.get("page", 1))
    if found.outcome == "unreadable":
        return Reading("unreadable", detail=found.detail)
    said = {"page": page, "returned": len(found.results), "start": (page - 1) * max(1, len(found.results))}
    leads = [
        Lead(link.url, _kind(declared, link.url) or "page", "question", {"text": link.text}, lead.question, 8)
        for link in found.results
    ]
    detail = None
    if found.next and page < MOST_PAGES:
        leads.append(Lead(found.next, "search", "question", {"page": page + 1}, lead.question, 9))
    elif found.next:
        detail = f"only its first {MOST_PAGES} pages of results were asked for"
    return Reading("results" if found.outcome == "results" else "none", tuple(leads), detail, said)
