"""The truth of the publishers agrees with the author's judgement, with what is served, and with the protocol."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter, deque
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from harvest.demo.hosts import COUNCIL_HOSTS, HOSTS, PUBLISHER_HOSTS, STORM_HOSTS
from harvest.demo.publishers import registry
from harvest.demo.publishers.model import COMMONS, JRF, KINGS_FUND, MIRROR, body_of, by_id, dead_links
from harvest.demo.publishers.truth import (
    original_address,
    publisher_rows,
    records_expected,
    to_be_apart,
    write_publisher_truth,
)
from harvest.demo.truth import TERMS_A, TERMS_C
from harvest.protocol.load import load_protocol
from tests.demo_publishers.conftest import Ask

LINK = re.compile(r'<a href="([^"]+)"|<loc>([^<]+)</loc>')


def protocol(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("harvest.demo").joinpath(name).read_text(encoding="utf-8"))


def test_the_judgement_of_the_author_is_that_of_the_words() -> None:
    judged = {name: each.relevant for name, each in by_id().items()}
    assert {row.work_id: row.relevant for row in publisher_rows()} == judged


def test_topics_and_margins_of_a_page_never_decide() -> None:
    for name, each in by_id().items():
        around = "\n".join([each.kind, *each.topics])
        assert not TERMS_A.search(around) and not TERMS_C.search(around), name


def test_each_host_has_what_it_is_there_for() -> None:
    rows = publisher_rows()
    assert Counter(row.host for row in rows) == {KINGS_FUND: 29, JRF: 21, COMMONS: 13, MIRROR: 4}
    relevant = Counter(row.host for row in rows if row.relevant)
    assert relevant == {KINGS_FUND: 10, JRF: 7, COMMONS: 5, MIRROR: 3}
    recovered = {row.work_id for row in rows if row.with_copies and not row.relevant}
    assert recovered == {"kf-lessons", "jrf-pooled"}
    assert sum(row.words and not row.in_scope for row in rows) == 3
    assert [row.work_id for row in rows if row.unreadable] == ["kf-empty-frame"]
    assert [row.work_id for row in rows if row.refused] == ["kf-empty-shell"]
    assert {row.work_id for row in rows if row.date is None and row.host == JRF} == {"jrf-undated"}
    assert {row.found_by for row in rows if row.relevant} == {
        "sitemap",
        "listing",
        "link",
        "search",
        "mirror",
    }
    assert sum(row.in_file_only for row in rows if row.relevant) >= 6


def test_irrelevant_ones_speak_of_alliances_of_one_concept_or_of_neither() -> None:
    left = [by_id()[row.work_id] for row in publisher_rows() if not row.words]
    kinds = Counter(
        (bool(TERMS_A.search(each.page_words)), bool(TERMS_C.search(each.page_words))) for each in left
    )
    assert kinds[True, False] >= 3 and kinds[False, True] >= 12 and kinds[False, False] >= 6
    assert sum("borderline" in each.reason for each in left) >= 5


def test_two_works_of_one_title_are_to_stay_apart() -> None:
    (pair,) = to_be_apart()
    one, other = (by_id()[name] for name in pair)
    assert one.title == other.title and one.date == other.date and one.host != other.host
    assert one.body != other.body
    assert set(pair) <= set(records_expected())


def test_copies_are_one_record_with_their_originals() -> None:
    expected = records_expected()
    assert "kf-nine-signatures" in expected and "mirror-nine-signatures" not in expected
    assert {"mirror-dunmere", "mirror-lost"} <= set(expected)
    assert len(expected) == 24 and len(records_expected(with_copies=True)) == 26
    for row in publisher_rows():
        assert bool(original_address(row)) == bool(row.twin_of)


def test_every_address_and_file_of_the_truth_answers(ask: Ask) -> None:
    for row in publisher_rows():
        for address in row.addresses:
            answer = ask(address)
            for _ in range(3):
                answer = ask(answer.headers["Location"]) if answer.is_redirect else answer
            assert answer.status_code == 200, address
            assert urlsplit(answer.url).path == by_id()[row.work_id].path
        for address in row.files:
            assert ask(address).content.startswith(b"%PDF-"), address


def test_whoever_follows_links_and_sitemaps_comes_to_all_but_what_only_the_search_names(ask: Ask) -> None:
    fronts = [f"http://{host}/" for host in (KINGS_FUND, JRF, COMMONS, MIRROR)]
    sitemaps = [f"http://{host}/sitemap.xml" for host in (KINGS_FUND, JRF)]
    waiting, seen, broken = deque(fronts + sitemaps), set(fronts + sitemaps), set()
    while waiting:
        address = waiting.popleft()
        answer = ask(address)
        if answer.status_code >= 400:
            broken.add(address)
        found = [answer.headers["Location"]] if answer.is_redirect else []
        if answer.headers["Content-Type"].startswith(("text/html", "application/xml")):
            found += [one or other for one, other in LINK.findall(answer.text)]
        for link in found:
            to = urljoin(address, link.replace("&amp;", "&"))
            assert urlsplit(to).netloc in PUBLISHER_HOSTS, to
            if to not in seen:
                seen.add(to)
                waiting.append(to)
    unseen = {row.work_id for row in publisher_rows() if row.url not in seen}
    assert unseen == {"hc-only-search"}
    # a page on the bare host links to what its site has lost by an address without a host, as on the other
    named = {each.replace("http://jrf.test/", "http://www.jrf.test/") for each in broken}
    assert named == {each.url for each in dead_links()}


def test_the_text_of_a_publication_can_be_had_by_its_id() -> None:
    body = body_of("jrf-neighbourhood")
    assert TERMS_A.search(body) and TERMS_C.search(body)
    assert all(each.cited_by in by_id() for each in dead_links())
    assert all(each.twin in by_id() for each in dead_links() if each.twin)


def test_the_truth_is_written_with_every_column(tmp_path: Path) -> None:
    path = tmp_path / "truth.tsv"
    write_publisher_truth(path)
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert len(rows) == len(publisher_rows())
    lessons = next(row for row in rows if row["work_id"] == "kf-lessons")
    assert lessons["authors"] == "Rosalind Peake|Edmund Tarrant"
    assert (lessons["relevant"], lessons["with_copies"], lessons["date"]) == ("0", "1", "2013-11-05")
    assert next(row for row in rows if row["work_id"] == "jrf-undated")["date"] == ""


def test_the_publishers_review_asks_every_site_and_for_the_same_words(tmp_path: Path) -> None:
    publishers, review = protocol("publishers.toml"), protocol("review.toml")
    assert publishers["concepts"] == review["concepts"]
    assert publishers["search"] == review["search"]
    asked = {urlsplit(source["url"]).netloc for source in publishers["sources"]}
    assert asked == {KINGS_FUND, JRF, COMMONS, MIRROR}
    path = tmp_path / "protocol.toml"
    path.write_bytes(resources.files("harvest.demo").joinpath("publishers.toml").read_bytes())
    assert [source.id for source in load_protocol(path).sources] == [
        "kingsfund",
        "jrf",
        "healthcommons",
        "docsmirror",
    ]


def test_no_host_answers_for_two() -> None:
    assert set(registry.HOSTS) <= set(PUBLISHER_HOSTS)
    assert not set(registry.HOSTS) & {*HOSTS, *STORM_HOSTS, *COUNCIL_HOSTS}
    assert all(host.endswith(".test") for host in PUBLISHER_HOSTS)
