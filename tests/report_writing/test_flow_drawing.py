"""The flow diagram: every count is in it, text stays inside its boxes, boxes are links, and it fits A4."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from harvest.plots.text_widths import width, wrapped
from harvest.report.flow_boxes import SIZE
from harvest.report.flow_drawing import Page, flow_svg
from harvest.report.model import BLANK
from tests.report_writing.report_samples import counts

SVG = "{http://www.w3.org/2000/svg}"
PAGES: tuple[Page, ...] = ("landscape", "portrait")
PRINTED = {"landscape": (267.0, 180.0), "portrait": (180.0, 257.0)}


def text_of(group: ElementTree.Element) -> str:
    return " ".join("".join(each.itertext()) for each in group.iter(f"{SVG}text")).replace("\u00a0", " ")


def boxes(svg: str) -> dict[str, ElementTree.Element]:
    return {
        str(each.get("id"))[5:]: each
        for each in ElementTree.fromstring(svg).iter(f"{SVG}g")
        if str(each.get("id")).startswith("flow-")
    }


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("variant", ["official", "with-screening"])
def test_every_count_stands_in_the_drawing_beside_its_label(page: Page, variant: str) -> None:
    made = counts(variant=variant)
    words = text_of(ElementTree.fromstring(flow_svg(made, page)))
    for box in made.boxes:
        if box.name.endswith("waiting") and not box.n:
            continue
        said = BLANK if box.n is None else f"n = {box.n}"
        assert f"{box.label} ({said})" in words, box.name
        for part in box.parts:
            assert (f"{part.label} (n = {part.n})" in words) == bool(part.n)


def test_the_official_form_has_no_screening_in_the_other_column_and_the_variant_has() -> None:
    assert "other_screened" not in boxes(flow_svg(counts()))
    assert "other_screened" in boxes(flow_svg(counts(variant="with-screening")))


def test_what_waits_is_dashed_and_left_out_when_nothing_does() -> None:
    drawn = boxes(flow_svg(counts()))
    assert "other_waiting" not in drawn
    assert next(drawn["waiting"].iter(f"{SVG}rect")).get("stroke-dasharray")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("reasons", [0, 3, 12, 60])
def test_text_stays_inside_its_box_and_no_two_boxes_overlap(page: Page, reasons: int) -> None:
    places = []
    for name, group in boxes(flow_svg(counts(reasons, "with-screening"), page)).items():
        rect = next(group.iter(f"{SVG}rect"))
        x, y, w, h = (float(str(rect.get(key))) for key in ("x", "y", "width", "height"))
        places.append((name, x, y, x + w, y + h))
        for each in group.iter(f"{SVG}text"):
            left, base = float(str(each.get("x"))), float(str(each.get("y")))
            assert x <= left and left + width("".join(each.itertext()), SIZE) <= x + w, (
                name,
                "".join(each.itertext()),
            )
            assert y + SIZE - 3 <= base <= y + h - 3, name
    for number, (one, *a) in enumerate(places):
        for other, *b in places[number + 1 :]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], (one, other)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("reasons", [3, 60])
def test_it_fits_the_page(page: Page, reasons: int) -> None:
    root = ElementTree.fromstring(flow_svg(counts(reasons), page))
    across, down = (float(str(root.get(key)).removesuffix("mm")) for key in ("width", "height"))
    assert across <= PRINTED[page][0] + 0.1 and down <= PRINTED[page][1] + 0.1
    points = SIZE * across / float(str(root.get("viewBox")).split()[2]) * 72 / 25.4
    assert points >= 6.5, f"letters of {points:.1f} points"


def test_reasons_that_have_no_room_are_summed() -> None:
    made = counts(60)
    words = text_of(boxes(flow_svg(made))["assessed_excluded"])
    shown = [int(each) for each in re.findall(r"Reason \d+: [^(]*\(n = (\d+)\)", words)]
    found = re.search(r"(\d+) others \(n = (\d+)\)", words)
    assert (
        found
        and len(shown) + int(found[1]) == 60
        and sum(shown) + int(found[2]) == made.box("assessed_excluded").n
    )


def test_each_box_is_a_link_and_links_make_it_a_group() -> None:
    made = counts()
    plain, linked = (
        flow_svg(made),
        flow_svg(made, href=lambda box: f"records.html#{box.label.lower().replace(' ', '-')}"),
    )
    assert ElementTree.fromstring(plain).get("role") == "img" and "<a " not in plain
    assert ElementTree.fromstring(linked).get("role") == "group"
    links = [str(each.get("href")) for each in ElementTree.fromstring(linked).iter(f"{SVG}a")]
    assert links.count("records.html#records-screened") == 1
    assert len(links) == sum(
        1 for box in made.boxes if not (box.name.endswith("waiting") and not box.n)
    ) + sum(1 for box in made.boxes for part in box.parts if part.n)


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "data:text/html,x", "//evil.example/", "JavaScript:x"]
)
def test_nothing_but_web_addresses_and_places_beside_it_are_links(href: str) -> None:
    assert "<a " not in flow_svg(counts(), href=lambda _: href)


def test_a_long_word_is_parted_and_numbers_are_not() -> None:
    assert all(width(line, 11) <= 60 for line in wrapped("x" * 80, 11, 60))
    assert "".join(wrapped("x" * 80, 11, 60)) == "x" * 80
    for line in wrapped("Reports sought for retrieval (n\u00a0=\u00a0149)", 11, 150):
        assert line.count("(") == line.count(")")


def test_twice_drawn_it_is_the_same() -> None:
    assert flow_svg(counts(9)) == flow_svg(counts(9))
