"""``greylit saturation --events``: one answer a stream, and a sentence with the line for what cannot be read."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from tests.cli.said import Greylit
from tests.cli.test_json_shapes import check_shape

Rows = list[dict[str, Any]]


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> Greylit:
    return Greylit(monkeypatch)


@pytest.fixture
def stream(tmp_path: Path) -> Path:
    """Six hundred documents of two sources, the relevant ones early."""
    rng = random.Random(4)
    rows: Rows = [
        {"seq": n + 1, "round": 1, "source": "ab"[n % 2], "doc_id": f"d{n}", "score": 0.5, "relevant": int(rng.random() < (0.2 if n < 250 else 0))}
        for n in range(600)
    ]  # fmt: skip
    path = write(tmp_path / "s.jsonl", rows)
    meta = {"stream": "made/1", "pool": 600, "sources": {"a": 300, "b": 300}}
    (tmp_path / "s.meta.json").write_text(json.dumps(meta))
    return path


def write(path: Path, rows: Rows) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def rows_of(path: Path) -> Rows:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_the_answer_is_one_line_with_stop_audit_bound_verdict_and_sentence(
    say: Greylit, stream: Path
) -> None:
    said = say("saturation", "--events", str(stream), "--target", "0.9", "--json", "--exit-code")
    answer = said.json()
    check_shape(answer, "saturation-events")
    assert said.code == 0 and said.out.count("\n") == 1
    assert answer["stream"] == "made/1" and answer["verdict"] == "certified"
    assert 250 < answer["stop_seq"] < 600 and answer["audited"]
    assert answer["recall_lower_bound"] >= answer["target"] == 0.9
    assert "90" in answer["sentence"] and "nothing of documents that no source led to" in answer["sentence"]


@pytest.mark.parametrize("method", ["exact", "ppr"])
@pytest.mark.parametrize("trigger", ["fast", "careful"])
def test_labels_that_are_not_due_may_be_wrong_or_absent(
    say: Greylit, stream: Path, method: str, trigger: str
) -> None:
    words = (
        "saturation",
        "--events",
        str(stream),
        "--method",
        method,
        "--trigger",
        trigger,
        "--seed",
        "7",
        "--json",
    )
    first = say(*words).json()
    rows = rows_of(stream)
    for row in rows[first["stop_seq"] :]:
        if row["doc_id"] not in first["audited"]:
            row["relevant"] = "not to be looked at"
            if row["seq"] % 2:
                del row["relevant"]
    write(stream, rows)
    assert say(*words).json() == first
    assert first["stop_seq"] < 600


def test_the_same_seed_draws_the_same_and_another_draws_others(say: Greylit, stream: Path) -> None:
    one, two, three = (
        say("saturation", "--events", str(stream), "--json", "--seed", seed).json()["audited"]
        for seed in "112"
    )
    assert one == two != three


def test_several_streams_are_several_lines(say: Greylit, stream: Path) -> None:
    said = say("saturation", "--events", str(stream), str(stream), "--json")
    assert [json.loads(line)["stream"] for line in said.out.splitlines()] == ["made/1", "made/1"]


def test_a_stream_that_ends_before_anything_is_shown_says_not_yet(say: Greylit, stream: Path) -> None:
    write(stream, rows_of(stream)[:200])
    said = say("saturation", "--events", str(stream), "--exit-code", "--json")
    answer = said.json()
    assert said.code == 10 and not answer["stopped"] and answer["stop_seq"] == 200
    assert answer["verdict"] == "not_shown" and "not shown that 80 %" in answer["sentence"]
    assert "not yet, after 200 of 600 documents" in say("saturation", "--events", str(stream)).out


def test_a_pool_that_is_a_number_needs_no_sources(say: Greylit, stream: Path) -> None:
    rows = rows_of(stream)
    write(stream, [{"doc_id": row["doc_id"], "relevant": row["relevant"]} for row in rows])
    answer = say("saturation", "--events", str(stream), "--pool", "600", "--json").json()
    assert answer["stream"] == "s" and answer["pool"] == 600 and answer["verdict"] == "certified"


def spoil(rows: Rows, how: str) -> str:
    if how == "no id":
        del rows[4]["doc_id"]
    elif how == "no source":
        del rows[4]["source"]
    elif how == "no label":
        del rows[4]["relevant"]
    elif how == "twice":
        rows[4]["doc_id"] = "d1"
    elif how == "unknown source":
        rows[4]["source"] = "z"
    return "".join(json.dumps(row) + "\n" for row in rows)


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ("no id", 'line 5: it has no "doc_id"'),
        ("no source", 'line 5: it has no "source"'),
        ("no label", "line 5: document 'd4' was read or audited"),
        ("twice", "line 5: document 'd1' is already in line 2"),
        ("unknown source", "line 5: nothing says how many documents of source 'z'"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(say: Greylit, stream: Path, how: str, why: str) -> None:
    stream.write_text(spoil(rows_of(stream), how))
    said = say("saturation", "--events", str(stream))
    assert said.code == 2 and why in said.err and not said.out
    error = say("saturation", "--events", str(stream), "--json").json()["error"]
    assert error["where"]["line"] == 5


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"{", "line 3: it is no JSON"),
        (b"[1]", "line 3: it is no JSON object"),
        (b"\xff", "line 3: it is not UTF-8"),
    ],
)
def test_a_line_that_is_no_object_is_named(say: Greylit, stream: Path, line: bytes, why: str) -> None:
    lines = stream.read_bytes().splitlines()
    stream.write_bytes(b"\n".join([*lines[:2], line, *lines[2:]]))
    said = say("saturation", "--events", str(stream))
    assert said.code == 2 and why in said.err


def test_a_pool_smaller_than_the_stream_or_none_at_all_is_refused(say: Greylit, stream: Path) -> None:
    said = say("saturation", "--events", str(stream), "--pool", "599")
    assert said.code == 2 and "line 600: it has more documents than the 599" in said.err
    meta = stream.with_suffix(".meta.json")
    meta.write_text('{"pool": 700, "sources": {"a": 300, "b": 300}}')
    assert (
        "its sources have 600 documents together, its pool 700"
        in say("saturation", "--events", str(stream)).err
    )
    meta.write_text('{"pool": "many"}')
    assert "whole number" in say("saturation", "--events", str(stream)).err
    meta.unlink()
    said = say("saturation", "--events", str(stream))
    assert said.code == 2 and "--pool N" in said.err


@pytest.mark.parametrize("words", ["--target 0.9", "--pool 5", "--draw 5 --events s.jsonl", "--method exact"])
def test_options_of_the_other_use_are_refused(say: Greylit, stream: Path, words: str) -> None:
    said = say("saturation", *words.split(), cwd=stream.parent)
    assert said.code == 2 and "--" in said.err
