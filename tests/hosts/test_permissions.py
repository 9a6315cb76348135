"""permissions.csv: dated rows that are checked and reported, and change nothing of what is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvest.errors import GreylitError
from harvest.permissions import COLUMNS, NAME, load, read, sentence
from tests.cli.said import Greylit, check_refusal
from tests.hosts.made import PROTOCOL

HEAD = ",".join(COLUMNS)
ROW = "www.council.example,/papers,reading all papers,J Smith,web manager,2026-01-02,2036-06-30,letter.pdf,LB"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "protocol.toml").write_text(PROTOCOL, encoding="utf-8")
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-")
    return tmp_path


def write(folder: Path, *lines: str, encoding: str = "utf-8") -> None:
    (folder / NAME).write_text("\n".join(lines) + "\n", encoding=encoding)


def found(say: Greylit, folder: Path) -> list[tuple[str, str]]:
    report = say("check", "--json", cwd=folder).json()
    return [(each["level"], each["message"]) for each in report["findings"] if each["key"] == NAME]


def test_a_row_that_is_right_is_read_and_nothing_is_said_of_it(say: Greylit, folder: Path) -> None:
    write(
        folder, HEAD, ROW, "", "other.council.example,,everything,A B,,2026-02-03,,,,", encoding="utf-8-sig"
    )
    (permission, other) = load(folder)
    assert (permission.host, permission.path, permission.given_by) == (
        "www.council.example",
        "/papers",
        "J Smith",
    )
    assert (other.path, other.expires_on) == (None, None)
    assert found(say, folder) == []


def test_no_file_and_a_file_with_its_first_line_alone_are_no_permission(folder: Path) -> None:
    assert load(folder) == []
    write(folder, HEAD)
    assert load(folder) == []


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ((HEAD, "www.a.example,,x,J,,2026-13-01,,,"), "line 2, column given_on: '2026-13-01' is not a date"),
        ((HEAD, "www.a.example,,x,J,,2026-01-02,2025-01-01,,"), "column expires_on: 2025-01-01 is before it was given"),
        ((HEAD, "https://www.a.example/x,,x,J,,2026-01-02,,,"), "column host: 'https://www.a.example/x' is not a host"),
        ((HEAD, "www.a.example,,,J,,2026-01-02,,,"), "column permits: nothing is written here"),
        ((HEAD, ROW, "www.a.example,,x, y,J,,2026-01-02,,,LB"), "line 3: 10 values for 9 columns"),
        (("host,permitted,given_by,given_on", "a.b,c,d,2026-01-01"), "column permitted: there is no such column; did you mean permits?"),
        (("host,permits,given_on", "a.b,c,2026-01-01"), "column given_by: the column is missing"),
        (("host,host,permits,given_by,given_on", "a.b,a.b,c,d,2026-01-01"), "column host: the column is there twice"),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_and_keeps_a_run_from_starting(
    say: Greylit, folder: Path, lines: tuple[str, ...], says: str
) -> None:
    write(folder, *lines)
    levels = found(say, folder)
    assert [level for level, message in levels if says in message] == ["error"], levels
    with pytest.raises(GreylitError) as caught:
        load(folder)
    assert caught.value.code == "PERMISSIONS_INVALID" and says in caught.value.message
    check_refusal(say("run", "protocol.toml", "--quiet", cwd=folder), 2, NAME)
    assert not (folder / "archive").exists() or not list((folder / "archive").iterdir())


def test_a_file_in_another_encoding_is_told(folder: Path) -> None:
    write(folder, HEAD, ROW.replace("J Smith", "Zoë"), encoding="cp1252")
    (problem,) = read(folder)[1]
    assert "UTF-8" in problem.sentence


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (ROW.replace("2036-06-30", "2026-02-01"), "expired on 2026-02-01"),
        (ROW.replace("www.council.example", "www.elsewhere.example"), "a host that belongs to no source"),
        (ROW.replace("letter.pdf", "lost.pdf"), "lost.pdf, which is not in the review's folder"),
        (ROW.replace("2026-01-02", "2035-01-02"), "which is in the future"),
    ],
)
def test_what_looks_wrong_is_a_warning_and_the_row_is_kept(
    say: Greylit, folder: Path, row: str, says: str
) -> None:
    write(folder, HEAD, row)
    ((level, message),) = found(say, folder)
    assert level == "warning" and says in message
    assert len(load(folder)) == 1


def test_a_permission_is_told_as_it_stands_on_a_day(folder: Path) -> None:
    write(folder, HEAD, ROW)
    row = load(folder)[0].as_row()
    assert sentence(row, "2026-05-01").endswith("given on 2026-01-02, until 2036-06-30, see letter.pdf")
    assert "expired on 2036-06-30" in sentence(row, "2036-07-01")
