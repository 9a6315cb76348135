"""Drawings: numbers as text, names that cannot act, legible on paper and in the dark, the same bytes every time."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import struct
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from harvest.cli.plot import plot
from harvest.errors import GreylitError
from harvest.plots import FORMATS, PLOTS, plot_figure, plot_svg, svg, write_plot
from harvest.plots.data import as_csv, as_json
from harvest.plots.model import ACCENT, CSS_NAMES, INK, PAPER, SOFT, TINT, PlotData
from tests.plots.plot_samples import large, samples

pytest.importorskip("vl_convert", reason="no vl-convert: pip install 'greylit[report]'")
SVG = "{http://www.w3.org/2000/svg}"
AGAIN = """
import hashlib
from harvest.plots import plot_svg
from harvest.plots.png import svg_png
from tests.plots.plot_samples import samples
for data in samples():
    drawn = plot_svg(data)
    print(hashlib.sha256(drawn.encode() + svg_png(drawn)).hexdigest())
"""
#: What of each row is written into its drawing.
WRITTEN = {
    "discovery": (), "saturation": ("new",), "yield": ("records",), "hosts": ("fetched", "moved", "refused", "failed"),
    "years": ("citations", "mentions"), "citations": ("citations", "mentions"), "concepts": ("records",), "agreement": (),
}  # fmt: skip


def each_sample() -> list[PlotData]:
    return samples()


def names(data: PlotData) -> str:
    return data.name


def words(drawing: str) -> list[str]:
    return ["".join(each.itertext()) for each in ElementTree.fromstring(drawing).iter(f"{SVG}text")]


def test_every_plot_has_a_sample() -> None:
    assert sorted(each.name for each in samples()) == sorted(PLOTS)


@pytest.mark.parametrize("data", each_sample(), ids=names)
def test_every_number_that_is_labelled_stands_in_the_drawing(data: PlotData) -> None:
    found = words(plot_svg(data))
    for row in data.rows:
        for key in WRITTEN[data.name]:
            assert str(row[key]) in found, (key, row)
    if data.name == "discovery":
        assert str(data.rows[-1]["found"]) in found


@pytest.mark.parametrize("data", each_sample(), ids=names)
def test_a_drawing_says_its_title_and_its_finding(data: PlotData) -> None:
    root = ElementTree.fromstring(plot_svg(data))
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None and desc is not None and (title.text, desc.text) == (data.title, data.says)
    assert root.get("role") == "img" and root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    inside = [
        each for each in root.iter() if each is not root and (each.get("role") or each.get("aria-label"))
    ]
    assert not inside


@pytest.mark.parametrize("data", each_sample() + large(), ids=names)
def test_a_drawing_is_legible_at_80_mm_and_has_only_colours_that_pages_know(data: PlotData) -> None:
    root = ElementTree.fromstring(plot_svg(data))
    width, height = (float(each) for each in root.get("viewBox", "").split()[2:])
    smallest = min(
        float(str(each.get("font-size", "11")).removesuffix("px")) for each in root.iter(f"{SVG}text")
    )
    points = smallest * 80 / width * 72 / 25.4
    assert points >= 5.5, f"letters of {points:.1f} points"
    assert height <= 1.8 * width
    colours = {each.get(key) for each in root.iter() for key in ("fill", "stroke")} - {
        None,
        "none",
        "transparent",
    }
    assert colours <= set(CSS_NAMES)
    assert not [each for each in root.iter() if each.get("style") or each.tag == f"{SVG}style"]


def test_names_cannot_act_in_a_drawing() -> None:
    for data in samples():
        drawing = plot_svg(data)
        assert "<b>" not in drawing and "\u202e" not in drawing
    assert any("A <b>council</b> &" in each for each in words(plot_svg(samples()[2])))


def test_two_sources_of_one_name_are_two_bars() -> None:
    found = words(plot_svg(samples()[2]))
    assert "Twin (s3)" in found and "Twin (s4)" in found


def test_what_has_no_room_is_summed_and_nothing_is_lost() -> None:
    by_name = {data.name: data for data in large()}
    found = words(plot_svg(by_name["yield"]))
    assert "281 other sources" in found
    rest = [row["records"] for row in by_name["yield"].rows if row["run"] == 8][19:]
    assert str(sum(rest)) in found
    found = words(plot_svg(by_name["hosts"]))
    assert "376 other hosts" in found and str(376 * 14) in found
    assert any("51 rarer combinations not drawn" in each for each in words(plot_svg(by_name["concepts"])))


def test_another_process_draws_the_same_bytes() -> None:
    from harvest.plots.png import svg_png

    ours = []
    for data in samples():
        drawing = plot_svg(data)
        ours.append(hashlib.sha256(drawing.encode() + svg_png(drawing)).hexdigest())
    run = subprocess.run(
        [sys.executable, "-c", AGAIN], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2],
        env={"PYTHONHASHSEED": "3", "TZ": "Asia/Tokyo", "LANG": "de_DE.UTF-8", "PATH": "/usr/bin"},
    )  # fmt: skip
    assert run.stdout.split() == ours


def test_png_is_as_large_as_300_dots_an_inch(tmp_path: Path) -> None:
    data = samples()[0]
    path = write_plot(data, "png", tmp_path)
    assert path is not None
    width, height = struct.unpack(">II", path.read_bytes()[16:24])
    root = ElementTree.fromstring(plot_svg(data))
    assert width == pytest.approx(float(root.get("width", "0")) * 300 / 96, abs=2) and height > 100


@pytest.mark.parametrize("data", each_sample(), ids=names)
def test_csv_and_json_have_the_numbers_of_the_drawing(data: PlotData) -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(data))))
    assert [
        {key: "" if value is None else str(value) for key, value in row.items() if key != "name"}
        for row in data.rows
    ] == [{key: value for key, value in row.items() if key != "name"} for row in rows]
    assert json.loads(as_json(data))["rows"] == list(data.rows)


def test_without_the_library_numbers_are_written_and_drawings_say_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    svg.library.cache_clear()
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    data = samples()[0]
    with pytest.raises(GreylitError) as error:
        write_plot(data, "svg", tmp_path)
    assert error.value.code == "EXTRA" and "greylit[report]" in str(error.value.hint)
    assert write_plot(data, "csv", tmp_path) and write_plot(data, "json", tmp_path)
    figure = plot_figure(data)
    assert figure.svg == "" and figure.table is not None and len(figure.table.rows) == len(data.rows)


@pytest.mark.parametrize("fmt", FORMATS)
def test_the_command_writes_every_plot_that_has_numbers(fmt: str, finished: Path, tmp_path: Path) -> None:
    ran = CliRunner().invoke(
        plot,
        ["all", "--format", fmt, "--out", str(tmp_path), "--review", str(finished)],
        standalone_mode=False,
    )
    assert ran.return_value == 0, ran.output
    lines = ran.output.splitlines()
    assert len(lines) == len(PLOTS)
    written = {path.stem for path in tmp_path.iterdir()}
    assert {"discovery", "saturation", "yield", "hosts", "years", "concepts"} <= written
    for line in lines:
        assert ("not drawn" in line) == (Path(line.split("   ")[0]).stem not in written)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        each / 12.92 if each <= 0.03928 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_marks_and_words_stand_out_in_light_dark_and_print() -> None:
    sheet = (files("harvest.report.writing") / "page.css").read_text()
    themes = [
        dict(re.findall(r"--([a-z]+):(#[0-9a-f]{6})", each))
        for each in re.findall(r":root\{([^}]*)\}", sheet)
        if "--paper" in each
    ]
    assert len(themes) == 3
    for theme in [*themes, {name: value for value, name in CSS_NAMES.items()}]:
        for mark in (ACCENT, SOFT):
            assert contrast(theme[CSS_NAMES[mark]], theme[CSS_NAMES[PAPER]]) >= 3
        for ground in (PAPER, TINT):
            assert contrast(theme[CSS_NAMES[INK]], theme[CSS_NAMES[ground]]) >= 4.5
        assert contrast(theme[CSS_NAMES[ACCENT]], theme[CSS_NAMES[PAPER]]) >= 4.5, "links are words"
