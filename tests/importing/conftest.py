"""Two runs of the small review: one that nobody disturbed, and one of which the site refused a part."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from filelock import FileLock

from harvest.demo.server import MiniWeb
from tests.cli.conftest import finished as undisturbed
from tests.cli.conftest import shared
from tests.cli.reviews import small_review
from tests.cli.said import Greylit
from tests.whole.harness import Web, greylit

#: What the owner of the site allowed, which changes nothing of what is asked.
PERMISSIONS = """\
host,path,permits,given_by,role,given_on,expires_on,evidence,added_by
www.gov.test,,reading all publications,J Smith,head of publishing,2026-01-02,,,LB
"""
#: The files that the site refuses.
REFUSED = ("home-first-ashford-vale.pdf", "care-closer-to-home.pdf")

__all__ = ["undisturbed"]


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> Greylit:
    """Run a command in this process."""
    return Greylit(monkeypatch)


def refused_paths() -> list[str]:
    """Return where the refused files lie on the miniature web."""
    from harvest.demo.corpus.build import build_site

    return [
        path for path, asset in build_site(1).assets.items()
        if asset.status == 200 and path.rsplit("/", 1)[-1] in REFUSED
    ]  # fmt: skip


@pytest.fixture(scope="session")
def refused_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a review of whose two questions one, and two files, were refused. Only to be looked at."""
    folder = shared(tmp_path_factory) / "importing-refused"
    with FileLock(f"{folder}.lock"):
        if not (folder / "done").exists():
            protocol = small_review(folder)
            (folder / "permissions.csv").write_text(PERMISSIONS, encoding="utf-8")
            with MiniWeb() as web:
                # The first question, and the files of the second one.
                web.fault("www.gov.test", "403", path="/api/search.json")
                for path in refused_paths():
                    web.fault("assets.publishing.gov.test", "403", times=9, path=path)
                ran = greylit("run", str(protocol), "--quiet", web=Web(web.proxy, folder / "unused"))
            assert ran.returncode == 3, ran.stdout + ran.stderr
            (folder / "done").touch()
    return folder


@pytest.fixture
def review(refused_run: Path, tmp_path: Path) -> Path:
    """A copy of the refused review that a test may go on with."""
    return Path(shutil.copytree(refused_run, tmp_path / "review"))
