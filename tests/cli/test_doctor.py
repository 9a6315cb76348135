"""`greylit doctor` without a source: what it says of this machine and this review, good and bad."""

from __future__ import annotations

import re
import shutil
import time
from collections import namedtuple
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from packaging.requirements import Requirement

from harvest import machine
from harvest.trial_parts import Check
from store.ledger import Ledger
from store.workspace import Workspace
from tests.audit.planting import Row, change_row, first, forge, unguarded, warc
from tests.cli.said import Greylit
from tests.crawler.crawling import site, walk

Usage = namedtuple("Usage", "total used free")
NAMES = ["versions", "contact", "disk", "lock", "ledger", "clock", "database", "robots"]


def checks(folder: Path) -> dict[str, Check]:
    """Return the checks of a folder by name."""
    return {each.name: each for each in machine.machine(Workspace(folder), folder / "protocol.toml")}


def bad(folder: Path, name: str) -> Check:
    """Return the one check that is bad."""
    found = checks(folder)
    assert [each.name for each in found.values() if not each.ok] == [name], found
    assert found[name].next, "it says what to do"
    return found[name]


def test_this_machine_and_this_review_are_checked_line_by_line(
    say: Greylit, finished: Path, tmp_path: Path
) -> None:
    said = say("doctor", cwd=finished)
    assert said.code == 0
    assert [line.split()[1] for line in said.out.splitlines()] == NAMES
    assert all(line.startswith("ok ") for line in said.out.splitlines())
    for part in (
        "requests go out as greylit/", "contact: library@example.ac.uk", "61 rows, chain whole", "13 records, in step with the ledger",
        "2 hosts in run 1, asked ", "none is closed to us", "apart from the hosts by the dates of their last 2 answers",
    ):  # fmt: skip
        assert part in said.out, part
    document = say("doctor", "--json", cwd=finished).json()
    assert document["ok"] is True and [each["name"] for each in document["checks"]] == NAMES
    assert all(set(each) == {"name", "ok", "saw"} for each in document["checks"])


def test_a_folder_without_a_review_is_a_machine_all_the_same(say: Greylit, tmp_path: Path) -> None:
    said = say("doctor", cwd=tmp_path)
    assert said.code == 0 and [line.split()[1] for line in said.out.splitlines()] == [
        "versions",
        "disk",
        "clock",
    ]


def test_it_changes_nothing(finished: Path) -> None:
    before = {path: path.read_bytes() for path in finished.rglob("*") if path.is_file()}
    checks(finished)
    assert {path: path.read_bytes() for path in finished.rglob("*") if path.is_file()} == before


# ---- versions


def test_a_library_that_is_too_old_or_missing_is_named(
    monkeypatch: pytest.MonkeyPatch, finished: Path
) -> None:
    wishes = ["scrapy>=99", "no-such-library>=1", "uvloop>=99; sys_platform == 'nowhere'", "protego>=0.1"]
    monkeypatch.setattr(machine, "requires", lambda _: wishes)
    found = bad(finished, "versions")
    assert "scrapy 2." in found.saw and "is not >=99" in found.saw
    assert "no-such-library is missing" in found.saw
    assert "uvloop" not in found.saw.split("(")[0] and "protego" not in found.saw.split("(")[0]


def test_the_libraries_that_are_there_are_those_that_the_package_needs() -> None:
    needed = [Requirement(text).name for text in machine.requires("greylit") or ()]
    assert "scrapy" in needed and machine.versions().ok


# ---- contact and disk


def test_an_example_as_contact_is_bad_only_where_real_hosts_are_asked(review: Path) -> None:
    assert checks(review)["contact"].ok
    path = review / "protocol.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("http://www.gov.test/", "https://www.gov.uk/"),
        encoding="utf-8",
    )
    found = bad(review, "contact")
    assert "library@example.ac.uk is an example, and www.gov.uk is real" in found.saw
    path.write_text(
        path.read_text(encoding="utf-8").replace("library@example.ac.uk", "library@surrey.ac.uk"),
        encoding="utf-8",
    )
    assert "library@surrey.ac.uk" in checks(review)["contact"].saw and checks(review)["contact"].ok


def test_a_protocol_that_cannot_be_read_is_named(review: Path) -> None:
    (review / "protocol.toml").write_text("nonsense = [", encoding="utf-8")
    assert "greylit check" in str(bad(review, "contact").next)


