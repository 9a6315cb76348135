"""Fetching and the whole job against stock Scrapy, in one run; memory of the crawl process from 2,000 to 20,000 pages.

    python -m bench.crawl_speed [--pages 1500] [--pdfs 150] [--hosts 4] [--rounds 3] [--memory]

Goals: (a) fetch + links + WARC + ledger at most 0.45 of stock Scrapy's CPU a page; (b) the whole job at least 1.6 times
stock Scrapy's pages a second (its callback takes the text out inline) on two cores; the crawl process under 150 MB,
and flat. The server runs on the same cores, as do all other things on this machine: the ratios count.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from bench import measure, server, site

ROOT = Path(__file__).resolve().parent.parent
WATCH = {"crawl": "crawler.process"}


def _arm(srv: server.Server, module: str, mode: str) -> Callable[[], measure.Crawl]:
    command = [sys.executable, "-m", module, mode, "--proxy", srv.proxy, *srv.names]
    return lambda: measure.crawl(srv, command, cwd=ROOT, watch=WATCH)


def _crawl_peak(runs: list[measure.Crawl]) -> float:
    return max(run.measured.children["crawl"].peak_mb for run in runs)


def speed(pages: int, pdfs: int, hosts: int, rounds: int) -> None:
    """Print both comparisons with stock Scrapy, arms interleaved."""
    made = site.cached(site.SiteSpec(pages=pages, pdfs=pdfs, hosts=hosts))
    with server.serving(made.root) as srv:
        arms = {
            "stock fetch": _arm(srv, "bench.stock", "fetch"),
            "greylit fetch": _arm(srv, "bench.ours", "fetch"),
            "stock whole job": _arm(srv, "bench.stock", "text"),
            "greylit whole job": _arm(srv, "bench.ours", "whole"),
        }
        runs = measure.interleave(arms, rounds)
    print(measure.crawl_table(runs))
    cpu = {name: [run.cpu_per_thousand for run in each] for name, each in runs.items()}
    rate = {name: [run.documents_per_second for run in each] for name, each in runs.items()}
    print(
        f"(a) CPU a document, fetch, greylit / stock:        {measure.ratios(cpu['greylit fetch'], cpu['stock fetch'])}   goal <= 0.45"
    )
    print(
        f"(b) documents a second, whole job, greylit / stock: {measure.ratios(rate['greylit whole job'], rate['stock whole job'])}   goal >= 1.6"
    )
    print(
        f"    CPU a document, whole job, greylit / stock:     {measure.ratios(cpu['greylit whole job'], cpu['stock whole job'])}"
    )
    print(
        f"    peak of the crawl process: {_crawl_peak(runs['greylit fetch'] + runs['greylit whole job']):.0f} MB   goal < 150"
    )


def memory(small: int, large: int, hosts: int) -> None:
    """Print the peak memory of the crawl process on a small and a large site."""
    peaks = {}
    for pages in (small, large):
        made = site.cached(site.SiteSpec(pages=pages, pdfs=pages // 100, hosts=hosts))
        with server.serving(made.root) as srv:
            run = _arm(srv, "bench.ours", "fetch")()
        peaks[pages] = _crawl_peak([run])
        print(
            f"crawl process, {run.documents:6} documents: peak {peaks[pages]:.0f} MB, {run.documents_per_second:.0f} documents a second"
        )
    print(f"    {large} / {small} pages: {peaks[large] / peaks[small]:.2f}")


def main() -> None:
    """Run the measurements that are asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=1500)
    parser.add_argument("--pdfs", type=int, default=150)
    parser.add_argument("--hosts", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--memory", action="store_true", help="measure memory instead, on 2,000 and 20,000 pages"
    )
    options = parser.parse_args()
    if options.memory:
        memory(2000, 20000, options.hosts)
    else:
        speed(options.pages, options.pdfs, options.hosts, options.rounds)


if __name__ == "__main__":
    main()
