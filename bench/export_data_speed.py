"""How long parquet, sqlite, graphml, wacz, corpus and ro-crate take for many records, each in a process of its own.

``python bench/export_data_speed.py [RECORDS]`` (50,000 unless told). A review of so many records is made first: each with a
page and a PDF of 3,000 characters in the archive, five passages, two ways of finding, and four citations. The time is
processor seconds, so that other work does not count; memory is the peak of the process. Making the records alone is the
first line.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

# Run as a file: the folder above is the project, wherever it is checked out.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.export_speed import CONTEXT, records
from harvest.export import write_whole
from harvest.export.whole import Whole
from store.archive import Archive
from store.database import Reader, Writer
from store.ledger import Ledger
from store.workspace import Workspace

FORMATS = ("parquet", "sqlite", "graphml", "wacz", "corpus", "ro-crate")
BATCH = 5_000
_WORDS = "the alliance agreement between the council, its partners and providers of adult social care "
_TIME = "2026-11-02T03:04:05.000Z"
_PROTOCOL = {
    "review": {"id": "speed", "question": "What works?", "team": ["HS"]},
    "keep": {"bytes": "all", "warc": True},
}


def make(root: Path, count: int) -> None:
    """Write a review of so many records: archive, database, and a ledger that is only a file here."""
    workspace = Workspace(root)
    workspace.prepare()
    with Ledger(workspace.ledger):
        pass
    archive = Archive(workspace.archive, 1, "bench", {})
    writer = Writer(workspace.database)
    writer.add("run", [{"run": 1, "started_at": _TIME, "ended_at": _TIME, "outcome": "ok", "protocol_sha256": "a1" * 32,
                        "protocol": json.dumps(_PROTOCOL), "software": '{"greylit": "0"}', "only_changed": False}])  # fmt: skip
    writer.add(
        "source",
        [{"source": "la", "run": 1, "name": "Councils", "kind": "site", "url": "https://example.gov.uk/"}],
    )
    for start in range(0, count, BATCH):
        tables: dict[str, list[dict[str, object]]] = {}
        for n in range(start, min(start + BATCH, count)):
            for table, row in _rows(n, count, archive):
                tables.setdefault(table, []).append(row)
        for table, some in tables.items():
            (writer.append if table == "citation" else writer.add)(table, some)
    archive.close()
    writer.close()


def _rows(n: int, count: int, archive: Archive) -> Iterator[tuple[str, dict[str, object]]]:
    work, page = f"la:{n}", f"https://council{n % 317}.example.gov.uk/documents/s{n}"
    yield "work", {"work": work, "source": "la", "url": page, "title": f"Report {n}", "work_date": "2019", "publishers": ["A"],
                   "verdict": "record", "state": "text", "record": f"R{n:05d}", "run": 1, "seq": 2 * n, "concepts": ["A"],
                   "authors": [], "reason": "", "title_source": "page", "doc_type": "report", "country": []}  # fmt: skip
    for k, (role, mime) in enumerate((("html", "text/html"), ("file", "application/pdf"))):
        seq, url = 2 * n + k, page + (".pdf" if k else "")
        body = f"{url} {_WORDS * 33}"
        sent = body.encode()
        place = archive.add(
            url, request=f"GET {url} HTTP/1.1\r\n\r\n".encode(), status_line="HTTP/1.1 200 OK",
            headers=[(b"Content-Type", mime.encode())], body=sent,
        )  # fmt: skip
        document = f"{seq:064x}"
        yield "capture", {"seq": seq, "run": 1, "fetched_at": _TIME, "url": url, "source": "la", "kind": "file" if k else "page",
                          "status": 200, "outcome": "read", "again": False, "mime": mime, "bytes": len(sent), "sha256": document,
                          "warc": place.warc, "warc_offset": place.offset, "warc_length": place.length, "unchanged": False}  # fmt: skip
        yield "document", {"document": document, "kind": "pdf" if k else "html", "outcome": "text", "title": f"Report {n}",
                           "page_count": 4, "characters": len(body), "body": body, "extractor": "bench", "method": "bench", "close": True}  # fmt: skip
        yield "work_document", {"work": work, "position": k, "document": document, "role": role, "title": f"Report {n}",
                                "url": url, "final_url": url, "outcome": "text", "seq": seq}  # fmt: skip
    for k in range(1, 5):
        yield "citation", {"citing": work, "cited": f"la:{(n * 7 + k) % count}", "kind": "citation", "document": f"{2 * n:064x}",
                           "rule": "title", "score": 0.9, "evidence": []}  # fmt: skip


def one(fmt: str, count: int, root: Path) -> None:
    """Time one format in this process; print seconds, bytes and peak memory as JSON."""
    begun = time.process_time()
    made = [replace(record, source_id="la") for record in records(count)]
    made_in = time.process_time() - begun
    out = root.parent / f"out-{fmt}{'.zip' if fmt == 'ro-crate' else ''}"
    with Reader(Workspace(root).database) as database:
        whole = Whole(workspace=Workspace(root), database=database, records=made, context=CONTEXT)
        begun = time.process_time()
        size = 0
        if fmt != "none":
            target = out if fmt in ("parquet", "corpus", "ro-crate") else out.with_suffix(f".{fmt}")
            written = write_whole(whole, fmt, target).paths[0]
            files = (
                [written] if written.is_file() else [path for path in written.rglob("*") if path.is_file()]
            )
            size = sum(path.stat().st_size for path in files)
            shutil.rmtree(written) if written.is_dir() else written.unlink()
        seconds = time.process_time() - begun if fmt != "none" else made_in
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"seconds": seconds, "bytes": size, "peak_kib": peak}))


def main(count: int) -> None:
    """Make a review, time all formats, and print a table."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "review"
        make(root, count)
        print(f"{count:,} records; database {(root / 'greylit.duckdb').stat().st_size / 1e6:,.0f} MB, "
              f"archive {sum(p.stat().st_size for p in (root / 'archive').iterdir()) / 1e6:,.0f} MB")  # fmt: skip
        print(f"{'format':10}{'seconds':>9}{'records/s':>11}{'MB':>8}{'peak MB':>9}")
        for fmt in ("none", *FORMATS):
            answer = subprocess.run(
                [sys.executable, __file__, "--one", fmt, str(count), str(root)],
                capture_output=True,
                text=True,
            )
            if answer.returncode:
                raise SystemExit(answer.stderr)
            found = json.loads(answer.stdout)
            print(
                f"{fmt:10}{found['seconds']:9.1f}{count / max(found['seconds'], 0.001):11,.0f}"
                f"{found['bytes'] / 1e6:8.0f}{found['peak_kib'] / 1024:9.0f}",
                flush=True,
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
