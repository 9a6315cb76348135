"""The lines of a page come in the order in which people read them, whatever the order of the file."""

from __future__ import annotations

from harvest.reference_lists.layout import reading_order
from harvest.reference_lists.model import Line
from harvest.reference_lists.pdf import PageLines


def line(text: str, x0: float, y: float, size: float = 10.0, page: int = 1) -> Line:
    return Line(text, page=page, x0=x0, x1=x0 + 5.0 * len(text) * size / 10, y=y, size=size)


def read(*lines: Line) -> list[str]:
    return [each.text for each in reading_order([PageLines(1, 595.0, 842.0, list(lines))])[0]]


def test_a_number_in_the_margin_is_one_line_with_the_words_beside_it() -> None:
    assert read(line("Smith, J. (2010) A title", 80, 700), line("of a report.", 80, 688), line("[12]", 57, 700.4)) == [
        "[12] Smith, J. (2010) A title", "of a report.",
    ]  # fmt: skip


def test_a_small_raised_number_is_one_line_with_the_words_beside_it() -> None:
    assert read(line("7", 60, 103.5, 5.0), line("Smith, J. (2010) A title", 64, 100, 8.0)) == [
        "7 Smith, J. (2010) A title"
    ]


def test_columns_are_read_one_after_the_other_and_headings_across_them_between() -> None:
    left = [line(f"left column line {n} of five here", 60, 600 - 12 * n) for n in range(6)]
    right = [line(f"right column line {n} of five too", 320, 600 - 12 * n) for n in range(6)]
    across = line(
        "A heading that stands across both of the columns of the page, from the left to the right", 60, 640
    )
    mixed = [each for pair in zip(right, left, strict=True) for each in pair]
    assert read(*mixed, across) == [
        across.text,
        *(each.text for each in left),
        *(each.text for each in right),
    ]


def test_heads_that_recur_and_page_numbers_go_and_what_stands_once_stays() -> None:
    pages = [
        PageLines(n, 595.0, 842.0, [
            line("Integrated care 2014", 60, 800, page=n), line(f"Words of page {n} alone, in the middle", 60, 500, page=n),
            line(str(n + 10), 300, 30, page=n),
        ])
        for n in range(1, 5)
    ]  # fmt: skip
    assert [[each.text for each in page] for page in reading_order(pages)] == [
        [f"Words of page {n} alone, in the middle"] for n in range(1, 5)
    ]
