from __future__ import annotations

import pytest

from harvest.text.language import language_of
from tests.text.made import PROSE

WELSH = (
    "Mae'r cyngor wedi cytuno ar yr adroddiad ac wedi gofyn i'r swyddogion ddod ag ef yn ôl i'r cyfarfod nesaf er mwyn "
    "trafod y gwasanaethau newydd i bobl hŷn yn y sir a'r gost o'u darparu."
)
GERMAN = (
    "Der Ausschuss hat den Bericht angenommen und die Verwaltung gebeten, ihn in der nächsten Sitzung wieder vorzulegen, "
    "damit über die neuen Dienste für ältere Menschen beraten werden kann."
)


@pytest.mark.parametrize(
    ("text", "code"), [(PROSE, "en"), (WELSH, "cy"), (GERMAN, "de"), (PROSE * 500, "en")]
)
def test_the_language_of_prose_is_told(text: str, code: str) -> None:
    assert language_of(text) == code


def test_too_few_words_have_no_language() -> None:
    assert language_of("Anytown Council strategy 2019") is None
    assert language_of("") is None


def test_a_dozen_words_are_too_few_even_if_plainly_english() -> None:
    assert language_of("The report of the committee and of the board to the council") is None


def test_figures_have_no_language() -> None:
    assert language_of("12,345 67 8.9 " * 200) is None
