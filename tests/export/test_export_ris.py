from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import rispy  # type: ignore[import-untyped]
from export_samples import AWKWARD, CONTEXT, SAME_TITLE, record

from harvest.export import ExportRecord, Found, write
from harvest.exporting import ROUTES


def read(tmp_path: Path, *records: ExportRecord) -> list[dict[str, Any]]:
    out = tmp_path / "out.ris"
    write(records, "ris", out, CONTEXT)
    found: list[dict[str, Any]] = rispy.loads(out.read_bytes().decode("utf-8"))
    return found


def test_fields_come_back_as_they_were(tmp_path: Path) -> None:
    found = read(tmp_path, record(report_number="RN 7"))[0]
    notes = found.pop("notes")
    assert found == {
        "type_of_reference": "RPRT",
        "title": "Alliance contract for adult social care 1",
        "authors": ["Ashford Council"],
        "year": "2019",
        "date": "2019/03/05/",
        "access_date": "2026/11/02/",
        "publisher": "Ashford Council",
        "type_of_work": "strategy",
        "issn": "RN 7",
        "language": "en",
        "urls": ["https://www.ashford.example.gov.uk/documents/1"],
        "abstract": "Ashford Council, 2019-03-05 (R00001). Summary in source: How two councils and a trust share risk and reward.",
        "keywords": ["alliancing", "health and social care context"],
        "accession_number": "R00001",
        "name_of_database": "English local authorities",
        "custom7": "search",
        "custom8": '"alliance contract"',
    }
    assert notes == [
        'Found by: site search for "alliance contract" at https://www.ashford.example.gov.uk/search?q=alliance on 2026-11-02',
        "Source: English local authorities (la)",
        "Kind of publisher: local authority",
        "Seed references: R00031",
        "Found in: run 5, round 1",
        "Date from: cover",
        'Match: [p. 7, A "alliance contract*"] an alliance contract with the trust',
        "File: https://www.ashford.example.gov.uk/documents/1.pdf",
        "Pages: 40",
        f"SHA-256 of the file: {'5d41' * 16}",
        "Stored copy: archive/0001-00000.warc.gz at byte 123456",
        f"Export: review alliancing; exported 2026-11-23 by greylit 0.1.0; protocol sha256 {'a1' * 32}; ledger head {'b2' * 32}",
    ]


def test_lines_are_crlf_tags_without_mark_or_numbering(tmp_path: Path) -> None:
    out = tmp_path / "out.ris"
    write(AWKWARD, "ris", out, CONTEXT)
    data = out.read_bytes()
    assert data.startswith(b"TY  - RPRT\r\n")
    assert data.endswith(b"ER  - \r\n\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")
    # splitlines() is as strict as a reader can be: it also splits at U+2028, U+0085, VT, FF.
    lines = [line for line in data.decode("utf-8").splitlines() if line]
    assert all((line[2:6] == "  - " and line[:2].isupper()) or line[:6] == "ER  - " for line in lines)
    assert sum(line.startswith("TY  - ") for line in lines) == len(AWKWARD)


def test_tag_like_lines_in_a_summary_do_not_split_the_record(tmp_path: Path) -> None:
    found = read(tmp_path, AWKWARD[4])
    assert len(found) == 1
    assert found[0]["title"] == "Alliance contract for adult social care 5"
    assert "ER - TY - JOUR TI - injected A1 - x N2 - y" in found[0]["abstract"]


def test_a_name_with_a_comma_is_one_corporate_name_and_its_exact_form_is_kept(tmp_path: Path) -> None:
    ministry = "Ministry of Housing, Communities & Local Government"
    found = read(tmp_path, AWKWARD[1], AWKWARD[2])
    assert found[0]["authors"] == ["Ministry of Housing Communities & Local Government"]
    assert found[0]["publisher"] == ministry
    assert f"Author as written: {ministry}" in found[0]["notes"]
    assert found[1]["authors"] == ["Department of Health and Social Care", "Bate, Angela"]