@pytest.mark.parametrize(("free", "budget", "good"), [(60_000_000, "", False), (5_000_000_000, "", True), (5_000_000_000, "20GB", False)])  # fmt: skip
def test_a_disk_without_room_for_a_run_is_named(
    review: Path, monkeypatch: pytest.MonkeyPatch, free: int, budget: str, good: bool
) -> None:
    if budget:
        path = review / "protocol.toml"
        text = path.read_text(encoding="utf-8").replace(
            "[[sources]]", f'[crawl.budget]\nbytes = "{budget}"\n\n[[sources]]', 1
        )
        path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**11, 0, free))
    assert checks(review)["disk"].ok is good
    if not good:
        found = bad(review, "disk")
        assert (
            f"{free / 1e6:.1f} MB free" in found.saw
            or "5.0 GB free; crawl.budget.bytes allows a run 20.0 GB" in found.saw
        )


# ---- clock


def test_a_clock_that_was_set_back_is_named(review: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    monkeypatch.setattr(machine.time, "time", lambda: now - 7200)
    found = bad(review, "clock")
    assert "the newest ledger row is 2.0 hours ahead" in found.saw


def test_a_clock_of_the_last_century_is_named(finished: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine.time, "time", lambda: 900_000_000.0)
    assert "1998-07-09" in bad(finished, "clock").saw


def test_a_clock_that_differs_from_the_hosts_is_named(review: Path) -> None:
    """Rows and requests are an hour late by the dates of the answers themselves."""

    def late(ledger: list[Row]) -> None:
        for row in ledger:
            at = datetime.fromisoformat(row.at) - timedelta(hours=1)
            row.at = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
            if row.kind == "fetch":
                row.change(asked_at=row.body["asked_at"] - 3600)

    forge(review, late)
    found = checks(review)["clock"]
    assert not found.ok and re.search(r"\b(3599|3600|3601) s apart from the hosts", found.saw)


# ---- store


def test_a_broken_chain_a_lost_guard_and_a_damaged_file_are_named(review: Path) -> None:
    row = first(review, "fetch", kind="content")
    change_row(review, row.seq, depth=9)
    assert f"row {row.seq} is not what was written" in bad(review, "ledger").saw
    with unguarded(review) as ledger:
        ledger.execute("update entry set body = ? where seq = ?", (row.text, row.seq))
        ledger.commit()
        assert "it has lost its guards: entry_no_update" in bad(review, "ledger").saw
    assert all(each.ok for each in checks(review).values())
    (review / "ledger.sqlite").write_bytes(b"no ledger" * 1000)
    assert not checks(review)["ledger"].ok


def test_a_run_that_is_at_work_is_told(review: Path) -> None:
    lock = Workspace(review).lock()
    try:
        assert checks(review)["lock"].saw == "a run is at work in this folder"
    finally:
        lock.release()
    assert checks(review)["lock"].saw == "no run is at work"


def test_a_database_behind_the_ledger_or_ahead_of_it_is_named(review: Path) -> None:
    with Ledger(review / "ledger.sqlite") as ledger:
        ledger.append(
            "skip", {"url": "http://www.gov.test/x", "source": "govuk", "reason": "depth", "detail": "x"}, 1
        )
    found = bad(review, "database")
    assert "up to ledger row 61 of 62" in found.saw and found.next == "greylit rebuild"
    with unguarded(review) as connection:
        connection.execute("delete from entry where seq > 50")
    assert "computed from 61 ledger rows, and the ledger has 50" in checks(review)["database"].saw


def test_a_database_of_another_layout_is_named(review: Path) -> None:
    for layout, says in (
        ("1", "it has layout 1; this version writes"),
        ("99", "was written by a newer greylit"),
    ):
        with duckdb.connect(str(review / "greylit.duckdb")) as connection:
            connection.execute("update meta set value = ? where key = 'schema_version'", [layout])
        assert says in bad(review, "database").saw


# ---- robots.txt


def test_closed_hosts_are_named_with_the_reason(tmp_path: Path) -> None:
    here = site(tmp_path)
    with Ledger(here.workspace.ledger) as ledger:
        ledger.append("run", {"protocol_sha256": "", "protocol": {}}, 1)
    here.plan("/a", "https://two.example.org/b")
    walk(here.crawl(), here.clock, {"/robots.txt": (503, b"")})
    found = checks(here.root)["robots"]
    assert "2 hosts in run 1" in found.saw
    assert "closed to us: one.example.org (robots.txt answered 503: the host is closed to us)" in found.saw
    assert "two.example.org (" not in found.saw and found.next == "greylit hosts --blocked"


def test_an_archive_that_is_gone_takes_only_the_dates_from_the_clock(review: Path) -> None:
    warc(review).unlink()
    found = checks(review)
    assert found["clock"].ok and "apart" not in found["clock"].saw and found["robots"].ok
