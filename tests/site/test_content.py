"""What the pages say: everything of a record, nothing that may not be seen, the numbers that the commands give."""

from __future__ import annotations

import hashlib
import html
import json
import re
import shutil
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from harvest.errors import GreylitError
from harvest.site.frame import POLICY
from store import counts, evidence, views
from store import site as stored
from store.database import Reader
from tests.site.conftest import DATE, MAIL, Built, site
from tests.whole.harness import greylit

ATTRIBUTE = re.compile(r'(?:href|src)="([^"]*)"')
TAG = re.compile(r"<[^>]+>")


def words(text: str) -> str:
    return " ".join(html.unescape(TAG.sub(" ", text)).split())


def rows_of(page: str, caption: str) -> dict[str, str]:
    """Return the two-column table with a caption as names and values."""
    start = page.index("<tbody>", page.index(caption))
    body = page[start : page.index("</table>", start)]
    return {
        words(name): words(value)
        for name, value in re.findall(r"<tr><th[^>]*>(.*?)</th><td[^>]*>(.*?)</td></tr>", body)
    }


def test_every_number_of_the_overview_is_that_of_the_commands(plain_built: Built) -> None:
    page = plain_built.text("index.html")
    review = str(plain_built.review)
    status = json.loads(greylit("status", "--json", "--review", review).stdout)
    listed = json.loads(greylit("records", "--json", "--review", review).stdout)
    total = status["totals"]
    assert f'<dt>Records</dt><dd><a href="records.html">{listed["total"]}</a>' in page
    assert listed["total"] == status["records"] > 3
    expected = {
        "Questions of run 1": {"results": "asked_results", "none": "asked_none", "refused": "asked_refused",
            "unreadable": "asked_unreadable", "failed": "asked_failed", "not asked": "asked_not_asked"},
        "Addresses of run 1": {"fetched": "fetched", "unchanged": "unchanged", "moved": "redirects", "gone": "gone",
            "refused": "refused", "failed": "failed", "unreadable": "unreadable", "kept from before": "kept",
            "passed over": "skipped", "links not followed": "not_followed"},
        "Works, all runs": {"records": "records", "outside the limits": "outside", "no match": "no_match", "merged": "merged"},
        "Documents, all runs": {"all": "documents", "of which gave no text": "unread"},
        "References that people brought, all": {"all": "brought"},
    }  # fmt: skip
    for caption, columns in expected.items():
        shown = rows_of(page, caption)
        assert shown == {name: str(total[key]) for name, key in columns.items()}, caption
    decided = rows_of(page, "What people settled")
    assert decided == {
        "include": "0",
        "maybe": "0",
        "exclude": "1",
        "no settled decision": str(listed["total"] - 1),
    }
    waiting = status["by_hand"]["waiting"]
    left = len(waiting["questions"]) + len(waiting["addresses"])
    assert f"{left} waiting" in words(page)


def test_the_filters_of_each_kind_sum_to_the_records(plain_built: Built, database: Reader) -> None:
    total = counts.records(database)
    page = plain_built.text("filters.html")
    for folder in ("source", "year", "type", "decision", "class"):
        links = re.findall(rf'href="({folder}/[^"]+)">[^<]*: (\d+)</a>', page)
        assert sum(int(number) for _, number in links) == total, folder
        for path, number in links:
            assert len(re.findall(r'<tr><th scope="row"', plain_built.text(path))) == int(number)


def test_every_link_and_picture_of_the_site_leads_to_a_file_of_it(built: Built) -> None:
    for page in built.pages():
        text = built.text(page)
        names = set(re.findall(r' id="([^"]+)"', text))
        for target in map(html.unescape, ATTRIBUTE.findall(text)):
            parts = urlsplit(target)
            if parts.scheme:
                assert parts.scheme in ("http", "https"), (page, target)
                continue
            assert not target.startswith("/"), (page, target)
            if not parts.path:
                assert parts.fragment in names, (page, target)
                continue
            there = (built.folder / page).parent / unquote(parts.path)
            assert there.is_file(), (page, target)


def test_a_page_runs_nothing_loads_nothing_and_weighs_little(built: Built) -> None:
    for page in built.pages():
        text = built.text(page)
        assert POLICY in html.unescape(text)
        assert (
            "<script" not in text
            and "<style" not in text
            and " style=" not in text
            and " onerror=" not in without_words(text)
        )
        assert len(text.encode()) <= 150_000, page
        assert '<html lang="en-GB">' in text and text.count("<h1") == 1
        levels = [int(each) for each in re.findall(r"<h([1-6])", text)]
        assert all(after <= before + 1 for before, after in pairwise(levels)), (
            page,
            levels,
        )
        names = re.findall(r' id="([^"]+)"', text)
        assert len(names) == len(set(names)), page


