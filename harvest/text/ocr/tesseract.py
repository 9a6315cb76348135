"""Reading a picture with the tesseract command of the system, under a time limit."""

from __future__ import annotations

import contextlib
import csv
import os
import shutil
import subprocess
from collections.abc import Sequence
from statistics import median

from harvest.text.ocr.lines import Placed, Reading, straightened
from harvest.text.ocr.machine import Engine
from harvest.text.ocr.picture import Picture

#: Codes of ISO 639-1 with another name for tesseract's data than that of English.
_DATA = {
    "en": "eng",
    "cy": "cym",
    "ga": "gle",
    "gd": "gla",
    "fr": "fra",
    "de": "deu",
    "es": "spa",
    "pl": "pol",
}
#: Words of less confidence (in tesseract's hundredths) are shapes in pictures and specks of dirt.
_LEAST = 15.0
#: What it takes a bullet for. "e" is no word of English, but one of Welsh.
_BULLETS = frozenset("\u00a2\u00a9\u00ae\u00ab\u00bb*\u00b0\u00b7e")
# Levels of tesseract's table: a page is 1, a block 2, a paragraph 3, a line 4, a word 5.
_WORD = "5"


class TooSlowError(Exception):
    """The engine was stopped at its time limit."""


def read(picture: Picture, engine: Engine, *, seconds: float, language: str = "en") -> Reading:
    """Return the lines of a picture.

    Raises:
        TooSlowError: it took more than ``seconds``.
        OSError: the command failed; the message is its own.
    """
    command = [shutil.which("tesseract") or "tesseract", "-", "-", "-l", _languages(engine, language),
               "--dpi", str(picture.dpi), "tsv"]  # fmt: skip
    # One thread: pages are read side by side by worker processes, and its own threads only wait for each other.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as process:
        _bound(process.pid, seconds)
        try:
            out, err = process.communicate(picture.pgm(), timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            raise TooSlowError(f"stopped after {seconds:g} s") from None
    if process.returncode:
        said = err.decode("utf-8", "replace").strip().splitlines()
        raise OSError(said[-1][:200] if said else f"it ended with code {process.returncode}")
    return Reading(straightened(_lines(out.decode("utf-8", "replace"), language)), str(engine))


def _bound(pid: int, seconds: float) -> None:
    """Limit the CPU time of the command itself: should this process be killed, nobody else would stop it."""
    with contextlib.suppress(ImportError, AttributeError, OSError, ValueError):
        import resource

        limit = int(seconds) + 5
        resource.prlimit(pid, resource.RLIMIT_CPU, (limit, limit))


def _languages(engine: Engine, language: str) -> str:
    wanted = _DATA.get(language, language)
    names = [name for name in dict.fromkeys((wanted, "eng")) if name in engine.languages]
    return "+".join(names) or engine.languages[0]


def _lines(table: str, language: str) -> list[Placed]:
    lines: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] == _WORD and (row["text"] or "").strip() and float(row["conf"]) >= _LEAST:
            key = (row["block_num"], row["par_num"], row["line_num"])
            lines.setdefault(key, []).append(row)
    return [_placed(_without_bullet(words, language)) for words in lines.values()]


def _without_bullet(words: list[dict[str, str]], language: str) -> list[dict[str, str]]:
    first = words[0]["text"]
    bullet = first in _BULLETS and (first != "e" or language == "en")
    return words[1:] if bullet and len(words) > 1 else words


def _placed(words: Sequence[dict[str, str]]) -> Placed:
    boxes = [tuple(float(word[name]) for name in ("left", "top", "width", "height")) for word in words]
    letters = sum(len(word["text"]) for word in words)
    sure = sum(len(word["text"]) * float(word["conf"]) for word in words) / letters / 100
    # Words have ascenders and descenders or not: the middle of a few is a steadier guide than one.
    ends = [median(top + height / 2 for _, top, _, height in some) for some in (boxes[:3], boxes[-3:])]
    middles = [median(left + width / 2 for left, _, width, _ in some) for some in (boxes[:3], boxes[-3:])]
    left, right = min(box[0] for box in boxes), max(box[0] + box[2] for box in boxes)
    across = middles[1] - middles[0]
    slope = (ends[1] - ends[0]) / across if across > 0 else 0.0
    start = (left, ends[0] + (left - middles[0]) * slope)
    end = (right, ends[1] + (right - middles[1]) * slope)
    text = " ".join(word["text"] for word in words)
    return Placed(text, sure, start, end, median(box[3] for box in boxes))
