"""Rows that break a rule, in a chain that is whole: the audit finds each and names its place."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from harvest.asked import Asked
from harvest.protocol import load_protocol
from store.archive import Archive
from store.ledger import Ledger
from tests.audit.planting import (
    Row,
    audited,
    first,
    flip,
    forge,
    of,
    rows,
    told,
    warc,
)

FORBIDDEN = "http://www.gov.test/government/publications/forbidden/print"


def _fetch(review: Path, body: dict[str, object], after: float = 60.0) -> int:
    """Add a request to the ledger with its answer in the archive, as a crawl would; return its row."""
    last = max(row.body["asked_at"] + row.body["took"] for row in rows(review) if row.kind == "fetch")
    archive = Archive(review / "archive", 1, "test", {})
    place = archive.add(
        str(body["url"]), request=b"GET / HTTP/1.1\r\n\r\n", status_line="HTTP/1.1 200 OK",
        headers=[(b"Content-Type", b"text/html")], body=b"<p>planted",
    )  # fmt: skip
    archive.close()
    with Ledger(review / "ledger.sqlite") as ledger:
        return ledger.append(
            "fetch",
            {"source": "govuk", "kind": "page", "why": "link", "depth": 0, "asked_at": last + after, "took": 0.01,
             "status": 200, "mime": "text/html", "bytes": 10, "sha256": hashlib.sha256(b"<p>planted").hexdigest(),
             "outcome": "read", "warc": place.warc, "offset": place.offset, "length": place.length, **body},
            1,
        )  # fmt: skip


def test_a_request_that_robots_forbids_is_named_with_the_rule(review: Path) -> None:
    """It stands in a whole chain, and its answer in the archive."""
    seq = _fetch(review, {"url": FORBIDDEN})
    (finding,) = of(audited(review), "robots")
    assert finding.where == {"row": seq, "url": FORBIDDEN, "host": "www.gov.test", "run": 1}
    assert f"row {seq} of the ledger asked for {FORBIDDEN}" in finding.says
    assert "line 2, Disallow: /*/print$" in finding.says
    assert of(audited(review), "ledger") == of(audited(review), "archive") == []


def test_a_request_to_a_host_whose_robots_was_never_asked_for_is_named(review: Path) -> None:
    seq = _fetch(review, {"url": "http://nobody.test/x"})
    told(
        audited(review),
        f"row {seq} of the ledger asked for http://nobody.test/x before the robots.txt of nobody.test",
    )


def test_a_request_that_nothing_had_found_is_named(review: Path) -> None:
    seq = _fetch(review, {"url": "http://www.gov.test/from/nowhere"})
    told(
        audited(review),
        f"row {seq} of the ledger is about http://www.gov.test/from/nowhere",
        "nothing says where",
    )


def test_two_requests_too_close_to_each_other_are_named(review: Path) -> None:
    one, other = [
        row
        for row in rows(review)
        if row.kind == "fetch" and row.body["url"].startswith("http://www.gov.test")
    ][4:6]
    asked_at = one.body["asked_at"] + one.body["took"] + 0.004
    forge(review, lambda ledger: ledger[other.seq - 1].change(asked_at=asked_at))
    (finding,) = of(audited(review), "pace")
    assert finding.where["row"] == other.seq and finding.where["host"] == "www.gov.test"
    assert "0.004 s after row" in finding.says and "0.02 s were due by the protocol" in finding.says


def test_a_host_that_asked_for_a_pause_and_did_not_get_it_is_named(review: Path) -> None:
    one = first(review, "fetch", kind="content")
    forge(review, lambda ledger: ledger[one.seq - 1].change(wait=30.0))
    finding = of(audited(review), "pace")[0]
    assert "30 s were due as the host asked" in finding.says and finding.where["host"] == "www.gov.test"


def test_a_skip_for_a_rule_that_robots_does_not_have_is_named(review: Path) -> None:
    skip = first(review, "skip", reason="robots")
    for changes, part in (
        ({"line": 1}, "that line of robots.txt has 'User-agent: *'"),
        ({"detail": "Disallow: /other"}, "that line of robots.txt has 'Disallow: /*/print$'"),
        ({"line": 999}, "that line of robots.txt has 'nothing'"),
        ({"url": "http://www.gov.test/allowed"}, "which allows it"),
    ):
        forge(review, lambda ledger, changes=changes: ledger[skip.seq - 1].change(**(skip.body | changes)))  # type: ignore[misc]
        told(audited(review), f"row {skip.seq} of the ledger passed over", part)


def test_an_emptied_reason_is_named(review: Path) -> None:
    skip = first(review, "skip")
    page, position = next(
        (row, number)
        for row in rows(review)
        for number, lead in enumerate(row.body.get("leads", ()))
        if not lead[5]
    )

    def empty(ledger: list[Row]) -> None:
        ledger[skip.seq - 1].change(detail="")
        leads = page.body["leads"]
        leads[position][6]["reason"] = " "
        ledger[page.seq - 1].change(leads=leads)
        ledger[2].change(not_asked="")

    forge(review, empty)
    report = audited(review)
    told(report, f"row {skip.seq} of the ledger passed over {skip.body['url']} and does not say why")
    told(report, f"row {page.seq} of the ledger does not say why", f"link {position + 1}")
    told(report, "row 3 of the ledger says that question govuk:A1 was not asked, and does not say why")


def test_an_address_that_was_found_and_forgotten_is_named(review: Path) -> None:
    last = [row for row in rows(review) if row.kind == "fetch"][-1]
    forge(review, lambda ledger: ledger.pop(last.seq - 1) and None)
    told(audited(review), last.body["url"], "was found", "neither asked for nor passed over")


def test_a_question_without_an_answer_or_a_reason_is_named(review: Path) -> None:
    forge(review, lambda ledger: [r.change(kind="page") for r in ledger if r.body.get("kind") == "search" and r.body.get("question") == "govuk:A2"] and None)  # fmt: skip
    told(audited(review), "question govuk:A2 of run 1 was neither asked nor passed over")


def test_a_protocol_that_is_not_the_one_of_its_hash_is_named(review: Path) -> None:
    run = first(review, "run")
    protocol = run.body["protocol"]
    protocol["limits"]["from_year"]["value"] = 1900
    forge(review, lambda ledger: ledger[run.seq - 1].change(protocol=protocol))
    told(
        audited(review),
        "the protocol of run 1 (row 1 of the ledger) is not the one that its hash was made of",
    )


def test_a_protocol_changed_between_runs_without_an_amendment_is_a_warning(review: Path) -> None:

    path = review / "protocol.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("value = 2000", "value = 2010"), encoding="utf-8")
    body = {**Asked.row(load_protocol(path)), "software": {}, "only": [], "max_pages": None}
    with Ledger(review / "ledger.sqlite") as ledger:
        ledger.append("run", body, 2)
    (finding,) = of(audited(review), "protocol")
    assert (
        finding.severity == "warn"
        and "between runs 1 and 2 without an amendment: limits.from_year.value" in finding.says
    )
    amended = "\n[[amendments]]\ndate = 2026-11-24\nby = 'HS'\nwhat = 'from 2010'\nwhy = 'too many'\n"
    path.write_text(path.read_text(encoding="utf-8") + amended, encoding="utf-8")
    forge(
        review,
        lambda ledger: ledger[-1].change(**json.loads(json.dumps(Asked.row(load_protocol(path))))),
        database=False,
    )
    assert of(audited(review), "protocol") == []


def test_only_the_run_that_is_asked_for_is_judged(review: Path) -> None:
    row = first(review, "fetch", kind="file", status=200)
    flip(warc(review), row.body["offset"] + 60)
    run = first(review, "run")
    with Ledger(review / "ledger.sqlite") as ledger:
        ledger.append("run", run.body, 2)
    assert of(audited(review, 1), "archive") and not of(audited(review, 2), "archive")


def test_an_address_that_a_run_dealt_with_twice_is_named(review: Path) -> None:
    row = first(review, "fetch", kind="content")
    end = first(review, "warc")
    later = row.body["asked_at"] + 3600

    def again(ledger: list[Row]) -> None:
        ledger.insert(end.seq - 1, Row(0, end.at, row.kind, row.run, row.text, ""))
        ledger[end.seq - 1].change(asked_at=later)

    forge(review, again)
    told(audited(review), f"run 1 dealt with {row.body['url']} 2 times: rows {row.seq} and {end.seq}")
