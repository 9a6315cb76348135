"""The miniature web archives: they answer in the forms of the real ones."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from urllib.parse import quote

import pypdfium2
import pytest

from crawler.judge.captures import judge_captures
from crawler.judge.memento import memento_datetime
from harvest.demo.publishers.archives import IA, UKGWA, UKWA
from harvest.demo.publishers.holdings import dead_addresses
from tests.demo_archives.conftest import Ask

LESSONS = "http://www.kingsfund.test/sites/default/files/field/field_publication_file/alliance-contracting-lessons-nov-2013.pdf"
MOVED = "http://www.jrf.test/report/neighbourhood-alliances-learned"
BY_ISBN = "http://www.jrf.test/sites/default/files/jrf/migrated/files/1859354149.pdf"
EXPLAINED = "http://www.kingsfund.test/publications/articles/alliance-commissioning-explained"
TOKEN = "http://www.jrf.test/file/40213/download?filetype=findings&token=Zq7rT2_a"
NOBODY = "http://www.kingsfund.test/publications/the-last-trust"


def cdx(url: str, **more: str) -> str:
    rest = "".join(f"&{name}={value}" for name, value in more.items())
    return f"http://{IA}/cdx/search/cdx?url={quote(url, safe='')}&output=json{rest}"


def test_the_cdx_server_answers_with_a_header_and_rows(ask: Ask) -> None:
    header, *rows = ask(cdx(LESSONS)).json()
    assert header == ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
    assert [row[1] for row in rows] == ["20140210093000", "20190501120000"]
    assert {(row[2], row[3], row[4]) for row in rows} == {(LESSONS, "application/pdf", "200")}
    assert ask(cdx(LESSONS, fl="timestamp,digest")).json()[0] == ["timestamp", "digest"]


def test_the_cdx_server_has_an_empty_list_for_what_it_has_not(ask: Ask) -> None:
    for url in (NOBODY, TOKEN, MOVED, "http://www.kingsfund.test/", "nonsense"):
        assert ask(cdx(url)).json() == []


def test_scheme_and_www_tell_nothing(ask: Ask) -> None:
    for url in (LESSONS.replace("http:", "https:"), LESSONS.replace("http://www.", "")):
        assert len(ask(cdx(url)).json()) == 3


def test_redirects_and_errors_stand_in_the_list_and_are_replayed(ask: Ask) -> None:
    assert [row[4] for row in ask(cdx(BY_ISBN)).json()[1:]] == ["302"]
    answer = ask(f"http://{IA}/web/20010101000000id_/{BY_ISBN}")
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        f"http://{IA}/web/20010101000000id_/http://www.jrf.test/",
    )
    missing = ask(f"http://{IA}/web/20151212121212id_/{EXPLAINED}")
    assert missing.status_code == 404 and "Memento-Datetime" in missing.headers


def test_a_copy_comes_with_its_moment_and_what_it_is_of(ask: Ask) -> None:
    answer = ask(f"http://{IA}/web/20140210093000id_/{LESSONS}")
    assert answer.status_code == 200
    assert answer.headers["Memento-Datetime"] == "Mon, 10 Feb 2014 09:30:00 GMT"
    assert (
        f'<{LESSONS}>; rel="original"' in answer.headers["Link"] and 'rel="timemap"' in answer.headers["Link"]
    )
    assert answer.headers["X-Archive-Orig-Content-Type"] == "application/pdf"
    text = pypdfium2.PdfDocument(io.BytesIO(answer.content))[0].get_textpage().get_text_range()
    assert "Trust was bought with time" in " ".join(text.split())


def test_the_digest_of_the_list_is_that_of_the_bytes(ask: Ask) -> None:
    for row in ask(cdx(LESSONS)).json()[1:]:
        body = ask(f"http://{IA}/web/{row[1]}id_/{LESSONS}").content
        assert base64.b32encode(hashlib.sha1(body).digest()).decode() == row[5]
        assert len(body) == int(row[6])


def test_a_moment_between_two_leads_to_the_nearest(ask: Ask) -> None:
    for at in ("20140101000000", "2014", "20150101"):
        answer = ask(f"http://{IA}/web/{at}id_/{LESSONS}")
        assert (answer.status_code, answer.headers["Location"]) == (
            302,
            f"http://{IA}/web/20140210093000id_/{LESSONS}",
        )


def test_one_capture_is_listed_and_the_next_one_shown(ask: Ask) -> None:
    assert "20170702200102" not in ask(cdx(EXPLAINED)).text
    first = ask(f"http://{IA}/web/20170630080000id_/{EXPLAINED}")
    assert first.headers["Location"] == f"http://{IA}/web/20170702200102id_/{EXPLAINED}"
    assert (
        memento_datetime({"memento-datetime": ask(first.headers["Location"]).headers["Memento-Datetime"]})
        == "20170702200102"
    )


def test_the_short_answer_has_the_closest_copy_or_nothing(ask: Ask) -> None:
    found = ask(f"http://{IA}/wayback/available?url={quote(LESSONS, safe='')}&timestamp=20131105").json()
    assert found["archived_snapshots"]["closest"]["timestamp"] == "20140210093000"
    newest = ask(f"http://{IA}/wayback/available?url={quote(LESSONS, safe='')}").json()
    assert newest["archived_snapshots"]["closest"]["timestamp"] == "20190501120000"
    assert (
        ask(f"http://{IA}/wayback/available?url={quote(BY_ISBN, safe='')}").json()["archived_snapshots"] == {}
    )


def test_the_government_archive_has_a_json_object_a_line_or_nothing(ask: Ask) -> None:
    lines = ask(f"http://{UKGWA}/ukgwa/cdx?url={BY_ISBN}&output=json").text.splitlines()
    assert [json.loads(line)["timestamp"] for line in lines] == ["20060115000000"]
    none = ask(f"http://{UKGWA}/ukgwa/cdx?url={NOBODY}&output=json")
    assert (none.status_code, none.content) == (200, b"")
    assert ask(f"http://{UKGWA}/ukgwa/20060115000000id_/{BY_ISBN}").content[:5] == b"%PDF-"


def test_the_government_archive_asks_for_a_person_where_the_corpus_says_so(ask: Ask) -> None:
    for place in (f"cdx?url={quote(TOKEN, safe='')}&output=json", f"20200101000000id_/{TOKEN}"):
        answer = ask(f"http://{UKGWA}/ukgwa/{place}")
        assert answer.status_code == 405 and "<title>Human Verification</title>" in answer.text


def test_the_uk_web_archive_has_timemaps(ask: Ask) -> None:
    answer = ask(f"http://{UKWA}/wayback/archive/timemap/link/{MOVED}")
    assert answer.headers["Content-Type"] == "application/link-format"
    found = judge_captures("timemap", 200, {}, answer.content)
    assert [(each.at, each.original) for each in found.captures] == [
        ("20130611101500", MOVED),
        ("20180102030405", MOVED),
    ]
    none = ask(f"http://{UKWA}/wayback/archive/timemap/link/{NOBODY}")
    assert (none.status_code, none.content) == (404, b"")


@pytest.mark.parametrize("place", [f"{IA}/web", f"{UKGWA}/ukgwa", f"{UKWA}/wayback/archive"])
def test_each_has_rules_that_allow_and_a_calendar_for_people(ask: Ask, place: str) -> None:
    host = place.partition("/")[0]
    assert ask(f"http://{host}/robots.txt").text == "User-agent: *\nDisallow:\n"
    assert ask(f"http://{place}/*/{LESSONS}").status_code == 200
    assert ask(f"http://{host}/other").status_code == 404
    assert ask(f"http://{place}/20140101000000id_/{NOBODY}").status_code == 404


def test_every_capture_answers_with_the_status_it_is_listed_with(ask: Ask) -> None:
    before = {"ia": f"{IA}/web", "ukgwa": f"{UKGWA}/ukgwa", "ukwa": f"{UKWA}/wayback/archive"}
    for dead in dead_addresses():
        for each in dead.captures:
            status = ask(f"http://{before[each.archive]}/{each.at}id_/{dead.url}").status_code
            assert status == (302 if each.leads_to else each.answers)
