"""How many records each source brought, run by run."""

from __future__ import annotations

from collections import Counter

from harvest.plots.model import ACCENT, PlotData, Row, Search, Spec
from harvest.plots.svg import values
from store import counts, views

_COLUMNS = (("source", "Source"), ("name", "Name"), ("run", "Run"), ("records", "Records"))
#: Sources that a drawing has room for, and runs that stand beside each other.
_SOURCES, _RUNS = 20, 4


def data(search: Search) -> PlotData:
    """Return the records by the source and the run that brought each first; they sum to all records.

    The parts of one source of the protocol, as single councils are, count as that source.
    """
    sources = {row["source"]: row for row in views.sources(search.database)}
    whole = {name: row["part_of"] or name for name, row in sources.items()}
    called = {whole[name]: row["part_of_name"] or row["name"] or name for name, row in sources.items()}
    runs = [int(row["run"]) for row in views.runs(search.database)]
    counted = Counter(
        (whole.get(row["source"], row["source"]), int(row["run"])) for row in views.records(search.database)
    )
    sums = Counter({name: sum(counted[name, run] for run in runs) for name in called})
    order = sorted(called, key=lambda name: (-sums[name], name))
    rows = tuple(
        {"source": name, "name": called[name], "run": run, "records": counted[name, run]}
        for name in order
        for run in runs
    )
    without = sum(not sums[name] for name in order)
    total = counts.records(search.database)
    says = (
        f"{total} records came from {len(order) - without} of {len(order)} sources in {_runs(len(runs))}"
        + (f"; {called[order[0]]} brought most, {sums[order[0]]}." if total else ".")
    )
    return PlotData("yield", "Records by source and run", says, _COLUMNS, rows)


def _runs(number: int) -> str:
    return "1 run" if number == 1 else f"{number} runs"


def spec(data: PlotData) -> Spec:
    """Return how it is drawn: bars by source, the runs side by side; the newest where there are many."""
    runs = sorted({row["run"] for row in data.rows})
    early = set(runs[: len(runs) - _RUNS + 1]) if len(runs) > _RUNS else set()
    label = {run: f"runs {min(early)} to {max(early)}" if run in early else f"run {run}" for run in runs}
    table: dict[tuple[str, str], int] = {}
    names = {row["source"]: str(row["name"]) for row in data.rows}
    # Two sources of one name are two bars.
    shared = Counter(names.values())
    names = {each: f"{name} ({each})" if shared[name] > 1 else name for each, name in names.items()}
    order = list(names)
    kept = set(order if len(order) <= _SOURCES else order[: _SOURCES - 1])
    others = f"{len(order) - len(kept)} other sources"
    for row in data.rows:
        name = names[row["source"]] if row["source"] in kept else others
        key = (name, label[row["run"]])
        table[key] = table.get(key, 0) + row["records"]
    shown: list[Row] = [{"name": name, "run": run, "records": n} for (name, run), n in table.items()]
    columns = list(dict.fromkeys(label.values()))
    return bars_by_name(
        shown,
        "run",
        columns,
        "records",
        [*(names[each] for each in order if each in kept), others],
        "Records",
    )


def bars_by_name(
    rows: list[Row], column: str, columns: list[str], number: str, order: list[str], axis: str
) -> Spec:
    """Return bars with their numbers, one row a name and one part a column."""
    largest = max(row[number] for row in rows)
    room = 8 * len(str(largest)) + 6
    width = 190 if len(columns) == 1 else max(44, 190 // len(columns), room + 12)
    # Each bar bears its number, for which there is room behind the longest one: an axis would say it twice.
    scale = {"domain": [0, max(1, largest * width / (width - room))], "nice": False}
    x = {"field": number, "type": "quantitative", "title": axis if len(columns) == 1 else None, "scale": scale,
         "axis": {"labels": False, "ticks": False, "grid": False, "domain": False}}  # fmt: skip
    return {
        "data": values(rows),
        "facet": {"column": {"field": column, "type": "nominal", "sort": columns, "title": None, "header": {"labelLimit": width + 20}}},
        "spacing": 10,
        "spec": {
            "width": width, "height": {"step": 20},
            "encoding": {
                "y": {"field": "name", "type": "nominal", "sort": order, "title": None, "axis": {"labelLimit": 170, "ticks": False}},
                "x": x,
            },
            "layer": [
                {"mark": {"type": "bar", "color": ACCENT}},
                {"mark": {"type": "text", "align": "left", "dx": 3}, "encoding": {"text": {"field": number, "type": "quantitative"}}},
            ],
        },
    }  # fmt: skip
