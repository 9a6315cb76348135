"""Loading documents into the computed database: Arrow batches, as the loader does it, against row by row.

    python -m bench.load_speed [--documents 100000] [--rows 2000]

Each document brings a text of about 6 kB, four pages, eight matches and three passages. The baseline is the obvious
``executemany`` of the same rows, measured on ``--rows`` of the documents, in the same run.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from store.database import Writer, schema

Row = dict[str, Any]
WORDS = [
    "alliance",
    "contract",
    "care",
    "board",
    "council",
    "health",
    "partner",
    "place",
    "service",
    "people",
    "plan",
    "review",
    "trust",
    "risk",
]
BATCH = 500


def documents(count: int) -> Iterator[dict[str, list[Row]]]:
    """Yield the rows of so many documents, by table, in batches."""
    rng = random.Random(5)
    prose = " ".join(rng.choices(WORDS, k=60_000))
    for first in range(0, count, BATCH):
        rows: dict[str, list[Row]] = {"document": [], "page": [], "match": [], "passage": []}
        for number in range(first, min(count, first + BATCH)):
            name, at = f"{number:064x}", rng.randrange(len(prose) - 7000)
            text = prose[at : at + 6000]
            rows["document"].append(
                {"document": name, "kind": "html", "outcome": "text", "title": f"Report {number}", "page_count": 4,
                 "characters": len(text), "method": "main", "extractor": "1", "close": True, "body": text}
            )  # fmt: skip
            rows["page"] += [
                {"document": name, "page": p, "start": 1500 * p, "stop": 1500 * (p + 1)} for p in range(4)
            ]
            rows["match"] += [
                {
                    "document": name,
                    "concept": "A",
                    "term": "alliance contract*",
                    "page": 1,
                    "start": 100 * m,
                    "stop": 100 * m + 17,
                }
                for m in range(8)
            ]
            rows["passage"] += [
                {
                    "document": name,
                    "position": p,
                    "page": 1,
                    "start": 0,
                    "stop": 480,
                    "concepts": ["A", "C"],
                    "body": text[:480],
                }
                for p in range(3)
            ]
        yield rows


def batches(folder: Path, count: int) -> float:
    """Return CPU seconds for loading in Arrow batches."""
    writer = Writer(folder / "greylit.duckdb")
    began = time.process_time()
    for rows in documents(count):
        writer.begin()
        for table, each in rows.items():
            (writer.append if table == "match" else writer.add)(table, each)
        writer.commit()
    writer.publish()
    spent = time.process_time() - began
    size = (folder / "greylit.duckdb").stat().st_size
    writer.close()
    print(
        f"batches:    {count} documents, {count * 16} rows in {spent:.1f} CPU s ({count / spent:.0f} documents/s), {size / 1e6:.0f} MB"
    )
    return spent / count


def row_by_row(folder: Path, count: int) -> float:
    """Return CPU seconds for the same rows with ``executemany``."""
    connection = duckdb.connect(str(folder / "rows.duckdb"))
    connection.execute(schema())
    columns = {
        table: [row[1] for row in connection.execute(f"pragma table_info('{table}')").fetchall()]
        for table in ("document", "page", "match", "passage")
    }
    began = time.process_time()
    for rows in documents(count):
        for table, each in rows.items():
            marks = ",".join("?" * len(columns[table]))
            connection.executemany(
                f"insert into {table} values ({marks})",
                [[row.get(c) for c in columns[table]] for row in each],
            )
    spent = time.process_time() - began
    connection.close()
    print(f"row by row: {count} documents in {spent:.1f} CPU s ({count / spent:.0f} documents/s)")
    return spent / count


def main() -> None:
    """Measure both and print the ratio."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--rows", type=int, default=2000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="greylit-bench-") as name:
        ours, obvious = batches(Path(name), options.documents), row_by_row(Path(name), options.rows)
    print(f"CPU a document, batches / row by row: {ours / obvious:.3f}")
    print(f"peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
