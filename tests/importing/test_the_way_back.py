"""A site refuses a part of a run; a person does it by hand; the search is whole again."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from harvest.demo.server import MiniWeb
from store.archive import read
from store.ledger import Ledger
from tests.cli.said import Greylit
from tests.importing.person import Sheet, done, opened, rows, titles
from tests.whole.harness import Web, greylit

#: For each record of the undisturbed run the longest document in which both concepts stand: a file, or a web page,
#: which is a page of its own where the publication has parts.
EVIDENCE = """
    select r.title, r.work_date, r.publishers[1], case when d.role = 'file' then d.final_url else coalesce(
        (select replace(min(l.to_url), '/api/content', '') from link l where l.seq = w.seq and l.why = 'part'), r.url) end
    from record r join work w using (work) join work_document d using (work) join document t using (document)
    where (select count(distinct concept) from match m where m.document = d.document and m.concept in ('A', 'C')) = 2
    qualify row_number() over (partition by r.record order by t.characters desc) = 1 order by r.title
"""


@pytest.fixture(scope="module")
def filled(
    tmp_path_factory: pytest.TempPathFactory, refused_run: Path, undisturbed: Path
) -> tuple[Path, Path]:
    """The refused review with a sheet that a person has filled in, and the folder of the sheet."""
    base = tmp_path_factory.mktemp("filled")
    review, desk = Path(shutil.copytree(refused_run, base / "review")), base / "desk"
    with pytest.MonkeyPatch.context() as patch:
        said = Greylit(patch)(
            "export", "--to", "manual-search", "--out", str(desk / "sheet.xlsx"), "--review", str(review)
        )
    assert said.code == 0, said.err
    sheet = Sheet(desk / "sheet.xlsx")
    for task in sheet.of_kind("document"):
        row = sheet.tasks()[task]
        name = row["open this address"].rsplit("/", 1)[-1]
        (desk / name).write_bytes(opened(row["open this address"]))
        sheet.fill(task, **done(documents_kept=1))
        sheet.document(task, file_name=name)
    (search,) = sheet.of_kind("search")
    missed = [each for each in rows(undisturbed, EVIDENCE) if each[0] not in titles(review)]
    for number, (title, date, publisher, url) in enumerate(missed):
        name = f"{number:02d}.{'pdf' if url.endswith('.pdf') else 'html'}"
        (desk / name).write_bytes(opened(url))
        sheet.document(search, title=title, date=date, publisher=publisher, address=url, file_name=name)
    sheet.fill(search, **done(results_seen=40, documents_kept=len(missed), note="first page only"))
    sheet.save()
    return review, desk


@pytest.fixture(scope="module")
def imported(filled: tuple[Path, Path]) -> tuple[Path, Path, dict[str, object]]:
    review, desk = filled
    with pytest.MonkeyPatch.context() as patch:
        said = Greylit(patch)("import", str(desk / "sheet.xlsx"), "--review", str(review), "--json")
    assert said.code == 0, said.out + said.err
    return review, desk, said.json()


def test_the_refused_run_lacks_records_and_says_what_is_left(
    say: Greylit, refused_run: Path, undisturbed: Path
) -> None:
    assert set(titles(refused_run)) < set(titles(undisturbed))
    left = say("hosts", "--blocked", "--json", cwd=refused_run).json()
    hosts = {row["host"]: row for row in left["hosts"]}
    assert hosts["www.gov.test"]["questions"] == ["govuk:A1"]
    assert [url.rsplit("/", 1)[-1] for url in hosts["assets.publishing.gov.test"]["addresses"]] == [
        "home-first-ashford-vale.pdf", "care-closer-to-home.pdf",
    ]  # fmt: skip
    told = say("hosts", "--blocked", cwd=refused_run).out
    assert (
        "next: greylit export --to manual-search" in told
        and "answers that it is forbidden: 2 addresses" in told
    )


def test_what_a_person_brings_gives_the_records_of_an_undisturbed_run(
    imported: tuple[Path, Path, dict[str, object]], undisturbed: Path
) -> None:
    review, _, said = imported
    assert titles(review) == titles(undisturbed)
    assert said["records"] == len(titles(undisturbed))
    assert (said["searches"], said["waiting"], said["known"]) == (3, 0, 0)
    numbers = [record for (record,) in rows(review, "select record from record order by 1")]
    assert set(said["new_records"]) <= set(numbers) and len(set(numbers)) == len(numbers)  # type: ignore[call-overload]


def test_the_file_of_a_refused_attachment_belongs_to_the_work_whose_page_has_it(
    imported: tuple[Path, Path, dict[str, object]], undisturbed: Path
) -> None:
    review, _, _ = imported
    files = "select work, document from work_document where final_url like '%home-first-ashford-vale.pdf'"
    assert rows(review, files) == rows(undisturbed, files) != []
    assert not [
        work
        for (work,) in rows(review, "select work from work")
        if work.endswith("home-first-ashford-vale.pdf")
    ]


def test_why_says_who_brought_a_document_and_when(
    say: Greylit, imported: tuple[Path, Path, dict[str, object]]
) -> None:
    review, _, _ = imported
    url = rows(review, "select url from brought where url like '%home-first-ashford-vale.pdf'")[0][0]
    chain = say("why", url, "--json", cwd=review).json()["chain"]
    (brought,) = [each["says"] for each in chain if each["step"] == "brought"]
    assert "found by hand by LB on 2026-11-24" in brought and "file home-first-ashford-vale.pdf" in brought
    assert any(each["step"] == "fetched" and "refused" in each["says"] for each in chain)
    work = rows(
        review, "select record from record r join found f using (work) where f.route = 'manual-search'"
    )[0][0]
    found = [
        each["says"]
        for each in say("why", work, "--json", cwd=review).json()["chain"]
        if each["step"] == "found"
    ]
    assert any("by LB" in each and "2026-11-24" in each and "/search/all" in each for each in found)


def test_status_says_which_questions_were_answered_by_hand_and_what_waits(
    say: Greylit, imported: tuple[Path, Path, dict[str, object]], refused_run: Path
) -> None:
    review, _, _ = imported
    before = say("status", "--json", cwd=refused_run).json()
    assert before["by_hand"]["waiting"]["questions"] == ["govuk:A1"]
    assert any("left for a person: 1 search, 2 documents" in each["says"] for each in before["findings"])
    after = say("status", "--json", cwd=review).json()
    assert after["by_hand"]["answered"]["questions"] == ["govuk:A1"]
    assert after["by_hand"]["waiting"] == {"questions": [], "addresses": []}
    refused = [each for each in after["findings"] if "questions refused" in each["says"]]
    assert [each["severity"] for each in refused] == ["note"]
    assert "answered by hand: govuk:A1 results" in refused[0]["says"]
    # For the crawler the question stays what it was.
    assert after["totals"]["asked_refused"] == before["totals"]["asked_refused"] == 1
    assert after["totals"]["fetched"] == before["totals"]["fetched"]


def test_the_search_log_of_an_export_tells_the_search_by_hand(
    say: Greylit, imported: tuple[Path, Path, dict[str, object]], tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    review, _, _ = imported
    assert say("export", "--to", "xlsx", "--out", str(tmp_path / "x.xlsx"), cwd=review).code == 0
    head, *log = load_workbook(tmp_path / "x.xlsx")["search log"].iter_rows(values_only=True)
    told = {row[head.index("question")]: row[head.index("by hand")] for row in log}
    assert told["govuk:A1"].startswith("results, 40 seen") and "by LB (first page only)" in told["govuk:A1"]
    assert not told["govuk:A2"]


def test_every_byte_that_was_brought_lies_in_the_archive_and_the_chain_holds(
    imported: tuple[Path, Path, dict[str, object]],
) -> None:
    review, desk, said = imported
    held = rows(
        review, "select b.file, c.sha256, c.warc, c.warc_offset from brought b join capture c using (seq)"
    )
    assert len(held) == said["documents"] >= 4  # type: ignore[operator]
    for file, sha256, warc, offset in held:
        body = read(review / "archive", warc, offset).body()
        assert body == (desk / file).read_bytes() and hashlib.sha256(body).hexdigest() == sha256
    for path in (review / "archive").glob("0000-*.warc.gz"):
        with path.open("rb") as file:
            kinds = [
                record.rec_type
                for record in ArchiveIterator(file, check_digests="raise")
                if record.content_stream().read()
            ]
        assert kinds.count("resource") == len(held) + 1, "each file, and the sheet itself"
    with Ledger(review / "ledger.sqlite", read_only=True) as ledger:
        assert ledger.verify() is None


def test_the_same_sheet_twice_doubles_nothing(
    say: Greylit, imported: tuple[Path, Path, dict[str, object]]
) -> None:
    review, desk, first = imported
    with Ledger(review / "ledger.sqlite", read_only=True) as ledger:
        head = ledger.head()
    files = sorted(path.name for path in (review / "archive").iterdir())
    again = say("import", str(desk / "sheet.xlsx"), "--json", cwd=review).json()
    assert (again["searches"], again["documents"], again["without_file"]) == (0, 0, 0)
    assert again["known"] == first["searches"] + first["documents"]  # type: ignore[operator]
    assert again["new_records"] == []
    with Ledger(review / "ledger.sqlite", read_only=True) as ledger:
        assert ledger.head() == head
    assert sorted(path.name for path in (review / "archive").iterdir()) == files


def test_a_rebuild_has_what_was_brought(
    say: Greylit, imported: tuple[Path, Path, dict[str, object]], tmp_path: Path, undisturbed: Path
) -> None:
    copy = Path(shutil.copytree(imported[0], tmp_path / "copy"))
    (copy / "greylit.duckdb").unlink()
    said = say("rebuild", "--json", cwd=copy)
    assert said.code == 0, said.out
    assert titles(copy) == titles(undisturbed)
    assert json.loads(said.out)["missing_files"] == {}


def test_a_sheet_written_after_the_work_is_done_is_not_written(
    say: Greylit, imported: tuple[Path, Path, dict[str, object]], tmp_path: Path
) -> None:
    said = say(
        "export", "--to", "manual-search", "--out", str(tmp_path / "again.xlsx"), "--json", cwd=imported[0]
    ).json()
    assert (said["tasks"], said["paths"]) == (0, [])
    assert "nothing is left for a person" in said["notes"][0]
    assert not (tmp_path / "again.xlsx").exists()


def test_an_audit_finds_nothing_wrong_with_what_was_brought(
    say: Greylit, imported: tuple[Path, Path, dict[str, object]]
) -> None:
    said = say("audit", cwd=imported[0])
    assert said.code == 0, said.out


def test_the_permission_of_a_site_travels_with_the_run_to_the_sheet_and_the_workbook(
    say: Greylit, refused_run: Path, tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    assert say("status", "--json", cwd=refused_run).json()["permissions"][0]["given_by"] == "J Smith"
    for fmt in ("manual-search", "xlsx"):
        assert say("export", "--to", fmt, "--out", str(tmp_path / f"{fmt}.xlsx"), cwd=refused_run).code == 0
    told = {row["host"]: row["permission"] for row in Sheet(tmp_path / "manual-search.xlsx").tasks().values()}
    assert told["www.gov.test"].startswith("J Smith (head of publishing) permits: reading all publications")
    assert not told["assets.publishing.gov.test"]
    head, row = load_workbook(tmp_path / "xlsx.xlsx")["permissions"].iter_rows(values_only=True)
    assert dict(zip(head, row, strict=True))["permits"] == "reading all publications"


def test_a_later_refusal_takes_nothing_away_that_a_person_brought(
    say: Greylit, imported: tuple[Path, Path, dict[str, object]], undisturbed: Path, tmp_path: Path
) -> None:
    review = Path(shutil.copytree(imported[0], tmp_path / "review"))
    with MiniWeb() as web:
        web.fault("www.gov.test", "403", path="/api/search.json")
        web.fault("assets.publishing.gov.test", "403", times=99, path="/media/")
        ran = greylit(
            "run", str(review / "protocol.toml"), "--quiet", web=Web(web.proxy, tmp_path / "unused")
        )
    assert ran.returncode == 3, ran.stderr
    numbers = "select record, title from record order by 1"
    assert rows(review, numbers) == rows(imported[0], numbers)
    assert titles(review) == titles(undisturbed)
    # Of the new run the question waits again; the files that were brought do not.
    left = say("status", "--json", cwd=review).json()["by_hand"]["waiting"]
    brought = {url for (url,) in rows(review, "select url from brought")}
    assert left["questions"] == ["govuk:A1"] and not brought.intersection(left["addresses"])
    assert say("audit", cwd=review).code == 0
