"""A command under a terminal of its own, with a person at the keyboard."""

from __future__ import annotations

import os
import pty
import select
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Shown:
    code: int
    text: str


def typed(
    words: list[str],
    when: Callable[[], bool],
    *keys: bytes,
    env: Mapping[str, str] | None = None,
    seconds: float = 90,
) -> Shown:
    """Run a command in a new terminal; type ``keys`` once ``when`` is true; return exit code and everything shown."""
    child, terminal = pty.fork()
    if child == 0:
        os.execve(words[0], words, {**os.environ, "TERM": "xterm-256color", "COLUMNS": "140", **(env or {})})
    shown, waiting = b"", list(keys)
    deadline = time.monotonic() + seconds
    try:
        while time.monotonic() < deadline:
            if select.select([terminal], [], [], 0.05)[0]:
                try:
                    piece = os.read(terminal, 65536)
                except OSError:  # the terminal is closed when its last process ends
                    break
                if not piece:
                    break
                shown += piece
            if waiting and when():
                os.write(terminal, waiting.pop(0))
        else:
            os.kill(child, 9)
    finally:
        _, status = os.waitpid(child, 0)
        os.close(terminal)
    return Shown(os.waitstatus_to_exitcode(status), shown.decode(errors="replace"))
