"""ModernGov: the committee papers of most English councils, asked through each system's own search.

A question leads to pages of results, a result to the page of a meeting, and that to the files of the one item that
the search named; the page itself has the minutes. Committees that a protocol names are read whole besides, through
the web service or, where that is switched off, through its pages.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, urlencode

from crawler.canonical import canonical
from crawler.guard import host_of
from crawler.judge.kind import kind_of_bytes
from crawler.judge.moderngov import PARSER
from crawler.judge.moderngov.addresses import asked, root_of
from crawler.judge.moderngov.markup import what_it_is
from crawler.lead import Answer, Lead, Reading
from crawler.spec import Question, SearchAbilities, Source, SourceSpec
from crawler.spider import SourceSpider
from spiders._moderngov_committees import (
    EARLIEST,
    LATEST,
    first_lead,
    read_committees,
    read_meetings,
    read_service_meeting,
    slashed,
    span,
)
from spiders._moderngov_papers import (
    read_listing,
    read_meeting,
    read_search,
    read_single,
    status_of,
    suggested_lead,
)

#: Kinds of leads that are asked of the web service first, and of pages where that does not answer.
SERVICE_KINDS = frozenset({"committees", "meetings", "service-meeting"})


class ModernGovSpider(SourceSpider):
    """Asks one ModernGov system, wherever it is mounted.

    Options of the source: ``date_from`` and ``date_to`` (ISO, the dates that the search is asked within),
    ``committees`` (parts of names of committees whose meetings are read whole).
    """

    name = "moderngov"
    spec = SourceSpec(
        kind="moderngov",
        title="ModernGov committee papers",
        # It marks words with endings in its results (captured pages), so that it reduces words to their stems.
        search=SearchAbilities(phrases=True, boolean=True, stems=True, max_length=1200),
        parser=PARSER,
        starts=("moderngov",),
        search_page="ieSearchResults2.aspx?SS={words}&DT=3&ADV=0&CA=false&SB=true&PG=1",
        # Systems that councils run themselves can take a minute for one answer.
        timeout=90.0,
    )

    def hosts(self, source: Source) -> frozenset[str]:
        """The host of the system."""
        return frozenset({host_of(source.url)})

    def start_leads(self, source: Source) -> Iterable[Lead]:
        """The list of committees, where the protocol names some whose meetings are to be read whole."""
        if source.strings("committees"):
            yield first_lead(source)

    def suggested_leads(self, source: Source) -> Iterable[Lead]:
        """Pages of meetings, issues and decisions as such; anything else as a page."""
        for url, note, by in source.suggested():
            yield suggested_lead(url, note, by)

    def ask(self, source: Source, question: Question) -> Lead:
        """The first page of results."""
        first, last = span(source)
        query = [("SS", question.sent or "")]
        if first or last:
            # Both ends are written: what an empty one means is nowhere told.
            query += [("SD", slashed(first or EARLIEST)), ("ED", slashed(last or LATEST)), ("ADV", "1")]
        else:
            query.append(("ADV", "0"))
        query += [("DT", "3"), ("CA", "false"), ("SB", "true"), ("PG", "1")]
        url = canonical(f"{root_of(source.url)}ieSearchResults2.aspx?{urlencode(query, quote_via=quote)}")
        return Lead(url, "search", "question", {"page": 1, "start": 0}, question.id, priority=10)

    def instead(self, source: Source, lead: Lead) -> tuple[Lead, ...]:
        """The pages of the site, where its web service is closed to us: as where it is switched off."""
        if lead.kind in SERVICE_KINDS:
            return self.read(source, lead, Answer(lead.url, 404, {}, b"")).leads
        return ()

    def read(self, source: Source, lead: Lead, answer: Answer) -> Reading:
        """Judge an answer by what was expected at its address."""
        match lead.kind:
            case "search":
                return read_search(lead, answer)
            case "meeting" if asked(answer.url)[0] == "mgai.aspx":
                return read_single(lead, answer)
            case "meeting":
                return read_meeting(lead, answer)
            case "issue":
                return read_single(lead, answer)
            case "committees":
                return read_committees(source, lead, answer)
            case "meetings":
                return read_meetings(source, lead, answer)
            case "service-meeting":
                return read_service_meeting(lead, answer)
            case "listing":
                return read_listing(lead, answer)
            case _:
                return _read_file(answer)


def _read_file(answer: Answer) -> Reading:
    if answer.status != 200:
        return status_of(answer)
    if b"mgErrorTxt" in answer.body[:200_000] and kind_of_bytes(answer.body) == "html":
        return Reading("unreadable", detail=f"no file: {what_it_is(answer.body)}")
    return Reading("read")
