"""Texts are read once: a question that has changed is put to what stands, and only ``rebuild`` reads bytes again."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from harvest.asked import Asked
from harvest.follow import Follower
from store.database import Reader
from store.ledger import Ledger
from store.workspace import Workspace
from tests.cli.said import Greylit

#: Stands in no file: who finds it has read it in the database.
MARK = "zzunread alliance contracts zzunread"


def mark(review: Path) -> str:
    """Put words that no file has into the longest text, and return its document."""
    with duckdb.connect(str(review / "greylit.duckdb")) as database:
        found = database.execute(
            "select document from document where kind = 'pdf' and outcome = 'text' order by characters desc, document"
        ).fetchone()
        assert found
        database.execute(
            "update document set body = body || ?, characters = length(body || ?) where document = ?",
            (MARK, MARK, found[0]),
        )
    return str(found[0])


def ask_otherwise(review: Path) -> None:
    """Compute everything for a question of other words."""
    workspace = Workspace(review)
    with Ledger(workspace.ledger) as ledger:
        last = ledger.last("run")
        assert last is not None
        body = json.loads(json.dumps(last.body).replace('"alliance contract*"', '"zzunread"'))
        asked = Asked.of(type(last)(last.seq, last.at, last.kind, last.run, body))
        follower = Follower(workspace, ledger, asked, workers=1)
        try:
            follower.finish(last.run, number=False)
            follower.close()
        finally:
            follower.abandon()


def marked(review: Path, document: str) -> tuple[bool, int]:
    with Reader(review / "greylit.duckdb") as database:
        (row,) = database.rows("select body from document where document = ?", (document,))
        matches = database.rows("select * from match where document = ? and term = 'zzunread'", (document,))
    return MARK in row["body"], len(matches)


def test_another_question_is_put_to_the_texts_that_stand_and_a_rebuild_reads_the_bytes(
    say: Greylit, review: Path
) -> None:
    document = mark(review)
    ask_otherwise(review)
    assert marked(review, document) == (True, 2), "the file was read again, or its text not matched"
    assert not list(review.glob(".greylit*")), "a copy of the database was left"
    assert say("rebuild", cwd=review).code == 0
    assert marked(review, document) == (False, 0), "a rebuild took the text for what the file says"


def test_texts_of_other_readers_are_read_again(review: Path) -> None:
    document = mark(review)
    with duckdb.connect(str(review / "greylit.duckdb")) as database:
        database.execute("update document set extractor = 'greylit 1'")
    ask_otherwise(review)
    assert marked(review, document)[0] is False
