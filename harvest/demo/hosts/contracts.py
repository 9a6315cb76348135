"""api.contracts.test: notices page by page, and a limit that is told with 403 and a sentence, as Contracts Finder's."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache
from typing import Any

from harvest.demo.answers import Answer, Request, conditional, html_answer, json_answer, text_answer
from harvest.demo.corpus.markup import to_html
from harvest.demo.scene import RequestRecord, Scene
from harvest.demo.storm.answering import not_found, page_in_weather, robots_answer, target_of
from harvest.demo.storm.pages import (
    StormHost,
    front_page,
    link_list,
    shown,
    storm_hosts,
    storm_tables,
    validated,
)

HOST = "api.contracts.test"
WWW = f"http://{HOST}"
LIST = "/Published/Notices"
SEARCH = "/Published/Notices/OCDS/Search"
RECORD = "/Published/OCDS/Record/"
NOTICE = "/Notice/"
#: So many requests are answered in so many seconds.
LIMIT, WINDOW = 20, 300.0
PAGE_SIZE = 8
SORRY = (
    "You have made too many requests. Please make no further requests until after 5 minutes have passed, "
    "when access will be given again.\n"
)


@lru_cache(maxsize=1)
def notices() -> tuple[dict[str, Any], ...]:
    """Return all notices in the order in which they came."""
    return tuple(storm_tables("contracts.toml")["notice"])


def cursor_of(start: int) -> str:
    """Return the opaque mark of a page that begins at a notice."""
    return urlsafe_b64encode(f"from:{start}".encode()).decode().rstrip("=")


def _start(cursor: str) -> int | None:
    try:
        said = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except ValueError:
        return None
    number = said.removeprefix("from:")
    return int(number) if said.startswith("from:") and number.isdigit() else None


def _blocked(scene: Scene) -> bool:
    """Tell whether too much was asked: the limit is reached, or it was less than five minutes ago."""
    recent = [record for record in scene.within(WINDOW) if record.path != "/robots.txt"]
    return any(record.status == 403 for record in recent) or len(recent) >= LIMIT


def asked_too_soon(records: list[RequestRecord]) -> list[RequestRecord]:
    """Return the requests of a log of this host that came within five minutes of being told to stop."""
    stops = [record for record in records if record.status == 403]
    return [record for record in records if any(0 < record.t - stop.t < WINDOW for stop in stops)]


def _list(host: StormHost, start: int) -> Answer:
    shown_now = notices()[start : start + PAGE_SIZE]
    links = [(NOTICE + each["id"], each["title"]) for each in shown_now]
    if start + PAGE_SIZE < len(notices()):
        links.append((f"{LIST}?cursor={cursor_of(start + PAGE_SIZE)}", "Next page"))
    return validated(html_answer(200, shown(host.title, "Notices", link_list(links))))


def _search(start: int, limit: int) -> Answer:
    found = notices()[start : start + limit]
    answer: dict[str, Any] = {"releases": [_release(each) for each in found]}
    if start + limit < len(notices()):
        answer["links"] = {"next": f"{WWW}{SEARCH}?limit={limit}&cursor={cursor_of(start + limit)}"}
    return json_answer(200, answer)


def _release(notice: dict[str, Any]) -> dict[str, Any]:
    return {"ocid": notice["id"], "tender": {"title": notice["title"], "description": notice["body"]}}


def _record(notice: dict[str, Any]) -> Answer:
    """Answer with a notice as JSON, in ISO-8859-1 although it says otherwise, and with a number beyond all measure."""
    text = json.dumps({"records": [_release(notice)], "value": 0}, ensure_ascii=False).replace(
        '"value": 0', '"value": 1e9999'
    )
    return Answer(
        200, text.encode("latin-1", "replace"), (("Content-Type", "application/json; charset=utf-8"),)
    )


def _notice(host: StormHost, notice: dict[str, Any]) -> Answer:
    record = link_list([(RECORD + notice["id"], "This notice as data")]) if "Café" in notice["title"] else ""
    return validated(html_answer(200, shown(host.title, notice["title"], to_html(notice["body"]) + record)))


def answer(request: Request, scene: Scene) -> Answer:
    """Answer any request to api.contracts.test."""
    host, path = storm_hosts()[HOST], request.path
    if path == "/robots.txt":
        return robots_answer(host)
    if _blocked(scene):
        return text_answer(403, SORRY)
    pages, params = host.at(scene.epoch), dict(request.params)
    if (page := pages.get(target_of(request))) is not None:
        return page_in_weather(request, scene, host, page)
    if path == "/" and not request.query:
        return conditional(request, front_page(host, pages, [(LIST, "All notices")]))
    start = _start(params["cursor"]) if "cursor" in params else 0
    if path == LIST and start is not None:
        return conditional(request, _list(host, start))
    limit = params.get("limit", "100")
    if path == SEARCH and start is not None and limit.isdigit() and 1 <= int(limit) <= 100:
        return _search(start, int(limit))
    by_id = {each["id"]: each for each in notices()}
    if path.startswith(NOTICE) and (found := by_id.get(path.removeprefix(NOTICE))):
        return conditional(request, _notice(host, found))
    if path.startswith(RECORD) and (found := by_id.get(path.removeprefix(RECORD))):
        return _record(found)
    return not_found(host)
