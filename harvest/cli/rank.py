"""The command ``rank``."""

from __future__ import annotations

from pathlib import Path

import click

from harvest.cli.common import (
    clean,
    counted,
    find_review,
    json_option,
    print_json,
    require_runs,
    review_option,
)
from harvest.errors import Exit


@click.command()
@review_option
@click.option("--limit", type=click.IntRange(1), help="At most so many.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the records shown by chance.")
@click.option(
    "--control", type=click.FloatRange(0, 1), default=0.1, show_default=True,
    help="Share of places that are filled by chance, so that a stop can be checked.",
)  # fmt: skip
@json_option
def rank(review: Path | None, limit: int | None, seed: int, control: float, as_json: bool) -> int:
    """List undecided records in the order in which they are best screened, with what counted.

    \b
    Example:  greylit rank --limit 20
    """
    from harvest.asked import Asked
    from harvest.ranking import CACHE, next_order
    from harvest.screening import latest
    from store.database import Reader
    from store.ledger import Ledger

    workspace = find_review(review)
    require_runs(workspace)
    with Ledger(workspace.ledger, read_only=True) as ledger:
        run = ledger.last("run")
        assert run is not None
        protocol = Asked.of(run).protocol
    with Reader(workspace.database) as database:
        order = next_order(
            database, protocol, latest(database), control=control, seed=seed, cache=workspace.root / CACHE
        )
    shown = order[:limit]
    by = order[0].by if order else None
    if as_json:
        rows = [each.as_dict() for each in shown]
        print_json(
            "rank", {"by": by, "seed": seed, "control": control, "undecided": len(order), "shown": len(shown), "records": rows}
        )  # fmt: skip
        return int(Exit.OK)
    for each in shown:
        place = "by chance" if each.control else f"{each.score:.3f}"
        click.echo(f"{each.record}  {place:9}  {clean('; '.join(each.reasons))}")
    click.echo(f"{len(shown)} of {counted(len(order), 'undecided record')}, by {by or 'nothing'}", err=True)
    return int(Exit.OK)
