"""The web service of a ModernGov system of the miniature web, with the oddities of the real one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from harvest.demo.answers import Answer
from harvest.demo.corpus.markup import to_html
from harvest.demo.councils.model import Committee, Council, Meeting

_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def answer(method: str, params: Mapping[str, str], council: Council) -> Answer:
    """Answer a call of the service; what it does not know gets 500, as the real one does."""
    if method == "getcommittees":
        return _xml(
            f"<committees><committeecount> {len(council.committees)}</committeecount>{''.join(map(_committee, council.committees))}</committees>"
        )
    if method == "getmeetings":
        for committee in council.committees:
            if str(committee.number) == params.get("lcommitteeid"):
                found = [each for each in committee.meetings if _within(each, params)]
                rows = "".join(
                    f"<meeting><meetingid>{each.number}</meetingid><meetingdate>{_slashed(each.date)}</meetingdate>"
                    f"<meetingtime>{each.time}</meetingtime><meetingstatus>{each.status or 'Confirmed'}</meetingstatus></meeting>"
                    for each in found
                )
                return _xml(
                    f"<getmeetings><committee><committeeid>{committee.number}</committeeid><committeemeetings><meetingcount> {len(found)}"
                    f"</meetingcount>{rows}</committeemeetings></committee></getmeetings>"
                )
    if method == "getmeeting":
        for committee in council.committees:
            for meeting in committee.meetings:
                if str(meeting.number) == params.get("lmeetingid"):
                    return _xml(_meeting(council, committee, meeting))
    return Answer(500, b"Missing parameter, or the server met an error.", (("Content-Type", "text/plain"),))


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


def _meeting(council: Council, committee: Committee, one: Meeting) -> str:
    items = ""
    for each in one.items:
        files = "".join(
            f"<linkeddoc><attachmentid>{file.number}</attachmentid><title>{_twice(file.title)}</title><isurl>False</isurl>"
            f"<url>{'' if file.restricted else escape(f'http://{council.papers}{council.root}/documents/s{file.number}/{file.title}.pdf')}</url>"
            f"<isrestricted>{file.restricted}</isrestricted></linkeddoc>"
            for file in each.files if not one.only_pack
        )  # fmt: skip
        text = "".join(to_html(part, wrap=False) for part in (each.intro,) if part)
        minutes = "".join(to_html(part, wrap=False) for part in (each.decision, each.minutes) if part)
        items += (
            f"<agendaitem><agendaitemid>{each.number}</agendaitemid><agendaitemtitle>{_twice(each.title)}</agendaitemtitle>"
            f"<agendatext>{escape(text)}</agendatext><minutesnonemptyhtmlbody>{escape(minutes)}</minutesnonemptyhtmlbody>"
            f"<isrestricted>False</isrestricted><linkeddocuments><linkeddoccount> {len(each.files)}</linkeddoccount>{files}</linkeddocuments></agendaitem>"
        )
    return (
        f"<meeting><committeetitle>{_twice(committee.title)}</committeetitle><meetingid>{one.number}</meetingid>"
        f"<meetingdate>{_slashed(one.date)}</meetingdate><meetingstatus>{one.status or 'Confirmed'}</meetingstatus>"
        f"<agendapublished>True</agendapublished><agendaitems><agendaitemcount> {len(one.items)}</agendaitemcount>{items}</agendaitems></meeting>"
    )
