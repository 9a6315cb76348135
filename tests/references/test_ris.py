"""RIS: every record comes out, whatever is wrong with the file, and each fault is told with its line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvest.export.clean import one_line
from harvest.references import Entry, ReferenceFile, read_bytes
from tests.references.planted import EVERY, Planted


def put_together(records: list[Planted], end: str) -> tuple[str, list[tuple[int, str | None, str]]]:
    """Return the text of a file, and its faults with their lines."""
    lines: list[str] = []
    faults = []
    for record in records:
        faults += [(len(lines) + 1 + offset, tag, words) for offset, tag, words in record.faults]
        lines += record.lines
    return end.join(lines) + end, faults


def told(read: ReferenceFile, line: int, tag: str | None, words: str) -> bool:
    return any(each.line == line and each.field == tag and words in each.says for each in read.faults)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
def test_eighty_records_with_a_fault_each_all_come_out(encoding: str, end: str) -> None:
    assert len(EVERY) >= 80
    text, faults = put_together(EVERY, end)
    if encoding == "cp1252":
        text = text.replace("\u2028", " ")
    read = read_bytes(text.encode(encoding), "search.txt")
    assert read.format == "ris"
    assert [entry.title for entry in read.entries] == [each.title for each in EVERY]
    assert [entry.year for entry in read.entries] == [each.year for each in EVERY]
    assert [entry.authors for entry in read.entries] == [each.authors for each in EVERY]
    missing = [(line, tag, words) for line, tag, words in faults if not told(read, line, tag, words)]
    assert not missing
    first = next(number for number, line in enumerate(text.split(end), 1) if not line.isascii())
    assert told(read, first, None, "Windows-1252") == (encoding == "cp1252")


def test_a_sound_record_has_no_fault() -> None:
    sound = b"TY  - RPRT\r\nTI  - A plan\r\nAU  - Smith, J.\r\nPY  - 2019\r\nDA  - 2019/03/05/\r\nAB  - One.\r\nER  - \r\n"
    read = read_bytes(sound, "x")
    assert read.faults == ()
    assert read.entries[0].date == "2019-03-05"


def test_mixed_line_ends_count_as_one_each() -> None:
    read = read_bytes(b"TY  - RPRT\r\nTI  - A\rAU  - B, C.\nPY  - soon\r\nER  - ", "x")
    assert [(fault.line, fault.field) for fault in read.faults] == [(4, "PY")]


def test_a_file_glued_together_from_two_encodings_keeps_both() -> None:
    one = "TY  - RPRT\nTI  - Môn\nPY  - 2010\nER  - \n"
    read = read_bytes(one.encode() + one.encode("cp1252"), "x")
    assert [entry.title for entry in read.entries] == ["Môn", "Môn"]
    assert [(fault.line, "Windows-1252" in fault.says) for fault in read.faults] == [(6, True)]


def test_a_second_mark_of_byte_order_does_not_hide_a_record() -> None:
    one = b"\xef\xbb\xbfTY  - RPRT\nTI  - A\nPY  - 2010\nER  - \n"
    assert len(read_bytes(one + one, "x").entries) == 2


def entry_of(*lines: str) -> Entry:
    read = read_bytes("\n".join(["TY  - RPRT", "TI  - A", "PY  - 2010", *lines, "ER  - "]).encode(), "x")
    assert len(read.entries) == 1
    return read.entries[0]


def test_addresses_dois_and_dates_are_read_in_one_form() -> None:
    entry = entry_of(
        "UR  - https://a.test/1; https://b.test/2",
        "UR  - https://a.test/1",
        "DO  - DOI: 10.1234/ABC.",
        "Y2  - 2026/11/03/",
    )
    assert entry.urls == ("https://a.test/1", "https://b.test/2")
    assert entry.url == "https://a.test/1"
    assert entry.doi == "10.1234/abc"
    assert (entry.date, entry.accessed) == ("2010", "2026-11-03")


def test_the_day_of_access_is_never_the_date_of_publication() -> None:
    read = read_bytes(b"TY  - ELEC\nTI  - A\nY1  - 2008///\nY2  - 2026/11/03/\nER  - \n", "x")
    assert (read.entries[0].year, read.entries[0].date, read.entries[0].accessed) == (
        2008,
        "2008",
        "2026-11-03",
    )


def test_words_of_an_abstract_stay_in_it() -> None:
    entry = entry_of(
        "N2  - Words that",
        "were wrapped",
        "PY  - see page 3",
        "ER  - ",
        "and end",
        "KW  - one; two",
        "KW  - three",
    )
    assert entry.abstract == "Words that were wrapped PY - see page 3 ER - and end"
    assert entry.keywords == ("one", "two", "three")


def test_what_has_no_field_is_left_in_the_note() -> None:
    note = entry_of("N1  - First.", "TI  - Another", "UR  - ask the desk").note or ""
    assert all(each in note for each in ("First.", "TI: Another", "ask the desk"))


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("RPRT", "report"),
        ("JOUR", "journal article"),
        ("CHAP", "chapter"),
        ("ELEC", "web page"),
        ("GOVDOC", "government document"),
    ],
)
def test_types_are_told_in_words(kind: str, word: str) -> None:
    read = read_bytes(f"TY  - {kind}\nTI  - A\nPY  - 2010\nER  - \n".encode(), "x")
    assert read.entries[0].doc_type == word


#: Lines of a wrapped abstract, each of which looks like a tag and is followed by words.
LOOKS = (
    "ER  - ",
    "ER  -",
    "TY  - JOUR",
    "TY  - is a tag",
    "PY  - see page 3",
    "UR  - is an address",
    "QQ  - nothing",
    "3.",
)
ONE_LINE = st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=40)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(
            ONE_LINE,
            st.lists(st.sampled_from(LOOKS), max_size=4),
            st.booleans(),
            st.sampled_from(("", "1.", " ")),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_no_record_is_split_or_swallowed(records: list[tuple[str, list[str], bool, str]]) -> None:
    lines, titles = [], []
    for number, (title, looks, ended, before) in enumerate(records):
        titles.append(one_line(f"T{number} {title}".removeprefix("\ufeff")))
        lines += [before, "TY  - RPRT", f"TI  - T{number} {title}", "PY  - 2010", "AB  - Words", "that go on"]
        for each in looks:
            lines += [each, "and go on"]
        lines += ["AN  - 7"] + ["ER  - "] * ended
    read = read_bytes("\n".join(lines).encode(), "x")
    assert [entry.title for entry in read.entries] == titles
    assert {entry.year for entry in read.entries} == {2010}


def test_a_month_without_its_year_is_joined_to_it() -> None:
    assert entry_of("DA  - SEP 15").date == "2010-09-15"
    assert entry_of("DA  - MAR").date == "2010-03"


def test_an_old_doi_with_angle_brackets_is_kept_whole() -> None:
    sici = "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2"
    assert entry_of(f"DO  - {sici}").doi == sici.lower()
    assert entry_of("DO  - <10.1234/abc>").doi == "10.1234/abc"
    assert entry_of("DO  - (10.1016/S0140-6736(05)61033-8)").doi == "10.1016/s0140-6736(05)61033-8"
