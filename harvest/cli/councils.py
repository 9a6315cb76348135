"""The command ``councils``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from harvest.cli.common import (
    clean,
    counted,
    find_review,
    json_option,
    place,
    print_json,
    protocol_of,
    review_option,
    shortened,
    table,
)
from harvest.errors import Exit, GreylitError
from harvest.protocol.sources import Region, Tier

if TYPE_CHECKING:
    from harvest.councils.outcomes import Outcome, Place
    from harvest.protocol import Protocol
    from store.workspace import Workspace

_LISTED = (
    ("nice_name", "council", "<"), ("tier", "tier", "<"), ("region", "region", "<"), ("duty", "duty", "<"),
    ("committee_system", "system", "<"), ("committee_url", "committee papers", "<"),
)  # fmt: skip
_ASKED = (
    ("name", "council", "<"), ("tier", "tier", "<"), ("system", "system", "<"), ("papers", "papers", "<"),
    ("site", "web site", "<"), ("documents", "documents", ">"), ("records", "records", ">"),
)  # fmt: skip


@click.command()
@click.option("--name", "names", multiple=True, help="Only this council: name, short name, slug or GSS code.")
@click.option("--tier", "tiers", multiple=True, type=click.Choice(get_args(Tier)), help="Only this tier.")
@click.option(
    "--region", "regions", multiple=True, type=click.Choice(get_args(Region)), help="Only this region."
)
@click.option(
    "--system", "systems", multiple=True, type=click.Choice(["ModernGov", "CMIS", "other"]),
    help="Only this committee system.",
)  # fmt: skip
@click.option("--duty", is_flag=True, help="Only councils with the duty of adult social care.")
@click.option(
    "--gaps", is_flag=True, help="Only councils with a gap in the last run, with the reason and what to do."
)
@click.option(
    "--all", "everything", is_flag=True, help="The whole list, also where the protocol selects some."
)
@review_option
@click.option(
    "--csv", "as_csv", is_flag=True, help="Print the list as a file to edit, whole unless options narrow it."
)
@json_option
def councils(
    names: tuple[str, ...],
    tiers: tuple[str, ...],
    regions: tuple[str, ...],
    systems: tuple[str, ...],
    duty: bool,
    gaps: bool,
    everything: bool,
    review: Path | None,
    as_csv: bool,
    as_json: bool,
) -> int:
    """List English councils, and in a review what came of each in its last run.

    \b
    Example:  greylit councils --tier county
              greylit councils --gaps --review my-review
              greylit councils --csv > councils.csv      a list to edit
    """
    from harvest.councils import as_csv as written
    from harvest.councils.outcomes import outcomes
    from harvest.councils.reviewed import lists_of, narrowed

    if gaps and as_csv:
        raise click.UsageError("--csv prints the list, which has no gaps: ask for one of the two.")
    workspace = _workspace(review)
    protocol = _protocol(workspace)
    if as_csv:
        protocol = _with_a_list(protocol)
    lists = lists_of(protocol)
    within = (
        lists.listed if everything or as_csv or names or not workspace else lists.chosen
    )  # a council that is named is told of also where it is not selected
    chosen = narrowed(within, names=names, tiers=tiers, regions=regions, systems=systems, duty=duty)
    if as_csv:
        click.echo(written(chosen), nl=False)
        return int(Exit.OK)
    run, sources = _last_run(workspace)
    if gaps and not run:
        raise GreylitError(
            "there is no run whose gaps could be listed", code="NO_RUN", exit_code=Exit.NOT_FOUND,
            hint="Start one: greylit run protocol.toml",
        )  # fmt: skip
    where, path = (place(workspace), protocol_of(workspace)) if workspace else ("", "")
    found = outcomes(chosen, sources, where, path)
    return _tell(found, run, sources, str(lists.path) if lists.path else "built-in", gaps, where, as_json)


def _tell(
    found: list[Outcome],
    run: int,
    sources: list[dict[str, Any]],
    name: str,
    gaps: bool,
    where: str,
    as_json: bool,
) -> int:
    from harvest.councils.outcomes import totals

    shown = [each for each in found if each.gap or not gaps]
    sums = totals(found, sources)
    if as_json:
        rows = [each.as_dict() for each in shown]
        print_json("councils", {"run": run or None, "list": name, "councils": rows, "totals": sums})
        return int(Exit.OK)
    if not run:
        rows = [asdict(each.council) for each in shown]
        for line in table(rows, _LISTED) if rows else ():
            click.echo(line)
        click.echo(f"{counted(len(shown), 'council')} (list: {clean(name)})", err=True)
        return int(Exit.OK)
    for line in table([_shown(each) for each in shown], _ASKED) if shown else ():
        click.echo(line)
    for each in shown if gaps else ():
        for line in _gaps(each):
            click.echo(line)
    for line in _sums(sums, run):
        click.echo(line)
    if sums["gaps"] and not gaps:
        click.echo(f"next: greylit councils --gaps{where}")
    return int(Exit.OK)


def _workspace(review: Path | None) -> Workspace | None:
    try:
        return find_review(review)
    except GreylitError:
        if review is not None:
            raise
        return None


def _protocol(workspace: Workspace | None) -> Protocol | None:
    from harvest.protocol import load_protocol

    path = workspace.root / "protocol.toml" if workspace else None
    return load_protocol(path) if path and path.exists() else None


def _with_a_list(protocol: Protocol | None) -> Protocol | None:
    """Return ``None``, which means the built-in list, where that of the protocol is about to be written.

    A shell makes an empty file of it before this command begins: ``greylit councils --csv > councils.csv``.
    """
    from harvest.protocol import CouncilsSource

    for each in protocol.sources if protocol else ():
        if protocol and isinstance(each, CouncilsSource) and each.list:
            path = protocol.folder / each.list
            if not path.exists() or path.stat().st_size == 0:
                return None
    return protocol


def _last_run(workspace: Workspace | None) -> tuple[int, list[dict[str, Any]]]:
    """Return the number of the newest run, 0 where there is none, and the sources of councils in it."""
    from store import counts
    from store.councils import sources_of_councils
    from store.database import Reader

    if workspace is None or not workspace.database.exists():
        return 0, []
    with Reader(workspace.database) as database:
        run = counts.newest_run(database)
        return run, sources_of_councils(database, run) if run else []


def _shown(each: Outcome) -> dict[str, Any]:
    return {
        "name": each.council.nice_name, "tier": each.council.tier, "system": each.council.committee_system,
        "papers": _said(each.papers), "site": _said(each.site), "documents": each.documents, "records": each.records,
    }  # fmt: skip


def _said(of: Place) -> str:
    return of.outcome + (" (shared)" if of.shared else "")


def _gaps(each: Outcome) -> Iterator[str]:
    for word, of in (("papers", each.papers), ("web site", each.site)):
        if of.next:
            said = shortened(clean(of.reason or ""))
            yield f"{clean(each.council.nice_name)}: {word} {of.outcome}: {said}"
            yield f"  next: {of.next}"


def _sums(sums: Mapping[str, Any], run: int) -> Iterator[str]:
    yield f"run {run}: {counted(sums['councils'], 'council')}, {sums['gaps']} with a gap"
    for key, word in (("papers", "papers"), ("site", "web sites")):
        yield f"  {word}: " + ", ".join(f"{name} {number}" for name, number in sums[key].items() if number)
    of = sums["of_sources"]
    if of:
        yield (
            f"  {counted(sums['sources'], 'source')}, each counted once: {of['documents']} documents"
            f" ({of['unread']} could not be read), {of['records']} records, {of['outside']} outside the limits,"
            f" {of['no_match']} that do not match, {of['merged']} merged"
        )
