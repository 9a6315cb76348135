"""democracy.delta.test: a ModernGov system behind a wall that wants a mailbox and a second between requests."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import quote, unquote

from harvest.demo.answers import Answer, Request, conditional, html_answer
from harvest.demo.faults import Fault, Strike, struck
from harvest.demo.scene import Scene
from harvest.demo.storm.answering import not_found, page_in_weather, robots_answer
from harvest.demo.storm.pages import StormPage, front_page, link_list, shown, storm_hosts

HOST = "democracy.delta.test"
CALENDAR = "/mgcalendarmonthview.aspx"
#: Seconds that the wall wants between two requests.
SECOND = 1.0
_MAILBOX = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
#: Parameters that say nothing of which page is meant.
_EMPTY = frozenset({"bcr", "ver", "j", "gl"})


def _key(path: str, query: str) -> tuple[str, frozenset[tuple[str, str]]]:
    """Return what an address means to ModernGov: names of parameters in any case and any order."""
    asked = Request("GET", HOST, path, query, {})
    named = ((name.lower().replace("meetingid", "mid"), value) for name, value in asked.params)
    return unquote(path).lower(), frozenset(pair for pair in named if pair[0] not in _EMPTY)


def _meant(page: StormPage) -> tuple[str, frozenset[tuple[str, str]]]:
    path, _, query = page.path.partition("?")
    return _key(path, query)


def _wall(request: Request, scene: Scene) -> str | None:
    """Return the kind of weather at the wall, or None when the request is let through."""
    if scene.epoch == 2:
        return "challenge"
    if scene.epoch == 1 and not _MAILBOX.search(request.headers.get("user-agent", "")):
        return "403"
    if scene.epoch == 1 and scene.earlier and scene.now - scene.earlier[-1].ended < SECOND:
        return "403"
    return None


def _calendar(title: str, request: Request) -> Answer:
    asked = {name.lower(): value for name, value in request.params}
    month = int(asked["m"]) if asked.get("m", "").isdigit() else 5
    year = int(asked["y"]) if asked.get("y", "").isdigit() else 2026
    links = []
    for months in (year * 12 + month - 2, year * 12 + month):
        links.append(
            (f"/mgCalendarMonthView.aspx?GL=1&M={months % 12 + 1}&Y={months // 12}&bcr=1", "another month")
        )
    return html_answer(
        200, shown(title, f"Meetings, {month}/{year}", "<p>No meetings this month.</p>" + link_list(links))
    )


def answer(request: Request, scene: Scene) -> Answer:
    """Answer any request to democracy.delta.test."""
    host = storm_hosts()[HOST]
    if request.path == "/robots.txt":
        return robots_answer(host)
    if kind := _wall(request, scene):
        return struck(Strike(request, scene, Fault(HOST, kind), lambda: not_found(host)))
    pages, wanted = host.at(scene.epoch), _key(quote(unquote(request.path)), request.query)
    if request.path == "/" and not request.query:
        return conditional(request, front_page(host, pages))
    if wanted[0] == CALENDAR:
        return _calendar(host.title, request)
    page = next((each for each in pages.values() if _meant(each) == wanted), None)
    if page is None and wanted[0] == "/ielistdocuments.aspx":
        # ModernGov finds a meeting by its number alone
        number = {pair for pair in wanted[1] if pair[0] == "mid"}
        page = next((each for each in pages.values() if number and number <= _meant(each)[1]), None)
    if page is None:
        return not_found(host)
    return page_in_weather(request, scene, host, replace(page, path=request.path))
