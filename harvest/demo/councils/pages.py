"""The pages of a ModernGov system of the miniature web, with the classes that the real ones have."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from urllib.parse import quote

from harvest.demo.corpus.markup import to_html, to_text
from harvest.demo.councils.model import AgendaItem, Committee, Council, File, Issue, Meeting, OldPaper
from harvest.demo.councils.searching import PAGE_SIZE, STARS, Entry, stars, wanted_in

#: Day on which all pages are made, as they say of themselves.
TODAY = "2026-11-20"
_SHELL = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title} - {council}</title>
<meta name="DC.title" content="{title}"/><meta name="DC.description" content="<%1.dctitle%>"/>
<meta name="DC.date" scheme="W3CDTF" content="{today}"/>
<link rel="stylesheet" href="SiteSpecific/ssMgStyles.css"></head><body>
<ul><li><a href="mgCalendarMonthView.aspx?GL=1&amp;bcr=1">Calendar</a></li><li><a href="mgListCommittees.aspx?bcr=1">Committees</a></li>
<li><a href="ieDocHome.aspx?bcr=1">Meetings</a></li><li><a href="ieDocSearch.aspx?bcr=1">Search documents</a></li>
<li><a href="mgMemberIndex.aspx?bcr=1">Councillors</a></li></ul>
<div id="modgov"><h1 class="mgMainTitleTxt">{heading}</h1>
<script type="text/javascript">if(window.$ModernGov === undefined) {{ }}</script>
{before}<div class="mgContent" >{content}</div><div class="mgFooter"><p>&nbsp;</p></div></div></body></html>"""
_SIZE = '<span class="mgFileSize" ><img src="mgimages/logo-pdf-1.gif" alt="" /> PDF 119 KB</span>'


def shell(council: Council, title: str, content: str, *, heading: str = "", before: str = "") -> str:
    """Return a page of the system."""
    return _SHELL.format(
        title=escape(title), council=escape(council.name), today=TODAY, heading=escape(heading or title), before=before,
        content=content,
    )  # fmt: skip


def slashed(iso: str) -> str:
    """Return a date as ``04/03/2019``."""
    return f"{date.fromisoformat(iso):%d/%m/%Y}"


def said(iso: str) -> str:
    """Return a date as ``Monday 4 March 2019``."""
    day = date.fromisoformat(iso)
    return f"{day:%A} {day.day} {day:%B %Y}"


def file_address(file: File) -> str:
    """Return the address of a file, from the folder of the system."""
    return f"documents/s{file.number}/{file.title}.pdf"


def pack_address(committee: Committee, meeting: Meeting, kind: int) -> str:
    """Return the address of a printed pack; its number is not that of the meeting."""
    return f"documents/g{meeting.pack}/Public reports pack {meeting.date} {committee.title}.pdf?T={kind}"


def old_address(old: OldPaper) -> str:
    """Return the address of a paper of the archive."""
    return f"olddocuments/{old.name}?F={old.name}&amp;MId={old.meeting}&amp;A=1&amp;R=0"


def meeting_address(council: Council, committee: Committee, meeting: Meeting) -> str:
    """Return the address of a meeting as this council's pages write it: a hosted system in many ways, others in one."""
    kept = number_of(council)
    forms = (
        f"ieListDocuments.aspx?CId={committee.number}&amp;MID={meeting.number}",
        f"ieListDocuments.aspx?CId={committee.number}&amp;MId={meeting.number}&amp;Ver=4",
        f"ielistdocuments.aspx?cid={committee.number}&amp;MeetingId={meeting.number}&amp;bcr=1",
        f"ieListDocuments.aspx?MId={meeting.number}&amp;EVT=101&amp;DT=A&amp;bcr=1",
        f"IEListDocuments.aspx?CID={committee.number}&amp;mid={meeting.number}&amp;J=2&amp;bcr=1",
    )
    return forms[kept % 2 if council.service else (kept + meeting.number) % len(forms)]


def number_of(council: Council) -> int:
    """Return a number that a council keeps, by which its pages differ from those of others."""
    return sum(council.key.encode())


# ---- the search


