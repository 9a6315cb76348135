"""What is shipped: the wheel has what the product needs and nothing else, and runs where nothing else of it is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.house.sources import PACKAGES, ROOT, imports, python_files

#: Files that are no Python and without which something does not work.
NEEDED = (
    "scrapy.cfg", "harvest/demo/review.toml", "harvest/demo/corpus/gov/care.toml", "store/ledger.sql",
    "store/frontier.sql", "store/migrations/0001.sql", "harvest/templates/minimal/protocol.toml",
    "harvest/templates/alliancing/protocol.toml", "harvest/templates/common/gitignore", "spiders/councils.csv",
    "spiders/councils.md", "harvest/demo/councils.toml", "harvest/demo/publishers.toml", "harvest/demo/corpus/publishers/dead.toml",
    "harvest/demo/corpus/publishers/kingsfund.toml", "harvest/reference_fields/model.crfsuite",
)  # fmt: skip
#: What pip says when it is the network, and not the project, that is at fault.
NO_NETWORK = (
    "Retrying (",
    "connection broken",
    "Temporary failure in name resolution",
    "Network is unreachable",
)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return next(folder.glob("greylit-*.whl"))


def test_the_wheel_has_every_module_and_the_files_they_read(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {str(path.relative_to(ROOT)) for path in python_files(*PACKAGES)} <= names
    assert set(NEEDED) <= names


def test_the_wheel_has_nothing_else(wheel: Path) -> None:
    roots = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {root for root in roots if not root.endswith(".dist-info")} == {*PACKAGES, "scrapy.cfg"}


def test_the_wheel_runs_a_search_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    """With the libraries of this environment, but nothing of the project beside what the wheel holds."""
    home = tmp_path / "venv"
    venv.create(home)
    _pip(home, "--no-deps", str(wheel))
    theirs = next((home / "lib").glob("python*/site-packages"))
    (theirs / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    _search(home, tmp_path / "empty")


def test_the_locked_requirements_have_everything_that_is_imported() -> None:
    locked = {
        _named(line.split("==")[0])
        for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    }
    # What an extra brings is imported only when it is asked for, and locked with the tools of developers.
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = {
        _named(re.split(r"[<>=~!\[; ]", each)[0])
        for needs in project["optional-dependencies"].values() for each in needs
    }  # fmt: skip
    developers = {
        _named(line.split("==")[0])
        for line in (ROOT / "requirements-dev.txt").read_text(encoding="utf-8").splitlines() if "==" in line
    }  # fmt: skip
    assert extras <= developers
    locked |= extras
    owners = packages_distributions()
    imported = {each.name.split(".")[0] for path in python_files(*PACKAGES) for each in imports(path)}
    # `compression` is of Python itself from 3.14.
    others = imported - set(PACKAGES) - set(sys.stdlib_module_names) - {"compression"}
    assert others >= {"scrapy", "duckdb", "click"}, "the check reads nothing"
    for name in others:
        assert {_named(owner) for owner in owners[name]} & locked, name


def _named(project: str) -> str:
    """Return the name of a project as registries compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", project).lower()


@pytest.mark.slow
def test_the_wheel_and_the_locked_requirements_are_all_that_a_search_needs(
    wheel: Path, tmp_path: Path
) -> None:
    """In an empty environment (a minute or two, nearly all of it pip)."""
    home = tmp_path / "venv"
    venv.create(home)
    _pip(home, "--require-hashes", "-r", str(ROOT / "requirements.txt"))
    _pip(home, "--no-deps", str(wheel))
    _search(home, tmp_path / "empty")


def _search(home: Path, empty: Path) -> None:
    empty.mkdir()
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "GREYLIT"))}
    where = [
        home / "bin" / "python",
        "-c",
        "import crawler, harvest, spiders, store; print(harvest.__file__)",
    ]
    ours = subprocess.run(where, cwd=empty, env=clean, capture_output=True, text=True, check=True).stdout
    assert ours.startswith(str(home)), "the wheel is what is tested"
    ran = subprocess.run(
        [home / "bin" / "greylit", "demo", "here", "--no-progress"],
        cwd=empty, env=clean, capture_output=True, text=True, timeout=150,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "R00001" in ran.stdout
    assert (empty / "here" / "greylit.duckdb").exists()
    assert [each.name for each in empty.iterdir()] == ["here"]


def _pip(home: Path, *what: str) -> None:
    command = [sys.executable, "-m", "pip", "--python", str(home / "bin" / "python"), "install", "--quiet"]
    command += ["--no-compile", "--disable-pip-version-check", "--no-input", *what]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=400)
    if ran.returncode and any(sign in ran.stderr for sign in NO_NETWORK):
        pytest.skip(f"the locked packages could not be had: {ran.stderr.strip().splitlines()[-1]}")
    assert ran.returncode == 0, ran.stderr
