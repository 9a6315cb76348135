"""A search of 317 councils on the miniature web: seconds, requests, memory, pace, and whether every outcome is right.

    python -m bench.councils [--councils 317] [--seed 1]

Five seconds lie between two requests to one host; a clock that is shared with the miniature web skips them, so that
the seconds printed are those of the work itself.
"""

from __future__ import annotations

import argparse
import tempfile
from importlib.resources import files
from pathlib import Path

from bench.measure import run
from crawler.clock import SkippingClock
from harvest.demo.councils import truth
from harvest.demo.councils.generator import generated, list_text
from harvest.demo.councils.registry import hosts_of
from harvest.demo.hosts import COUNCIL_HOSTS
from harvest.demo.server import MiniWeb
from tests.whole.council_runs import DELAY, Asked
from tests.whole.harness import command

#: Parts of the command lines of the processes whose memory is told.
PROCESSES = {
    "the run itself": "harvest run",
    "the crawl process": "crawler.process",
    "one text worker": "forkserver",
}


def main() -> int:
    """Ask the councils and print the figures; return 1 when an outcome is wrong or a host was asked too fast."""
    parser = argparse.ArgumentParser(prog="python -m bench.councils")
    parser.add_argument("--councils", type=int, default=317)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    everybody = generated(options.councils, options.seed)
    with tempfile.TemporaryDirectory() as folder:
        review = Path(folder)
        (review / "protocol.toml").write_text(
            (files("harvest.demo") / "councils.toml").read_text(encoding="utf-8")
        )
        (review / "councils.csv").write_text(list_text(everybody), encoding="utf-8")
        COUNCIL_HOSTS.update(hosts_of(everybody))
        with MiniWeb(clock=SkippingClock(review / "clock")) as web:
            line = command(
                "run", str(review / "protocol.toml"), "--no-progress", "--clock", str(review / "clock")
            )
            line += ["--proxy", web.proxy]
            for host in sorted({each.papers for each in everybody if each.papers}):
                line += ["--test-host", host]
            cost = run(line, watch=PROCESSES)
            found = Asked(review, cost.returncode, cost.stdout, list(web.requests))
        rows = truth.council_rows(everybody, found.sent())
        outcomes = found.outcomes()
        right = sum(outcomes.get(f"la.{'_'.join(row.councils)}") == row.outcome for row in rows)
        asked = [row for row in rows if row.outcome in ("results", "none")]
        least, made = sum(row.requests for row in asked), sum(found.requests[row.host] for row in asked)
        ((records,),) = found.query("select count(*) from work where verdict = 'record'")
        expected = truth.records_expected(truth.relevant_papers(everybody, found.sent()))
        hosts = len({each.papers for each in everybody if each.papers})
        pause, at_once = found.shortest_pause(), found.at_once()
    print(f"{len(everybody)} councils, {hosts} hosts, {sum(found.requests.values())} requests")
    print(
        f"{cost.wall_seconds:.1f} s by the clock on the wall, {cost.cpu_seconds:.1f} s of CPU (all processes)"
    )
    for name in PROCESSES:
        print(f"memory of {name}: {cost.children[name].peak_mb:.0f} MB")
    print(f"memory of the run itself, by the kernel: {cost.peak_mb:.0f} MB")
    print(f"shortest pause between two requests to one host: {pause:.3f} s of {DELAY:g} s")
    print(f"hosts asked within the first {DELAY:g} s: {at_once} of {hosts}")
    print(f"outcomes of ModernGov portals as the truth table has them: {right} of {len(rows)}")
    print(
        f"requests to portals that answer: {made}, the truth table needs {least} ({made / least:.3f} times)"
    )
    print(f"records: {records}, expected {expected}")
    return int(right != len(rows) or pause < DELAY or records != expected)


if __name__ == "__main__":
    raise SystemExit(main())
