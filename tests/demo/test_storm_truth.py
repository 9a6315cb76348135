"""The truth of the stormy hosts agrees with the authored words, with the protocol, and with what is served."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter, deque
from importlib import resources
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urljoin, urlsplit

import pytest
import requests

from crawler.clock import SkippingClock
from crawler.lead import Outcome
from crawler.trouble import MEANINGS
from harvest.demo.faults import FAULT_KINDS
from harvest.demo.hosts import HOSTS, STORM_HOSTS
from harvest.demo.server import MiniWeb
from harvest.demo.storm.pages import storm_hosts
from harvest.demo.storm.rows import StormRow
from harvest.demo.storm.truth import storm_rows, traps, write_storm_truth
from harvest.text import extract
from tests.demo.test_truth import LOOSE_A, LOOSE_C, STRICT_A, STRICT_C

SKIPS = {"robots", "address", "budget", "depth", "retry-after", "refusing"}
#: Hosts whose robots.txt cannot be had: what they have is never seen.
CLOSED = {"r500.robots.test", "rprivate.robots.test"}


def protocol(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("harvest.demo").joinpath(name).read_text(encoding="utf-8"))


def relevant(epoch: int) -> list[StormRow]:
    return [row for row in storm_rows(epoch) if row.relevant]


def test_the_storm_review_asks_every_host_and_for_the_same_words() -> None:
    storm, review = protocol("storm.toml"), protocol("review.toml")
    assert storm["concepts"] == review["concepts"]
    assert (storm["search"], storm["limits"]) == (review["search"], review["limits"])
    assert storm["sources"][0] == review["sources"][0]
    asked = [urlsplit(source["url"]).netloc for source in storm["sources"]]
    assert sorted(asked) == sorted({*STORM_HOSTS, "www.gov.test"})
    assert set(STORM_HOSTS) == set(storm_hosts())
    assert not set(STORM_HOSTS) & set(HOSTS)
    assert all("/" in source["start"] for source in storm["sources"][1:])


def test_every_host_has_something_to_find_and_something_to_leave() -> None:
    found = Counter(row.host for row in relevant(1))
    left = Counter(
        row.host
        for row in storm_rows(1)
        if row.kind == "document" and row.outcomes == ("read",) and not row.relevant
    )
    assert set(found) == set(STORM_HOSTS) - CLOSED
    assert set(left) == set(STORM_HOSTS) - CLOSED
    assert sum(found.values()) >= 45


@pytest.mark.parametrize("epoch", [1, 2, 3])
def test_rows_speak_in_the_words_of_the_ledger(epoch: int) -> None:
    rows = storm_rows(epoch)
    assert len({row.url for row in rows}) == len(rows) > 200
    outcomes = {*get_args(Outcome), "skipped", "unasked"}
    for row in rows:
        assert row.kind in {"document", "listing", "error", "trap"}, row
        assert row.reason, row
        assert row.outcomes and set(row.outcomes) <= outcomes, row
        assert set(row.troubles) <= {*MEANINGS, *SKIPS, ""}, row
        assert not row.relevant or row.outcomes == ("read",), row


def test_all_kinds_of_trouble_that_this_web_can_make_are_there() -> None:
    troubles = {trouble for row in storm_rows(1) for trouble in row.troubles}
    # A proxy cannot refuse connections, break a name, or show a certificate for one host alone.
    assert troubles >= set(MEANINGS) - {"dns", "connection-refused", "tls"}
    assert {page.weather for host in storm_hosts().values() for page in host.pages} - {""} <= set(FAULT_KINDS)


def test_words_and_judgements_agree_with_wide_margins() -> None:
    texts = Counter(
        page.text
        for host in storm_hosts().values()
        for page in host.pages
        if page.relevant and page.change != "moved"
    )
    assert max(texts.values()) == 1, "two records with one text would be merged"
    for host in storm_hosts().values():
        for epoch in (1, 2):
            for page in host.at(epoch).values():
                text = " ".join(page.text.split())
                if page.relevant:
                    assert STRICT_A.search(text) and STRICT_C.search(text), (host.name, page.path)
                elif page.kind in ("document", "listing") and page.outcome == ("read",):
                    assert not (LOOSE_A.search(text) and LOOSE_C.search(text)), (host.name, page.path)


def asked_until_it_comes(client: requests.Session, url: str) -> requests.Response:
    """Ask as often as a patient client would."""
    for _ in range(4):
        try:
            answer = client.get(url, timeout=5)
        except requests.RequestException:
            continue
        if answer.status_code == 200:
            return answer
    raise AssertionError(url)


@pytest.mark.parametrize("epoch", [1, 2, 3])
def test_relevant_documents_are_served_readable_and_in_english(
    turned: MiniWeb, clock: SkippingClock, stormy: requests.Session, epoch: int
) -> None:
    turned.set_epoch(epoch)
    for row in relevant(epoch):
        clock.advance(600)
        answer = asked_until_it_comes(stormy, row.url)
        kind = answer.headers["Content-Type"]
        read = extract(answer.content, url=row.url, content_type=kind)
        assert (read.outcome, read.language) == ("text", "en"), row.url
        assert STRICT_A.search(" ".join(read.text.split())) and STRICT_C.search(
            " ".join(read.text.split())
        ), row.url
        assert (read.title or "").startswith(row.title.split(" (")[0]), row.url
        assert read.date is None or read.date >= "2000", row.url


_HREF = re.compile(r"""(?:<a href|<meta http-equiv='refresh' content)=["'](?:0; url=)?([^"'#]*)""")
_BASE = re.compile(r'<base href="([^"]+)"')


def walked(client: requests.Session, clock: SkippingClock, host: str, most: int = 4) -> set[str]:
    """Return all addresses of a host that are found within so many links of its front page."""
    start = f"http://{host}/"
    depth, waiting = {start: 0}, deque([start])
    while waiting:
        url = waiting.popleft()
        clock.advance(600)
        try:
            with client.get(url, allow_redirects=False, timeout=0.5, stream=True) as answer:
                body = answer.text if int(answer.headers.get("Content-Length", "9999999")) < 100_000 else ""
        except (requests.RequestException, ValueError):
            continue
        links = (
            re.findall(_HREF, body.replace("&amp;", "&"))
            if "html" in answer.headers.get("Content-Type", "")
            else []
        )
        base = found[1] if (found := _BASE.search(body)) else url
        if location := answer.headers.get("Location"):
            links = [location]
        for link in links:
            try:
                to = urljoin(base, link)
                same = urlsplit(to).netloc == host
            except ValueError:
                continue
            if same and to not in depth and depth[url] < most and "sid=" not in to:
                depth[to] = depth[url] + (not location)
                waiting.append(to)
    return set(depth)


@pytest.mark.parametrize("host", sorted({row.host for row in relevant(1)}))
def test_relevant_documents_can_be_reached_by_links(
    turned: MiniWeb, clock: SkippingClock, stormy: requests.Session, host: str
) -> None:
    reached = walked(stormy, clock, host)
    assert {row.url for row in relevant(1) if row.host == host} <= reached
    doors = {
        row.url
        for row in storm_rows(1)
        if row.host == host and row.kind in ("error", "trap") and "/closed/" not in row.url
    }
    assert doors <= reached, "trouble that nobody walks into proves nothing"


def test_traps_have_no_end_of_their_own(
    turned: MiniWeb, clock: SkippingClock, stormy: requests.Session
) -> None:
    for trap in traps():
        if trap.prefix in ("/calendar.aspx", "/area/", "/mgcalendarmonthview.aspx"):
            shallow, deep = (
                {
                    url
                    for url in walked(stormy, clock, trap.host, most)
                    if urlsplit(url).path.lower().startswith(trap.prefix)
                }
                for most in (5, 7)
            )
            assert len(shallow) < len(deep), trap


def test_the_truth_of_the_storm_can_be_written_as_a_table(tmp_path: Path) -> None:
    path = tmp_path / "storm.tsv"
    write_storm_truth(path, 2)
    with path.open(encoding="utf-8", newline="") as source:
        rows = {row["url"]: row for row in csv.DictReader(source, delimiter="\t", quoting=csv.QUOTE_NONE)}
    assert len(rows) == len(storm_rows(2))
    gone = rows["http://www.kappa.test/papers/supper-club"]
    assert (gone["relevant"], gone["outcomes"], gone["change"]) == ("0", "gone", "gone")
    wall = rows["http://democracy.delta.test/"]
    assert (wall["outcomes"], wall["troubles"]) == ("refused", "challenge")


def test_the_second_epoch_holds_every_kind_of_change() -> None:
    first, second = ({row.url: row for row in storm_rows(epoch)} for epoch in (1, 2))
    changes = Counter(row.change for row in second.values() if row.change)
    assert set(changes) == {"text", "bytes", "moved", "gone", "new", "same"}
    assert {row.url for row in second.values() if row.change == "new"} <= set(second) - set(first)
    assert all(
        first[url].relevant and not second[url].relevant for url in first if first[url].change == "gone"
    )
