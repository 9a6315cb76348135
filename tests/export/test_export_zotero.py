"""For Zotero: two files of the same records, and a page that says which to take."""

from __future__ import annotations

import json
from pathlib import Path

import rispy  # type: ignore[import-untyped]
from export_samples import AWKWARD, CONTEXT

from harvest.export import write


def test_both_files_are_those_of_their_formats(tmp_path: Path) -> None:
    result = write(iter(AWKWARD), "zotero", tmp_path / "z", CONTEXT)
    assert [path.name for path in result.paths] == ["alliancing.ris", "alliancing.csl.json", "WHICH-FILE.txt"]
    assert (result.records, result.counts) == (len(AWKWARD), (len(AWKWARD), len(AWKWARD), None))
    for fmt, path in zip(("ris", "csl-json"), result.paths, strict=False):
        write(AWKWARD, fmt, tmp_path / "alone", CONTEXT)
        alone = next(each for each in (tmp_path / "alone").iterdir() if each.suffix == path.suffix)
        assert path.read_bytes() == alone.read_bytes()
    assert len(rispy.loads(result.paths[0].read_text(encoding="utf-8"))) == len(AWKWARD)
    assert len(json.loads(result.paths[1].read_text(encoding="utf-8"))) == len(AWKWARD)


def test_the_page_and_the_last_note_say_which_file_to_take(tmp_path: Path) -> None:
    result = write(AWKWARD, "zotero", tmp_path, CONTEXT)
    page = result.paths[2].read_text(encoding="utf-8")
    assert "Import ONE of these files" in page and "alliancing.ris" in page and "alliancing.csl.json" in page
    assert result.notes[-1].startswith("import one of the two files, not both")
    # What neither can express is told once.
    assert sum("no year" in note for note in result.notes) == 1
