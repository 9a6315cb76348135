"""Is the computed database what the ledger says? Row by row, while the ledger is walked."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import md5
from typing import Any

from harvest.audit.findings import Check, many
from harvest.audit.walk import Row
from store import auditing
from store.counts import Queryable
from store.ledger import Ledger

REBUILD = "greylit rebuild"
#: Columns of ``capture`` and ``skip``, and the fields of a ledger row that they are.
CAPTURE = {
    "url": "url", "source": "source", "kind": "kind", "why": "why", "question": "question", "status": "status",
    "outcome": "outcome", "detail": "detail", "mime": "mime", "bytes": "bytes", "sha256": "sha256", "warc": "warc",
    "warc_offset": "offset", "warc_length": "length", "same_as": "same_as", "trouble": "trouble",
    "evidence": "evidence", "asked_at": "asked_at", "took": "took",
}  # fmt: skip
SKIP = {
    "url": "url", "source": "source", "kind": "kind", "why": "why", "question": "question", "reason": "reason",
    "detail": "detail", "line": "line", "of_seq": "of",
}  # fmt: skip


class _Table:
    """The rows of one table in order, taken as the ledger reaches them."""

    def __init__(self, rows: Iterator[dict[str, Any]]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def before(self, seq: int | None) -> Iterator[dict[str, Any]]:
        """Take the rows before a ledger row: rows that the ledger did not have."""
        while self._next is not None and (seq is None or self._next["seq"] < seq):
            row, self._next = self._next, next(self._rows, None)
            yield row

    def at(self, seq: int) -> dict[str, Any] | None:
        """Take the row of a ledger row, if it is there."""
        if self._next is None or self._next["seq"] != seq:
            return None
        row, self._next = self._next, next(self._rows, None)
        return row


class TablesCheck:
    """Compares the tables that follow row by row from the ledger with it.

    Args:
        database: the computed database.
        upto: the last ledger row that it holds for certain: while a run is at work it may hold more.
        current: it holds just these rows.
        check: where findings go.
        run: only rows of this run are judged; all when ``None``.
    """

    def __init__(self, database: Queryable, upto: int, current: bool, check: Check, run: int | None) -> None:
        self._database, self._upto, self._check, self._run = database, upto, check, run
        self._current = current
        self._captures = _Table(auditing.captures(database, upto))
        self._skips = _Table(auditing.skips(database, upto))
        self._links = _Table(auditing.link_sums(database, upto))
        self._counted: dict[str, int] = {"capture": 0, "skip": 0, "link": 0}
        self._listed = dict.fromkeys(
            ("capture", "skip", "suggestion", "permission", "by_hand", "brought", "imported", "entry"), 0
        )

    def take(self, row: Row) -> None:
        """Take the next row."""
        if row.seq > self._upto:
            return
        if row.kind == "fetch":
            self._listed["capture"] += 1
            self._compare("capture", self._captures, CAPTURE, row)
            self._compare_links(row)
        elif row.kind == "skip":
            self._listed["skip"] += 1
            self._compare("skip", self._skips, SKIP, row)
            self._compare_links(row)
        elif row.kind == "brought":
            # A document that a person brought stands among the captures, under the number of its row.
            self._extra("capture", self._captures, row.seq)
            self._captures.at(row.seq)
            self._listed["brought"] += 1
            self._listed["capture"] += 1
        elif row.kind == "entry":
            # A reference that a person brought stands among the captures as well, by its line in its file.
            self._extra("capture", self._captures, row.seq)
            self._captures.at(row.seq)
            self._listed["entry"] += 1
            self._listed["capture"] += 1
        elif row.kind in ("suggestion", "by_hand", "imported"):
            self._listed[row.kind] += 1
        elif row.kind == "run":
            self._listed["permission"] += len(_list(row.body.get("permissions")))

    def _compare(self, name: str, table: _Table, columns: dict[str, str], row: Row) -> None:
        self._extra(name, table, row.seq)
        there = table.at(row.seq)
        if self._run not in (None, row.run):
            return
        self._counted[name] += 1
        if there is None:
            self._found(
                f"row {row.seq} of the ledger ({row.kind}, {row.text('url')}) is not in the table {name}", row
            )
            return
        for column, key in columns.items():
            if there.get(column) != row.body.get(key):
                self._found(
                    f"row {row.seq} of the ledger says {column} = {row.body.get(key)!r} of {row.text('url')}, the table {name} "
                    f"{there.get(column)!r}", row,
                )  # fmt: skip
        if there["run"] != row.run:
            self._found(
                f"row {row.seq} of the ledger is of run {row.run}, in the table {name} of run {there['run']}",
                row,
            )
        for flag in ("again", "unchanged") if name == "capture" else ():
            if bool(there[flag]) != bool(row.body.get(flag)):
                self._found(
                    f"row {row.seq} of the ledger says {flag} = {bool(row.body.get(flag))} of {row.text('url')}, the table "
                    f"capture {there[flag]}", row,
                )  # fmt: skip

    def _compare_links(self, row: Row) -> None:
        self._extra("link", self._links, row.seq)
        there, leads = self._links.at(row.seq), row.leads
        if self._run not in (None, row.run) or (there is None and not leads):
            return
        self._counted["link"] += len(leads)
        links = int(there["links"]) if there else 0
        followed = sum(bool(lead[5]) for lead in leads)
        if (links, int(there["followed"]) if there else 0) != (len(leads), followed):
            self._found(
                f"row {row.seq} of the ledger found {len(leads)} addresses and follows {followed}, the table link has {links} and "
                f"{there['followed'] if there else 0}", row,
            )  # fmt: skip
        elif there and there["digest"] != digest(leads):
            self._found(
                f"the addresses that row {row.seq} of the ledger found ({row.text('url')}) are not those of the table link",
                row,
            )

    def _extra(self, name: str, table: _Table, seq: int | None) -> None:
        for row in table.before(seq):
            if name != "link" and self._run in (None, row["run"]):
                self._check.found(
                    "bad", f"the table {name} has {row['url']} for row {row['seq']} of the ledger, which says nothing of it",
                    REBUILD, row=row["seq"], url=row["url"], file="greylit.duckdb",
                )  # fmt: skip
            elif name == "link":
                self._check.found(
                    "bad", f"the table link has {row['links']} addresses for row {row['seq']} of the ledger, which found none",
                    REBUILD, row=row["seq"], file="greylit.duckdb",
                )  # fmt: skip

    def _found(self, says: str, row: Row) -> None:
        self._check.found(
            "bad", says, REBUILD, row=row.seq, url=row.text("url"), run=row.run, file="greylit.duckdb"
        )

    def close(self, ledger: Ledger) -> None:
        """Compare what is left: rows behind the last one, runs, questions and sources."""
        for name, table in (("capture", self._captures), ("skip", self._skips), ("link", self._links)):
            self._extra(name, table, None)
        self._runs(ledger)
        sizes = auditing.table_sizes(self._database)
        for name, rows in self._listed.items():
            if self._current and sizes[name] != rows:
                self._check.found(
                    "bad", f"the ledger has {many(rows, 'row')} for the table {name}, which has {sizes[name]}", REBUILD,
                    file="greylit.duckdb",
                )  # fmt: skip
        captures, skips, links = (self._counted[name] for name in ("capture", "skip", "link"))
        self._check.says = (
            f"the database has what the ledger says: {many(captures, 'fetch', 'fetches')}, {many(skips, 'skip')}, "
            f"{many(links, 'link')}"
        )

    def _runs(self, ledger: Ledger) -> None:
        there = {row["run"]: row for row in auditing.runs_held(self._database)}
        begun = {entry.run: entry for entry in ledger.entries(kinds=("run",)) if entry.seq <= self._upto}
        for run in sorted(begun.keys() | there.keys()):
            if self._run not in (None, run):
                continue
            if run not in begun or run not in there:
                which = (
                    "the ledger, not in the database" if run in begun else "the database, not in the ledger"
                )
                self._check.found("bad", f"run {run} is in {which}", REBUILD, run=run, file="greylit.duckdb")
                continue
            if there[run]["protocol_sha256"] != begun[run].body.get("protocol_sha256"):
                self._check.found(
                    "bad", f"the database has another protocol for run {run} than row {begun[run].seq} of the ledger",
                    REBUILD, run=run, row=begun[run].seq, file="greylit.duckdb",
                )  # fmt: skip
            self._questions(ledger, run)

    def _questions(self, ledger: Ledger, run: int) -> None:
        said = {
            str(entry.body.get("question")): (entry.body.get("source"), entry.body.get("not_asked"))
            for entry in ledger.entries(kinds=("question",), run=run)
            if entry.seq <= self._upto
        }
        held = {
            row["question"]: (row["source"], row["reason"])
            for row in auditing.questions_held(self._database, run)
        }
        for name in sorted(said.keys() | held.keys()):
            if said.get(name) != held.get(name):
                what = "is missing from the database" if name not in held else "is not in the ledger"
                what = (
                    "is another one in the database than in the ledger"
                    if name in said and name in held
                    else what
                )
                self._check.found(
                    "bad", f"question {name} of run {run} {what}", REBUILD, run=run, file="greylit.duckdb"
                )


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def digest(leads: list[list[Any]]) -> str:
    """Return the digest of addresses as :func:`store.auditing.link_sums` makes it."""
    lines = [
        "\n".join((str(url), str(why), str(int(bool(follow))), str(note.get("reason") or "")))
        for url, _, why, _, _, follow, note, *_ in leads
    ]
    return md5("\n".join(lines).encode(), usedforsecurity=False).hexdigest()
