from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from harvest.text import ocr
from harvest.text.model import OcrPage
from harvest.text.ocr import machine as this_machine
from harvest.text.ocr import reading
from harvest.text.ocr.lines import Line, Reading
from harvest.text.ocr.machine import Engine
from harvest.text.ocr.picture import Picture
from harvest.text.ocr.tesseract import TooSlowError
from harvest.text.pool import TextPool
from store.archive import Archive
from tests.text.made import lines_pdf
from tests.text.ocr_pages import POOR_150, SCAN_200, Wear, column_page, scanned, words_of

TESSERACT, RAPIDOCR = Engine("tesseract", "5.3.0", ("eng",)), Engine("rapidocr", "3.10.0")
needs_tesseract = pytest.mark.skipif(
    not any(found.name == "tesseract" for found in ocr.engines()),
    reason="the system has no tesseract command: apt-get install tesseract-ocr",
)
SHORT = (
    "Minutes of the executive",
    "The committee agreed that alliance contracting",
    "would be tried from the spring.",
)


def needs_rapidocr() -> None:
    pytest.importorskip("rapidocr", reason="pip install 'greylit[ocr]' was not done: RapidOCR is missing")
    pytest.importorskip(
        "onnxruntime", reason="pip install 'greylit[ocr]' was not done: onnxruntime is missing"
    )


def word_f1(got: str, gold: str) -> float:
    mine, theirs = (Counter(re.findall(r"\w+", text.casefold())) for text in (got, gold))
    return 2 * (mine & theirs).total() / (mine.total() + theirs.total())


def test_importing_the_front_loads_no_engine_and_no_reader() -> None:
    code = "import sys, harvest.text.ocr; print(sorted({'numpy', 'cv2', 'rapidocr', 'onnxruntime', 'pypdfium2', 'PIL'} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Let the machine have only some engines."""

    def has(*some: Engine) -> None:
        for name in ("_tesseract", "_rapidocr"):
            monkeypatch.setattr(
                this_machine, name, lambda name=name: next((e for e in some if name == f"_{e.name}"), None)
            )
        ocr.engines.cache_clear()

    yield has
    monkeypatch.undo()
    ocr.engines.cache_clear()


def test_a_machine_without_engines_says_what_to_install(machine: Callable[..., None]) -> None:
    machine()
    assert ocr.available() is None
    assert "greylit[ocr]" in ocr.missing()
    assert "tesseract-ocr" in ocr.missing()
    page = ocr.read_page(lines_pdf([["words"]]))
    assert (page.text, page.confidence, page.detail) == ("", None, ocr.missing())


def test_a_machine_with_one_engine_names_it_and_what_the_other_would_do(machine: Callable[..., None]) -> None:
    machine(TESSERACT)
    assert ocr.available() == "tesseract 5.3.0"
    assert "greylit[ocr]" in ocr.missing()
    machine(RAPIDOCR)
    assert ocr.available() == "rapidocr 3.10.0"
    assert "tesseract" in ocr.missing()
    machine(TESSERACT, RAPIDOCR)
    assert (ocr.available(), ocr.missing()) == ("tesseract 5.3.0, rapidocr 3.10.0", "")


def test_a_tesseract_without_languages_or_one_that_hangs_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = tmp_path / "tesseract"
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(this_machine, "_SECONDS", 0.3)
    scripts = {
        "no data": 'case "$1" in --version) echo "tesseract v4.1" >&2;; *) echo "List (1):"; echo osd;; esac',
        "hangs": "while :; do :; done",
        "eng": 'case "$1" in --version) echo "tesseract v4.1" >&2;; *) printf "List (2):\\neng\\nosd\\n";; esac',
    }
    found = {}
    for name, script in scripts.items():
        command.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        command.chmod(0o755)
        found[name] = this_machine._tesseract()
    assert found == {"no data": None, "hangs": None, "eng": Engine("tesseract", "4.1", ("eng",))}


def said(text: str, sure: float, engine: Engine) -> Reading:
    return Reading((Line(text, sure, 0, 100, 10, 10),), str(engine))


