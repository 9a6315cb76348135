"""What kind of institution a publisher is."""

from __future__ import annotations

import pytest

from harvest.publisher_class import CLASSES, publisher_class
from harvest.publisher_names import CUES, HOSTS, KNOWN


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Lancashire County Council", "local authority"),
        ("The London Borough of Barnet", "local authority"),
        ("NHS Devon Integrated Care Board", "NHS body"),
        ("Barts Health NHS Trust", "NHS body"),
        ("Cambridge University Hospitals NHS Foundation Trust", "NHS body"),
        ("University of Leeds", "university"),
        ("Department for Work and Pensions", "government department"),
        ("The King’s Fund", "think tank"),
        ("THE KING'S FUND", "think tank"),
        ("Medical Research Council", "agency or public body"),
        ("National Council for Voluntary Organisations", "charity or voluntary body"),
        ("Royal College of Physicians", "professional body"),
        ("Kent Police", "police or fire service"),
        ("House of Commons Health Committee", "parliament"),
        ("Department of Public Health, Kirk Council", "local authority"),
        ("Department of Sociology, University of Leeds", "university"),
        ("Ashleigh Care Homes", "provider"),
        ("Bright Numbers Ltd", "other"),
        ("Anna Hale", None),
        ("", None),
    ],
)
def test_a_name_tells_the_class(name: str, expected: str | None) -> None:
    assert publisher_class(name)[0] == expected


@pytest.mark.parametrize(
    ("host", "expected", "rule"),
    [
        ("www.kirklees.gov.uk", "local authority", "host: the list of councils"),
        ("jsna.westsussex.gov.uk", "local authority", "host: the list of councils"),
        ("https://www.england.nhs.uk/page?x=1", "NHS body", "host: .nhs.uk"),
        ("eprints.leeds.ac.uk:443", "university", "host: .ac.uk"),
        ("www.kingsfund.org.uk", "think tank", "host: kingsfund.org.uk"),
        ("littledale-pc.gov.uk", "local authority", "host: littledale-pc.gov.uk"),
        ("www.gov.uk", None, None),
        ("www.anything.org.uk", None, None),
        ("nhs.uk.example.com", None, None),
        ("[", None, None),
    ],
)
def test_a_host_tells_the_class_where_no_name_does(host: str, expected: str | None, rule: str | None) -> None:
    assert publisher_class(None, host) == (expected, rule)


def test_the_name_is_believed_before_the_host_and_what_is_declared_before_both() -> None:
    assert publisher_class("Age UK", "www.kent.gov.uk") == ("charity or voluntary body", "name: age uk")
    assert publisher_class("Friends of Dale", "www.kent.gov.uk")[1] == "host: the list of councils"
    assert publisher_class("Age UK", "www.kent.gov.uk", "provider") == ("provider", "declared")


def test_every_rule_names_a_class_of_the_list() -> None:
    assert {*KNOWN, *HOSTS.values(), *(kind for _, kind in CUES)} <= set(CLASSES)
