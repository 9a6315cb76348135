from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
from export_samples import AWKWARD, CONTEXT, record

from harvest.export import ExportRecord, write

# The fields of CSL 1.0.2's csl-data.json that matter here, written by hand; like the original it allows no others.
_TEXT = {"type": "string", "minLength": 1}
_DATE = {
    "type": "object",
    "properties": {
        "date-parts": {
            "type": "array", "minItems": 1, "maxItems": 2,
            "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": "number"}},
        },
        "literal": _TEXT,
    },
    "minProperties": 1,
    "additionalProperties": False,
}  # fmt: skip
_NAME = {
    "type": "object",
    "properties": {"family": _TEXT, "given": _TEXT, "literal": _TEXT},
    "minProperties": 1,
    "additionalProperties": False,
}
_WORDS = "container-title collection-title id title publisher genre number ISBN DOI URL abstract keyword language source archive archive_location note"
CSL = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["id", "type", "title", "abstract"],
        "additionalProperties": False,
        "properties": {
            **dict.fromkeys(_WORDS.split(), _TEXT),
            "type": {"enum": ["report", "webpage", "post-weblog", "thesis", "article-journal", "paper-conference", "book", "chapter", "standard"]},
            "author": {"type": "array", "minItems": 1, "items": _NAME},
            "issued": _DATE,
            "accessed": _DATE,
            "number-of-pages": {"type": ["string", "number"]},
            "custom": {"type": "object"},
        },
    },
}  # fmt: skip


def csl(tmp_path: Path, *records: ExportRecord) -> list[dict[str, Any]]:
    out = tmp_path / "out.json"
    write(records, "csl-json", out, CONTEXT)
    items: list[dict[str, Any]] = json.loads(out.read_bytes().decode("utf-8"))
    return items


def test_items_have_the_shape_of_csl(tmp_path: Path) -> None:
    items = csl(tmp_path, *AWKWARD)
    jsonschema.validate(items, CSL)
    assert [item["id"] for item in items] == [r.id for r in AWKWARD]


def test_corporate_names_stay_whole_and_people_have_two_parts(tmp_path: Path) -> None:
    ministry, health = csl(tmp_path, AWKWARD[1], AWKWARD[2])
    assert ministry["author"] == [{"literal": "Ministry of Housing, Communities & Local Government"}]
    assert health["author"] == [
        {"literal": "Department of Health and Social Care"},
        {"family": "Bate", "given": "Angela"},
    ]


def test_dates_are_as_precise_as_known(tmp_path: Path) -> None:
    items = csl(
        tmp_path, record(), record(date="2019-03"), record(date=None), record(date="2019/20", year=None)
    )
    assert [item["issued"] for item in items] == [
        {"date-parts": [[2019, 3, 5]]},
        {"date-parts": [[2019, 3]]},
        {"date-parts": [[2019]]},
        {"literal": "2019/20"},
    ]
    assert items[0]["accessed"] == {"date-parts": [[2026, 11, 2]]}
    assert "issued" not in csl(tmp_path, record(date=None, year=None))[0]


def test_archived_copy_and_provenance_travel(tmp_path: Path) -> None:
    item = csl(tmp_path, AWKWARD[12])[0]
    assert item["archive"] == "Internet Archive"
    assert item["archive_location"] in item["note"]
    assert item["custom"]["greylit"]["passages"][0]["page"] == 7
    assert item["custom"]["greylit"]["found_by"][0]["route"] == "site search"
    assert item["type"] == "article-journal"
    assert item["DOI"] == "10.1234/abc.5"
    assert "genre" not in item


