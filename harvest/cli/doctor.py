"""The command ``doctor``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harvest.cli.common import clean, counted, json_option, print_json, proxy_option
from harvest.errors import Exit, GreylitError

if TYPE_CHECKING:
    from harvest.councils.probing import Probed


@click.command()
@click.argument("source", required=False)
@click.option(
    "--protocol", type=click.Path(path_type=Path), default="protocol.toml", show_default=True,
    help="Protocol of the review that has the source.",
)  # fmt: skip
@click.option(
    "--councils", is_flag=True,
    help="Ask the committee systems of the review's councils where they are, and print corrections of the list.",
)  # fmt: skip
@click.option("--name", "names", multiple=True, help="With --councils: only this council of the list.")
@proxy_option
@json_option
def doctor(
    source: str | None,
    protocol: Path,
    councils: bool,
    names: tuple[str, ...],
    proxy: str | None,
    as_json: bool,
) -> int:
    """Check this machine, or try one source and record that it answers.

    \b
    Example:  greylit doctor            this machine and this review
              greylit doctor govuk      ask GOV.UK five times, politely, and record the date
              greylit doctor --councils --name Kent      is its committee system where the list has it?
    """
    from harvest.doctor import source as try_source
    from harvest.machine import machine
    from store.workspace import Workspace

    if names and not councils:
        raise click.UsageError("--name is for --councils.")
    if councils and source:
        raise click.UsageError("Ask for one source or for --councils, not for both.")
    if councils:
        return _councils(protocol, names, proxy, as_json)
    workspace = Workspace(protocol.parent)
    if source is None:
        checks = machine(workspace if protocol.exists() or workspace.ledger.exists() else None, protocol)
    else:
        from crawler.sources import sources
        from harvest.beginning import unknown_source
        from harvest.protocol import load_protocol
        from harvest.questions import plan

        loaded = load_protocol(protocol)
        planned = {each.id: each for each in plan(loaded, sources())}
        if source not in planned:
            raise unknown_source(source, planned, Exit.NOT_FOUND)
        checks = try_source(workspace, loaded, planned[source], proxy)
    good = all(each.ok for each in checks)
    if as_json:
        print_json("doctor", {"source": source, "ok": good, "checks": [each.as_dict() for each in checks]})
    else:
        for each in checks:
            click.echo(f"{'ok ' if each.ok else 'BAD'}  {each.name:14} {clean(each.saw)}")
            if each.next:
                click.echo(f"     {'next:':14} {clean(each.next)}")
    return int(Exit.OK if good else Exit.FINDINGS)


def _councils(protocol: Path, names: tuple[str, ...], proxy: str | None, as_json: bool) -> int:
    """Ask the committee systems of councils; print what each answered, and then a patch of the list."""
    from harvest.councils import portals
    from harvest.councils.doctoring import contactable, patch_of, probe_all
    from harvest.councils.reviewed import lists_of, narrowed
    from harvest.protocol import load_protocol
    from harvest.run import user_agent

    if not protocol.exists():
        raise GreylitError(
            f"there is no protocol {protocol}: councils are asked in the name of a review, with its contact",
            code="NO_REVIEW", exit_code=Exit.NOT_FOUND,
            hint="Make a review: greylit init DIR; then: greylit doctor --councils --protocol DIR/protocol.toml",
        )  # fmt: skip
    loaded = load_protocol(protocol)
    lists = lists_of(loaded)
    chosen = narrowed(lists.listed, names=names) if names else lists.chosen
    # A council that shares its portal is not asked for alone: its row and its neighbour's are corrected together.
    codes = {each.gss_code for each in chosen}
    wanted = [each for each in portals(lists.listed) if any(one.gss_code in codes for one in each.councils)]
    contactable(wanted, loaded.review.contact)
    told: Callable[[Probed], None] = _quiet if as_json else _told
    found = probe_all(wanted, user_agent(loaded.review.contact), loaded.crawl.delay, proxy, told)
    patch = patch_of(lists.path, loaded.folder, found)
    good = all(each.ok or not each.asked for each in found)
    numbers = {word: sum(each.outcome == word for each in found) for word in _outcomes()}
    if as_json:
        print_json(
            "doctor-councils",
            {"ok": good, "list": str(lists.path) if lists.path else "built-in", "totals": {"portals": len(found), **numbers},
             "portals": [each.as_dict() for each in found], "patch": patch.decode("utf-8", "replace")},
        )  # fmt: skip
        return int(Exit.OK if good else Exit.FINDINGS)
    click.echo(
        f"{counted(len(found), 'committee system')}: "
        + ", ".join(f"{word} {number}" for word, number in numbers.items() if number)
    )
    if patch:
        click.echo(
            "corrections of the list, which nothing was changed by: save this and apply it with patch -p1"
        )
        # The bytes of the file, whatever coding it has.
        click.echo(patch, nl=False)
    return int(Exit.OK if good else Exit.FINDINGS)


def _outcomes() -> tuple[str, ...]:
    from harvest.councils.probing import OUTCOMES

    return OUTCOMES


def _quiet(_: Probed) -> None:
    """Say nothing: the document at the end says it all."""


def _told(each: Probed) -> None:
    name = " and ".join(one.nice_name for one in each.portal.councils)
    mark = "ok " if each.ok else "BAD" if each.asked else "-- "
    click.echo(f"{mark}  {clean(name)}: {each.outcome}: {clean(each.saw)}")
    if each.next:
        click.echo(f"     next: {each.next}")
