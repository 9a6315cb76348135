"""Running the command line inside the test process, and what every failure of it must look like."""

from __future__ import annotations

import io
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from harvest.cli import main

#: What a terminal obeys or that turns the direction of writing; never printed as it came.
DANGEROUS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


class Greylit:
    """Runs commands in this process, in a folder."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch

    def __call__(self, *words: str, cwd: Path | None = None) -> Said:
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        with self._patch.context() as patch:
            if cwd:
                patch.chdir(cwd)
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            with pytest.raises(SystemExit) as ended:
                main(list(words))
        texts = []
        for stream in (out, err):
            stream.flush()
            raw = stream.detach()
            assert isinstance(raw, io.BytesIO)
            texts.append(raw.getvalue().decode())
        code = ended.value.code
        said = Said(int(code or 0), *texts)
        assert "Traceback" not in said.out + said.err, said.err
        return said


def check_refusal(said: Said, code: int, *parts: str) -> None:
    """A failure is a sentence that says what and what next; the answer stream stays empty."""
    assert said.code == code, said
    assert said.out == "", said.out
    assert re.search(r"^error: .", said.err, re.I | re.M), said.err
    assert re.search(r"^next: |--help", said.err, re.M), said.err
    for part in parts:
        assert part in said.err, (part, said.err)


def check_json_error(said: Said, code: int, name: str) -> dict[str, Any]:
    """Under ``--json`` a failure is one document on the answer stream."""
    assert said.code == code, said
    assert said.err == "", said.err
    document = said.json()
    assert set(document) == {"error"}
    error: dict[str, Any] = document["error"]
    assert set(error) == {"code", "message", "where", "hint"}
    assert error["code"] == name and error["message"], error
    return error
