"""E-mail addresses of officers stay out of exports where the protocol says so; the stored text keeps them."""

from __future__ import annotations

import pytest

from harvest.exporting import without_emails


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "Write to jane.o-neil+alliance@redcliffe.gov.uk, please.",
            "Write to [e-mail address left out], please.",
        ),
        ("a@b.test and c@d.co.uk", "[e-mail address left out] and [e-mail address left out]"),
        ("twitter @redcliffe, 5 @ 3 pounds", "twitter @redcliffe, 5 @ 3 pounds"),
    ],
)
def test_every_address_is_left_out_and_nothing_else(text: str, shown: str) -> None:
    assert without_emails(text) == shown
