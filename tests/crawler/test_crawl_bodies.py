"""What is archived of an answer: its bytes as they came, once."""

from __future__ import annotations

import gzip
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from store.archive import read
from tests.crawler.crawling import (
    OPEN,
    answer,
    site,
    turn_until_asked,
    walk,
)


def test_a_compressed_answer_is_archived_as_sent_and_read_as_meant(tmp_path: Path) -> None:
    here = site(tmp_path)
    here.plan("/a")
    crawl = here.crawl()
    sent = gzip.compress(b"as meant " * 50)
    while (pending := turn_until_asked(crawl, here.clock)) is not None:
        answer(
            crawl,
            pending,
            body=sent if pending.id > 0 else OPEN,
            **({"Content_Encoding": "gzip"} if pending.id > 0 else {}),
        )
    (row,) = here.bodies("fetch", kind="page")
    stored = read(here.workspace.archive, row["warc"], row["offset"])
    assert stored.raw == sent and stored.body() == b"as meant " * 50 and row["bytes"] == 450


def test_an_answer_that_unpacks_to_more_than_allowed_is_failed_not_cut_in_silence(tmp_path: Path) -> None:
    here = site(tmp_path, max_bytes=1000)
    here.plan("/bomb", "/just")
    crawl = here.crawl()
    while (pending := turn_until_asked(crawl, here.clock)) is not None:
        size = 1000 if pending.url.endswith("/just") else 100_000
        coding = {"Content_Encoding": "gzip"} if pending.id > 0 else {}
        answer(crawl, pending, body=gzip.compress(b"\0" * size) if pending.id > 0 else OPEN, **coding)
    bomb, just = here.bodies("fetch", kind="page")
    assert bomb["outcome"] == "failed" and "crawl.max_bytes" in bomb["detail"] and bomb["sha256"] is None
    assert read(here.workspace.archive, bomb["warc"], bomb["offset"]).status == 200
    assert just["outcome"] == "read" and just["bytes"] == 1000


def test_the_same_bytes_at_two_addresses_are_stored_once_and_read_at_both(tmp_path: Path) -> None:
    here = site(tmp_path)
    here.plan("/a", "/b", "/packed")
    crawl = here.crawl()
    body = b"the same report " * 500
    while (pending := turn_until_asked(crawl, here.clock)) is not None:
        if pending.url.endswith("/packed"):
            answer(crawl, pending, body=gzip.compress(body), Content_Encoding="gzip")
        else:
            answer(crawl, pending, body=body if pending.id > 0 else OPEN)
    crawl.close("finished")
    first, second, packed = here.bodies("fetch", kind="page")
    assert first["sha256"] == second["sha256"] == packed["sha256"]
    assert "same_as" not in first and second["same_as"] == here.rows("fetch")[1].seq
    # The same text in another coding is other bytes: a revisit record would claim what is not so.
    assert "same_as" not in packed
    for row in (first, second, packed):
        assert read(here.workspace.archive, row["warc"], row["offset"]).body() == body
    (warc,) = here.workspace.archive.glob("*.warc.gz")
    with warc.open("rb") as file:
        kinds = [
            (r.rec_type, r.rec_headers["WARC-Payload-Digest"])
            for r in ArchiveIterator(file)
            if r.rec_type in ("response", "revisit")
        ]
    assert [kind for kind, _ in kinds] == ["response", "response", "revisit", "response"]
    assert kinds[1][1] == kinds[2][1] != kinds[3][1]


def test_empty_answers_are_not_revisits_of_each_other(tmp_path: Path) -> None:
    here = site(tmp_path)
    here.plan("/a", "/b")
    walk(here.crawl(), here.clock, {"/a": (200, b""), "/b": (200, b"")})
    assert [row.get("same_as") for row in here.bodies("fetch", kind="page")] == [None, None]
