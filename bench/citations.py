"""Rounds of citation searching on real reviews: does every case end with the expected included set, rounds and new works?

Starts the replica of OpenAlex for each review, runs every case in each mode of trouble, and prints one line a case and
the sums. In mode ``merged`` a third of the seeds come under ids that the replica answers with 301; in mode ``absent``
works outside the review are in no index, so that each of them is asked for by itself.

2026-11-26, two cores with others at work: all 140 cases equal in each mode but ``absent`` (840 of 840), in which five of each review were (25); a case takes up to 36
requests and some 2 s, with the waits that 429s ask for up to 4 s.

    nice python -m bench.citations ../shared/test-data/citations --server ../shared/test-servers/openalex_replica.py
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from harvest.citations import Cited, FolderShelf, Found, Seed, cite, name_of, read_decisions
from harvest.citations.searching import Asked

#: Modes of trouble: what the replica is started with, and whether seeds are given under ids that were merged.
MODES: dict[str, tuple[list[str], bool]] = {
    "plain": ([], False),
    "fail": (["--fail-rate", "0.05"], False),
    "429": (["--rate-429-every", "25"], False),
    "merged": ([], True),
    "absent": (["--no-stubs"], False),
    "page": (["--max-per-page", "30"], False),
    "all": (["--fail-rate", "0.05", "--rate-429-every", "40", "--max-per-page", "100"], True),
}


def with_aliases(folder: Path, target: Path) -> Path:
    """Copy a review with ids that were merged into those of its included works."""
    copy = target / folder.name
    shutil.copytree(folder, copy)
    included = json.loads((folder / "cases.json").read_text(encoding="utf-8"))["included_ids"]
    aliases = {alias_of(each): each for each in included}
    (copy / "aliases.json").write_text(json.dumps(aliases), encoding="utf-8")
    return copy


def alias_of(name: str) -> str:
    return f"W99{name[1:]}"


@contextmanager
def replica(server: Path, folder: Path, *options: str) -> Iterator[str]:
    """Run the replica on a free loopback port while the block lasts; yields its address."""
    command = [sys.executable, str(server), "--data", str(folder), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            found = re.match(r"http://127\.0\.0\.1:\d+", line)
            assert found, line
            yield found[0]
        finally:
            process.terminate()


def search(
    url: str, seeds: list[str], decided: dict[str, bool], archive: Path, key: str = "a-test-key"
) -> Cited:
    """Search from seeds in both directions until nothing new is included."""
    asked = Asked(
        [Seed(each, Found((name_of(each) or each,))) for each in seeds], decided=decided, urls={"openalex": url},
        environment={"OPENALEX_API_KEY": key},
    )  # fmt: skip
    shelf = FolderShelf(archive, "bench")
    try:
        return cite(asked, shelf)
    finally:
        shelf.close()


def differences(case: dict[str, Any], cited: Cited) -> list[str]:
    """Return in which way a result is not what was expected."""
    expected, result = case["expected"], cited.as_dict()
    rounds = [(each["round"], each["new"], each["new_inc"]) for each in expected["per_round"]]
    ours = [(each["round"], each["new"], each["new_included"]) for each in result["per_round"]]
    return [
        *([f"included: {len(result['included'])} for {len(expected['included'])}"]
          if result["included"] != sorted(expected["included"]) else []),
        *([f"rounds: {ours} for {rounds}"] if ours != rounds or result["rounds"] != expected["rounds"] else []),
        *([f"gaps: {result['gaps']}"] if result["gaps"] else []),
    ]  # fmt: skip


def run(
    folder: Path, server: Path, mode: str, cases: int | None = None, quiet: bool = False
) -> tuple[int, int]:
    """Run the cases of one review in one mode; return how many there are and how many are equal."""
    options, merged = MODES[mode]
    about = json.loads((folder / "cases.json").read_text(encoding="utf-8"))
    decided = read_decisions(folder / "decisions.csv")
    equal = 0
    with tempfile.TemporaryDirectory() as scratch:
        data = with_aliases(folder, Path(scratch)) if merged else folder
        with replica(server, data, *options) as url:
            for number, case in enumerate(about["cases"][:cases]):
                seeds = [
                    alias_of(each) if merged and place % 3 == 0 else each
                    for place, each in enumerate(case["seeds"])
                ]
                began = time.monotonic()
                # A key of its own: a budget of its own.
                cited = search(url, seeds, decided, Path(scratch) / f"archive-{number}", f"test-key-{number}")
                wrong = differences(case, cited)
                equal += not wrong
                counts = cited.services["openalex"].counts
                if not quiet or wrong:
                    print(
                        f"{folder.name:16} {mode:7} k={case['k']:<3} rep={case['rep']} {'equal' if not wrong else 'NOT EQUAL'}"
                        f" {counts['requests']:4} requests {counts['retries']:3} retries {time.monotonic() - began:6.2f} s"
                        f" {' '.join(wrong)}",
                        flush=True,
                    )
    return len(about["cases"][:cases]), equal


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--server", type=Path, required=True)
    parser.add_argument("--mode", choices=MODES, action="append")
    parser.add_argument("--review", action="append")
    parser.add_argument("--cases", type=int)
    parser.add_argument("--quiet", action="store_true", help="only what is not equal, and the sums")
    arguments = parser.parse_args()
    good = True
    for folder in sorted(each.parent for each in arguments.data.glob("*/cases.json")):
        if arguments.review and folder.name not in arguments.review:
            continue
        for mode in arguments.mode or MODES:
            began = time.monotonic()
            number, equal = run(folder, arguments.server, mode, arguments.cases, arguments.quiet)
            good = good and number == equal
            print(
                f"{folder.name:16} {mode:7} {equal} of {number} equal, {time.monotonic() - began:.1f} s",
                flush=True,
            )
    sys.exit(not good)


if __name__ == "__main__":
    main()
