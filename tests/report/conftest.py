"""Two finished reviews: one of the miniature GOV.UK, whose truth is known, and one with citations, dead links and imports."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from filelock import FileLock

from crawler.sources import sources
from harvest.report.facts import Facts, facts
from store.workspace import Workspace
from tests.cli.conftest import say, shared
from tests.cli.test_json_shapes import CITED
from tests.whole.harness import greylit, serving, write_review
from tests.whole.publisher_runs import ARCHIVES, ask_publishers

__all__ = ["say"]

DATE = "2026-11-27"
#: What a person brought: one is outside the limits, two are one, and one is a report that the site has, too.
RIS = """\
TY  - JOUR
TI  - Alliance contracts in care: a realist review
AU  - Smith, J.
PY  - 2019
DO  - 10.1000/x1
ER  -
TY  - JOUR
TI  - Alliance contracts in care: a realist review.
AU  - Smith, Jane
PY  - 2019
DO  - 10.1000/X1
JO  - Journal of Integrated Care
ER  -
TY  - JOUR
TI  - Alliance contracts in care before the millennium
AU  - Old, A.
PY  - 1995
ER  -
TY  - RPRT
TI  - A contract for kindness
UR  - http://www.jrf.test/a-contract-for-kindness
ER  -
"""
BY_HAND = """
[[sources]]
id = "wos"
name = "Web of Science"
type = "manual"
files = ["imports/wos.ris"]
searched_on = 2026-11-01
searched_by = "LB"
strategy = 'TS=("alliance contract*")'
seen = 312
screened = 200
"""


def _decided(folder: Path, *words: str) -> None:
    said = greylit("decide", *words, "--by", "LB", "--review", str(folder))
    assert said.returncode == 0, said.stdout + said.stderr


@pytest.fixture(scope="session")
def govuk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole demonstration search, with some decisions. Only to be looked at."""
    folder = shared(tmp_path_factory) / "report-govuk"
    with FileLock(f"{folder}.lock"):
        if not (folder / "done").exists():
            with serving(folder.with_suffix(".jsonl")) as web:
                ran = greylit("run", str(write_review(folder)), "--no-progress", web=web)
            assert ran.returncode in (0, 3), ran.stdout + ran.stderr
            for record in ("R00001", "R00002", "R00003"):
                _decided(folder, record, "include")
            _decided(folder, "R00004", "exclude", "--reason", "Not England")
            _decided(folder, "R00001", "include", "--stage", "full-text")
            _decided(folder, "R00002", "exclude", "--reason", "Not alliancing", "--stage", "full-text")
            (folder / "done").touch()
    return folder


@pytest.fixture(scope="session")
def cited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publisher's reports that cite each other, dead links, a search by hand, decisions. Only to be looked at."""
    base = shared(tmp_path_factory) / "report-cited"
    folder = base / "review"
    with FileLock(f"{base}.lock"):
        if not (base / "done").exists():
            (folder / "imports").mkdir(parents=True)
            (folder / "imports" / "wos.ris").write_text(RIS, encoding="utf-8")
            ask_publishers(base, CITED + BY_HAND + ARCHIVES)
            for record in ("R00001", "R00002", "R00003"):
                _decided(folder, record, "include")
            _decided(folder, "R00004", "exclude", "--reason", "Not alliances")
            _decided(folder, "R00002", "include", "--stage", "full-text")
            brought = greylit("cite", "--seeds", "included", "--offline", "--review", str(folder))
            assert brought.returncode == 0, brought.stdout + brought.stderr
            (base / "done").touch()
    return folder


@pytest.fixture
def copied(cited: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may spoil."""
    return Path(shutil.copytree(cited, tmp_path / "review"))


@pytest.fixture(scope="session")
def cited_facts(cited: Path) -> Facts:
    return facts(Workspace(cited), sources(), DATE)


@pytest.fixture(scope="session")
def govuk_facts(govuk: Path) -> Facts:
    return facts(Workspace(govuk), sources(), DATE)