def test_an_address_with_semicolon_stays_one_and_is_noted(tmp_path: Path) -> None:
    found = read(tmp_path, AWKWARD[3])[0]
    assert found["urls"] == ["https://www.oakham.example.gov.uk/mgAi.aspx?a=1%3Bb=2&c=%C3%A9%20%C3%BC"]
    assert "Address as found: https://www.oakham.example.gov.uk/mgAi.aspx?a=1;b=2&c=é ü" in found["notes"]


def test_without_a_year_there_is_no_access_date_that_could_be_taken_for_one(tmp_path: Path) -> None:
    out = tmp_path / "out.ris"
    result = write([AWKWARD[3], AWKWARD[8]], "ris", out, CONTEXT)
    not_iso, none = rispy.loads(out.read_bytes().decode())
    for found in (not_iso, none):
        assert not {"year", "date", "access_date"} & found.keys()
        assert "Accessed: 2026-11-02T03:04:05+00:00" in found["notes"]
    assert "Date as written: 2019/20" in not_iso["notes"]
    assert "2 records have no year (RIS PY left out): R00004, R00009" in result.notes
    assert "1 date is not an ISO date: R00004" in result.notes
    assert "1 record has no title (its file name, address or id stands in): R00009" in result.notes
    assert "1 address has ; written as %3B: R00004" in result.notes


def test_a_month_keeps_the_empty_places_of_the_date(tmp_path: Path) -> None:
    found = read(tmp_path, AWKWARD[5], record(2, date="2019"))
    assert found[0]["date"] == "2019/03//"
    assert found[0]["authors"] == ["Cyngor Sir Ynys Môn"]
    assert found[0]["title"] == "Strategaeth Llesiant Cyngor Sir Ynys Môn: tŷ, dŵr, ŵyl"
    assert "date" not in found[1]


def test_crawled_words_cannot_pass_for_a_screening_decision(tmp_path: Path) -> None:
    text = " ".join(read(tmp_path, AWKWARD[6])[0]["notes"])
    assert "ASReview_" not in text and "RAYYAN-INCLUSION" not in text
    assert "ASReview _relevant" in text


def test_records_of_one_title_stay_apart_by_their_abstract(tmp_path: Path) -> None:
    found = read(tmp_path, *SAME_TITLE)
    assert len({(f["title"], f["abstract"]) for f in found}) == 3
    assert found[1]["abstract"].startswith("Sandwell Metropolitan Borough Council, 2019-03-05")


def test_other_kinds_keep_their_type_and_a_doi_is_bare(tmp_path: Path) -> None:
    article, report = read(tmp_path, AWKWARD[12], record(2, doi="none"))
    assert article["type_of_reference"] == "JOUR"
    assert article["doi"] == "10.1234/abc.5"
    assert article["urls"][1] == "https://web.archive.org/web/2020/https://x.example/"
    assert "type_of_work" not in article
    assert "doi" not in report


def test_a_keyword_is_not_split_and_state_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, record(concepts=("a;b--c",), state="needs-ocr", withdrawn=True))[0]
    assert found["keywords"] == ["a,b-c"]
    assert "State of the copy: needs-ocr" in found["notes"]
    assert "Withdrawn: no longer at its address when last asked" in found["notes"]


def test_people_are_turned_round_and_their_names_are_kept_as_written(tmp_path: Path) -> None:
    found = read(tmp_path, AWKWARD[14], AWKWARD[15])
    assert found[0]["authors"] == ["Ham, Chris", "ap Rhys, Siân", "Research and Policy Unit"]
    assert found[0]["publisher"] == "The King's Fund"
    assert "Author as written: Dr Siân ap Rhys" in found[0]["notes"]
    assert found[1]["authors"] == ["Gruffydd, Siân", "Ŵyn-Jones, Llŷr"]


def test_an_archived_copy_is_the_second_address_and_told_with_its_day(tmp_path: Path) -> None:
    found = read(tmp_path, AWKWARD[14])[0]
    copy = "https://web.archive.org/web/20140210093000/https://www.fund.example/a"
    assert found["urls"] == ["https://mirror.example/a%3Bb.pdf", f"{copy}%3Bb.pdf"]
    assert f"Archived copy of 10 February 2014 in the Internet Archive: {copy};b.pdf" in found["notes"]
    assert "Notice on the site: This content is more than five years old." in found["notes"]
    assert "Held only by mirror.example, which is not its publisher" in found["notes"]