def without_words(text: str) -> str:
    """Return the markup without the words between tags and in quotes."""
    return " ".join(re.sub(r'"[^"]*"', "", each) for each in TAG.findall(text))


def test_words_of_strangers_stay_words(built: Built) -> None:
    page = built.text("records/R00001.html")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    for each in built.folder.rglob("*"):
        if each.suffix in (".html", ".txt", ".cff"):
            text = each.read_text(encoding="utf-8")
            assert not re.search(
                r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", text
            ), each
            assert "<img src=x" not in text and 'href="javascript' not in text.lower(), each


def test_mail_addresses_are_left_out_everywhere(built: Built) -> None:
    for each in built.folder.rglob("*"):
        if each.is_file():
            # The address of a document is what it is: exports for programs keep it, pages do not show it.
            left = each.read_text(encoding="utf-8").replace(
                f"?to={MAIL}", "" if each.parent.name == "files" else f"?to={MAIL}"
            )
            assert MAIL not in html.unescape(left), each
    for page in built.pages():
        assert "library@example.ac.uk" not in built.text(page)
    assert "[e-mail address left out]" in built.text("records/R00001.html")


def test_the_vote_of_one_screener_is_nowhere(built: Built) -> None:
    page = built.text("records/R00003.html")
    assert "no settled decision" in page
    for each in built.folder.rglob("*"):
        if each.is_file():
            text = each.read_text(encoding="utf-8")
            assert "a note that nobody may see" not in text and "hidden-label" not in text, each
    assert "not shown: 1 vote" in words(built.text("index.html"))
    # Undecided and waiting for a second screener look the same.
    other = built.text("records/R00004.html")
    part = re.compile(r"<h2>Decisions</h2>.*?</table>", re.S)
    assert part.findall(page) == part.findall(other)


def test_a_record_has_everything_that_is_held_of_it(built: Built) -> None:
    page = built.text("records/R00001.html")
    said = words(page)
    with Reader(built.review / "greylit.duckdb") as database:
        work = views.work(database, "R00001")
        assert work is not None
        documents, found = views.documents(database, work["work"]), views.found(database, work["work"])
        terms, passages = views.match_counts(database, work["work"]), views.passages(database, work["work"])
    for each in documents:
        if each["warc"]:
            assert f"{each['warc']} at byte {each['warc_offset']}" in said and each["sha256"] in said
    for each in found:
        assert each["found_at"][:10] in said
        if each["sent"]:
            assert f"<code>{html.escape(each['sent'])}</code>" in page
    for each in terms:
        assert f"{each['term']} " in said
    assert len(re.findall(r'<li><p class="where">', page)) == len(passages) > 0
    for part in (
        "Merged into it", "same file", "Related works", "contains", "Passed over", "too short", "Citations", "contents",
        "Internet Archive, taken 2 January 2020", "Not England", "HS", "LB",
    ):  # fmt: skip
        assert part in said, part
    assert "<mark>" in page


def test_captured_text_has_its_language_and_direction(built: Built) -> None:
    assert re.search(r'<h1 lang="cy">', built.text("records/R00001.html"))
    assert '<h1 lang="ar" dir="rtl">' in built.text("records/R00002.html")
    assert 'lang="ar" dir="rtl">تقرير</span>' in built.text("records.html")


def test_what_is_excluded_has_its_reason(built: Built) -> None:
    said = words(built.text("excluded.html"))
    assert "1 record that people excluded" in said and "Not England" in said
    assert "of 1995: before 2000" in said and "the same file See R00001" in said


