from __future__ import annotations

import pytest

from harvest.text import extract
from harvest.text.clean import tidy
from harvest.text.decode import decode, mended

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


def test_a_stray_byte_of_windows_in_utf8_is_read_as_what_it_was_meant_to_be() -> None:
    text, encoding = decode("na\u00efve caf\u00e9 d\u00e9j\u00e0 vu, the council".encode() + b"\x92s plan")
    assert (text.rpartition(", ")[2], encoding) == ("the council\u2019s plan", "utf-8")


@pytest.mark.parametrize("wrongly", ["cp1252", "latin-1"])
def test_what_was_encoded_twice_is_put_right(wrongly: str) -> None:
    twice = "the council\u2019s caf\u00e9 \u2013 \u00a35".encode().decode(wrongly).encode()
    assert decode(twice)[0] == "the council\u2019s caf\u00e9 \u2013 \u00a35"


def test_only_the_part_that_was_encoded_twice_is_touched() -> None:
    assert mended("caf\u00e9 and council\u00e2\u20ac\u2122s") == "caf\u00e9 and council\u2019s"


@pytest.mark.parametrize(
    "right",
    ["N\u00c3O \u00c2\u00a3 \u00c3\u00a9", "one \u00c2\u00a3", "\u00c0 c\u00f4t\u00e9, \u00a35", "plain"],
)
def test_what_may_be_meant_is_left_as_it_is(right: str) -> None:
    assert mended(right) == right


def test_controls_that_windows_writes_as_quotes_become_quotes() -> None:
    assert decode("it\u0092s \u0093so\u0094".encode())[0] == "it\u2019s \u201cso\u201d"


def test_a_declaration_in_the_body_is_found() -> None:
    data = (
        b"<html><body>"
        + b"<p>x</p>" * 900
        + b"<meta charset='koi8-r'>"
        + "\u041f\u0440\u0438\u0432\u0435\u0442".encode("koi8-r")
    )
    assert decode(data)[0].endswith("\u041f\u0440\u0438\u0432\u0435\u0442")


@pytest.mark.parametrize(
    "label", ["rot13", "hex", "idna", "undefined", "unicode_escape", "utf-7", "x" * 40, "\u00e9"]
)
def test_a_declared_encoding_that_is_none_is_not_used(label: str) -> None:
    assert (
        decode(b"caf\xe9 \\u0041 +AGE-", content_type=f"text/html; charset={label}")[0]
        == "caf\u00e9 \\u0041 +AGE-"
    )


def test_text_is_composed_and_free_of_what_cannot_be_seen() -> None:
    assert (
        tidy("cafe\u0301 soft\u00adhyphen zero\u200bwidth \ufb01nance\x00\x07")
        == "caf\u00e9 softhyphen zerowidth finance"
    )
    assert tidy("a\r\nb\rc  d\u00a0e \n\n\n\n f") == "a\nb\nc d e\n\nf"
    assert tidy("half \ud800 pair").encode()


def test_csv_is_read_as_text_with_its_marks_decoded() -> None:
    got = extract(b"\xef\xbb\xbfname,cost\nCaf\xc3\xa9,5\n", name="a.csv")
    assert (got.kind, got.method, got.text) == ("csv", "plain", "name | cost\nCaf\u00e9 | 5")
    assert got.pages[0].end == len(got.text)


def test_a_text_beyond_the_limit_is_cut_and_says_so() -> None:
    got = extract(b"word " * 1000, max_chars=100)
    assert len(got.text) == 100
    assert got.detail is not None and "cut" in got.detail
