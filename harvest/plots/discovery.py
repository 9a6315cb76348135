"""How many relevant documents were found as reading went on, and how many each batch brought."""

from __future__ import annotations

from harvest.plots.model import ACCENT, PlotData, Row, Search, Spec
from harvest.plots.svg import WIDTH, axis_steps, values
from harvest.reading_order import reading
from harvest.saturation.curves import run_length, yield_curve
from harvest.saturation.verdicts import CALLED
from harvest.screening import latest

#: Points that a curve is drawn with, and bars that stand side by side, at most.
_POINTS, _BARS, _LABELLED = 200, 40, 20
_CURVE = (
    ("batch", "Batch"),
    ("read", "Documents read"),
    ("new", "New in the batch"),
    ("found", "Found so far"),
)


def data(search: Search) -> PlotData:
    """Return the discovery curve: after each batch the documents read and the relevant ones found so far.

    What is relevant, and how large a batch is, is what ``greylit saturation`` says.
    """
    rows, called, pool, says = _measured(search)
    title = "Discovery curve"
    return PlotData("discovery", title, says, _CURVE, rows, {"called": called, "pool": pool})


def saturation_data(search: Search) -> PlotData:
    """Return how many relevant documents each batch brought."""
    rows, called, pool, _ = _measured(search)
    if rows:
        last = rows[-1]["batch"]
        last_with = max((row["batch"] for row in rows if row["new"]), default=0)
        size = rows[0]["read"]
        says = f"The last of {last} batches of {size} documents brought {rows[-1]['new']} new {called}; " + (
            f"the last one that brought any is batch {last_with}." if last_with else "none brought any."
        )
    else:
        says = "No document was read yet."
    return PlotData(
        "saturation",
        "New relevant documents in each batch",
        says,
        _CURVE,
        rows,
        {"called": called, "pool": pool},
    )


def _measured(search: Search) -> tuple[tuple[Row, ...], str, int, str]:
    batch = search.protocol.stop.batch
    read = reading(search.database, latest(search.database))
    called = CALLED[read.basis]
    labels = [each.relevant for each in read.read]
    rows = tuple(
        {"batch": number, "read": each.read, "new": each.new, "found": each.found}
        for number, each in enumerate(yield_curve(labels, batch), 1)
    )
    if not rows:
        return (), called, read.pool, "No document was read yet."
    run = run_length(labels)
    return rows, called, read.pool, (
        f"{read.found} {called} were found in the {len(labels)} documents read of {read.pool} discovered; "
        + (f"the last {run} brought none." if run else "the last of them was one.")
    )  # fmt: skip


def spec(data: PlotData) -> Spec:
    """Return how the curve is drawn."""
    rows: list[Row] = [{"read": 0, "found": 0}, *data.rows]
    step = -(-len(rows) // _POINTS)
    shown = [row for number, row in enumerate(rows) if number % step == 0 or number == len(rows) - 1]
    largest = int(rows[-1]["found"])
    x = {
        "field": "read",
        "type": "quantitative",
        "title": "Documents read",
        "axis": {"grid": False, **axis_steps(rows[-1]["read"])},
    }
    y = {
        "field": "found",
        "type": "quantitative",
        "title": "Relevant documents found",
        "axis": axis_steps(largest),
    }
    marks = [{"mark": {"type": "line", "color": ACCENT, "strokeWidth": 2}}]
    if len(shown) <= _BARS:
        marks.append({"mark": {"type": "point", "filled": True, "size": 35, "color": ACCENT, "opacity": 1}})
    end = {
        "data": values([shown[-1]]),
        "mark": {"type": "text", "align": "right", "dy": -10},
        "encoding": {"text": {"field": "found", "type": "quantitative"}},
    }
    return {
        "width": WIDTH,
        "height": 170,
        "data": values(shown),
        "encoding": {"x": x, "y": y},
        "layer": [*marks, end],
    }


def saturation_spec(data: PlotData) -> Spec:
    """Return how the batches are drawn; where there are very many, several share a bar."""
    step = -(-len(data.rows) // _BARS)
    shown = []
    for at in range(0, len(data.rows), step):
        part = data.rows[at : at + step]
        shown.append({"upto": part[-1]["read"], "new": sum(row["new"] for row in part)})
    x = {
        "field": "upto",
        "type": "ordinal",
        "title": "Documents read",
        "sort": None,
        "axis": {"labelAngle": 0, "labelOverlap": "greedy"},
    }
    y = {
        "field": "new",
        "type": "quantitative",
        "title": "New relevant documents",
        "axis": axis_steps(max(row["new"] for row in shown)),
    }
    layer: list[Spec] = [{"mark": {"type": "bar", "color": ACCENT}}]
    if len(shown) <= _LABELLED:
        layer.append(
            {
                "mark": {"type": "text", "dy": -7},
                "encoding": {"text": {"field": "new", "type": "quantitative"}},
            }
        )
    return {
        "width": WIDTH,
        "height": 150,
        "data": values(shown),
        "encoding": {"x": x, "y": y},
        "layer": layer,
    }
