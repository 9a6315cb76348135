"""`greylit add`: what a person names is kept with who and why, asked for once, and traced to the record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from crawler.lead import Answer, Lead
from crawler.sources import readers
from crawler.spec import Source
from harvest.demo.pdfs import text_pdf
from harvest.suggestions import SOURCE, planned
from store.ledger import Ledger
from tests.again.pages import Pages, site, town, write_town
from tests.again.reviews import NOWHERE, SELWICK, SELWICK_FILE, WEXCOMBE, Review
from tests.cli.said import Greylit, check_json_error, check_refusal
from tests.cli.test_json_shapes import check_shape

MATCH = "An alliance contract for social care."


@dataclass
class Town:
    """A review of one small site, and a second site that no source of it has."""

    say: Greylit
    review: Path
    own: Pages
    other: Pages

    def add(self, *urls: str, note: str = "cited by the auditors", by: str = "HS", code: int = 0) -> dict:
        words = (
            "--note",
            note,
            "--by",
            by,
            "--test-host",
            self.own.host,
            "--test-host",
            self.other.host,
            "--json",
        )
        said = self.say("add", *urls, *words, "--review", str(self.review))
        assert said.code == code, said
        return said.json()

    def run(self, *words: str) -> None:
        hosts = ("--test-host", self.own.host, "--test-host", self.other.host)
        said = self.say("run", str(self.review / "protocol.toml"), "--quiet", *hosts, *words)
        assert said.code in (0, 3), said

    def why(self, url: str) -> dict:
        return self.say("why", url, "--json", "--review", str(self.review)).json()


@pytest.fixture
def there(say: Greylit, tmp_path: Path) -> Iterator[Town]:
    with site(town(1)) as own, site() as other:
        write_town(tmp_path / "review", own.url)
        other.html("/landing", f"<p>Read it:</p><a href='/files/report.pdf'>Report</a> <a href='/elsewhere'>More</a>"
                   f"<a href='{own.url}report-0.pdf'>Theirs</a>")  # fmt: skip
        other.html("/elsewhere", f"<p>{MATCH}</p>")
        other.pages["/files/report.pdf"] = ("application/pdf", text_pdf([[MATCH]], title="The report"))
        yield Town(say, tmp_path / "review", own, other)


def entries(folder: Path, kind: str) -> list[dict]:
    with Ledger(folder / "ledger.sqlite", read_only=True) as ledger:
        return [entry.body for entry in ledger.entries(kinds=(kind,))]


def test_a_page_that_is_named_is_fetched_with_its_documents_and_nothing_else(there: Town) -> None:
    said = there.add(f"{there.other.url}landing")
    check_shape(said, "add")
    assert said["noted"] == 1 and said["suggestions"][0]["known"] is None
    there.run()
    assert there.other.take() == ["/landing", "/files/report.pdf"], "no walk"
    reason = there.why(f"{there.other.url}files/report.pdf")
    assert reason["verdict"] == "record"
    told = [step["says"] for step in reason["chain"] if step["step"] == "suggested"]
    said_of = rf"{re.escape(there.other.url)}landing, by HS on \d{{4}}-\d\d-\d\d: cited by the auditors"
    assert len(told) == 1 and re.fullmatch(said_of, told[0]), told
    shown = there.say("show", reason["record"], "--review", str(there.review)).out
    assert f"suggestion by HS: cited by the auditors  on {there.other.url}landing" in shown
    assert "attachment" in shown
    listed = there.say(
        "export", "--to", "jsonl", "--out", str(there.review / "x.jsonl"), "--review", str(there.review)
    )
    assert listed.code == 0 and '"route": "expert suggestion"' in (there.review / "x.jsonl").read_text()


def test_a_page_that_has_moved_hands_its_provenance_on(there: Town) -> None:
    there.other.moved["/old"] = "/landing"
    there.add(f"{there.other.url}old")
    there.run()
    for path in ("old", "landing", "files/report.pdf"):
        steps = there.why(f"{there.other.url}{path}")["chain"]
        assert f"{there.other.url}old, by HS on " in steps[0]["says"] + steps[1]["says"], (path, steps)


def test_what_was_answered_is_asked_again_only_by_an_update(there: Town) -> None:
    there.add(f"{there.other.url}landing", f"{there.other.url}elsewhere")
    there.run()
    assert sorted(there.other.take()) == ["/elsewhere", "/files/report.pdf", "/landing"]
    there.run()
    assert there.other.take() == []
    there.run("--update")
    assert sorted(there.other.take()) == ["/elsewhere", "/files/report.pdf", "/landing"]
    records = there.say("records", "--json", "--review", str(there.review)).json()["records"]
    assert {row["url"] for row in records} >= {
        f"{there.other.url}elsewhere",
        f"{there.other.url}files/report.pdf",
    }


def test_a_source_that_is_left_out_of_a_run_keeps_its_suggestions_for_the_next(there: Town) -> None:
    there.add(f"{there.other.url}landing")
    there.run("--source", "town")
    assert there.other.take() == [], "its source was left out of the run by hand"
    there.run()
    assert "/landing" in there.other.take()


@pytest.mark.parametrize(
    ("kind", "body", "asked"),
    [
        ("fetch", {"outcome": "read"}, False),
        ("fetch", {"outcome": "gone"}, False),
        ("fetch", {"outcome": "refused"}, False),
        ("fetch", {"outcome": "failed"}, True),
        ("fetch", {"outcome": "failed", "again": True}, True),
        ("skip", {"reason": "robots", "detail": "Disallow: /", "line": 2}, False),
        ("skip", {"reason": "robots", "detail": "robots.txt could not be had"}, True),
        ("skip", {"reason": "budget", "detail": ""}, True),
        ("skip", {"reason": "refusing", "detail": ""}, True),
        ("skip", {"reason": "depth", "detail": ""}, False),
    ],
)
def test_only_what_has_an_answer_is_not_asked_for_again(
    tmp_path: Path, kind: str, body: dict, asked: bool
) -> None:
    url = "http://one.example.org/a"
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        ledger.append(
            kind, {"url": url, "outcome": "read", "reason": "robots", "line": 1}, 1
        )  # before it was named
        ledger.append("suggestion", {"url": url, "note": "n", "by": "HS"})
        assert [row["source"] for row in planned(ledger, [], readers())] == [SOURCE]
        ledger.append("source", planned(ledger, [], readers())[0], 2)
        ledger.append(kind, {"url": url, **body}, 2)
        (row,) = planned(ledger, [], readers())
        assert bool(row["options"].get("suggested")) is asked
        (row,) = planned(ledger, [], readers(), again=True)
        assert row["options"]["suggested"] == [[url, "n", "HS", 2]]


@pytest.mark.parametrize(
    ("why", "note", "taken"),
    [
        ("suggestion", {"note": "n", "by": "HS"}, True),
        ("redirect", {"note": "n", "by": "HS", "hops": 1}, True),
        ("attachment", {"text": "Report"}, False),
    ],
)
def test_documents_are_taken_of_a_page_that_was_named_and_of_no_other(
    why: str, note: dict, taken: bool
) -> None:
    url = "http://one.example.org/a.pdf"
    reader = readers()["suggested"]
    source = Source("s", "suggested", "S", "", {"suggested": [[url, "n", "HS", 1]]})
    body = b"<html><body><a href='/b.pdf'>b</a><a href='/c'>c</a><a href='/d.DOCX?x=1#p'>d</a></body></html>"
    answer = Answer(url, 200, {"content-type": "text/html"}, body)
    leads = reader.read(source, Lead(url, "page", why, note), answer).leads
    followed = {(each.url, each.why) for each in leads if each.follow}
    documents = {
        ("http://one.example.org/b.pdf", "attachment"),
        ("http://one.example.org/d.DOCX?x=1", "attachment"),
    }
    assert followed == (documents if taken else set())
    assert len(leads) == 3 and all(each.follow or each.note["reason"] for each in leads)
    assert reader.hosts(source) == {"one.example.org", "www.one.example.org"}


def test_a_source_of_the_same_name_is_not_mixed_up_with_that_of_people(tmp_path: Path) -> None:
    theirs = {"source": SOURCE, "kind": "site", "name": "S", "url": "https://two.example.org/", "options": {}}
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        ledger.append("suggestion", {"url": "http://one.example.org/a", "note": "n", "by": "HS"})
        rows = planned(ledger, [theirs], readers())
    assert [row["source"] for row in rows] == [SOURCE, "suggestions-2"]


def test_a_host_of_a_source_belongs_to_that_source(there: Town) -> None:
    there.own.html("/hidden", f"<p>{MATCH}</p>")
    there.add(f"{there.own.url}hidden")
    there.run()
    assert "/hidden" in there.own.take()
    assert [row["source"] for row in entries(there.review, "source")] == ["town"], "no source of its own"
    reason = there.why(f"{there.own.url}hidden")
    assert reason["verdict"] == "record" and reason["chain"][0]["step"] == "suggested"


def test_an_address_is_kept_once_and_what_is_known_of_it_is_said(there: Town) -> None:
    there.run()
    known = f"{there.own.url}report-0"
    first = there.add(known, f"{there.own.url}", f"{there.own.url}#top")
    assert [each["known"] for each in first["suggestions"]] == ["record", "fetched"]
    assert first["suggestions"][0]["record"] == "R00001" and "R00001" in first["suggestions"][0]["says"]
    second = there.add(known, by="LB", note="again")
    assert second["noted"] == 0 and second["suggestions"][0]["known"] == "suggested"
    assert "by HS" in second["suggestions"][0]["says"] and "R00001" in second["suggestions"][0]["says"]
    assert [row["by"] for row in entries(there.review, "suggestion")] == ["HS", "HS"]


def test_what_nobody_has_asked_for_yet_is_told_by_why_and_status(there: Town) -> None:
    there.run()
    there.add(f"{there.other.url}landing")
    reason = there.why(f"{there.other.url}landing")
    assert reason["verdict"] == "not-fetched" and "the next run" in reason["headline"]
    assert (
        "1 suggested address waits for the next run" in there.say("status", "--review", str(there.review)).out
    )
    # Naming an address is nothing to go on with.
    check_refusal(there.say("resume", "--review", str(there.review)), 4, "nothing to resume")


def test_a_suggestion_made_before_the_first_run_is_asked_by_it(there: Town) -> None:
    assert not (there.review / "ledger.sqlite").exists()
    there.add(f"{there.other.url}elsewhere")
    there.run()
    assert there.why(f"{there.other.url}elsewhere")["verdict"] == "record"


def test_resume_asks_for_what_was_named_after_the_run_began(there: Town) -> None:
    there.run()
    with Ledger(there.review / "ledger.sqlite") as ledger:
        ledger.append("run_end", {"outcome": "interrupted", "detail": "for the test"}, 1)
    there.own.take()
    there.add(f"{there.other.url}elsewhere")
    hosts = ("--test-host", there.own.host, "--test-host", there.other.host)
    said = there.say("resume", "--quiet", *hosts, "--review", str(there.review))
    assert said.code == 0, said
    assert there.other.take() == ["/elsewhere"] and there.own.take() == []
    assert there.why(f"{there.other.url}elsewhere")["verdict"] == "record"


@pytest.mark.parametrize(
    ("url", "part"),
    [
        ("http://127.0.0.1/x", "is not a public address"),
        ("http://localhost/x", "is not a public host"),
        ("ftp://example.org/x.pdf", "only http and https"),
        ("example.org/x.pdf", "without a scheme"),
        ("https://me:secret@example.org/", "name or password"),
        ("https://[::1/x", "not an address"),
        ("http://0x7f.1/", "is not a public address"),
    ],
)
def test_an_address_that_may_never_be_asked_is_refused_and_nothing_is_noted(
    say: Greylit, tmp_path: Path, url: str, part: str
) -> None:
    review = write_town(tmp_path / "review", "http://127.0.0.1:9/").parent
    words = (
        "add",
        "https://www.example.org/good.pdf",
        url,
        "--note",
        "n",
        "--by",
        "HS",
        "--review",
        str(review),
    )
    check_refusal(say(*words), 2, part, "nothing was noted")
    check_json_error(say(*words, "--json"), 2, "SUGGESTION")
    assert not (review / "ledger.sqlite").exists() or entries(review, "suggestion") == []


@pytest.mark.parametrize(("note", "by"), [("", "HS"), ("  ", "HS"), ("n", " \t"), ("n" * 2001, "HS")])
def test_who_and_why_must_be_said(say: Greylit, tmp_path: Path, note: str, by: str) -> None:
    review = write_town(tmp_path / "review", "http://127.0.0.1:9/").parent
    words = ("add", "https://www.example.org/good.pdf", "--note", note, "--by", by, "--review", str(review))
    check_refusal(say(*words), 2, "nothing was noted")


def test_a_note_of_a_stranger_does_not_reach_the_terminal_as_it_is(say: Greylit, tmp_path: Path) -> None:
    review = write_town(tmp_path / "review", "http://127.0.0.1:9/").parent
    url = "https://www.example.org/a"
    words = ("--note", "red \x1b[31m alert\nnext", "--by", "H\x07S", "--review", str(review))
    assert say("add", url, *words).code == 0
    said = say("add", url, *words).out
    assert "\x1b" not in said and "\x07" not in said


def test_govuk_pages_go_through_its_interface_and_a_file_is_a_work(say: Greylit, thrice: Review) -> None:
    page = say("why", SELWICK, "--json", "--review", str(thrice.folder)).json()
    assert page["verdict"] == "record"
    assert any("/api/content/" in step["says"] for step in page["chain"] if step["step"] == "fetched")
    file = say("why", WEXCOMBE, "--json", "--review", str(thrice.folder)).json()
    assert file["verdict"] == "record" and file["chain"][0]["says"].endswith("told of at a meeting")
    gone = say("why", NOWHERE, "--json", "--review", str(thrice.folder)).json()
    assert gone["verdict"] == "fetched" and "not-found" in gone["headline"]
    assert [step["step"] for step in gone["chain"]] == ["suggested", "fetched"]


def test_a_file_that_was_named_belongs_to_the_work_whose_page_has_it(say: Greylit, thrice: Review) -> None:
    page, file = (
        say("why", url, "--json", "--review", str(thrice.folder)).json() for url in (SELWICK, SELWICK_FILE)
    )
    assert page["record"] == file["record"] is not None
    records = say("records", "--search", "selwick", "--json", "--review", str(thrice.folder)).json()[
        "records"
    ]
    assert [row["url"] for row in records] == [SELWICK]
    works = "select work from work where url = '" + SELWICK_FILE + "'"
    found = say("query", works, "--json", "--review", str(thrice.folder)).json()
    assert found["rows"] == [], "the file is no work beside the one that has it"
    named = [step["says"] for step in file["chain"] if step["step"] == "suggested"]
    assert len(named) == 2 and any(SELWICK_FILE in each for each in named)
