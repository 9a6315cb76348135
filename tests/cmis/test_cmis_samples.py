"""Captured pages of one council's CMIS, as they are read: compared with golden files that were checked by eye."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from crawler.judge.cmis import judge_form, judge_results

GOLDEN = Path(__file__).parent / "golden"
SAMPLES = Path(os.environ.get("GREYLIT_SAMPLES") or "/nowhere") / "cmis" / "html"
URL = "https://cmis.harborough.gov.uk/cmis5/Search.aspx"

pytestmark = [
    pytest.mark.samples,
    pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs the captured pages: GREYLIT_SAMPLES"),
]


def body(name: str) -> bytes:
    return (SAMPLES / f"cmis_search_{name}.html").read_bytes()


def same_as_golden(name: str, read: Any) -> None:
    path = GOLDEN / f"{name}.json"
    now = json.loads(json.dumps(read))
    if os.environ.get("GREYLIT_WRITE_GOLDEN"):
        path.write_text(json.dumps(now, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert now == json.loads(path.read_text(encoding="utf-8"))


def test_the_captured_grid_is_read_with_all_its_rows_and_its_pager() -> None:
    page = judge_results(200, body("harborough_council_page1"), URL)
    assert (page.outcome, page.total, page.page, page.pages, len(page.rows)) == ("results", 22, 1, (2, 3), 10)
    assert page.grid == "dnn$ctr424$ViewCMIS_Search$grdDocuments"
    assert page.form is not None and len(dict(page.form.fields)["__VIEWSTATE"]) > 1000
    told = asdict(page)
    told["form"] = [name for name, _ in page.form.fields]
    for row in told["rows"]:
        # Addresses of this system are encrypted and of one visit: that there is one is enough.
        row["url"] = bool(row["url"])
    same_as_golden("results", told)


def test_the_captured_form_is_posted_with_its_state_and_the_words() -> None:
    form = judge_form(200, body("harborough_form"), URL).form
    assert form is not None and form.action == URL
    posted = dict(form.asking("alliance contract"))
    assert posted["dnn$ctr424$ViewCMIS_Search$SimpleSearchFor"] == "alliance contract"
    assert posted["dnn$ctr424$ViewCMIS_Search$SimpleSearchSelector"] == "documents"
    assert posted["__EVENTTARGET"] == "dnn$ctr424$ViewCMIS_Search$SimpleSearchSubmit"
    assert posted["__VIEWSTATE"].startswith("FAKEVIEWSTATE") and posted["__EVENTVALIDATION"]
    turned = dict(form.turning("alliance contract", "grid", 2))
    assert (turned["__EVENTTARGET"], turned["__EVENTARGUMENT"]) == ("grid", "Page$2")


def test_the_captured_page_without_results_is_none_and_the_bare_form_is_not() -> None:
    assert judge_results(200, body("no_results"), URL).outcome == "none"
    bare = judge_results(200, body("harborough_form"), URL)
    assert (bare.outcome, bare.renew, bare.detail) == (
        "unreadable",
        True,
        "the form came back without an answer",
    )


def test_rows_that_only_members_may_open_have_no_address_and_the_key_of_what_they_are() -> None:
    page = judge_results(200, body("harborough_council_page1"), URL)
    assert [row.url is None for row in page.rows] == [
        True, False, False, False, False, True, False, True, False, False,
    ]  # fmt: skip
    assert {row.container for row in page.rows if row.kind == "AgendaPack"} == {True}
    # One paper is listed for members and for everybody.
    assert len({row.key for row in page.rows}) == 10


@pytest.mark.parametrize("name", ["harborough_council_page1", "harborough_form", "no_results"])
def test_a_captured_page_that_was_cut_off_anywhere_is_never_none_nor_a_whole_answer(name: str) -> None:
    whole = body(name)
    full = judge_results(200, whole, URL)
    for end in range(0, len(whole) - 40, max(1, len(whole) // 150)):
        page = judge_results(200, whole[:end], URL)
        assert page.outcome == "unreadable" or set(page.rows) <= set(full.rows)
        assert page.outcome != "none" or b"produced no results" in whole[:end]
        assert page.outcome != "unreadable" or page.detail


def test_the_captured_pages_say_what_they_answer() -> None:
    page = judge_results(200, body("harborough_council_page1"), URL)
    assert page.form is not None and page.form.asked == "council"
    nothing = judge_results(200, body("no_results"), URL)
    assert nothing.form is not None and nothing.form.asked == "xyzznonexistentterm999"
