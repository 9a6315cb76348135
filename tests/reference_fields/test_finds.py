"""DOIs, ISBNs, addresses and access dates are found by their form, as line breaks and sentences leave them."""

from __future__ import annotations

import pytest

from harvest.reference_fields import parse_reference
from harvest.reference_fields.mending import LONGEST, mended


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https:// www.example.org/a/b.pdf", "https://www.example.org/a/b.pdf"),
        ("http ://www. example.org/a", "http://www.example.org/a"),
        ("https://www.example.org/ reports/one-two.pdf.", "https://www.example.org/reports/one-two.pdf"),
        ("https://www.example.org/reports/one-\ntwo.pdf", "https://www.example.org/reports/one-two.pdf"),
        ("https://www.example.org/reports_ 2019/list", "https://www.example.org/reports_2019/list"),
        ("<https://www.example.org/a>", "https://www.example.org/a"),
        ("(https://www.example.org/a_(b))", "https://www.example.org/a_(b)"),
        ("www.example.org/a", "http://www.example.org/a"),
        ("https://www.example.org/ and elsewhere", "https://www.example.org/"),
        ("https://www.example.org/ Accessed 3 May 2020", "https://www.example.org/"),
        ("https://www.example.org/a. Leeds", "https://www.example.org/a"),
    ],
)
def test_an_address_is_mended_and_ends_where_it_ends(written: str, url: str) -> None:
    assert parse_reference(f"Smith J. A view of the town. Leeds: A Trust, 2019. {written}").url == url


@pytest.mark.parametrize(
    ("written", "accessed"),
    [
        ("(Accessed: 5 March 2019)", "2019-03-05"),
        ("[Accessed 5th March 2019].", "2019-03-05"),
        ("Accessed March 5, 2019.", "2019-03-05"),
        ("(accessed 05/03/2019)", "2019-03-05"),
        ("last accessed on 05.03.19", "2019-03-05"),
        ("(5 March 2019, date last accessed)", "2019-03-05"),
        ("[cited 2019 Mar 5]", "2019-03-05"),
        ("(accessed March 2019)", "2019-03"),
        ("Retrieved March 5, 2019, from https://www.example.org/b", "2019-03-05"),
        ("", None),
    ],
)
def test_an_access_date_is_iso_and_never_the_year_of_publication(written: str, accessed: str | None) -> None:
    fields = parse_reference(
        f"Smith, J. (2016) A view of the town. Leeds: A Trust. https://www.example.org/a {written}"
    )
    assert (fields.accessed, fields.year) == (accessed, 2016)


@pytest.mark.parametrize(
    ("written", "doi"),
    [
        ("doi:10.1234/AB.56.", "10.1234/ab.56"),
        ("https://doi.org/10.1234/ab(56)7.", "10.1234/ab(56)7"),
        ("https://doi. org/10.1234/ ab56", "10.1234/ab56"),
        ("DOI 10.1234/ab56;", "10.1234/ab56"),
        ("10.1234/ab56", "10.1234/ab56"),
    ],
)
def test_a_doi_is_bare_and_small(written: str, doi: str) -> None:
    fields = parse_reference(f"Smith J. A view of the town. J Towns 2019;4:12-18. {written}")
    assert fields.doi == doi
    assert fields.url is None


def test_an_isbn_has_digits_only() -> None:
    assert (
        parse_reference("Smith, J. (2008) A view. Leeds: A Trust. ISBN 978-1-84742-123-4.").isbn
        == "9781847421234"
    )


def test_words_broken_at_line_ends_are_mended_and_real_hyphens_stay() -> None:
    assert mended("inte-\ngrated place-\nBased eﬀects") == "integrated place-Based effects"


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    assert len(mended("word " * 100_000)) <= LONGEST
