"""How long an export of many records takes, a format at a time, each in a process of its own.

``python bench/export_speed.py [RECORDS]`` (50,000 unless told). The baseline of the same run is making the
records and doing nothing with them; times of formats are given with that baseline taken off, and as a ratio
to JSON Lines. Memory is the peak of the process, and what it is above the baseline: the records come one at a time, so
that a writer which kept their text would show.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

# Run as a file: the folder above is the project, wherever it is checked out.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from harvest.export import FORMATS, ExportContext, ExportRecord, Found, Passage, write

PASSAGE = "the alliance agreement between the council, its partners and providers of adult social care " * 5
CONTEXT = ExportContext(
    review_id="speed", review_title="Speed", protocol_sha256="a1" * 32, software_version="0", generated="2026-11-23"
)  # fmt: skip


def records(count: int) -> Iterator[ExportRecord]:
    """Make records as a run gives them: five passages each, two ways of finding, half with a summary."""
    for n in range(count):
        council = f"Council {n % 317}"
        yield ExportRecord(
            id=f"R{n:05d}",
            citation_key=f"council{n}",
            searched_on=f"2026-11-{2 + 7 * (n % 4):02d}",
            part_of="la",
            part_of_name="English local authorities",
            title=f"Alliancing for adult social care in the borough: report {n}",
            authors=(council,),
            publisher=council,
            publisher_class="local authority",
            doc_type="committee paper",
            date=f"20{n % 25:02d}-03-05",
            year=2000 + n % 25,
            language="en",
            url=f"https://council{n % 317}.example.gov.uk/documents/s{n}/report.pdf",
            file_urls=(f"https://council{n % 317}.example.gov.uk/documents/s{n}/report.pdf",),
            accessed="2026-11-02T03:04:05+00:00",
            pages=40,
            sha256="5d41" * 16,
            abstract="How partners share risk and reward. " * 15 if n % 2 else None,
            passages=tuple(
                Passage(concept="A", term="alliance agreement*", page=p, start=p * 900, end=p * 900 + 480, text=PASSAGE)
                for p in range(1, 6)
            ),
            concepts=("alliancing", "health and social care context"),
            found_by=(
                Found(route="site search", question='"alliance agreement"', listing_url="https://council.example.gov.uk/search"),
                Found(route="sitemap", listing_url="https://council.example.gov.uk/sitemap.xml"),
            ),
            source_id=f"la/{n % 317}",
            source_name=council,
            run=1,
            warc_file="archive/0001-00000.warc.gz",
            warc_offset=n * 40_000,
        )  # fmt: skip


def one(fmt: str, count: int) -> None:
    """Time one format in this process (processor seconds, so that other work does not count); print them, bytes and peak memory as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / ("out" if fmt in FORMATS and FORMATS[fmt].folder else "out.file")
        start = time.process_time()
        if fmt == "none":
            size = sum(0 for _ in records(count))
        else:
            write(records(count), fmt, out, CONTEXT)
            size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
        seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"seconds": seconds, "bytes": size, "peak_kib": peak}))


def main(count: int) -> None:
    """Time all formats and print a table."""
    found = {}
    for fmt in ("none", *FORMATS):
        answer = subprocess.run(
            [sys.executable, __file__, "--one", fmt, str(count)], capture_output=True, check=True
        )
        found[fmt] = json.loads(answer.stdout)
    idle = found["none"]["seconds"]
    unit = found["jsonl"]["seconds"] - idle
    print(f"{count:,} records; making them alone takes {idle:.1f} s")
    print(f"{'format':10}{'seconds':>9}{'x jsonl':>9}{'records/s':>11}{'MB':>8}{'peak MB':>9}{'above':>7}")
    for fmt in FORMATS:
        seconds = found[fmt]["seconds"] - idle
        print(
            f"{fmt:10}{seconds:9.1f}{seconds / unit:9.1f}{count / seconds:11,.0f}"
            f"{found[fmt]['bytes'] / 1e6:8.0f}{found[fmt]['peak_kib'] / 1024:9.0f}"
            f"{(found[fmt]['peak_kib'] - found['none']['peak_kib']) / 1024:7.0f}"
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], int(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
