"""The command ``add``."""

from __future__ import annotations

from pathlib import Path

import click

from harvest.cli.common import clean, find_review, json_option, place, print_json, protocol_of, review_option
from harvest.errors import Exit


@click.command()
@click.argument("urls", metavar="URL...", nargs=-1, required=True)
@click.option("--note", required=True, help="Why: where it was cited, who told of it.")
@click.option("--by", required=True, metavar="NAME", help="Who names it, by name or initials.")
@click.option("--test-host", "test_hosts", multiple=True, metavar="HOST[:PORT]",
              help="A host of your own that is exempt from the public-address check.")  # fmt: skip
@review_option
@json_option
def add(
    urls: tuple[str, ...], note: str, by: str, test_hosts: tuple[str, ...], review: Path | None, as_json: bool
) -> int:
    """Name addresses that the search should have: the next run or resume asks for them.

    Each page or file is fetched by itself, with the documents that the page links to on its own host.
    A record that comes of it has the provenance "expert suggestion".

    \b
    Example:  greylit add https://www.example.org/report.pdf --note "cited in R00012" --by HS
    """
    from harvest.adding import add as note_down

    workspace = find_review(review)
    done = note_down(workspace, urls, note, by, test_hosts)
    if as_json:
        print_json(
            "add",
            {"noted": sum(each.noted for each in done), "suggestions": [each.as_dict() for each in done]},
        )
        return int(Exit.OK)
    for each in done:
        click.echo(f"{clean(each.url)}: {clean(each.says)}")
    if any(each.noted for each in done):
        click.echo(
            f"next: greylit run {protocol_of(workspace)}, or resume{place(workspace)} if a run is unfinished"
        )
    return int(Exit.OK)
