"""The command ``plot``."""

from __future__ import annotations

from pathlib import Path

import click

from harvest.cli.common import clean, find_review, json_option, print_json, require_runs, review_option
from harvest.errors import Exit


@click.command()
@click.argument("name")
@click.option(
    "--format", "fmt", type=click.Choice(["svg", "png", "csv", "json"]), default="svg", show_default=True,
    help="Drawings for print and web, or their numbers.",
)  # fmt: skip
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder; by default exports/plots of the review.",
)
@review_option
@json_option
def plot(name: str, fmt: str, out: Path | None, review: Path | None, as_json: bool) -> int:
    """Draw the plot NAME, or all of them, or write its numbers.

    \b
    discovery   relevant documents found as reading went on
    saturation  what each batch of documents brought
    yield       records by source and run
    hosts       what each host answered in the newest run
    years       records by year and decision
    concepts    which concepts records have together
    citations   citations by year
    agreement   how far screeners agree

    \b
    Example:  greylit plot all --format svg --out plots
    """
    from harvest.plots import PLOTS, open_search, plot_data, write_plot

    workspace = find_review(review)
    require_runs(workspace)
    folder = out or workspace.exports / "plots"
    done = []
    with open_search(workspace) as search:
        for each in PLOTS if name == "all" else [name]:
            data = plot_data(each, search)
            done.append((data, write_plot(data, fmt, folder)))
    if as_json:
        plots = [
            {
                "plot": data.name,
                "path": str(path) if path else None,
                "says": data.says,
                "rows": len(data.rows),
            }
            for data, path in done
        ]
        print_json("plots", {"plots": plots})
        return int(Exit.OK)
    for data, path in done:
        click.echo(f"{path or data.name + ': not drawn'}   {clean(data.says)}")
    return int(Exit.OK)
