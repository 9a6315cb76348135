"""www.theta.test: a council's site with wrong labels, open tags, circles, registers and calendars without end."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import urlencode

from harvest.demo.answers import Answer, Request, conditional, html_answer
from harvest.demo.faults import page_that_leads
from harvest.demo.scene import Scene
from harvest.demo.storm.answering import not_found, page_in_weather, target_of
from harvest.demo.storm.pages import (
    StormHost,
    StormPage,
    front_page,
    link_list,
    page_answer,
    shown,
    storm_hosts,
    validated,
)

HOST = "www.theta.test"
WWW = f"http://{HOST}"
REGISTER = "/register.aspx"
ITEM = "/register/item.aspx"
CALENDAR = "/calendar.aspx"
AREA = "/area/"
#: Entries of the register: every link to one carries another number of the visit.
ITEMS = 5
ORDERS = ("title", "date")
_LEADS = {
    "/moved/plan.htm": f"{WWW}/reports/refreshed.htm",
    "/refresh/a.htm": f"{WWW}/refresh/b.htm",
    "/refresh/b.htm": f"{WWW}/refresh/a.htm",
}
_SECTIONS = (
    ("/register.aspx", "Register of contracts"),
    ("/calendar.aspx?month=2026-05", "Calendar of meetings"),
    ("/area/", "Your area"),
)


def _windows_1252(markup: bytes) -> bytes:
    """Write windows-1252, and go on calling it utf-8."""
    return markup.decode().encode("cp1252")


def _unclosed(markup: bytes) -> bytes:
    """Leave out what most hands leave out."""
    return re.sub(rb"</(?:p|li|ul|div|main|html)>", b"", markup).replace(b"<footer>", b"<hr><footer>")


_HANDS: Mapping[str, Callable[[bytes], bytes]] = {
    "/reports/care.aspx?page=7575": _windows_1252,
    "/reports/bom.htm": lambda markup: b"\xef\xbb\xbf" + markup,
    "/reports/unclosed.htm": _unclosed,
    "/guide/index.htm": lambda markup: markup.replace(
        b"<head>\n", f'<head>\n<base href="{WWW}/library/">\n'.encode()
    ),
}


def _visit(scene: Scene) -> str:
    """Return the number of this visit, which stands in every link of the register."""
    return f"{len(scene.earlier) * 2654435761 % 2**32:08x}"


def _register(host: StormHost, scene: Scene, params: Mapping[str, str]) -> Answer:
    """Answer with the register in some order; the links carry the visit."""
    numbers = list(range(1, ITEMS + 1))
    if params.get("sort") in ORDERS:
        numbers.reverse()
    links = [(f"{ITEM}?{urlencode({'id': n, 'sid': _visit(scene)})}", f"Entry {n}") for n in numbers]
    links += [
        (f"{REGISTER}?{urlencode({'sort': order, 'sid': _visit(scene)})}", f"By {order}") for order in ORDERS
    ]
    links.append((f"{REGISTER};jsessionid={_visit(scene)}", "Register of contracts"))
    return html_answer(200, shown(host.title, "Register of contracts", link_list(links)))


def _item(host: StormHost, scene: Scene, params: Mapping[str, str]) -> Answer:
    number = params.get("id", "")
    if not number.isdigit() or not 1 <= int(number) <= ITEMS:
        return not_found(host)
    visit = _visit(scene)
    links = [
        (f"{ITEM}?{urlencode({'id': int(number) % ITEMS + 1, 'sid': visit})}", "Next entry"),
        (f"{ITEM}?{urlencode({'id': number, 'print': 1, 'sid': visit})}", "Print this entry"),
        (f"{REGISTER}?{urlencode({'sid': visit})}", "All entries"),
    ]
    words = f"<p>Contract number {number}. The papers of this contract are kept in the cellar, on shelf {int(number) * 7}.</p>"
    return html_answer(200, shown(host.title, f"Contract {number}", words + link_list(links)))


def _calendar(host: StormHost, params: Mapping[str, str]) -> Answer:
    """Answer with a month; there is always one before it and one after it."""
    found = re.fullmatch(r"(\d{4})-(\d{2})", params.get("month", ""))
    if not found:
        return not_found(host)
    months = int(found[1]) * 12 + int(found[2]) - 1
    links = [
        (f"{CALENDAR}?month={m // 12:04d}-{m % 12 + 1:02d}", f"{m % 12 + 1}/{m // 12}")
        for m in (months - 1, months + 1)
    ]
    return html_answer(
        200, shown(host.title, f"Meetings in {found[2]}/{found[1]}", "<p>No meetings.</p>" + link_list(links))
    )


def _area(host: StormHost) -> Answer:
    """Answer with a page whose links are relative where they should not be, so that they grow for ever."""
    links = [("area/streets/", "Streets"), ("area/", "Your area")]
    return html_answer(
        200, shown(host.title, "Your area", "<p>Choose a part of the borough.</p>" + link_list(links))
    )


def _page(request: Request, scene: Scene, host: StormHost, page: StormPage) -> Answer:
    if page.path in _LEADS:
        return page_that_leads(_LEADS[page.path])
    if page.path not in _HANDS:
        return page_in_weather(request, scene, host, page)
    plain = page_answer(host, page)
    return conditional(
        request, validated(replace(plain, body=_HANDS[page.path](plain.body), headers=plain.headers[:1]))
    )


def answer(request: Request, scene: Scene) -> Answer:
    """Answer any request to www.theta.test: what it does not know gets 200, robots.txt included."""
    host = storm_hosts()[HOST]
    pages, params = host.at(scene.epoch), dict(request.params)
    path = request.path.partition(";")[0]
    page = pages.get(target_of(request))
    if page is not None and page.status:
        return _page(request, scene, host, page)
    if request.path == "/" and not request.query:
        return conditional(request, front_page(host, pages, _SECTIONS))
    if path == REGISTER:
        return _register(host, scene, params)
    if path == ITEM:
        return _item(host, scene, params)
    if path == CALENDAR:
        return _calendar(host, params)
    if path.startswith(AREA):
        return _area(host)
    return not_found(host)
