"""Years: of the records by what was decided of them, and of the citations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from harvest.plots.model import ACCENT, PlotData, Row, Search, Spec
from harvest.plots.svg import WIDTH, axis_steps, values
from harvest.screening import settled
from store import citing, views

#: Decisions in the order of the drawing; what nobody settled yet is the last.
DECISIONS = {"include": "included", "maybe": "maybe", "exclude": "excluded", "": "not settled"}
UNKNOWN = "no date"
#: Years that stand side by side; where there are more, several share a bar.
_YEARS = 30


def data(search: Search) -> PlotData:
    """Return the records by year and by what was settled of each; they sum to all records."""
    states = settled(dict(search.states))
    counted: Counter[tuple[int | None, str]] = Counter()
    for row in views.records(search.database):
        state = states.get(row["record"])
        counted[_year(row["work_date"]), (state.verdict or "") if state else ""] += 1
    years = _filled([year for year, _ in counted])
    rows: tuple[Row, ...] = tuple(
        {"year": year, **{word: counted[year, key] for key, word in DECISIONS.items()}} for year in years
    )
    columns = (("year", "Year"), *((word, word.capitalize()) for word in DECISIONS.values()))
    sums = {word: sum(row[word] for row in rows) for word in DECISIONS.values()}
    known = [year for year in years if year is not None]
    says = (
        f"Of {sum(sums.values())} records {sums['included']} are included, {sums['excluded']} excluded, {sums['maybe']} maybe and "
        f"{sums['not settled']} not settled; "
        + (f"they date from {known[0]} to {known[-1]}" if known else "none has a date")
        + f", {sum(row[word] for row in rows if row['year'] is None for word in sums)} without a date."
        if rows
        else "There are no records yet."
    )
    return PlotData(
        "years",
        "Records by year and decision",
        says,
        columns,
        rows,
        {"groups": tuple(sums), "axis": "Records"},
    )


def citations_data(search: Search) -> PlotData:
    """Return the citations between works that are held, by the year of the citing one."""
    found = {row["year"]: row for row in citing.by_year(search.database)}
    rows: tuple[Row, ...] = tuple(
        {"year": year, **{key: found[year][key] if year in found else 0 for key in ("citations", "mentions")}}
        for year in _filled(list(found))
    )
    columns = (("year", "Year"), ("citations", "Citations"), ("mentions", "Mentions"))
    cited, mentioned = (sum(row[key] for row in rows) for key in ("citations", "mentions"))
    top = max(rows, key=lambda row: (row["citations"] + row["mentions"], row["year"] or 0), default=None)
    says = (
        f"{cited} citations and {mentioned} mentions link works that are held; most, {top['citations'] + top['mentions']}, are in works "
        f"{'of ' + str(top['year']) if top['year'] else 'without a date'}."
        if top
        else "No work that is held cites or mentions another one."
    )
    groups = {"groups": ("citations", "mentions"), "axis": "Pairs of works"}
    return PlotData("citations", "Citations by year", says, columns, rows, groups)


def _year(date: str | None) -> int | None:
    return int(date[:4]) if date and date[:4].isdigit() else None


def _filled(years: Iterable[int | None]) -> list[int | None]:
    """Return years without gaps, then ``None`` where something has none; gaps of centuries stay."""
    known = sorted({year for year in years if year is not None})
    filled: list[int | None] = [*known]
    if known and known[-1] - known[0] <= 200:
        filled = [*range(known[0], known[-1] + 1)]
    return [*filled, *([None] if None in set(years) else [])]


def spec(data: PlotData) -> Spec:
    """Return how years are drawn: one row of bars a group, over the same years."""
    groups, labels = data.extra["groups"], _labels([row["year"] for row in data.rows])
    table: Counter[tuple[str, str]] = Counter()
    for row, label in zip(data.rows, labels, strict=True):
        for group in groups:
            table[group, label] += row[group]
    shown: list[Row] = [{"group": group, "years": label, "n": n} for (group, label), n in table.items()]
    largest = max(row["n"] for row in shown)
    number = {"field": "n", "type": "quantitative"}
    layer: list[Spec] = [{"mark": {"type": "bar", "color": ACCENT}}]
    if len(set(labels)) <= 12:
        layer.append(
            {
                "mark": {"type": "text", "dy": -6},
                "transform": [{"filter": "datum.n > 0"}],
                "encoding": {"text": number},
            }
        )
    header = {
        "labelAngle": 0,
        "labelOrient": "top",
        "labelAnchor": "start",
        "labelFontWeight": "bold",
        "labelPadding": 2,
    }
    return {
        "data": values(shown),
        "facet": {"row": {"field": "group", "type": "nominal", "sort": list(groups), "title": None, "header": header}},
        "spacing": 14,
        "spec": {
            "width": WIDTH, "height": 62,
            "encoding": {
                "x": {"field": "years", "type": "ordinal", "sort": None, "title": "Year", "axis": {"labelAngle": 0, "labelOverlap": "greedy"}},
                "y": {"field": "n", "type": "quantitative", "title": data.extra["axis"], "axis": {**axis_steps(largest), "tickCount": 3}},
            },
            "layer": layer,
        },
    }  # fmt: skip


def _labels(years: list[int | None]) -> list[str]:
    known = [year for year in years if year is not None]
    span = known[-1] - known[0] + 1 if known else 1
    step = next((each for each in (1, 5, 10, 50) if span <= each * _YEARS), 100)
    return [
        UNKNOWN
        if year is None
        else str(year)
        if step == 1
        else f"{year // step * step}-{year // step * step + step - 1}"
        for year in years
    ]
