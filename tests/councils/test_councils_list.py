"""The built-in list of councils, and lists of one's own."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from harvest.councils import COLUMNS, as_csv, load, named, portals, select, sites, unknown_names
from harvest.errors import GreylitError
from harvest.protocol.sources import Select

HEAD = "gss_code,name,tier,website,committee_system,committee_url\n"
KENT = (
    "E10000016,Kent County Council,county,https://www.kent.gov.uk,ModernGov,https://democracy.kent.gov.uk\n"
)


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "councils.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_the_built_in_list_has_each_principal_authority_once() -> None:
    councils = load()
    assert Counter(each.tier for each in councils) == {
        "county": 21, "district": 164, "unitary": 63, "metropolitan": 36, "london_borough": 32, "city_of_london": 1,
    }  # fmt: skip
    for column in ("gss_code", "slug", "name"):
        assert len({getattr(each, column) for each in councils}) == 317
    assert all(
        each.website.startswith(("https://", "http://")) and each.source_of_each_fact for each in councils
    )


def test_the_built_in_list_knows_who_has_the_duty_and_where_the_papers_are() -> None:
    councils = load()
    assert len(select(councils, Select(duty="adult social care"))) == 153
    assert Counter(each.committee_system for each in councils) == {"ModernGov": 276, "CMIS": 22, "other": 19}
    assert sum(bool(each.committee_url) for each in councils) == 300
    assert sum(each.committee_url.startswith("http://") for each in councils) == 56


def test_a_county_is_in_the_region_of_its_districts() -> None:
    counties = {each.la_code: each for each in load() if each.tier == "county"}
    districts = [each for each in load() if each.tier == "district" and each.county_code in counties]
    assert len(districts) == 164
    assert not [each.name for each in districts if each.region != counties[each.county_code].region]


def test_three_web_sites_serve_two_councils_each() -> None:
    shared = [tuple(each.slug for each in same) for same in sites(load()) if len(same) > 1]
    assert set(shared) == {("adur", "worthing"), ("eastbourne", "lewes"), ("broadland", "south-norfolk")}


def test_five_portals_serve_two_councils_each() -> None:
    shared = [each for each in portals(load()) if len(each.councils) > 1]
    assert {each.slug for each in shared} == {
        "adur_worthing", "babergh_mid-suffolk", "eastbourne_lewes", "south-hams_west-devon", "broadland_south-norfolk",
    }  # fmt: skip
    assert len(portals(load())) == 312


def test_the_list_survives_being_written_and_read() -> None:
    from harvest.councils.listed import read

    assert read(as_csv(load()).encode(), "x") == load()
    assert as_csv(load()).splitlines()[0] == ",".join(COLUMNS)


@pytest.mark.parametrize("name", ["Kent", "kent county council", "KENT", "E10000016"])
def test_a_council_is_known_by_name_short_name_and_code(name: str) -> None:
    assert [each.slug for each in named(load(), name)] == ["kent"]
    assert unknown_names(load(), ["Kemt"]) == [("Kemt", "Kent")]


@pytest.mark.parametrize(
    "text", [HEAD + KENT, "\ufeff" + HEAD + KENT, (HEAD + KENT).replace("\n", "\r\n"), (HEAD + KENT).replace(",", ";"),
             (HEAD + KENT).replace(",", "\t"), (HEAD + "\n" + KENT + "\n,,,,,\n")]
)  # fmt: skip
def test_a_list_is_read_whatever_program_wrote_it(tmp_path: Path, text: str) -> None:
    (kent,) = load(written(tmp_path, text))
    assert (kent.slug, kent.duty, kent.nice_name) == (
        "kent-county-council",
        "adult social care",
        "Kent County Council",
    )


def test_a_list_in_the_coding_of_windows_is_read(tmp_path: Path) -> None:
    (one,) = load(written(tmp_path, (HEAD + KENT.replace("Kent C", "K\xe9nt C")).encode("cp1252")))
    assert one.name == "K\xe9nt County Council"


FAULTS = {
    "E1": ("gss_code", KENT.replace("E10000016", "E1")),
    "tier": ("tier", KENT.replace("county", "parish", 1)),
    "address": ("no address", KENT.replace("https://www.kent.gov.uk", "www.kent.gov.uk")),
    "slash": ("ends with /", KENT.replace("democracy.kent.gov.uk", "democracy.kent.gov.uk/")),
    "page": ("one page", KENT.replace("democracy.kent.gov.uk", "democracy.kent.gov.uk/ieDocHome.aspx")),
    "system": ("committee_system", KENT.replace("ModernGov", "Modern.Gov")),
    "nowhere": ("committee_url is empty", KENT.replace("https://democracy.kent.gov.uk", "")),
    "twice": ("stands in line 2 already", KENT + KENT),
    "too many": ("more values than columns", KENT.replace("\n", ",more\n")),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_row_that_cannot_be_used_is_named_with_its_line_and_the_reason(tmp_path: Path, fault: str) -> None:
    said, rows = FAULTS[fault]
    with pytest.raises(GreylitError) as failed:
        load(written(tmp_path, HEAD + rows))
    assert (
        said in failed.value.message
        and "line " in failed.value.message
        and "councils.csv" in failed.value.message
    )


def test_a_list_without_a_needed_column_or_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(GreylitError, match="there is no column website"):
        load(written(tmp_path, HEAD.replace("website", "site") + KENT))
    with pytest.raises(GreylitError) as failed:
        load(tmp_path / "none.csv")
    assert "greylit councils --csv" in str(failed.value.hint)


@pytest.mark.parametrize(
    "body", [b"", b"\x00\x01\x02", b'"' * 5000, bytes(range(256)) * 10, b"PK\x03\x04" + b"x" * 500]
)
def test_a_file_that_is_no_list_is_an_error_and_no_trace(tmp_path: Path, body: bytes) -> None:
    with pytest.raises(GreylitError):
        load(written(tmp_path, body))
