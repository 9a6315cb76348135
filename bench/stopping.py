"""How well the stopping rule does on labelled streams: recall at the stop, work saved, false certificates, validity.

Reads ``streams.parquet`` and ``streams.csv`` of a folder, runs the rule over every stream with several audit seeds, and
prints one table for each target and audit method, by order of reading. ``--answers DIR`` also writes what the rule
answered, one file for each target, method and seed.

    nice python -m bench.stopping ../shared/test-data/stopping --seeds 20
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby, product
from multiprocessing import Pool
from pathlib import Path
from statistics import mean, median

import numpy as np
import pyarrow.parquet as pq

from harvest.saturation import Event, Plan, Rule

ORDERS = ("random", "al", "crawl", "late")


def streams(folder: Path) -> Iterator[tuple[str, str, dict[str, int], list[Event]]]:
    with (folder / "streams.csv").open(encoding="utf-8", newline="") as lines:
        about = {row["stream"]: row for row in csv.DictReader(lines)}
    table = pq.read_table(folder / "streams.parquet", columns=["stream", "source", "doc_id", "relevant"])
    columns = (table[name].to_pylist() for name in table.column_names)
    for name, rows in groupby(zip(*columns, strict=True), key=lambda row: row[0]):
        order = about[name]["order"]
        events = [Event(source, document, bool(relevant)) for _, source, document, relevant in rows]
        yield name, order if order in ORDERS else "real runs", json.loads(about[name]["sources"]), events


def measure(job: tuple[tuple[str, str, dict[str, int], list[Event]], list[Plan]]) -> list[dict[str, object]]:
    (name, order, pool, events), plans = job
    labels = {event.document: event.relevant for event in events}
    documents = [(event.document, event.source) for event in events]
    total, rows = sum(labels.values()), []
    for plan in plans:
        rule = Rule(pool, documents, labels.__getitem__, plan)
        for event in events:
            if rule.take(event):
                break
        read = {event.document for event in events[: rule.read]}
        late = [document for document in rule.audited if document not in read]
        found = sum(labels[document] for document in (*read, *late))
        rows.append(
            {
                "stream": name, "order": order, "stop_seq": rule.read, "audited": list(rule.audited), "target": plan.target,
                "recall_lower_bound": rule.bound, "method": plan.method, "seed": plan.seed, "recall": found / total,
                "saved": 1 - (rule.read + len(late)) / len(events),
            }
        )  # fmt: skip
    return rows


def table(rows: list[dict[str, object]], target: float, method: str) -> None:
    groups = defaultdict(list)
    for row in rows:
        if row["target"] == target and row["method"] == method:
            groups[row["order"]].append(row)
    print(f"\ncertified({target:.2f}), method {method}")
    print(
        f"{'order':10} {'runs':>5} {'median':>7} {'5 % q.':>7} {'saved':>6} {'false':>6} {'bound wrong':>12} {'bound':>6}"
    )
    for order in (*ORDERS, "real runs"):
        if not (part := groups[order]):
            continue
        recall = [float(str(row["recall"])) for row in part]
        bound = [float(str(row["recall_lower_bound"])) for row in part]
        wrong = mean(b > r + 1e-9 for b, r in zip(bound, recall, strict=True))
        print(
            f"{order:10} {len(part):5} {median(recall):7.3f} {np.quantile(recall, 0.05):7.3f} "
            f"{mean(float(str(row['saved'])) for row in part):6.3f} {mean(r < target - 1e-9 for r in recall):6.3f} "
            f"{wrong:12.3f} {mean(bound):6.3f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--targets", type=float, nargs="+", default=[0.8, 0.9])
    parser.add_argument("--methods", nargs="+", default=["ppr", "exact"])
    parser.add_argument("--trigger", default=Plan().trigger)
    parser.add_argument("--answers", type=Path)
    chosen = parser.parse_args()
    plans = [
        Plan(target=target, method=method, trigger=chosen.trigger, seed=seed)
        for target, method, seed in product(chosen.targets, chosen.methods, range(chosen.seeds))
    ]
    with Pool(2) as workers:
        jobs = ((stream, plans) for stream in streams(chosen.folder))
        rows = [row for part in workers.imap(measure, jobs) for row in part]
    print(
        f"trigger {chosen.trigger}, {chosen.seeds} audit seeds, {len({row['stream'] for row in rows})} streams"
    )
    for target, method in product(chosen.targets, chosen.methods):
        table(rows, target, method)
    if chosen.answers:
        chosen.answers.mkdir(parents=True, exist_ok=True)
        for target, method, seed in product(chosen.targets, chosen.methods, range(chosen.seeds)):
            path = chosen.answers / f"{target}-{method}-{seed}.jsonl"
            key = (target, method, seed)
            own = [row for row in rows if (row["target"], row["method"], row["seed"]) == key]
            path.write_text("".join(json.dumps(row) + "\n" for row in own), encoding="utf-8")


if __name__ == "__main__":
    main()
