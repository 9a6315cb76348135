"""How the miniature CMIS answers, asked plainly: states that are good for one post, paging, opaque addresses."""

from __future__ import annotations

import re
from html import unescape
from types import SimpleNamespace

from harvest.demo.answers import Answer, Request
from harvest.demo.councils import authored, cmis
from harvest.demo.scene import Scene

COUNCIL = next(each for each in authored.councils() if each.system == "CMIS")
ROOT = COUNCIL.root
CONTROL = "dnn$ctr424$ViewCMIS_Search$"


def scene(*posted: str) -> Scene:
    earlier = tuple(SimpleNamespace(posted=each) for each in posted)
    clock = SimpleNamespace(monotonic=lambda: 0.0, epoch=lambda: 1535932800.0)
    return Scene(1, 0, clock, 0.0, earlier)  # type: ignore[arg-type]


def ask(path: str, query: str = "") -> Answer:
    return cmis.answer(Request("GET", COUNCIL.papers, path, query, {}), scene(), COUNCIL)


def post(page: Answer, fields: dict[str, str], *posted: str) -> tuple[Answer, str]:
    from urllib.parse import urlencode

    hidden = dict(re.findall(r'name="(__\w+)" id="[^"]*" value="([^"]*)"', page.body.decode()))
    body = urlencode({**hidden, **fields})
    headers = {"content-type": "application/x-www-form-urlencoded"}
    request = Request("POST", COUNCIL.papers, f"{ROOT}/Search.aspx", "", headers, body.encode())
    return cmis.answer(request, scene(*posted), COUNCIL), body


def search(words: str) -> Answer:
    fields = {
        "__EVENTTARGET": f"{CONTROL}SimpleSearchSubmit",
        f"{CONTROL}SimpleSearchFor": words,
        f"{CONTROL}SimpleSearchSelector": "documents",
    }
    return post(ask(f"{ROOT}/Search.aspx"), fields)[0]


def test_a_search_shows_ten_rows_and_a_pager_that_posts_back() -> None:
    first = search("alliancing")
    total = int(re.search(r"\((\d+) Documents Found\)", first.body.decode())[1])  # type: ignore[index]
    assert total == len(cmis.searched("alliancing", COUNCIL)) > 10
    assert len(re.findall('class="CMIS_Grid_(?:Alternating)?RowStyle"', first.body.decode())) == 10
    second, _ = post(first, {"__EVENTTARGET": f"{CONTROL}grdDocuments", "__EVENTARGUMENT": "Page$2"})
    assert len(re.findall('class="CMIS_Grid_(?:Alternating)?RowStyle"', second.body.decode())) == min(
        10, total - 10
    )
    beyond, _ = post(first, {"__EVENTTARGET": f"{CONTROL}grdDocuments", "__EVENTARGUMENT": "Page$99"})
    assert beyond.status == 500


def test_a_state_is_good_for_one_post() -> None:
    form = ask(f"{ROOT}/Search.aspx")
    fields = {"__EVENTTARGET": f"{CONTROL}SimpleSearchSubmit", f"{CONTROL}SimpleSearchFor": "alliancing", f"{CONTROL}SimpleSearchSelector": "documents"}  # fmt: skip
    first, body = post(form, fields)
    assert b"Documents Found" in first.body
    again, _ = post(form, fields, body)
    assert b"state information is invalid" in again.body and b"Documents Found" not in again.body
    assert post(form, {**fields, "__VIEWSTATE": "bm90aGluZw=="})[0].status == 500


def test_nothing_found_is_said_in_words() -> None:
    assert b"Your search produced no results." in search("xylophone").body


def test_an_address_of_a_document_is_another_one_each_time_and_goes_on_answering() -> None:
    links = [
        re.search(r'href="([^"]*Document\.ashx[^"]*)"', search("alliancing").body.decode()) for _ in range(2)
    ]
    queries = [unescape(link[1]).partition("?")[2] for link in links if link]
    assert len(set(queries)) == 2
    bodies = [ask(f"{ROOT}/Document.ashx", query).body for query in queries]
    assert bodies[0] == bodies[1] and bodies[0].startswith(b"%PDF")
    assert ask(f"{ROOT}/Document.ashx", "a=b").status == 404


def test_papers_for_members_only_have_no_address() -> None:
    assert re.search(r'class="aspNetDisabled"[^>]*>Alliance prices<', search("prices").body.decode())


def test_meetings_are_found_by_month_and_list_their_documents() -> None:
    month = ask(
        f"{ROOT}/Meetings/tabid/73/ctl/MeetingCalendarPublicNoJava/mid/410/Date/2018-09-01/Default.aspx"
    )
    link = re.search(r'<td>Monday, 3 September</td><td><a href="([^"]*)">', month.body.decode())
    assert link and b'li class="DocumentListItem"' in ask(link[1]).body
    assert b"3 Sep 2018 14:00 - Cabinet" in ask(f"{ROOT}/Meetings.aspx").body
    assert b"Crawl-delay: 2" in ask("/robots.txt").body
    assert b"noindex,nofollow" in ask(f"{ROOT}/Search.aspx").body
