"""The web service of a ModernGov system of the miniature web, with the oddities of the real one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from harvest.demo.answers import Answer
from harvest.demo.corpus.markup import to_html
from harvest.demo.councils.model import Committee, Council, File, Meeting

#: What the call for all meetings cannot do without.
_ALL = {"lcommitteeid", "sfromdate", "stodate", "bisascendingdateorder"}
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def answer(method: str, params: Mapping[str, str], council: Council) -> Answer:
    """Answer a call of the service; what it does not know gets 500, as the real one does."""
    if method == "getcommittees":
        return _xml(
            f"<committees><committeecount> {len(council.committees)}</committeecount>{''.join(map(_committee, council.committees))}</committees>"
        )
    if method in ("getmeetings", "getallmeetingsbydate"):
        if method != "getmeetings" and not params.keys() >= _ALL:
            return _fault()
        known = {str(each.number): each.meetings for each in council.committees}
        # 0 is every committee at once
        known["0"] = tuple(meeting for each in council.committees for meeting in each.meetings)
        wanted = params.get("lcommitteeid", "")
        if wanted in known:
            found = [each for each in known[wanted] if _within(each, params)]
            return _xml(_meetings(wanted, found))
    if method == "getmeeting":
        for committee in council.committees:
            for meeting in committee.meetings:
                if str(meeting.number) == params.get("lmeetingid"):
                    return _xml(_meeting(council, committee, meeting))
    return _fault()


def _fault() -> Answer:
    return Answer(500, b"Missing parameter, or the server met an error.", (("Content-Type", "text/plain"),))


def _meetings(committee: str, found: list[Meeting]) -> str:
    rows = "".join(
        f"<meeting><meetingid>{each.number}</meetingid><meetingdate>{_slashed(each.date)}</meetingdate>"
        f"<meetingtime>{each.time}</meetingtime><meetingstatus>{each.status or 'Confirmed'}</meetingstatus></meeting>"
        for each in found
    )
    return (
        f"<getmeetings><committee><committeeid>{committee}</committeeid><committeemeetings><meetingcount> {len(found)}"
        f"</meetingcount>{rows}</committeemeetings></committee></getmeetings>"
    )


def _xml(inner: str) -> Answer:
    return Answer(
        200,
        f'<?xml version="1.0" encoding="utf-8"?>\n{inner}'.encode(),
        (("Content-Type", "text/xml; charset=utf-8"),),
    )


def _twice(text: str) -> str:
    return escape(escape(text, quote=False), quote=False)


def _slashed(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}/{month}/{year}"


def _within(meeting: Meeting, params: Mapping[str, str]) -> bool:
    """Tell whether a meeting is within the dates asked for; dates in any other form are passed over."""
    for name, sign in (("sfromdate", 1), ("stodate", -1)):
        found = _SLASHED.fullmatch(params.get(name, ""))
        if found:
            iso = f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}"
            if (meeting.date < iso) if sign > 0 else (meeting.date > iso):
                return False
    return True


def _committee(each: Committee) -> str:
    return (
        f"<committee><committeeid>{each.number}</committeeid><committeetitle>{_twice(each.title)}</committeetitle>"
        f"<committeedeleted>False</committeedeleted><committeeexpired>{each.expired}</committeeexpired>"
        f"<committeecategory>{_twice(each.category)}</committeecategory></committee>"
    )


def _file(council: Council, file: File, place: int) -> str:
    """Return a file: the first of an item by its name, others by the address that makes a PDF of them."""
    at = f"documents/s{file.number}/{file.title}.pdf" if not place else f"mgConvert2PDF.aspx?ID={file.number}"
    url = "" if file.restricted else escape(f"http://{council.papers}{council.root}/{at}")
    return (
        f"<linkeddoc><attachmentid>{file.number}</attachmentid><title>{_twice(file.title)}</title><isurl>False</isurl>"
        f"<url>{url}</url><isrestricted>{file.restricted}</isrestricted></linkeddoc>"
    )


def _meeting(council: Council, committee: Committee, one: Meeting) -> str:
    items = ""
    for each in one.items:
        listed = () if one.only_pack else each.files
        files = "".join(_file(council, file, at) for at, file in enumerate(listed))
        text = "".join(to_html(part, wrap=False) for part in (each.intro,) if part)
        minutes = "".join(to_html(part, wrap=False) for part in (each.decision, each.minutes) if part)
        items += (
            f"<agendaitem><agendaitemid>{each.number}</agendaitemid><agendaitemtitle>{_twice(each.title)}</agendaitemtitle>"
            f"<agendatext>{escape(text)}</agendatext><minutesnonemptyhtmlbody>{escape(minutes)}</minutesnonemptyhtmlbody>"
            f"<isrestricted>False</isrestricted><linkeddocuments><linkeddoccount> {len(listed)}</linkeddoccount>{files}</linkeddocuments></agendaitem>"
        )
    return (
        f"<meeting><committeetitle>{_twice(committee.title)}</committeetitle><meetingid>{one.number}</meetingid>"
        f"<meetingdate>{_slashed(one.date)}</meetingdate><meetingstatus>{one.status or 'Confirmed'}</meetingstatus>"
        f"<agendapublished>True</agendapublished><agendaitems><agendaitemcount> {len(one.items)}</agendaitemcount>{items}</agendaitems></meeting>"
    )
