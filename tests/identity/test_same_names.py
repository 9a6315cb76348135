"""Names of bodies and persons: when two may be one."""

from __future__ import annotations

import pytest

from harvest.identity.same_names import same_body, same_person


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [("JRF", "Joseph Rowntree Foundation", True), ("DHSC", "Department of Health and Social Care", True),
     ("Department of Health", "Department of Health and Social Care", True), ("NHS England", "NHS Confederation", False),
     ("Nuffield Trust", "Nuffield Foundation", False), ("London Borough of Camden", "Camden Council", True),
     ("London Borough of Camden", "London Borough of Hackney", False), ("Ashford Council", "Ashford NHS Trust", False),
     ("Council", "Ashford Council", False), ("", "Ashford Council", False), ("The", "Of", False)],
)  # fmt: skip
def test_bodies_are_told_apart_by_the_words_that_tell(one: str, two: str, same: bool) -> None:
    assert same_body(one, two) is same and same_body(two, one) is same


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [("Smith, J.", "Smith, A.", False), ("John Smith", "John Brown", False), ("Smith", "Jane Smith", True),
     ("Smith-Jones, A", "Anna Smith-Jones", True), ("De, A.", "De, A.", True), ("", "", False),
     ("Ashford Council", "Bexford Council", False)],
)  # fmt: skip
def test_persons_are_told_apart_by_family_name_and_initial(one: str, two: str, same: bool) -> None:
    assert same_person(one, two) is same and same_person(two, one) is same
