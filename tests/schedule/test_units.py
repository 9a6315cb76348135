"""The units: systemd itself finds nothing wrong with them, whatever the folder is called."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from harvest.schedule import systemd
from harvest.schedule.model import Job, Scope, daily, monthly
from tests.schedule.jobs import PYTHON, job

needs_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not here")


def verify(made: Job, folder: Path, *, user: bool = False) -> subprocess.CompletedProcess[str]:
    folder.mkdir(exist_ok=True)
    files = systemd.write(made).files
    for name, content in files.items():
        (folder / name).write_bytes(content)
    words = [
        "systemd-analyze",
        "verify",
        *(["--user"] if user else []),
        *(str(folder / name) for name in files),
    ]
    # Sockets of the system's own units lie in it, and the path of a socket is short.
    with tempfile.TemporaryDirectory(prefix="g") as runtime:
        return subprocess.run(
            words, capture_output=True, text=True, timeout=60, env={**os.environ, "XDG_RUNTIME_DIR": runtime}
        )


def setting(made: Job, unit: str, name: str) -> str:
    text = systemd.write(made).files[unit].decode()
    (value,) = re.findall(rf"^{name}=(.*)$", text, re.MULTILINE)
    return str(value)


@needs_systemd
@pytest.mark.parametrize("scope", ["user", "system"])
@pytest.mark.parametrize("when", [None, daily("23:59"), monthly("28 00:00")])
def test_systemd_finds_nothing_wrong(folder: Path, tmp_path: Path, scope: Scope, when: None) -> None:
    spaced = tmp_path / 'a b\'s é% $x "q"' / "bin"
    spaced.mkdir(parents=True)
    (spaced / "greylit").symlink_to(PYTHON)
    made = job(
        folder, scope=scope, when=when, greylit=(str(spaced / "greylit"),), secrets=tmp_path / "a 50% b.env"
    )
    ran = verify(made, tmp_path / "units")
    assert (ran.returncode, of_ours(ran.stderr)) == (0, [])
    if scope == "user":
        ran = verify(made, tmp_path / "units", user=True)
        assert (ran.returncode, of_ours(ran.stderr)) == (0, [])


def of_ours(said: str) -> list[str]:
    """Leave out what is said of the units that the system has by itself."""
    return [line for line in said.splitlines() if not line.startswith(("/usr/lib/systemd/", "/lib/systemd/"))]


@needs_systemd
def test_systemd_reads_the_path_of_the_program_as_it_is(folder: Path, tmp_path: Path) -> None:
    nowhere = str(tmp_path / "no such $one %n 100%% é greylit")
    ran = verify(job(folder, greylit=(nowhere,)), tmp_path / "units")
    assert f"Command {nowhere} is not executable" in ran.stderr


def test_a_program_whose_path_systemd_refuses_is_an_argument_of_another(folder: Path) -> None:
    started = setting(job(folder, greylit=("/it's $a/greylit",)), "greylit-made.service", "ExecStart")
    assert started.startswith('/usr/bin/env "/it\'s $$a/greylit" run protocol.toml')


@needs_systemd
def test_systemd_would_see_a_mistake(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(systemd, "calendar", lambda when: "Mon *-*-* 25:00:00")
    ran = verify(job(folder), tmp_path / "units")
    assert ran.returncode != 0 and "Failed to parse calendar" in ran.stderr


def test_missed_runs_are_caught_up_and_a_stop_lets_pages_in_hand_end(folder: Path) -> None:
    made = job(folder)
    timer, service = "greylit-made.timer", "greylit-made.service"
    assert setting(made, timer, "Persistent") == "true"
    assert setting(made, timer, "RandomizedDelaySec") == "600"
    assert setting(made, timer, "OnCalendar") == "Mon *-*-* 02:00:00"
    assert setting(made, service, "KillSignal") == "SIGINT"
    assert int(setting(made, service, "TimeoutStopSec")) >= 120
    assert setting(made, service, "SuccessExitStatus").split() == ["3", "5", "11", "12"]
    assert setting(made, service, "OnFailure") == "greylit-made-notify.service"
    assert setting(made, service, "ExecStart").endswith("greylit run protocol.toml --update --no-progress")
    assert setting(made, service, "ExecCondition").endswith("-m harvest.schedule .")
    assert setting(made, service, "WorkingDirectory") == str(folder).replace("%", "%%")
    assert setting(job(folder, update=False), service, "ExecStart").endswith(
        "run protocol.toml --no-progress"
    )


def test_the_machine_runs_it_under_the_owner_of_the_folder(folder: Path) -> None:
    units = systemd.write(job(folder, scope="system"))
    assert all(b"\nUser=root\n" in text for name, text in units.files.items() if name.endswith(".service"))
    assert b"network-online.target" in units.files["greylit-made.service"]
    assert not any("--user" in command for command in (*units.enable, *units.look, *units.disable))
    user = systemd.write(job(folder))
    assert not any(b"User=" in text or b"network-online" in text for text in user.files.values())
    assert any("enable-linger" in command for command in user.enable)
