"""Addresses that people name: kept with who and why, handed to the next run, asked for once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crawler.canonical import canonical
from crawler.guard import host_of, refusal
from crawler.reader import Reader
from crawler.spec import Source
from harvest.errors import GreylitError
from harvest.questions import LEFT_OUT
from store.ledger import Entry, Ledger

Row = dict[str, Any]

#: The source of addresses that lie on no host of the protocol's sources, and its spider.
SOURCE, KIND, NAME = "suggestions", "suggested", "Expert suggestions"
#: Skips after which an address need not be asked for again: they would be the same the next time.
SETTLED_SKIPS = frozenset({"robots", "address", "depth", "fresh", "settled"})
#: Characters that a note and a name may have.
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An address that a person named. ``seq`` is its row of the ledger."""

    seq: int
    at: str
    url: str
    note: str
    by: str

    def as_option(self) -> list[Any]:
        """Return it as the row of a source keeps it."""
        return [self.url, self.note, self.by, self.seq]


def suggestions(ledger: Ledger) -> list[Suggestion]:
    """Return every address that was named, in the order of the ledger, each once."""
    found: dict[str, Suggestion] = {}
    for entry in ledger.entries(kinds=("suggestion",)):
        body = entry.body
        one = Suggestion(entry.seq, entry.at, str(body["url"]), str(body["note"]), str(body["by"]))
        found.setdefault(one.url, one)
    return list(found.values())


def checked(url: str, note: str, by: str, test_hosts: Sequence[str] = ()) -> Row:
    """Return the ledger row of a suggestion, its address in its one spelling.

    Raises:
        GreylitError: it is no address that may be asked, or note or name is empty or too long (``SUGGESTION``).
    """
    note, by = " ".join(note.split()), " ".join(by.split())
    for name, text in (("--note", note), ("--by", by)):
        if not text or len(text) > LONGEST:
            raise GreylitError(
                f"{name} is {'empty' if not text else f'longer than {LONGEST} characters'}; nothing was noted",
                code="SUGGESTION", hint='Say why and by whom: --note "cited in the Dunmere report" --by HS',
            )  # fmt: skip
    try:
        plain = canonical(url)
        reason = refusal(plain, test_hosts)
    except ValueError as error:
        plain, reason = url, f"not an address: {error}"
    if reason:
        raise GreylitError(
            f"{url} is never asked for: {reason}; nothing was noted", code="SUGGESTION", where={"url": url},
            hint="Write the whole address, as the browser shows it: https://www.example.org/report.pdf",
        )  # fmt: skip
    return {"url": plain, "note": note, "by": by}


def waiting(ledger: Ledger) -> list[Suggestion]:
    """Return the suggestions that no run has taken up yet."""
    taken = {row[3] for entry in ledger.entries(kinds=("source",)) for row in _options(entry.body)}
    return [each for each in suggestions(ledger) if each.seq not in taken]


def planned(
    ledger: Ledger, sources: Sequence[Row], readers: Mapping[str, Reader], *, again: bool = False
) -> list[Row]:
    """Return the rows of a run's sources with the suggested addresses that each is to ask for.

    An address goes to the source that has its host; what is left goes to a source of its own, which is among
    the rows from the first such address on, so that its works are counted in every run.

    Args:
        ledger: where suggestions and answers are.
        sources: the rows of the sources, as :meth:`harvest.questions.PlannedSource.as_row` gives them.
        readers: what reads each kind of source.
        again: also hand out those that were answered before, as a run that looks for changes does.
    """
    rows = [dict(row) for row in sources]
    apart = _apart(rows, readers)
    handed: dict[str, list[Any]] = {}
    for each in suggestions(ledger):
        owner = _owner(each.url, rows, readers) or apart
        if again or not _answered(ledger, each, owner, readers):
            handed.setdefault(str(owner["source"]), []).append(each.as_option())
    if apart["source"] in handed or _had(ledger, str(apart["source"])):
        rows.append(apart)
    for row in rows:
        if given := handed.get(str(row["source"])):
            row["options"] = {**row.get("options", {}), "suggested": given}
    return rows


def late(ledger: Ledger, run: int, readers: Mapping[str, Reader]) -> list[Row]:
    """Return rows for the sources of a run that have been given suggestions since it began.

    To be written when it is resumed: the crawl process takes the newest row of a source.
    """
    newest: dict[str, Row] = {}
    for entry in ledger.entries(kinds=("source",), run=run):
        newest[str(entry.body["source"])] = entry.body
    begun = ledger.last("run", run)
    if begun is None or begun.body.get("only_failed"):
        return []
    taken = {row[3] for body in newest.values() for row in _options(body)}
    rows = [row for row in newest.values() if row["kind"] != KIND]
    apart = next((row for row in newest.values() if row["kind"] == KIND), None) or _apart(rows, readers)
    changed: dict[str, Row] = {}
    for each in suggestions(ledger):
        if each.seq < begun.seq or each.seq in taken:
            continue
        owner = _owner(each.url, rows, readers) or apart
        if owner.get("not_asked"):
            # Left out of this run by hand: it waits for the next.
            continue
        row = changed.setdefault(str(owner["source"]), dict(owner))
        given = [*_options(row), each.as_option()]
        row["options"] = {**row.get("options", {}), "suggested": given}
    return list(changed.values())


def _options(body: Mapping[str, Any]) -> list[list[Any]]:
    return list((body.get("options") or {}).get("suggested") or ())


def _apart(rows: Iterable[Row], readers: Mapping[str, Reader]) -> Row:
    taken = {str(row["source"]) for row in rows}
    name, number = SOURCE, 1
    while name in taken:
        number += 1
        name = f"{SOURCE}-{number}"
    parser = readers[KIND].spec.parser if KIND in readers else ""
    return {
        "source": name, "kind": KIND, "name": NAME, "url": "", "prisma": "website", "parser": parser, "options": {},
    }  # fmt: skip


def _owner(url: str, rows: Iterable[Row], readers: Mapping[str, Reader]) -> Row | None:
    """Return the first source that has the host of an address. One that no version can ask yet has none."""
    host = host_of(url)
    for row in rows:
        reader = readers.get(str(row["kind"]))
        asked = row.get("not_asked") in (None, LEFT_OUT)
        if reader and asked and host in reader.hosts(Source.from_row(row)):
            return row
    return None


def _answered(ledger: Ledger, suggestion: Suggestion, owner: Row, readers: Mapping[str, Reader]) -> bool:
    """Tell whether an address has been asked for since it was named, so that asking again is for an update."""
    reader = readers.get(str(owner["kind"]))
    if reader is None:
        return False
    source = Source.from_row({**owner, "options": {"suggested": [suggestion.as_option()]}})
    return any(
        _settles(entry)
        for lead in reader.suggested_leads(source)
        for entry in ledger.by_url(lead.url)
        if entry.seq > suggestion.seq
    )


def _settles(entry: Entry) -> bool:
    if entry.kind == "skip":
        # A rule of robots.txt has its line; without one the host was closed, which may pass.
        closed = entry.body.get("reason") == "robots" and entry.body.get("line") is None
        return entry.body.get("reason") in SETTLED_SKIPS and not closed
    return not entry.body.get("again") and entry.body.get("outcome") != "failed"


def _had(ledger: Ledger, source: str) -> bool:
    return any(
        entry.body["source"] == source and entry.body["kind"] == KIND
        for entry in ledger.entries(kinds=("source",))
    )