def results(
    council: Council,
    query: str,
    params: Mapping[str, str],
    shown: Sequence[tuple[Entry, list[File]]],
    number: int,
    total: int,
) -> str:
    """Return a page of results."""
    words = escape(query)
    if not shown:
        return shell(
            council, f"Search results for {query}",
            f'<p class="mgErrorTxt" >No results found for your query <span class="mgMainTxtBold" >{words}. </span> '
            f'Try generalising your search.</p><p><a href="ieDocSearch.aspx?SS={quote(query)}">Search again.</a></p>',
            heading="Search results",
        )  # fmt: skip
    first = (number - 1) * PAGE_SIZE + 1
    more = first + len(shown) - 1 < total
    kept = "&amp;".join(f"{name.upper()}={quote(value)}" for name, value in params.items() if name != "pg")
    turn = (
        '<a href="ieSearchResults2.aspx?{kept}&amp;PG={page}" title="{title} of search results">{words}</a> '
    )
    turns = [
        f"<strong>{page}</strong> " if page == number
        else turn.format(kept=kept, page=page, title=f"Page {page}", words=f'<span class="mgHide">Page </span>{page}')
        for page in range(1, -(-total // PAGE_SIZE) + 1)
    ]  # fmt: skip
    if number > 1:
        turns.insert(0, turn.format(kept=kept, page=number - 1, title="Previous page", words="Previous"))
    if more:
        turns.append(turn.format(kept=kept, page=number + 1, title="Next page", words="Next"))
    pager = f"<p>Result Pages: {''.join(turns)}</p>" if total > PAGE_SIZE else ""
    head = f"<p>Results {first} to {first + len(shown) - 1} for your search '<span class=\"mgMainTxtBold\" >{words}</span>'.</p>{pager}"
    legend = '<p><img src="mgimages/3.gif" alt="3 stars" /> = Excellent match. <img src="mgimages/1.gif" alt="1 star" /> = Average match.</p>'
    blocks = "<hr />".join(
        _block(council, query, entry, files, first + at) for at, (entry, files) in enumerate(shown)
    )
    return shell(
        council,
        f"Search results for {query}",
        f"{head}{legend}<hr />{blocks}<hr />{pager}",
        heading="Search results",
    )


def _snippet(query: str, text: str) -> str:
    """Return the beginning of a text with every word of the query marked, and somebody named, as the real ones do."""
    asked = sorted({word.strip('"').lower() for word in query.split()} - {"or", ""}, key=len, reverse=True)
    marked = escape(" ".join(text.split())[:300], quote=False)
    if asked:
        marked = re.sub(
            "|".join(map(re.escape, asked)), r"<strong>\g<0></strong>", marked, flags=re.IGNORECASE
        )
    return f'<div class="mgWordPara"><p>Cllr A Surname introduced it. {marked}...</p></div>'


def _block(council: Council, query: str, entry: Entry, files: list[File], rank: int) -> str:
    many = stars(wanted_in(query), entry, files)
    star = f'<img src="mgimages/{many}.gif" alt="{STARS[many]} match" height="15" />'
    if entry.issue:
        return (
            f'<p class="mgAiTitleTxt" >{star} {"Key issue" if entry.issue.number % 2 else "Issue"}&#58; <a class="mgAiTitleLnk" href="mgIssueHistoryHome.aspx?IId='
            f'{entry.issue.number}&amp;optionId=0">{escape(entry.issue.title)} ({rank})</a></p>{_snippet(query, to_text(entry.issue.text))}'
        )
    if entry.old:
        told = f"{slashed(entry.old.date)}, 10&#58;00 - {escape(entry.old.committee)}"
        return (
            f'<p class="mgAiTitleTxt" >{star} Meeting: <a href="ceListDocuments.aspx?MeetingId={entry.old.meeting}&amp;DF='
            f'{quote(slashed(entry.old.date), safe="")}">{told} ({rank})</a></p><ul class="mgBulletList" ><li><a class="mgAiTitleTxt" '
            f'href="{old_address(entry.old)}#search=%22x%22">{escape(entry.old.title)} ({rank}) {_SIZE}</a></li></ul>'
        )
    assert entry.committee and entry.meeting and entry.item
    at = meeting_address(council, entry.committee, entry.meeting)
    listed = "".join(
        f'<li><a href="mgConvert2PDF.aspx?ID={file.number}&amp;ISATT=1#search=%22x%22">{escape(file.title)} ({rank}.{order}) {_SIZE}</a></li>'
        for order, file in enumerate(() if entry.meeting.only_pack else files, 1)
    )
    quoted = _snippet(
        query, " ".join(map(to_text, (entry.item.intro, entry.item.decision, entry.item.minutes)))
    )
    bullets = f'<ul class="mgBulletList" >{listed}</ul>' if listed else ""
    return (
        f'<p class="mgAiTitleTxt" ><!--3-->{star} Meeting: <a class="mgAiTitleLnk" href="{at}">{slashed(entry.meeting.date)} - '
        f'{escape(entry.committee.title)} ({rank})</a></p><p class="mgAiTitleTxt" >{entry.item.printed} <a class="mgAiTitleLnk" '
        f'href="{at}#AI{entry.item.number}">{escape(entry.item.title)}</a></p>{quoted}{bullets}'
    )


# ---- meetings, items, issues


def meeting(council: Council, committee: Committee, one: Meeting) -> str:
    """Return the page of a meeting."""
    status = f", {one.status.upper()}" if one.status else ""
    head = f"{committee.title} - {said(one.date)} {one.time}{status}"
    title = f"Agenda for {committee.title} on {said(one.date)}, {one.time}"
    packs = ""
    if one.pack:
        names = ((0, "Agenda frontsheet"), (1, "Printed minutes"), (10, "Agenda reports pack"))
        packs = "".join(
            f'<li><a href="{pack_address(committee, one, kind)}" title="Link to {name}">{name} {_SIZE}</a></li>'
            for kind, name in names
        )
    rows = "".join(_row(each, alone=one.only_pack) for each in one.items)
    table = (
        f'<table class="mgItemTable" id="mgItemTable"><caption>Items</caption><tr><th>No.</th><th>Item</th></tr>{rows}</table>'
        if rows else "<p>No documents are available for this meeting</p>"
    )  # fmt: skip
    before = (
        f'<div class="mgSubTitle" ><h2 class="mgSubTitleTxt"><a href="mgCommitteeDetails.aspx?ID={committee.number}">{escape(head)}</a></h2></div>'
        f'<div class="mgLinks" ><ul class="mgActionList" ><li><a href="mgMeetingAttendance.aspx?ID={one.number}">Attendance details</a></li>{packs}</ul></div>'
    )
    venue = '<p><span class="mgLabel" >Venue: </span>Town Hall</p>'
    return shell(council, title, venue + table, heading="Agenda and minutes", before=before)


def _row(each: AgendaItem, *, alone: bool) -> str:
    public = [file for file in each.files if not file.restricted]
    report, rest = (public[0], public[1:]) if public and not alone else (None, [])
    title = (
        f'<a class="mgAiTitleLnk" href="{file_address(report)}" title="Link to document">{escape(each.title)} {_SIZE}</a>'
        if report else escape(each.title)
    )  # fmt: skip
    texts = (
        f'<div class="mgWordPara"><div class="WordSection1">{to_html(each.intro, wrap=False)}</div></div>'
        if each.intro
        else ""
    )
    listed = "".join(
        f'<li><a href="{file_address(file)}" title="Link to document">{escape(file.title)} <span class="mgHide" >, item {each.printed}</span> {_SIZE}</a></li>'
        for file in rest
    )
    listed += "".join(
        f'<li>Restricted enclosure <a href="mgReasonsRestricted.aspx?ID={file.number}">View the reasons why document {escape(file.title)} is restricted</a></li>'
        for file in each.files if file.restricted
    )  # fmt: skip
    if listed:
        texts += (
            f'<p class="mgSubItemTitleTxt">Additional documents:</p><ul class="mgBulletList" >{listed}</ul>'
        )
    for name, text in (("Decision", each.decision), ("Minutes", each.minutes)):
        if text:
            texts += f'<p class="mgSubItemTitleTxt">{name}:</p><div class="mgWordPara">{to_html(text, wrap=False)}</div>'
    return (
        f'<tr><td class="mgItemNumberCell" ><p class="mgAiTitleTxt" ><a name="AI{each.number}"></a>{each.printed}</p></td>'
        f'<td ><p class="mgAiTitleTxt" >{title}</p>{texts}</td></tr>'
    )


def item(council: Council, committee: Committee, one: Meeting, each: AgendaItem) -> str:
    """Return the page of one item."""
    head = f'<h2 class="mgSubTitleTxt">{escape(each.title)}</h2><p>Meeting of {escape(committee.title)}, {said(one.date)}</p>'
    texts = "".join(
        f'<div class="mgWordPara">{to_html(text, wrap=False)}</div>'
        for text in (each.intro, each.decision, each.minutes)
        if text
    )
    return shell(council, each.title, head + texts, heading="Agenda item")


def issue(council: Council, one: Issue) -> str:
    """Return the page of an issue."""
    files = "".join(
        f'<li><a href="{file_address(file)}">{escape(file.title)} {_SIZE}</a></li>' for file in one.files
    )
    dated = f"<p>Date of decision: {said(one.date)}</p>" if one.date else ""
    return shell(
        council, one.title,
        f'<h2 class="mgSubTitleTxt">{escape(one.title)}</h2><div class="mgWordPara">{to_html(one.text, wrap=False)}</div>'
        f'{dated}<ul class="mgBulletList" >{files}</ul>',
        heading="Issue details",
    )  # fmt: skip


def meetings(council: Council, committee: Committee, params: Mapping[str, str]) -> str:
    """Return the list of a committee's meetings: twelve at a time, with earlier and later ones without end."""
    ordered = sorted(committee.meetings, key=lambda each: each.date, reverse=True)
    back = int(params["n"]) if re.fullmatch(r"-?[0-9]{1,4}", params.get("n", "")) else 0
    shown = ordered[back * 12 : back * 12 + 12] if back >= 0 else []
    listed = "".join(
        f'<li><a class="mgMeetingTableLnk" href="{meeting_address(council, committee, each)}">{said(each.date)} {each.time}</a>'
        f" - {each.status.upper() or 'Agenda, Minutes'}</li>"
        for each in shown
    )
    turn = "ieListMeetings.aspx?Act={act}&amp;CId={cid}&amp;D={day}&amp;MD=ielistmeetings&amp;n={n}"
    links = "".join(
        f'<a class="mgTableNextLnk" href="{turn.format(act=act, cid=committee.number, day=f"{max(1, min(9999, 2026 - back + step)):04d}01011400", n=back - step)}">{act} meetings</a>'
        for act, step in (("earlier", -1), ("later", 1))
    )
    return shell(
        council, f"Browse meetings - {committee.title}",
        f'<ul class="mgBulletList">{listed}</ul><div class="mgMeetingsEarlierLater">{links}</div>', heading="Browse meetings",
    )  # fmt: skip
