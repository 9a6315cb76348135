"""The command ``hosts``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harvest.cli.common import (
    clean,
    counted,
    find_review,
    json_option,
    place,
    print_csv,
    print_json,
    require_runs,
    review_option,
    shortened,
    table,
)
from harvest.errors import Exit, GreylitError

if TYPE_CHECKING:
    from harvest.hosts import Host

_COLUMNS = (
    ("host", "host", "<"), ("requests", "requests", ">"), ("manners", "manners", ">"), ("again", "again", ">"),
    ("fetched", "fetched", ">"), ("unchanged", "unchanged", ">"), ("moved", "moved", ">"),
    ("not_found", "not found", ">"), ("refused", "refused", ">"), ("failed", "failed", ">"),
    ("unreadable", "unreadable", ">"), ("skipped", "skipped", "<"), ("rules", "robots.txt", "<"),
    ("delay", "delay", ">"), ("trouble", "trouble", "<"), ("permission", "permission", "<"),
)  # fmt: skip
_SHRUNK = (
    ("host", "host", "<"), ("answers", "answers", ">"), ("usual", "usual", ">"), ("trouble", "trouble", "<"),
)  # fmt: skip
_SLOW = (
    ("host", "host", "<"), ("took", "mean seconds", ">"), ("longest", "longest", ">"), ("requests", "requests", ">"),
    ("delay", "delay", ">"),
)  # fmt: skip


@click.command()
@click.option(
    "--blocked", is_flag=True, help="Only hosts that refused, with what is left for a person to do."
)
@click.option(
    "--shrunk", is_flag=True, help="Only hosts that gave far fewer answers than in their own last runs."
)
@click.option("--slow", is_flag=True, help="By the mean time of a request, slowest first.")
@click.option("--run", "number", type=click.IntRange(1), help="Of this run; by default of the newest.")
@review_option
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@json_option
def hosts(
    blocked: bool,
    shrunk: bool,
    slow: bool,
    number: int | None,
    review: Path | None,
    as_csv: bool,
    as_json: bool,
) -> int:
    """List the hosts of a run: what was asked and answered, refused, and passed over; worst first.

    \b
    Example:  greylit hosts --blocked
    """
    from crawler.sources import sources
    from harvest import hosts as of
    from store import counts
    from store.database import Reader
    from store.hosts import run_row

    if blocked + shrunk + slow > 1:
        raise click.UsageError("--blocked, --shrunk and --slow are three lists: ask for one at a time.")
    workspace = find_review(review)
    require_runs(workspace)
    with Reader(workspace.database) as database:
        newest = counts.newest_run(database)
        run = number or newest
        if run_row(database, run) is None:
            raise GreylitError(
                f"there is no run {run}", code="NOT_FOUND", exit_code=Exit.NOT_FOUND,
                hint=f"The newest run is {newest}." if newest else "Start one: greylit run protocol.toml",
            )  # fmt: skip
        found = of.hosts_of(workspace, database, sources(), run)
    chosen = found
    if blocked:
        chosen = [each for each in found if each.blocked]
    elif shrunk:
        chosen = of.shrunk(found)
    elif slow:
        chosen = of.slow(found)
    view = "blocked" if blocked else "shrunk" if shrunk else "slow" if slow else "all"
    by_hand = f"greylit export --to manual-search{place(workspace)}"
    if as_json:
        rows = [{**each.as_dict(), "next": by_hand if _waits(each) else None} for each in chosen]
        print_json("hosts", {"run": run, "view": view, "hosts": rows})
        return int(Exit.OK)
    if as_csv:
        print_csv([_flat(each) for each in chosen])
        return int(Exit.OK)
    columns = _SHRUNK if shrunk else _SLOW if slow else _COLUMNS
    lines = (
        [line for each in chosen for line in _told(each, by_hand)]
        if blocked
        else table([_shown(each) for each in chosen], columns)
    )
    for line in lines if chosen else ():
        click.echo(line)
    click.echo(f"run {run}: {len(chosen)} of {counted(len(found), 'host')}", err=True)
    return int(Exit.OK)


def _waits(host: Host) -> bool:
    return bool(host.questions or host.addresses)


def _trouble(host: Host) -> str:
    numbers: dict[str, int] = {}
    for each in host.troubles:
        numbers[each["trouble"]] = numbers.get(each["trouble"], 0) + each["addresses"]
    return ", ".join(f"{word} {number}" for word, number in numbers.items())


def _shown(host: Host) -> dict[str, Any]:
    """Return the cells of a line for people."""
    return {
        **_flat(host),
        "skipped": ", ".join(f"{reason} {number}" for reason, number in sorted(host.skipped.items())) or "0",
        "delay": f"{host.delay:g} s",
        "permission": "yes" if host.permissions else "",
        "usual": f"{host.usual:g}" if host.usual is not None else "",
    }


def _flat(host: Host) -> dict[str, Any]:
    """Return the cells of a row for programs."""
    names = (
        "host", "requests", "manners", "again", "fetched", "unchanged", "moved", "not_found", "refused", "failed",
        "unreadable",
    )  # fmt: skip
    return {
        **{name: getattr(host, name) for name in names},
        "skipped": sum(host.skipped.values()), "rules": host.robots, "delay": host.delay, "took": host.took,
        "longest": host.longest, "answers": host.answers, "usual": host.usual, "trouble": _trouble(host),
        "questions": len(host.questions), "addresses": len(host.addresses), "by_hand": host.done,
        "permission": "; ".join(host.permissions), "first_at": host.first_at, "last_at": host.last_at,
    }  # fmt: skip


def _told(host: Host, by_hand: str) -> Iterator[str]:
    """Yield what a host refused, what could not be asked, and what to do next."""
    yield clean(host.host)
    if host.robots == "closed":
        yield f"  {clean(host.robots_detail or 'robots.txt closes it to us')}"
    for each in host.troubles:
        when = each["first_at"][:16] + (
            f" to {each['last_at'][:16]}" if each["last_at"] > each["first_at"] else ""
        )
        number = counted(each["addresses"], "address", "addresses")
        yield f"  {each['says']}: {number}, {when}, such as {shortened(clean(each['example']))}"
        if shown := each["evidence"] or each["detail"]:
            yield f"    {clean(shown)}"
    if host.questions:
        yield f"  not asked: {counted(len(host.questions), 'question')}: {_some(host.questions)}"
    if host.addresses:
        number = counted(len(host.addresses), "address", "addresses")
        yield f"  not had: {number}: {_some(host.addresses)}"
    if host.done:
        yield f"  done by hand: {host.done} of {host.done + len(host.questions) + len(host.addresses)}"
    for said in host.permissions:
        yield f"  permission: {clean(said)}"
    if _waits(host):
        yield f"  next: {by_hand}"


def _some(names: list[str], most: int = 3) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(map(clean, names[:most])) + more