def test_many_records_in_one_reading_are_what_one_work_gives(built: Built) -> None:
    with Reader(built.review / "greylit.duckdb") as database:
        known = [row["record"] for row in views.records(database)]
        first, last = known[0], known[-1]
        for record in known:
            work = views.work(database, record)
            assert work is not None
            name = work["work"]

            def of(rows: list[dict[str, object]], record: str = record) -> list[dict[str, object]]:
                return [row for row in rows if row["record"] == record]

            def same(one: list[dict[str, object]], many: list[dict[str, object]]) -> None:
                assert len(one) == len(many)
                for a, b in zip(one, many, strict=True):
                    shared = (set(a) & set(b)) - {"record"}
                    assert shared and {key: a[key] for key in shared} == {key: b[key] for key in shared}

            same(views.documents(database, name), of(stored.documents(database, first, last)))
            same(views.passages(database, name), of(stored.passages(database, first, last)))
            same(views.match_counts(database, name), of(stored.match_counts(database, first, last)))
            same(views.found(database, name), of(stored.found(database, first, last)))
            same(views.merged_into(database, name), of(stored.merged_into(database, first, last)))
            passed = [row for row in evidence.claims(database, name) if row["why"]]
            same(passed, of(stored.claims(database, first, last)))
            same(evidence.parts(database, name), of(stored.parts(database, first, last)))
            kinds = [(row["kind"], row["title"]) for row in evidence.relations(database, name)]
            assert kinds == [
                (row["kind"], row["title"]) for row in of(stored.relations(database, first, last))
            ]


def test_two_builds_of_one_review_are_equal_byte_by_byte(built: Built, tmp_path: Path) -> None:
    again = site(built.review, tmp_path / "again").out
    first = {
        path.relative_to(built.folder): path.read_bytes()
        for path in built.folder.rglob("*")
        if path.is_file()
    }
    second = {path.relative_to(again): path.read_bytes() for path in again.rglob("*") if path.is_file()}
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == []


def test_nothing_of_the_machine_is_in_the_site(plain_built: Built) -> None:
    for each in plain_built.folder.rglob("*"):
        if each.is_file():
            assert str(plain_built.review) not in each.read_text(encoding="utf-8"), each


def test_the_checksums_hold_for_every_file(built: Built) -> None:
    lines = built.text("checksums.txt").splitlines()
    listed = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    there = {path.relative_to(built.folder).as_posix() for path in built.folder.rglob("*") if path.is_file()}
    assert listed.keys() == there - {"checksums.txt"}
    for name, digest in listed.items():
        assert hashlib.sha256((built.folder / name).read_bytes()).hexdigest() == digest
    assert built.result.files == len(there)


def test_what_only_a_person_can_say_is_a_visible_blank(built: Built) -> None:
    about = words(built.text("about.html"))
    assert (
        "NOT RECORDED - please fill in: licence" in about
        and "NOT RECORDED - please fill in: authors" in about
    )
    assert 'name: "NOT RECORDED - please fill in"' in built.text("CITATION.cff")
    assert f"date-released: {DATE}" in built.text("CITATION.cff")


def test_the_downloads_hold_every_record(built: Built) -> None:
    names = {path.name for path in (built.folder / "files").iterdir()}
    assert {"records.ris", "records.csv", "records.jsonl", "records.csl.json"} <= names
    lines = built.text("files/records.jsonl").splitlines()
    assert built.text("files/records.ris").count("\nER  -") >= built.result.records
    assert sum('"id"' in line or '"record"' in line for line in lines) >= built.result.records


def test_a_folder_with_something_else_in_it_is_left_alone(plain_built: Built, tmp_path: Path) -> None:
    other = tmp_path / "thesis"
    other.mkdir()
    (other / "chapter.txt").write_text("my only copy")
    with pytest.raises(GreylitError, match="nothing was written"):
        site(plain_built.review, other)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis"]
    assert (other / "chapter.txt").read_text() == "my only copy"


def test_an_old_site_is_replaced_whole(plain_built: Built, tmp_path: Path) -> None:
    out = Path(shutil.copytree(plain_built.folder, tmp_path / "out"))
    (out / "records" / "R99999.html").write_text("an old page")
    site(plain_built.review, out, "2026-12-01")
    assert not (out / "records" / "R99999.html").exists()
    assert "2026-12-01" in (out / "index.html").read_text()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_date_that_is_none_is_refused(plain_built: Built, tmp_path: Path) -> None:
    with pytest.raises(GreylitError, match="not a date"):
        site(plain_built.review, tmp_path / "out", "today")


def test_a_report_is_shown_with_its_blanks_and_a_harmful_drawing_is_not(built: Built) -> None:
    page = built.text("reports/prisma-s.html")
    assert '<span class="blank">NOT RECORDED - please fill in: peer review</span>' in page
    assert '<a href="#here">above</a>' in page and "<strong>one</strong>" in page and "<h2" in page
    assert '<img src="../plots/years.svg" alt="Most are of 2019.">' in page
    assert not (built.folder / "plots" / "evil.svg").exists()
    assert 'href="reports/prisma-s.html"' in built.text("reports.html")
