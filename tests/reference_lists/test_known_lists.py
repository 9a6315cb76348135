"""How well references are found, against documents whose references are known and that live outside the project."""

from __future__ import annotations

import json
import os
import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest

from harvest.reference_lists import read, references_of

pytestmark = pytest.mark.samples


def data(variable: str, *parts: str) -> Path:
    root = os.environ.get(variable)
    if not root or not Path(root, *parts).exists():
        pytest.skip(f"{variable} is not set or lacks {'/'.join(parts)}")
    return Path(root, *parts)


def even(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def test_nineteen_of_twenty_known_references_are_found_whole_in_every_layout() -> None:
    right: dict[str, int] = defaultdict(int)
    known: dict[str, int] = defaultdict(int)
    found: dict[str, int] = defaultdict(int)
    for name in sorted(data("GREYLIT_TEST_DATA", "refpdf").glob("*.json")):
        said = json.loads(name.read_text(encoding="utf-8"))
        strings = [even(each["raw"]) for each in said["refs"]]
        for path in (name.with_suffix(".pdf"), name.with_suffix(".docx")):
            if path.exists():
                layout = f"{said['layout']}-{said['style']}{path.suffix}"
                got = [even(each.text) for each in references_of(path.read_bytes()) if each.where != "link"]
                right[layout] += sum(each in got for each in strings)
                known[layout] += len(strings)
                found[layout] += len(got)
    assert known
    for layout in known:
        assert right[layout] >= 0.95 * known[layout], layout
        assert right[layout] >= 0.95 * found[layout], layout


def test_all_references_of_a_list_with_one_field_a_line_are_split() -> None:
    folder = data("GREYLIT_TEST_DATA", "references")
    known = [
        even(json.loads(line)["raw"]) for line in (folder / "seed-review.jsonl").read_text().splitlines()
    ]
    found = [
        even(each.text)
        for each in references_of((folder / "seed-review.txt").read_bytes(), name="seed-review.txt")
    ]
    assert len(found) == len(known) == 40
    # The last known string has the publisher's licence after it.
    assert sum(one == other for one, other in zip(found, known, strict=True)) >= 39
    assert known[-1].startswith(found[-1])


def test_documents_without_lists_have_none() -> None:
    for path in data("GREYLIT_TEST_DATA", "pdf").glob("*.pdf"):
        assert not references_of(path.read_bytes()), path.name


def test_no_sample_ends_in_an_exception_and_reports_of_councils_are_read() -> None:
    counts = {}
    for path in sorted(data("GREYLIT_SAMPLES").rglob("*")):
        if path.is_file():
            found = read(path.read_bytes(), name=path.name)
            counts[path.name] = sum(each.where != "link" for each in found.references)
    assert counts["core_Briefing-Self-Harm-May-2017.pdf"] == 12
    assert counts["ageing-well_dementia-strategy-2020-2023-plain-text.pdf"] == 11
    assert counts["pdf_pna_2025-2028_West_Sussex_PNA_Appendix_4_Equalities_Assessment.pdf"] >= 150
