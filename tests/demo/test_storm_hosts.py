"""How each stormy host behaves, asked plainly through the proxy."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

import protego
import pytest
import requests

from crawler.clock import SkippingClock
from crawler.guard import refusal
from harvest.demo.hosts import STORM_HOSTS, contracts, private, robots, theta
from harvest.demo.server import MiniWeb
from harvest.demo.storm.truth import storm_rows
from harvest.text import extract

DELTA = "http://democracy.delta.test"
CONTRACTS = "http://api.contracts.test"
KAPPA = "http://www.kappa.test"


def links(answer: requests.Response) -> list[str]:
    return [each.replace("&amp;", "&") for each in re.findall('<a href="([^"]*)"', answer.text)]


# ---- the wall of a committee system


def test_the_wall_lets_in_whoever_says_who_asks_and_takes_time(
    turned: MiniWeb, clock: SkippingClock, stormy: requests.Session
) -> None:
    paths = ("/", "/mgListCommittees.aspx?bcr=1", "/ieListDocuments.aspx?CId=140&MId=1021&Ver=4")
    for path in paths:
        assert stormy.get(DELTA + path).status_code == 200
        clock.advance(1)
    nameless = stormy.get(DELTA + "/", headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/120"})
    assert nameless.status_code == 403
    clock.advance(1)
    assert [stormy.get(DELTA + "/").status_code for _ in range(2)] == [200, 403]


def test_the_wall_shows_its_test_page_in_the_second_epoch_and_is_gone_in_the_third(
    turned: MiniWeb, clock: SkippingClock, stormy: requests.Session
) -> None:
    turned.set_epoch(2)
    for row in storm_rows(2):
        if row.host == "democracy.delta.test":
            answer = stormy.get(row.url)
            assert (answer.status_code, len(answer.content)) == (200, 922)
            assert "Pardon Our Interruption" in answer.text
    assert stormy.get(DELTA + "/robots.txt").status_code == 404
    turned.set_epoch(3)
    assert stormy.get(DELTA + "/", headers={"User-Agent": "curl"}).status_code == 200
    assert stormy.get(DELTA + "/").status_code == 200


def test_a_meeting_has_many_addresses_and_a_frontsheet_only_one(
    turned: MiniWeb, clock: SkippingClock, stormy: requests.Session
) -> None:
    turned.set_epoch(3)
    same = {
        stormy.get(DELTA + path).content
        for path in (
            "/ieListDocuments.aspx?CId=140&MId=1021&Ver=4",
            "/ieListDocuments.aspx?CId=140&MID=1021",
            "/ieListDocuments.aspx?MeetingId=1021&CId=140",
            "/ielistdocuments.aspx?cid=140&mid=1021&J=3",
            "/ieListDocuments.aspx?MId=1021",
        )
    }
    assert len(same) == 1
    assert b"reablement" in next(iter(same))
    other = stormy.get(DELTA + "/ieListDocuments.aspx?CId=140&MId=1022&Ver=4")
    assert other.content not in same
    sheet = DELTA + "/documents/g1021/Agenda%20frontsheet.pdf"
    assert stormy.get(sheet + "?T=0").content.startswith(b"%PDF")
    assert stormy.get(sheet).status_code == 404
    month = stormy.get(DELTA + "/mgCalendarMonthView.aspx?GL=1&M=1&Y=2026&bcr=1")
    assert {"M=12&Y=2025", "M=2&Y=2026"} == {
        link.split("GL=1&")[1].removesuffix("&bcr=1") for link in links(month)[1:]
    }


# ---- a council that was abolished


def test_the_abolished_council_resets_every_connection_from_the_second_epoch_on(
    web: MiniWeb, client: requests.Session
) -> None:
    assert client.get("http://www.iota.test/").status_code == 200
    for epoch in (2, 3):
        web.set_epoch(epoch)
        for path in ("/", "/robots.txt"):
            with pytest.raises(requests.ConnectionError, match="reset by peer"):
                client.get(f"http://www.iota.test{path}")


# ---- a procurement service


def test_twenty_requests_in_five_minutes_are_answered_and_then_none(
    turned: MiniWeb, clock: SkippingClock, stormy: requests.Session
) -> None:
    assert [stormy.get(CONTRACTS + "/about").status_code for _ in range(21)] == [200] * 20 + [403]
    said = stormy.get(CONTRACTS + "/about")
    assert "no further requests until after 5 minutes" in said.text
    assert said.headers["Content-Type"].startswith("text/plain")
    assert "Retry-After" not in said.headers
    assert stormy.get(CONTRACTS + "/robots.txt").status_code == 404, "robots.txt may be read"
    clock.advance(299)
    assert stormy.get(CONTRACTS + "/about").status_code == 403
    clock.advance(301)
    assert stormy.get(CONTRACTS + "/about").status_code == 200
    log = [record for record in turned.requests if record.host == "api.contracts.test"]
    assert len(contracts.asked_too_soon(log)) == 3, "the two that came too soon, and robots.txt"


def test_notices_come_page_by_page_and_all_of_them(
    turned: MiniWeb, clock: SkippingClock, stormy: requests.Session
) -> None:
    url, found = CONTRACTS + contracts.LIST, []
    while url:
        listed = links(stormy.get(url))
        found += [link for link in listed if link.startswith(contracts.NOTICE)]
        url = next((CONTRACTS + link for link in listed if "cursor=" in link), "")
    assert found == [contracts.NOTICE + notice["id"] for notice in contracts.notices()]
    assert stormy.get(f"{CONTRACTS}{contracts.LIST}?cursor=nonsense").status_code == 404
    url, released = f"{CONTRACTS}{contracts.SEARCH}?limit=10", []
    while url:
        page = stormy.get(url).json()
        released += [each["ocid"] for each in page["releases"]]
        url = page.get("links", {}).get("next", "")
    assert released == [notice["id"] for notice in contracts.notices()]


def test_a_record_calls_itself_utf_8_and_is_not(
    turned: MiniWeb, clock: SkippingClock, stormy: requests.Session
) -> None:
    cafe = next(notice["id"] for notice in contracts.notices() if "Café" in notice["title"])
    assert contracts.RECORD + cafe in links(stormy.get(CONTRACTS + contracts.NOTICE + cafe))
    answer = stormy.get(CONTRACTS + contracts.RECORD + cafe)
    assert "utf-8" in answer.headers["Content-Type"]
    with pytest.raises(UnicodeDecodeError):
        answer.content.decode()
    assert b"1e9999" in answer.content
    assert json.loads(answer.content.decode("latin-1"))["value"] == float("inf")


# ---- robots.txt out of the ordinary


def robots_of(client: requests.Session, host: str) -> requests.Response:
    return client.get(f"http://{host}.robots.test/robots.txt", allow_redirects=False)


def test_each_robots_txt_is_out_of_the_ordinary_in_its_own_way(
    turned: MiniWeb, clock: SkippingClock, stormy: requests.Session
) -> None:
    assert [robots_of(stormy, host).status_code for host in ("r404", "r403", "r500")] == [404, 403, 500]
    html = robots_of(stormy, "rhtml")
    assert (html.status_code, html.headers["Content-Type"].split(";")[0]) == (200, "text/html")
    empty = robots_of(stormy, "rempty")
    assert (empty.status_code, empty.content) == (200, b"")
    assert robots_of(stormy, "rmoved").headers["Location"] == "http://rules.robots.test/robots.txt"
    assert robots_of(stormy, "rprivate").headers["Location"] == f"http://127.0.0.1:{turned.port}/"
    later = [robots_of(stormy, "r503") for _ in range(3)]
    assert [answer.status_code for answer in later] == [503, 503, 200]
    assert later[0].headers["Retry-After"] == "90"
    assert robots_of(stormy, "rslow").elapsed.total_seconds() >= 0.65


def test_rules_are_read_by_an_independent_parser_as_the_truth_says(
    turned: MiniWeb, clock: SkippingClock, stormy: requests.Session
) -> None:
    texts: dict[str, str] = {}
    for name in robots.HOSTS:
        answer = stormy.get(f"http://{name}/robots.txt", allow_redirects=name != "rprivate.robots.test")
        while answer.status_code == 503:
            answer = stormy.get(f"http://{name}/robots.txt")
        texts[name] = answer.text if answer.ok and not answer.text.startswith("<") else ""
    checked = 0
    for row in storm_rows(1):
        if row.host not in texts or row.host in ("rprivate.robots.test", "r500.robots.test"):
            continue
        allowed = protego.Protego.parse(texts[row.host]).can_fetch(row.url, "greylit")
        assert allowed == (row.outcomes != ("skipped",)), row.url
        assert stormy.get(row.url).status_code == 200, "what is forbidden must be worth going to"
        checked += 1
    assert checked > 70
    assert len(robots.HOSTS) == 14


def test_pauses_are_asked_for_with_and_without_a_comment(client: requests.Session) -> None:
    for host, delay in (("rdelay", 2), ("rdelay10", 10)):
        rules = protego.Protego.parse(robots_of(client, host).text)
        assert rules.crawl_delay("greylit") == delay
    assert "# " in robots_of(client, "rdelay10").text.split("Crawl-delay: 10")[1].splitlines()[0]


# ---- a site that many hands made


def test_whatever_theta_does_not_know_it_answers_with_200(client: requests.Session) -> None:
    unknown = [row.url for row in storm_rows(1) if row.host == theta.HOST and row.troubles == ("soft-404",)]
    answers = [client.get(url) for url in (*unknown, theta.WWW + "/robots.txt", theta.WWW + "/x/y/z?q=1")]
    assert {(answer.status_code, answer.content) for answer in answers} == {(200, answers[0].content)}
    assert answers[0].headers["Content-Type"].startswith("text/html")
    assert "alliance contract" in answers[0].text and "social care" in answers[0].text


def test_a_welcome_can_stand_for_not_found_without_saying_so(client: requests.Session) -> None:
    unknown = client.get("http://home.weather.test/papers/2009/annual-report")
    assert (unknown.status_code, "not found" in unknown.text.lower()) == (200, False)
    assert client.get("http://home.weather.test/whatever").content == unknown.content


def test_theta_mislabels_and_leaves_open_what_a_reader_must_put_right(client: requests.Session) -> None:
    care = client.get(theta.WWW + "/reports/care.aspx?page=7575")
    assert "utf-8" in care.headers["Content-Type"]
    with pytest.raises(UnicodeDecodeError):
        care.content.decode()
    assert (
        "£90,000 and the hospital’s trustees"
        in extract(care.content, content_type="text/html; charset=utf-8").text
    )
    assert client.get(theta.WWW + "/reports/care.aspx?page=7576").content != care.content
    assert client.get(theta.WWW + "/reports/bom.htm").content.startswith(b"\xef\xbb\xbf<!DOCTYPE")
    unclosed = client.get(theta.WWW + "/reports/unclosed.htm").text
    assert "<p>" in unclosed and "</p>" not in unclosed
    guide = client.get(theta.WWW + "/guide/index.htm").text
    assert '<base href="http://www.theta.test/library/">' in guide and 'href="winter-plan.htm"' in guide
    assert "page not found" in client.get(theta.WWW + "/guide/winter-plan.htm").text.lower()


def test_every_link_of_the_register_carries_another_visit(client: requests.Session) -> None:
    def seen(path: str) -> list[str]:
        return [
            link for link in links(client.get(theta.WWW + path)) if "sid=" in link or ";jsessionid=" in link
        ]

    first, second = seen(theta.REGISTER), seen(theta.REGISTER)
    assert len(first) == theta.ITEMS + len(theta.ORDERS) + 1
    assert not set(first) & set(second)
    item = urlsplit(first[0])
    pages = {
        client.get(f"{theta.WWW}{item.path}?id=1{more}").text for more in ("&sid=a", "&sid=b", "&print=1")
    }
    assert len({re.sub("sid=[0-9a-f]+", "", page) for page in pages}) == 1
    assert client.get(f"{theta.WWW}{theta.REGISTER};jsessionid=1").status_code == 200
    assert seen(theta.REGISTER + "?sort=title")[0].startswith(f"{theta.ITEM}?id={theta.ITEMS}&")


def test_refreshing_pages_lead_on_and_round(client: requests.Session) -> None:
    def next_of(path: str) -> str:
        found = re.search("content='0; url=([^']+)'", client.get(theta.WWW + path).text)
        assert found
        return found[1].removeprefix(theta.WWW)

    assert next_of("/moved/plan.htm") == "/reports/refreshed.htm"
    assert next_of(next_of("/refresh/a.htm")) == "/refresh/a.htm"
    with pytest.raises(requests.TooManyRedirects):
        client.get(theta.WWW + "/loop/one.htm")
    assert 'type="password"' in client.get(theta.WWW + "/members/papers.htm").text


# ---- the way into a private network


def test_every_disguise_is_served_as_a_link_and_as_a_redirect(client: requests.Session, web: MiniWeb) -> None:
    addresses = private.disguises(web.port)
    assert len(addresses) == len(set(addresses)) >= 45
    assert links(client.get(f"http://{private.HOST}{private.WALL}"))[1:] == addresses
    front = links(client.get(f"http://{private.HOST}/"))
    for number, address in enumerate(addresses):
        assert f"{private.GO}{number}" in front
        with requests.Session() as alone:
            alone.trust_env = False
            request = requests.Request("GET", f"http://{private.HOST}{private.GO}{number}").prepare()
            answer = alone.get_adapter("http://").send(request, proxies={"http": web.proxy})
        location = answer.raw.headers["Location"]
        assert (answer.status_code, location.encode("latin-1").decode()) == (302, address)
    assert client.get(f"http://{private.HOST}{private.GO}{len(addresses)}").status_code == 404


def test_the_guard_refuses_every_disguise(web: MiniWeb) -> None:
    for address in private.disguises(web.port):
        whole = "http:" + address if address.startswith("//") else address
        assert refusal(whole, tuple(STORM_HOSTS)) is not None, address


def test_the_web_sees_whoever_comes_in_by_the_back_door(web: MiniWeb) -> None:
    requests.get(f"http://127.0.0.1:{web.port}/inside", timeout=5)
    assert [record.host for record in web.requests] == [f"127.0.0.1:{web.port}"]


# ---- what changes between two harvests


def test_what_stays_the_same_is_told_by_its_validators(web: MiniWeb, client: requests.Session) -> None:
    same = [row.url for row in storm_rows(2) if row.change == "same"]
    before = {url: client.get(url) for url in same}
    web.set_epoch(2)
    for url, old in before.items():
        named = {
            "If-None-Match": old.headers.get("ETag"),
            "If-Modified-Since": old.headers.get("Last-Modified"),
        }
        again = client.get(url, headers={key: value for key, value in named.items() if value})
        expected = 200 if url.endswith("/by-nothing") else 304
        assert again.status_code == expected, url
        assert again.content == (old.content if expected == 200 else b"")
    assert before[f"{KAPPA}/papers/by-date-only"].headers.get("ETag") is None
    assert before[f"{KAPPA}/papers/by-etag-only"].headers.get("Last-Modified") is None


def test_what_changes_changes_in_the_way_that_the_truth_says(web: MiniWeb, client: requests.Session) -> None:
    first = {row.url: client.get(row.url) for row in storm_rows(1) if row.host == "www.kappa.test"}
    front = first[f"{KAPPA}/"]
    web.set_epoch(2)
    for row in storm_rows(2):
        old = first.get(row.url)
        if row.host != "www.kappa.test" or not row.change or old is None:
            continue
        kind = old.headers["Content-Type"]
        named = {
            key: old.headers[of]
            for key, of in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified"))
            if of in old.headers
        }
        new = client.get(row.url, headers=named, allow_redirects=False)
        if row.change in ("text", "bytes"):
            assert new.status_code == 200 and new.content != old.content
            texts = {extract(each.content, content_type=kind).text for each in (old, new)}
            assert len(texts) == (2 if row.change == "text" else 1), row.url
        elif row.change == "moved":
            assert new.status_code == 301
            there = client.get(new.headers["Location"])
            assert (
                extract(there.content, content_type=kind).text == extract(old.content, content_type=kind).text
            )
        elif row.change == "gone":
            assert new.status_code == (410 if row.outcomes == ("gone",) else 404)
    assert client.get(f"{KAPPA}/", headers={"If-None-Match": front.headers["ETag"]}).status_code == 200
    assert client.get(f"{KAPPA}/papers/second-cook").status_code == 200
    web.set_epoch(1)
    assert client.get(f"{KAPPA}/papers/second-cook").status_code == 404


def test_hosts_on_which_nothing_changes_say_so_page_by_page(
    turned: MiniWeb, clock: SkippingClock, stormy: requests.Session
) -> None:
    rows = [
        row for row in storm_rows(1) if row.relevant and row.host not in ("www.kappa.test", "www.iota.test")
    ]
    for row in rows:
        for _ in range(3):
            clock.advance(600)
            try:
                answer = stormy.get(row.url)
            except requests.RequestException:
                continue
            if answer.ok:
                break
        clock.advance(5)
        again = stormy.get(row.url, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b""), row.url
