"""Plots of a search: discovery, yield, outcomes, years, concepts, citations, agreement.

Each has one function that counts, by the functions that the command line and the reports call, and one that says how it
is drawn. Drawings are SVG and PNG; the numbers are there as CSV and JSON without the library that draws.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harvest.errors import GreylitError
from harvest.export.files import replacing
from harvest.plots import agreement, by_host, by_source, by_year, concepts, discovery
from harvest.plots.data import as_csv, as_json
from harvest.plots.model import Plot, PlotData, Search
from harvest.plots.png import svg_png
from harvest.plots.svg import drawn
from harvest.report.model import Figure, Table, text
from store.workspace import Workspace

#: Every plot by its name, in the order of a report.
PLOTS: dict[str, Plot] = {
    "discovery": Plot(discovery.data, discovery.spec),
    "saturation": Plot(discovery.saturation_data, discovery.saturation_spec),
    "yield": Plot(by_source.data, by_source.spec),
    "hosts": Plot(by_host.data, by_host.spec),
    "years": Plot(by_year.data, by_year.spec),
    "concepts": Plot(concepts.data, concepts.spec),
    "citations": Plot(by_year.citations_data, by_year.spec),
    "agreement": Plot(agreement.data, agreement.spec),
}
FORMATS = ("svg", "png", "csv", "json")


@contextmanager
def open_search(workspace: Workspace) -> Iterator[Search]:
    """Open a review for drawing.

    Raises:
        GreylitError: it has not been run yet.
        StoreError: ledger or database cannot be read.
    """
    from harvest.protocol import from_normalised
    from harvest.screening.desk import open_desk
    from store import views
    from store.database import Reader

    with Reader(workspace.database) as database:
        desk = open_desk(workspace, database=database)
        protocol = from_normalised(json.dumps(json.loads(views.runs(database)[-1]["protocol"])))
        yield Search(workspace, database, protocol, desk.states)


def plot_data(name: str, search: Search) -> PlotData:
    """Return the numbers of a plot.

    Raises:
        GreylitError: there is no plot of that name.
    """
    if name not in PLOTS:
        raise GreylitError(
            f"there is no plot {name!r}", code="PLOT", hint=f"Plots: {', '.join(PLOTS)}; or all of them: all"
        )
    return PLOTS[name].data(search)


def plot_svg(data: PlotData) -> str:
    """Return a plot as SVG with real colours; ``""`` where there is nothing to draw.

    Raises:
        GreylitError: the library that draws is not installed.
    """
    return drawn(data, PLOTS[data.name].spec(data)) if data.rows else ""


def plot_table(data: PlotData) -> Table:
    """Return the numbers of a plot as a table."""
    numbers = frozenset(
        at
        for at, (key, _) in enumerate(data.columns)
        if any(isinstance(row[key], int | float) for row in data.rows)
    )
    rows = tuple(tuple(text(_said(row[key])) for key, _ in data.columns) for row in data.rows)
    return Table(
        f"{data.title}: the numbers", tuple(head for _, head in data.columns), rows, numbers, data.name
    )


def _said(value: object) -> str:
    if value is None:
        return "not known"
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def plot_figure(data: PlotData) -> Figure:
    """Return a plot for a report. Without the library that draws, or without numbers, its SVG is empty."""
    try:
        svg = plot_svg(data)
    except GreylitError as error:
        if error.code != "EXTRA":
            raise
        svg = ""
    return Figure(data.name, data.title, data.says, svg, plot_table(data) if data.rows else None)


def figures(search: Search) -> list[Figure]:
    """Return every plot for a report, in order; those without numbers say why."""
    return [plot_figure(plot.data(search)) for plot in PLOTS.values()]


def write_plot(data: PlotData, fmt: str, folder: Path) -> Path | None:
    """Write a plot as ``svg``, ``png``, ``csv`` or ``json`` into a folder, and return the file.

    ``None`` where there is nothing to draw; then ``data.says`` says why.

    Raises:
        GreylitError: the library that draws is not installed, or the file cannot be written.
    """
    if fmt == "csv":
        content = as_csv(data).encode()
    elif fmt == "json":
        content = as_json(data).encode()
    else:
        svg = plot_svg(data)
        if not svg:
            return None
        content = svg.encode() if fmt == "svg" else svg_png(svg)
    path = folder / f"{data.name}.{fmt}"
    with replacing(path) as part:
        part.write_bytes(content)
    return path
