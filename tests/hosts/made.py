"""A review whose ledger is written row by row, so that any host and any past can be made in a moment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from harvest.asked import Asked
from harvest.batch import Batch
from harvest.load import observe, run_rows, write
from harvest.protocol import load_protocol
from store.archive import Archive
from store.database import Reader, Writer
from store.ledger import Ledger
from store.workspace import Workspace

PROTOCOL = """\
[review]
id = "made"
question = "What helps?"
contact = "library@example.ac.uk"

[concepts.A]
name = "alliances"
terms = ["alliancing", "alliance contract*"]

[search]
require = "A"

[limits]
from_year = { value = 2000, why = "not seen before" }

[crawl]
delay = "5s"

[[sources]]
id = "council"
name = "A council"
type = "site"
url = "https://www.council.example/"
"""

SITE = "https://www.council.example"


class Made:
    """Writes a ledger as a crawl would, and computes its database without texts."""

    def __init__(self, folder: Path) -> None:
        (folder / "protocol.toml").write_text(PROTOCOL, encoding="utf-8")
        self.workspace = Workspace(folder)
        self.workspace.prepare()
        self._protocol = load_protocol(folder / "protocol.toml")
        self._archive = Archive(self.workspace.archive, 1, "test", {})
        self.ledger = Ledger(self.workspace.ledger)
        self.number = 0

    def run(
        self, *, outcome: str | None = "ok", sources: Mapping[str, str] | None = None, **more: Any
    ) -> int:
        """Begin a run of some sources (``name: kind``), and end the one before."""
        self.number += 1
        row = {**Asked.row(self._protocol), "software": {}, **more}
        self.ledger.append("run", row, self.number)
        for name, kind in (sources or {"council": "site"}).items():
            body = {
                "source": name,
                "kind": kind,
                "name": f"The {name}",
                "url": f"{SITE}/",
                "prisma": "website",
            }
            self.ledger.append("source", body, self.number)
        self._outcome = outcome
        return self.number

    def ended(self, outcome: str = "ok") -> None:
        """End the run."""
        self.ledger.append("run_end", {"outcome": outcome, "detail": "made"}, self.number)

    def question(
        self, name: str, sent: str | None = "alliance", source: str = "council", **more: Any
    ) -> None:
        body = {"question": name, "source": source, "concept": "A", "meant": f"{sent}*", "sent": sent, "widened": False,
                "notes": [], **more}  # fmt: skip
        self.ledger.append("question", body, self.number)

    def fetch(
        self, url: str, outcome: str = "read", *, kind: str = "page", source: str = "council", **more: Any
    ) -> int:
        """Write one request; without an archived body."""
        url = url if "://" in url else SITE + url
        body = {
            "url": url,
            "source": source,
            "kind": kind,
            "depth": 0,
            "status": 200,
            "outcome": outcome,
            **more,
        }
        return self.ledger.append("fetch", body, self.number)

    def skip(
        self, url: str, reason: str, detail: str, *, kind: str = "page", source: str = "council", **more: Any
    ) -> None:
        url = url if "://" in url else SITE + url
        body = {
            "url": url,
            "source": source,
            "kind": kind,
            "depth": 0,
            "reason": reason,
            "detail": detail,
            **more,
        }
        self.ledger.append("skip", body, self.number)

    def robots(self, text: str, status: int = 200, site: str = SITE) -> None:
        """Write the request for a robots.txt, its answer in the archive."""
        place = self._archive.add(
            f"{site}/robots.txt", request=b"GET /robots.txt HTTP/1.1\r\n\r\n", status_line=f"HTTP/1.1 {status} OK",
            headers=[(b"Content-Type", b"text/plain")], body=text.encode(),
        )  # fmt: skip
        self.fetch(
            f"{site}/robots.txt", kind="robots", status=status, mime="text/plain", warc=place.warc,
            offset=place.offset, length=place.length, detail="robots.txt",
        )  # fmt: skip

    def database(self) -> Reader:
        """Compute the database and open it."""
        writer = Writer(self.workspace.database, fresh=True)
        batch = Batch()
        for _ in observe(batch, self.ledger.entries(), {}):
            pass
        write(writer, batch)
        writer.replace("run", run_rows(self.ledger.entries(kinds=("run", "run_end"))))
        seq, head = self.ledger.head()
        writer.meta("ledger_seq", str(seq))
        writer.meta("ledger_head", head)
        writer.meta("query", json.dumps(None))
        writer.close()
        return Reader(self.workspace.database)
