"""Spoiling a review behind greylit's back, and what its audit says then."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from crawler.sources import sources
from harvest.audit import audit
from harvest.audit.findings import Finding, Report
from store.ledger import GENESIS, chain_hash
from store.members import Member, members
from store.workspace import Workspace

Body = dict[str, Any]


def audited(folder: Path, run: int | None = None) -> Report:
    """Audit a folder, as the command does."""
    return audit(Workspace(folder), sources(), run)


def findings(report: Report) -> list[Finding]:
    """Return all findings of a report."""
    return [each for check in report.checks for each in check.findings]


def says(report: Report) -> list[str]:
    """Return the sentences of all findings."""
    return [each.says for each in findings(report)]


def of(report: Report, name: str) -> list[Finding]:
    """Return the findings of one check."""
    return [each for check in report.checks if check.name == name for each in check.findings]


def told(report: Report, *parts: str) -> str:
    """Return the one sentence that has all these parts."""
    assert not report.ok
    found = [each for each in says(report) if all(part in each for part in parts)]
    assert found, says(report)
    return found[0]


# ---- the ledger


@dataclass
class Row:
    """One ledger row that may be changed."""

    seq: int
    at: str
    kind: str
    run: int
    text: str
    hash: str

    @property
    def body(self) -> Body:
        return dict(json.loads(self.text))

    def change(self, **changes: Any) -> None:
        """Change fields of the body; ``None`` takes one away."""
        body = self.body | changes
        kept = {key: value for key, value in body.items() if value is not None or key not in changes}
        self.text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


@contextmanager
def unguarded(folder: Path) -> Iterator[sqlite3.Connection]:
    """Open the ledger with its guards taken off, and put them back."""
    with sqlite3.connect(folder / "ledger.sqlite") as connection:
        guards = connection.execute("select name, sql from sqlite_master where type = 'trigger'").fetchall()
        for name, _ in guards:
            connection.execute(f"drop trigger {name}")
        yield connection
        for _, sql in guards:
            connection.execute(sql)
    connection.close()


def rows(folder: Path) -> list[Row]:
    """Return all rows of the ledger."""
    with sqlite3.connect(folder / "ledger.sqlite") as connection:
        found = [Row(*row) for row in connection.execute("select * from entry order by seq")]
    connection.close()
    return found


def first(folder: Path, kind: str, /, **fields: Any) -> Row:
    """Return the first row of a kind with these fields."""
    for row in rows(folder):
        if row.kind == kind and fields.items() <= row.body.items():
            return row
    raise AssertionError(f"no {kind} with {fields}")


def forge(folder: Path, change: Callable[[list[Row]], None], *, database: bool = True) -> list[Row]:
    """Change the rows of a ledger and make the whole chain anew, so that it is whole again.

    Args:
        folder: the review.
        change: changes the list of rows, adds to it or takes from it.
        database: the database is told the new head, as if it had been computed from the forged ledger.
    """
    changed = rows(folder)
    change(changed)
    before = GENESIS
    for number, row in enumerate(changed, 1):
        row.seq = number
        row.hash = before = chain_hash(before, number, row.at, row.kind, row.run, row.text)
    with unguarded(folder) as ledger:
        ledger.execute("delete from entry")
        ledger.executemany(
            "insert into entry values (?,?,?,?,?,?)",
            [(row.seq, row.at, row.kind, row.run, row.text, row.hash) for row in changed],
        )
    if database:
        with duckdb.connect(str(folder / "greylit.duckdb")) as connection:
            connection.execute("update meta set value = ? where key = 'ledger_head'", [before])
            connection.execute("update meta set value = ? where key = 'ledger_seq'", [str(len(changed))])
    return changed


def change_row(folder: Path, seq: int, **changes: Any) -> None:
    """Change the body of one row and nothing else."""
    row = rows(folder)[seq - 1]
    row.change(**changes)
    with unguarded(folder) as ledger:
        ledger.execute("update entry set body = ? where seq = ?", (row.text, seq))


# ---- the archive


def warc(folder: Path) -> Path:
    """Return the WARC file of the first run."""
    return folder / "archive" / "0001-00000.warc.gz"


def flip(path: Path, offset: int, bit: int = 0) -> None:
    """Change one bit of a file."""
    data = bytearray(path.read_bytes())
    data[offset] ^= 1 << bit
    path.write_bytes(data)


def member_at(path: Path, offset: int) -> Member:
    """Return the gzip member at an offset."""
    return next(each for each in members(path) if isinstance(each, Member) and each.offset == offset)


def replace_record(path: Path, offset: int, data: bytes) -> None:
    """Put other bytes in the place of a record, with a right checksum and in the same room."""
    member = member_at(path, offset)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(data) + packer.flush()
    end = zlib.crc32(data).to_bytes(4, "little") + (len(data) & 0xFFFFFFFF).to_bytes(4, "little")
    room = member.length - len(packed) - 10 - 8 - 2
    assert room >= 0, "it must fit into the same room"
    # The room that is left is an extra field of the gzip header (RFC 1952, 2.3.1.1).
    header = b"\x1f\x8b\x08\x04\x00\x00\x00\x00\x00\x03" + room.to_bytes(2, "little") + b"\x00" * room
    whole = path.read_bytes()
    path.write_bytes(whole[:offset] + header + packed + end + whole[member.end :])


# ---- the database


def sql(folder: Path, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """Put SQL to the database."""
    with duckdb.connect(str(folder / "greylit.duckdb")) as connection:
        return connection.execute(statement, list(values)).fetchall()
