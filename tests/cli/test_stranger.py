"""A review's folder is all that a stranger needs: zipped, on another machine, without the web that was searched."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

DATE = "2026-11-26"


@pytest.fixture(scope="module")
def handed_on(finished: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder as it comes out of a ZIP file somewhere else."""
    elsewhere = tmp_path_factory.mktemp("stranger")
    packed = elsewhere / "supplement.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as whole:
        for path in sorted(finished.rglob("*")):
            if (
                path.is_file()
                and path.name not in ("done",)
                and not path.name.endswith(("-wal", "-shm", ".lock"))
            ):
                whole.write(path, path.relative_to(finished))
    shutil.unpack_archive(packed, elsewhere / "unpacked")
    return elsewhere / "unpacked"


def greylit(*words: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run a command as somebody who has nothing of ours but the program: no settings, no proxy, another home."""
    home.mkdir(exist_ok=True)
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(home), "TZ": "America/Lima", "LC_ALL": "C.UTF-8"}
    root = Path(__file__).parents[2]
    command = [
        sys.executable,
        "-c",
        f"import sys; sys.path.insert(0, {str(root)!r}); from harvest.cli import main; main()",
    ]
    return subprocess.run(
        [*command, *words], cwd=home, env=environment, capture_output=True, text=True, timeout=120
    )


def test_the_unzipped_folder_alone_passes_the_audit(handed_on: Path, tmp_path: Path) -> None:
    done = greylit("audit", "--review", str(handed_on), home=tmp_path / "home")
    assert done.returncode == 0 and "audit passed" in done.stdout, done.stdout + done.stderr


def test_a_stranger_can_ask_why_of_a_record_and_of_what_is_none(handed_on: Path, tmp_path: Path) -> None:
    record = greylit("why", "R00001", "--review", str(handed_on), home=tmp_path / "home")
    assert record.returncode == 0 and "fetched" in record.stdout, record.stderr
    robots = greylit(
        "why", "http://www.gov.test/robots.txt", "--review", str(handed_on), home=tmp_path / "home"
    )
    assert robots.returncode == 0 and robots.stdout.strip()


def test_the_reports_of_a_stranger_are_ours_byte_for_byte(
    handed_on: Path, finished: Path, tmp_path: Path
) -> None:
    ours = shutil.copytree(finished, tmp_path / "ours")
    for name, folder in (("theirs", handed_on), ("mine", ours)):
        for report, fmt in (("all", "html"), ("all", "json"), ("search-log", "csv"), ("flow", "svg")):
            done = greylit(
                "report", report, "--format", fmt, "--date", DATE, "--out", str(tmp_path / name / f"{report}-{fmt}"),
                "--review", str(folder), home=tmp_path / "home",
            )  # fmt: skip
            assert done.returncode == 0, done.stdout + done.stderr
    files = sorted(
        path.relative_to(tmp_path / "mine") for path in (tmp_path / "mine").rglob("*") if path.is_file()
    )
    assert len(files) > 4
    for name in files:
        assert (tmp_path / "theirs" / name).read_bytes() == (tmp_path / "mine" / name).read_bytes(), name
