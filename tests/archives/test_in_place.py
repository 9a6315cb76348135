"""What an archive holds of a dead address stands in its place: in the work whose file it was, or as a work of its own."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from crawler.judge.item import Item
from harvest.facts import A_REFERENCE, facts
from harvest.gathering import Work, gather
from harvest.works import Concluder, _copied
from store.inputs import WorkInputs

SITE, OLD = "http://one.test", "http://old.test"
DEAD, ALIVE = f"{SITE}/report.pdf", f"{SITE}/list"
NOTHING = WorkInputs(
    items=[], captures={}, gone={}, skips={}, redirects={}, said={}, publishers={"town": "Town Council"}, brought={},
    suggestions={}, links_to={}, extractions={}, documents={}, archived={}, entries=[], mirrors=frozenset(),
)  # fmt: skip


def capture(url: str, outcome: str, seq: int, **more: Any) -> dict[str, Any]:
    return {
        "url": url, "address": url, "seq": seq, "run": 1, "source": "town", "kind": "page", "outcome": outcome,
        "detail": None, **more,
    }  # fmt: skip


def copy(of: str, seq: int = 9) -> dict[str, Any]:
    place = f"https://web.archive.org/web/20190101000000id_/{of}"
    return capture(
        place, "read", seq, source="web-archives.internet-archive", kind="archived", of_url=of, archive="Internet Archive",
        archived_at="2019-01-01T00:00:00+00:00",
    )  # fmt: skip


def seen(*captures: dict[str, Any], of: str = DEAD, **more: Any) -> WorkInputs:
    held = copy(of)
    known = {row["url"]: row for row in (*captures, held)}
    facts_ = {"doc": {"outcome": "text", "detail": None}, "live": {"outcome": "text", "detail": None}}
    given = {
        "captures": known, "archived": {of: held}, "extractions": {9: "doc", 2: "live"}, "documents": facts_, **more,
    }  # fmt: skip
    return replace(NOTHING, **given)


def file_of(inputs: WorkInputs, url: str) -> dict[str, Any]:
    work = Work("town:w", "town", ALIVE, 1, 1)
    return Concluder._file(work, 1, "file", None, url, inputs)


def test_a_copy_is_read_in_place_of_what_its_site_has_no_more() -> None:
    row = file_of(seen(capture(DEAD, "not-found", 2)), DEAD)
    assert (row["url"], row["document"], row["outcome"]) == (DEAD, "doc", "text")
    assert row["archive"] == "Internet Archive" and row["archive_url"] == copy(DEAD)["address"]


def test_a_copy_of_what_led_to_a_page_for_what_is_lost_is_read_as_well() -> None:
    lost = f"{SITE}/lost"
    inputs = seen(capture(DEAD, "redirect", 2), capture(lost, "not-found", 3), redirects={DEAD: lost})
    assert file_of(inputs, DEAD)["archive"] == "Internet Archive"
    assert [each.id for each in gather(inputs).works] == [f"town:{DEAD}"]


def test_what_its_site_has_again_is_read_there() -> None:
    row = file_of(seen(capture(DEAD, "read", 2)), DEAD)
    assert row["document"] == "live" and "archive" not in row
    moved = f"{SITE}/new.pdf"
    inputs = seen(capture(DEAD, "redirect", 1), capture(moved, "read", 2), redirects={DEAD: moved})
    assert file_of(inputs, DEAD)["document"] == "live"
    assert [each.url for each in gather(inputs).works] == [moved], "and it is no work of its own beside that"


def test_a_dead_address_that_no_page_describes_is_a_work_of_the_site_that_had_it() -> None:
    (work,) = gather(seen(capture(DEAD, "not-found", 2))).works
    assert (work.id, work.source, work.url) == (f"town:{DEAD}", "town", DEAD)


def test_an_address_on_a_host_without_a_name_is_a_work_of_the_site_that_linked_to_it() -> None:
    lost = f"{OLD}/report.pdf"
    link = {"from_name": ALIVE, "from_url": ALIVE, "why": "link"}
    inputs = seen(capture(ALIVE, "read", 1), of=lost, links_to={lost: [link]})
    assert [each.id for each in gather(inputs).works if each.url == lost] == [f"town:{lost}"]


def test_a_file_of_a_page_is_no_work_beside_it() -> None:
    item = {
        "key": "k",
        "url": ALIVE,
        "title": "T",
        "attachments": [{"title": "F", "url": DEAD, "kind": "file"}],
        "texts": [],
    }
    row = {"seq": 1, "run": 1, "url": ALIVE, "source": "town", "key": "k", "body": json.dumps(item)}
    inputs = seen(capture(ALIVE, "read", 1, kind="publication"), capture(DEAD, "not-found", 2), items=[row])
    assert [each.id for each in gather(inputs).works] == ["town:k"]


def test_a_work_whose_document_its_site_has_at_another_address_is_no_copy() -> None:
    work = Work("town:w", "town", ALIVE, 1, 1)
    taken = {"document": "doc", "archive": "Internet Archive", "archive_url": "u", "archived_at": "a"}
    work.files = [taken]
    assert _copied(work, {"document": "doc"})["archive"] == "Internet Archive"
    work.files = [taken, {"document": "doc"}]
    assert _copied(work, {"document": "doc"}) == {} == _copied(work, None)


# ---- what is said of it


def test_neither_a_mirror_nor_what_its_pages_name_is_the_publisher() -> None:
    item = Item(key="k", url=ALIVE, title="T", publishers=("DocsMirror",))
    for mirror, names in ((True, []), (False, ["DocsMirror"])):
        work = Work("town:k", "town", ALIVE, 1, 1, item, mirror=mirror)
        assert facts(work, None, NOTHING)["publishers"] == names
    plain = Work("town:k", "town", ALIVE, 1, 1, replace(item, publishers=()))
    assert facts(plain, None, NOTHING)["publishers"] == ["Town Council"]
    plain.mirror = True
    assert facts(plain, None, NOTHING)["publishers"] == []


@pytest.mark.parametrize(
    ("said", "code"),
    [("English", "en"), ("eng", "en"), ("en_GB", "en"), ("EN", "en"), ("en-GB", "en"), ("Deutsch", "de"),
     ("English; French", "en"), ("Klingon", None), ("", None), (None, None)],
)  # fmt: skip
def test_the_language_of_a_reference_is_a_code_however_it_is_written(
    said: str | None, code: str | None
) -> None:
    work = Work("refs:r", "refs", "f#line=1", 1, 1)
    work.entry = {
        "said": {"title": "T", "language": said, "year": 2014},
        "file": "f",
        "line": 1,
        "document": None,
    }
    row = facts(work, None, NOTHING)
    assert (row["language"], row["work_date"], row["date_source"]) == (code, "2014", A_REFERENCE)


def test_a_reference_without_a_title_is_known_by_its_place() -> None:
    work = Work("refs:r", "refs", "f#line=3", 1, 1)
    work.entry = {"said": {"title": "", "authors": ["Ham C"]}, "file": "f.ris", "line": 3, "document": None}
    row = facts(work, None, NOTHING)
    assert (
        row["title"] == "[no title] f.ris, line 3" and row["work_date"] is None and row["date_source"] is None
    )
