"""Jobs that misbehave, for the tests of the pool. At the top of a module so that workers can import them."""

from __future__ import annotations

import ctypes
import os
import signal
import time

STATE = {"set": 0}


def square(number: int) -> int:
    return number * number


def misbehave(job: str) -> str:
    if job == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if job == "segfault":
        ctypes.string_at(0)
    if job == "hang":
        time.sleep(600)
    if job == "hang-in-c":
        # A loop in C that lets no Python signal handler run.
        sum(range(10**13))
    if job == "bomb":
        return "x" * (3 * 2**30)
    if job == "raise":
        raise KeyError("a bug")
    if job.startswith("sleep"):
        time.sleep(float(job.split()[1]))
    return job.upper()


def remember(value: int) -> None:
    STATE["set"] = value


def recall(_: int) -> int:
    return STATE["set"]


def pid_of_worker(_: int) -> int:
    return os.getpid()


def hears_interrupts() -> bool:
    return signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def die_on_start() -> None:
    os._exit(3)
