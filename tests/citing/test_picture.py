"""The picture of citations by year: well-formed SVG whose bars are the numbers of the graph, told in words as well."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from harvest.citing.picture import NO_DATE, NOTHING, described, picture
from store import citing
from store.database import Writer

SVG = "{http://www.w3.org/2000/svg}"
ROWS: list[dict[str, Any]] = [
    {"year": 2010, "citations": 4, "mentions": 2},
    {"year": 2013, "citations": 1, "mentions": 0},
    {"year": None, "citations": 0, "mentions": 3},
]


def drawn(rows: list[dict[str, Any]]) -> ElementTree.Element:
    return ElementTree.fromstring(picture(rows))


def bars(root: ElementTree.Element) -> dict[str, dict[str, dict[str, float]]]:
    """Year to kind to where its part of the bar stands."""
    found = {}
    for group in root.findall(f"{SVG}g"):
        name = (group.findtext(f"{SVG}title") or "").partition(":")[0]
        found[name] = {
            str(rect.get("class")): {key: float(str(rect.get(key))) for key in ("x", "y", "width", "height")}
            for rect in group.findall(f"{SVG}rect")
        }
    return found


def test_bars_are_as_high_as_their_numbers_and_mentions_stand_upon_citations() -> None:
    found = bars(drawn(ROWS))
    unit = found["2013"]["citation"]["height"]
    heights = {(year, kind): part["height"] for year, parts in found.items() for kind, part in parts.items()}
    assert heights == {
        ("2010", "citation"): pytest.approx(4 * unit, abs=0.02),
        ("2010", "mention"): pytest.approx(2 * unit, abs=0.02),
        ("2013", "citation"): unit,
        (NO_DATE, "mention"): pytest.approx(3 * unit, abs=0.02),
    }
    both = found["2010"]
    assert both["mention"]["y"] + both["mention"]["height"] == pytest.approx(both["citation"]["y"], abs=0.02)
    feet = {round(found[year][kind]["y"] + found[year][kind]["height"], 1) for year, kind in (("2010", "citation"), ("2013", "citation"), (NO_DATE, "mention"))}  # fmt: skip
    assert len(feet) == 1


def test_a_line_of_the_scale_is_where_its_number_says() -> None:
    root = drawn(ROWS)
    foot = float(str(root.find(f"{SVG}line[@class='foot']").get("y1")))  # type: ignore[union-attr]
    unit = bars(root)["2013"]["citation"]["height"]
    lines = [float(str(line.get("y1"))) for line in root.findall(f"{SVG}line")]
    numbers = [int(text.text or "") for text in root.findall(f"{SVG}text[@text-anchor='end']")]
    assert numbers[0] == 0 and numbers[-1] >= 6
    assert [foot - number * unit for number in numbers] == pytest.approx(lines, abs=0.1)


def test_years_have_no_gap_and_works_without_a_date_stand_apart_at_the_end() -> None:
    found = bars(drawn(ROWS))
    assert list(found) == ["2010", "2011", "2012", "2013", NO_DATE] and not found["2011"]
    root = drawn([*ROWS, {"year": 2011, "citations": 1, "mentions": 0}, {"year": 2012, "citations": 1, "mentions": 0}])  # fmt: skip
    lefts = [next(iter(parts.values()))["x"] for parts in bars(root).values()]
    steps = [after - before for before, after in pairwise(lefts)]
    assert steps[:3] == pytest.approx([steps[0]] * 3, abs=0.02) and steps[3] > steps[0] + 40
    labels = {text.text for text in root.findall(f"{SVG}text")}
    assert {"2010", "2011", "2012", "2013", NO_DATE} <= labels


def test_only_works_without_a_date_make_a_picture_too() -> None:
    assert list(bars(drawn(ROWS[2:]))) == [NO_DATE]


def test_words_say_every_number_and_the_sums() -> None:
    said = drawn(ROWS).findtext(f"{SVG}desc")
    assert said == described(ROWS)
    assert "2010: 4 citations, 2 mentions; 2011: 0 citations, 0 mentions" in described(ROWS)
    assert "2013: 1 citation, 0 mentions; no date: 0 citations, 3 mentions." in described(ROWS)
    assert described(ROWS).endswith("In all 5 citations, 5 mentions.")


@pytest.mark.parametrize("rows", [[], [{"year": 2012, "citations": 0, "mentions": 0}]])
def test_a_graph_without_citations_gives_a_picture_that_says_so(rows: list[dict[str, Any]]) -> None:
    root = drawn(rows)
    assert not bars(root) and root.findtext(f"{SVG}desc") == NOTHING
    assert NOTHING in [text.text for text in root.findall(f"{SVG}text")]


@pytest.mark.parametrize("rows", [[], ROWS])
def test_it_stands_alone_and_is_readable_in_light_dark_and_print(rows: list[dict[str, Any]]) -> None:
    svg = picture(rows)
    root = ElementTree.fromstring(svg)
    assert root.tag == f"{SVG}svg" and root.get("role") == "img"
    named = {str(each.get("id")) for each in (root.find(f"{SVG}title"), root.find(f"{SVG}desc")) if each is not None and each.text}  # fmt: skip
    assert set(str(root.get("aria-labelledby")).split()) == named
    assert not re.search(
        r"<script|\bon\w+=|href|@import|@font-face|url\(|<image|<foreignObject|<!", svg, re.IGNORECASE
    )
    assert re.findall(r"https?://[^\"]+", svg) == ["http://www.w3.org/2000/svg"]
    light, dark, printed = re.split(r"@media [^{]+\{", root.findtext(f"{SVG}style") or "")
    for kind in ("text", ".paper", ".citation", ".mention"):
        fills = [re.search(rf"{re.escape(kind)} \{{[^}}]*fill: (#\w+)", each) for each in (light, dark, printed)]  # fmt: skip
        assert all(fills), kind
    assert "prefers-color-scheme: dark" in svg and "@media print" in svg


@pytest.mark.parametrize("scheme", [0, 1, 2], ids=["light", "dark", "print"])
def test_words_and_edges_of_bars_stand_out_from_the_paper(scheme: int) -> None:
    style = re.split(r"@media [^{]+\{", drawn(ROWS).findtext(f"{SVG}style") or "")[scheme]

    def colour(kind: str, what: str) -> str:
        found = re.search(rf"(?m)^\s*{re.escape(kind)} \{{[^}}]*\b{what}: #(\w{{6}})", style)
        assert found, (kind, what)
        return found[1]

    paper = colour(".paper", "fill")
    # WCAG 2.2: 1.4.3 for words, 1.4.11 for what else has to be seen.
    assert contrast(colour("text", "fill"), paper) >= 4.5
    for kind in (".citation", ".mention"):
        assert contrast(colour(kind, "stroke"), paper) >= 3
    assert contrast(colour(".citation", "fill"), colour(".mention", "fill")) >= 2.5


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("last", [2012, 2025, 2199])
def test_labels_of_years_do_not_run_into_each_other_and_first_and_last_are_told(last: int) -> None:
    root = drawn([{"year": year, "citations": 1, "mentions": 0} for year in (1998, last)])
    years = [(int(t.text), float(str(t.get("x")))) for t in root.findall(f"{SVG}text") if re.fullmatch(r"\d{4}", t.text or "")]  # type: ignore[arg-type]  # fmt: skip
    assert years[0][0] == 1998 and years[-1][0] == last
    assert all(b[1] - a[1] >= 30 for a, b in pairwise(years))
    assert years[-1][1] < float(str(root.get("width")))


def test_bars_of_a_database_are_its_pairs_each_once_and_their_sums_are_those_of_the_counts(
    tmp_path: Path,
) -> None:
    writer = Writer(tmp_path / "greylit.duckdb")
    dates = {"a": "2012-03-05", "b": "2012", "c": "2015-01", "d": None}
    writer.add("work", [
        {"work": name, "source": "s", "url": f"http://s.test/{name}", "title": name, "title_source": "page", "work_date": date,
         "publishers": [], "country": [], "run": 1, "seq": 1, "concepts": [], "verdict": "record", "reason": "matches", "state": "text"}
        for name, date in dates.items()
    ])  # fmt: skip
    citations = [
        ("a", "b", "citation"), ("a", "b", "citation"), ("a", "b", "mention"), ("a", "c", "mention"), ("b", "c", "citation"),
        ("c", "c", "citation"), ("d", "a", "citation"), ("d", "b", "mention"), ("d", "b", "mention"),
    ]  # fmt: skip
    writer.append("citation", [
        {"citing": citing_, "cited": cited, "kind": kind, "document": f"d-{citing_}", "position": number, "rule": "title",
         "score": 1.0, "evidence": []}
        for number, (citing_, cited, kind) in enumerate(citations)
    ])  # fmt: skip
    rows, counts = citing.by_year(writer), citing.citation_counts(writer)
    writer.close()
    assert [(row["year"], row["citations"], row["mentions"]) for row in rows] == [
        (2012, 2, 1),
        (2015, 1, 0),
        (None, 1, 1),
    ]
    assert sum(row["citations"] for row in rows) == counts["citations"] == 4
    assert sum(row["mentions"] for row in rows) == counts["mentions"] == 2
    assert described(rows).endswith("In all 4 citations, 2 mentions.")
