"""Is this machine fit for a run of this review? Clock, disk, contact, store, robots.txt, versions. Nothing is asked of anybody."""

from __future__ import annotations

import platform
import shutil
import statistics
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, metadata, requires
from importlib.metadata import version as installed
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from crawler.guard import host_of
from crawler.robots import Robots
from harvest.check.advice import is_reserved, real_places
from harvest.errors import GreylitError
from harvest.holding import unfinished
from harvest.load import KINDS
from harvest.protocol import Protocol, load_protocol
from harvest.run import user_agent
from harvest.trial_parts import Check
from harvest.version import software
from store import counts, views
from store.archive import read
from store.auditing import AuditedLedger, at_work
from store.database import Reader, newest_layout
from store.errors import StoreError
from store.ledger import LEDGER_VERSION, Entry, Ledger
from store.workspace import MIN_FREE_BYTES, Workspace

#: Seconds that the clock may be apart from that of a host: dates of answers have seconds, caches add some.
APART = 300.0
#: Newest answers whose dates are looked at.
DATED = 20
#: No clock can be right that is before this: 2023-11-14.
YOUNGER = 1_700_000_000
BACKUP = "Put ledger.sqlite back from your backup; greylit audit says what was changed"


def machine(workspace: Workspace | None, protocol: Path | None = None) -> list[Check]:
    """Return what was looked at on this machine and, where there is one, in this review's folder.

    Args:
        workspace: the review's folder; ``None`` where there is none.
        protocol: its protocol file.
    """
    loaded, checks = _protocol(protocol if workspace else None)
    found = [versions(), *checks]
    folder = workspace.root if workspace and workspace.root.exists() else Path.cwd()
    found.append(disk(folder, workspace.archive if workspace else None, loaded))
    if workspace is None or not workspace.ledger.exists():
        return [*found, clock(None)]
    found.append(lock(workspace))
    try:
        with AuditedLedger(workspace.ledger) as ledger:
            found += [chain(ledger), clock(ledger, workspace.archive)]
            if workspace.database.exists():
                found.append(database(workspace, ledger))
            found += robots(ledger, loaded)
    except StoreError as error:
        found += [Check("ledger", False, error.message, error.hint or BACKUP), clock(None)]
    return found


# ---- versions


def versions() -> Check:
    """Compare Python and the libraries with what the package says it needs."""
    saw = ", ".join(f"{name} {number}" for name, number in software().items())
    wrong = list(_wrong_versions())
    if wrong:
        return Check("versions", False, f"{'; '.join(wrong)} ({saw})", "pip install --upgrade greylit")
    return Check("versions", True, saw)


def _wrong_versions() -> Iterator[str]:
    try:
        needed, python = requires("greylit") or [], metadata("greylit")["Requires-Python"]
    except PackageNotFoundError:
        yield "greylit is not installed as a package"
        return
    if python and platform.python_version() not in SpecifierSet(python):
        yield f"Python {platform.python_version()} is not {python}"
    for text in needed:
        wish = Requirement(text)
        if wish.marker is not None and not wish.marker.evaluate():
            continue
        try:
            there = installed(wish.name)
        except PackageNotFoundError:
            yield f"{wish.name} is missing"
            continue
        if not wish.specifier.contains(there, prereleases=True):
            yield f"{wish.name} {there} is not {wish.specifier}"


# ---- protocol and disk


def _protocol(path: Path | None) -> tuple[Protocol | None, list[Check]]:
    if path is None or not path.exists():
        return None, []
    try:
        protocol = load_protocol(path)
    except GreylitError as error:
        said = error.message.splitlines()[0]
        return None, [Check("contact", False, said, f"greylit check {path}")]
    return protocol, [contact(protocol)]


