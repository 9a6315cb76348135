"""What our own exports write is read back, and rispy, a reader that others wrote, reads the same in them."""

from __future__ import annotations

from pathlib import Path

import pytest
import rispy  # type: ignore[import-untyped]

from harvest.export import write
from harvest.references import read_bytes, read_references
from tests.export.export_samples import AWKWARD, CONTEXT
from tests.references.samples import RIS


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    out = tmp_path / "out.ris"
    write(AWKWARD, "ris", out, CONTEXT)
    return out


def test_rispy_and_we_read_the_same_in_what_we_export(exported: Path) -> None:
    theirs = rispy.loads(exported.read_bytes().decode("utf-8"))
    ours = read_references(exported).entries
    assert len(ours) == len(theirs) == len(AWKWARD)
    for entry, other in zip(ours, theirs, strict=True):
        assert entry.title == other["title"]
        assert list(entry.authors) == other.get("authors", other.get("first_authors", []))
        assert entry.year == (int(other["year"]) if "year" in other else None)
        assert entry.publisher == other.get("publisher")
        assert list(entry.urls) == other.get("urls", [])
        # An address at doi.org is a DOI to us, and an address to rispy.
        at = {
            each.rpartition("doi.org/")[2].lower() for each in other.get("urls", []) if "//doi.org/" in each
        }
        assert entry.doi == other.get("doi", "").lower() or entry.doi is None or entry.doi in at
        assert entry.abstract == other.get("abstract")
        assert list(entry.keywords) == other.get("keywords", [])
        assert entry.id == other.get("accession_number")
        assert entry.language == other.get("language")
        assert entry.note == " | ".join(dict.fromkeys(other["notes"]))


def test_the_only_faults_of_what_we_export_are_years_that_are_not_known(exported: Path) -> None:
    assert {fault.says for fault in read_references(exported).faults} <= {
        "the reference has no year",
        "SN is '978-0-00-000000-2', whose check digit does not fit: it was kept as written",
        "UR is the address of a DOI: 10.1234/ab was taken as its DOI",
    }


def test_what_rispy_writes_is_read() -> None:
    written = rispy.dumps(rispy.loads(RIS))
    assert written.lstrip().startswith("1.")
    ours, before = read_bytes(written.encode(), "x"), read_bytes(RIS.encode(), "x")
    assert [(each.title, each.authors, each.year, each.doi) for each in ours.entries] == [
        (each.title, each.authors, each.year, each.doi) for each in before.entries
    ]
    assert ours.faults == ()


@pytest.mark.parametrize(
    ("fmt", "name"), [("csv", "out.csv"), ("csl-json", "out.json"), ("xlsx", "out.xlsx")]
)
def test_every_record_of_our_other_exports_is_read(tmp_path: Path, fmt: str, name: str) -> None:
    out = tmp_path / name
    write(AWKWARD, fmt, out, CONTEXT)
    entries = read_references(out).entries
    assert [entry.id for entry in entries] == [record.id for record in AWKWARD]
    assert entries[0].title == "Alliance contract for adult social care 1"
    assert (entries[0].year, entries[0].date, entries[0].publisher) == (2019, "2019-03-05", "Ashford Council")
    assert entries[0].url == "https://www.ashford.example.gov.uk/documents/1"
    assert entries[2].authors[1] == "Bate, Angela"
