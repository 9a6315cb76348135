"""How long a static site of many records takes, in one process of its own.

``python bench/site_speed.py [RECORDS]`` (5,000 unless told). A demonstration review is run on the miniature web, and its
database is filled with made records: each with two documents, five passages with three matches, and two ways of finding.
The baseline of the same run is reading all of it and writing no page. Memory is the peak of the process.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

# Run as a file: the folder above is the project, wherever it is checked out.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from crawler.sources import sources
from harvest.site import build
from harvest.site.gathered import gather
from store.database import Reader, Writer
from store.workspace import Workspace

PASSAGE = (
    "The alliance agreement between the council, its partners and providers of adult social care shares risk. "
    * 4
)
DATE = "2026-11-23"


def fill(review: Path, count: int) -> None:
    """Put made records into the database of a review, from R10001 on."""
    writer = Writer(review / "greylit.duckdb")
    like = writer.rows("select * from work where record is not null order by record limit 1")[0]
    seq = writer.rows("select min(seq) as seq from capture where kind <> 'robots' and warc is not null")[0][
        "seq"
    ]
    rows: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("work", "document", "work_document", "passage", "match", "page", "found")
    }
    for n in range(count):
        work, record = f"made:{n:06d}", f"R{10_001 + n:05d}"
        rows["work"].append(
            {**like, "work": work, "record": record, "url": f"https://council{n % 317}.example/documents/{n}",
             "title": f"Alliancing for adult social care in the borough: report {n}", "publishers": [f"Council {n % 317}"],
             "work_date": f"20{n % 25:02d}-03-05", "description": "How partners share risk and reward. " * 12}
        )  # fmt: skip
        for place in range(2):
            document = f"{n:060d}{place:04d}"
            rows["document"].append(
                {"document": document, "kind": "pdf", "extractor": "made", "close": False, "outcome": "text", "title": f"Report {n}", "language": "en", "page_count": 5,
                 "characters": 5 * 900, "method": "pdfium", "body": (PASSAGE + "\n") * 12}
            )  # fmt: skip
            rows["work_document"].append(
                {"work": work, "position": place, "document": document, "role": "file", "title": f"Report {n}",
                 "url": f"https://council{n % 317}.example/documents/{n}-{place}.pdf", "final_url": f"https://council{n % 317}.example/documents/{n}-{place}.pdf", "outcome": "text", "seq": seq}
            )  # fmt: skip
        for at in range(5):
            document, start = f"{n:060d}0000", at * (len(PASSAGE) + 1)
            rows["page"].append(
                {
                    "document": document,
                    "page": at + 1,
                    "label": str(at + 1),
                    "start": start,
                    "stop": start + len(PASSAGE),
                }
            )
            rows["passage"].append(
                {"document": document, "position": at, "page": at + 1, "start": start, "stop": start + len(PASSAGE) - 1,
                 "concepts": ["A", "C"], "body": PASSAGE[:-1]}
            )  # fmt: skip
            for offset, concept, term, size in (
                (4, "A", "alliance agreement*", 18),
                (82, "C", "social care", 11),
                (109, "A", "alliance agreement*", 18),
            ):
                rows["match"].append(
                    {"document": document, "concept": concept, "term": term, "page": at + 1, "start": start + offset, "stop": start + offset + size}
                )  # fmt: skip
        for at in range(2):
            rows["found"].append(
                {"work": work, "position": at, "route": "link", "question": None, "seq": seq, "found_at": "2026-11-02T03:04:05.000Z",
                 "from_url": f"https://council{n % 317}.example/list/{at}"}
            )  # fmt: skip
    for table, made in rows.items():
        keyed = writer.rows(
            f"select 1 from duckdb_constraints() where table_name = '{table}' and constraint_type = 'PRIMARY KEY'"
        )
        (writer.add if keyed else writer.append)(table, made)
    writer.publish()
    writer.close()


def one(review: Path, what: str) -> None:
    """Time one build in this process; print seconds, pages, bytes and peak memory as JSON."""
    workspace, start, worked = Workspace(review), time.perf_counter(), time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        made: dict[str, object] = {}
        if what == "read":
            with Reader(workspace.database) as database:
                made["records"] = len(gather(workspace, database, DATE, sources()).records)
        else:
            result = build(workspace, Path(folder) / "site", DATE, sources())
            heaviest = max(path.stat().st_size for path in result.out.rglob("*.html"))
            made = {
                "records": result.records,
                "pages": result.pages,
                "bytes": result.bytes,
                "heaviest_page": heaviest,
            }
        made["seconds"] = round(time.perf_counter() - start, 1)
    # Other work on the machine makes the clock run on, and not the processor.
    made["processor_seconds"] = round(time.process_time() - worked, 1)
    made["peak_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"what": what, **made}))


def main() -> None:
    """Make the review, and time reading it and building its site."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    with tempfile.TemporaryDirectory() as folder:
        review = Path(folder) / "review"
        subprocess.run(
            [sys.executable, "-m", "harvest", "demo", str(review)], check=False, capture_output=True
        )
        fill(review, count)
        for what in ("read", "site"):
            subprocess.run([sys.executable, __file__, "--one", str(review), what], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(Path(sys.argv[2]), sys.argv[3])
    else:
        main()