def contact(protocol: Protocol) -> Check:
    """Look at the mailbox by which the operator of a site can reach whoever runs the search."""
    mailbox = protocol.review.contact
    goes_as = f"requests go out as {user_agent(mailbox)}"
    if not is_reserved(mailbox.rpartition("@")[2]):
        return Check("contact", True, goes_as)
    if places := real_places(protocol):
        what = f"{mailbox} is an example, and {places[0]} is real: nobody there could reach you"
        return Check("contact", False, what, "Write your own mailbox into protocol.toml: [review] contact")
    return Check("contact", True, f"{goes_as}; an example, and no real host is asked")


def disk(folder: Path, archive: Path | None, protocol: Protocol | None) -> Check:
    """Compare the room on the disk with what one more run may take."""
    free = shutil.disk_usage(folder).free
    sizes: defaultdict[str, int] = defaultdict(int)
    for path in archive.glob("*.warc.gz") if archive else ():
        sizes[path.name.partition("-")[0]] += path.stat().st_size
    largest = max(sizes.values(), default=0)
    most = protocol.crawl.budget.bytes if protocol else None
    if most is not None:
        expected, why = most, f"crawl.budget.bytes allows a run {_size(most)}"
    else:
        # Database and texts come to about as much again.
        expected, why = (
            2 * largest,
            f"the largest run took {_size(largest)}" if largest else "nothing is archived yet",
        )
    saw = f"{_size(free)} free; {why}"
    needed = MIN_FREE_BYTES + expected
    if free >= max(needed, 2 * MIN_FREE_BYTES):
        return Check("disk", True, saw)
    return Check("disk", False, saw, f"Make room: a run stops when less than {_size(MIN_FREE_BYTES)} is free")


def _size(number: float) -> str:
    return f"{number / 1e9:.1f} GB" if number >= 1e9 else f"{number / 1e6:.1f} MB"


# ---- the store


def lock(workspace: Workspace) -> Check:
    """Tell whether a run is at work in the folder."""
    return Check(
        "lock", True, "a run is at work in this folder" if at_work(workspace) else "no run is at work"
    )


def chain(ledger: AuditedLedger) -> Check:
    """Look at the ledger: its file, its guards, its hash chain."""
    if flaws := ledger.flaws():
        return Check("ledger", False, f"the file is damaged: {flaws[0]}", BACKUP)
    if broken := ledger.verify():
        return Check("ledger", False, broken.reason, BACKUP)
    if missing := ledger.guards_missing():
        return Check("ledger", False, f"it has lost its guards: {', '.join(missing)}", BACKUP)
    rows, head = ledger.head()
    return Check("ledger", True, f"layout {LEDGER_VERSION}, {rows:,} rows, chain whole, head {head[:12]}")


def database(workspace: Workspace, ledger: Ledger) -> Check:
    """Look at the computed database: readable, of this version, and in step with the ledger."""
    try:
        with Reader(workspace.database) as reader:
            meta = views.meta(reader)
            layout, followed = int(meta.get("schema_version", 0)), int(meta.get("ledger_seq", 0))
            if layout < newest_layout():
                what = f"it has layout {layout}; this version writes {newest_layout()}"
                return Check("database", False, what, "greylit rebuild")
            records = counts.records(reader)
    except StoreError as error:
        return Check("database", False, error.message, error.hint)
    rows, _ = ledger.head()
    if followed > rows:
        what = f"it was computed from {followed:,} ledger rows, and the ledger has {rows:,}: some are cut off its end"
        return Check("database", False, what, "greylit audit")
    saw = f"layout {layout}, {records:,} records, in step with the ledger"
    newer = any(True for _ in ledger.entries(after=followed, kinds=(*KINDS, "run_end", "record")))
    if not newer:
        return Check("database", True, saw)
    behind = f"layout {layout}, {records:,} records up to ledger row {followed:,} of {rows:,}"
    if at_work(workspace):
        return Check("database", True, f"{behind}: a run is at work")
    run = unfinished(ledger)
    return Check(
        "database", False, f"{behind}", "greylit rebuild" if run is None else f"greylit resume {run}"
    )


# ---- the clock


