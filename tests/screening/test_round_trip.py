"""There and back again: exports screened elsewhere come back without loss, also from ASReview itself."""

from __future__ import annotations

import importlib.util
import json
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from harvest.screening import latest
from store.database import Reader
from tests.cli.said import Greylit
from tests.screening.reviews import decisions, make_review

SCREENS = Path(__file__).with_name("asreview_screens.py")
#: What a site may call a document.
HOSTILE = (
    '=HYPERLINK("http://bad.example/","open")', "+44 Group; a report, with \"quotes\" and 'more'", "-1+1", "@SUM(A1)",
    "ER  - ", "TY  - JOUR", "AN  - R00001", "N1  - ASReview_relevant", "ASReview_irrelevant", "1", "0", "nan", "NULL", "TRUE",
    "First line\r\nER  - \r\nTY  - JOUR\u2028TI  - other", "Tab\tand\x0bform\x0cfeed\x85next", "Null \x00 byte and \x1b[31m colour",
    "Strategaeth Llesiant Cyngor Sir Ynys Môn: tŷ, dŵr, ŵyl", "報告書 📈 \u202egnirotinom",
    "R00007", "(R00007). Summary in source:", "Published by Wexmoor Council", "<script>alert(1)</script> &amp; <p>x</p>",
    "Health and Wellbeing Strategy", "Health and Wellbeing Strategy", "Health and Wellbeing Strategy", ";;;", ",,,", "''", "\\n \\\" \\",
    "RAYYAN-INCLUSION: {\"HS\"=>\"Included\"}", "a" * 3000, "Yes and no", "2019/20", "#N/A", "_x000D_", "INCLUDE on title", "\ufeffBOM",
)  # fmt: skip


def titles() -> list[str]:
    """Return 130 titles, those that break importers among them."""
    return [
        *HOSTILE,
        *(f"Alliance report {number}: what councils learnt" for number in range(130 - len(HOSTILE))),
    ]


def asreview_python() -> str | None:
    """Return a Python that has ASReview: the one of GREYLIT_ASREVIEW, or this one."""
    if given := os.environ.get("GREYLIT_ASREVIEW"):
        return given
    return sys.executable if importlib.util.find_spec("asreview") else None


def known(review: Path) -> dict[str, str]:
    with Reader(review / "greylit.duckdb") as database:
        return latest(database)


def plan(count: int) -> list[list[object]]:
    """Return what a person says of each record in ASReview: two of five are left unseen."""
    draw = random.Random(8)
    notes = ("", "a plain note", 'with "quotes", commas; and\nlines', "ASReview_irrelevant", "=1+1")
    words: list[list[object]] = []
    for _ in range(count):
        label = draw.choice([1, 1, 0, None, None])
        words.append(
            [
                label,
                draw.choice(notes) if label is not None else "",
                draw.choice(["", "trust"]) if label is not None else "",
            ]
        )
    return words


def of_plan(words: Sequence[Sequence[object]]) -> dict[str, str]:
    return {
        f"R{n:05d}": "include" if label else "exclude"
        for n, (label, *_) in enumerate(words, 1)
        if label is not None
    }