@pytest.mark.parametrize(
    ("wear", "sure", "asked", "taken"),
    [
        (SCAN_200, 0.95, ["tesseract"], "by tesseract"),
        (SCAN_200, 0.80, ["tesseract", "rapidocr"], "by rapidocr"),
        (POOR_150, 0.95, ["rapidocr"], "by rapidocr"),
    ],
)
def test_the_engine_follows_from_the_scan_and_from_how_sure_the_first_was(
    wear: Wear,
    sure: float,
    asked: list[str],
    taken: str,
    machine: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    machine(TESSERACT, RAPIDOCR)
    called = []

    def read(found: Engine, picture: Picture, until: float, language: str) -> Reading:
        called.append(found.name)
        return said(f"by {found.name}", sure, found)

    monkeypatch.setattr(reading, "_read", read)
    page = ocr.read_page(scanned(lines_pdf([SHORT]), wear))
    assert (called, page.text) == (asked, taken)
    assert page.engine.startswith(taken.removeprefix("by "))


def test_an_engine_that_fails_leaves_the_page_to_the_other_and_else_says_why(
    machine: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    machine(TESSERACT, RAPIDOCR)
    faults: dict[str, Exception] = {"tesseract": TooSlowError("stopped after 60 s")}

    def read(found: Engine, picture: Picture, until: float, language: str) -> Reading:
        if found.name in faults:
            raise faults[found.name]
        return said("words", 0.9, found)

    monkeypatch.setattr(reading, "_read", read)
    pdf = scanned(lines_pdf([SHORT]), SCAN_200)
    assert ocr.read_page(pdf).text == "words"
    faults["rapidocr"] = OSError("no such model")
    page = ocr.read_page(pdf)
    assert (page.text, page.confidence) == ("", None)
    assert page.detail == "tesseract 5.3.0: stopped after 60 s; rapidocr 3.10.0 failed: no such model"


def test_a_doubtful_reading_is_kept_when_there_is_no_time_for_the_other_way_up(
    machine: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    machine(TESSERACT)
    left = [said("doubtful words", 0.4, TESSERACT)]

    def read(*_: object) -> Reading:
        if not left:
            raise TooSlowError("no time was left")
        return left.pop()

    monkeypatch.setattr(reading, "_read", read)
    page = ocr.read_page(scanned(lines_pdf([SHORT]), SCAN_200))
    assert (page.text, page.confidence) == ("doubtful words", 0.4)


def test_want_of_memory_is_left_to_whoever_set_the_limit(
    machine: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    machine(RAPIDOCR)

    def read(*_: object) -> Reading:
        raise MemoryError

    monkeypatch.setattr(reading, "_read", read)
    with pytest.raises(MemoryError):
        ocr.read_page(scanned(lines_pdf([SHORT]), SCAN_200))


def test_an_empty_sheet_is_read_and_has_no_words(machine: Callable[..., None]) -> None:
    machine(TESSERACT)
    page = ocr.read_page(scanned(lines_pdf([[]]), SCAN_200))
    assert (page.text, page.confidence, page.detail) == ("", None, None)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4 nothing", b"\x89PNG\r\n\x1a\n nothing"])
def test_what_cannot_be_opened_gives_a_page_that_says_so(data: bytes, machine: Callable[..., None]) -> None:
    machine(TESSERACT)
    page = ocr.read_page(data, 3)
    assert (page.number, page.text) == (3, "")
    assert page.detail
    assert "could not be opened" in page.detail


@needs_tesseract
def test_tesseract_reads_two_columns_in_order() -> None:
    pdf = column_page(2, 10.5, 12, "Annual report of the partnership")
    page = ocr.read_page(scanned(pdf, SCAN_200), engine="tesseract")
    assert re.fullmatch(r"tesseract \d+\.\d+\S*", page.engine)
    assert page.confidence is not None
    assert page.confidence > 0.9
    assert word_f1(page.text, words_of(pdf)) >= 0.98
    marks = re.findall(r"Annual report|Column \d|\(\d\.\d+\)", page.text)
    assert marks == sorted(
        marks, key=lambda mark: (mark[0] != "A", re.findall(r"\d+", mark)[:1], mark[0] == "(")
    )


@needs_tesseract
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_tesseract_reads_a_sheet_that_lay_the_wrong_way(turn: int) -> None:
    page = ocr.read_page(scanned(lines_pdf([SHORT * 3]), SCAN_200.turned(turn)), engine="tesseract")
    assert word_f1(page.text, " ".join(SHORT * 3)) >= 0.95


@needs_tesseract
def test_tesseract_is_stopped_at_its_time_limit() -> None:
    page = ocr.read_page(scanned(column_page(), SCAN_200), seconds=0.05, engine="tesseract")
    assert page.text == ""
    assert page.detail
    assert "stopped after" in page.detail or "no time was left" in page.detail


@needs_tesseract
def test_a_picture_alone_and_one_of_several_pages_are_read() -> None:
    from PIL import Image

    from harvest.text.ocr.picture import picture_of

    pdf = scanned(lines_pdf([SHORT, ["Second page of the minutes"]]), SCAN_200, (1, 2))
    assert [page.text.split()[0] for page in ocr.read_pages(pdf, [2, 1])] == ["Second", "Minutes"]
    out = io.BytesIO()
    Image.fromarray(picture_of(pdf, 1).grey).save(out, "TIFF", dpi=(200, 200))
    assert word_f1(ocr.read_image(out.getvalue()).text, " ".join(SHORT)) >= 0.95


@needs_tesseract
def test_a_page_of_an_archived_file_is_read_from_the_archive(tmp_path: Path) -> None:
    with contextlib.closing(Archive(tmp_path, 1, "test", {})) as archive:
        place = archive.bring(
            "https://a.test/a.pdf",
            scanned(lines_pdf([SHORT, ["Second page"]]), SCAN_200, (1, 2)),
            "application/pdf",
        )
    page = ocr.read_archived_page(str(tmp_path), place.warc, place.offset, 2)
    assert (page.number, page.text) == (2, "Second page")


def read_by_rapidocr(pdf: bytes) -> OcrPage:
    return ocr.read_page(pdf, engine="rapidocr")


def test_rapidocr_reads_a_poor_copy_in_order_within_the_memory_of_a_worker() -> None:
    needs_rapidocr()
    pdf = column_page(2, 11, 6)
    with TextPool(1, ocr.JOB_SECONDS, ocr.MEMORY) as pool:
        [(_, page)] = pool.run([scanned(pdf, POOR_150.turned(180))], read_by_rapidocr)
    assert isinstance(page, OcrPage), page
    assert page.engine.startswith("rapidocr 3.")
    assert page.confidence is not None
    assert page.confidence > 0.9
    assert word_f1(page.text, words_of(pdf)) >= 0.95
    assert re.findall(r"Column (\d)", page.text) == ["1", "2"]


def test_rapidocr_without_enough_memory_costs_its_page_only() -> None:
    needs_rapidocr()
    with TextPool(1, ocr.JOB_SECONDS, 600_000_000) as pool:
        [(_, failure)] = pool.run([scanned(lines_pdf([SHORT]), SCAN_200)], read_by_rapidocr)
    assert getattr(failure, "outcome", None) in {"too-large", "crashed"}


def scans() -> list[Path]:
    root = os.environ.get("GREYLIT_TEST_DATA")
    found = sorted(Path(root, "ocr").glob("*.pdf")) if root else []
    if not found:
        pytest.skip("GREYLIT_TEST_DATA is not set or lacks ocr")
    return found


def measured(path: Path, engine: str | None, capsys: pytest.CaptureFixture[str]) -> float:
    page = ocr.read_page(path.read_bytes(), engine=engine)
    score = word_f1(page.text, path.with_suffix(".txt").read_text(encoding="utf-8"))
    with capsys.disabled():
        sys.stdout.write(f"\n{path.stem}: word F1 {score:.3f}, {page.engine}, confidence {page.confidence}")
    return score


@pytest.mark.samples
def test_the_poor_scan_keeps_its_words_with_rapidocr(capsys: pytest.CaptureFixture[str]) -> None:
    needs_rapidocr()
    [poor] = [path for path in scans() if "poor150" in path.name]
    assert measured(poor, "rapidocr", capsys) >= 0.95


@needs_tesseract
@pytest.mark.samples
def test_clean_scans_keep_their_words_with_tesseract(capsys: pytest.CaptureFixture[str]) -> None:
    scores = [measured(path, "tesseract", capsys) for path in scans() if "scan200" in path.name]
    assert min(scores) >= 0.98


@pytest.mark.slow
@pytest.mark.samples
@pytest.mark.parametrize("engine", ["rapidocr", None])
def test_all_scans_keep_their_words(engine: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    needs_rapidocr()
    for path in scans():
        assert measured(path, engine, capsys) >= (0.95 if "poor150" in path.name else 0.98)
