"""`greylit import` of decisions: what each program writes, and what is refused."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from harvest.errors import Exit, GreylitError
from harvest.importing.decision_files import read_decisions
from harvest.importing.recognise import is_decisions
from harvest.screening import VERDICTS
from store.database import Writer
from tests.cli.said import Greylit, check_json_error, check_refusal
from tests.cli.test_json_shapes import check_shape
from tests.screening.reviews import decisions, make_review, put_works, work_row

URL = "http://www.wexmoor.test/documents/{}"


def table(path: Path, rows: Sequence[dict[str, Any]], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(
            file, list(dict.fromkeys(name for row in rows for name in row)), delimiter=delimiter
        )
        writer.writeheader()
        writer.writerows(rows)
    return path


def ris(path: Path, *records: Sequence[str]) -> Path:
    path.write_text(
        "\n".join("\n".join(["TY  - RPRT", *lines, "ER  - ", ""]) for lines in records), encoding="utf-8"
    )
    return path


def taken(say: Greylit, review: Path, path: Path, *words: str) -> Any:
    said = say("import", str(path), *words, "--json", cwd=review)
    assert said.code in (Exit.OK, Exit.PARTIAL), said
    check_shape(said.json(), "import")
    return said.json()


def told(review: Path, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row.get(name) for name in ("record", "verdict", *names)) for row in decisions(review)]


def test_asreview_labels_notes_and_tags_are_read_and_what_was_not_seen_waits(
    say: Greylit, review: Path
) -> None:
    path = table(review / "a.csv", [
        {"": 0, "id": "R00001", "title": "Alliancing in Wexmoor", "asreview_label": "1", "asreview_note": "good", "asreview_tag_theme_trust": "1"},
        {"": 1, "id": "R00002", "title": "Housing in Wexmoor", "asreview_label": "0", "asreview_note": "", "asreview_tag_theme_trust": "0"},
        {"": 2, "id": "R00003", "title": "Roads of Wexmoor", "asreview_label": ""},
    ])  # fmt: skip
    done = taken(say, review, path, "--by", "HS")
    assert (done["kind"], done["decisions"], done["known"], done["waiting"]) == ("decisions", 2, 0, 1)
    assert told(review, "by", "note", "labels", "via", "file") == [
        ("R00001", "include", "HS", "good", ["theme_trust"], "import", "a.csv"),
        ("R00002", "exclude", "HS", None, [], "import", "a.csv"),
    ]
    again = taken(say, review, path, "--by", "HS")
    assert (again["decisions"], again["known"]) == (0, 2) and len(decisions(review)) == 2
    assert "2 known already" in say("import", str(path), "--by", "HS", cwd=review).out


@pytest.mark.parametrize(
    "notes",
    [
        'RAYYAN-INCLUSION: {"HS"=>"Included", "LB"=>"Excluded", "MK"=>"Undecided"} | RAYYAN-EXCLUSION-REASONS: Before 2000, or undated,not england | RAYYAN-LABELS: trust,risk | USER-NOTES: {"LB"=>["too early"]}',
        r'RAYYAN-INCLUSION: {\"HS\"=\>\"Included\", \"LB\"=\>\"Excluded\"} | RAYYAN-EXCLUSION-REASONS: Before 2000, or undated,not england | RAYYAN-LABELS: trust,risk | USER-NOTES: {\"LB\"=\>[\"too early\"]}',
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["csv", "ris"])
def test_rayyan_has_what_each_of_several_people_said(
    say: Greylit, double: Path, notes: str, form: str
) -> None:
    if form == "csv":
        path = table(
            double / "r.csv",
            [
                {
                    "key": "rayyan-1",
                    "title": "Roads of Wexmoor",
                    "year": "2004",
                    "url": URL.format(3),
                    "notes": notes,
                }
            ],
        )
    else:
        path = ris(
            double / "r.ris",
            ["TI  - Roads of Wexmoor", "PY  - 2004", f"UR  - {URL.format(3)}", f"N1  - {notes}"],
        )
    done = taken(say, double, path)
    assert done["decisions"] == 2 and any("several reasons" in note for note in done["notes"])
    assert told(double, "by", "reason", "note", "labels") == [
        ("R00003", "include", "HS", None, None, ["trust", "risk"]),
        ("R00003", "exclude", "LB", "Before 2000, or undated", "too early", ["trust", "risk", "Not England"]),
    ]
    assert say("screen", "status", "--json", cwd=double).json()["stages"][0]["conflict"] == 1


def test_covidence_has_reasons_in_its_notes_and_no_verdict_of_its_own(say: Greylit, review: Path) -> None:
    rows = [
        {"Title": "Housing in Wexmoor", "Published Year": "2003", "Accession Number": "", "Covidence #": "#12", "Notes": "Exclusion reason: Not England; seen twice", "Tags": ""},
        {"Title": "Roads of Wexmoor", "Published Year": "2004", "Accession Number": "R00003", "Covidence #": "#13", "Notes": "", "Tags": "trust; risk"},
    ]  # fmt: skip
    path = table(review / "c.csv", rows)
    without = taken(say, review, path, "--by", "HS")
    assert (without["decisions"], without["waiting"]) == (1, 1)
    with_ = taken(say, review, path, "--by", "HS", "--verdict", "include")
    assert (with_["decisions"], with_["known"]) == (1, 1)
    assert told(review, "reason", "note", "labels") == [
        ("R00002", "exclude", "Not England", "seen twice", []), ("R00003", "include", None, None, ["trust", "risk"]),
    ]  # fmt: skip


def test_eppi_codes_are_read_out_of_ris_and_two_that_differ_are_told(say: Greylit, review: Path) -> None:
    path = ris(
        review / "e.ris",
        [
            "T1  - Alliancing in Wexmoor",
            "KW  - eppi-reviewer4",
            "KW  - INCLUDE on title & abstract",
            "U1  - 991",
        ],
        [
            "T1  - Housing in Wexmoor",
            "KW  - Include children",
            "N1  - Codes: EXCLUDE on Not England; EXCLUDE - Not alliancing",
        ],
        ["T1  - Roads of Wexmoor", "KW  - INCLUDE for second opinion", "KW  - EXCLUDE on Not England"],
        ["T1  - Schools of Wexmoor", "KW  - Include children"],
    )
    refused = say("import", str(path), "--by", "HS", cwd=review)
    check_refusal(refused, Exit.USAGE, "e.ris, line 14", "its codes say two things", "--skip-bad")
    assert decisions(review) == []
    done = taken(say, review, path, "--by", "HS", "--skip-bad")
    assert (done["decisions"], done["waiting"], [each["row"] for each in done["left_out"]]) == (2, 1, [14])
    assert told(review, "reason", "labels") == [
        ("R00001", "include", None, []), ("R00002", "exclude", "Not England", ["Not alliancing"]),
    ]  # fmt: skip


def test_the_workbook_is_filled_in_and_taken_back(say: Greylit, double: Path) -> None:
    say("decide", "R00001", "include", "--by", "HS", "--note", "secret", cwd=double)
    said = say("export", "--to", "xlsx", "--out", "book.xlsx", cwd=double)
    assert "1 decision is not in sheet decisions: the second screener has not voted" in said.out
    book = load_workbook(double / "book.xlsx")
    sheet = book["decisions"]
    head = {cell.value: cell.column for cell in sheet[1]}
    cells = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "secret" not in cells and sheet.max_row == 5
    for row, verdict, reason in ((2, "Exclude", "not england"), (3, "include", None), (4, "maybe", None)):
        sheet.cell(row, head["verdict"]).value = verdict
        sheet.cell(row, head["reason"]).value = reason
        sheet.cell(row, head["labels"]).value = "trust; risk"
    book.save(double / "book.xlsx")
    done = taken(say, double, double / "book.xlsx", "--by", "LB")
    assert (done["decisions"], done["waiting"]) == (3, 1)
    assert told(double, "by", "reason", "labels")[1:] == [
        ("R00001", "exclude", "LB", "Not England", ["trust", "risk"]), ("R00002", "include", "LB", None, ["trust", "risk"]),
        ("R00003", "maybe", "LB", None, ["trust", "risk"]),
    ]  # fmt: skip
    say("decide", "R00001", "exclude", "--reason", "Not England", "--resolve", "--by", "MK", cwd=double)
    say("export", "--to", "xlsx", "--out", "second.xlsx", cwd=double)
    whole = taken(say, double, double / "second.xlsx", "--by", "LB")
    assert (whole["decisions"], whole["known"]) == (0, 3), "both votes and what settled them"


def test_a_file_that_is_not_right_is_told_line_by_line_and_nothing_is_taken(
    say: Greylit, review: Path
) -> None:
    say("decide", "R00004", "include", "--by", "HS", cwd=review)
    rows = [
        {"record": "R00001", "title": "Alliancing in Wexmoor", "verdict": "include", "reason": ""},
        {"record": "R00099", "title": "", "verdict": "include", "reason": ""},
        {"record": "R00002", "title": "Another review's title", "verdict": "include", "reason": ""},
        {"record": "R00003", "title": "", "verdict": "exclude", "reason": "Scotland"},
        {"record": "R00003", "title": "", "verdict": "perhaps", "reason": ""},
        {"record": "R00004", "title": "", "verdict": "exclude", "reason": "Not England"},
        {"record": "R00001", "title": "", "verdict": "maybe", "reason": ""},
        {"record": "", "title": "Nobody has this", "verdict": "include", "reason": ""},
    ]  # fmt: skip
    path = table(review / "bad.csv", rows, ";", "cp1252")
    before = decisions(review)
    error = check_json_error(
        say("import", str(path), "--by", "HS", "--json", cwd=review), Exit.USAGE, "DECISIONS_INVALID"
    )
    check_shape({"error": error}, "error")
    said = {each["row"]: each["says"] for each in error["where"]["problems"]}
    assert sorted(said) == [3, 4, 5, 6, 7, 8, 9]
    for row, part in (
        (3, "no record R00099"), (4, "another title"), (5, "the protocol has: Not alliancing; Not England"),
        (6, "'perhaps' is not a verdict"), (7, "said include"), (8, "line 2 of this file"), (9, "no record has its number"),
    ):  # fmt: skip
        assert part in said[row], said[row]
    assert decisions(review) == before
    done = taken(say, review, path, "--by", "HS", "--skip-bad")
    assert (done["decisions"], len(done["left_out"])) == (1, 7)
    assert say("import", str(path), "--by", "HS", "--skip-bad", cwd=review).code == Exit.PARTIAL


def test_what_might_be_one_of_several_is_never_guessed(say: Greylit, tmp_path: Path) -> None:
    review = make_review(tmp_path / "same", ["Wellbeing Strategy", "Wellbeing strategy!", "Another"])
    writer = Writer(review / "greylit.duckdb")
    put_works(writer, [
        work_row(1, "Wellbeing Strategy", work_date="2019"), work_row(2, "Wellbeing strategy!", work_date="2020"),
        work_row(3, "Another", work_date=None),
    ])  # fmt: skip
    writer.close()
    path = table(review / "l.csv", [
        {"title": "Wellbeing Strategy", "year": "", "included": "1"}, {"title": "WELLBEING strategy", "year": "2020", "included": "1"},
        {"title": "Wellbeing Strategy", "year": "1999", "included": "1"}, {"title": "another", "year": "1987", "included": "0"},
    ])  # fmt: skip
    done = taken(say, review, path, "--by", "HS", "--skip-bad")
    assert [(each["row"], each["says"].split(": ", 1)[1]) for each in done["left_out"]] == [
        (2, "several records have its title: R00001, R00002"),
        (4, "R00001, R00002 has its title and another year than 1999"),
    ]
    assert told(review) == [("R00002", "include"), ("R00003", "exclude")]


def test_a_number_that_was_merged_leads_to_the_record_of_today(say: Greylit, review: Path) -> None:
    from tests.screening.reviews import change_works

    change_works(
        review,
        R00002={
            "verdict": "merged",
            "record": None,
            "into_work": "wexmoor:http://www.wexmoor.test/documents/1",
        },
    )
    path = table(review / "m.csv", [{"record": "R00002", "verdict": "include"}])
    assert taken(say, review, path, "--by", "HS")["decisions"] == 1
    assert told(review) == [("R00001", "include")]


def test_who_decided_must_be_known(say: Greylit, review: Path) -> None:
    path = table(review / "w.csv", [{"record": "R00001", "verdict": "include", "by": ""}])
    check_refusal(say("import", str(path), cwd=review), Exit.USAGE, "who decides?")
    named = table(review / "n.csv", [{"record": "R00001", "verdict": "include", "by": "Emily"}])
    check_refusal(
        say("import", str(named), cwd=review),
        Exit.USAGE,
        "n.csv, line 2, column by",
        "Emily is not in the team",
    )
    assert taken(say, review, named, "--by", "HS")["decisions"] == 1


def test_both_stages_may_come_in_one_file_and_full_text_only_of_what_was_included(
    say: Greylit, review: Path
) -> None:
    path = table(review / "two.csv", [
        {"record": "R00001", "stage": "full-text", "verdict": "exclude", "reason": "Not England"},
        {"record": "R00001", "stage": "title-text", "verdict": "include", "reason": ""},
        {"record": "R00002", "stage": "full-text", "verdict": "include", "reason": ""},
        {"record": "R00003", "stage": "abstract", "verdict": "include", "reason": ""},
    ])  # fmt: skip
    done = taken(say, review, path, "--by", "HS", "--skip-bad")
    assert [(each["row"], each["column"]) for each in done["left_out"]] == [(5, "stage"), (4, "stage")]
    assert told(review, "stage") == [("R00001", "include", "title-text"), ("R00001", "exclude", "full-text")]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("torn.ris", b"TY  - RPRT\nTI  - no end\nN1  - ASReview_relevant", "no record has its number"),
        (
            "plain.ris",
            b"TY  - RPRT\r\nTI  - A\r\nER  - \r\n",
            "none of the 1 records in plain.ris carries a decision",
        ),
        ("odd.csv", b"title,included\nA,1\n", "no record has its number"),
        ("odd.csv", b"title,included\nRoads of Wexmoor,perhaps\n", "'perhaps' is not a decision"),
        ("zero.csv", b"record,verdict\nR00001,inc\0lude\n\xff\xfe,\xff\n", "is not a verdict"),
        ("list.csv", b"title,year\nA,2019\n", "nor a list of decisions"),
        ("quote.csv", b'title,included\n"Roads of Wexmoor,1\n', "is a quotation mark missing?"),
        ("damaged.xlsx", b"PK\x03\x04 xl/workbook.xml decisions", "nor one of decisions"),
    ],
)
def test_bad_files_are_answered_with_a_sentence(
    say: Greylit, review: Path, name: str, content: bytes, says: str
) -> None:
    (review / name).write_bytes(content)
    check_refusal(say("import", name, "--by", "HS", cwd=review), Exit.USAGE, says)
    assert decisions(review) == []


def test_a_workbook_that_lacks_its_columns_is_not_read(say: Greylit, review: Path) -> None:
    book = Workbook()
    book.active.title = "decisions"
    book.active.append(["nothing", "of", "ours"])
    book.save(review / "d.xlsx")
    check_refusal(
        say("import", "d.xlsx", "--by", "HS", cwd=review), Exit.USAGE, "no column of it says what was decided"
    )


def test_what_a_file_adds_to_a_decision_is_taken_and_what_it_lacks_is_kept(
    say: Greylit, review: Path
) -> None:
    say("decide", "R00001", "include", "--by", "HS", "--note", "mine", "--label", "trust", cwd=review)
    plain = table(review / "p.csv", [{"record": "R00001", "verdict": "include"}])
    assert taken(say, review, plain, "--by", "HS")["known"] == 1
    more = table(review / "q.csv", [{"record": "R00001", "verdict": "include", "labels": "risk"}])
    assert taken(say, review, more, "--by", "HS")["decisions"] == 1
    assert told(review, "note", "labels")[-1] == ("R00001", "include", "mine", ["trust", "risk"])
    assert taken(say, review, more, "--by", "HS")["known"] == 1


_WORDS = st.sampled_from(
    ["TY  - RPRT", "ER  - ", "N1  - RAYYAN-INCLUSION: {", '"HS"=>"Included"', "}", " | RAYYAN-EXCLUSION-REASONS: ", "\n", "\r", ",",
     ";", '"', "record", "verdict", "title", "included", "asreview_label", "covidence #", "notes", "include", "1", "R00001",
     "AB  - W, 2019 (R00001). Summary in source:", "KW  - EXCLUDE on ", "\0", "\u2028", "\ufeff", "asreview_note: \"", "\\", "=>"]
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.one_of(_WORDS, st.text(max_size=8)), max_size=40),
    st.sampled_from(["utf-8", "utf-16", "cp1252"]),
)
def test_whatever_a_file_holds_it_is_read_or_refused_with_a_sentence(
    tmp_path: Path, parts: list[str], encoding: str
) -> None:
    path = tmp_path / "any.txt"
    path.write_bytes("".join(parts).encode(encoding, "replace"))
    is_decisions(path, path.read_bytes()[:65_536])
    for verdict in (None, "include"):
        try:
            read = read_decisions(path, verdict)
        except GreylitError as error:
            assert error.code == "DECISIONS_INVALID"
        else:
            assert all(said.problem or said.verdict in VERDICTS for item in read.items for said in item.said)
