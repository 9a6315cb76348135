"""Captured pages of three councils, as they are read: compared with golden files that were checked by eye.

Written anew with ``GREYLIT_WRITE_GOLDEN=1``; the change is then to be looked at.
"""

from __future__ import annotations

import json
import os
import random
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from crawler.judge.moderngov import described, judge_list
from crawler.judge.moderngov.meeting import judge_meeting
from crawler.judge.moderngov.search import judge_search
from crawler.judge.moderngov.service import judge_committees

GOLDEN = Path(__file__).parent / "golden"
SAMPLES = Path(os.environ.get("GREYLIT_SAMPLES") or "/nowhere") / "moderngov"
BASE = "https://democracy.council.example"
SEARCHES = {"kent_substance_misuse": 10, "kirklees_drug_and_alcohol": 10}
AGENDAS = {"151": ("10221", 12, 17), "412": ("10161", 0, 0), "Irrelevant": ("10220", 10, 4)}

pytestmark = [
    pytest.mark.samples,
    pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs the captured pages: GREYLIT_SAMPLES"),
]


def same_as_golden(name: str, read: Any) -> None:
    path = GOLDEN / f"{name}.json"
    now = json.loads(json.dumps(read))
    if os.environ.get("GREYLIT_WRITE_GOLDEN"):
        path.write_text(json.dumps(now, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert now == json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", SEARCHES)
def test_a_captured_page_of_results_is_read_to_its_last_file(name: str) -> None:
    body = (SAMPLES / "html" / f"moderngov_search_{name}.html").read_bytes()
    page = judge_search(200, body, f"{BASE}/ieSearchResults2.aspx?SS=x&PG=1")
    assert page.outcome == "results" and len(page.results) == SEARCHES[name]
    same_as_golden(name, asdict(page))


def test_the_captured_page_without_results_is_none() -> None:
    body = (SAMPLES / "html" / "moderngov_search_no_results.html").read_bytes()
    assert judge_search(200, body, f"{BASE}/ieSearchResults2.aspx?SS=x").outcome == "none"


@pytest.mark.parametrize("name", AGENDAS)
def test_a_captured_agenda_is_read_with_all_its_items_files_and_packs(name: str) -> None:
    meeting, items, files = AGENDAS[name]
    body = (SAMPLES / "html" / f"kingston_Agenda_{name}.html").read_bytes()
    page = judge_meeting(200, body, f"{BASE}/ieListDocuments.aspx?CId=711&MId={meeting}")
    assert (len(page.items), sum(len(each.files) for each in page.items)) == (items, files)
    told = asdict(page)
    for each in told["items"]:
        # What was said at the meeting names people: its length is enough.
        each["parts"] = [[part["title"], len(part["html"])] for part in each["parts"]]
    same_as_golden(f"agenda_{name}", told)


def test_the_captured_answer_that_only_leads_to_https_is_no_list_of_committees() -> None:
    (path,) = (SAMPLES / "xml").glob("denbighshire*.xml")
    found = judge_committees(
        200, path.read_bytes(), "http://modgov.council.example/mgWebService.asmx/GetCommittees"
    )
    assert found.outcome == "redirect"
    assert found.https == "https://modgov.council.example/mgWebService.asmx/GetCommittees"
    again = judge_committees(
        200, path.read_bytes(), "https://modgov.council.example/mgWebService.asmx/GetCommittees"
    )
    assert again.outcome == "unreadable"


def test_no_captured_page_is_taken_for_another_kind() -> None:
    for path in (SAMPLES / "html").glob("*.html"):
        body = path.read_bytes()
        search = judge_search(200, body, f"{BASE}/ieSearchResults2.aspx?SS=x")
        meeting = judge_meeting(200, body, f"{BASE}/ieListDocuments.aspx?MId=1")
        assert (search.outcome == "unreadable") == ("search" not in path.name), path.name
        assert (meeting.outcome == "unreadable") == ("Agenda" not in path.name), path.name


def test_no_captured_page_that_was_damaged_is_taken_for_one_without_results_or_makes_a_judge_fail() -> None:
    chance = random.Random(4)
    for path in sorted((SAMPLES / "html").glob("*.html")):
        whole = path.read_bytes()
        for _ in range(25):
            body = bytearray(whole)
            for _ in range(chance.randint(1, 20)):
                at = chance.randrange(len(body))
                body[at : at + chance.randint(0, 60)] = chance.randbytes(chance.randint(0, 12))
            cut = bytes(body[: chance.randrange(len(body))]) if chance.random() < 0.5 else bytes(body)
            outcome = judge_search(200, cut, f"{BASE}/ieSearchResults2.aspx?SS=x").outcome
            assert outcome != "none" or "no_results" in path.name
            for kind, page in (("meeting", "ieListDocuments.aspx?MId=1"), ("issue", "mgAi.aspx?ID=1")):
                assert described(kind, 200, cut, f"{BASE}/{page}")[0] in ("read", "unreadable")
            judge_list(200, cut, f"{BASE}/ieListMeetings.aspx?CId=1")
