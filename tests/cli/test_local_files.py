"""`text` and `match` read files of one's own: one JSON object a line, and 3 when some could not be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas

from tests.cli.said import Greylit, check_refusal

WORDS = (
    "An alliance contract for social care, café — “alliancing”",
    "Page two: the NHS and alliance agreements.",
)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    (folder / "folder").mkdir(parents=True)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and then nothing of the kind")
    (folder / "plain.txt").write_text("\n".join(WORDS), encoding="utf-8")
    for name, encrypt in (("good.pdf", None), ("locked.pdf", StandardEncryption("secret", "owner"))):
        page = canvas.Canvas(str(folder / name), encrypt=encrypt)
        for words in WORDS:
            page.drawString(50, 700, words)
            page.showPage()
        page.save()
    return folder


def _lines(out: str) -> dict[str, dict[str, Any]]:
    return {Path(each["file"]).name: each for each in map(json.loads, out.splitlines())}


def test_each_file_has_one_line_and_each_failure_its_reason(say: Greylit, files: Path) -> None:
    names = ["missing.pdf", "folder", "empty.txt", "broken.pdf", "locked.pdf", "good.pdf", "plain.txt"]
    said = say("text", *(str(files / name) for name in names), "--json")
    assert said.code == 3 and said.err == ""
    assert len(said.out.splitlines()) == len(names)
    lines = _lines(said.out)
    assert {name: lines[name]["outcome"] for name in names} == {
        "missing.pdf": "failed", "folder": "failed", "empty.txt": "empty", "broken.pdf": "broken",
        "locked.pdf": "encrypted", "good.pdf": "text", "plain.txt": "text",
    }  # fmt: skip
    assert all(lines[name]["detail"] for name in names[:5])
    assert len(lines["good.pdf"]["pages"]) == 2
    assert all(each["schema"] == "greylit/text/1" for each in lines.values())


def test_files_that_are_all_read_end_with_0(say: Greylit, files: Path) -> None:
    assert say("text", str(files / "good.pdf"), str(files / "plain.txt")).code == 0
    assert say("text", str(files / "broken.pdf")).code == 3


def test_offsets_of_matches_point_at_the_words_and_at_their_page(
    say: Greylit, files: Path, finished: Path
) -> None:
    paths = [str(files / "good.pdf"), str(files / "plain.txt")]
    texts = _lines(say("text", *paths).out)
    said = say("match", str(finished / "protocol.toml"), *paths)
    assert said.code == 0
    for name, line in _lines(said.out).items():
        text = texts[name]["text"]
        assert {each["term"] for each in line["matches"]} >= {
            "alliance contract*",
            "alliance agreement*",
            "social care",
            "NHS",
        }
        for each in line["matches"]:
            written = each["term"].strip("*").lower()
            assert text[each["start"] : each["end"]] == each["text"]
            assert each["text"].lower().startswith(written)
            page = next(p for p in line["pages"] if p["page"] == each["page"])
            assert page["start"] <= each["start"] < each["end"] <= page["end"]
        for each in line["passages"]:
            assert " ".join(text[each["start"] : each["end"]].split()) == each["text"]
        assert line["met"] is True and line["concepts"] == ["A", "C"]


def test_match_takes_a_protocol_first_and_says_what_is_wrong_with_it(
    say: Greylit, files: Path, finished: Path
) -> None:
    check_refusal(say("match", str(files / "plain.txt"), str(files / "good.pdf")), 2, "not valid TOML")
    check_refusal(say("match", str(finished), str(files / "good.pdf")), 2, "this is a folder")
    said = say("match", str(finished / "protocol.toml"), str(files / "missing.pdf"), str(files / "plain.txt"))
    assert said.code == 3 and len(said.out.splitlines()) == 2
