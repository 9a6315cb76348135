"""Looking for what answers no more in web archives: what is asked next, and what came of it.

A crawl that has ended leaves dead addresses. Each archive is asked for its captures of them; then the capture that is
nearest to the date of the citing document is fetched, the next one where that was no copy. All of it follows from the
ledger, so that a run that was killed goes on where it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from crawler.judge.memento import Capture, nearest
from crawler.lead import Lead
from harvest.archives import WebArchive, asked_archives
from harvest.protocol import Protocol
from store.counts import Queryable
from store.ledger import Entry, Ledger
from store.recovery import dead_addresses

Row = dict[str, Any]

#: Copies of one address that are tried: an archive may hold a site's page for what it has not, again and again.
TRIED = 4
#: Outcomes of a question to an archive that will be the same tomorrow.
_ANSWERED = frozenset({"results", "none"})


@dataclass(slots=True)
class Known:
    """What the ledger says of one dead address.

    Attributes:
        asked: the newest answer of each archive to the question for captures, by source: outcome, captures, sentence, when.
        copies: what became of fetching single copies, by source and 14 digits: outcome and the row.
    """

    asked: dict[str, Row] = field(default_factory=dict)
    copies: dict[tuple[str, str], Row] = field(default_factory=dict)

    def held(self) -> Row | None:
        """Return the row of the copy that was had, where one was."""
        return next((row for row in self.copies.values() if row["outcome"] == "read"), None)

    def candidates(self, near: str | None) -> list[tuple[str, Capture]]:
        """Return captures that were not tried yet, the nearest first, each with its archive's source."""
        by_capture: dict[Capture, str] = {}
        # A page for what a site has not is captured again and again.
        in_vain = {
            row["digest"] for row in self.copies.values() if row["outcome"] == "not-found" and row["digest"]
        }
        for source, row in self.asked.items():
            for at, original, mime, digest in row["captures"]:
                if (source, at) not in self.copies and digest not in in_vain:
                    by_capture.setdefault(Capture(at, original, 200, mime, digest), source)
        return [(by_capture[each], each) for each in nearest(tuple(by_capture), near)]


@dataclass(slots=True)
class Looked:
    """Everything that was asked of web archives, by dead address, and what this run was given to ask."""

    known: dict[str, Known] = field(default_factory=dict)
    given: set[str] = field(default_factory=set)


def looked(ledger: Ledger, run: int) -> Looked:
    """Return what the ledger says of looking in web archives.

    Args:
        ledger: the ledger.
        run: the run whose leads count as given; 0 for none.
    """
    found = Looked()
    named: dict[str, Mapping[str, Any]] = {}
    for entry in ledger.entries(kinds=("source", "fetch", "skip")):
        body = entry.body
        rows = [row for _, row in body.get("retry", ())] if entry.kind == "source" else body.get("leads", ())
        for row in rows:
            lead = Lead.from_row(row)
            if lead.kind in ("captures", "archived"):
                named[lead.name] = lead.note
                if entry.run == run:
                    found.given.add(lead.name)
        if entry.kind != "source" and body.get("kind") in ("captures", "archived") and not body.get("again"):
            note = named.get(str(body.get("key") or body["url"]))
            if note is not None:
                _take(found.known.setdefault(str(note["of"]), Known()), entry, note)
    return found


def _take(known: Known, entry: Entry, note: Mapping[str, Any]) -> None:
    body, source = entry.body, str(entry.body["source"])
    outcome = str(body["outcome"]) if entry.kind == "fetch" else "skipped"
    if outcome == "redirect":
        return
    said = body.get("detail") or body.get("reason") or outcome
    answer = body.get("answer") or {}
    row = {"outcome": outcome, "said": str(said), "at": entry.at, "url": body["url"], "run": entry.run}
    if body["kind"] == "captures":
        before = known.asked.get(source)
        # The short answer of an archive whose index was refused says less: it never hides the refusal.
        if before is None or outcome in _ANSWERED or before["run"] != entry.run:
            known.asked[source] = {
                **row,
                "captures": answer.get("captures") or [],
                "passed": answer.get("passed", 0),
            }
    else:
        known.copies[source, str(note["at"])] = {
            **row, "archive": answer.get("archive") or note.get("archive"), "archived_at": answer.get("archived_at"),
            "digest": note.get("digest"),
        }  # fmt: skip


