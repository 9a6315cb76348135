"""The command ``why``."""

from __future__ import annotations

from pathlib import Path

import click

from harvest.cli.common import (
    clean,
    find_review,
    json_option,
    print_json,
    require_runs,
    review_option,
    shortened,
)
from harvest.errors import Exit


@click.command()
@click.argument("address")
@review_option
@json_option
def why(address: str, review: Path | None, as_json: bool) -> int:
    """Say why an address is a record, or why it is not. Answers for any address.

    \b
    Example:  greylit why https://www.gov.uk/government/publications/some-report
    """
    from harvest.why import why as reason_for

    workspace = find_review(review)
    require_runs(workspace)
    reason = reason_for(workspace, address)
    if as_json:
        print_json("why", reason.as_dict())
    else:
        click.echo(shortened(clean(reason.headline)))
        for number, (step, sentence) in enumerate(reason.chain):
            branch = "└──" if number == len(reason.chain) - 1 else "├──"
            click.echo(f"{branch} {step:10} {shortened(clean(sentence))}")
    return int(Exit.NOT_FOUND if reason.verdict == "never-seen" else Exit.OK)
