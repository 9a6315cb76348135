"""One miniature web and one finished demonstration, for all pages."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock

from harvest.demo.server import MiniWeb
from tests.docs.blocks import Shell


@dataclass(frozen=True)
class Demo:
    """A finished ``greylit demo``: its folder and what it said."""

    folder: Path
    said: str

    def copy(self, into: Path) -> None:
        shutil.copytree(self.folder, into / "greylit-demo")


@pytest.fixture(scope="session")
def proxy() -> Iterator[str]:
    with MiniWeb() as web:
        yield web.proxy


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, proxy: str, worker_id: str) -> Demo:
    """Run the demonstration once, also when several processes test at the same time."""
    base = tmp_path_factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / "docs-demo"
    with FileLock(f"{shared}.lock"):
        kept = shared / "said.json"
        if not kept.exists():
            shared.mkdir()
            ran = Shell(shared, proxy).run("greylit demo --no-progress")
            assert ran.returncode == 0, ran.stdout + ran.stderr
            kept.write_text(json.dumps(ran.stdout))
        return Demo(shared / "greylit-demo", json.loads(kept.read_text()))
