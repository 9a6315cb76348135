"""The text formats, byte for byte: a change of a format shows as a change of these files.

After a change that is meant, write them anew with ``GREYLIT_UPDATE_GOLDEN=1 pytest tests/export`` and read
the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from export_samples import AWKWARD, CONTEXT

from harvest.export import FORMATS, write

GOLDEN = Path(__file__).with_name("golden")


@pytest.mark.parametrize("fmt", ["csv", "csl-json", "jsonl", "ris", "bibtex", "endnote", "asreview"])
def test_format_is_as_agreed(fmt: str, tmp_path: Path) -> None:
    golden = GOLDEN / f"awkward{FORMATS[fmt].extension}"
    out = tmp_path / golden.name
    write(AWKWARD, fmt, out, CONTEXT)
    compare(out, golden)


@pytest.mark.parametrize("program", ["zotero", "rayyan", "covidence", "eppi"])
def test_folder_is_as_agreed(program: str, tmp_path: Path) -> None:
    for path in write(AWKWARD, program, tmp_path, CONTEXT).paths:
        compare(path, GOLDEN / program / path.name)


def compare(out: Path, golden: Path) -> None:
    if os.environ.get("GREYLIT_UPDATE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_bytes(out.read_bytes())
    assert out.read_bytes() == golden.read_bytes()
