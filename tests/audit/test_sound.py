"""Reviews to which something happened that is as it should be: the audit finds nothing in them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from store.ledger import Ledger
from tests.audit.planting import Row, audited, findings, first, forge, of, rows, says
from tests.audit.test_manners import judged, review
from tests.cli.said import Greylit
from tests.crawler.crawling import answer, turn_until_asked
from tests.importing.conftest import refused_run as refused_run
from tests.importing.person import Sheet, done, opened

#: A page that the refused question would have found, and nothing else does.
ONLY_BY_HAND = "http://www.gov.test/government/case-studies/dunmere-mental-health-alliance"


@pytest.fixture
def refused(refused_run: Path, tmp_path: Path) -> Path:
    """A copy of a review of which the site refused a part."""
    return Path(shutil.copytree(refused_run, tmp_path / "review"))


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> Greylit:
    return Greylit(monkeypatch)


@pytest.fixture
def by_hand(refused: Path, say: Greylit, tmp_path: Path) -> Path:
    """The same with a filled-in sheet taken back: two documents with their files, and one that is only named."""
    out = tmp_path / "desk" / "sheet.xlsx"
    assert say("export", "--to", "manual-search", "--out", str(out), cwd=refused).code == 0
    sheet = Sheet(out)
    task = sheet.of_kind("document")[0]
    (out.parent / "report.pdf").write_bytes(opened(sheet.tasks()[task]["open this address"]))
    sheet.document(task, file_name="report.pdf")
    sheet.fill(task, **done())
    (search,) = sheet.of_kind("search")
    (out.parent / "dunmere.html").write_bytes(opened(ONLY_BY_HAND))
    sheet.document(search, title="Dunmere", address=ONLY_BY_HAND, file_name="dunmere.html")
    sheet.document(
        search, title="A printed report", address="https://shop.example.org/report", date=2014, publisher="P"
    )
    sheet.fill(search, **done())
    sheet.save()
    said = say("import", str(out), cwd=refused)
    assert said.code == 0, said
    return refused


def test_a_review_with_refusals_has_its_reasons(refused: Path) -> None:
    report = audited(refused)
    assert findings(report) == []
    assert any(row.body.get("outcome") == "refused" for row in rows(refused))


def test_what_people_brought_is_found_in_archive_ledger_and_database(by_hand: Path) -> None:
    report = audited(by_hand)
    assert findings(report) == []
    assert len([row for row in rows(by_hand) if row.kind == "brought"]) == 3


def test_a_file_that_a_person_brought_and_somebody_changed_is_named(by_hand: Path) -> None:
    row = first(by_hand, "brought", outcome="read")
    forge(by_hand, lambda ledger: ledger[row.seq - 1].change(sha256="0" * 64))
    (finding,) = of(audited(by_hand), "archive")
    assert f"row {row.seq} of the ledger states" in finding.says and finding.where["url"] == row.body["url"]


def test_a_record_of_a_search_that_nobody_made_has_no_path_back(by_hand: Path) -> None:
    brought = first(by_hand, "brought", url=ONLY_BY_HAND)

    def other(ledger: list[Row]) -> None:
        for row in ledger:
            if row.kind == "by_hand":
                row.change(task="0-0")

    forge(by_hand, other)
    (finding,) = of(audited(by_hand), "paths")
    assert finding.where["url"] == ONLY_BY_HAND
    assert f"the path breaks off at row {brought.seq} of the ledger" in finding.says


def test_an_address_that_a_person_named_waits_for_the_next_run(refused: Path, say: Greylit) -> None:
    said = say(
        "add",
        "http://www.gov.test/x",
        "--note",
        "cited",
        "--by",
        "HS",
        "--test-host",
        "www.gov.test",
        cwd=refused,
    )
    assert said.code == 0, said
    assert findings(audited(refused)) == []


def test_answers_that_stood_twice_refer_to_the_record_that_has_them(tmp_path: Path) -> None:
    """The newest record is a revisit then, and its bytes had first come from another address."""
    here = review(tmp_path, "/a", "/b")
    for run in (1, 2, 3):
        here.run, here.manners = (
            run,
            here.manners.model_copy(update={"update": run > 1, "recheck_after": 0.0}),
        )
        if run > 1:
            with Ledger(here.workspace.ledger) as ledger:
                ledger.append("run", here.rows("run")[0].body, run)
            here.plan("/a", "/b", run=run)
        crawl = here.crawl()
        while (pending := turn_until_asked(crawl, here.clock)) is not None:
            robots = pending.url.endswith("/robots.txt")
            status = 304 if run > 1 and not robots else 200
            answer(crawl, pending, status, b"" if robots or run > 1 else b"the same bytes", ETag='"one"')
        crawl.close("finished")
    assert [
        row.body["status"] for row in here.rows("fetch") if row.run == 3 and row.body["kind"] == "page"
    ] == [304, 304]
    assert of(judged(here), "archive") == []
    # The last row says that it repeats the revisit of the second run, and not the record that has the bytes.
    middle = next(row for row in here.rows("fetch") if row.run == 2 and row.body["kind"] == "page")
    last = here.rows("fetch")[-2]
    forge(here.root, lambda ledger: ledger[last.seq - 1].change(same_as=middle.seq), database=False)
    assert any(
        f"repeats row {middle.seq}, but its record refers to byte" in each for each in says(judged(here))
    )