def test_a_place_in_a_file_is_a_note_and_no_address(tmp_path: Path) -> None:
    article, odd = read(tmp_path, AWKWARD[15], record(2, url="javascript:alert(1)"))
    assert "urls" not in article and "urls" not in odd
    assert "Imported from imports/wos.ris, line 120" in article["notes"]
    assert "Address as found: javascript:alert(1)" in odd["notes"]


def test_only_articles_and_chapters_stand_in_a_journal(tmp_path: Path) -> None:
    journal = {"container_title": "Journal of Integrated Care"}
    kinds = ["journal article", "chapter", "report", "conference paper"]
    found = read(tmp_path, *(record(n, doc_type=kind, **journal) for n, kind in enumerate(kinds)))
    assert [each.get("secondary_title") for each in found] == ["Journal of Integrated Care"] * 2 + [None] * 2
    assert ["In: Journal of Integrated Care" in each["notes"] for each in found] == [False, False, True, True]


def test_an_isbn_is_the_number_of_books_only(tmp_path: Path) -> None:
    kinds = ["book", "chapter", "report", "journal article"]
    found = read(tmp_path, *(record(n, doc_type=kind, isbn="978-1-4028-9462-6") for n, kind in enumerate(kinds)))  # fmt: skip
    assert [each.get("issn") for each in found] == ["978-1-4028-9462-6"] * 2 + [None] * 2
    assert ["ISBN: 978-1-4028-9462-6" in each["notes"] for each in found] == [False, False, True, True]


@pytest.mark.parametrize(
    ("routes", "label"),
    [
        (("site search",), "search"),
        (("link on a page", "file that a page links to"), "search"),
        (("backward citation searching",), "backward citation searching"),
        (("forward citation searching",), "forward citation searching"),
        (("backward and forward citation searching",), "backward citation searching"),
        (("reference imported from a search by hand",), "hand search"),
        (("searched by hand",), "hand search"),
        (("expert suggestion",), "suggestion"),
        (("expert suggestion", "forward citation searching"), "forward citation searching"),
        (("backward citation searching", "collection listing"), "search"),
        (("citation searching",), None),
        (("",), None),
        ((), None),
    ],
)
def test_the_label_says_by_which_kind_of_search_a_record_was_found_and_is_one(
    tmp_path: Path, routes: tuple[str, ...], label: str | None
) -> None:
    out = tmp_path / "out.ris"
    ways = tuple(Found(route=route, question="a, b") for route in routes)
    write([record(found_by=ways)], "ris", out, CONTEXT)
    (found,) = rispy.loads(out.read_bytes().decode())
    assert found.get("custom7") == label
    assert out.read_bytes().count(b"C7  - ") == (label is not None)
    assert out.read_bytes().count(b"C8  - ") <= 1


def test_every_way_of_finding_but_an_untold_direction_has_a_label(tmp_path: Path) -> None:
    found = read(tmp_path, *(record(n, found_by=(Found(route=route),)) for n, route in enumerate(ROUTES.values())))  # fmt: skip
    assert {each.get("custom7") for each in found} == {"search", "hand search", "suggestion", None}
    assert [way for way, each in zip(ROUTES, found, strict=True) if "custom7" not in each] == ["citation"]


def test_the_string_is_the_first_phrase_that_was_sent_on_one_line(tmp_path: Path) -> None:
    ways = (
        Found(route="expert suggestion", question="not this"),
        Found(route="start page"),
        Found(route="site search", question='"pooled\r\nER  - budget"'),
        Found(route="site search", question="second"),
    )
    several, without = read(tmp_path, record(found_by=ways), record(2, found_by=ways[1:2]))
    assert several["custom8"] == '"pooled ER - budget"'
    assert "custom8" not in without


def test_tags_that_zotero_takes_for_a_place_or_an_author_are_not_written(tmp_path: Path) -> None:
    for found in read(tmp_path, *AWKWARD):
        assert not {"custom1", "custom2"} & found.keys()
