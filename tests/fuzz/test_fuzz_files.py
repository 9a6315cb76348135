"""Files that nobody would publish: thousands of spoilt ones go through the pool of text workers, as in a run."""

from __future__ import annotations

import io
import os
import random
import resource
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from harvest.text import Extracted, Outcome, extract
from harvest.text.pool import Failure, TextPool
from tests.text.made import PROSE, lines_pdf, menu, page, prose_paragraphs

#: Files in `make test`, and in `make test-slow`.
QUICK, MANY = 240, 5_000
#: Seconds and bytes that one file may take, as in a run (harvest/workers.py), the seconds fewer.
SECONDS, MEMORY = 20.0, 2_000_000_000
OUTCOMES = set(get_args(Outcome))


def docx(text: str) -> bytes:
    out = io.BytesIO()
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split(". "))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("[Content_Types].xml", "<Types/>")
        whole.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>',
        )
    return out.getvalue()


def good_files() -> list[bytes]:
    """Files of our own, and captured ones where they are at hand."""
    made = [
        page(f"<main><h1>Alliances</h1>{prose_paragraphs(8)}{menu()}</main>"),
        page(f"<div id=content><table>{'<tr><td>a<td>1' * 40}</table>{prose_paragraphs(3)}</div>", head="<title>T</title>"),
        lines_pdf([[("Alliance strategy", 24), "March 2021", *[PROSE[:80]] * 20], [PROSE[:90]] * 30], title="Strategy"),
        lines_pdf([["x"]] * 40),
        docx(PROSE * 5),
        PROSE.encode(),
        b"name,year\n" + b"Anytown,2019\n" * 200,
        b"From: a@example.org\nSubject: Alliance\nDate: Mon, 4 Mar 2019 10:00:00 +0000\n\n" + PROSE.encode(),
        b"{\\rtf1\\ansi " + PROSE.encode() + b"\\par}",
    ]  # fmt: skip
    root = os.environ.get("GREYLIT_SAMPLES")
    captured = sorted(Path(root).rglob("*")) if root and Path(root).is_dir() else []
    return made + [
        each.read_bytes() for each in captured if each.is_file() and each.stat().st_size < 3_000_000
    ]


def spoil(good: list[bytes], random_: random.Random) -> bytes:
    """Return a good file cut, with bytes turned, parts repeated, moved, left out, or another one's in it."""
    body = bytearray(random_.choice(good))
    for _ in range(random_.randint(1, 4)):
        at, to = sorted(random_.randrange(len(body) + 1) for _ in range(2))
        match random_.randrange(7):
            case 0:
                del body[at:]
            case 1:
                for _ in range(random_.choice((1, 8, 64))):
                    if body:
                        body[random_.randrange(len(body))] = random_.randrange(256)
            case 2:
                del body[at : min(to, at + 500)]
            case 3:
                body[at:at] = body[at : min(to, at + 2_000)] * random_.choice((2, 20))
            case 4:
                other = random_.choice(good)
                body[at:] = other[random_.randrange(len(other) + 1) :]
            case 5:
                body[at:at] = random_.randbytes(random_.choice((1, 30, 3_000)))
            case 6:
                digits = [place for place in range(at, min(to, at + 3_000)) if chr(body[place]).isdigit()]
                for place in random_.sample(digits, min(len(digits), 5)):
                    body[place] = ord(random_.choice("0123456789"))
    return bytes(body)


def read(job: tuple[int, bytes]) -> tuple[Extracted, float, int]:
    """Read one file; return what came of it, the seconds it took, and the most memory this worker ever held, in kB."""
    began = time.perf_counter()
    got = extract(job[1])
    return got, time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@pytest.mark.parametrize("files", [QUICK, pytest.param(MANY, marks=pytest.mark.slow)])
def test_every_spoilt_file_has_an_outcome_within_the_limits_and_costs_no_other(
    files: int, capsys: pytest.CaptureFixture[str]
) -> None:
    good = good_files()
    random_ = random.Random(6)

    def jobs() -> Iterator[tuple[int, bytes]]:
        for number in range(files):
            yield number, spoil(good, random_)

    outcomes: Counter[str] = Counter()
    slowest, most = 0.0, 0
    with TextPool(2, timeout=SECONDS, memory_bytes=MEMORY) as pool:
        for (number, body), done in pool.run(jobs(), read):
            if isinstance(done, Failure):
                outcomes[done.outcome] += 1
                assert done.outcome in ("timeout", "too-large"), (number, done.detail, body[:60])
                continue
            got, seconds, memory = done
            outcomes[got.outcome] += 1
            slowest, most = max(slowest, seconds), max(most, memory)
            assert got.outcome in OUTCOMES and (got.outcome == "text" or got.detail), (number, got.outcome)
            ends = [0, *(each.end for each in got.pages)]
            assert ends == sorted(ends) and ends[-1] <= len(got.text), number
            assert all(0 <= each.start <= each.end <= len(got.text) for each in got.parts), number
            got.text.encode()
    told = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.most_common())
    with capsys.disabled():
        sys.stdout.write(
            f"\n{files} spoilt files: {told}; slowest {slowest:.1f} s, worker at most {most / 1000:.0f} MB"
        )
    assert outcomes.total() == files
    assert outcomes["timeout"] + outcomes["too-large"] <= files / 200
    assert most * 1000 < MEMORY
