"""What each host answered in the newest run."""

from __future__ import annotations

from harvest.plots.by_source import bars_by_name
from harvest.plots.model import PlotData, Row, Search, Spec
from store import hosts

#: Columns of the table; ``requests`` is the sum of those after it.
_OUTCOMES = (
    ("manners", "robots.txt and the like"), ("again", "Asked again later"), ("fetched", "Read"), ("unchanged", "Unchanged"),
    ("moved", "Moved"), ("not_found", "Not found"), ("refused", "Refused"), ("failed", "Failed"), ("unreadable", "Unreadable"),
)  # fmt: skip
_COLUMNS = (("host", "Host"), ("requests", "Requests"), *_OUTCOMES)
#: What is drawn together, so that it fits the page of a journal.
_DRAWN = {
    "read": ("fetched", "unchanged"), "moved": ("moved", "not_found"), "refused": ("refused",), "failed": ("failed", "unreadable"),
}  # fmt: skip
_HOSTS = 25


def data(search: Search) -> PlotData:
    """Return the requests of the newest run by host and outcome, those with most refusals and failures first."""
    rows = [{key: row[key] for key, _ in _COLUMNS} for row in hosts.requests(search.database, search.run)]
    rows.sort(key=lambda row: (-_bad(row), -row["requests"], row["host"]))
    bad = sum(bool(_bad(row)) for row in rows)
    asked = sum(row["requests"] for row in rows)
    says = (
        f"In run {search.run}, {bad} of {len(rows)} hosts refused, failed or could not be read at least once, in "
        f"{sum(map(_bad, rows))} of {asked} requests."
        if rows
        else f"Run {search.run} made no request."
    )
    return PlotData("hosts", "Outcomes by host", says, _COLUMNS, tuple(rows))


def _bad(row: Row) -> int:
    return int(row["refused"] + row["failed"] + row["unreadable"])


def spec(data: PlotData) -> Spec:
    """Return how it is drawn: one row a host, the outcomes side by side; "moved" has what was not found as well."""
    many = len(data.rows) > _HOSTS
    first, rest = (data.rows[: _HOSTS - 1], data.rows[_HOSTS - 1 :]) if many else (data.rows, ())
    lines: list[tuple[str, tuple[Row, ...]]] = [(str(row["host"]), (row,)) for row in first]
    if rest:
        lines.append((f"{len(rest)} other hosts", rest))
    shown: list[Row] = [
        {"name": name, "what": what, "n": sum(row[key] for row in rows for key in keys)}
        for name, rows in lines
        for what, keys in _DRAWN.items()
    ]
    return bars_by_name(shown, "what", list(_DRAWN), "n", [name for name, _ in lines], "Requests")
