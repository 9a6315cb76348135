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
#: Outcomes of a question to an archive that will be the same tomorrow, and of asking for a copy.
_ANSWERED = frozenset({"results", "none"})
_JUDGED = frozenset({"read", "not-found", "gone"})
#: Skips that are refusals: by an archive's rules, and of one that refused time after time.
_REFUSALS = frozenset({"robots", "refusing"})


@dataclass(slots=True)
class Known:
    """What the ledger says of one dead address.

    Attributes:
        asked: the newest answer of each archive to the question for captures, by source: outcome, sentence, when; and
            the captures, which are those of an earlier answer where the newest is none.
        copies: what became of fetching single copies, by source and 14 digits: outcome and the row.
    """

    asked: dict[str, Row] = field(default_factory=dict)
    copies: dict[tuple[str, str], Row] = field(default_factory=dict)

    def held(self) -> Row | None:
        """Return the row of the copy that was had, where one was."""
        return next((row for row in self.copies.values() if row["outcome"] == "read"), None)

    def candidates(self, near: str | None, run: int) -> list[tuple[str, Capture]]:
        """Return captures to be tried, the nearest first, each with its archive's source.

        Args:
            near: the date wanted.
            run: the run they are for. What was found to be no copy is not tried again; what an archive did not give in
                an earlier run is. An archive that was left in this run is left.
        """
        by_capture: dict[Capture, str] = {}
        # A page for what a site has not is captured again and again.
        in_vain = {
            row["digest"] for row in self.copies.values() if row["outcome"] == "not-found" and row["digest"]
        }
        left = {source for (source, _), row in self.copies.items() if row["skipped"] and row["run"] == run}
        for source, row in self.asked.items():
            for at, original, mime, digest in row["captures"] if source not in left else ():
                before = self.copies.get((source, at))
                due = before is None or (before["outcome"] not in _JUDGED and before["run"] != run)
                if due and digest not in in_vain:
                    by_capture.setdefault(Capture(at, original, 200, mime, digest), source)
        return [(by_capture[each], each) for each in nearest(tuple(by_capture), near)]


@dataclass(slots=True)
class Looked:
    """Everything that was asked of web archives, and what was given to ask.

    Attributes:
        known: by dead address.
        given: what this run was given: source and address for lists of captures, with the moment for copies.
        looked_for: the dead addresses of which this run was given anything.
        ever: those of which any run was.
    """

    known: dict[str, Known] = field(default_factory=dict)
    given: set[tuple[str, ...]] = field(default_factory=set)
    looked_for: set[str] = field(default_factory=set)
    ever: set[str] = field(default_factory=set)


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
            if lead.kind in ("captures", "archived") and (of := str(lead.note.get("of") or "")):
                named[lead.name] = lead.note
                found.ever.add(of)
                if entry.run == run:
                    found.looked_for.add(of)
                    found.given.add(_given(str(body["source"]), lead))
        if entry.kind != "source" and body.get("kind") in ("captures", "archived") and not body.get("again"):
            note = named.get(str(body.get("key") or body["url"]))
            if note is not None:
                # Two addresses may lead to one copy: its answer says for which of them it was read.
                of = str((body.get("answer") or {}).get("of") or note["of"])
                _take(found.known.setdefault(of, Known()), entry, note)
    return found


def _given(source: str, lead: Lead) -> tuple[str, ...]:
    at = (str(lead.note["at"]),) if lead.kind == "archived" else ()
    return source, str(lead.note["of"]), *at


def _take(known: Known, entry: Entry, note: Mapping[str, Any]) -> None:
    body, source = entry.body, str(entry.body["source"])
    skipped = entry.kind == "skip"
    if skipped and body.get("of"):
        # The answer that is held stands, or came to another lead.
        return
    outcome, said = _skip(body) if skipped else (str(body["outcome"]), body.get("detail"))
    if outcome == "redirect":
        if any(row[5] for row in body.get("leads", ())):
            return
        # It leads where the archive is not, to the site of today mostly: that is no copy.
        outcome = "not-found" if body["kind"] == "archived" else "failed"
    answer = body.get("answer") or {}
    row = {
        "outcome": outcome, "said": str(said or outcome), "at": entry.at, "url": body["url"], "run": entry.run,
        "skipped": skipped,
    }  # fmt: skip
    if body["kind"] == "captures":
        before = known.asked.get(source)
        # The short answer of an archive whose index was refused says less: it never hides the refusal.
        if before is None or outcome in _ANSWERED or before["run"] != entry.run:
            held = answer if outcome in _ANSWERED or before is None else before
            known.asked[source] = {
                **row,
                "captures": held.get("captures") or [],
                "passed": held.get("passed", 0),
            }
    else:
        known.copies[source, str(note["at"])] = {
            **row, "archive": answer.get("archive") or note.get("archive"), "archived_at": answer.get("archived_at"),
            "digest": note.get("digest"),
        }  # fmt: skip


