"""Answers that are meant to fill the memory or to hold the crawl up: each ends with a word for it, and others go on."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from crawler.manners import Manners
from crawler.process import FINISHED
from crawler.start import start
from tests.crawler.hostile import HOSTS, PAGES, hosts
from tests.crawler.test_process import ended, prepare, rows

#: What the crawl process may take of memory, in MB, whatever is sent to it (the task of this machine's crawls).
MOST = 200
#: The outcome and the word that each host is to end with.
EXPECTED = {
    **{name: ("failed", "too-large") for name in HOSTS if name.startswith("bomb-")},
    "tags-without-number": ("read", None), "links-without-number": ("read", None),
    "five-gigabytes-declared": ("failed", "too-large"), "five-gigabytes-undeclared": ("failed", "too-large"),
    "chunks-without-end": ("failed", "too-large"), "chunks-of-one-byte": ("failed", "too-large"),
    "chunk-with-an-endless-name": ("failed", "connection-broken"), "trailers-without-end": ("failed", "connection-broken"),
    "nearly-too-large": ("read", None),
    "one-byte-a-second": ("failed", "timeout"), "one-header-byte-a-second": ("failed", "timeout"),
    "one-header-a-second": ("failed", "timeout"), "nothing-at-all": ("failed", "timeout"),
    "one-header-of-10-mb": ("failed", "headers-too-large"), "headers-of-10-mb": ("failed", "headers-too-large"),
    "headers-without-end": ("failed", "headers-too-large"), "header-folded-without-end": ("failed", "headers-too-large"),
    "status-line-without-end": ("failed", "headers-too-large"), "interim-answers-without-end": ("failed", "headers-too-large"),
    "no-http": ("failed", "other"), "lengths-that-differ": ("failed", "connection-broken"),
    "length-below-nought": ("failed", "connection-broken"), "more-than-it-says": ("read", None),
    "closes-at-once": ("failed", "connection-broken"),
}  # fmt: skip


class Crawled(NamedTuple):
    found: dict[str, dict[str, Any]]  # the row of each host's page
    pages: list[float]  # when each page of the host that means no harm was there, in seconds
    peak: float  # MB
    seconds: float
    left: list[str]  # files in the folder
    log: int  # bytes


def crawl(folder: Path, names: list[str], timeout: float) -> Crawled:
    """Crawl these hosts, and one that means no harm, with the real process and the numbers a protocol begins with."""
    began = time.monotonic()
    with hosts("normal", *names) as web:
        workspace = prepare(folder, [f"http://{host}/" for host in web.values()])
        numbers = Manners(
            user_agent="greylit/1 (+mailto:library@example.ac.uk)", delay=0.0, timeout=timeout, attempts=1,
            max_depth=PAGES + 1, max_pages=2 * PAGES, test_hosts=tuple(web.values()),
        )  # fmt: skip
        process, peak = start(workspace.root, 1, numbers, "greylit/1"), 0
        while process.poll() is None:
            peak = max(peak, high_water(process.pid))
            time.sleep(0.02)
        code, said = ended(process)
        assert (code, said) == (FINISHED, "")
        fetched = rows(workspace)
        pages = [
            row["asked_at"] + row["took"]
            for row in fetched
            if row["url"].startswith(f"http://{web['normal']}/") and row.get("outcome") == "read"
            and row["kind"] == "page"
        ]  # fmt: skip
        found = {name: row for name in names for row in fetched if row["url"] == f"http://{web[name]}/"}
        left = [path.name for path in workspace.root.rglob("*") if path.is_file()]
        log = sum(path.stat().st_size for path in workspace.logs.iterdir())
        return Crawled(found, pages, peak / 1024, time.monotonic() - began, left, log)


def high_water(pid: int) -> int:
    """Return the most memory that a process has had, in kB. (``ru_maxrss`` begins with that of its parent.)"""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return int(status.partition("VmHWM:")[2].split()[0]) if "VmHWM:" in status else 0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    made = tmp_path_factory.mktemp("hostile")
    yield made
    shutil.rmtree(made)  # some hundred MB


#: Those that wait for the time limit, and the limit for them; the others are to end long before theirs.
WAITING, SHORT, LONG = [name for name, end in EXPECTED.items() if end[1] == "timeout"], 3.0, 30.0


@pytest.fixture(scope="module")
def crawls(folder: Path) -> list[Crawled]:
    """All of them, eight at a time; those that wait for the time limit beside the others."""
    others = [name for name in EXPECTED if name not in WAITING]
    with ThreadPoolExecutor() as pool:
        slow = pool.submit(crawl, folder / "waiting", WAITING, SHORT)
        fast = pool.submit(crawl, folder / "others", others, LONG)
        return [slow.result(), fast.result()]


def test_every_hostile_host_is_expected_to_end_in_some_way() -> None:
    assert set(EXPECTED) | {"normal"} == set(HOSTS) and len(EXPECTED) > 25


@pytest.mark.parametrize("name", EXPECTED)
def test_the_row_of_a_hostile_answer_says_what_became_of_it(crawls: list[Crawled], name: str) -> None:
    row = next(each.found[name] for each in crawls if name in each.found)
    assert (row["outcome"], row.get("trouble")) == EXPECTED[name], row
    assert row.get("detail") or row["outcome"] == "read"
    assert row["took"] < LONG
    if name in WAITING:
        assert SHORT - 0.1 <= row["took"] < SHORT + 5


def test_memory_stays_small_whatever_is_sent(crawls: list[Crawled]) -> None:
    assert [50 < each.peak < MOST for each in crawls] == [True, True], [each.peak for each in crawls]


def test_the_host_that_means_no_harm_is_fetched_meanwhile(crawls: list[Crawled]) -> None:
    for each in crawls:
        assert len(each.pages) == PAGES + 1 and each.pages == sorted(each.pages)
        gaps = [later - sooner for sooner, later in zip(each.pages, each.pages[1:], strict=False)]
        assert max(gaps) < 15, "one host held another up"


def test_nothing_of_it_is_left_but_records(crawls: list[Crawled]) -> None:
    for each in crawls:
        assert {name.split(".")[-1] for name in each.left} <= {"sqlite", "gz", "log", "lock"}, each.left
        assert each.log < 100_000


@pytest.mark.slow
def test_memory_stays_small_when_all_come_together(folder: Path) -> None:
    found = crawl(folder / "together", list(EXPECTED), 60.0)
    assert found.peak < MOST, found.peak
    ends = {name: (row["outcome"], row.get("trouble")) for name, row in found.found.items()}
    assert ends == EXPECTED and len(found.pages) == PAGES + 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind", ["nearly-too-large", "tags-without-number", "bomb-brotli", "links-without-number"]
)
def test_memory_stays_small_when_eight_hosts_send_the_most_at_once(folder: Path, kind: str) -> None:
    found = crawl(folder / kind, [f"{kind}#{n}" for n in range(8)], timeout=60.0)
    assert found.peak < MOST, found.peak
    assert {(row["outcome"], row.get("trouble")) for row in found.found.values()} == {EXPECTED[kind]}
    assert len(found.pages) == PAGES + 1
