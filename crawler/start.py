"""Starting the crawl process. Imports no Scrapy."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from crawler.manners import Manners
from crawler.proxies import VARIABLE, proxy_of

#: Large bodies go back to the system as soon as they are done with. Left to itself, glibc learns from the first ones to
#: keep them, and the process keeps 40 MB of holes (measured; other systems do not look at it).
_MALLOC = ("MALLOC_MMAP_THRESHOLD_", "262144")


def start(workspace: Path, run: int, manners: Manners, software: str) -> subprocess.Popen[bytes]:
    """Start the crawl process of a run and return it.

    It reads sources and questions from the ledger, ends when there is nothing left to ask, and stops
    cleanly on SIGINT or when its standard input is closed, which also happens when this process dies.

    The address of a proxy, which may hold a password, is handed on in the environment: every user of the
    machine can read the arguments of a process.

    Raises:
        ValueError: the proxy is not the address of an HTTP proxy.
    """
    environment = {name: value for name, value in os.environ.items() if name != VARIABLE}
    environment.setdefault(*_MALLOC)
    if manners.proxy:
        proxy = proxy_of(manners.proxy)
        environment[VARIABLE] = proxy.whole
        manners = manners.model_copy(update={"proxy": proxy.url})
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
        env=environment,
    )  # fmt: skip
