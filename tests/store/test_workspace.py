"""A review's folder: made where it can be, refused at once where it cannot, and one run in it at a time."""

from __future__ import annotations

import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from store import workspace as module
from store.errors import StoreError
from store.workspace import Workspace


def test_preparing_makes_the_folders_and_leaves_no_probe(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "review")
    workspace.prepare()
    workspace.prepare()
    assert sorted(path.name for path in workspace.root.iterdir()) == ["archive", "logs"]


def test_a_place_that_cannot_be_written_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "review").write_text("a file in the way")
    with pytest.raises(StoreError, match="cannot be written") as said:
        Workspace(tmp_path / "review").prepare()
    assert said.value.hint and said.value.code == "STORE_UNUSABLE"


def test_a_disk_that_is_nearly_full_is_refused_before_anything_is_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(module.shutil, "disk_usage", lambda _: usage(10**9, 10**9, module.MIN_FREE_BYTES - 1))
    with pytest.raises(StoreError, match="MB left") as said:
        Workspace(tmp_path).prepare()
    assert said.value.code == "DISK_FULL"


def test_a_second_process_is_kept_out_until_the_first_is_gone(tmp_path: Path) -> None:
    try_it = (
        "import sys; from pathlib import Path; from store.workspace import Workspace; from store.errors import StoreError\n"
        f"try: Workspace(Path({str(tmp_path)!r})).lock()\n"
        "except StoreError as error: sys.exit(error.code)"
    )
    held = Workspace(tmp_path).lock()
    said = subprocess.run([sys.executable, "-c", try_it], capture_output=True, text=True)
    assert said.returncode == 1 and "LOCKED" in said.stderr
    held.release()
    assert subprocess.run([sys.executable, "-c", try_it], capture_output=True).returncode == 0


def test_every_ledger_of_the_folder_is_found(tmp_path: Path) -> None:
    for name in ("ledger.sqlite", "ledger-b.sqlite", "frontier.sqlite", "ledger.sqlite-wal"):
        (tmp_path / name).touch()
    assert [path.name for path in Workspace(tmp_path).ledgers()] == ["ledger-b.sqlite", "ledger.sqlite"]
