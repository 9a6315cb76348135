"""The command `cite`, with a review and without one."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from store.ledger import Ledger
from tests.citations.scripted import LittleOpenAlex, Request, scripted
from tests.citations.test_troubles import GRAPH
from tests.whole.harness import write_review


def greylit(*words: str, cwd: Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    keys = ("OPENALEX_API_KEY", "OPENCITATIONS_TOKEN", "S2_API_KEY", "GREYLIT_CONTACT")
    clean = {name: value for name, value in os.environ.items() if name not in keys}
    return subprocess.run(
        [sys.executable, "-m", "harvest", *words], cwd=cwd, env={**clean, "PYTHONPATH": str(Path.cwd()), **(env or {})},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "seeds.txt").write_text("W1\n", encoding="utf-8")
    (tmp_path / "decisions.csv").write_text("id,included\nW1,1\nW4,1\nW2,0\n", encoding="utf-8")
    return tmp_path


def cite(url: str, *more: str) -> list[str]:
    return [
        "cite",
        "--seeds",
        "seeds.txt",
        "--index-url",
        f"openalex={url}",
        "--decisions",
        "decisions.csv",
        *more,
    ]


def test_it_ends_with_one_json_object_and_names_its_temporary_archive(folder: Path) -> None:
    with scripted(LittleOpenAlex(GRAPH)) as server:
        done = greylit(*cite(server.url, "--direction", "both", "--rounds", "9", "--json"), cwd=folder)
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    assert result["included"] == ["W1", "W4"] and result["rounds"] == 2
    assert [(each["round"], each["new"], each["new_included"]) for each in result["per_round"]] == [
        (1, 4, 1),
        (2, 1, 0),
    ]
    assert result["archive"] in done.stderr and list(Path(result["archive"]).glob("*.warc.gz"))


def test_people_read_lines_and_never_that_a_search_is_saturated(folder: Path) -> None:
    with scripted(LittleOpenAlex(GRAPH)) as server:
        done = greylit(*cite(server.url, "--archive", "kept"), cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "round 1: 1 record expanded, 4 new, 1 included" in done.stdout
    assert "citation graph is exhausted" in done.stdout and "saturat" not in done.stdout
    assert (folder / "kept" / "asked.jsonl").exists()


def test_backward_alone_never_asks_who_cites(folder: Path) -> None:
    with scripted(LittleOpenAlex(GRAPH)) as server:
        done = greylit(*cite(server.url, "--direction", "backward", "--json"), cwd=folder)
        assert not [each for each in server.requests if "cites" in each.params.get("filter", "")]
    assert {each["id"] for each in json.loads(done.stdout)["works"]} == {"W2", "W3"}


def test_a_search_that_broke_off_says_3_and_goes_on_from_its_archive(folder: Path) -> None:
    def poor(request: Request) -> tuple[int, dict[str, str], object] | None:
        return (429, {"X-RateLimit-Remaining-USD": "0"}, {}) if request.path == "/works" else None

    words = ("--archive", "kept", "--json")
    with scripted(LittleOpenAlex(GRAPH, trouble=poor)) as server:
        done = greylit(*cite(server.url, *words), cwd=folder)
    assert done.returncode == 3 and {each["outcome"] for each in json.loads(done.stdout)["gaps"]} == {
        "over-budget"
    }
    with scripted(LittleOpenAlex(GRAPH)) as server:
        done = greylit(*cite(server.url, *words), cwd=folder)
        assert "/works/W1" not in [each.path for each in server.requests]
    assert done.returncode == 0 and json.loads(done.stdout)["included"] == ["W1", "W4"]


def test_an_index_that_is_away_says_6_and_still_ends_with_one_object(folder: Path) -> None:
    with scripted(LittleOpenAlex(GRAPH)) as server:
        url = server.url
    done = greylit(*cite(url, "--json"), cwd=folder)
    assert done.returncode == 6 and json.loads(done.stdout)["included"] == ["W1"]


@pytest.mark.parametrize(("blow", "code"), [(signal.SIGINT, 11), (signal.SIGKILL, -9)])
def test_a_search_that_was_stopped_goes_on_where_it_was(
    blow: signal.Signals, code: int, folder: Path
) -> None:
    """It is stopped while it waits for its third answer; the first two are not asked for again."""
    reached, over = threading.Event(), threading.Event()

    def slow(request: Request) -> tuple[int, dict[str, str], object] | None:
        if request.number == 3:
            reached.set()
            over.wait(20)
        return None

    command = [sys.executable, "-m", "harvest", *cite("{}", "--archive", "kept", "--json")]
    with scripted(LittleOpenAlex(GRAPH, trouble=slow)) as server:
        words = [each.format(server.url) for each in command]
        with subprocess.Popen(
            words, cwd=folder, env={**os.environ, "PYTHONPATH": str(Path.cwd())}, stdout=subprocess.PIPE
        ) as run:
            assert reached.wait(30)
            run.send_signal(blow)
            assert run.wait(30) == code
        over.set()
        asked = [each.path + str(each.params) for each in server.requests]
    with scripted(LittleOpenAlex(GRAPH)) as server:
        done = greylit(*cite(server.url, "--archive", "kept", "--json"), cwd=folder)
        again = [each.path + str(each.params) for each in server.requests]
    assert done.returncode == 0 and json.loads(done.stdout)["included"] == ["W1", "W4"]
    assert not set(asked[:2]) & set(again) and asked[2] in again


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--seeds", "none.txt"], "none.txt"), (["--seeds", "seeds.txt", "--index-url", "nobody=http://127.0.0.1:1"], "nobody"),
        (["--seeds", "seeds.txt", "--index-url", "openalex=127.0.0.1"], "openalex=127.0.0.1"),
        (["--seeds", "seeds.txt", "--index-url", "openalex"], "openalex"), (["--seeds", "seeds.txt", "--rounds", "0"], "0"),
        (["--seeds", "seeds.txt", "--index", "lens"], "lens"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_before_anybody_is_asked(
    words: list[str], said: str, folder: Path
) -> None:
    done = greylit("cite", *words, cwd=folder)
    assert done.returncode == 2 and said in done.stderr


def test_included_needs_a_review(folder: Path) -> None:
    done = greylit("cite", "--seeds", "included", cwd=folder)
    assert done.returncode == 4 and "review" in done.stderr


def test_in_a_review_answers_and_budget_are_in_archive_and_ledger_and_nothing_is_secret(folder: Path) -> None:
    write_review(folder)
    contact, protocol = "library@somewhere.ac.uk", folder / "protocol.toml"
    text = protocol.read_text(encoding="utf-8")
    assert "library@example.ac.uk" in text
    protocol.write_text(text.replace("library@example.ac.uk", contact), encoding="utf-8")
    headers = {"X-RateLimit-Limit-USD": "1", "X-RateLimit-Remaining-USD": "0.5"}

    def rich(request: Request) -> tuple[int, Mapping[str, str], object]:
        status, _, body = LittleOpenAlex(GRAPH)(request)
        # An index that repeats what it was sent.
        return status, headers, {**body, "echo": dict(request.params), "agent": request.headers["user-agent"]}

    with scripted(rich) as server:
        done = greylit(
            *cite(server.url, "--json"), cwd=folder, env={"OPENALEX_API_KEY": "key/that is+secret"}
        )
        assert server.requests[0].params["api_key"] == "key/that is+secret"
        assert contact in server.requests[0].headers["user-agent"]
    assert done.returncode == 0, done.stderr
    with Ledger(folder / "ledger.sqlite", read_only=True) as ledger:
        rows = [each.body for each in ledger.entries(kinds=("warc",))]
    assert len(rows) == len(server.requests) and {each["why"] for each in rows} == {"cite"}
    assert rows[0]["budget"] == {"unit": "USD", "limit": 1.0, "remaining": 0.5, "resets": None}
    kept = b"".join(gzip.decompress(path.read_bytes()) for path in (folder / "archive").glob("*.warc.gz"))
    kept += json.dumps(rows).encode() + done.stdout.encode() + done.stderr.encode()
    assert b"Title of W4" in kept and b"REDACTED" in kept
    assert not [word for word in ("that is", "that%20is", "that+is", contact) if word.encode() in kept]
    with scripted(LittleOpenAlex(GRAPH)) as server:
        again = greylit(*cite(server.url, "--json"), cwd=folder)
        assert not server.requests
    assert json.loads(again.stdout)["included"] == ["W1", "W4"]


def test_included_records_of_a_review_are_seeds_by_their_titles(
    review: Path,
) -> None:
    rows = json.loads(greylit("records", "--json", cwd=review).stdout)["records"]
    by_title: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_title.setdefault(row["title"], []).append(row)
    alone = [each[0] for each in by_title.values() if len(each) == 1]
    first = alone[0]
    second = next(each for each in alone[1:] if len(each["title"].split()) >= 4)
    for row in (first, second):
        for person in ("HS", "LB"):
            done = greylit("decide", row["record"], "include", "--by", person, cwd=review)
            assert done.returncode == 0, done.stderr
    year = int(first["work_date"][:4]) if first["work_date"] else 2010
    index = LittleOpenAlex(
        {"W1": [], "W2": ["W1"], "W7": []}, titles={"W1": first["title"], "W7": "Where boards write"},
        texts={"W7": f"See {second['title']} for more."}, year=year,
    )  # fmt: skip
    with scripted(index) as server:
        done = greylit(
            "cite", "--seeds", "included", "--index-url", f"openalex={server.url}", "--json", cwd=review
        )
    assert done.returncode == 3, done.stderr
    result = json.loads(done.stdout)
    assert result["included"] == ["W1"] and [each["id"] for each in result["works"]] == ["W2"]
    # The other one is in no index: it is told, and not left out silently.
    assert {each["id"] for each in result["seeds"]} == {"W1", None}
    (told,) = result["titles_looked_for"]
    assert told["title"] == second["title"] and [each["id"] for each in told["works"]] == ["W7"]
    brought = json.loads(greylit("records", "--source", "citations", "--json", cwd=review).stdout)["records"]
    (mention,) = [each for each in brought if each["title"] == "Where boards write"]
    assert "its text mentions" in greylit("why", mention["record"], cwd=review).stdout
    assert greylit("audit", cwd=review).returncode == 0
    assert greylit("rebuild", cwd=review).returncode == 0
