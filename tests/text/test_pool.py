from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import psutil
import pytest

from harvest.text import extract_bytes
from harvest.text.pool import Failure, TextPool
from tests.text import misbehaving
from tests.text.made import lines_pdf, page, prose_paragraphs

GIB = 2**30
ROOT = Path(__file__).resolve().parents[2]


def outcomes(pool: TextPool, jobs: list[str], chunk: int = 1) -> dict[str, str]:
    got = {}
    for job, result in pool.run(jobs, misbehaving.misbehave, chunk=chunk):
        got[job] = result.outcome if isinstance(result, Failure) else result
    return got


@pytest.mark.parametrize("chunk", [1, 4])
def test_a_bad_job_costs_itself_and_no_other(chunk: int) -> None:
    good = [f"good {i}" for i in range(12)]
    jobs = [*good[:3], "kill", *good[3:6], "bomb", *good[6:8], "raise", *good[8:10], "segfault", *good[10:]]
    with TextPool(2, timeout=20, memory_bytes=GIB) as pool:
        got = outcomes(pool, jobs, chunk)
    assert {job: got[job] for job in good} == {job: job.upper() for job in good}
    assert got["kill"] == got["segfault"] == got["raise"] == "crashed"
    assert got["bomb"] == "too-large"
    assert len(got) == len(jobs)


@pytest.mark.parametrize("hang", ["hang", "hang-in-c"])
def test_a_job_over_its_time_is_stopped_and_the_others_finish(hang: str) -> None:
    with TextPool(2, timeout=1.0, memory_bytes=GIB) as pool:
        assert outcomes(pool, ["warm"]) == {"warm": "WARM"}
        started = time.monotonic()
        got = outcomes(pool, ["a", hang, "b", "c"])
        took = time.monotonic() - started
    assert got == {"a": "A", "b": "B", "c": "C", hang: "timeout"}
    # A worker that had to be asked twice would take three seconds more.
    assert took < 3.5


def test_waiting_in_the_queue_does_not_count_as_time_used() -> None:
    with TextPool(1, timeout=1.0, memory_bytes=GIB) as pool:
        got = outcomes(pool, [f"sleep 0.{4 + i % 3} {i}" for i in range(6)])
    assert "timeout" not in got.values()


def test_failures_say_how() -> None:
    with TextPool(1, timeout=1.0, memory_bytes=GIB) as pool:
        said = {
            job: pool.submit(misbehaving.misbehave, job).result() for job in ("kill", "raise", "hang", "fine")
        }
    assert said["fine"] == "FINE"
    details = {job: failure.detail for job, failure in said.items() if isinstance(failure, Failure)}
    assert details["kill"] == "the worker died: SIGKILL"
    assert "KeyError" in details["raise"]
    assert details["hang"] == "stopped after 1 s"


def test_jobs_are_taken_only_as_workers_become_free() -> None:
    taken = itertools.count()
    with TextPool(1, timeout=20, memory_bytes=GIB) as pool:
        first = next(iter(pool.run((next(taken) for _ in iter(int, 1)), misbehaving.square)))
    # Two jobs may be done by the first look: either may come first.
    assert first[1] == first[0] ** 2 and first[0] <= 8
    assert next(taken) < 20


def test_workers_carry_the_state_they_were_given_and_are_replaced() -> None:
    with TextPool(1, 20, GIB, initializer=misbehaving.remember, initargs=(7,), max_tasks=2) as pool:
        assert {result for _, result in pool.run(range(5), misbehaving.recall)} == {7}
        pids = {result for _, result in pool.run(range(6), misbehaving.pid_of_worker)}
    assert len(pids) >= 3


def test_a_worker_killed_while_idle_is_replaced() -> None:
    with TextPool(1, timeout=20, memory_bytes=GIB) as pool:
        [(_, pid)] = pool.run([0], misbehaving.pid_of_worker)
        assert isinstance(pid, int)
        os.kill(pid, signal.SIGKILL)
        time.sleep(0.5)
        assert dict(pool.run(range(3), misbehaving.square)) == {0: 0, 1: 1, 2: 4}


def test_workers_that_cannot_start_end_the_run_with_an_error() -> None:
    with (
        TextPool(1, timeout=5, memory_bytes=GIB, initializer=misbehaving.die_on_start) as pool,
        pytest.raises(BrokenProcessPool),
    ):
        list(pool.run(range(3), misbehaving.square))


def test_documents_are_read_in_workers_as_they_are_here() -> None:
    documents = [
        page(f"<main>{prose_paragraphs(6)}</main>"),
        lines_pdf([["Some words"]]),
        b"%PDF-1.4 broken",
        b"",
    ]
    with TextPool(2, timeout=60, memory_bytes=GIB) as pool:
        got = dict(pool.run(documents, extract_bytes))
        one = pool.submit(extract_bytes, documents[0], "https://x.test/", "text/html").result()
    assert got == {document: extract_bytes(document) for document in documents}
    assert one == got[documents[0]]


def test_an_interrupt_ends_the_program_without_a_word_from_the_workers(tmp_path: Path) -> None:
    script = tmp_path / "harvesting.py"
    script.write_text(
        "from harvest.text.pool import TextPool\n"
        "from tests.text.misbehaving import misbehave\n"
        "if __name__ == '__main__':\n"
        "    try:\n"
        "        with TextPool(2, 60, 2**30) as pool:\n"
        "            for job, result in pool.run(['ready', 'hang', 'hang'], misbehave):\n"
        "                print(job, flush=True)\n"
        "    except KeyboardInterrupt:\n"
        "        print('interrupted', flush=True)\n"
    )
    program = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "ready\n"
    os.killpg(program.pid, signal.SIGINT)
    out, said = program.communicate(timeout=30)
    assert out == "interrupted\n"
    assert said == ""


def test_workers_never_hear_an_interrupt_from_the_keyboard() -> None:
    with TextPool(1, timeout=20, memory_bytes=GIB) as pool:
        assert pool.submit(misbehaving.hears_interrupts).result() is False


def test_workers_do_not_outlive_a_parent_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "harvesting.py"
    script.write_text(
        "import time\n"
        "from harvest.text.pool import TextPool\n"
        "from tests.text.misbehaving import pid_of_worker\n"
        "if __name__ == '__main__':\n"
        "    with TextPool(1, 60, 2**30) as pool:\n"
        "        for job, result in pool.run([0], pid_of_worker):\n"
        "            print(result, flush=True)\n"
        "        time.sleep(60)\n"
    )
    program = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert program.stdout is not None
    worker = int(program.stdout.readline())
    program.kill()
    program.communicate()
    patience = time.monotonic() + 15
    while psutil.pid_exists(worker) and psutil.Process(worker).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < patience, "the worker is still there"
        time.sleep(0.1)
