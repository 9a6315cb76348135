"""What a protocol says and this version does not act on is said by `check`, never passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvest.check import check
from harvest.init import init
from harvest.protocol import load_protocol


def test_sections_that_are_only_recorded_are_named(tmp_path: Path) -> None:
    init(tmp_path / "review", "alliancing")
    notes = {
        each.key
        for each in check(load_protocol(tmp_path / "review" / "protocol.toml")).findings
        if "recorded with the run" in each.message
    }
    assert {"citations"} <= notes
    assert not notes & {"screening", "stop", "known_items"}, "these are acted on"
    assert "keep.bytes" not in notes


def test_a_protocol_without_them_has_no_such_note(tmp_path: Path) -> None:
    init(tmp_path / "review", "minimal")
    path = tmp_path / "review" / "protocol.toml"
    text = path.read_text(encoding="utf-8")
    kept = text[: text.index("[screening]")] if "[screening]" in text else text
    path.write_text(kept.replace("recheck_after", "# recheck_after"), encoding="utf-8")
    assert not [
        each for each in check(load_protocol(path)).findings if "recorded with the run" in each.message
    ]


@pytest.mark.parametrize(("engine", "warned"), [(None, True), ("rapidocr 3.10.0", False)])
def test_pages_that_nothing_here_can_read_are_warned_of(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, engine: str | None, warned: bool
) -> None:
    monkeypatch.setattr("harvest.check.advice.available", lambda: engine)
    init(tmp_path / "review", "minimal")
    path = tmp_path / "review" / "protocol.toml"
    path.write_text(path.read_text(encoding="utf-8") + "\n[reading]\nocr = true\n", encoding="utf-8")
    said = [each for each in check(load_protocol(path)).findings if "read from its picture" in each.message]
    assert bool(said) is warned
