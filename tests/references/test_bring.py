"""Files of searches go into archive and ledger once, bytes and all, or nothing does."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from harvest.errors import GreylitError
from harvest.importing.searches import Brought, bring
from harvest.references import Entry
from store import archive
from store.ledger import Ledger
from store.workspace import Workspace
from tests.references.samples import BIBTEX, RIS, SCHOLAR

PDF = b"%PDF-1.4\n1 0 obj\nendobj\nstream"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "review")
    made.prepare()
    folder = made.root / "imports"
    folder.mkdir()
    (folder / "wos.ris").write_text(RIS.replace("Y1  - 2017///", "Y1  - 2017/18"), encoding="utf-8")
    (folder / "scholar.csv").write_text(SCHOLAR, encoding="utf-8")
    (folder / "seeds.bib").write_text(BIBTEX, encoding="utf-8")
    (folder / "Alliance_plan.pdf").write_bytes(PDF)
    return made


@pytest.fixture
def ledger(workspace: Workspace) -> Iterator[Ledger]:
    with Ledger(workspace.ledger) as opened:
        yield opened


def manual(*files: str, **said: Any) -> SimpleNamespace:
    told = {
        "searched_on": "2026-11-03",
        "searched_by": "LB",
        "strategy": "alliance*",
        "seen": 400,
        "screened": 200,
        **said,
    }
    return SimpleNamespace(type="manual", id="wos", files=files, **told)


def seeds(path: str = "imports/seeds.bib") -> SimpleNamespace:
    return SimpleNamespace(type="seeds", id="seeds", list=path)


def brought(workspace: Workspace, ledger: Ledger, *sources: Any) -> Brought:
    return bring(workspace, ledger, 1, SimpleNamespace(sources=sources))  # type: ignore[arg-type]


def bodies(ledger: Ledger, kind: str) -> list[dict[str, Any]]:
    return [entry.body for entry in ledger.entries(kinds=(kind,))]


def test_rows_say_what_was_brought_and_the_archive_holds_the_bytes(
    workspace: Workspace, ledger: Ledger
) -> None:
    came = brought(
        workspace,
        ledger,
        manual("imports/wos.ris", "imports/scholar.csv"),
        SimpleNamespace(type="site", id="x"),
        seeds(),
    )
    assert [(each.source, each.files, each.new) for each in came.sources] == [("wos", 2, 4), ("seeds", 1, 2)]
    first, *_ = rows = bodies(ledger, "imported")
    assert len(rows) == 3
    data = (workspace.root / "imports/wos.ris").read_bytes()
    assert first["sha256"] == hashlib.sha256(data).hexdigest()
    assert (first["file"], first["bytes"], first["format"], first["entries"]) == (
        "imports/wos.ris",
        len(data),
        "ris",
        2,
    )
    assert [first[name] for name in ("searched_on", "by", "strategy", "seen", "screened")] == [
        "2026-11-03",
        "LB",
        "alliance*",
        400,
        200,
    ]
    assert first["faults"] == [
        {"line": 4, "field": "Y1", "says": "Y1 is the span '2017/18': its first year was taken"}
    ]
    for row in rows:
        stored = archive.read(workspace.archive, row["warc"], row["offset"])
        assert hashlib.sha256(stored.body()).hexdigest() == row["sha256"]
        assert stored.headers["content-type"] == row["mime"]
    assert rows[2]["by"] is None
    assert ledger.verify() is None


def test_each_reference_has_a_row_with_its_line(workspace: Workspace, ledger: Ledger) -> None:
    brought(workspace, ledger, manual("imports/wos.ris"))
    one, other = bodies(ledger, "entry")
    assert (one["source"], one["file"], one["position"], one["line"]) == ("wos", "imports/wos.ris", 1, 1)
    assert (one["url"], other["url"]) == ("imports/wos.ris#line=1", "https://www.kingsfund.org.uk/alliance")
    assert (one["kind"], one["why"], one["outcome"]) == ("entry", "import", "no-file")
    entry = Entry.from_dict(other["entry"])
    assert (entry.title, entry.key, entry.line) == ("Alliance contracting", other["key"], other["line"])
    assert {each.run for each in ledger.entries(kinds=("imported", "entry"))} == {1}


def test_the_ledger_never_names_bytes_that_are_not_there_and_the_end_is_noted(
    workspace: Workspace, ledger: Ledger
) -> None:
    brought(workspace, ledger, manual("imports/wos.ris"))
    kinds = [entry.kind for entry in ledger.entries()]
    assert kinds == ["imported", "entry", "entry", "warc"]
    end = ledger.last("warc")
    assert end is not None
    assert (end.body["ledger_seq"], end.body["reason"]) == (3, "import")
    assert end.body["offset"] + end.body["length"] == (workspace.archive / end.body["warc"]).stat().st_size


def test_bringing_twice_brings_nothing_new(workspace: Workspace, ledger: Ledger) -> None:
    sources = (manual("imports/wos.ris", "imports/Alliance_plan.pdf"), seeds())
    brought(workspace, ledger, *sources)
    before, files = ledger.head(), sorted(each.name for each in workspace.archive.iterdir())
    again = brought(workspace, ledger, *sources)
    assert (again.total.files, again.total.passed, again.total.new, again.total.known) == (0, 3, 0, 0)
    assert ledger.head() == before
    assert sorted(each.name for each in workspace.archive.iterdir()) == files


def test_other_words_on_the_search_record_the_file_again_and_no_reference_twice(
    workspace: Workspace, ledger: Ledger
) -> None:
    for screened in (200, 300, 200):
        came = brought(workspace, ledger, manual("imports/wos.ris", screened=screened))
        assert came.total.files == 1
    rows = bodies(ledger, "imported")
    assert [row["screened"] for row in rows] == [200, 300, 200]
    assert len({(row["warc"], row["offset"]) for row in rows}) == 1
    assert len(bodies(ledger, "entry")) == 2
    assert came.total.known == 2


def test_a_longer_export_of_the_same_search_brings_only_what_is_new_or_changed(
    workspace: Workspace, ledger: Ledger
) -> None:
    brought(workspace, ledger, manual("imports/wos.ris"))
    path = workspace.root / "imports/wos.ris"
    added = "TY  - RPRT\nTI  - Another\nPY  - 2020\nER  - \n"
    path.write_text(added + path.read_text().replace("How alliances", "Why alliances"))
    came = brought(workspace, ledger, manual("imports/wos.ris"))
    assert (came.total.new, came.total.known) == (2, 1)
    rows = bodies(ledger, "entry")
    assert rows[3]["key"] == rows[0]["key"]
    assert rows[3]["entry"]["abstract"] == "Why alliances govern."


def test_a_document_is_an_entry_with_its_own_bytes(workspace: Workspace, ledger: Ledger) -> None:
    brought(workspace, ledger, manual("imports/Alliance_plan.pdf"))
    (row,) = bodies(ledger, "entry")
    assert (row["outcome"], row["mime"], row["bytes"]) == ("read", "application/pdf", len(PDF))
    assert (row["entry"]["title"], row["url"]) == ("Alliance plan", "imports/Alliance_plan.pdf#line=1")
    assert archive.read(workspace.archive, row["warc"], row["offset"]).body() == PDF
    (workspace.root / "imports/Alliance_plan.pdf").write_bytes(PDF + b"\nnew")
    assert brought(workspace, ledger, manual("imports/Alliance_plan.pdf")).total.new == 1


def test_a_protocol_without_such_sources_writes_nothing(workspace: Workspace, ledger: Ledger) -> None:
    assert brought(workspace, ledger, SimpleNamespace(type="site", id="x")).sources == ()
    assert ledger.head()[0] == 0
    assert not list(workspace.archive.iterdir())


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("imports/none.ris", None, "REFERENCES_MISSING"),
        ("imports/empty.ris", b"", "REFERENCES_INVALID"),
        ("imports", None, "REFERENCES_MISSING"),
    ],
    ids=["missing", "empty", "a folder"],
)
def test_one_file_that_cannot_be_read_stops_all_before_anything_is_written(
    workspace: Workspace, ledger: Ledger, name: str, data: bytes | None, code: str
) -> None:
    if data is not None:
        (workspace.root / name).write_bytes(data)
    with pytest.raises(GreylitError) as raised:
        brought(workspace, ledger, seeds(), manual("imports/wos.ris", name))
    assert raised.value.code == code
    assert name in raised.value.message
    assert "the source wos" in raised.value.message
    assert raised.value.hint
    assert ledger.head()[0] == 0
    assert not list(workspace.archive.iterdir())
