"""Which programs that read pictures of text this machine has."""

from __future__ import annotations

import functools
import shutil
import subprocess
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

TESSERACT = "tesseract"
RAPIDOCR = "rapidocr"
_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine, its version, and the languages that it has data for, in its own codes; empty: its own for all."""

    name: str
    version: str
    languages: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


@functools.cache
def engines() -> tuple[Engine, ...]:
    """Return the engines that can be used here, the quicker first. Looked up once for each process."""
    return tuple(engine for engine in (_tesseract(), _rapidocr()) if engine)


def engine(name: str) -> Engine | None:
    """Return the engine of that name, if it can be used here."""
    return next((found for found in engines() if found.name == name), None)


def available() -> str | None:
    """Return the engines of this machine in words, such as "tesseract 5.3.0, rapidocr 3.10.0"; ``None`` for none."""
    return ", ".join(map(str, engines())) or None


def missing() -> str:
    """Return a sentence on what to install so that pages can be read, or read better; empty if all is there."""
    absent = {TESSERACT, RAPIDOCR} - {found.name for found in engines()}
    extra = "pip install 'greylit[ocr]'"
    system = "apt-get install tesseract-ocr (Debian, Ubuntu) or brew install tesseract (macOS)"
    if len(absent) == 2:
        return f"Nothing here reads pictures of text. What does comes with: {extra}; or, quicker on clean pages: {system}."
    if RAPIDOCR in absent:
        return f"Poor scans are read much better with: {extra}."
    return f"Clean pages are read three times as fast with: {system}." if absent else ""


def _rapidocr() -> Engine | None:
    try:
        if find_spec("rapidocr") is None or find_spec("onnxruntime") is None:
            return None
        return Engine(RAPIDOCR, version("rapidocr"))
    except (PackageNotFoundError, ValueError):
        return None


def _tesseract() -> Engine | None:
    command = shutil.which("tesseract")
    if not command:
        return None
    said = _answer(command, "--version").split()
    languages = _answer(command, "--list-langs").splitlines()[1:]
    # Without data for a single language the command is there, but cannot read.
    read = tuple(sorted(name.strip() for name in languages if name.strip() not in {"", "osd", "equ"}))
    return Engine(TESSERACT, said[1].removeprefix("v"), read) if len(said) > 1 and read else None


def _answer(command: str, option: str) -> str:
    try:
        # Older versions answer on the standard error.
        run = subprocess.run(
            [command, option], stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (run.stdout or run.stderr).decode("utf-8", "replace") if run.returncode == 0 else ""
