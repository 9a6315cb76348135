from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from export_samples import AWKWARD, CONTEXT, SAME_TITLE, record

from harvest.errors import GreylitError
from harvest.export import FORMATS, ExportRecord, Found, Passage, abstract_for, write
from harvest.export.clean import fit, guard_formula, one_line, shorten, web_address
from harvest.export.dates import date_parts, day_of
from harvest.export.kinds import kind_of
from harvest.export.model import author_names, bodies, issued
from harvest.export.names import personal_name, ris_name, table_name
from harvest.export.places import archived_sentence, mirror_sentence, place_sentence


def test_abstract_starts_with_publisher_date_and_id_then_says_that_it_is_the_summary() -> None:
    assert abstract_for(record()) == (
        "Ashford Council, 2019-03-05 (R00001). Summary in source: How two councils and a trust share risk and reward."
    )


def test_abstract_without_summary_says_so_and_gives_passages_with_pages() -> None:
    assert abstract_for(record(abstract=" \n")) == (
        "Ashford Council, 2019-03-05 (R00001). [No abstract in source] Passages: "
        '[p. 7, A "alliance contract*"] an alliance contract with the trust'
    )


def test_the_documents_own_summary_stands_before_passages_and_after_that_of_its_source() -> None:
    own = record(abstract=None, summary="Partners share\nrisk.")
    assert abstract_for(own) == "Ashford Council, 2019-03-05 (R00001). [No abstract in source] Executive summary: Partners share risk."  # fmt: skip
    assert "Executive summary" not in abstract_for(record(summary="Partners share risk."))
    assert len(abstract_for(record(abstract=None, summary="word " * 9_000))) < 1_620


def test_abstract_is_never_empty_and_never_the_same_for_two_records() -> None:
    bare = [record(n, title="Strategy", publisher=None, source_name="", date=None, year=None, abstract=None, passages=()) for n in (1, 2)]  # fmt: skip
    abstracts = [abstract_for(r) for r in [*bare, *SAME_TITLE]]
    assert len(set(abstracts)) == 5
    assert (
        abstracts[0]
        == "Publisher not known, date not known (R00001). [No abstract in source] No passage kept."
    )


def test_abstract_cuts_a_long_summary_at_a_word_and_counts_passages_left_out() -> None:
    long = abstract_for(record(abstract="wörd " * 1000))
    assert len(long) < 1_600
    assert long.endswith("wörd …")
    passages = tuple(
        Passage(concept="A", term="t", page=n, start=0, end=1, text="x" * 400) for n in range(1, 10)
    )
    many = abstract_for(record(abstract=None, passages=passages))
    assert many.endswith("| 6 more passages not shown")
    assert many.count("[p. ") == 3
    one_long = abstract_for(record(abstract=None, passages=(passages[0].__class__(concept="A", term="t", page=None, start=0, end=1, text="word " * 900),)))  # fmt: skip
    assert "[no page, A" in one_long and len(one_long) < 1_700 and "…" in one_long


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2019", (2019,)), ("2019-03", (2019, 3)), ("2019-03-05", (2019, 3, 5)), ("2019/20", ()), ("2019-13", ()),
        ("2019-02-30", ()), ("0000", ()), ("0999", ()), ("２０１９", ()), ("n.d.", ()), ("", ()), (None, ()),
    ],
)  # fmt: skip
def test_only_dates_that_exist_are_dates(text: str | None, parts: tuple[int, ...]) -> None:
    assert date_parts(text) == parts


def test_access_day_is_the_day_in_utc() -> None:
    assert day_of("2026-11-02T23:30:00-02:00") == (2026, 11, 3)
    assert day_of("2026-11-02") == (2026, 11, 2)
    assert day_of("0001-01-01T00:00:00+14:00") is None
    assert day_of("yesterday") is None


