"""greylit on the generated site: the crawl process alone, or the whole job. The other arm of ``crawl_speed``.

    python -m bench.ours fetch --proxy http://127.0.0.1:PORT http://site1.test/ ...
    python -m bench.ours whole --proxy http://127.0.0.1:PORT http://site1.test/ ...

``fetch`` is what stock Scrapy does in its mode ``fetch``, with WARC and ledger: requests, links, archive, one ledger row an
answer. ``whole`` is ``greylit run``: texts, matches, works, records and the published database as well. The hosts are our
own, so there is no pause between requests; everything else is as in any run. Prints one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from crawler.manners import Manners
from crawler.start import start
from store.ledger import Ledger
from store.workspace import Workspace

AGENT = "greylit/bench (contact: nobody@example.org)"

PROTOCOL = """
[review]
id = "bench"
question = "How fast is it?"
contact = "nobody@example.org"

[concepts.A]
name = "alliancing"
terms = ["alliancing", "alliance contract*", "alliance agreement*", "alliance commissioning", '"alliance partner"~3']

[concepts.B]
name = "place-based"
terms = ["place based", "neighbourhood working", "integrated care partnership*"]

[concepts.C]
name = "context"
terms = ["social care", "health and wellbeing", "public health", "NHS", "clinical commissioning", "integrated care"]

[search]
require = "A and C"

[crawl]
delay = "1ms"
concurrency = 8
max_pages = 1000000
max_depth = 100
"""


def _names(urls: list[str]) -> tuple[str, ...]:
    return tuple(urlsplit(url).netloc for url in urls)


def fetch(workspace: Workspace, urls: list[str], proxy: str | None, per_host: int) -> int:
    """Run the crawl process alone; return its exit code."""
    workspace.prepare()
    with Ledger(workspace.ledger) as ledger:
        ledger.append("run", {"protocol_sha256": "", "protocol": {}}, 1)
        for number, url in enumerate(urls):
            row = {"source": f"s{number}", "kind": "site", "name": url, "url": url, "options": {}}
            ledger.append("source", row, 1)
    manners = Manners(
        user_agent=AGENT, delay=0, concurrency=8, per_host=per_host, max_pages=10**7, max_depth=100,
        proxy=proxy, test_hosts=_names(urls),
    )  # fmt: skip
    process = start(workspace.root, 1, manners, "greylit/bench")
    return process.wait()


def whole(
    workspace: Workspace, urls: list[str], proxy: str | None, per_host: int, workers: int | None
) -> int:
    """Run the whole job; return its exit code."""
    from crawler.sources import sources
    from harvest.protocol import load_protocol
    from harvest.run import Options, begin

    text = PROTOCOL + "".join(
        f'[[sources]]\nid = "s{n}"\nname = "{url}"\ntype = "site"\nurl = "{url}"\nstart = ["/"]\n'
        for n, url in enumerate(urls)
    )
    workspace.root.mkdir(parents=True, exist_ok=True)
    path = workspace.root / "protocol.toml"
    path.write_text(text, encoding="utf-8")
    options = Options(proxy=proxy, test_hosts=_names(urls), per_host=per_host, workers=workers)
    ended = begin(workspace, load_protocol(path), sources(), options, lambda _: None)
    return int(ended.exit_code)


def main() -> None:
    """Run one arm and print what it did."""
    parser = argparse.ArgumentParser(prog="python -m bench.ours")
    parser.add_argument("mode", choices=("fetch", "whole"))
    parser.add_argument("--proxy")
    parser.add_argument("--per-host", type=int, default=2)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--keep", type=Path, help="keep the workspace here")
    parser.add_argument("urls", nargs="+")
    options = parser.parse_args()
    root = options.keep or Path(tempfile.mkdtemp(prefix="greylit-bench-"))
    began = time.monotonic()
    try:
        if options.mode == "fetch":
            code = fetch(Workspace(root), options.urls, options.proxy, options.per_host)
        else:
            code = whole(Workspace(root), options.urls, options.proxy, options.per_host, options.workers)
        with Ledger(root / "ledger.sqlite", read_only=True) as ledger:
            documents = sum(
                1
                for e in ledger.entries(kinds=("fetch",))
                if e.body["kind"] == "page" and e.body["outcome"] == "read"
            )
        size = sum(path.stat().st_size for path in root.rglob("*") if path.is_file())
    finally:
        if options.keep is None:
            shutil.rmtree(root, ignore_errors=True)
    print(json.dumps({"mode": options.mode, "exit": code, "documents": documents, "disk_mb": size / 1e6,
                      "wall_seconds": time.monotonic() - began}))  # fmt: skip


if __name__ == "__main__":
    main()
