"""A review whose ledger a test writes by itself, answer by answer, and the database that follows from it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from crawler.lead import Lead
from harvest.asked import Asked
from harvest.follow import Follower
from harvest.protocol import load_protocol
from harvest.recovering import dead_rows, next_rows
from store.ledger import Ledger
from store.workspace import Workspace
from tests.again.pages import PROTOCOL

SITE = "http://one.test"
ARCHIVES = """
[web_archives]
ask = [{ask}]
most = {most}
"""
IA, UKGWA = "internet-archive", "uk-government-web-archive"


class Review:
    """One review's folder. ``asked`` keeps what was given to the archives, round by round."""

    def __init__(self, folder: Path, *, ask: tuple[str, ...] = (IA, UKGWA), most: int = 9) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "protocol.toml"
        text = PROTOCOL.format(url=f"{SITE}/", more="").replace(
            'recheck_after = "0s"', 'recheck_after = "30d"'
        )
        more = ARCHIVES.format(ask=", ".join(f'"{each}"' for each in ask), most=most)
        path.write_text(text.replace("[[sources]]", more + "\n[[sources]]"))
        self.protocol, self.run = load_protocol(path), 1
        self.workspace = Workspace(folder / "review")
        self.workspace.prepare()
        self.ledger = Ledger(self.workspace.ledger)
        self.follower = Follower(self.workspace, self.ledger, Asked(self.protocol, None), workers=1)
        self.add("source", source="town", kind="site", name="Town", url=f"{SITE}/")

    def add(self, row: str, /, **body: Any) -> int:
        return self.ledger.append(row, body, self.run)

    def answer(
        self, url: str, outcome: str, *links: str, kind: str = "page", why: str = "link", source: str = "town", **more: Any
    ) -> int:  # fmt: skip
        """Log an answer; ``links`` are what it leads to: pages that are linked to, or where it redirects."""
        how = "redirect" if outcome == "redirect" else "link"
        leads = [Lead(each, kind, how).as_row() for each in links]
        body = {
            "url": url,
            "source": source,
            "kind": kind,
            "why": why,
            "depth": 0,
            "status": 404,
            "outcome": outcome,
        }
        return self.add("fetch", **{**body, **more}, **({"leads": leads} if leads else {}))

    def skip(self, url: str, reason: str, *, source: str = "town", kind: str = "page", **more: Any) -> int:
        body = {
            "url": url,
            "source": source,
            "kind": kind,
            "why": "link",
            "depth": 0,
            "reason": reason,
            "detail": "so",
        }
        return self.add("skip", **{**body, **more})

    def given(self) -> list[tuple[str, Lead]]:
        """Hand over what is asked of the archives next, as a run does; return it by archive."""
        rows = next_rows(self.ledger, self.database(), self.protocol, self.run)
        for row in rows:
            self.add("source", **row)
        return [
            (str(row["source"]).partition(".")[2], Lead.from_row(lead)) for row in rows for _, lead in row["retry"]
        ]  # fmt: skip

    def say(self, archive: str, lead: Lead, outcome: str, *captures: str, **more: Any) -> None:
        """Log what an archive answers: captures by their moments, or a copy."""
        said: dict[str, Any] = {}
        if lead.kind == "captures" and outcome in ("results", "none"):
            rows = [[at, lead.note["of"], "text/html", f"SHA-{at}"] for at in captures]
            said = {"of": lead.note["of"], "captures": rows, "passed": 0}
        elif outcome == "read":
            said = {"of": lead.note["of"], "archive": archive, "archived_at": "2019-01-01T00:00:00+00:00"}
        body = {
            "url": lead.url, "key": lead.key or None, "source": f"web-archives.{archive}", "kind": lead.kind,
            "why": lead.why, "depth": 0, "status": 200, "outcome": outcome, **({"answer": said} if said else {}), **more,
        }  # fmt: skip
        self.add("fetch", **{name: value for name, value in body.items() if value is not None})

    def left(self, archive: str, lead: Lead, reason: str = "refusing", **more: Any) -> None:
        """Log that an archive was not asked."""
        key = {"key": lead.key} if lead.key else {}
        self.skip(lead.url, reason, source=f"web-archives.{archive}", kind=lead.kind, **key, **more)

    def database(self) -> Any:
        self.follower.look()
        self.follower.finish(self.run, number=False)
        return self.follower.writer

    def told(self) -> dict[str, dict[str, Any]]:
        """Return the rows of the table of dead addresses by address."""
        database = self.database()
        return {row["url"]: row for row in dead_rows(self.ledger, database, self.protocol)}

    def close(self) -> None:
        self.follower.abandon()
        self.ledger.close()
