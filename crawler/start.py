"""Starting the crawl process. Imports no Scrapy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from crawler.manners import Manners


def start(workspace: Path, run: int, manners: Manners, software: str) -> subprocess.Popen[bytes]:
    """Start the crawl process of a run and return it.

    It reads sources and questions from the ledger, ends when there is nothing left to ask, and stops
    cleanly on SIGINT or when its standard input is closed, which also happens when this process dies.
    """
    return subprocess.Popen(
        [
            sys.executable, "-m", "crawler.process",
            "--workspace", str(workspace.resolve()),
            "--run", str(run),
            "--software", software,
            "--manners", manners.model_dump_json(),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )  # fmt: skip
