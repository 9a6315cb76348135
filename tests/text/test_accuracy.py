"""How well texts, titles and dates are read, against labelled data that lives outside the project."""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from harvest.text import Extracted, extract
from harvest.text.clean import characters

pytestmark = pytest.mark.samples

_WORD = re.compile(r"\w+")


def data(variable: str, *parts: str) -> Path:
    root = os.environ.get(variable)
    if not root or not Path(root, *parts).is_dir():
        pytest.skip(f"{variable} is not set or lacks {'/'.join(parts)}")
    return Path(root, *parts)


def word_f1(got: str, gold: str) -> float:
    """Word F1 on bags of lower-case words."""
    mine, theirs = (Counter(_WORD.findall(text.casefold())) for text in (got, gold))
    common = (mine & theirs).total()
    return 2 * common / (mine.total() + theirs.total()) if common else float(not mine and not theirs)


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


def public_pages() -> Iterator[tuple[Extracted, dict[str, Any]]]:
    for path in sorted(data("GREYLIT_TEST_DATA", "html", "html_public").glob("*.json")):
        gold = json.loads(path.read_text())
        page = gzip.decompress(path.with_suffix(".html.gz").read_bytes())
        yield extract(page, url=gold["url"], content_type="text/html"), gold


def test_public_sector_pages_keep_their_words(capsys: pytest.CaptureFixture[str]) -> None:
    scores = [word_f1(got.text, characters(gold["main_content"])) for got, gold in public_pages()]
    with capsys.disabled():
        sys.stdout.write(f"\npublic pages: word F1 {mean(scores):.4f} over {len(scores)}")
    assert len(scores) > 20
    assert mean(scores) >= 0.93


def test_govuk_pages_keep_their_words(capsys: pytest.CaptureFixture[str]) -> None:
    scores = []
    for path in sorted(data("GREYLIT_TEST_DATA", "html", "html_govuk").glob("*.html.gz")):
        gold = gzip.decompress(path.with_name(path.name.replace(".html.gz", ".txt.gz")).read_bytes()).decode()
        scores.append(word_f1(extract(gzip.decompress(path.read_bytes())).text, gold))
    with capsys.disabled():
        sys.stdout.write(f"\nGOV.UK-like pages: word F1 {mean(scores):.4f} over {len(scores)}")
    assert len(scores) > 50
    assert mean(scores) >= 0.98


@pytest.mark.parametrize("maker", ["chrome1", "chrome2", "lo1", "lo2"])
def test_pdfs_keep_their_words(maker: str, capsys: pytest.CaptureFixture[str]) -> None:
    scores = []
    for path in sorted(data("GREYLIT_TEST_DATA", "pdf").glob(f"*.{maker}.pdf")):
        gold = path.with_name(path.name.replace(f".{maker}.pdf", ".txt")).read_text()
        scores.append(word_f1(extract(path.read_bytes()).text, gold))
    with capsys.disabled():
        sys.stdout.write(f"\nPDF {maker}: word F1 {mean(scores):.4f} over {len(scores)}")
    assert len(scores) >= 4
    assert mean(scores) >= 0.98


def test_titles_and_dates_of_public_pages(capsys: pytest.CaptureFixture[str]) -> None:
    pages = list(public_pages())
    titled = sum((got.title or "").casefold() == gold["title"].casefold() for got, gold in pages)
    dated = [(got.date, gold["publish_date"]) for got, gold in pages if gold["publish_date"]]
    stated = [(mine, theirs) for mine, theirs in dated if mine]
    right = sum(mine == theirs for mine, theirs in stated)
    invented = sum(1 for got, gold in pages if got.date and not gold["publish_date"])
    with capsys.disabled():
        sys.stdout.write(
            f"\npublic pages: title right {titled} of {len(pages)}; date right {right} of {len(stated)} given "
            f"({len(dated)} dated); dates on undated pages {invented}"
        )
    assert titled >= 0.85 * len(pages)
    # Some labels are days of change, which are no days of publication.
    assert right >= 0.65 * len(dated)
    # Of 44 pages 28 are undated by their labels.
    assert invented <= 2


def test_scans_are_found(capsys: pytest.CaptureFixture[str]) -> None:
    for path in sorted(data("GREYLIT_TEST_DATA", "ocr").glob("*.pdf")):
        assert extract(path.read_bytes()).outcome == "needs-ocr", path.name


def test_captured_files_of_every_kind_give_an_outcome() -> None:
    root = data("GREYLIT_SAMPLES")
    count = 0
    for folder in (
        "pdf_broken",
        "pdf_other",
        "westsussex/pdf",
        "encodings",
        "govuk/html",
        "moderngov/html",
        "cmis/html",
    ):
        for path in sorted((root / folder).glob("*")):
            got = extract(path.read_bytes(), name=path.name)
            count += 1
            assert got.outcome in {"text", "empty", "needs-ocr", "encrypted", "broken"}, (
                path.name,
                got.outcome,
            )
            assert got.outcome == "text" or got.detail, path.name
            assert "\x00" not in got.text and "\r" not in got.text and "\ufffe" not in got.text
            assert got.text.encode("utf-8").decode("utf-8") == got.text
            ends = [0, *(page.end for page in got.pages)]
            assert ends == sorted(ends) and ends[-1] <= len(got.text)
    assert count > 30


def test_known_captured_files_are_told_apart() -> None:
    root = data("GREYLIT_SAMPLES", "pdf_broken")
    assert extract((root / "redbox_CabinetOffice_wikipedia.corrupt.pdf").read_bytes()).outcome == "broken"
    meeting = extract((root.parent / "moderngov/html/kingston_Agenda_151.html").read_bytes())
    assert (meeting.date, meeting.date_source) == ("2026-01-15", "heading")
    assert len(meeting.text) > 10_000