def clock(ledger: AuditedLedger | None, archive: Path | None = None) -> Check:
    """Compare the clock with reason, with the newest ledger row, and with the dates of the newest answers."""
    now = time.time()
    saw = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(now))
    mend = "Set the clock of this machine, by a time server"
    if now < YOUNGER:
        return Check("clock", False, saw, mend)
    if ledger is None:
        return Check("clock", True, saw)
    newest = next((at for each in ledger.newest("fetch", 1) if (at := _written(each))), None)
    if newest is not None and newest > now + APART:
        what = f"{saw}, but the newest ledger row is {(newest - now) / 3600:.1f} hours ahead of it"
        return Check("clock", False, what, mend)
    apart = _apart(ledger, archive) if archive else []
    if not apart:
        return Check("clock", True, saw)
    middle = statistics.median(apart)
    saw += f"; {abs(middle):.0f} s apart from the hosts by the dates of their last {len(apart)} answers"
    return Check("clock", abs(middle) <= APART, saw, None if abs(middle) <= APART else mend)


def _apart(ledger: AuditedLedger, archive: Path) -> list[float]:
    """Return how many seconds this clock was ahead of each host's when its newest answer came."""
    found: dict[str, float] = {}
    for entry in ledger.newest("fetch", DATED):
        body = entry.body
        host, warc, at = host_of(str(body.get("url"))), body.get("warc"), _written(entry)
        if host in found or not warc or at is None:
            continue
        asked = float(body["asked_at"]) + float(body.get("took") or 0.0) if body.get("asked_at") else at
        try:
            headers = read(archive, str(warc), int(body["offset"])).headers
            # An answer out of a cache is dated by its age (RFC 9111, 5.1).
            age = float(headers.get("age") or 0.0)
            date = parsedate_to_datetime(headers["date"]).timestamp() + age
        except (StoreError, KeyError, TypeError, ValueError, OverflowError):
            continue
        # On the miniature web both clocks may have been turned on together.
        found[host] = min((at - date, asked - date), key=abs)
    return list(found.values())


def _written(entry: Entry) -> float | None:
    try:
        return datetime.fromisoformat(entry.at).timestamp()
    except ValueError:
        return None


# ---- robots.txt


def robots(ledger: AuditedLedger, protocol: Protocol | None) -> list[Check]:
    """Tell how old the robots.txt files of the newest run are, and which hosts they close."""
    last = ledger.last("run")
    if last is None:
        return []
    newest = {str(e.body.get("url")): e for e in ledger.robots_of(last.run) if not e.body.get("again")}
    files = {url: entry for url, entry in newest.items() if not entry.body.get("leads")}
    if not files:
        return [Check("robots", True, f"run {last.run} has asked for none yet")]
    agent = user_agent(protocol.review.contact if protocol else "").split("/")[0]
    closed = sorted(
        f"{host_of(url)} ({entry.body.get('detail')})"
        for url, entry in files.items()
        if _closes(entry, agent)
    )
    ages = [time.time() - at for entry in files.values() if (at := _written(entry)) is not None]
    hosts = f"{len(files)} host" + ("" if len(files) == 1 else "s")
    youngest, oldest = _age(min(ages, default=0.0)), _age(max(ages, default=0.0))
    since = oldest if youngest == oldest else f"{youngest} to {oldest}"
    saw = f"{hosts} in run {last.run}, asked {since} ago"
    if not closed:
        return [Check("robots", True, f"{saw}; none is closed to us")]
    named = ", ".join(closed[:5]) + (f" and {len(closed) - 5} more" if closed[5:] else "")
    return [Check("robots", True, f"{saw}; closed to us: {named}", "greylit hosts --blocked")]


def _closes(entry: Entry, agent: str) -> bool:
    status = entry.body.get("status")
    if status is None:
        return True
    return Robots.from_answer(int(status), "", b"", agent).state == "closed"


def _age(seconds: float) -> str:
    seconds = max(0.0, seconds)
    for size, name in ((86400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {name}"
    return f"{seconds:.0f} seconds"