def test_year_holds_against_a_date_of_another_year() -> None:
    assert issued(record(date="2021-05", year=2019)) == (2019,)
    assert issued(record(date=None, year=19)) == ()
    assert issued(record(date="2019-05", year=20191)) == (2019, 5)


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Bate, Angela", ("Bate", "Angela")), ("Smith, J.K.", ("Smith", "J.K.")), ("de la Cruz, María José", ("de la Cruz", "María José")),
        ("O'Neill, S", ("O'Neill", "S")), ("Plymouth City Council", None), ("Angela Bate", ("Bate", "Angela")),
        ("Ministry of Housing, Communities & Local Government", None),
        ("Department for Levelling Up, Housing and Communities", None), ("Department for Business, Energy", None),
        ("Grant Thornton, LLP", None), ("Sandwell, Council", None), ("A, B, C", None), (",", None), ("", None),
    ],
)  # fmt: skip
def test_people_and_organisations_are_told_apart(name: str, person: tuple[str, str] | None) -> None:
    assert personal_name(name) == person


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Chris Ham", ("Ham", "Chris")), ("Dr Chris Ham", ("Ham", "Chris")), ("Sir Chris Ham", ("Ham", "Sir Chris")),
        ("J. K. Rowling", ("Rowling", "J. K.")), ("Jean-Luc O’Donnell", ("O’Donnell", "Jean-Luc")), ("Anna McDonald", ("McDonald", "Anna")),
        ("Siân Ŵyn Jones", ("Jones", "Siân Ŵyn")), ("Rhodri ap Llŷr", ("ap Llŷr", "Rhodri")), ("Ludwig van der Berg", ("van der Berg", "Ludwig")),
        ("Sia\u0302n Gwenllian", ("Gwenllian", "Siân")), ("Gwenllian, Sia\u0302n", ("Gwenllian", "Siân")),
        ("Nuffield Trust", None), ("The King's Fund", None), ("Llywodraeth Cymru", None), ("Ipsos MORI", None), ("PwC Advisory", None),
        ("Barnardo's Devon", None), ("Barrow And Furness", None), ("Northumbria, Alan of", None), ("Grant Thornton", None), ("Deloitte", None), ("Ernst & Young", None), ("Ham CJ", None),
        ("Chris Ham and Hugh Alderwick", None), ("Save the Children", None), ("Alan of Northumbria", None), ("Studio 54", None),
        ("chris ham", None), ("One Two Three Four Five", None),
    ],
)  # fmt: skip
def test_a_name_in_the_order_of_speech_is_a_persons_only_where_nothing_speaks_against_it(
    name: str, person: tuple[str, str] | None
) -> None:
    assert personal_name(name) == person


def test_a_publisher_is_never_a_person_however_it_is_called() -> None:
    assert personal_name("Carnegie Dunfermline") == ("Dunfermline", "Carnegie")
    assert personal_name("Carnegie Dunfermline", {"carnegie dunfermline"}) is None
    assert ris_name("Ynys, Môn", {"Ynys, Mo\u0302n"}) == "Ynys Môn"
    twice = record(authors=("Ynys Môn", "Mon Ynys", "Ham, Chris"), publisher="Ynys Môn", publishers=("Ynys Môn", "Mon Ynys"))  # fmt: skip
    assert [ris_name(name, bodies(twice)) for name in author_names(twice)] == ["Ynys Môn", "Mon Ynys", "Ham, Chris"]  # fmt: skip


def test_a_work_that_names_nobody_has_its_publishers_for_authors() -> None:
    assert author_names(record(authors=(" ",), publishers=("A Trust", "B Council"))) == ("A Trust", "B Council")  # fmt: skip
    assert author_names(record(authors=(), publisher=None)) == ()


@pytest.mark.parametrize(
    ("word", "ris", "csl"),
    [
        ("journal article", "JOUR", "article-journal"), ("book", "BOOK", "book"), ("chapter", "CHAP", "chapter"),
        ("web page", "ELEC", "webpage"), ("thesis", "THES", "thesis"), ("conference paper", "CPAPER", "paper-conference"),
        ("report", "RPRT", "report"), ("government document", "RPRT", "report"), ("strategy or policy paper", "RPRT", "report"),
        (None, "RPRT", "report"),
    ],
)  # fmt: skip
def test_the_words_of_imported_references_have_their_kinds(word: str | None, ris: str, csl: str) -> None:
    assert kind_of(word) == (ris, csl)


@pytest.mark.parametrize(
    ("archive", "url", "at", "sentence"),
    [
        ("Internet Archive", "https://web.archive.org/web/2014/x", "2014-02-10T23:30:00-02:00", "Archived copy of 11 February 2014 in the Internet Archive: https://web.archive.org/web/2014/x"),
        (None, "https://web.archive.org/web/2014/x", "2014-02", "Archived copy of 2014-02 in the Internet Archive: https://web.archive.org/web/2014/x"),
        (None, "https://arquivo.pt/x", None, "Archived copy in arquivo.pt: https://arquivo.pt/x"),
        (None, "https://[x", "2014-02-10", "Archived copy of 10 February 2014 in a web archive: https://[x"),
        ("Internet Archive", "javascript:alert(1)", "2014-02-10", ""), ("Internet Archive", None, None, ""),
    ],
)  # fmt: skip
def test_an_archived_copy_is_told_with_its_day_and_its_archive(
    archive: str | None, url: str | None, at: str | None, sentence: str
) -> None:
    assert archived_sentence(archive, url, at) == sentence


def test_a_place_in_a_file_is_told_as_one() -> None:
    assert place_sentence("imports/web%20of%20science.ris#line=120") == "Imported from imports/web of science.ris, line 120"  # fmt: skip
    assert place_sentence("imports/a#b.ris") == "Address as found: imports/a#b.ris"
    assert place_sentence("HTTPS://a.example/#line=1") == place_sentence(None) == ""


def test_who_holds_a_copy_of_anothers_work_is_named() -> None:
    assert mirror_sentence(True, "https://www.mirror.example/x") == "Held only by www.mirror.example, which is not its publisher"  # fmt: skip
    assert mirror_sentence(True, "imports/a.ris#line=1") == "Held only by a site, which is not its publisher"
    assert mirror_sentence(False, "https://x.example/") == mirror_sentence(None, None) == ""