def next_rows(ledger: Ledger, database: Queryable, protocol: Protocol, run: int) -> list[Row]:
    """Return rows of sources, with what is asked of each web archive next; none when there is nothing left.

    Nothing is asked twice in one run, and not again of an archive that answered within ``crawl.recheck_after``.
    """
    wanted = protocol.web_archives
    if wanted is None or not wanted.ask:
        return []
    archives = {archive.source: archive for archive in asked_archives(wanted)}
    so_far = looked(ledger, run)
    leads: dict[str, list[Lead]] = {source: [] for source in archives}
    for dead in dead_addresses(database)[: wanted.most]:
        known = so_far.known.get(dead["url"], Known())
        if known.held():
            continue
        for source, lead in _due(dead, known, archives, protocol, so_far.given):
            leads[source].append(lead)
    return [
        {**archives[source].planned().as_row(), "retry": [[0, lead.as_row()] for lead in some]}
        for source, some in leads.items() if some
    ]  # fmt: skip


def _due(
    dead: Row, known: Known, archives: Mapping[str, WebArchive], protocol: Protocol, given: set[str]
) -> Iterator[tuple[str, Lead]]:
    asked_now = False
    for source, archive in archives.items():
        lead = archive.lookup(dead["url"], dead["near"])
        before = known.asked.get(source)
        if lead.name not in given and (before is None or _stale(before, protocol.crawl.recheck_after)):
            asked_now = True
            yield source, lead
    if asked_now:
        # Copies are chosen among those of all archives, once all have answered.
        return
    tried = sum(1 for row in known.copies.values() if row["outcome"] != "skipped")
    for source, capture in known.candidates(dead["near"]):
        if source in archives and tried < TRIED:
            lead = archives[source].copy(dead["url"], capture.at, capture.digest, dead["near"])
            if lead.name not in given:
                yield source, lead
                return


def _stale(row: Row, after: float) -> bool:
    age = datetime.now(datetime.fromisoformat(row["at"]).tzinfo) - datetime.fromisoformat(row["at"])
    return row["outcome"] not in _ANSWERED or age > timedelta(seconds=after)


def dead_rows(ledger: Ledger, database: Queryable, protocol: Protocol) -> list[Row]:
    """Return the rows of the table ``dead_link``: every dead address, and what each archive said of it."""
    wanted = protocol.web_archives
    archives = asked_archives(wanted) if wanted else []
    so_far = looked(ledger, 0).known
    rows = []
    for number, dead in enumerate(dead_addresses(database)):
        known = so_far.get(dead["url"], Known())
        copy = known.held()
        over = wanted is not None and number >= wanted.most
        rows.append(
            {**dead, "outcome": _outcome(known, copy, archives), "archive": copy["archive"] if copy else None,
             "archive_url": copy["url"] if copy else None, "archived_at": copy["archived_at"] if copy else None,
             "asked": [_sentence(each, known, over, wanted.most if wanted else 0) for each in archives],
             "look": [each.look(dead["url"]) for each in archives]}
        )  # fmt: skip
    return rows


def _outcome(known: Known, copy: Row | None, archives: list[WebArchive]) -> str:
    if copy:
        return "recovered"
    outcomes = {known.asked[each.source]["outcome"] for each in archives if each.source in known.asked}
    if not outcomes:
        return "not-asked"
    # "Not held" is said only where every archive has said so.
    if "refused" in outcomes or any(row["outcome"] == "refused" for row in known.copies.values()):
        return "refused"
    missing = any(each.source not in known.asked for each in archives)
    return "failed" if outcomes - _ANSWERED or missing else "not-held"


def _sentence(archive: WebArchive, known: Known, over: bool, most: int) -> str:
    row = known.asked.get(archive.source)
    if row is None:
        return f"{archive.name}: not asked" + (
            f" (more than web_archives.most = {most} addresses)" if over else ""
        )
    tried = [
        f"{at[:8]} {each['said']}"
        for (source, at), each in sorted(known.copies.items())
        if source == archive.source and each["outcome"] != "read"
    ]
    had = any(
        source == archive.source and each["outcome"] == "read" for (source, _), each in known.copies.items()
    )
    if row["outcome"] == "none":
        said = "none held"
    elif row["outcome"] == "results":
        captures = len(row["captures"])
        said = (
            "none that is a copy" if not captures else ("copy taken" if had else _many(captures, "capture"))
        )
        said += (
            f" ({_many(row['passed'], 'capture')} of redirects or errors passed over)"
            if row["passed"]
            else ""
        )
    else:
        said = f"{row['outcome']}: {row['said']}"
    return f"{archive.name}: {said}" + (f"; tried {'; '.join(tried)}" if tried else "")


def _many(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