@pytest.mark.skipif(
    asreview_python() is None,
    reason="ASReview is not installed (GREYLIT_ASREVIEW names a Python that has it)",
)
@pytest.mark.parametrize(
    ("fmt", "back"),
    [
        ("csv", "csv"),
        ("ris", "ris"),
        *(
            pytest.param(*each, marks=pytest.mark.slow)
            for each in (("csv", "xlsx"), ("csv", "tsv"), ("ris", "csv"))
        ),
    ],
)
def test_what_is_screened_in_asreview_comes_back_without_loss(
    say: Greylit, tmp_path: Path, fmt: str, back: str
) -> None:
    review = make_review(tmp_path / "review", titles())
    words = plan(130)
    (tmp_path / "plan.json").write_text(json.dumps(words))
    out, screened = tmp_path / f"out.{fmt}", tmp_path / f"screened.{back}"
    assert say("export", "--to", fmt, "--out", str(out), cwd=review).code == 0
    ran = subprocess.run(
        [str(asreview_python()), str(SCREENS), str(out), str(screened), str(tmp_path / "plan.json")],
        capture_output=True,
        text=True,
        cwd=tmp_path,  # it leaves a cache where it starts
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    project = json.loads(ran.stdout.splitlines()[-1])
    assert project["version"].startswith("3.") and (project["records"], project["groups"]) == (130, 130)
    done = say("import", str(screened), "--by", "HS", "--json", cwd=review)
    assert done.code == 0, done
    counts, expected = done.json(), of_plan(words)
    assert (counts["decisions"], counts["known"], counts["waiting"]) == (
        len(expected),
        0,
        130 - len(expected),
    )
    assert known(review) == expected
    for row in decisions(review):
        _, note, tag = words[int(row["record"][1:]) - 1]
        assert row["note"] == (" ".join(str(note).split()) or None)
        assert row["labels"] == (["theme_trust"] if tag else [])
    assert say("import", str(screened), "--by", "HS", "--json", cwd=review).json()["decisions"] == 0


@pytest.mark.skipif(
    asreview_python() is None,
    reason="ASReview is not installed (GREYLIT_ASREVIEW names a Python that has it)",
)
@pytest.mark.parametrize("fmt", ["csv", "ris"])
def test_what_was_decided_here_goes_out_as_prior_knowledge_and_comes_back_as_known(
    say: Greylit, tmp_path: Path, fmt: str
) -> None:
    review = make_review(tmp_path / "review", titles())
    say("decide", "R00001", "R00008", "include", "--by", "LB", cwd=review)
    say("decide", "R00002", "exclude", "--reason", "Not England", "--by", "LB", cwd=review)
    before = known(review)
    words: list[list[object]] = [[None, "", ""] for _ in range(130)]
    words[19] = [1, "", ""]
    (tmp_path / "plan.json").write_text(json.dumps(words))
    out, screened = tmp_path / f"out.{fmt}", tmp_path / f"screened.{fmt}"
    say("export", "--to", fmt, "--out", str(out), cwd=review)
    subprocess.run(
        [str(asreview_python()), str(SCREENS), str(out), str(screened), str(tmp_path / "plan.json")],
        check=True,
        capture_output=True,
        cwd=tmp_path,
    )
    counts = say("import", str(screened), "--by", "HS", "--json", cwd=review).json()
    assert (counts["decisions"], counts["known"], counts["waiting"]) == (1, 3, 126)
    assert known(review) == {**before, "R00020": "include"}


@pytest.mark.parametrize("fmt", ["csv", "ris", "xlsx"])
def test_our_own_exports_bring_nothing_new_and_lose_nothing(say: Greylit, tmp_path: Path, fmt: str) -> None:
    review = make_review(tmp_path / "review", titles())
    numbers = [f"R{n:05d}" for n in range(1, 131)]
    say("decide", *numbers[:60], "include", "--by", "HS", "--note", 'why; not, "indeed"', cwd=review)
    say(
        "decide",
        *numbers[60:100],
        "exclude",
        "--reason",
        "Before 2000, or undated",
        "--by",
        "LB",
        "--label",
        "risk; trust",
        cwd=review,
    )
    say("decide", *numbers[100:110], "maybe", "--by", "HS", cwd=review)
    rows = decisions(review)
    out = tmp_path / f"out.{fmt}"
    assert say("export", "--to", fmt, "--out", str(out), cwd=review).code == 0
    back = say("import", str(out), "--by", "LB", "--json", cwd=review)
    assert back.code == 0, back.out
    # What is maybe has no word in ASReview's columns.
    assert (back.json()["decisions"], back.json()["known"]) == (0, 110 if fmt == "xlsx" else 100)
    assert decisions(review) == rows
