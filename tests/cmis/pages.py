"""Pages as a CMIS system writes them, for tests: its search form, its grid, its meetings."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

CONTROLS = "dnn$ctr9$ViewCMIS_Search$"
GRID = f"{CONTROLS}grdDocuments"


def search_page(
    state: str, inside: str = "", *, words: str = "", action: str = "/cmis5/Search.aspx"
) -> bytes:
    """Return ``Search.aspx``: the form with its state, and what stands below it."""
    hidden = {
        "__EVENTTARGET": "", "__EVENTARGUMENT": "", "__LASTFOCUS": "", "__VIEWSTATE": state,
        "__VIEWSTATEGENERATOR": "AB12", "__EVENTVALIDATION": f"v-{state}",
    }  # fmt: skip
    fields = "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in hidden.items()
    )
    return (
        '<html lang="en-GB"><head><title>Search</title><meta http-equiv="Content-Security-Policy"'
        ' content="upgrade-insecure-requests"></head><body><form method="post"'
        f' action="{action}" id="Form" enctype="multipart/form-data">{fields}<div class="ModCMISSearchC">'
        f'<select name="{CONTROLS}SimpleSearchSelector"><option value="documents">Documents</option>'
        f'<option value="members">Members</option></select><input type="text" name="{CONTROLS}SimpleSearchFor"'
        f' value="{escape(words)}"><input type="submit" name="{CONTROLS}SimpleSearchSubmit" value="Start Search">'
        f'<div class="SE_Results">{inside}</div></div></form></body></html>'
    ).encode()


def row(
    title: str, href: str | None = "Document.ashx?aa%3d=bb", kind: str = "Report", meeting: int = 7
) -> str:
    """Return one row of the grid; without ``href`` only members may open the document."""
    link = f' href="{escape(href)}"' if href else ' class="aspNetDisabled"'
    parent = f"http://cmis.alpha.test/cmis5/Meetings/tabid/73/ctl/ViewMeetingPublic/mid/41/Meeting/{meeting}/Committee/9/Default.aspx"
    return (
        '<tr class="CMIS_Grid_RowStyle"><td><a href="Hit.aspx">zoom</a></td><td>35</td><td><div>'
        f'<a id="dnn_ctr9_grdDocuments_hlnkDocument_0"{link}>{escape(title)}</a></div></td><td>{kind}</td><td>183 Kb</td>'
        f'<td><a href="{parent}">Meeting: Cabinet - 01/Sep/2026</a></td></tr>'
    )


def grid(rows: Iterable[str], total: int, page: int = 1, turns: Iterable[int] = ()) -> str:
    """Return the grid of results with its pager."""
    links = "".join(
        f"<td><a href=\"javascript:__doPostBack('{GRID}','Page${n}')\">...</a></td>" for n in turns
    )
    pager = f'<tr class="CMIS_Grid_PagerStyle"><td><table><tr><td><span>{page}</span></td>{links}</tr></table></td></tr>'
    return (
        f'<h2>Search Results ({total} Documents Found)</h2><table class="CMIS_Grid"><tr class="CMIS_Grid_HeaderStyle">'
        f"<th>Hits</th></tr>{''.join(rows)}{pager if links else ''}</table>"
    )


NOTHING = '<div class="NoData">Your search produced no results.</div>'

MONTH = b"""<html><body><table><tr><td>Monday, 8 June</td><td><a href="/cmis5/Meetings/tabid/70/ctl/ViewMeetingPublic/mid/397/Meeting/11/Committee/6/SelectedTab/Documents/Default.aspx">10:00 Licensing Sub-Committee A</a></td></tr>
<tr><td>Tuesday, 9 June</td><td><a href="http://cmis.alpha.test/cmis5/Meetings/tabid/70/ctl/ViewMeetingPublic/mid/397/Meeting/12/Committee/4/Default.aspx">14:00 Health and Wellbeing Board</a>
<a href="/cmis5/Meetings/tabid/70/ctl/ViewMeetingPublic/mid/397/Meeting/13/Committee/4/Default.aspx">16:00 Cabinet</a></td></tr><tr><td>Wednesday, 10 June</td><td></td></tr></table></body></html>"""
LIST = b"""<html><body><table><tr class="rgRow"><td><a href="/cmis5/CalendarofMeetings/tabid/70/ctl/ViewMeetingPublic/mid/397/Meeting/21/Committee/4/SelectedTab/Documents/Default.aspx">09 Jul 2026 14:00 - Planning Committee</a></td><td>Room 3</td></tr>
<tr class="rgAltRow"><td><a href="/cmis5/CalendarofMeetings/tabid/70/ctl/ViewMeetingPublic/mid/397/Meeting/22/Committee/5/SelectedTab/Documents/Default.aspx">23 Jul 2026 10:00 - Health &amp; Wellbeing Board</a></td><td></td></tr></table></body></html>"""
WITH_SCRIPTS = (
    b'<html><body><input name="dnn$ctr397$MeetingCalendarPublicList$x" type="hidden"></body></html>'
)
MEETING = b"""<html><body><div id="dnn_ContentPane"><h1>Meeting Details</h1><div class="holder"><div class="DNNLabel">Committee:</div><div class="Value">Cabinet</div></div>
<div class="holder"><div class="DNNLabel">Date:</div><div class="Value Venue">1 September 2026 at 14:00</div></div><div class="holder"><div class="DNNLabel">Status:</div><div class="Value Venue">Scheduled</div></div>
<ul><li class="DocumentListItem"><a class="TitleLink" href="/cmis5/Document.ashx?xx%3d=1">Agenda Document Pack - Cabinet - 01/09/2026</a></li>
<li class="DocumentListItem"><a class="TitleLink" href="/cmis5/Document.ashx?xx%3d=2">Alliance contract award</a></li>
<li class="DocumentListItem"><a class="TitleLink" href="/cmis5/Document.ashx?xx%3d=3">Final Cabinet Minutes 01092026</a></li>
<li class="DocumentListItem"><a class="TitleLink aspNetDisabled">Exempt appendix</a></li></ul></div></body></html>"""
