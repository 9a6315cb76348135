from __future__ import annotations

from harvest.text.pdfs.furniture import without_furniture

LETTERS = "abcdefghijklmnopqrst"


def leaf(at: int, head: str = "", foot: str = "") -> str:
    body = [f"Line {LETTERS[line]} of leaf {LETTERS[at]} says something of its own" for line in range(12)]
    return "\n".join(part for part in (head, *body, foot) if part)


def test_left_and_right_heads_go_after_their_first_page() -> None:
    pages = [leaf(at, ("Anytown Council", "Carers strategy")[at % 2], str(at + 1)) for at in range(8)]
    whole = "\n".join(without_furniture(pages))
    assert whole.count("Anytown Council") == whole.count("Carers strategy") == 1
    assert not any(line.isdigit() for line in whole.split("\n"))


def test_heads_that_change_with_the_chapter_go_too() -> None:
    heads = ["Cover"] + ["Introduction"] * 4 + ["Evidence"] * 9 + ["Conclusions"] * 5
    whole = "\n".join(without_furniture([leaf(at, head) for at, head in enumerate(heads)]))
    assert [whole.count(head) for head in ("Cover", "Introduction", "Evidence", "Conclusions")] == [
        1,
        1,
        1,
        1,
    ]


def test_a_foot_stays_on_its_last_page_where_it_breaks_no_sentence() -> None:
    got = without_furniture([leaf(at, foot=f"www.anytown.test | Page {at + 1}") for at in range(5)])
    assert ["www" in page for page in got] == [False, False, False, False, True]


def test_totals_at_page_ends_are_no_page_numbers() -> None:
    totals = ["1,204", "377", "9,001", "45", "612"]
    got = without_furniture([leaf(at, foot=total) for at, total in enumerate(totals)])
    assert [page.split("\n")[-1] for page in got] == totals
    sums = [f"Total {total}" for total in totals]
    got = without_furniture([leaf(at, foot=total) for at, total in enumerate(sums)])
    assert [page.split("\n")[-1] for page in got] == sums


def test_page_numbers_go_where_each_report_of_a_pack_has_its_own_count() -> None:
    numbers = [1, 2, 3, 4, 1, 2, 3, 1, 2, 3, 4, 5]
    got = without_furniture([leaf(at, foot=str(number)) for at, number in enumerate(numbers)])
    assert not any(page.split("\n")[-1].isdigit() for page in got)


def test_roman_page_numbers_go() -> None:
    got = without_furniture(
        [leaf(at, foot=number) for at, number in enumerate(("i", "ii", "iii", "iv", "v"))]
    )
    assert all(page.endswith("its own") for page in got)


def test_the_number_of_a_page_goes_from_two_pages() -> None:
    got = without_furniture([leaf(at, foot=f"Page {at + 1} of 2") for at in range(2)])
    assert all(page.endswith("its own") for page in got)
    assert without_furniture([leaf(0, foot="7 items"), leaf(1, foot="9 items")])[1].endswith("9 items")


def test_numbered_parts_that_each_begin_a_page_are_no_running_heads() -> None:
    for head in ("Appendix", "Recommendation", "Case study"):
        pages = [leaf(at, f"{head} {at + 1}") for at in range(5)]
        assert without_furniture(pages) == pages
    two = [leaf(at, f"Leaflet {at + 1}") for at in range(2)]
    assert without_furniture(two) == two
