"""The lesser pages of a ModernGov system of the miniature web: committees, decisions, forms, and what names people."""

from __future__ import annotations

from html import escape

from harvest.demo.corpus.markup import to_html
from harvest.demo.councils.model import AgendaItem, Committee, Council, Meeting
from harvest.demo.councils.pages import said, shell


def committee(council: Council, one: Committee) -> str:
    """Return the page of a committee: what it is for, and where its meetings are listed."""
    purpose = f"{one.title} meets in public and decides what the law and the constitution leave to it."
    return shell(
        council, f"Committee details - {one.title}",
        f'<h2 class="mgSubTitleTxt">Purpose of committee</h2><div class="mgWordPara"><p>{escape(purpose)}</p></div>'
        f'<ul class="mgActionList"><li><a href="ieListMeetings.aspx?CommitteeId={one.number}">Browse meetings and agendas for this committee</a></li>'
        f'<li><a href="mgRss.aspx?CID={one.number}">Get RSS feed for this committee</a></li></ul>',
        heading="Committee details",
    )  # fmt: skip


def decision(council: Council, one: Committee, meeting: Meeting, item: AgendaItem) -> str:
    """Return the page of a decision that was made at a meeting."""
    return shell(
        council, f"Decision - {item.title}",
        f'<h2 class="mgSubTitleTxt">Decision details</h2><p class="mgSubItemTitleTxt">Decision:</p>'
        f'<div class="mgWordPara">{to_html(item.decision, wrap=False)}</div><p><span class="mgLabel" >Decision made at meeting: </span>'
        f'<a href="ieListDocuments.aspx?MId={meeting.number}">{said(meeting.date)} - {escape(one.title)}</a></p>',
        heading="Decision details",
    )  # fmt: skip


def search_form(council: Council) -> str:
    """Return the form of the search; what it sends is a plain GET to the page of results."""
    return shell(
        council, "Search documents",
        '<form action="ieSearchResults2.aspx" method="get"><label>Search for <input name="SS"></label>'
        '<input type="hidden" name="DT" value="3"><button>Search</button></form>',
    )  # fmt: skip


def attendance(council: Council, one: Committee, meeting: Meeting) -> str:
    """Return who came to a meeting: names of people, which no review needs."""
    return shell(
        council, f"Attendance {one.title} {said(meeting.date)}",
        "<table><tr><td>Councillor A Surname</td><td>Chair</td><td>Present</td></tr></table>",
    )  # fmt: skip


def reasons(council: Council) -> str:
    """Return why a paper is kept from the public."""
    return shell(
        council, "Reasons why a document is restricted",
        "<p>Information relating to the financial or business affairs of any particular person.</p>",
    )  # fmt: skip


def feed(council: Council, shown: list[tuple[Committee, Meeting]]) -> str:
    """Return the feed of what is new: an address for each meeting."""
    root = f"http://{council.papers}{council.root}"
    items = "".join(
        f"<item><title>{escape(one.title)} - {said(meeting.date)}</title>"
        f"<link>{root}/ieListDocuments.aspx?MId={meeting.number}&amp;J=2</link></item>"
        for one, meeting in shown
    )
    return f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>{escape(council.name)}</title>{items}</channel></rss>'
