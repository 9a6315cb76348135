"""What is said to be true of the miniature councils, against what a careful visitor of their hosts finds."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import pytest
import requests

from harvest.demo.councils import truth
from harvest.demo.councils.authored import councils
from harvest.demo.councils.model import Council
from harvest.demo.server import MiniWeb
from tests.demo_councils.conftest import QUESTION, visitor

KEYS = {each.key: each for each in councils()}


class Careful:
    """Somebody who asks every address once, and counts."""

    def __init__(self, client: requests.Session) -> None:
        self._client = client
        self.pages: dict[str, str] = {}

    def get(self, url: str) -> str:
        url = url.split("#")[0]
        if url not in self.pages:
            answer = self._client.get(url, timeout=10)
            self.pages[url] = answer.text
        return self.pages[url]


def walked(careful: Careful, council: Council) -> Counter[str]:
    """Search a council with one question and fetch what it names: return how many requests of each kind it took."""
    base = f"http://{council.papers}{council.root}/"
    careful.get(f"http://{council.papers}/robots.txt")
    onward = f"ieSearchResults2.aspx?SS={QUESTION}&SD=01/01/2000&ADV=1&SB=true&PG=1"
    items: dict[str, set[str]] = {}
    alone: set[str] = set()
    pages = 0
    while onward:
        pages += 1
        page = careful.get(urljoin(base, onward))
        for block in page.split("<hr />")[1:-1]:
            links = [unescape(each) for each in re.findall(r'href="([^"]*)"', block)]
            anchors = [each for each in links if "#AI" in each]
            for each in anchors:
                number = re.search(r"(?i)\b(?:mid|meetingid)=(\d+)", each)
                assert number
                items.setdefault(number[1], set()).add(each.split("#")[1])
            if not anchors:
                alone |= {each.split("#")[0] for each in links if "olddocuments" in each or "IId=" in each}
        found = re.search(r'href="([^"]*)" title="Next page of search results"', page)
        onward = unescape(found[1]) if found else ""
    files: set[str] = set()
    for meeting, wanted in items.items():
        page = careful.get(urljoin(base, f"ieListDocuments.aspx?MId={meeting}"))
        for row in page.split("<tr>")[1:]:
            name = re.search(r'name="(AI\d+)"', row)
            if name and name[1] in wanted:
                files |= set(re.findall(r'href="(documents/s[^"]*)"', row))
        if "documents/s" not in page and "documents/g" in page:
            files |= set(re.findall(r'href="(documents/g[^"]*T=10)"', page))
    for each in alone:
        page = careful.get(urljoin(base, each))
        if "IId=" in each:
            files |= set(re.findall(r'href="(documents/s[^"]*)"', page))
    for each in files:
        careful.get(urljoin(base, unescape(each)))
    return Counter(pages=pages, meetings=len(items), alone=len(alone), files=len(files), robots=1)


@pytest.mark.parametrize("row", truth.council_rows(councils(), QUESTION), ids=lambda row: row.host)
def test_the_fewest_requests_are_what_a_careful_visitor_needs(
    councils_web: MiniWeb, row: truth.CouncilRow
) -> None:
    council = KEYS[row.councils[0]]
    if council.trouble() or row.host == "www.gamma.test":  # whose robots.txt is that of its web site
        return
    with visitor(councils_web) as client:
        careful = Careful(client)
        assert walked(careful, council).total() == row.requests == len(careful.pages)


def test_each_relevant_paper_is_where_it_is_said_to_be(councils_web: MiniWeb) -> None:
    rows = [row for row in truth.relevant_papers(councils(), QUESTION) if row.system == "ModernGov"]
    assert len(rows) > 20
    with visitor(councils_web) as client:
        for row in rows:
            answer = client.get(row.url, timeout=10)
            assert answer.status_code == 200
            if row.kind in ("item", "pack"):
                assert f'name="{row.name}"' in answer.text
                assert unescape(row.title) in answer.text
            if row.container:
                assert client.get(row.container, timeout=10).content.startswith(b"%PDF")


def relevant_of(key: str, epoch: int = 1) -> dict[str, truth.PaperRow]:
    return {row.name: row for row in truth.relevant_papers([KEYS[key]], QUESTION, epoch)}


def test_relevance_is_as_the_authors_meant_it() -> None:
    alpha = relevant_of("alpha")
    assert set(alpha) == {
        "AI12199",  # one item of twelve
        "AI12400",  # the same report at Full Council
        "AI12301",  # inside of a file
        "AI12500",  # in the minutes alone
        "AI12501", "I901", "old HSCP20040308Report.pdf",
    }  # fmt: skip
    assert alpha["AI12199"].copy == alpha["AI12400"].copy
    assert relevant_of("chi").keys() == {"AI210"}  # the other one is about roads
    assert relevant_of("xi") == {}
    assert relevant_of("omega")["I700"].date == ""


def test_one_report_of_four_councils_is_one_record_and_siblings_are_three() -> None:
    rows = truth.relevant_papers(councils(), QUESTION)
    copies = Counter(row.copy for row in rows if row.copy)
    shared = [copy for copy in copies if "A shared account" in copy]
    assert len(shared) == 1
    assert {row.council for row in rows if row.copy == shared[0]} == {"alpha", "beta", "gamma", "epsilon"}
    siblings = {row.copy for row in rows if row.title.endswith("alliance strategy")}
    assert len(siblings) == 3
    assert truth.records_expected(rows) < len(rows)


def test_every_council_has_the_outcome_of_its_weather() -> None:
    first, second = (truth.outcomes(councils(), QUESTION, epoch) for epoch in (1, 2))
    assert first == {
        "alpha": "results", "beta": "results", "gamma": "results", "epsilon": "results", "mu": "results", "nu": "results",
        "xi": "none", "pi": "refused", "rho": "not_asked", "sigma": "not_asked", "tau": "refused", "upsilon": "unreadable",
        "chi": "results", "psi": "results", "omega": "results", "phi": "not_asked", "zeta": "not_asked", "eta": "not_asked",
    }  # fmt: skip
    assert {key for key in first if first[key] != second[key]} == {"psi"}
    assert relevant_of("psi") and not relevant_of("psi", 2)


def test_the_table_has_a_line_for_every_paper(tmp_path: Path) -> None:
    path = tmp_path / "truth.tsv"
    truth.write_council_truth(path, councils(), QUESTION)
    lines = path.read_text(encoding="utf-8").splitlines()
    papers = [row for council in councils() for row in truth.papers(council, QUESTION)]
    assert len(lines) == len(papers) + 1
    assert {line.count("\t") for line in lines} == {lines[0].count("\t")}


def test_codes_hosts_and_numbers_are_each_given_once() -> None:
    codes = [each.code for each in councils()]
    assert len(codes) == len(set(codes))
    for council in councils():
        assert council.papers.endswith(".test") or not council.papers
        meetings = [meeting.number for each in council.committees for meeting in each.meetings]
        items = [
            item.number for each in council.committees for meeting in each.meetings for item in meeting.items
        ]
        assert len(meetings) == len(set(meetings))
        assert len(items) == len(set(items))
        packs = {meeting.pack for each in council.committees for meeting in each.meetings if meeting.pack}
        assert council.system == "CMIS" or not packs & set(meetings)
