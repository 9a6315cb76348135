"""Whatever text a page holds, N records in are N records out."""

from __future__ import annotations

import csv
import json
import tempfile
from pathlib import Path
from xml.etree.ElementTree import parse

import bibtexparser
import rispy  # type: ignore[import-untyped]
from export_samples import CONTEXT
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from harvest.export import ExportRecord, Found, Passage, write

# All of Unicode, lone surrogates too, and more of what breaks line formats than chance would give.
_CHARACTERS = st.characters() | st.sampled_from(
    "\r\n\t\x00\x0b\x0c\x1c\x85\u2028\u2029\ud800\ufeff\ufffe=+-@;,|\"'_"
)
_TRAPS = [
    "ER  - ",
    "\nTY  - JOUR\n",
    "\r\nER  - \r\n",
    "2019/20",
    "_x000D_",
    "#N/A",
    "=1+1",
    "https://x.example/a;b",
    "imports/wos.ris#line=7",
    "http://[",
]
TEXT = st.text(_CHARACTERS, max_size=30) | st.sampled_from(_TRAPS) | st.tuples(
    st.sampled_from(_TRAPS), st.text(_CHARACTERS, max_size=8)
).map("".join)  # fmt: skip
MAYBE = st.none() | TEXT
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
NUMBER = st.none() | st.integers(-(10**20), 10**20)

RECORD = st.builds(
    ExportRecord,
    id=TEXT, title=TEXT, source_id=TEXT, source_name=TEXT, url=MAYBE, authors=TEXTS, publisher=MAYBE,
    publisher_class=MAYBE, doc_type=MAYBE, title_source=MAYBE, date=MAYBE, date_source=MAYBE, year=NUMBER,
    language=MAYBE, file_urls=TEXTS, archive_url=MAYBE, accessed=MAYBE, pages=NUMBER, sha256=MAYBE, doi=MAYBE,
    report_number=MAYBE, isbn=MAYBE, abstract=MAYBE, publishers=TEXTS, archive=MAYBE, archived_at=MAYBE,
    container_title=MAYBE, notice=MAYBE, mirror=st.booleans(),
    passages=st.lists(
        st.builds(Passage, concept=TEXT, term=TEXT, page=NUMBER, start=st.integers(), end=st.integers(), text=TEXT),
        max_size=2,
    ).map(tuple),
    concepts=TEXTS,
    found_by=st.lists(st.builds(Found, route=TEXT, question=MAYBE, listing_url=MAYBE, fetched_at=MAYBE), max_size=2).map(tuple),
    seed_ids=TEXTS, round=NUMBER, run=NUMBER, state=TEXT, withdrawn=st.booleans(), notes=TEXTS, warc_file=MAYBE,
    warc_offset=NUMBER, summary=MAYBE, part_of=MAYBE, part_of_name=MAYBE,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(RECORD, max_size=3))
def test_every_reader_gets_as_many_records_as_were_written(records: list[ExportRecord]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = {
            fmt: Path(folder, f"out.{fmt}")
            for fmt in ("ris", "csv", "csl-json", "jsonl", "xlsx", "bibtex", "endnote", "asreview")
        }
        for fmt, path in out.items():
            assert write(records, fmt, path, CONTEXT).records == len(records)

        text = out["ris"].read_bytes().decode("utf-8")
        read = rispy.loads(text)
        assert len(read) == len(records)
        assert not [r for r in read if "unknown_tag" in r]
        assert all(r["abstract"] and r["title"] for r in read)
        assert sum(line.startswith("TY  - ") for line in text.splitlines()) == len(records)

        with out["csv"].open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        assert len(rows) == len(records)
        assert all(None not in row and None not in row.values() for row in rows)
        assert all(row["year"] == "" or row["year"].isdigit() for row in rows)

        assert len(json.loads(out["csl-json"].read_bytes())) == len(records)
        lines = out["jsonl"].read_bytes().decode("utf-8").splitlines()
        assert [json.loads(line)["schema"] for line in lines] == ["greylit/record/1"] * len(records)

        library = bibtexparser.parse_string(out["bibtex"].read_text(encoding="utf-8"))
        assert not library.failed_blocks
        assert len({entry.key for entry in library.entries}) == len(records)
        assert len(parse(out["endnote"]).getroot().findall("records/record")) == len(records)
        with out["asreview"].open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        assert len(rows) == len(records) and all(row["title"] and row["abstract"] for row in rows)
        for program in ("covidence", "rayyan", "eppi"):
            result = write(records, program, Path(folder, program), CONTEXT)
            files = [path.read_text(encoding="utf-8") for path in result.paths[:-1]]
            assert sum(len(rispy.loads(text)) for text in files) == result.records == len(records)

        workbook = load_workbook(out["xlsx"])
        assert workbook["records"].max_row == len(records) + 1
        assert workbook["passages"].max_row == sum(len(r.passages) for r in records) + 1