def _skip(body: Mapping[str, Any]) -> tuple[str, str]:
    """Return the outcome and the sentence of what was not asked; a robots.txt that did not come is no refusal."""
    reason = str(body.get("reason"))
    refused = reason in _REFUSALS and (reason != "robots" or body.get("line") is not None)
    return "refused" if refused else "skipped", f"{reason}: {body.get('detail')}"


def next_rows(ledger: Ledger, database: Queryable, protocol: Protocol, run: int) -> list[Row]:
    """Return rows of sources, with what is asked of each web archive next; none when there is nothing left.

    Nothing is asked twice in one run, and not again of an archive that answered within ``crawl.recheck_after``. A run
    looks for ``web_archives.most`` addresses of which something is to be asked; the next one goes on with the others.
    """
    wanted = protocol.web_archives
    if wanted is None or not wanted.ask:
        return []
    archives = {archive.source: archive for archive in asked_archives(wanted)}
    so_far = looked(ledger, run)
    leads: dict[str, list[Lead]] = {source: [] for source in archives}
    for dead in dead_addresses(database):
        known = so_far.known.get(dead["url"], Known())
        over = dead["url"] not in so_far.looked_for and len(so_far.looked_for) >= wanted.most
        if known.held() or over:
            continue
        for source, lead in _due(dead, known, archives, protocol, so_far.given, run):
            so_far.looked_for.add(dead["url"])
            leads[source].append(lead)
    return [
        {**archives[source].planned().as_row(), "retry": [[0, lead.as_row()] for lead in some]}
        for source, some in leads.items() if some
    ]  # fmt: skip


def _due(
    dead: Row, known: Known, archives: Mapping[str, WebArchive], protocol: Protocol,
    given: set[tuple[str, ...]], run: int,
) -> Iterator[tuple[str, Lead]]:  # fmt: skip
    asked_now = False
    for source, archive in archives.items():
        lead = archive.lookup(dead["url"], dead["near"])
        before = known.asked.get(source)
        # The date wanted is no part of the question: it may have become known since this was put.
        if _given(source, lead) not in given and (
            before is None or _stale(before, protocol.crawl.recheck_after)
        ):
            asked_now = True
            yield source, lead
    if asked_now:
        # Copies are chosen among those of all archives, once all have answered.
        return
    tried = sum(1 for row in known.copies.values() if row["outcome"] in _JUDGED or row["run"] == run)
    for source, capture in known.candidates(dead["near"], run):
        if source in archives and tried < TRIED:
            lead = archives[source].copy(dead["url"], capture.at, capture.digest, dead["near"])
            if _given(source, lead) not in given:
                yield source, lead
                return


def _stale(row: Row, after: float) -> bool:
    age = datetime.now(datetime.fromisoformat(row["at"]).tzinfo) - datetime.fromisoformat(row["at"])
    return row["outcome"] not in _ANSWERED or age > timedelta(seconds=after)


def dead_rows(ledger: Ledger, database: Queryable, protocol: Protocol) -> list[Row]:
    """Return the rows of the table ``dead_link``: every dead address, and what each archive said of it."""
    wanted = protocol.web_archives
    archives = asked_archives(wanted) if wanted else []
    so_far = looked(ledger, 0)
    rows = []
    for dead in dead_addresses(database):
        known = so_far.known.get(dead["url"], Known())
        copy = known.held()
        over = wanted is not None and dead["url"] not in so_far.ever and len(so_far.ever) >= wanted.most
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
    asked = [known.asked[each.source] for each in archives if each.source in known.asked]
    outcomes = {row["outcome"] for row in asked}
    if outcomes <= {"skipped"}:
        return "not-asked"
    # "Not held" is said only where every archive has said so, and what they list was found to be no copy.
    sources = {each.source for each in archives}
    copies = {row["outcome"] for (source, _), row in known.copies.items() if source in sources}
    if "refused" in outcomes | copies:
        return "refused"
    missing = len(asked) < len(archives) or (not copies and any(row["captures"] for row in asked))
    return "failed" if missing or outcomes - _ANSWERED or copies - _JUDGED else "not-held"


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
    elif row["outcome"] == "skipped":
        said = f"not asked ({row['said']})"
    else:
        said = f"{row['outcome']}: {row['said']}"
    return f"{archive.name}: {said}" + (f"; tried {'; '.join(tried)}" if tried else "")


def _many(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
