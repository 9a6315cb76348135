"""Rules see where authors end and which stretch is surely the title, and keep silent where they cannot tell."""

from __future__ import annotations

import pytest

from harvest.reference_fields.hints import hints
from harvest.reference_fields.ruled import sure_title


@pytest.mark.parametrize(
    ("text", "authors", "sure"),
    [
        ("Ham C, Alderwick H. Systems of care. London: A Trust, 2015.", "Ham C, Alderwick H.", True),
        ("Smith, J. and O’Brien, K. (2019) Five councils.", "Smith, J. and O’Brien, K.", True),
        (
            "J. A. Smith, K. van der Meer, Quantum towns, J. Towns 3 (2019) 4.",
            "J. A. Smith, K. van der Meer",
            False,
        ),
        (
            "James R. Larus and Mary Long. Towns of steel. Wiley, 1999.",
            "James R. Larus and Mary Long.",
            False,
        ),
        ("Home Office (2019) Five councils. London: Home Office.", "Home Office", True),
    ],
)
def test_the_end_of_the_authors_is_seen(text: str, authors: str, sure: bool) -> None:
    seen = hints(text)
    assert text[: seen.authors_end].strip() == authors
    assert seen.sure is sure


def test_a_place_and_its_publisher_are_seen() -> None:
    text = "Ham C. Systems of care. London, UK: A Trust, 2015."
    seen = hints(text)
    assert [text[start:stop] for start, stop in seen.places] == ["London, UK"]
    assert [text[start:stop] for start, stop in seen.publishers] == ["A Trust"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Ham C, Hey L. Systems of care for all. A Trust Paper. London: A Trust, 2015.", "Systems of care for all"),
        ("Ham C, Hey L. Systems of care for all. J Towns 2015;3:4-9.", "Systems of care for all"),
        ("Smith J (2019) ‘The councils’ budgets after ten years’, Towns, 4(2), pp. 1-9.", "The councils’ budgets after ten years"),
        ('Smith, J., "A view of the town," Towns, vol. 3, 2019.', "A view of the town,"),
        ("Wirral Forum. Family 2015 - a draft Wirral Forum. Wirral 2016.", "Family 2015 - a draft"),
        ("Ham C, Hey L. Does it work? J. Integr. Care 2015;3:4-9.", None),
        ("Marsh, K. (2008) “Better together than apart”: joint working. Bristol: A Press.", None),
        ("Smith, J. Systems of care, A Trust, 2019.", None),
    ],
)  # fmt: skip
def test_a_title_is_sure_only_where_its_end_is(text: str, title: str | None) -> None:
    stretch = sure_title(text, hints(text))
    assert (text[slice(*stretch)].strip() if stretch else None) == title
