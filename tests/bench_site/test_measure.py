from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from bench.measure import Spread, interleave, ratios, run, spread, table

BURN = "import time\nwhile time.process_time() < {0}: pass\n"


def python(code: str) -> list[str]:
    return [sys.executable, "-S", "-c", code]


def test_cpu_of_children_and_grandchildren_counts() -> None:
    child = f"import subprocess,sys; subprocess.run([sys.executable,'-S','-c',{BURN.format(0.3)!r}])"
    measured = run(python(f"import subprocess,sys; subprocess.run([sys.executable,'-S','-c',{child!r}])"))
    assert measured.returncode == 0
    assert 0.3 <= measured.cpu_seconds < 0.6


def test_cpu_of_a_child_nobody_waited_for_counts_and_the_child_is_waited_for() -> None:
    measured = run(
        python(f"import subprocess,sys; subprocess.Popen([sys.executable,'-S','-c',{BURN.format(0.4)!r}])")
    )
    assert 0.4 <= measured.cpu_seconds < 0.7
    assert measured.leftovers == 0


def test_a_process_left_running_is_ended_and_counted() -> None:
    code = "import subprocess,sys; print(subprocess.Popen(['sleep', '60'], stdout=2).pid)"
    began = time.monotonic()
    measured = run(python(code), grace=0.1)
    assert measured.leftovers == 1
    assert time.monotonic() - began < 5
    with pytest.raises(ProcessLookupError):
        os.kill(int(measured.stdout), 0)


def test_our_own_other_children_are_left_alone() -> None:
    with subprocess.Popen(["sleep", "60"]) as other:
        assert run(python("pass"), grace=0.0).leftovers == 0
        assert other.poll() is None
        other.kill()


def test_peak_memory_is_that_of_the_process_and_of_named_children_not_ours() -> None:
    ours = bytearray(b"x" * 150_000_000)
    child = "mark = 'named'; x = b'x' * 60_000_000; import time; time.sleep(.3)"
    measured = run(
        python(f"import subprocess,sys; subprocess.run([sys.executable,'-S','-c',{child!r}])"),
        watch={"child": "named'; x", "none": "not there"},
        poll=0.05,
    )
    assert len(ours) == 150_000_000
    assert measured.peak_mb < 60
    assert 60 < measured.children["child"].peak_mb < 100
    assert measured.children["child"].processes == 1
    assert measured.children["none"].processes == 0
    assert measured.tree_peak_mb > measured.children["child"].peak_mb


def test_a_run_which_takes_too_long_is_ended() -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        run(["sleep", "60"], timeout=0.2, poll=0.05)


def test_failure_and_output_of_a_command_are_kept() -> None:
    measured = run(python("print('words'); raise SystemExit(3)"))
    assert (measured.returncode, measured.stdout) == (3, "words\n")


def test_arms_take_turns_and_change_their_order() -> None:
    order: list[str] = []
    results = interleave({"a": lambda: order.append("a"), "b": lambda: order.append("b")}, 3)
    assert "".join(order) == "abbaab"
    assert {name: len(runs) for name, runs in results.items()} == {"a": 3, "b": 3}


def test_ratios_are_taken_pair_by_pair() -> None:
    # The second pair ran on a machine half as fast: the ratio does not see it.
    assert ratios([10.0, 20.0, 12.0], [5.0, 10.0, 4.0]) == Spread(2.0, 2.0, 3.0, 3)
    assert str(spread([1.0, 1500.0, 2.5])) == "2.5 (1-1,500)"


def test_a_table_lines_up() -> None:
    lines = table(["arm", "CPU"], [["stock", 12.345], ["ours", spread([3.0])]]).splitlines()
    assert lines == [
        "arm        CPU",
        "-----  -------",
        "stock     12.3",
        "ours   3 (3-3)",
    ]
