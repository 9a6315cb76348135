"""How far screeners agree, each two at each stage."""

from __future__ import annotations

from harvest.plots.model import ACCENT, INK, PAPER, PlotData, Row, Search, Spec
from harvest.plots.svg import values
from harvest.screening.report import screening_status

_COLUMNS = (
    ("people", "Screeners"), ("stage", "Stage"), ("both", "Records that both decided"), ("agreed", "Same word"),
    ("raw", "Raw agreement"), ("kappa", "Cohen's kappa"), ("kappa_low", "95 % from"), ("kappa_high", "95 % to"), ("pabak", "PABAK"),
)  # fmt: skip
KAPPA, RAW = "kappa, with its 95 % interval", "raw agreement"


def data(search: Search) -> PlotData:
    """Return the agreement of every two screeners at every stage, as ``greylit screen status`` has it."""
    found = screening_status(search.workspace)["agreement"]
    rows = tuple(
        {**{key: each[key] for key, _ in _COLUMNS[1:]}, "people": " and ".join(each["people"])}
        for each in found
    )
    says = "No record was decided by two people, so that there is no agreement to show."
    if rows:
        worst = min(
            rows,
            key=lambda row: (row["kappa"] if row["kappa"] is not None else 2, row["people"], row["stage"]),
        )
        kappa = "not defined" if worst["kappa"] is None else f"{worst['kappa']:.2f}"
        says = (
            f"{worst['people']} agree least at {worst['stage']}: the same word on {worst['agreed']} of {worst['both']} records, kappa {kappa}."
            if len(rows) > 1
            else f"{worst['people']} said the same of {worst['agreed']} of {worst['both']} records at {worst['stage']}, kappa {kappa}."
        )
    return PlotData("agreement", "Agreement between screeners", says, _COLUMNS, rows)


def spec(data: PlotData) -> Spec:
    """Return how it is drawn: kappa as a filled diamond with its interval, raw agreement as an open square."""
    lines = [f"{row['people']}, {row['stage']} ({row['both']})" for row in data.rows]
    shown: list[Row] = []
    for line, row in zip(lines, data.rows, strict=True):
        low, high = row["kappa_low"], row["kappa_high"]
        shown.append({"line": line, "what": RAW, "value": row["raw"], "low": None, "high": None})
        if row["kappa"] is not None:
            shown.append({"line": line, "what": KAPPA, "value": row["kappa"], "low": low, "high": high})
    least = min([0.0, *(each["low"] for each in shown if each["low"] is not None)])
    y = {"field": "line", "type": "nominal", "sort": lines, "title": None, "axis": {"labelLimit": 170}}
    x = {
        "type": "quantitative",
        "title": "Agreement",
        "scale": {"domain": [-1 if least < -0.2 else round(least - 0.05, 1), 1]},
    }
    shapes = {
        "field": "what", "type": "nominal", "title": None, "legend": {"orient": "bottom", "direction": "vertical"},
        "scale": {"domain": [KAPPA, RAW], "range": ["diamond", "square"]},
    }  # fmt: skip
    fill = {**shapes, "scale": {"domain": [KAPPA, RAW], "range": [ACCENT, PAPER]}}
    return {
        "data": values(shown), "width": 150, "height": {"step": 26}, "encoding": {"y": y},
        "layer": [
            {"transform": [{"filter": "isValid(datum.low)"}], "mark": {"type": "rule", "color": ACCENT, "strokeWidth": 2},
             "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}}},
            {"mark": {"type": "point", "size": 80, "stroke": INK, "opacity": 1},
             "encoding": {"x": {**x, "field": "value"}, "shape": shapes, "fill": fill}},
        ],
    }  # fmt: skip
