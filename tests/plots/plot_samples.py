"""Numbers for every plot, as large as they come, with hostile names."""

from __future__ import annotations

from harvest.plots import agreement, by_host, by_source, concepts, discovery
from harvest.plots.model import PlotData, Row

HOSTILE = "A <b>council</b> & 'co' \"x\" ŵ\u202e"
YEAR_COLUMNS = (("year", "Year"), ("citations", "Citations"), ("mentions", "Mentions"))


def made(
    name: str, columns: tuple[tuple[str, str], ...], rows: list[Row], extra: Row | None = None
) -> PlotData:
    return PlotData(
        name, f"Title of {name}", f"What {name} shows: 3 < 4 & more.", columns, tuple(rows), extra or {}
    )


def samples() -> list[PlotData]:
    """Return numbers for each plot, small enough that every one of them is drawn."""
    batches = [
        {"batch": n, "read": 25 * n, "new": 12 - n, "found": sum(12 - m for m in range(1, n + 1))}
        for n in range(1, 9)
    ]
    sources = [
        {"source": f"s{n}", "name": name, "run": run, "records": 100 * n + run}
        for n, name in enumerate(["GOV.UK", HOSTILE, "Twin", "Twin"], 1)
        for run in (1, 2)
    ]
    hosts = [
        {"host": f"www.a{n}.gov.uk", "requests": 0, "manners": 1, "again": 2, "fetched": 311 + n, "unchanged": 0, "moved": 41 + n,
         "not_found": 0, "refused": 51 + n, "failed": 61 + n, "unreadable": 0}
        for n in range(4)
    ]  # fmt: skip
    years = [{"year": 2012 + n, "citations": 11 + n, "mentions": 31 + n} for n in range(6)] + [
        {"year": None, "citations": 71, "mentions": 72}
    ]
    pairs = [
        {"people": "HS and LB", "stage": "title-text", "both": 100, "agreed": 90, "raw": 0.9, "kappa": 0.62, "kappa_low": 0.41,
         "kappa_high": 0.83, "pabak": 0.8},
        {"people": "HS and LB", "stage": "full-text", "both": 20, "agreed": 20, "raw": 1.0, "kappa": None, "kappa_low": None,
         "kappa_high": None, "pabak": 1.0},
    ]  # fmt: skip
    sets = {
        "names": {"A": "alliancing", "B": HOSTILE},
        "sizes": {"A": 420, "B": 303},
        "sets": (("A", "B"), ("A",), ("B",), ()),
    }
    combined = [{"concepts": c, "records": n} for c, n in (("A; B", 300), ("A", 120), ("B", 3), ("none", 1))]
    return [
        made("discovery", discovery._CURVE, batches), made("saturation", discovery._CURVE, batches),
        made("yield", by_source._COLUMNS, sources), made("hosts", by_host._COLUMNS, hosts),
        made("years", YEAR_COLUMNS, years, {"groups": ("citations", "mentions"), "axis": "Records"}),
        made("citations", YEAR_COLUMNS, years, {"groups": ("citations", "mentions"), "axis": "Pairs of works"}),
        made("concepts", concepts._COLUMNS, combined, sets), made("agreement", agreement._COLUMNS, pairs),
    ]  # fmt: skip


def large() -> list[PlotData]:
    """Return numbers for which no drawing has room."""
    batches = [{"batch": n, "read": 25 * n, "new": n % 3, "found": n} for n in range(1, 3001)]
    sources = [
        {"source": f"s{n}", "name": f"Council {n}", "run": r, "records": n}
        for n in range(300)
        for r in range(1, 9)
    ]
    hosts = [
        {
            **dict.fromkeys(key for key, _ in by_host._COLUMNS),
            **dict.fromkeys(
                (
                    "requests",
                    "manners",
                    "again",
                    "fetched",
                    "unchanged",
                    "moved",
                    "not_found",
                    "refused",
                    "failed",
                    "unreadable",
                ),
                7,
            ),
            "host": f"h{n}",
        }
        for n in range(400)
    ]
    years = [{"year": year, "citations": 1, "mentions": 2} for year in range(1845, 2027)]
    combined = [{"concepts": f"A{n}", "records": 99 - n} for n in range(60)]
    sets = {"names": {"A": "a"}, "sizes": {"A": 1}, "sets": tuple(("A",) for _ in range(60))}
    return [
        made("discovery", discovery._CURVE, batches), made("saturation", discovery._CURVE, batches),
        made("yield", by_source._COLUMNS, sources), made("hosts", by_host._COLUMNS, hosts),
        made("years", YEAR_COLUMNS, years, {"groups": ("citations", "mentions"), "axis": "Records"}),
        made("concepts", concepts._COLUMNS, combined, sets),
    ]  # fmt: skip
