"""`references` lists what local files refer to: one JSON object a line, and 3 when some could not be read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reference_lists.made import REFERENCES, docx, list_pdf, notes_pdf


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("files")
    (made / "list.pdf").write_bytes(list_pdf(number="[{}]", columns=2))
    (made / "notes.pdf").write_bytes(notes_pdf())
    (made / "report.docx").write_bytes(docx([("Heading1", "References"), *REFERENCES]))
    (made / "broken.pdf").write_bytes(b"%PDF-1.7 and then nothing of the kind")
    (made / "text.txt").write_text("References\n\n" + "\n\n".join(REFERENCES), encoding="utf-8")
    return made


def run(folder: Path, *words: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "harvest", "references", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stdout, done.stderr


def test_each_file_has_one_line_and_one_that_cannot_be_read_does_not_stop_the_others(folder: Path) -> None:
    names = ["list.pdf", "missing.pdf", "broken.pdf", "notes.pdf", "report.docx", "text.txt"]
    code, out, err = run(folder, *names, "--json")
    lines = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (3, "")
    assert [line["file"] for line in lines] == names
    assert [line["problem"] is None for line in lines] == [True, False, False, True, True, True]
    for line in lines:
        if line["problem"] is None:
            assert [each["text"] for each in line["references"]] == list(REFERENCES)
    first = lines[0]["references"][0]
    assert first.keys() == {"text", "page", "start", "stop", "number", "where", "heading", "url", "fields"}
    assert (first["number"], first["where"], first["heading"]) == ("1", "list", "References")
    assert first["page"] >= 1 and 0 <= first["start"] < first["stop"]
    if first["fields"] is not None:
        assert first["fields"]["year"] == 2014


def test_without_json_people_can_read_it(folder: Path) -> None:
    code, out, _ = run(folder, "notes.pdf", "broken.pdf")
    assert code == 3
    assert out.splitlines()[0] == "notes.pdf: 12 references"
    assert f"  [1] {REFERENCES[0]} (footnote, p. 1)" in out
    assert "broken.pdf: not read: it is broken" in out


def test_files_that_are_all_read_end_with_0(folder: Path) -> None:
    assert run(folder, "list.pdf", "text.txt", "--json")[0] == 0
