"""The crawl frontier: addresses pending, leased and done.

Mutable and disposable. Every change in it follows from a ledger row, and it remembers up to which row it
has followed, so that writes may be batched: after a crash the missing rows are replayed. Addresses are
kept as plain strings; what is in memory is an 8-byte hash for each address seen and a short queue for
each host.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from store.errors import StoreError

#: Addresses of one host that are taken into memory at a time.
LEASE = 32
#: Areas of a host that are told apart; what lies in others is ranked with the host as a whole.
AREAS = 1000
#: Changes, and seconds, after which a batch is written.
BATCH, BATCH_SECONDS = 400, 1.0
#: What SQLite says of a file that is not, or no longer, a frontier.
_SPOILT = frozenset({sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


@dataclass(slots=True)
class Pending:
    """One address to be fetched, as the frontier hands it out.

    ``asked_at`` (seconds since the epoch) and ``began`` (of the crawl's monotonic clock) are set when it is
    asked for, ``took`` (seconds) when the request has ended, ``held`` when an earlier answer is at hand.
    ``area`` is the part of its host by whose yield it is ranked, "" where it waits for its turn.
    """

    id: int
    url: str
    host: str
    spider: str
    source: str
    depth: int
    attempts: int
    lead: dict[str, Any]
    priority: int = 0
    area: str = ""
    asked_at: float = 0.0
    began: float = 0.0
    took: float = 0.0
    held: Any = None

    @property
    def name(self) -> str:
        """What it is known by: the key of its lead, else its address."""
        return self.lead.get("key") or self.url

    @property
    def form(self) -> list[list[str]] | None:
        """What is posted to the address, as names and values; ``None`` for what is only asked for."""
        return (self.lead.get("note") or {}).get("form")


@dataclass(slots=True)
class _Area:
    """What is pending in one part of a host, and the best of it as ``(priority, -id)`` where that is known."""

    waiting: int = 0
    best: tuple[int, int] | None = None


@dataclass(slots=True)
class _Host:
    leased: deque[Pending] = field(default_factory=deque)
    waiting: int = 0
    #: Empty where nothing is ranked by areas.
    areas: dict[str, _Area] = field(default_factory=dict)

    def gone(self, area: str) -> None:
        self.waiting -= 1
        if known := self.areas.get(area):
            known.waiting -= 1
            known.best = None


def _stays(*_: str) -> int:
    return 0


class Frontier:
    """The frontier of one run, kept in one SQLite file.

    A file that belongs to another run is emptied: a frontier is never carried over, the ledger is. One
    that cannot be read is replaced by an empty one.

    Raises:
        StoreError: the file cannot be written.
    """

    def __init__(self, path: Path, run: int) -> None:
        try:
            try:
                self._load(path, run)
            except sqlite3.Error as error:
                if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF not in _SPOILT:
                    raise
                # Disposable by design: what it held follows from the ledger.
                self._db.close()
                for suffix in ("", "-wal", "-shm"):
                    path.with_name(path.name + suffix).unlink(missing_ok=True)
                self._load(path, run)
        except sqlite3.Error as error:
            raise StoreError(
                f"{path} cannot be written: {error}",
                "It is computed from the ledger: delete it, and see that the disk has room.",
            ) from error

    def _load(self, path: Path, run: int) -> None:
        self._open(path)
        if self._meta("run") != str(run):
            self._db.execute("delete from url")
            self._db.execute("delete from meta")
            self._db.execute("insert into meta values ('run', ?)", (str(run),))
        self._db.execute("update url set state = 0 where state = 1")
        self._seen = {hash(name) for (name,) in self._db.execute("select name from url")}
        self._hosts: dict[str, _Host] = {}
        for host, area, waiting in self._db.execute(
            "select host, area, count(*) from url where state = 0 group by host, area order by min(id)"
        ):
            known = self._hosts.setdefault(host, _Host())
            known.waiting += waiting
            known.areas[area] = _Area(waiting)
        for known in self._hosts.values():
            if set(known.areas) == {""}:
                known.areas = {}
        #: What is added to the priority of everything pending in an area of a host; asked each time that one is ranked.
        self.move: Callable[[str, str], int] = _stays
        self._spiders: dict[str, int] = dict(
            self._db.execute("select spider, count(*) from url where state < 2 group by spider")
        )
        self._next_id = (self._db.execute("select max(id) from url").fetchone()[0] or 0) + 1
        self._order: deque[str] = deque(self._hosts)
        self._new: list[tuple[Any, ...]] = []
        self._done: list[tuple[int]] = []
        self._tried: list[tuple[str]] = []
        self._parked: dict[str, list[Pending]] = {}
        self._written_at = time.monotonic()
        #: The last ledger row that this frontier has followed.
        self.seq = int(self._meta("seq") or 0)

    def _open(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None, timeout=30)
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = off")
        self._db.executescript((files("store") / "frontier.sql").read_text(encoding="utf-8"))

    def _meta(self, key: str) -> str | None:
        row = self._db.execute("select value from meta where key = ?", (key,)).fetchone()
        return row[0] if row else None

    def seen(self, name: str) -> bool:
        """Tell whether an address, or the key of a lead, is already pending, leased or done in this run."""
        return hash(name) in self._seen

    def add(
        self, url: str, host: str, spider: str, source: str, priority: int, depth: int, lead: dict[str, Any],
        area: str = "",
    ) -> bool:  # fmt: skip
        """Add an address unless it, or the key of its lead, is known; return whether it was new.

        With an ``area``, it is ranked by its priority and by what :attr:`move` adds for the area at the time.
        """
        name = str(lead.get("key") or url)
        key = hash(name)
        if key in self._seen:
            return False
        self._seen.add(key)
        text = json.dumps(lead, separators=(",", ":"))
        known = self._hosts.get(host)
        if known is None:
            known = self._hosts[host] = _Host()
            self._order.append(host)
        if area and area not in known.areas and len(known.areas) >= AREAS:
            area = "/"
        self._new.append((self._next_id, name, url, host, spider, source, priority, depth, text, area))
        if area and not known.areas:
            known.areas[""] = _Area(known.waiting)
        if known.areas:
            part = known.areas.setdefault(area, _Area(best=(priority, -self._next_id)))
            part.waiting += 1
            if part.best and part.best[0] < priority:
                part.best = priority, -self._next_id
        self._next_id += 1
        known.waiting += 1
        self._spiders[spider] = self._spiders.get(spider, 0) + 1
        return True

    def pull(self, spider: str, may_ask: Callable[[str], bool]) -> Pending | None:
        """Return the next address for a spider from a host that may be asked now, hosts taking turns."""
        for _ in range(len(self._order)):
            name = self._order[0]
            self._order.rotate(-1)
            host = self._hosts[name]
            if not (host.leased or host.waiting) or not may_ask(name):
                continue
            if not host.leased:
                self._lease(name, host)
            for index, pending in enumerate(host.leased):
                if pending.spider == spider:
                    del host.leased[index]
                    return pending
        return None

    def _lease(self, name: str, host: _Host) -> None:
        self.write()
        area = self._area(name, host) if host.areas else ""
        rows = self._db.execute(
            "select id, url, spider, source, depth, attempts, lead, priority from url"
            " where host = ? and area = ? and state = 0 order by priority desc, id limit ?",
            # What is ranked is taken one at a time: the next answer may change the order.
            (name, area, 1 if area else LEASE),
        ).fetchall()
        for id_, url, spider, source, depth, attempts, lead, priority in rows:
            host.leased.append(
                Pending(id_, url, name, spider, source, depth, attempts, json.loads(lead), priority, area)
            )
            host.gone(area)
        self._db.execute("begin")
        self._db.executemany("update url set state = 1 where id = ?", [(row[0],) for row in rows])
        self._db.execute("commit")

    def _area(self, name: str, host: _Host) -> str:
        """Return the area of a host with the best of what is pending."""
        best: tuple[int, int] | None = None
        found = ""
        for area, known in host.areas.items():
            if known.waiting <= 0:
                continue
            if known.best is None:
                first = self._db.execute(
                    "select priority, -id from url where host = ? and area = ? and state = 0"
                    " order by priority desc, id limit 1",
                    (name, area),
                ).fetchone()
                if first is None:
                    continue
                known.best = (int(first[0]), int(first[1]))
            ranked = known.best[0] + (self.move(name, area) if area else 0), known.best[1]
            if best is None or ranked > best:
                best, found = ranked, area
        return found

    def raises(self, name: str, priority: int) -> bool:
        """Tell whether an address is pending with an area, and less urgently than this priority."""
        if self._new:
            self.write()
        row = self._db.execute("select priority, area, state from url where name = ?", (name,)).fetchone()
        return row is not None and row[2] == 0 and bool(row[1]) and row[0] < priority

    def promote(self, name: str, priority: int) -> None:
        """Raise the priority of a pending address: another link to it says more."""
        if not self.raises(name, priority):
            return
        asked = "select host, area, id from url where name = ?"
        host, area, id_ = self._db.execute(asked, (name,)).fetchone()
        self._db.execute("update url set priority = ? where id = ?", (priority, id_))
        known = self._hosts[host].areas[area]
        if known.best is None or known.best < (priority, -id_):
            known.best = priority, -id_

    def give_back(self, pending: Pending) -> None:
        """Put a leased address back at the front of its host's queue: it is to be asked again."""
        self._hosts[pending.host].leased.appendleft(pending)

    def park(self, pending: Pending) -> None:
        """Put an address aside: its source is closed. It is pending again when the frontier is opened anew."""
        self._parked.setdefault(pending.source, []).append(pending)
        self._spiders[pending.spider] -= 1

    def unpark(self, source: str) -> None:
        """Let the addresses of a source that were put aside be handed out again."""
        for pending in self._parked.pop(source, ()):
            self._hosts[pending.host].leased.append(pending)
            self._spiders[pending.spider] += 1

    def left(self) -> list[Pending]:
        """Return everything not done with all that is known of it, in the order in which it was found."""
        self.write()
        rows = self._db.execute(
            "select id, url, host, spider, source, depth, attempts, lead from url where state < 2 order by id"
        )
        return [
            Pending(id_, url, host, spider, source, depth, attempts, json.loads(lead))
            for id_, url, host, spider, source, depth, attempts, lead in rows
        ]

    def done(self, pending: Pending) -> None:
        """Mark an address as dealt with."""
        self._done.append((pending.id,))
        self._spiders[pending.spider] -= 1

    def done_name(self, name: str) -> None:
        """Mark an address as dealt with when replaying the ledger, where only what it is known by is told."""
        self.write()
        row = self._db.execute(
            "select id, host, spider, area from url where name = ? and state = 0", (name,)
        ).fetchone()
        if row is None:
            return
        self._hosts[row[1]].gone(row[3])
        self._done.append((row[0],))
        self._spiders[row[2]] -= 1

    def attempted_name(self, name: str) -> None:
        """Count one failed attempt at an address that is to be asked again."""
        self._tried.append((name,))

    def followed(self, seq: int) -> None:
        """Say that all changes of ledger row ``seq`` are in; writes the batch when it is due."""
        self.seq = seq
        changes = len(self._new) + len(self._done) + len(self._tried)
        if changes >= BATCH or (changes and time.monotonic() - self._written_at > BATCH_SECONDS):
            self.write()

    def write(self) -> None:
        """Write what is waiting in memory, in one transaction."""
        if not (self._new or self._done or self._tried):
            return
        self._db.execute("begin")
        self._db.executemany(
            "insert or ignore into url (id, name, url, host, spider, source, priority, depth, lead, area)"
            " values (?,?,?,?,?,?,?,?,?,?)",
            self._new,
        )
        # In the same transaction as `seq`: an attempt that is replayed must not count twice.
        self._db.executemany("update url set attempts = attempts + 1 where name = ?", self._tried)
        self._db.executemany("update url set state = 2 where id = ?", self._done)
        self._db.execute("insert or replace into meta values ('seq', ?)", (str(self.seq),))
        self._db.execute("commit")
        self._new, self._done, self._tried, self._written_at = [], [], [], time.monotonic()

    def open_for(self, spider: str) -> bool:
        """Tell whether a spider has addresses that are not done."""
        return self._spiders.get(spider, 0) > 0

    def hosts(self) -> Iterable[str]:
        """Return the hosts with addresses that can be handed out."""
        return [name for name, host in self._hosts.items() if host.leased or host.waiting]

    def pending(self) -> list[tuple[str, str]]:
        """Return ``(url, source)`` of everything not done."""
        self.write()
        return list(self._db.execute("select url, source from url where state < 2 order by id"))

    def close(self) -> None:
        """Write the batch and close the file."""
        self.write()
        self._db.close()
