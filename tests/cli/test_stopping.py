"""Stopped by a person, by a limit, by a full disk: the folder is sound and a resumed run ends as if nothing had been."""

from __future__ import annotations

import contextlib
import json
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from harvest.demo.hosts import HOSTS
from harvest.demo.server import MiniWeb
from tests.cli.reviews import small_review
from tests.cli.said import Greylit, Said, check_json_error, check_refusal
from tests.cli.terminal import typed
from tests.cli.test_json_shapes import check_shape
from tests.whole.harness import Web, command, greylit, plain_csv, plain_tables
from tests.whole.test_kill import check_archive


def _check_equal(undisturbed: Path, disturbed: Path, say: Greylit, tmp_path: Path) -> None:
    expected, found = plain_tables(undisturbed / "greylit.duckdb"), plain_tables(disturbed / "greylit.duckdb")
    for table, rows in expected.items():
        assert found[table] == rows, table
    for name, folder in (("expected", undisturbed), ("found", disturbed)):
        out = str(tmp_path / f"{name}.csv")
        assert (
            say("export", "--to", "csv", "--date", "2026-01-01", "--out", out, "--review", str(folder)).code
            == 0
        )
    assert plain_csv(tmp_path / "found.csv") == plain_csv(tmp_path / "expected.csv")


def _asked(web: MiniWeb, more: int) -> Callable[[], bool]:
    """Return what tells whether so many further requests have been answered."""
    before = len(web.requests)
    return lambda: len(web.requests) >= before + more


def _when(ready: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while not ready() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)


@pytest.fixture
def own_web() -> Iterator[MiniWeb]:
    with MiniWeb() as web:
        yield web


