"""The truth agrees with the authored words, with wide margins, and with what the miniature web serves."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import requests

from harvest.demo.corpus.build import build_site
from harvest.demo.corpus.model import Work
from harvest.demo.server import MiniWeb
from harvest.demo.truth import TERMS_A, TERMS_C, documents, truth_rows, write_truth

SEARCH = "http://www.gov.test/api/search.json"
# the strictest reading of the terms, and one so loose that any sensible reading lies between the two
STRICT_A = re.compile(
    r"\b(alliancing|alliance (contract|agreement)\w*|alliance commissioning|alliance (\w+ ){0,1}partner)\b",
    re.I,
)
LOOSE_A = re.compile(
    r"allianc\w*[\W_]+(contract|agreement|commission)|alliancing|allianc(\w*\W+){1,8}partner|partner(\w*\W+){1,8}allianc",
    re.I,
)
STRICT_C = re.compile(
    r"\b(social care|health and wellbeing|public health|NHS|clinical commissioning|integrated care)\b", re.I
)
LOOSE_C = re.compile(
    r"social\W+care|well-?being|public\W+health|nhs|clinical\W+commission|integrat\w*\W+care", re.I
)


def both_epochs() -> list[tuple[int, str]]:
    return [(epoch, row.work_id) for epoch in (1, 2) for row in truth_rows(epoch)]


def review() -> dict[str, Any]:
    return tomllib.loads(resources.files("harvest.demo").joinpath("review.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("epoch", "name"), both_epochs())
def test_the_judgement_follows_from_the_authored_words(epoch: int, name: str) -> None:
    row = next(r for r in truth_rows(epoch) if r.work_id == name)
    work = build_site(epoch).works[name]
    assert row.relevant == (row.words and row.in_scope and row.outcome == "text")
    flat = [(d, " ".join(d.text.split())) for d in documents(work)]
    if row.words:
        assert any(STRICT_A.search(t) and STRICT_C.search(t) for _, t in flat), "must match at any reading"
    else:
        everything = " ".join(t for _, t in flat)
        assert not (LOOSE_A.search(everything) and LOOSE_C.search(everything)), "must match at no reading"


def test_the_protocol_asks_for_the_terms_that_the_truth_judges() -> None:
    concepts = review()["concepts"]
    for concept, pattern in (("A", TERMS_A), ("C", TERMS_C)):
        for term in concepts[concept]["terms"]:
            plain = re.sub(r'["*]|~\d', "", term)
            assert pattern.search(plain), term


def test_about_a_third_of_some_sixty_works_is_relevant() -> None:
    rows = truth_rows(1)
    assert len(rows) >= 60
    assert 0.28 <= sum(r.relevant for r in rows) / len(rows) <= 0.4
    assert len({r.work_id for r in rows}) == len(rows)
    assert all(r.reason for r in rows)


@pytest.mark.parametrize("epoch", [1, 2])
def test_every_address_of_the_truth_is_served(web: MiniWeb, client: requests.Session, epoch: int) -> None:
    web.set_epoch(epoch)
    for row in web.truth:
        for address in row.urls:
            allowed = {200, 410} if row.outcome == "gone" else {200}
            assert client.get(address).status_code in allowed, address


def asked_terms(*concepts: str) -> Iterator[str]:
    for concept in concepts:
        for term in review()["concepts"][concept]["terms"]:
            near = re.fullmatch(r'"(.+)"~\d+', term)
            yield near[1] if near else f'"{term.rstrip("*")}"'


def found_by_asking(client: requests.Session, *concepts: str) -> set[str]:
    answers = (client.get(SEARCH, params={"q": q, "count": "1500"}).json() for q in asked_terms(*concepts))
    return {result["link"] for answer in answers for result in answer["results"]}


@pytest.mark.parametrize("epoch", [1, 2])
def test_relevant_works_can_be_reached_in_the_way_that_the_truth_names(
    web: MiniWeb, client: requests.Session, epoch: int
) -> None:
    web.set_epoch(epoch)
    works: dict[str, Work] = dict(build_site(epoch).works)
    asked, anything = found_by_asking(client, "A"), found_by_asking(client, "A", "B", "C")
    source = review()["sources"][0]
    walked = {
        result["link"]
        for slug in source["organisations"]
        for result in client.get(SEARCH, params={"filter_organisations": slug, "count": "1500"}).json()[
            "results"
        ]
    }
    members = {
        link["base_path"]
        for path in source["collections"]
        for link in client.get(f"http://www.gov.test/api/content{path}").json()["links"]["documents"]
    }
    for row in web.truth:
        path = works[row.work_id].path
        if row.found_by == "search" and row.relevant:
            assert path in asked, row.work_id
        if row.found_by in ("collection", "organisation"):
            assert path not in anything, f"{row.work_id} must not be found by its own page"
        if row.found_by == "collection" and row.outcome != "gone":
            assert path in members, row.work_id
        if row.found_by == "organisation":
            assert path in walked, row.work_id
            assert path not in members, row.work_id


def test_the_walked_types_cover_every_type_of_a_relevant_work() -> None:
    types = set(review()["sources"][0]["document_types"])
    assert {row.doc_type for epoch in (1, 2) for row in truth_rows(epoch)} <= types


def test_the_page_of_a_match_is_where_its_first_word_stands() -> None:
    pages = {r.work_id: r.matched_page for r in truth_rows(1)}
    assert pages["redcliffe-evaluation"] == 3
    assert pages["wexcombe-page-boundary"] == 2
    assert pages["brackwater-third-year"] == 2
    assert pages["dunmere-mental-health"] is None


def test_every_planned_difficulty_is_there() -> None:
    traps = {r.trap for r in truth_rows(1)}
    assert traps >= {
        "highways", "rail", "airlines", "dementia-action-alliance", "neighbourhood-statistics",
        "trust-called-partnership", "page-furniture", "words-far-apart", "before-2000", "language", "scan",
        "encrypted", "broken", "zero-bytes", "html-as-pdf", "hyphenation", "page-boundary", "gone", "placeholder",
    }  # fmt: skip
    outcomes = {r.outcome for r in truth_rows(1)}
    assert outcomes == {"text", "needs-ocr", "encrypted", "broken", "empty", "gone", "placeholder"}


def test_the_truth_can_be_written_as_a_table(tmp_path: Path) -> None:
    path = tmp_path / "truth.tsv"
    write_truth(path)
    with path.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(rows) == len(truth_rows(1))
    by_id = {row["work_id"]: row for row in rows}
    assert by_id["redcliffe-evaluation"]["relevant"] == "1"
    assert by_id["redcliffe-evaluation"]["matched_page"] == "3"
    assert by_id["undated-toolkit"]["date"] == ""
    assert len(by_id["ashford-vale-home-first"]["urls"].split()) == 5
