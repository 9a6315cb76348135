from __future__ import annotations

import math
from collections.abc import Sequence

import pytest

from harvest.text.ocr.lines import Line, Placed, straightened
from harvest.text.ocr.order import text_of

PITCH = 30.0
WORDS = ("the council agreed", "that alliance work", "would begin soon in", "every one of wards")


def line(text: str, left: float, row: float, width: float | None = None) -> Line:
    return Line(text, 0.9, left, left + (width or 12.0 * len(text)), 100 + PITCH * row, 22)


def column(name: str, left: float, rows: Sequence[int]) -> list[Line]:
    return [line(f"{name}{row} {WORDS[row % 4]}", left, row, 300) for row in rows]


def order(lines: Sequence[Line]) -> list[str]:
    return [row.split()[0] for row in text_of(lines).split("\n") if row]


def interleaved(*columns: Sequence[Line]) -> list[Line]:
    return sorted((part for some in columns for part in some), key=lambda part: (part.middle, part.left))


def test_two_columns_are_read_one_after_the_other_between_head_and_foot() -> None:
    lines = interleaved(
        [line("Head of the whole page which goes across all of its columns and more", 100, 0)],
        column("a", 100, range(2, 9)), column("b", 440, range(2, 8)),
        [line("Foot which goes across both of the columns of the page as well here", 100, 11)],
    )  # fmt: skip
    expected = ["Head", *(f"a{row}" for row in range(2, 9)), *(f"b{row}" for row in range(2, 8)), "Foot"]
    assert order(lines) == expected


def test_three_columns_are_read_one_after_the_other() -> None:
    columns = [column(name, left, range(6)) for name, left in (("a", 100), ("b", 440), ("c", 780))]
    assert order(interleaved(*columns)) == [f"{name}{row}" for name in "abc" for row in range(6)]


def test_the_last_lines_of_two_columns_are_columns_and_a_small_table_is_none() -> None:
    ends = [
        [line(f"{name}{row} is a line of text as long as these are", left, row, 330) for row in range(3)]
        for name, left in (("a", 100), ("b", 460))
    ]
    assert order(interleaved(*ends)) == ["a0", "a1", "a2", "b0", "b1", "b2"]
    cells = [
        [line(f"{name}{row} care homes", left, row, 200) for row in range(4)]
        for name, left in (("a", 100), ("b", 460))
    ]
    assert text_of(interleaved(*cells)).split("\n")[0] == "a0 care homes b0 care homes"


def test_columns_are_read_up_to_a_heading_that_crosses_them() -> None:
    lines = interleaved(
        column("a", 100, range(5)), column("b", 440, range(5)),
        [line("Across both columns stands this heading of the second chapter", 100, 6)],
        column("c", 100, range(8, 13)), column("d", 440, range(8, 13)),
    )  # fmt: skip
    names = [word.rstrip("0123456789") for word in order(lines)]
    assert names == [*"aaaaabbbbb", "Across", *"cccccddddd"]


def test_a_table_is_read_row_by_row() -> None:
    lines = []
    for row in range(8):
        lines += [
            line(f"Ward of Northfield {row}", 100, row),
            line(f"{1200 + row}", 440, row),
            line(f"{row}.5%", 600, row),
        ]
    assert text_of(lines).split("\n") == [
        f"Ward of Northfield {row} {1200 + row} {row}.5%" for row in range(8)
    ]


def test_a_table_with_entries_of_several_lines_is_read_entry_by_entry() -> None:
    lines = []
    for entry in range(6):
        for part in range(2):
            lines += [
                line(f"r{entry}{part} recommended by auditor", 100, 4 * entry + part, 300),
                line(f"s{entry}{part} said the management", 440, 4 * entry + part, 300),
            ]
    expected = [f"{side}{entry}{part}" for entry in range(6) for side in "rs" for part in range(2)]
    assert order(lines) == expected


def test_pieces_of_one_line_are_put_together_and_a_wide_step_begins_a_paragraph() -> None:
    lines = [line("of the report", 300, 0), line("First line", 100, 0), line("second line", 100, 1),
             line("third line", 100, 2), line("Another paragraph", 100, 4)]  # fmt: skip
    assert text_of(lines) == "First line of the report\nsecond line\nthird line\n\nAnother paragraph"


def test_words_broken_at_line_ends_are_joined_and_compounds_keep_their_hyphen() -> None:
    lines = [line("The commission-", 100, 0), line("ing of a well-", 100, 1), line("known service, com-", 100, 2),
             line("munity work and self-", 100, 3), line("employed carers", 100, 4)]  # fmt: skip
    words = text_of(lines).split()
    assert {"commissioning", "well-known", "community", "self-employed"} <= set(words)


def test_a_sentence_runs_on_into_the_next_column() -> None:
    first, second = column("a", 100, range(5)), column("b", 440, range(5))
    second[0] = line("in the next column it goes", 440, 0, 300)
    assert "every one of wards\n\n" not in text_of([*first, *second])
    assert "a4 the council agreed\nin the next column" in text_of([*first, *second])


@pytest.mark.parametrize("degrees", [-1.5, 1.5])
def test_the_skew_of_the_sheet_is_taken_out_before_lines_are_ordered(degrees: float) -> None:
    angle = math.radians(degrees)

    def placed(part: Line) -> Placed:
        def at(x: float, y: float) -> tuple[float, float]:
            return x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle)

        return Placed(part.text, 0.9, at(part.left, part.middle), at(part.right, part.middle), part.height)

    table = [
        line(f"{name}{row} {WORDS[row % 4]}", left, row, 250)
        for row in range(6)
        for name, left in (("a", 100), ("b", 700), ("c", 1300))
    ]
    assert order(straightened([placed(part) for part in table])) == [
        f"{name}{row}" for name in "abc" for row in range(6)
    ]


def test_shapes_without_a_letter_or_digit_are_left_out() -> None:
    lines = straightened(
        [Placed("| ~", 0.4, (0, 0), (10, 0), 9), Placed("Page 3", 0.9, (0, 20), (90, 20), 9)]
    )
    assert [part.text for part in lines] == ["Page 3"]


def test_no_lines_give_no_text() -> None:
    assert text_of([]) == ""
