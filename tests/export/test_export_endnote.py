"""EndNote XML: elements as EndNote and Zotero have them, read by two readers."""

from __future__ import annotations

from pathlib import Path
from unicodedata import normalize
from xml.etree.ElementTree import Element, parse

from export_samples import AWKWARD, CONTEXT, record

from harvest.export import ExportRecord, write
from harvest.references import read_references


def read(tmp_path: Path, *records: ExportRecord) -> list[Element]:
    out = tmp_path / "out.xml"
    write(records, "endnote", out, CONTEXT)
    return parse(out).getroot().findall("records/record")


def texts(root: Element, path: str) -> list[str]:
    return [each.text or "" for each in root.findall(path)]


def test_fields_come_back_as_they_were(tmp_path: Path) -> None:
    root = read(tmp_path, record(report_number="RN 7", isbn="9780000000002"))[0]
    flat = {path: texts(root, path) for path in (
        "rec-number", "contributors/authors/author", "titles/title", "keywords/keyword", "dates/year", "dates/pub-dates/date",
        "publisher", "isbn", "accession-num", "abstract", "work-type", "report-id", "urls/related-urls/url", "urls/pdf-urls/url",
        "remote-database-name", "access-date", "language", "research-notes",
    )}  # fmt: skip
    assert flat == {
        "rec-number": ["1"],
        "contributors/authors/author": ["Ashford Council,"],
        "titles/title": ["Alliance contract for adult social care 1"],
        "keywords/keyword": ["alliancing", "health and social care context"],
        "dates/year": ["2019"],
        "dates/pub-dates/date": ["2019-03-05"],
        "publisher": ["Ashford Council"],
        "isbn": ["9780000000002"],
        "accession-num": ["R00001"],
        "abstract": ["Ashford Council, 2019-03-05 (R00001). Summary in source: How two councils and a trust share risk and reward."],
        "work-type": ["strategy"],
        "report-id": ["RN 7"],
        "urls/related-urls/url": ["https://www.ashford.example.gov.uk/documents/1"],
        "urls/pdf-urls/url": ["https://www.ashford.example.gov.uk/documents/1.pdf"],
        "remote-database-name": ["English local authorities"],
        "access-date": ["2026-11-02"],
        "language": ["en"],
        "research-notes": ['[p. 7, A "alliance contract*"] an alliance contract with the trust'],
    }  # fmt: skip
    reference = root.find("ref-type")
    assert reference is not None and (reference.get("name"), reference.text) == ("Report", "27")
    source = root.find("source-app")
    assert source is not None and source.get("name") == "EndNote"
    notes = texts(root, "notes")[0]
    for part in (
        "Found by: site search",
        "Seed references: R00031",
        "Found in: run 5, round 1",
        "Export: review alliancing",
    ):
        assert part in notes


def test_the_traps_come_back_whole(tmp_path: Path) -> None:
    roots = read(tmp_path, *AWKWARD)
    by_id = {texts(root, "accession-num")[0]: root for root in roots}
    assert len(by_id) == len(AWKWARD)
    assert texts(by_id["R00002"], "contributors/authors/author") == [
        "Ministry of Housing Communities & Local Government,"
    ]
    assert texts(by_id["R00002"], "publisher") == ["Ministry of Housing, Communities & Local Government"]
    assert texts(by_id["R00003"], "contributors/authors/author") == [
        "Department of Health and Social Care,",
        "Bate, Angela",
    ]
    assert texts(by_id["R00011"], "contributors/authors/author") == ["Sandwell Metropolitan Borough Council,"]
    assert texts(by_id["R00004"], "dates/year") == texts(by_id["R00009"], "dates/year") == []
    assert texts(by_id["R00004"], "urls/related-urls/url")[0].endswith("a=1;b=2&c=%C3%A9%20%C3%BC")
    assert texts(by_id["R00006"], "titles/title") == [
        "Strategaeth Llesiant Cyngor Sir Ynys Môn: tŷ, dŵr, ŵyl"
    ]
    assert texts(by_id["R00007"], "titles/title") == ["Report 📈 on care \ufffd"]
    assert texts(by_id["R00022"], "urls/related-urls/url") == [
        "https://mirror.example/a;b.pdf",
        "https://web.archive.org/web/20140210093000/https://www.fund.example/a;b.pdf",
    ]
    assert texts(by_id["R00023"], "periodical/full-title") == ["Journal of Integrated Care"]
    assert len({texts(by_id[f"R000{n}"], "abstract")[0] for n in (10, 11, 12)}) == 3
    assert {root.findtext("ref-type") for root in roots} == {"27", "17", "12"}
    assert all(texts(root, "abstract") for root in roots)


def test_our_own_reader_reads_the_same(tmp_path: Path) -> None:
    out = tmp_path / "out.xml"
    write(AWKWARD, "endnote", out, CONTEXT)
    ours = read_references(out)
    assert [each.id for each in ours.entries] == [each.id for each in AWKWARD]
    assert [each.title for each in ours.entries[:3]] == [each.title for each in AWKWARD[:3]]
    assert normalize("NFC", ours.entries[5].title) == normalize("NFC", AWKWARD[5].title)
    assert ours.entries[0].doc_type == "strategy"
    assert not [fault for fault in ours.faults if "damaged" in fault.says or "XML" in fault.says]
