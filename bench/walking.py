"""Walking councils' web sites best first against breadth first, on generated sites and without a network.

    python -m bench.walking [--seeds 5] [--pages 1500] [--layouts deep,jadu,...] [--patience]

Both arms go through the real reader, the real scores, the real yields and the real frontier; only asking is left out.
What counts is the number of requests until 90 % of the relevant documents have come, and their ratio. Goal: at most a
quarter, on average over the seeds of each layout, and every relevant document once the walk is at its end.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.walking_sites import (
    BASE,
    HOST,
    KEPT,
    LAYOUTS,
    LIE,
    MISLEADING,
    SIGNS,
    TWICE,
    WORDS,
    MadeSite,
    made_site,
)
from crawler.guard import host_of
from crawler.judging import judge, placed
from crawler.lead import Answer, Lead
from crawler.spec import Source
from crawler.walks import Walks
from spiders.site import SiteSpider
from store.frontier import Frontier, Pending


@dataclass(frozen=True, slots=True)
class Walk:
    """What came of one walk.

    Attributes:
        order: the paths in the order in which they were asked for.
        left: how many addresses were left because they promised little.
        seconds: of the whole walk.
    """

    order: tuple[str, ...]
    left: int
    seconds: float

    def needed(self, relevant: frozenset[str], share: float = 0.9) -> int | None:
        """Return after how many requests such a share of the relevant documents had come; ``None`` for never."""
        want = -(-len(relevant) * share // 1)
        seen = 0
        for number, path in enumerate(self.order, 1):
            seen += path in relevant
            if seen >= want:
                return number
        return None


def walk(site: MadeSite, words: bool, patience: int = 0) -> Walk:
    """Walk a site to its end, or until patience is used up."""
    options: dict[str, object] = {"start": ["sitemap"]}
    if words:
        options["words"] = {name: list(phrases) for name, phrases in WORDS.items()}
    source = Source("s", "site", "Made", f"{BASE}/", options)
    spider, walks = SiteSpider(), Walks(patience)
    walks.know(source)
    began, order, left = time.perf_counter(), [], 0
    with tempfile.TemporaryDirectory() as folder:
        frontier = Frontier(Path(folder) / "frontier.sqlite", 1)
        frontier.move = walks.move

        def add(leads: Iterator[Lead], depth: int) -> None:
            for lead in leads:
                if lead.follow:
                    details = {"kind": lead.kind, "why": lead.why, "note": dict(lead.note)}
                    if lead.key:
                        details["key"] = lead.key
                    area = walks.area("s", lead)
                    host = host_of(lead.url)
                    new = frontier.add(lead.url, host, "site", "s", lead.priority, depth, details, area)
                    if area and not new:
                        frontier.promote(lead.name, lead.priority)

        add(iter(spider.start_leads(source)), 0)
        while (pending := frontier.pull("site", lambda _: True)) is not None:
            if walks.gives_up(pending):
                left += 1
                frontier.done(pending)
                continue
            path = pending.url.removeprefix(BASE)
            answer = _answer(site, pending, path)
            lead = Lead(pending.url, pending.lead["kind"], pending.lead["why"], pending.lead["note"], None, pending.priority if pending.area else 0, key=pending.lead.get("key", ""))  # fmt: skip
            reading = judge(spider, source, lead, answer)
            if path != "/robots.txt":
                order.append(path)
            walks.note({"source": "s", "url": pending.url, "kind": lead.kind, "outcome": reading.outcome, "worth": reading.worth})  # fmt: skip
            add(placed(reading.leads, frozenset({HOST})), pending.depth + 1)
            frontier.done(pending)
        frontier.close()
    return Walk(tuple(order), left, time.perf_counter() - began)


def _answer(site: MadeSite, pending: Pending, path: str) -> Answer:
    mime, body = site.served.get(path, ("text/html", b"<title>Not found</title>"))
    return Answer(pending.url, 200 if path in site.served else 404, {"content-type": mime}, body)


def measure(layout: str, seeds: range, pages: int, patience: int) -> None:
    """Print one layout: requests of both arms, their ratio, and what patience would have left."""
    ratios, rows, lost, cost, stopped = [], [], 0, [], []
    for seed in seeds:
        site = made_site(layout, seed, pages)
        relevant = site.relevant
        first, best = walk(site, words=False), walk(site, words=True)
        broad, ours = first.needed(relevant), best.needed(relevant)
        assert broad is not None, "a relevant document cannot be reached at all"
        lost += len(relevant - set(best.order))
        ours = ours if ours is not None else len(best.order)
        ratios.append(ours / broad)
        rows.append((len(first.order), len(relevant), broad, ours))
        cost.append(1000 * best.seconds / len(best.order))
        if patience:
            short = walk(site, words=True, patience=patience)
            stopped.append((len(short.order) / len(best.order), len(relevant & set(short.order)) / len(relevant)))  # fmt: skip
    mean = [statistics.mean(column) for column in zip(*rows, strict=True)]
    line = (
        f"{layout:9}{' (kept apart)' if layout in KEPT else '':14} {mean[0]:6.0f} {mean[1]:6.0f} {mean[2]:8.0f} {mean[3]:6.0f}"
        f"   {statistics.mean(ratios):5.1%} ({min(ratios):.1%} to {max(ratios):.1%})   {lost:4}   {statistics.mean(cost):.1f}"
    )
    if stopped:
        line += f"   {statistics.mean(s for s, _ in stopped):.0%} asked, {statistics.mean(f for _, f in stopped):.1%} found (least {min(f for _, f in stopped):.0%})"
    print(line, flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument(
        "--from-seed", type=int, default=101, help="seeds below 101 are those that weights were chosen on"
    )
    parser.add_argument("--pages", type=int, default=1500)
    parser.add_argument("--layouts", default=",".join(LAYOUTS))
    parser.add_argument("--patience", type=int, default=150)
    options = parser.parse_args()
    print("signs of relevant documents: " + ", ".join(f"{name} {share:.0%}" for name, share in SIGNS))
    print(
        "where they lie: "
        + ", ".join(f"{name} {share:.0%}" for name, share in LIE)
        + f"; linked to from a second page: {TWICE:.0%}; misleading links for each: {MISLEADING}"
    )
    print(
        "layout                  pages  relev.  breadth   best   ratio to 90 % (least to most)   lost   ms/page   with patience"
    )
    for layout in options.layouts.split(","):
        measure(
            layout,
            range(options.from_seed, options.from_seed + options.seeds),
            options.pages,
            options.patience,
        )


if __name__ == "__main__":
    main()