def test_people_of_both_orders_have_two_parts_and_bodies_stay_whole(tmp_path: Path) -> None:
    report, article = csl(tmp_path, AWKWARD[14], AWKWARD[15])
    assert report["author"] == [
        {"family": "Ham", "given": "Chris"},
        {"family": "ap Rhys", "given": "Siân"},
        {"literal": "Research and Policy Unit"},
    ]
    assert article["author"] == [
        {"family": "Gruffydd", "given": "Siân"},
        {"family": "Ŵyn-Jones", "given": "Llŷr"},
    ]
    twin = record(authors=(), publishers=("The King's Fund", "Grant Thornton", "Carnegie Dunfermline"))
    assert csl(tmp_path, twin)[0]["author"] == [{"literal": name} for name in twin.publishers]


def test_an_archived_copy_has_its_archive_its_place_and_its_day(tmp_path: Path) -> None:
    item = csl(tmp_path, AWKWARD[14])[0]
    copy = "https://web.archive.org/web/20140210093000/https://www.fund.example/a;b.pdf"
    assert (item["archive"], item["archive_location"]) == ("Internet Archive", copy)
    assert f"Archived copy of 10 February 2014 in the Internet Archive: {copy}" in item["note"]
    assert "Held only by mirror.example, which is not its publisher" in item["note"]
    assert item["custom"]["greylit"]["archived_at"] == "2014-02-10T09:30:00Z"
    none = csl(tmp_path, record(archive="Internet Archive", archive_url="javascript:alert(1)"))[0]
    assert not {"archive", "archive_location"} & none.keys()


def test_a_reference_without_address_has_none_and_its_place_is_told(tmp_path: Path) -> None:
    report, article = csl(tmp_path, AWKWARD[14], AWKWARD[15])
    assert "URL" not in article and "Imported from imports/wos.ris, line 120" in article["note"]
    assert (article["DOI"], article["ISBN"]) == ("10.1108/JICA-01-2019", "978-1-4028-9462-6")
    assert article["container-title"] == "Journal of Integrated Care"
    assert report["collection-title"] == "Future trends" and "container-title" not in report


def lines(tmp_path: Path, *records: ExportRecord) -> list[dict[str, Any]]:
    out = tmp_path / "out.jsonl"
    write(records, "jsonl", out, CONTEXT)
    # splitlines() also splits at U+2028 and U+0085: they must not stand bare.
    return [json.loads(line) for line in out.read_bytes().decode("utf-8").splitlines()]


def test_jsonl_keeps_every_value_exactly(tmp_path: Path) -> None:
    found = lines(tmp_path, *AWKWARD)
    assert len(found) == len(AWKWARD)
    assert found[4]["abstract"] == AWKWARD[4].abstract
    assert found[7]["title"] == AWKWARD[7].title
    assert found[6]["title"] == "Report 📈\x00 on\x07 care\ufeff \ufffd"
    assert found[0]["passages"][0] == {
        "concept": "A", "term": "alliance contract*", "page": 7, "start": 1200, "end": 1260,
        "text": "an alliance contract\nwith the trust",
    }  # fmt: skip


def test_jsonl_lines_have_one_schema_and_one_order_of_keys(tmp_path: Path) -> None:
    found = lines(tmp_path, *AWKWARD)
    assert {line["schema"] for line in found} == {"greylit/record/1"}
    assert len({tuple(line) for line in found}) == 1
    assert next(iter(found[0])) == "schema"
    assert found[0]["export"]["protocol_sha256"] == "a1" * 32
    assert found[0]["abstract_shown"].startswith("Ashford Council, 2019-03-05 (R00001).")
    assert set(ExportRecord.__dataclass_fields__) < set(found[0])


def test_jsonl_has_the_archived_copy_and_the_place_in_a_file(tmp_path: Path) -> None:
    report, article = lines(tmp_path, AWKWARD[14], AWKWARD[15])
    assert (report["archive"], report["archived_at"]) == ("Internet Archive", "2014-02-10T09:30:00Z")
    assert report["archive_url"] == AWKWARD[14].archive_url
    assert report["authors"] == ["Chris Ham", "Dr Siân ap Rhys", "Research and Policy Unit"]
    assert (article["url"], article["mirror"]) == ("imports/wos.ris#line=120", False)