def test_a_way_of_finding_is_one_sentence_part() -> None:
    assert Found(route="sitemap").sentence() == "sitemap"
    assert Found(route="site search", question="alliance").sentence() == 'site search for "alliance"'
    assert (
        Found(route="site search", question='"alliance" board').sentence()
        == 'site search for "alliance" board'
    )


def test_names_survive_importers_that_split_names() -> None:
    assert (
        ris_name("Ministry of Housing, Communities & Local Government")
        == "Ministry of Housing Communities & Local Government"
    )
    assert ris_name("Bate,Angela") == ris_name("Angela Bate") == table_name("Angela Bate") == "Bate, Angela"
    assert table_name("Department of Health and Social Care") == "Department of Health & Social Care"
    assert table_name("Sandwell; Sunderland And Anderson") == "Sandwell, Sunderland & Anderson"


def test_text_becomes_one_line_without_control_characters() -> None:
    assert (
        one_line("a\r\nb\x00c\u2028d\x85e\x0bf\x1fg\x9fh\ufffei\ud800\ufeff\u00a0 j")
        == "a b c d e f g h i\ufffd j"
    )
    assert one_line(None) == ""


def test_cutting_counts_what_the_target_counts() -> None:
    assert fit("📈" * 10, 20, utf16=True) == "📈" * 10
    cut = fit("📈" * 11, 20, utf16=True)
    assert cut == "📈" * 7 + " [cut]"
    assert len(fit("x" * 21, 20)) == 20
    assert shorten("x" * 50, 20) == "x" * 18 + " …"


@pytest.mark.parametrize("start", list("=+-@＝＋－＠"))
def test_formula_starts_are_guarded(start: str) -> None:
    assert guard_formula(start + "1") == f"'{start}1"
    assert guard_formula("1" + start) == "1" + start


def test_addresses_are_percent_encoded_without_touching_escapes() -> None:
    assert web_address("https://x.example/a b;c?d=%20é") == "https://x.example/a%20b;c?d=%20%C3%A9"
    assert web_address("https://x.example/;", encode_semicolon=True) == "https://x.example/%3B"


def test_unknown_format_names_the_nearest_and_all_formats(tmp_path: Path) -> None:
    with pytest.raises(GreylitError) as caught:
        write([], "xslx", tmp_path, CONTEXT)
    assert caught.value.code == "UNKNOWN_FORMAT"
    assert caught.value.hint and "'xlsx'" in caught.value.hint and "csl-json" in caught.value.hint


FILES = [name for name, form in FORMATS.items() if not form.folder]


@pytest.mark.parametrize("fmt", FILES)
def test_a_folder_gets_a_file_named_after_review_and_date(fmt: str, tmp_path: Path) -> None:
    result = write([record()], fmt, tmp_path / "new" / "out", CONTEXT)
    assert [p.name for p in result.paths] == [f"alliancing_2026-11-23{FORMATS[fmt].extension}"]
    assert result.records == 1
    assert [p.name for p in result.paths[0].parent.iterdir()] == [result.paths[0].name]


@pytest.mark.parametrize("fmt", FORMATS)
def test_same_records_give_the_same_bytes(fmt: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first = write(iter(AWKWARD), fmt, tmp_path / "a", CONTEXT)
    later = time.time() + 86_400 * 400
    monkeypatch.setattr(time, "time", lambda: later)
    second = write(iter(AWKWARD), fmt, tmp_path / "b", CONTEXT)
    assert [path.name for path in first.paths] == [path.name for path in second.paths]
    assert [path.read_bytes() for path in first.paths] == [path.read_bytes() for path in second.paths]


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_failed_export_leaves_the_old_files_and_nothing_else(fmt: str, tmp_path: Path) -> None:
    def broken() -> Iterator[ExportRecord]:
        yield record()
        raise RuntimeError("store went away")

    old = write([record(2)], fmt, tmp_path, CONTEXT).paths
    before = [path.read_bytes() for path in old]
    with pytest.raises(RuntimeError):
        write(broken(), fmt, tmp_path, CONTEXT)
    assert [path.read_bytes() for path in old] == before
    assert sorted(tmp_path.iterdir()) == sorted(old)


def test_a_format_of_several_files_wants_a_folder_and_not_the_name_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(GreylitError) as caught:
        write([record()], "covidence", tmp_path / "out.ris", CONTEXT)
    assert caught.value.code == "USAGE" and caught.value.hint == "name a folder: --out out"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_place_that_cannot_be_written_is_an_error_for_people(fmt: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(GreylitError) as caught:
        write([record()], fmt, tmp_path / "file" / "out.x", CONTEXT)
    assert caught.value.code == "EXPORT_NOT_WRITTEN"


def test_no_record_is_a_valid_export(tmp_path: Path) -> None:
    for fmt, form in FORMATS.items():
        out = tmp_path / (fmt if form.folder else f"none{form.extension}")
        result = write([], fmt, out, replace(CONTEXT, search_log=()))
        assert result.records == 0
        assert result.notes == () or fmt == "zotero"
        assert result.paths[0].exists()
