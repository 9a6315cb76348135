"""BibTeX, read back by bibtexparser 2 field by field."""

from __future__ import annotations

import re
from pathlib import Path

import bibtexparser
from bibtexparser.middlewares import SeparateCoAuthors, SplitNameParts
from bibtexparser.model import Entry
from export_samples import AWKWARD, CONTEXT, SAME_TITLE, record

from harvest.export import ExportRecord, write
from harvest.export.bibtex import escape
from harvest.export.keys import citation_keys
from harvest.references import read_references


def read(tmp_path: Path, *records: ExportRecord, names: bool = False) -> list[Entry]:
    out = tmp_path / "out.bib"
    write(records, "bibtex", out, CONTEXT)
    more = [SeparateCoAuthors(), SplitNameParts()] if names else []
    library = bibtexparser.parse_file(str(out), append_middleware=more, encoding="utf-8")
    assert not library.failed_blocks
    return list(library.entries)


def fields(entry: Entry) -> dict[str, str]:
    return {field.key: str(field.value) for field in entry.fields}


def test_fields_come_back_as_they_were(tmp_path: Path) -> None:
    entry = read(tmp_path, record(report_number="RN_7", citation_key="ashford2019alliance"))[0]
    found = fields(entry)
    note = found.pop("note")
    assert (entry.entry_type, entry.key) == ("techreport", "ashford2019alliance")
    assert found == {
        "author": "{Ashford Council}",
        "title": "{Alliance contract for adult social care 1}",
        "institution": "{Ashford Council}",
        "year": "2019",
        "month": "mar",
        "date": "2019-03-05",
        "type": "strategy",
        "number": r"RN\_7",
        "url": "https://www.ashford.example.gov.uk/documents/1",
        "urldate": "2026-11-02",
        "language": "en",
        "keywords": "alliancing, health and social care context",
        "abstract": "Ashford Council, 2019-03-05 (R00001). Summary in source: How two councils and a trust share risk and reward.",
    }
    for part in (
        "greylit R00001",
        "Found by: site search",
        "Seed references: R00031",
        "Found in: run 5, round 1",
    ):
        assert part in note


def test_names_of_bodies_stay_whole_and_people_are_parted(tmp_path: Path) -> None:
    entries = read(tmp_path, *AWKWARD, names=True)
    lasts = {entry.key: [(" ".join(n.first), " ".join(n.last)) for n in entry.fields_dict["author"].value] for entry in entries}  # fmt: skip
    known = dict(zip((each.id for each in AWKWARD), lasts.values(), strict=True))
    assert known["R00002"] == [("", r"{Ministry of Housing, Communities \& Local Government}")]
    assert known["R00003"] == [("", "{Department of Health and Social Care}"), ("Angela", "{Bate}")]
    assert known["R00011"] == [("", "{Sandwell Metropolitan Borough Council}")]
    assert known["R00022"] == [("Chris", "{Ham}"), ("Siân", "{ap Rhys}"), ("", "{Research and Policy Unit}")]
    assert known["R00025"] == [("", r"{Adur \& Worthing Councils}"), ("Zoë", "{O'Brien}")]


def test_what_means_something_to_tex_is_escaped_and_addresses_never_are(tmp_path: Path) -> None:
    found = fields(read(tmp_path, AWKWARD[-1])[0])
    assert found["title"] == (
        r"{\textbraceleft{}Care\textbraceright{} at 50\% \& under\_score: \#1 \textasciitilde{} \$2 \textbackslash{} \textasciicircum{}}"
    )
    assert found["doi"] == "10.1000/a%7Bb"
    address = "https://www.oakham.example.gov.uk/a_b?d=1&e=2#f%20g"
    assert fields(read(tmp_path, record(url=address))[0])["url"] == address
    assert escape("a\r\n@b{") == r"a @b\textbraceleft{}"


def test_the_traps_are_as_many_entries_with_keys_of_their_own(tmp_path: Path) -> None:
    entries = read(tmp_path, *AWKWARD)
    keys = [entry.key for entry in entries]
    assert len(entries) == len(set(keys)) == len(AWKWARD)
    assert all(re.fullmatch(r"[a-z0-9]+", key) for key in keys)
    by_id = {each.id: fields(entry) for each, entry in zip(AWKWARD, entries, strict=True)}
    assert "year" not in by_id["R00004"] and "year" not in by_id["R00009"]
    assert by_id["R00004"]["url"] == "https://www.oakham.example.gov.uk/mgAi.aspx?a=1;b=2&c=%C3%A9%20%C3%BC"
    assert by_id["R00006"]["title"] == "{Strategaeth Llesiant Cyngor Sir Ynys Môn: tŷ, dŵr, ŵyl}"
    assert "Archived copy of 10 February 2014" in by_id["R00022"]["note"]
    assert by_id["R00023"]["journal"] == "{Journal of Integrated Care}" and "url" not in by_id["R00023"]
    assert all(each["abstract"] for each in by_id.values())


def test_our_own_reader_reads_the_same(tmp_path: Path) -> None:
    out = tmp_path / "out.bib"
    write(AWKWARD, "bibtex", out, CONTEXT)
    ours = read_references(out).entries
    assert len(ours) == len(AWKWARD)
    assert ours[1].authors == ("Ministry of Housing, Communities & Local Government",)
    # Braces group letters, and a raised hat is one, to whoever reads TeX.
    assert ours[-1].title == "Care at 50% & under_score: #1 ~ $2 \\ ˆ"
    assert ours[5].title == AWKWARD[5].title


def test_a_key_is_of_publisher_year_and_title_and_the_same_whatever_is_exported() -> None:
    keys = citation_keys(
        [*SAME_TITLE, record(30, title="Health of the city", publisher="Plymouth City Council", authors=())]
    )
    assert list(keys.values()) == [
        "plymouth2019health",
        "sandwell2019health",
        "sunderland2019health",
        "plymouth2019healtha",
    ]
    # What comes later changes nothing of before.
    later = citation_keys(
        [
            *SAME_TITLE,
            record(30, title="Health of the city", publisher="Plymouth City Council", authors=()),
            record(31, title="Health 3", publisher="Plymouth City Council", authors=()),
        ]
    )
    assert dict(list(later.items())[:4]) == dict(keys) and later["R00031"] == "plymouth2019healthb"


def test_a_key_is_ascii_whatever_the_name() -> None:
    odd = [
        record(1, title="Y Tŷ a'r Ŵyl", authors=("Cyngor Sir Ynys Môn",), publisher="Cyngor Sir Ynys Môn"),
        record(2, title="報告", authors=("機構",), publisher="機構", date=None, year=None),
        record(3, title="", authors=(), publisher=None, source_name=""),
        record(4, title="The Øresund æther", authors=("Łukasz Żak",), publisher=None),
    ]
    assert list(citation_keys(odd).values()) == [
        "cyngor2019ty",
        "anonndr00002",
        "anon2019r00003",
        "zak2019oresund",
    ]
