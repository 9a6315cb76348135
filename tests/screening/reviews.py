"""Reviews for screeners: a ledger and a database with as many records as a test needs, without a crawl."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from harvest.asked import Asked
from harvest.protocol import load_protocol
from store.database import Writer
from store.ledger import Ledger
from store.workspace import Workspace

PROTOCOL = """\
[review]
id       = "alliances"
question = "What helps councils to work in alliances?"
contact  = "library@example.ac.uk"
team     = [{team}]

[concepts.A]
name  = "alliances"
terms = ["alliancing", "alliance contract*"]

[search]
require = "A"

[limits]
from_year = {{ value = 2000, why = "alliances of councils are not seen before 2000" }}

[crawl]
delay = "50ms"

[[sources]]
id    = "wexmoor"
name  = "Wexmoor Unitary Authority"
type  = "site"
url   = "http://www.wexmoor.test/"
start = ["/"]

[screening]
screeners = {screeners}
order     = "{order}"
stages    = [{stages}]
include   = ["Alliancing"]
exclude   = [{exclude}]
"""
REASONS = ("Not alliancing", "Not England", "Before 2000, or undated")
TEXT = "Preface\n\nThe council\nand the trust chose alliancing for social care.\n\nMore words follow here."


def listed(words: Sequence[str]) -> str:
    return ", ".join(json.dumps(word) for word in words)


def write_protocol(
    folder: Path, *, team: Sequence[str] = ("HS", "LB"), screeners: int = 1, order: str = "date",
    stages: Sequence[str] = ("title-text", "full-text"), exclude: Sequence[str] = REASONS,
) -> Path:  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "protocol.toml"
    path.write_text(
        PROTOCOL.format(
            team=listed(team),
            screeners=screeners,
            order=order,
            stages=listed(stages),
            exclude=listed(exclude),
        ),
        encoding="utf-8",
    )
    return path


def sha(number: int) -> str:
    return f"{number:064x}"


def work_row(number: int, title: str, **changes: Any) -> dict[str, Any]:
    url = f"http://www.wexmoor.test/documents/{number}"
    return {
        "work": f"wexmoor:{url}", "source": "wexmoor", "url": url, "title": title, "title_source": "the page",
        "description": None, "work_date": f"{2001 + number % 20}-03-05", "date_source": "the page",
        "publishers": ["Wexmoor Unitary Authority"], "doc_type": "report", "language": "en", "country": [], "run": 1,
        "seq": number, "concepts": ["A"], "verdict": "record", "reason": "matches A", "state": "text",
        "into_work": None, "record": f"R{number:05d}", **changes,
    }  # fmt: skip


def make_review(folder: Path, titles: Sequence[str], **protocol: Any) -> Path:
    """Make a review that has been run, with a record for each title; return its folder."""
    path = write_protocol(folder, **protocol)
    workspace = Workspace(folder)
    workspace.prepare()
    read = load_protocol(path)
    works = [work_row(number, title) for number, title in enumerate(titles, 1)]
    with Ledger(workspace.ledger) as ledger:
        ledger.append("run", {**Asked.row(read), "software": {}}, 1)
        ledger.append_many(
            [("record", {"record": row["record"], "work": row["work"], "document": sha(n)}) for n, row in enumerate(works, 1)],
            1,
        )  # fmt: skip
        ledger.append("run_end", {"outcome": "ok", "detail": ""}, 1)
        seq, head = ledger.head()
    writer = Writer(workspace.database)
    writer.add(
        "run",
        [{"run": 1, "started_at": "2026-11-20T10:00:00.000Z", "ended_at": "2026-11-20T11:00:00.000Z", "outcome": "ok",
          "protocol_sha256": read.sha256, "protocol": read.normalised(), "software": "{}"}],
    )  # fmt: skip
    source = {
        "run": 1,
        "source": "wexmoor",
        "name": "Wexmoor",
        "kind": "site",
        "url": "http://www.wexmoor.test/",
    }
    writer.add("source", [source])
    writer.add("asked_source", [{"run": 1, "source": "wexmoor"}])
    put_works(writer, works)
    writer.meta("ledger_seq", str(seq))
    writer.meta("ledger_head", head)
    writer.close()
    return folder


def put_works(writer: Writer, works: Sequence[Mapping[str, Any]]) -> None:
    """Put works with one document each into a database."""
    writer.replace("work", works)
    start = TEXT.index("alliancing")
    files, documents, pages, matches, passages = [], [], [], [], []
    for row in works:
        document, url = sha(row["seq"]), f"{row['url']}.pdf"
        files.append({"work": row["work"], "position": 0, "document": document, "role": "file", "url": url,
                      "final_url": url, "outcome": "text", "seq": row["seq"]})  # fmt: skip
        documents.append({"document": document, "kind": "pdf", "outcome": "text", "page_count": 1, "method": "test",
                          "characters": len(TEXT), "extractor": "test", "close": True, "body": TEXT})  # fmt: skip
        pages.append({"document": document, "page": 1, "label": "i", "start": 0, "stop": len(TEXT)})
        matches.append({"document": document, "concept": "A", "term": "alliancing", "page": 1, "start": start,
                        "stop": start + 10})  # fmt: skip
        passages.append({"document": document, "position": 0, "page": 1, "start": 9, "stop": 63, "concepts": ["A"],
                         "body": " ".join(TEXT[9:63].split())})  # fmt: skip
    writer.replace("work_document", files)
    writer.add("document", documents)
    writer.add("page", pages)
    writer.replace("match", matches)
    writer.add("passage", passages)


def change_works(folder: Path, **changes: Mapping[str, Any]) -> None:
    """Change what is computed of records, as a merge or a split does: columns by record number."""
    writer = Writer(folder / "greylit.duckdb")
    rows = writer.rows("select * from work order by work")
    for row in rows:
        row.update(changes.get(row["record"] or "", {}))
    writer.replace("work", rows)
    writer.close()


def decisions(folder: Path) -> list[dict[str, Any]]:
    """Return the bodies of every decision in the ledger."""
    with Ledger(folder / "ledger.sqlite", read_only=True) as ledger:
        assert ledger.verify() is None
        return [entry.body for entry in ledger.entries(kinds=("decision",))]
