from __future__ import annotations

import pytest

from harvest.text import extract
from harvest.text.clean import tidy
from harvest.text.decode import decode

WORDS = "caf\u00e9 \u2018quoted\u2019 \u00a35"


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (WORDS.encode("utf-8"), ""),
        (WORDS.encode("utf-8"), "text/html; charset=iso-8859-1"),
        (WORDS.encode("utf-8-sig"), "text/html; charset=iso-8859-1"),
        (WORDS.encode("cp1252"), ""),
        (WORDS.encode("cp1252"), "text/html; charset=utf-8"),
        (WORDS.encode("cp1252"), "text/html; charset=iso-8859-1"),
        (WORDS.encode("cp1252"), "text/html; charset=no-such-thing"),
        (b'<meta charset="windows-1252">' + WORDS.encode("cp1252"), ""),
        (WORDS.encode("utf-16"), ""),
        (WORDS.encode("utf-16-le"), ""),
        (WORDS.encode("utf-16-be"), "text/plain; charset=utf-16be"),
    ],
)
def test_words_survive_right_wrong_and_missing_declarations(data: bytes, content_type: str) -> None:
    assert decode(data, content_type=content_type)[0].endswith(WORDS)


def test_a_declared_encoding_of_another_alphabet_is_used() -> None:
    assert decode("Привет мир".encode("koi8-r"), content_type="text/html; charset=koi8-r")[0] == "Привет мир"


def test_utf8_with_one_foreign_byte_stays_utf8() -> None:
    text, encoding = decode("naïve café déjà vu".encode() + b"\xa0")
    assert encoding == "utf-8"
    assert text.startswith("naïve café déjà vu")


def test_text_is_composed_and_free_of_what_cannot_be_seen() -> None:
    assert (
        tidy("cafe\u0301 soft\u00adhyphen zero\u200bwidth \ufb01nance\x00\x07")
        == "caf\u00e9 softhyphen zerowidth finance"
    )
    assert tidy("a\r\nb\rc  d\u00a0e \n\n\n\n f") == "a\nb\nc d e\n\nf"
    assert tidy("half \ud800 pair").encode()


def test_csv_is_read_as_text_with_its_marks_decoded() -> None:
    got = extract(b"\xef\xbb\xbfname,cost\nCaf\xc3\xa9,5\n", name="a.csv")
    assert (got.kind, got.method, got.text) == ("csv", "plain", "name,cost\nCaf\u00e9,5")
    assert got.pages[0].end == len(got.text)


def test_a_text_beyond_the_limit_is_cut_and_says_so() -> None:
    got = extract(b"word " * 1000, max_chars=100)
    assert len(got.text) == 100
    assert got.detail is not None and "cut" in got.detail
