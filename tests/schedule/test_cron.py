"""The line for cron and its script: what cron hands to the shell is what was meant, and one run at a time is at work."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from harvest.schedule import cron
from harvest.schedule.model import Job, weekly
from tests.hosts.made import Made
from tests.schedule.jobs import job


def as_cron(line: str, fields: int = 5) -> str:
    """Return the command that cron hands to the shell: up to an unescaped percent sign (crontab(5))."""
    command = line.rstrip("\n").split(" ", fields)[fields]
    return re.split(r"(?<!\\)%", command)[0].replace(r"\%", "%")


def standing_in(folder: Path, code: int) -> tuple[str, ...]:
    """Write a program that notes its words and variables, and ends as it is told."""
    program = folder / "bin of é" / "greylit"
    program.parent.mkdir(exist_ok=True)
    program.write_text(
        f'#!/bin/sh\n[ $# -gt 0 ] && printf "%s\\n" "$PWD" "$SECRET" "$@" >>asked.txt\nexit {code}\n'
    )
    program.chmod(0o755)
    return (str(program),)


def start(made: Job, out: Path) -> subprocess.CompletedProcess[bytes]:
    out.mkdir(exist_ok=True)
    for name, content in cron.write(made, out).files.items():
        (out / name).write_bytes(content)
    line = (out / "greylit-made.cron").read_text().splitlines()[-1]
    # As cron starts jobs: next to no environment, another folder.
    return subprocess.run(
        ["/bin/sh", "-c", as_cron(line)], env={"PATH": "/usr/bin:/bin", "HOME": "/"}, cwd="/", capture_output=True,
        timeout=60,
    )  # fmt: skip


def log(folder: Path) -> str:
    return (folder / "logs" / "schedule.log").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", [0, 3])
def test_the_run_is_started_in_its_folder_with_its_variables(folder: Path, code: int) -> None:
    secrets = folder.parent / "my $own 5%.env"
    secrets.write_text("SECRET='a b'\n")
    made = job(folder, greylit=standing_in(folder, code), secrets=secrets)
    ran = start(made, folder / "out 50%")
    assert (ran.returncode, ran.stdout + ran.stderr) == (code, b"")
    words = (folder / "asked.txt").read_text(encoding="utf-8").splitlines()
    assert words == [str(folder), "a b", "run", "protocol.toml", "--update", "--no-progress"]
    assert re.match(r"--- \d{4}-\d\d-\d\d", log(folder))
    assert "notify" not in log(folder)


def test_a_failure_is_told_and_its_exit_code_kept(folder: Path) -> None:
    ran = start(job(folder, greylit=standing_in(folder, 9)), folder / "out")
    assert ran.returncode == 9
    assert "notify: [notify] names nobody for it" in log(folder)


def test_a_second_start_ends_at_once_with_5_and_asks_nobody(made: Made) -> None:
    root = made.workspace.root
    made.run()
    made.ended()
    lock = made.workspace.lock()
    try:
        ran = start(job(root), root / "out")
    finally:
        lock.release()
    assert ran.returncode == 5, log(root)
    assert "another greylit run is at work" in log(root)
    assert made.ledger.last("run_end") and made.ledger.head()[0] == 3


def test_while_a_run_is_at_work_the_second_start_is_no_failure(made: Made) -> None:
    root = made.workspace.root
    made.run()
    lock = made.workspace.lock()
    try:
        ran = start(job(root, greylit=standing_in(root, 0)), root / "out")
    finally:
        lock.release()
    assert ran.returncode == 0 and not (root / "asked.txt").exists(), log(root)
    assert "notify" not in log(root)


def test_the_line_for_anacron_catches_up_in_days(folder: Path) -> None:
    files = cron.write(job(folder, when=weekly("Mon 02:00")), folder / "out").files
    period, wait, name, *rest = files["greylit-made.anacron"].decode().split(" ", 3)
    assert (period, wait, name) == ("7", "10", "greylit-made")
    words = shlex.split(rest[0])
    assert words[:4] == ["runuser", "-u", "root", "--"] and words[-1] == str(
        folder / "out" / "greylit-made.sh"
    )


def test_it_is_said_that_cron_does_not_catch_up(folder: Path) -> None:
    written = cron.write(job(folder), folder / "out")
    assert any("cron does not catch up" in note for note in written.notes)


def test_a_line_for_the_machine_names_the_account_and_a_file_that_cron_reads(folder: Path) -> None:
    written = cron.write(job(folder, scope="system"), folder / "out")
    line = written.files["greylit-made.cron"].decode().splitlines()[-1]
    assert line.startswith("0 2 * * 1 root /bin/sh ")
    # Files with a dot in their names are passed over (cron(8)).
    assert written.enable == ("sudo cp {out}/greylit-made.cron /etc/cron.d/greylit-made",)


def test_enabling_twice_leaves_one_line(folder: Path, tmp_path: Path) -> None:
    """With a stand-in for ``crontab`` that keeps the table in a file."""
    out = folder / "out"
    out.mkdir()
    written = cron.write(job(folder), out)
    for name, content in written.files.items():
        (out / name).write_bytes(content)
    tool, kept = tmp_path / "tools" / "crontab", tmp_path / "table"
    tool.parent.mkdir()
    tool.write_text(
        f"#!/bin/sh\nif [ \"$1\" = -l ]; then cat '{kept}'; else cat >'{kept}.new'; mv '{kept}.new' '{kept}'; fi\n"
    )
    tool.chmod(0o755)
    kept.write_text("5 5 * * * other\n")
    environment = {**os.environ, "PATH": f"{tool.parent}:{os.environ['PATH']}"}

    def put(command: str) -> list[str]:
        subprocess.run(
            ["sh", "-c", command.replace("{out}", shlex.quote(str(out)))],
            env=environment,
            check=True,
            timeout=20,
        )
        return kept.read_text().splitlines()

    (enable,), (disable,) = written.enable, written.disable
    assert put(enable) == put(enable) and len(put(enable)) == 3
    assert put(disable) == ["5 5 * * * other"]
