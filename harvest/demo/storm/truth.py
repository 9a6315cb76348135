"""What is true of the stormy hosts: one row for each address, derived from the authored corpus alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, fields
from functools import lru_cache
from pathlib import Path

from harvest.demo.hosts import contracts, delta, iota, private, robots, theta
from harvest.demo.storm.pages import StormHost, StormPage, storm_hosts
from harvest.demo.storm.rows import StormRow, Trap

#: Hosts that answer nothing useful in an epoch, with what their front page comes to.
SHUT = {
    (delta.HOST, 2): ("refused", "challenge", "the wall answers everybody with its test page"),
    (iota.HOST, 2): ("skipped", "robots", "the council is abolished: robots.txt cannot be had, so the host is closed"),
    (iota.HOST, 3): ("skipped", "robots", "the council is abolished: robots.txt cannot be had, so the host is closed"),
}  # fmt: skip


def _front(host: StormHost, epoch: int) -> StormRow:
    outcome, trouble, reason = host.front_outcome, host.front_trouble, "the front page"
    if (host.name, epoch) in SHUT:
        outcome, trouble, reason = SHUT[host.name, epoch]
    troubles = (trouble,) if trouble else ()
    return StormRow(
        f"http://{host.name}/", host.name, "listing", host.title, False, (outcome,), troubles, reason
    )


def _row(host: StormHost, page: StormPage, epoch: int) -> StormRow:
    relevant, outcomes, troubles, reason = page.relevant, page.outcome, page.trouble, page.reason
    if (host.name, epoch) in SHUT:
        outcome, trouble, reason = SHUT[host.name, epoch]
        # a run that knows of it from before may come to it, until it leaves the host alone
        relevant, outcomes, troubles = False, ("unasked", outcome, "skipped"), ("", trouble, "refusing")
    elif host.front_outcome == "skipped":
        # nobody comes to what is behind a closed front page
        outcomes, troubles = ("unasked", *outcomes), ("", *troubles)
    return StormRow(
        f"http://{host.name}{page.path}", host.name, page.kind, page.title, relevant, outcomes, troubles, reason,
        page.change,
    )  # fmt: skip


def _made() -> Iterator[StormRow]:
    """Yield the rows of addresses that are made by code and not written down in the corpus."""
    for path in robots.QUEUED:
        yield StormRow(
            f"http://{robots.SLOW}{path}", robots.SLOW, "error", "A closed page", False, ("skipped",), ("robots",),
            "forbidden by a robots.txt that comes after it was asked for",
        )  # fmt: skip
    wall, doors = f"http://{private.HOST}{private.WALL}", range(len(private.DISGUISES))
    yield StormRow(
        wall, private.HOST, "trap", "Written on the wall", False, ("read",), (), "links to private addresses"
    )
    for number in doors:
        yield StormRow(
            f"http://{private.HOST}{private.GO}{number}", private.HOST, "trap", f"door {number}", False,
            ("redirect", "unreadable", "refused"), ("", "private-address"),
            f"redirects to {private.DISGUISES[number]}, which must not be contacted",
        )  # fmt: skip
    for number in range(1, theta.ITEMS + 1):
        yield StormRow(
            f"{theta.WWW}{theta.ITEM}?id={number}", theta.HOST, "document", f"Contract {number}", False, ("read",), (),
            "neither concept; every link to it carries another number of the visit",
        )  # fmt: skip
    yield from _notices()


def _notices() -> Iterator[StormRow]:
    listings = range(0, len(contracts.notices()), contracts.PAGE_SIZE)
    for start in listings:
        query = f"?cursor={contracts.cursor_of(start)}" if start else ""
        yield StormRow(
            f"{contracts.WWW}{contracts.LIST}{query}", contracts.HOST, "listing", "Notices", False, ("read",), (),
            "a page of notices",
        )  # fmt: skip
    for notice in contracts.notices():
        relevant = bool(notice.get("relevant"))
        reason = "a notice with both concepts" if relevant else "a notice without both concepts"
        yield StormRow(
            f"{contracts.WWW}{contracts.NOTICE}{notice['id']}", contracts.HOST, "document", notice["title"], relevant,
            ("read",), (), reason,
        )  # fmt: skip
        if "Café" in notice["title"]:
            yield StormRow(
                f"{contracts.WWW}{contracts.RECORD}{notice['id']}", contracts.HOST, "document", notice["title"], False,
                ("read",), (), "JSON with a byte of ISO-8859-1 and a number beyond all measure",
            )  # fmt: skip


@lru_cache(maxsize=3)
def storm_rows(epoch: int = 1) -> tuple[StormRow, ...]:
    """Return what is true of every address of the stormy hosts in an epoch, ordered by address."""
    rows = list(_made())
    for host in storm_hosts().values():
        rows.append(_front(host, epoch))
        rows += [_row(host, page, epoch) for page in host.at(epoch).values()]
    return tuple(sorted(rows, key=lambda row: row.url))


def traps() -> tuple[Trap, ...]:
    """Return the places where addresses never end, with what a careful crawl may ask for there."""
    return (
        Trap(
            theta.HOST, "/register", theta.ITEMS + 1,
            "a register whose links carry the visit, in several orders and to print: each entry once",
        ),
        Trap(theta.HOST, theta.CALENDAR, 9, "a calendar without end: no further than the links are followed"),
        Trap(theta.HOST, theta.AREA, 6, "relative links that grow for ever: until the path repeats itself"),
        Trap(delta.HOST, delta.CALENDAR, 3, "a calendar without end"),
        Trap(delta.HOST, "/ielistdocuments.aspx", 2, "two meetings, whatever their parameters are called"),
        Trap(private.HOST, private.GO, len(private.DISGUISES), "doors into private networks, each opened once"),
    )  # fmt: skip


def write_storm_truth(path: Path, epoch: int = 1) -> None:
    """Write the truth as tab-separated text: alternatives joined by ``|``, yes and no as 1 and 0."""
    lines = ["\t".join(field.name for field in fields(StormRow))]
    for row in storm_rows(epoch):
        cells = [
            str(int(value))
            if isinstance(value, bool)
            else "|".join(value)
            if isinstance(value, tuple)
            else str(value)
            for value in astuple(row)
        ]
        lines.append("\t".join(cell.replace("\t", " ") for cell in cells))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
