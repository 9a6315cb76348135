"""`greylit run --as-of`: a run repeated from the archive gives the same records, numbers and exported bytes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from crawler.sources import readers
from harvest.rereading import reread
from store.archive import Archive, read
from store.ledger import Ledger
from store.repeating import end_of, files_named
from tests.again.pages import site, town, write_town
from tests.again.reviews import FORMATS, Review
from tests.cli.said import Greylit, check_refusal
from tests.cli.test_json_shapes import check_shape

#: Read by every Python process that is started with its folder on the path: none of them can reach a network.
OFF = """
import socket

def refuse(*_words, **_more):
    raise OSError("the network is off")

class Unconnected(socket.socket):
    def connect(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6):
            refuse()
        return super().connect(address)
    def connect_ex(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6):
            refuse()
        return super().connect_ex(address)

socket.socket = Unconnected
socket.create_connection = socket.getaddrinfo = socket.gethostbyname = refuse
"""


@pytest.fixture
def offline(tmp_path: Path) -> dict[str, str]:
    """The environment of a process that has no network, and whose children have none."""
    folder = tmp_path / "off"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(OFF)
    return {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}


def repeat(
    review: Review, *words: str, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "harvest", "run", review.protocol, *words]
    return subprocess.run(line, capture_output=True, text=True, env=env, timeout=170)


def head_at(ledger: Path, rows: int) -> str:
    with Ledger(ledger, read_only=True) as kept:
        return str(kept._db.execute("select hash from entry where seq = ?", (rows,)).fetchone()[0])


def test_without_a_network_a_run_gives_the_same_bytes_in_every_format(
    thrice: Review, tmp_path: Path, offline: dict[str, str]
) -> None:
    probe = "import socket; socket.create_connection(('127.0.0.1', 9))"
    off = subprocess.run([sys.executable, "-c", probe], env=offline, capture_output=True, text=True)
    assert "the network is off" in off.stderr
    out = tmp_path / "repeat"
    said = repeat(thrice, "--as-of", "run:1", "--out", str(out), "--no-progress", env=offline)
    assert said.returncode == 0, said.stdout + said.stderr
    assert "0 read otherwise" in said.stdout
    thrice.export(tmp_path / "now", of=out)
    for fmt in FORMATS:
        then, now = (folder / f"records.{fmt}" for folder in (thrice.exports / "1", tmp_path / "now"))
        assert then.read_bytes() == now.read_bytes(), fmt


def test_an_update_is_repeated_too_and_says_so_in_json(say: Greylit, thrice: Review, tmp_path: Path) -> None:
    out = tmp_path / "repeat"
    said = say("run", thrice.protocol, "--as-of", "run:2", "--out", str(out), "--json")
    assert said.code == 0, said
    document = said.json()
    check_shape(document, "as-of")
    assert document["changes"] == [] and document["missing_files"] == [] and document["lost_records"] == []
    assert document["answers_read"] > 50 and document["answers_left"] == {"rules for robots": 4}
    assert document["ledger_head"] == head_at(thrice.folder / "ledger.sqlite", document["ledger_rows"])
    thrice.export(tmp_path / "now", ["csv"], of=out)
    assert (tmp_path / "now/records.csv").read_bytes() == (thrice.exports / "2/records.csv").read_bytes()


def test_what_is_made_is_a_review_as_it_stood_then(say: Greylit, copied: Review) -> None:
    assert say("run", copied.protocol, "--as-of", "1", "--quiet").code == 0
    out = copied.folder / "as-of" / "run-1"
    assert (out / "protocol.toml").read_bytes() == Path(copied.protocol).read_bytes()
    with Ledger(out / "ledger.sqlite", read_only=True) as ledger:
        assert ledger.verify() is None
        assert ledger.last("run").run == 1 and ledger.last("suggestion") is None
        named = files_named(ledger)
    assert named and sorted(path.name for path in (out / "archive").iterdir()) == named
    assert all((out / "archive" / name).samefile(copied.folder / "archive" / name) for name in named)
    assert say("status", "--json", "--review", str(out)).json()["run"] == 1
    with duckdb.connect(str(out / "greylit.duckdb"), read_only=True) as database:
        assert database.execute("select max(run) from capture").fetchall() == [(1,)]


def test_a_protocol_that_has_changed_since_is_said_and_not_used(
    say: Greylit, copied: Review, tmp_path: Path
) -> None:
    text = Path(copied.protocol).read_text()
    Path(copied.protocol).write_text(text.replace('"alliancing", ', ""))
    said = say("run", copied.protocol, "--as-of", "run:1", "--out", str(tmp_path / "out"), "--json")
    assert said.code == 0
    assert any("is not the protocol of run 1" in note for note in said.json()["notes"])
    assert (tmp_path / "out" / "protocol.toml").read_text() == text


def test_a_folder_that_is_not_empty_is_left_alone(say: Greylit, copied: Review, tmp_path: Path) -> None:
    out = tmp_path / "mine"
    out.mkdir()
    (out / "notes.txt").write_text("mine")
    words = ("run", copied.protocol, "--as-of", "run:1", "--quiet", "--out", str(out))
    check_refusal(say(*words), 2, "is not empty")
    check_refusal(say(*words, "--again"), 2, "is not empty")
    assert [path.name for path in out.iterdir()] == ["notes.txt"]
    default = ("run", copied.protocol, "--as-of", "run:1", "--quiet")
    assert say(*default).code == 0
    check_refusal(say(*default), 2, "--again")
    (copied.folder / "as-of/run-1/notes.txt").write_text("mine")
    assert say(*default, "--again").code == 0
    assert (copied.folder / "as-of/run-1/notes.txt").read_text() == "mine"


def test_a_missing_or_spoilt_archive_is_named_and_the_rest_repeated(say: Greylit, copied: Review) -> None:
    (copied.folder / "archive/0001-00000.warc.gz").unlink()
    said = say("run", copied.protocol, "--as-of", "run:2", "--quiet", "--json")
    document = said.json()
    assert said.code == 3 and document["missing_files"] == ["0001-00000.warc.gz"]
    assert document["lost_records"] and document["answers_left"]["missing or damaged in the archive"] > 10


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--as-of", "run:9"), 4, "there is no run 9"),
        (("--as-of", "yesterday"), 2, "write run:3"),
        (("--as-of", "run:1", "--update"), 2, "--as-of repeats a run as it was"),
        (("--out", "x"), 2, "go with --as-of"),
    ],
)
def test_wrong_wishes_are_answered_in_sentences(
    say: Greylit, thrice: Review, words: tuple[str, ...], code: int, said: str
) -> None:
    answered = say("run", thrice.protocol, *words)
    assert answered.code == code and said in answered.err


def test_a_run_that_has_not_ended_has_no_end_to_repeat(say: Greylit, copied: Review) -> None:
    with Ledger(copied.folder / "ledger.sqlite") as ledger:
        ledger.append("run", ledger.last("run").body, 4)
    check_refusal(
        say("run", copied.protocol, "--as-of", "run:4"), 2, "run 4 has not ended", "greylit resume 4"
    )


@pytest.fixture
def altered(thrice: Review, tmp_path: Path) -> tuple[Ledger, dict[str, int]]:
    """A ledger whose rows say otherwise than the archive: one outcome, one lead, one digest."""
    ledger, wrong = Ledger(tmp_path / "ledger.sqlite"), {}
    with Ledger(thrice.folder / "ledger.sqlite", read_only=True) as kept:
        for entry in kept.entries():
            body = entry.body
            if entry.kind == "fetch" and entry.run == 1:
                if body["kind"] == "search" and "outcome" not in wrong:
                    body["outcome"], wrong["outcome"] = "none", entry.seq
                elif body["kind"] == "content" and len(body.get("leads", ())) > 1 and "leads" not in wrong:
                    body["leads"], wrong["leads"] = body["leads"][1:], entry.seq
                elif body["kind"] == "file" and body["outcome"] == "read" and "bytes" not in wrong:
                    body["sha256"], wrong["bytes"] = "0" * 64, entry.seq
            assert ledger.append(entry.kind, body, entry.run) == entry.seq
    assert len(wrong) == 3
    return ledger, wrong


def test_an_answer_that_is_read_otherwise_now_is_named_with_its_row(
    thrice: Review, altered: tuple[Ledger, dict[str, int]]
) -> None:
    ledger, wrong = altered
    with ledger:
        found = reread(ledger, thrice.folder / "archive", readers())
    assert {each.what: each.seq for each in found.changes} == wrong
    told = {each.what: (each.then, each.now) for each in found.changes}
    assert told["outcome"] == ("none", "results")
    assert "among them http://" in told["leads"][1] and "among them" not in told["leads"][0]


def test_differences_end_with_1(say: Greylit, copied: Review, altered: tuple[Ledger, dict[str, int]]) -> None:
    ledger, wrong = altered
    ledger.close()
    for path in copied.folder.glob("ledger.sqlite*"):
        path.unlink()
    shutil.copyfile(ledger.path, copied.folder / "ledger.sqlite")
    said = say("run", copied.protocol, "--as-of", "run:1", "--quiet")
    assert said.code == 1
    assert f"ledger row {wrong['outcome']}: outcome of " in said.out and "then none" in said.out


def test_a_work_that_had_no_number_then_is_told_and_given_none(
    say: Greylit, copied: Review, tmp_path: Path
) -> None:
    with Ledger(copied.folder / "ledger.sqlite", read_only=True) as kept:
        rows = [
            entry for entry in kept.entries() if entry.kind != "record" or entry.body["record"] != "R00002"
        ]
    for path in copied.folder.glob("ledger.sqlite*"):
        path.unlink()
    with Ledger(copied.folder / "ledger.sqlite") as ledger:
        for entry in rows:
            ledger.append(entry.kind, entry.body, entry.run)
        end = end_of(ledger, 1)
    said = say("run", copied.protocol, "--as-of", "run:1", "--json")
    assert said.code == 1 and said.json()["new_records"] == 1
    assert said.json()["ledger_rows"] == end, "nothing is written to the ledger of a repeat"


def test_a_walk_is_read_again_link_by_link(say: Greylit, tmp_path: Path) -> None:
    with site(town(4)) as pages:
        back = "".join(
            f'<a href="{path}">x</a>' for path in ("/", "/report-1", "/moved", "https://other.example.org/")
        )
        pages.html("/report-0", f"<p>An alliance contract.</p>{back}")
        path = write_town(tmp_path / "review", pages.url)
        words = ("run", str(path), "--quiet", "--test-host", pages.host)
        assert say(*words).code == 0
        pages.html("/report-1", f"<p>No contract.</p>{back}<a href='/report-9'>new</a>")
        assert say(*words, "--update").code == 0
    document = say("run", str(path), "--as-of", "run:2", "--json").json()
    assert document["changes"] == [] and document["answers_read"] >= 12
    assert document["answers_left"] == {"rules for robots": 2}


def test_numbers_that_were_given_after_a_kill_belong_to_the_end_of_their_run(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        ledger.append("run", {}, 1)
        assert end_of(ledger, 1) is None
        ledger.append("run_end", {"outcome": "ok"}, 1)
        assert end_of(ledger, 1) == 2
        last = ledger.append("record", {"record": "R00001"}, 1)
        ledger.append("suggestion", {"url": "http://a.example.org/"})
        ledger.append("record", {"record": "R00002"}, 1)
        assert end_of(ledger, 1) == last


def test_a_header_is_read_back_as_the_crawl_read_it(tmp_path: Path) -> None:
    location = "http://１２７.0.0.1/".encode()
    archive = Archive(tmp_path, 1, "greylit/1", {})
    place = archive.add(
        "http://a.example.org/", request=b"GET / HTTP/1.1\r\n\r\n", status_line="HTTP/1.1 302 Found",
        headers=[(b"Location", location)], body=b"",
    )  # fmt: skip
    archive.close()
    assert read(tmp_path, place.warc, place.offset).headers["location"] == location.decode("latin-1")
