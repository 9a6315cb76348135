"""Whatever bytes a person brings are read, or refused in words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvest.errors import GreylitError
from harvest.references import Entry, bibtex, csl, endnote_xml, pubmed, read_bytes, ris, table, wos

HEADS = (
    b"TY  - RPRT\nTI  - ", b"@article{a,\n title = {", b"FN Clarivate\nVR 1.0\nPT J\nTI ", b"PMID- 1\nTI  - ", b'[{"type": "report", "title": "',
    b"<xml><records><record><titles><title>", b"Title,Authors,Year\n", b"%PDF-1.4\n", b"PK\x03\x04xl/", b"\xff\xfeT\x00Y\x00", b"",
)  # fmt: skip
#: Pieces of which files of all formats are made, so that what is tried is nearly one.
PIECES = (
    "TY  - RPRT\n", "TI  - A plan\n", "PY  - 2019/20\n", "N2  - words\n", "ER  - \n", "ER  -", "\r", "\r\n", "1.\n", "@book{k, title = {A}", "}",
    "{", '"', "#", ",", "=", "\\", "$", "%", "PT J\n", "EF\n", "   more\n", "PMID- 2\n", "DP  - 2008 Sep\n", "<record>", "</record>", "<title>",
    "</title>", "&", "&#0;", '{"title": "x"}', "[", "]", '"items": [', "Title,Year\n", '"a\nb",', "\0", "\x07", "\u2028", "é", "\ud7ff", "DO  - 10.1234/a",
    "UR  - http://[", "year = 99999999999,", "\ufeff",
)  # fmt: skip
READERS = (bibtex.read, csl.read, endnote_xml.read, pubmed.read, ris.read, table.read, wos.read)


def looked_at(data: bytes, name: str = "file") -> None:
    try:
        read = read_bytes(data, name)
    except GreylitError as error:
        assert error.code == "REFERENCES_INVALID"
        assert error.hint
        return
    assert [entry.position for entry in read.entries] == list(range(1, len(read.entries) + 1))
    for entry in read.entries:
        assert Entry.from_dict(entry.as_dict()) == entry
        assert len(entry.key) == 16
        assert entry.line >= 1
    assert all(fault.line >= 1 and fault.says for fault in read.faults)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(HEADS), st.binary(max_size=400))
def test_bytes_of_any_kind_raise_nothing_but_an_error_in_words(head: bytes, rest: bytes) -> None:
    looked_at(head + rest)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(HEADS),
    st.lists(st.sampled_from(PIECES), max_size=40),
    st.sampled_from(("utf-8", "cp1252", "utf-16")),
)
def test_files_made_of_the_pieces_of_all_formats_are_read_or_refused(
    head: bytes, pieces: list[str], encoding: str
) -> None:
    looked_at(head + "".join(pieces).encode(encoding, "replace"))


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(READERS), st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=20)), max_size=40)
)
def test_every_reader_takes_any_text(read: object, pieces: list[str]) -> None:
    entries, faults = read("".join(pieces))  # type: ignore[operator]
    assert all(entry.position for entry in entries)
    assert all(fault.line >= 1 for fault in faults)


@pytest.mark.parametrize(
    "data",
    [
        b'[{"title": ' + b"[" * 100_000,
        b"<xml><records><record>" + b"<a>" * 20_000 + b"</a>" * 20_000 + b"</record></records></xml>",
        b"@misc{k, title = " + b"{" * 20_000 + b"a" + b"}" * 20_000 + b"}",
        b'[{"title": "A", "volume": ' + b"9" * 10_000 + b"}]",
        b"Title,Year\n" + b'"' * 20_001 + b"\n",
        b"TY  - JOUR\nAB  - a\n" + b"ER  - \nwords\n" * 3000,
    ],
    ids=["deep JSON", "deep XML", "deep BibTeX", "long number", "quotation marks", "ends within an abstract"],
)
def test_what_is_made_to_break_readers_is_read_or_refused(data: bytes) -> None:
    looked_at(data)
