"""Which concepts of the protocol records have, and which together: a table of dots with bars, not circles."""

from __future__ import annotations

from collections import Counter

from harvest.plots.model import ACCENT, LINE, PAPER, SOFT, PlotData, Row, Search, Spec
from harvest.plots.svg import axis_steps, values
from store import views

_COLUMNS = (("concepts", "Concepts"), ("records", "Records"))
#: Combinations that a drawing has room for.
_SHOWN = 9
_NONE = "none"


def data(search: Search) -> PlotData:
    """Return the records by the combination of concepts that their texts have; they sum to all records.

    The drawing follows Lex and others (2014), "UpSet", IEEE Transactions on Visualization and Computer Graphics 20:1983.
    """
    names = {key: concept.name for key, concept in search.protocol.concepts.items()}
    counted = Counter(
        tuple(each for each in names if each in row["concepts"]) for row in views.records(search.database)
    )
    order = sorted(counted, key=lambda each: (-counted[each], each))
    rows = tuple({"concepts": "; ".join(each) or _NONE, "records": counted[each]} for each in order)
    says = "There are no records yet."
    if rows:
        words = " and ".join(f"{key} ({names[key]})" for key in order[0]) or "no concept"
        only = " and no other" if order[0] else ""
        says = f"Of {sum(counted.values())} records {rows[0]['records']} have {words}{only}: the most frequent of {len(rows)} combinations."
    sizes = {key: sum(n for each, n in counted.items() if key in each) for key in names}
    return PlotData(
        "concepts",
        "Overlap of concepts",
        says,
        _COLUMNS,
        rows,
        {"names": names, "sizes": sizes, "sets": tuple(order)},
    )


def spec(data: PlotData) -> Spec:
    """Return how it is drawn: a bar for each combination, and below it a dot for each concept that is in it."""
    names, sizes = data.extra["names"], data.extra["sizes"]
    lines = {key: f"{key} {name} ({sizes[key]})" for key, name in names.items()}
    sets = data.extra["sets"][:_SHOWN]
    bars: list[Row] = [{"at": number, "n": row["records"]} for number, row in enumerate(data.rows[:_SHOWN])]
    dots: list[Row] = [
        {"at": number, "concept": lines[key], "in": key in each}
        for number, each in enumerate(sets)
        for key in names
    ]
    x = {"field": "at", "type": "ordinal", "axis": None}
    y = {
        "field": "concept",
        "type": "nominal",
        "sort": list(lines.values()),
        "title": None,
        "axis": {"ticks": False, "domain": False, "labelLimit": 230},
    }
    left = len(data.rows) - len(bars)
    title = "Records" if not left else f"Records; {left} rarer combinations not drawn"
    top = {
        "data": values(bars), "width": {"step": 22}, "height": 100,
        "encoding": {"x": x, "y": {"field": "n", "type": "quantitative", "title": title, "axis": {**axis_steps(bars[0]["n"]), "titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleY": -20, "titleX": 0}}},
        "layer": [
            {"mark": {"type": "bar", "color": ACCENT}},
            {"mark": {"type": "text", "dy": -6}, "encoding": {"text": {"field": "n", "type": "quantitative"}}},
        ],
    }  # fmt: skip
    inside: Spec = {"filter": "datum.in"}
    bottom = {
        "data": values(dots), "width": {"step": 22}, "height": {"step": 20}, "encoding": {"x": x, "y": y},
        "layer": [
            {"mark": {"type": "rule", "color": LINE}, "encoding": {"x": {"value": 0}, "x2": {"value": "width"}}},
            {"transform": [inside], "mark": {"type": "line", "color": ACCENT, "strokeWidth": 2}, "encoding": {"detail": {"field": "at"}}},
            {"transform": [{"filter": "!datum.in"}], "mark": {"type": "point", "filled": True, "size": 40, "color": PAPER, "stroke": SOFT, "opacity": 1}},
            {"transform": [inside], "mark": {"type": "point", "filled": True, "size": 90, "color": ACCENT, "opacity": 1}},
        ],
    }  # fmt: skip
    return {"vconcat": [top, bottom], "spacing": 8, "resolve": {"scale": {"x": "shared"}}}