def test_a_run_stopped_by_hand_in_every_way_goes_on_to_the_same_end(
    say: Greylit, finished: Path, own_web: MiniWeb, tmp_path: Path
) -> None:
    folder = tmp_path / "review"
    protocol = small_review(folder, **{'delay         = "20ms"': 'delay         = "150ms"'})
    web = Web(own_web.proxy, tmp_path / "none")
    # What a run imports takes seconds, and the run below does not wait for it.
    check_refusal(say("run", str(protocol), "--source", "none"), 2, "no source 'none'")
    resume = command("resume", "--review", str(folder), web=web)

    # Ctrl-C once, in a terminal, which shows a table that lives in place. Meanwhile another run is refused at once.
    ready = _asked(own_web, 8)
    tried: list[Said] = []

    def once_under_way() -> bool:
        if ready() and not tried:
            tried.append(say("run", str(protocol)))
            tried.append(say("run", str(protocol), "--json"))
            tried.append(say("status", "--review", str(folder)))
        return bool(tried)

    shown = typed(command("run", str(protocol), web=web), once_under_way, b"\x03")
    check_refusal(tried[0], 5, "another greylit run is at work")
    check_json_error(tried[1], 5, "LOCKED")
    assert "run 1 is at work now" in tried[2].out
    assert shown.code == 11, shown.text
    assert "\x1b[2K" in shown.text and "Ctrl-C stops cleanly" in shown.text
    assert (
        "run 1 interrupted: stopped by hand" in shown.text
        and f"greylit resume 1 --review {folder}" in shown.text
    )
    assert "Traceback" not in shown.text
    check_archive(folder)

    # An unfinished run is named by every command that it concerns; nothing has a number yet.
    check_refusal(say("run", str(protocol)), 2, "run 1", "unfinished", "greylit resume 1")
    state = say("status", "--json", "--review", str(folder)).json()
    assert state["outcome"] == "interrupted" and state["findings"][0]["severity"] == "unfinished"
    assert state["findings"][0]["next"] == f"greylit resume 1 --review {folder}"
    assert state["records"] == 0
    check_refusal(say("resume", "2", "--review", str(folder)), 4, "no run 2", "greylit resume 1")

    # SIGTERM, as a service manager sends it.
    ready = _asked(own_web, 6)
    process = subprocess.Popen([*resume, "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    _when(ready, process)
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 11 and err == "", err
    assert '"outcome": "interrupted"' in out

    # Ctrl-C twice: at once.
    shown = typed(resume, _asked(own_web, 6), b"\x03", b"\x03")
    assert shown.code == 11, shown.text
    assert "Traceback" not in shown.text
    check_archive(folder)

    # The frontier and the database may be lost or spoilt: both follow from ledger and archive.
    (folder / "frontier.sqlite").write_bytes(b"no frontier" * 500)
    (folder / "greylit.duckdb").write_bytes(b"no database" * 500)
    ended = subprocess.run([*resume, "--quiet"], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert ended.stderr == "" and "\x1b" not in ended.stdout
    _check_equal(finished, folder, say, tmp_path)
    check_archive(folder)
    requests = Counter((each.host, each.path) for each in own_web.requests)
    assert sum(count - 1 for count in requests.values()) <= 3 * len(HOSTS), requests.most_common(5)
    check_refusal(say("resume", "--review", str(folder)), 4, "nothing to resume", "greylit run")


def test_a_used_up_budget_ends_a_run_with_its_own_code_and_the_run_can_go_on(
    say: Greylit, finished: Path, own_web: MiniWeb, tmp_path: Path
) -> None:
    folder = tmp_path / "review"
    protocol = small_review(folder, **{"[screening]": "[crawl.budget]\nrequests = 25\n\n[screening]"})
    web = Web(own_web.proxy, tmp_path / "none")
    ran = greylit("run", str(protocol), "--json", web=web)
    assert ran.returncode == 12 and ran.stderr == "", ran.stdout + ran.stderr
    ended = json.loads(ran.stdout)
    check_shape(ended, "run")
    assert (ended["outcome"], ended["exit_code"]) == ("limit", 12)
    assert ended["detail"] == "crawl.budget.requests = 25 is used up"
    state = say("status", "--json", "--review", str(folder)).json()
    check_shape(state, "status")
    assert (
        "reached a limit" in state["findings"][0]["says"] and state["waiting"] > 0 and state["records"] == 0
    )
    assert "without a number yet" in say("status", "--review", str(folder)).out
    ran = greylit("resume", "--quiet", "--review", str(folder), web=web)
    assert ran.returncode == 0 and ran.stderr == "", ran.stdout + ran.stderr
    assert f"next: greylit records --review {folder}" in ran.stdout
    _check_equal(finished, folder, say, tmp_path)

    # The two sittings wrote a WARC file each. Without one of them the documents of the other are unharmed.
    _, second = sorted((folder / "archive").glob("*.warc.gz"))
    second.unlink()
    said = say("rebuild", "--workers", "1", "--review", str(folder))
    assert said.code == 3 and f"missing: archive/{second.name}" in said.out
    left = {row["title"] for row in say("records", "--json", "--review", str(folder)).json()["records"]}
    everything = {
        row["title"] for row in say("records", "--json", "--review", str(finished)).json()["records"]
    }
    assert left and left < everything


@contextlib.contextmanager
def _small_disk(folder: Path) -> Iterator[None]:
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=100m", "tmpfs", str(folder)], capture_output=True
    ).returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_ends_the_run_with_7_and_it_goes_on_when_there_is_room(
    say: Greylit, finished: Path, own_web: MiniWeb, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with _small_disk(disk):
        folder = disk / "review"
        web = Web(own_web.proxy, tmp_path / "none")
        line = command("run", str(small_review(folder)), "--no-progress", web=web)
        process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        _when(_asked(own_web, 10), process)
        filler = disk / "filler"
        with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            for size in (1 << 16, 1):
                with contextlib.suppress(OSError):
                    while True:
                        file.write(b"x" * size)
        out, err = process.communicate(timeout=60)
        assert process.returncode == 7, out + err
        assert "Traceback" not in err and "UNEXPECTED" not in err
        assert "nothing more can be written" in out + err and "greylit resume 1" in out + err
        check_archive(folder)
        assert say("why", "http://www.gov.test/x", "--review", str(folder)).code in (4, 7)
        said = say("status", "--review", str(folder))
        assert said.code == 0 and "MB left: nothing can be fetched" in said.out
        check_refusal(say("resume", "--review", str(folder)), 7, "MB left", "Free at least")
        filler.unlink()
        ended = greylit("resume", "--review", str(folder), "--quiet", web=web)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        _check_equal(finished, folder, say, tmp_path)
        shutil.rmtree(folder)


def test_a_host_that_refuses_everything_is_a_partial_run_that_names_it(
    say: Greylit, own_web: MiniWeb, tmp_path: Path
) -> None:
    own_web.fault("www.gov.test", "403", times=10_000)
    folder = tmp_path / "review"
    ran = greylit(
        "run", str(small_review(folder)), "--no-progress", web=Web(own_web.proxy, tmp_path / "none")
    )
    assert ran.returncode == 3, ran.stdout + ran.stderr
    assert "2 questions were refused" in ran.stdout and "0 records" in ran.stdout
    said = say("status", cwd=folder)
    assert (
        "GOV.UK (miniature): 2 of 2 questions refused (the host answers that it is forbidden: 403" in said.out
    )
    assert "next: greylit why govuk:A1" in said.out
    said = say("why", "govuk:A1", cwd=folder)
    assert said.code == 0 and "refused, the host answers that it is forbidden: 403" in said.out
    assert say("records", cwd=folder).out == ""
    assert say("export", "--to", "csv", "--json", cwd=folder).json()["records"] == 0


def test_a_terminal_that_wants_no_colour_or_cannot_move_its_cursor_gets_plain_lines(
    finished: Path, web: MiniWeb
) -> None:
    for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        shown = typed(command("status", "--review", str(finished)), lambda: False, env=env)
        assert shown.code == 0 and "\x1b" not in shown.text


@pytest.mark.slow
def test_an_unfinished_run_can_be_given_up_for_a_new_one(tmp_path: Path) -> None:
    from harvest.demo.server import MiniWeb
    from store.ledger import Ledger
    from tests.whole.harness import Web, greylit, write_review

    protocol = write_review(
        tmp_path / "review",
        **{"max_pages     = 2000": "max_pages     = 2000\nbudget        = { requests = 5 }"},
    )
    with MiniWeb() as served:
        web = Web(served.proxy, tmp_path / "unused")
        assert greylit("run", str(protocol), "--quiet", web=web).returncode == 12
        refused = greylit("run", str(protocol), "--quiet", web=web)
        assert refused.returncode == 2 and "--anew" in refused.stderr
        protocol.write_text(protocol.read_text().replace("requests = 5", "requests = 5000"))
        assert greylit("run", str(protocol), "--quiet", "--anew", web=web).returncode in (0, 3)
    with Ledger(tmp_path / "review" / "ledger.sqlite", read_only=True) as ledger:
        first = ledger.last("run_end", 1)
        assert first is not None and first.body["outcome"] == "given-up"
