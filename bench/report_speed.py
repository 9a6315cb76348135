"""Reports and plots: seconds, peak memory and size of each format.

    python -m bench.report_speed [--records 50000] [--review DIR]

Without a review: a report whose tables have a row for each of so many made records, and plots of a review of as many,
made without a crawl. With one: all its reports and plots. Each format is written in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from harvest.report.model import Bullets, Heading, Paragraph, Report, Table, blank, text

FORMATS = ("html", "md", "docx", "pdf", "csv", "json")


def made(records: int) -> Report:
    """Return a report with a search log and a table of all records."""
    columns = ("Record", "Title", "Publisher", "Year", "Pages", "Address", "Found by", "Decision")
    rows = tuple(
        (
            text(f"R{number:05d}"), text(f"Alliance agreement for health and social care in place {number}"), text(f"Council {number % 317}"),
            text(str(2000 + number % 26)), text(str(number % 90)), text(f"https://www.council{number % 317}.gov.uk/documents/{number}.pdf", href=f"https://www.council{number % 317}.gov.uk/documents/{number}.pdf"),
            text("site search for alliancing, link on a page"), text("exclude: not about an alliance") if number % 3 else blank("why"),
        )
        for number in range(records)
    )  # fmt: skip
    log = tuple(
        (text(f"Council {n}"), text(f"alliancing AND place {n}", "code"), text(str(n))) for n in range(3000)
    )
    blocks = (
        Heading(2, "Search log"), Table("Search log", ("Source", "As sent", "Results"), log, frozenset({2}), "search-log"),
        Heading(2, "Records"), Paragraph(text("All of them.")), Bullets((text("one"),)),
        Table("Records", columns, rows, frozenset({3, 4}), "records"),
    )  # fmt: skip
    return Report("made", "Made report", "2026-11-23", blocks, {"records": [row[0][0].text for row in rows]})


def make_review(folder: Path, records: int) -> None:
    """Make a review of so many records in two runs, a tenth of them decided by two people."""
    from harvest.asked import Asked
    from harvest.protocol import load_protocol
    from store.database import Writer
    from store.ledger import Ledger
    from store.workspace import Workspace

    (folder / "protocol.toml").write_text(
        '[review]\nid = "made"\nquestion = "?"\ncontact = "library@example.ac.uk"\nteam = ["HS", "LB"]\n'
        '[concepts.A]\nname = "alliances"\nterms = ["alliancing"]\n[concepts.B]\nname = "care"\nterms = ["social care"]\n'
        '[search]\nrequire = "A"\n[crawl]\ndelay = "1s"\n[[sources]]\nid = "s"\nname = "S"\ntype = "site"\n'
        'url = "http://www.s.test/"\nstart = ["/"]\n[screening]\nscreeners = 2\n',
        encoding="utf-8",
    )
    protocol = load_protocol(folder / "protocol.toml")
    workspace = Workspace(folder)
    workspace.prepare()
    works = [
        {"work": f"w{n}", "source": f"s{n % 300}", "url": f"http://www.s{n % 300}.test/{n}", "title": f"Title {n}", "title_source": "the page",
         "work_date": f"{2000 + n % 26}-03-05", "date_source": "the page", "publishers": ["P"], "country": [], "run": 1 + n % 2, "seq": n,
         "concepts": [["A"], ["A", "B"]][n % 2], "verdict": "record", "reason": "", "state": "text", "record": f"R{n:05d}", "language": "en"}
        for n in range(1, records + 1)
    ]  # fmt: skip
    captures = [
        {"seq": n, "run": 1, "fetched_at": "2026-11-20T10:00:00Z", "url": row["url"], "source": row["source"], "kind": "page", "why": "link",
         "status": 200, "outcome": "refused" if n % 50 == 0 else "read", "again": False}
        for n, row in enumerate(works, 1)
    ]  # fmt: skip
    decisions = [
        {"record": f"R{n:05d}", "work": f"w{n}", "stage": "title-text", "verdict": "include" if n % (7 + who) else "exclude", "reason": None,
         "by": ("HS", "LB")[who], "note": None, "labels": [], "documents": [], "via": "decide"}
        for n in range(1, records // 10)
        for who in (0, 1)
    ]  # fmt: skip
    with Ledger(workspace.ledger) as ledger:
        ledger.append("run", {**Asked.row(protocol), "software": {}}, 1)
        ledger.append_many([("decision", row) for row in decisions], 1)
        ledger.append("run_end", {"outcome": "ok", "detail": ""}, 1)
    writer = Writer(workspace.database)
    common = {"outcome": "ok", "protocol_sha256": protocol.sha256, "protocol": protocol.normalised(), "software": "{}", "started_at": "2026-11-20T10:00:00Z"}  # fmt: skip
    writer.add("run", [{"run": run, **common} for run in (1, 2)])
    writer.add(
        "source",
        [
            {
                "run": 1,
                "source": f"s{n}",
                "name": f"Council {n}",
                "kind": "site",
                "url": f"http://www.s{n}.test/",
            }
            for n in range(300)
        ],
    )
    writer.add("asked_source", [{"run": run, "source": f"s{n}"} for n in range(300) for run in (1, 2)])
    writer.add("work", works)
    writer.add("capture", captures)
    writer.close()


def one(fmt: str, out: Path, records: int, review: Path | None) -> dict[str, Any]:
    """Write one format and return what it took."""
    from harvest.report.writing import write

    begin = time.perf_counter()
    if fmt == "plots":
        from harvest.plots import PLOTS, open_search, plot_data, write_plot
        from store.workspace import Workspace

        assert review
        paths = []
        with open_search(Workspace(review)) as search:
            for name in PLOTS:
                data = plot_data(name, search)
                paths += [write_plot(data, each, out) for each in ("svg", "png", "csv", "json")]
    else:
        reports = [made(records)]
        if review:
            from crawler.sources import sources
            from harvest.report.all_of_it import all_reports
            from harvest.report.facts import facts
            from store.workspace import Workspace

            reports = all_reports(facts(Workspace(review), sources(), "2026-11-23"))
        ready = time.perf_counter()
        paths = [path for report in reports for path in write(report, fmt, out / report.name)]
        begin, built = ready, ready - begin
    took = time.perf_counter() - begin
    size = sum(path.stat().st_size for path in paths if path)
    # Not ru_maxrss: a process starts with its parent's.
    peak = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) // 1024
    return {"format": fmt, "seconds": round(took, 2), "built": round(built, 2) if fmt != "plots" else None, "peak_mb": peak, "kb": size // 1024}  # fmt: skip


def main() -> int:
    """Print a line a format."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--records", type=int, default=50_000)
    parser.add_argument("--review", type=Path)
    parser.add_argument("--one")
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    if chosen.one:
        print(json.dumps(one(chosen.one, chosen.out, chosen.records, chosen.review)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        review = chosen.review
        if review is None:
            review = Path(folder) / "review"
            review.mkdir()
            make_review(review, chosen.records)
        for fmt in (*FORMATS, "plots"):
            words = [
                sys.executable,
                "-m",
                "bench.report_speed",
                "--one",
                fmt,
                "--out",
                str(Path(folder) / fmt),
                "--records",
                str(chosen.records),
            ]
            if chosen.review or fmt == "plots":
                words += ["--review", str(review)]
            ran = subprocess.run(words, capture_output=True, text=True, check=False)
            print(ran.stdout.strip() or f"{fmt}: failed: {ran.stderr.strip()[-600:]}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
