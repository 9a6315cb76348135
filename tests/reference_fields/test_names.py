"""Persons are "Family, Given", bodies keep their whole name, whatever style lists them."""

from __future__ import annotations

import pytest

from harvest.reference_fields.names import names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ham C, Alderwick H.", ("Ham, C", "Alderwick, H")),
        ("Smith, J.A., O’Brien, K., & de Souza, P.", ("Smith, J.A.", "O’Brien, K.", "de Souza, P.")),
        ("J. A. Smith, K. van der Meer and P. Le", ("Smith, J. A.", "van der Meer, K.", "Le, P.")),
        ("Le Masurier J, van Dijk P, et al.", ("Le Masurier, J", "van Dijk, P")),
        ("Carter, Helen, and Tom Baker", ("Carter, Helen", "Baker, Tom")),
        ("Helen Carter and Tom Baker", ("Carter, Helen", "Baker, Tom")),
        ("Carter H P and Baker T", ("Carter, H P", "Baker, T")),
        ("[4] Smith J; Jones K;", ("Smith, J", "Jones, K")),
        ("Smith, J. (ed.)", ("Smith, J.",)),
        ("Rycroft-Malone J, McCormack B", ("Rycroft-Malone, J", "McCormack, B")),
        ("A.Smith and B.Jones", ("Smith, A.", "Jones, B.")),
        ("J.-P. Dupont", ("Dupont, J.-P.",)),
    ],
)
def test_persons_are_family_and_given(text: str, expected: tuple[str, ...]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Ministry of Housing, Communities and Local Government",
        "Department of Health and Social Care",
        "Department for Environment, Food and Rural Affairs",
        "NHS England and NHS Improvement",
        "The King’s Fund",
        "Nesta",
        "WHO",
        "Association of Directors of Adult Social Services",
    ],
)
def test_a_body_is_never_parted(text: str) -> None:
    assert names(text + ".") == (text,)


def test_a_name_that_is_known_to_be_a_body_is_not_parted() -> None:
    assert names("Health and Wellbeing Wirral.", body=True) == ("Health and Wellbeing Wirral",)


def test_the_short_form_of_a_body_is_left_off() -> None:
    assert names("Department for Education (DfE)") == ("Department for Education",)


def test_two_bodies_are_two_where_the_second_has_a_head_of_its_own() -> None:
    assert names("Home Office, Department for Work and Pensions") == (
        "Home Office",
        "Department for Work and Pensions",
    )
    assert names("Age UK; Carers UK") == ("Age UK", "Carers UK")


def test_what_names_nobody_gives_nobody() -> None:
    assert names(" 12. ,; ") == ()
