from __future__ import annotations

from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from harvest.text.pdf import extract_pdf
from tests.text.made import pdf

LEFT = [f"left {number} of the first column goes on with its own words" for number in range(24)]
RIGHT = [f"right {number} of the second column has other words to say" for number in range(24)]


def drawn(draw: Callable[[Canvas], None]) -> str:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        draw(canvas)
        canvas.showPage()

    return extract_pdf(pdf(page)).text


def two_columns(canvas: Canvas, *, across: bool) -> None:
    canvas.drawString(40, 800, "A heading that runs over both of the columns from one margin to the other")
    rows = [(40, at, LEFT[at]) for at in range(24)] + [(310, at, RIGHT[at]) for at in range(24)]
    if across:
        rows.sort(key=lambda row: (row[1], row[0]))
    for left, at, words in rows:
        canvas.drawString(left, 780 - 12 * at, words)


@pytest.mark.parametrize("across", [False, True])
def test_columns_are_read_one_after_the_other_however_they_are_drawn(across: bool) -> None:
    lines = drawn(lambda canvas: two_columns(canvas, across=across)).split("\n")
    assert lines[0].startswith("A heading")
    assert lines[1:25] == LEFT
    assert lines[25:] == RIGHT


def test_rows_of_a_table_stay_rows() -> None:
    def table(canvas: Canvas) -> None:
        for row in range(24):
            canvas.drawString(40, 780 - 12 * row, f"Ward {row} of the town and its parishes")
            canvas.drawString(300, 780 - 12 * row, f"{row * 131} people")
            canvas.drawString(400, 780 - 12 * row, f"{row * 17} homes")

    lines = drawn(table).split("\n")
    assert all(line.startswith(f"Ward {row} ") and line.endswith("homes") for row, line in enumerate(lines))


ENTRIES = [
    ("Smith, A. (2019) A review of alliance contracting. London: The Fund.", "Second line of the first."),
    ("Jones, B. (2020) Joint commissioning in practice. Leeds: The Press.", "Second line of the second."),
    ("Brown, C. (2021) What people think of services. York: The Trust.", "Second line of the third."),
]


@pytest.mark.parametrize(
    "numbers", [["[1]", "[2]", "[3]"], ["1.", "2.", "3."], ["7", "8", "9"], ["2.1", "2.2", "2.3"]]
)
@pytest.mark.parametrize("when", ["before", "after each", "after all"])
def test_numbers_in_the_margin_stand_before_their_entry(numbers: list[str], when: str) -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(60, 790, "References")
        late = []
        for at, (number, (first, second)) in enumerate(zip(numbers, ENTRIES, strict=True)):
            high = 760 - 40 * at
            mark = (40, high, number)
            if when == "before":
                canvas.drawString(*mark)
            canvas.drawString(60, high, first)
            canvas.drawString(60, high - 12, second)
            if when == "after each":
                canvas.drawString(*mark)
            if when == "after all":
                late.append(mark)
        for mark in late:
            canvas.drawString(*mark)

    lines = drawn(page).split("\n")
    wanted = [
        line
        for number, (first, second) in zip(numbers, ENTRIES, strict=True)
        for line in (f"{number} {first}", second)
    ]
    assert lines == ["References", *wanted]


def test_numbers_of_a_picture_stay_where_they_are_drawn() -> None:
    words = ["and remains above", "or lower than", "in the county"]

    def picture(canvas: Canvas) -> None:
        for at, each in enumerate(words):
            canvas.drawString(120, 700 - 20 * at, each)
        for at, number in enumerate(("75", "40", "77.5")):
            canvas.drawString(80, 700 - 20 * at, number)

    assert drawn(picture).split("\n") == [*words, "75", "40", "77.5"]


@pytest.mark.parametrize("sheet", [0, 90, 180, 270])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_text_that_lies_on_its_side_is_read_from_its_first_line(sheet: int, turn: int) -> None:
    lines = [f"Line {number} of words on a turned sheet" for number in range(9)]

    def page(canvas: Canvas) -> None:
        canvas.setPageRotation(sheet)
        canvas.translate(300, 400)
        canvas.rotate(turn)
        for at, line in enumerate(lines):
            canvas.drawString(-100, 100 - 14 * at, line)

    assert drawn(page).split("\n") == lines


def noted(canvas: Canvas, notes: list[str], rest: str = "") -> None:
    canvas.setFont("Helvetica", 11)
    for line in range(8):
        canvas.drawString(
            60, 780 - 15 * line, f"A line of the story, number {line}, on sheet {canvas.getPageNumber()}"
        )
    canvas.setFont("Helvetica", 8)
    for at, note in enumerate([*filter(None, [rest]), *notes]):
        canvas.drawString(60, 200 - 10 * at, note)
    canvas.showPage()


def test_a_note_that_goes_on_at_the_next_pages_foot_is_whole_on_its_own() -> None:
    def pages(canvas: Canvas) -> None:
        noted(canvas, ["1 Smith, A review. London: 2018.", "2 Jones, B., Joint commissioning, Leeds:"])
        noted(canvas, ["3 Brown, C. Services."], rest="the University Press, 2019.")
        noted(canvas, ["4 Green, D. Homes."])

    got = extract_pdf(pdf(pages))
    texts = [got.text[page.start : page.end] for page in got.pages]
    assert texts[0].endswith("2 Jones, B., Joint commissioning, Leeds:\nthe University Press, 2019.")
    assert texts[1].endswith("on sheet 2\n3 Brown, C. Services.")
    assert texts[2].endswith("4 Green, D. Homes.")


def test_the_source_of_a_table_above_the_notes_is_no_rest_of_a_note() -> None:
    def pages(canvas: Canvas) -> None:
        noted(canvas, ["1 Smith, A review. London: 2018.", "2 Jones, B., Joint commissioning, Leeds: 2017."])
        noted(canvas, ["3 Brown, C. Services."], rest="Source: Office for National Statistics")

    got = extract_pdf(pdf(pages))
    assert got.text[got.pages[1].start :].endswith(
        "Source: Office for National Statistics\n3 Brown, C. Services."
    )
