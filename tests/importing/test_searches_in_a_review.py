"""A search that a person made, from its files to records: nothing is lost, nothing is doubled, all of it is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from openpyxl import load_workbook

from harvest.errors import Exit
from tests.references.planted import EVERY
from tests.whole.harness import greylit

PROTOCOL = """
[review]
id       = "byhand"
title    = "Searches by hand"
question = "What helps councils to work in alliances?"
contact  = "library@example.ac.uk"
team     = ["HS", "LB"]

[concepts.A]
name  = "alliances"
terms = ["alliance contract*"]

[search]
require = "A"

[limits]
from_year = { value = 2000, why = "alliances are not seen before" }
full_text = { value = true, why = "realist synthesis reads mechanisms" }

[crawl]
delay = "5s"

[[sources]]
id          = "wos"
name        = "Web of Science"
type        = "manual"
files       = ["imports/wos.ris"]
searched_on = 2026-10-06
searched_by = "LB"
strategy    = 'TS=(alliancing)'
seen        = 214
screened    = 200
prisma      = "database"

[[sources]]
id     = "prior"
name   = "Earlier review"
type   = "seeds"
list   = "imports/prior.bib"
prisma = "citation"
"""
PRIOR = """@techreport{a, author={{Plymouth City Council}}, title={{Alliance contracts in Plymouth: what became of them}},
  institution={Plymouth City Council}, year={2019}, url={https://www.plymouth.example/alliance.pdf}}
@article{b, author={Smith, Jane and Jones, Bo}, title={Sharing blame}, journal={Public Money}, year={2015}, doi={10.1234/abc.5}}
@techreport{c, author={Old, Ann}, title={Before anybody asked}, institution={Nobody}, year={1987}}
"""
AGAIN = """TY  - JOUR
TI  - Sharing blame.
AU  - Smith, J.
PY  - 2015
DO  - https://doi.org/10.1234/ABC.5
ER  -
TY  - RPRT
TI  - Sharing blame
AU  - Brown, C.
PY  - 2015
DO  - 10.9999/other
ER  -
"""


def write(folder: Path) -> Path:
    (folder / "imports").mkdir(parents=True)
    (folder / "protocol.toml").write_text(PROTOCOL, encoding="utf-8")
    planted = "\r\n".join(line for each in EVERY for line in each.lines) + "\r\n"
    (folder / "imports/wos.ris").write_bytes((planted + AGAIN.replace("\n", "\r\n")).encode("utf-8-sig"))
    (folder / "imports/prior.bib").write_text(PRIOR, encoding="utf-8")
    return folder


def ran(folder: Path, *words: str) -> Any:
    return greylit(*words, "--review", str(folder))


def rows(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(folder / "greylit.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write(tmp_path_factory.mktemp("byhand") / "review")
    done = greylit("run", str(folder / "protocol.toml"), "--no-progress")
    assert done.returncode == Exit.OK, done.stdout + done.stderr
    return folder


def test_every_reference_becomes_a_work_with_a_verdict_whatever_is_wrong_with_it(review: Path) -> None:
    of = dict(rows(review, "select source, count(*) from work group by source"))
    assert of == {"wos": len(EVERY) + 2, "prior": 3}
    verdicts = dict(rows(review, "select verdict, count(*) from work group by verdict"))
    assert verdicts["outside-limits"] == 1 and "no-match" not in verdicts
    assert sum(verdicts.values()) == len(EVERY) + 5
    titles = {title for (title,) in rows(review, "select title from work where source = 'wos'")}
    assert {each.title for each in EVERY if each.title} <= titles
    assert any(title.startswith("[no title] imports/wos.ris, line ") for title in titles)


def test_each_fault_is_told_with_its_line_and_status_says_how_many(review: Path) -> None:
    at, wanted = 0, []
    for each in EVERY:
        wanted += [(at + 1 + offset, words) for offset, _, words in each.faults]
        at += len(each.lines)
    told = rows(review, "select line, says from import_fault join imported using (seq) where source = 'wos'")
    missing = [
        (line, words) for line, words in wanted if not any(line == at and words in says for at, says in told)
    ]
    assert wanted and not missing
    said = ran(review, "status").stdout
    assert (
        f"Web of Science: searched by LB on 2026-10-06: 214 results seen, 200 looked at, {len(EVERY) + 2} references"
        in said
    )
    assert f"{len(told)} places not as the format has it, each with its line" in said


def test_one_work_that_two_searches_found_is_one_record_and_a_contradicting_doi_keeps_two(
    review: Path,
) -> None:
    found = rows(
        review,
        "select source, verdict, doi from work where lower(title) like 'sharing blame%' order by doi, source",
    )
    assert [(source, verdict) for source, verdict, _ in found] == [
        ("prior", "record"),
        ("wos", "merged"),
        ("wos", "record"),
    ]
    ((rule,),) = rows(review, "select distinct rule from merge where rule = 'the same DOI'")
    assert rule == "the same DOI"


def test_a_record_tells_its_file_and_line_its_authors_and_that_a_person_searched(review: Path) -> None:
    ((number,),) = rows(review, "select record from work where title like 'Alliance contracts in Plymouth%'")
    shown = json.loads(ran(review, "show", number, "--json").stdout)
    text = json.dumps(shown)
    assert "Plymouth City Council" in text and "imports/prior.bib" in text
    why = ran(review, "why", number).stdout
    assert "import" in why and "imports/prior.bib#line=1" in why
    exported = ran(review, "export", "--to", "ris", "--out", str(review / "exports/all.ris"))
    assert exported.returncode == 0
    assert ran(review, "export", "--to", "xlsx", "--out", str(review / "exports/all.xlsx")).returncode == 0
    log = load_workbook(review / "exports/all.xlsx")["search log"]
    (line,) = [row for row in log.iter_rows(values_only=True) if "wos:by-hand" in row]
    assert (
        "TS=(alliancing)" in line
        and 214 in line
        and any("by LB; 200 looked at" in str(cell) for cell in line)
    )
    assert "reference imported from a search by hand" in (review / "exports/all.ris").read_text(
        encoding="utf-8"
    )


def test_the_search_can_be_checked_and_computed_again_from_its_own_bytes(review: Path) -> None:
    before = rows(review, "select work, verdict, record, title from work order by work")
    assert ran(review, "rebuild").returncode == 0
    assert rows(review, "select work, verdict, record, title from work order by work") == before
    checked = ran(review, "audit")
    assert checked.returncode == 0, checked.stdout


def test_a_second_run_brings_nothing_twice_and_a_changed_file_only_what_is_new(tmp_path: Path) -> None:
    folder = write(tmp_path / "review")
    protocol = str(folder / "protocol.toml")
    assert greylit("run", protocol, "--no-progress").returncode == 0
    ((entries,), (files,)) = (
        rows(folder, "select count(*) from entry")[0],
        rows(folder, "select count(*) from imported")[0],
    )
    numbers = dict(rows(folder, "select work, record from work where record is not null"))
    assert greylit("run", protocol, "--no-progress").returncode == 0
    assert rows(folder, "select count(*) from entry") == [(entries,)]
    assert rows(folder, "select count(*) from imported") == [(files,)]
    more = PRIOR + "@misc{d, title={One more thing that somebody remembered}, year={2020}}\n"
    (folder / "imports/prior.bib").write_text(more, encoding="utf-8")
    assert greylit("run", protocol, "--no-progress").returncode == 0
    assert rows(folder, "select count(*) from entry") == [(entries + 1,)]
    after = dict(rows(folder, "select work, record from work where record is not null"))
    assert after.items() >= numbers.items() and len(after) == len(numbers) + 1


def test_a_missing_file_is_told_with_its_source_and_nothing_is_recorded(tmp_path: Path) -> None:
    folder = write(tmp_path / "review")
    kept = (folder / "imports/wos.ris").read_bytes()
    (folder / "imports/wos.ris").unlink()
    done = greylit("run", str(folder / "protocol.toml"), "--no-progress")
    assert done.returncode == Exit.USAGE and "Traceback" not in done.stderr
    assert "imports/wos.ris cannot be read" in done.stderr and "next:" in done.stderr
    (folder / "imports/wos.ris").write_bytes(b"\x00\x01\x02" * 50)
    damaged = greylit("run", str(folder / "protocol.toml"), "--no-progress")
    assert damaged.returncode == Exit.USAGE and "a file of the source wos" in damaged.stderr, damaged.stderr
    assert ran(folder, "status").returncode == Exit.NOT_FOUND
    (folder / "imports/wos.ris").write_bytes(kept)
    assert greylit("run", str(folder / "protocol.toml"), "--no-progress").returncode == 0
    assert rows(folder, "select count(*) from entry") == [(len(EVERY) + 5,)]


def test_a_file_that_the_protocol_does_not_name_is_taken_in_by_hand_once(tmp_path: Path) -> None:
    folder = write(tmp_path / "review")
    assert greylit("run", str(folder / "protocol.toml"), "--no-progress").returncode == 0
    found = tmp_path / "scholar.csv"
    found.write_text(
        "Title,Author,Publication Year\nAn alliance nobody indexed,Ann Ash,2018\n", encoding="utf-8"
    )
    words = (
        "import",
        str(found),
        "--source",
        "wos",
        "--by",
        "HS",
        "--searched-on",
        "2026-11-02",
        "--seen",
        "1840",
        "--screened",
        "200",
    )
    done = ran(folder, *words)
    assert done.returncode == 0 and "1 reference taken in" in done.stdout, done.stdout + done.stderr
    assert (folder / "imports/scholar.csv").read_bytes() == found.read_bytes()
    assert "0 references taken in, 1 known already" in ran(folder, *words).stdout
    assert rows(folder, "select seen, by_whom from imported where file = 'imports/scholar.csv'") == [
        (1840, "HS")
    ]
    assert rows(folder, "select count(*) from record where title = 'An alliance nobody indexed'") == [(1,)]
    refused = ran(folder, "import", str(found), "--source", "govuk")
    assert refused.returncode == Exit.USAGE and "wos, prior" in refused.stderr
    assert ran(folder, "audit").returncode == 0
