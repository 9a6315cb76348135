"""How well and how fast pages are read from their pictures, for every engine of this machine.

    python -m bench.text_ocr [--engine NAME]

Data: the image-only PDFs of GREYLIT_TEST_DATA/ocr (200 dpi and poor 150 dpi, with their text), and pages made here: pages
of GREYLIT_TEST_DATA/pdf and refpdf that the rules were not tried on (two columns; references), and drawn ones that they
were tried on (three columns in small print, a table), each worn as 300, 200 and 120 dpi scans, on grey paper, and as a
poor copy at 150 dpi (tests/text/ocr_pages.py). Word F1 is on bags of lower-case words; order F1 the same on runs of four
words, against PDFium's text of the page before it became a picture. Seconds are of CPU, with those of commands that
were started; confidence is the engine's own. Memory is the peak of one worker, or of the command that it starts.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bench.measure import table
from harvest.text.model import OcrPage
from harvest.text.ocr import JOB_SECONDS, MEMORY, available, engines, missing, read_page
from harvest.text.pool import Failure, TextPool
from tests.text.ocr_pages import POOR_150, SCAN_200, Wear, column_page, scanned, table_page, words_of

#: Each kind of wear by name, in the order in which they are printed.
WEARS = {
    "made, clean 300 dpi": Wear(300, skew=0.2, blur=0.5, noise=3, jpeg=85),
    "made, 200 dpi": SCAN_200,
    "made, grey paper 200 dpi": Wear(200, skew=-0.9, blur=0.7, noise=10, paper=205, jpeg=60),
    "made, 120 dpi": Wear(120, skew=0.7, blur=0.5, noise=10, paper=240, jpeg=60),
    "made, poor 150 dpi": POOR_150,
}
SOURCES = (
    ("pdf", "stats_headline_and_manually_numbered_headings.lo2.pdf", 3),
    ("refpdf", "two-harvard-1.pdf", 2),
)


class Sample(NamedTuple):
    kind: str
    pdf: bytes
    gold: str


class Cost(NamedTuple):
    page: OcrPage
    seconds: float
    peak_mb: float


def samples() -> Iterator[Sample]:
    """Yield the pages, those of the test data first."""
    root = Path(os.environ.get("GREYLIT_TEST_DATA", "../shared/test-data"))
    for path in sorted((root / "ocr").glob("*.pdf")):
        kind = "test data, poor 150 dpi" if "poor" in path.name else "test data, 200 dpi"
        yield Sample(kind, path.read_bytes(), path.with_suffix(".txt").read_text(encoding="utf-8"))
    pages = [((root / folder / name).read_bytes(), number) for folder, name, number in SOURCES]
    pages += [(column_page(3, 9, 50, "Annual report"), 1), (table_page(), 1)]
    for kind, wear in WEARS.items():
        for seed, (pdf, number) in enumerate(pages):
            yield Sample(kind, scanned(pdf, wear, [number], seed), words_of(pdf, number))


def read(job: tuple[bytes, str | None]) -> Cost:
    """Read one page in a worker."""
    began = time.process_time() + _children().ru_utime + _children().ru_stime
    page = read_page(job[0], 1, engine=job[1])
    seconds = time.process_time() + _children().ru_utime + _children().ru_stime - began
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    own = int(status.partition("VmHWM:")[2].split(None, 1)[0])
    return Cost(page, seconds, max(own, _children().ru_maxrss) / 1024)


def _children() -> resource.struct_rusage:
    return resource.getrusage(resource.RUSAGE_CHILDREN)


def f1(got: str, gold: str, run: int = 1) -> float:
    """F1 on bags of runs of so many words."""

    def bag(text: str) -> Counter[tuple[str, ...]]:
        words = re.findall(r"\w+", text.casefold())
        return Counter(zip(*(words[at:] for at in range(run)), strict=False))

    mine, theirs = bag(got), bag(gold)
    return 2 * (mine & theirs).total() / max(1, mine.total() + theirs.total())


def main() -> None:
    parser = argparse.ArgumentParser(description="Accuracy and speed of reading pictures of pages.")
    parser.add_argument("--engine", help="only this one")
    only = parser.parse_args().engine
    print("engines:", available() or missing())
    arms: list[str | None] = [found.name for found in engines() if only in (None, found.name)]
    if len(arms) > 1:
        arms.append(None)
    pages = list(samples())
    rows: list[list[object]] = []
    for arm in arms:
        found: dict[str, list[tuple[float, ...]]] = defaultdict(list)
        peak = 0.0
        golds = {id(page.pdf): page for page in pages}
        with TextPool(1, JOB_SECONDS, MEMORY) as pool:
            for (pdf, _), cost in pool.run([(page.pdf, arm) for page in pages], read):
                page = golds[id(pdf)]
                if isinstance(cost, Failure):
                    found[page.kind].append((0.0, 0.0, 0.0, 0.0))
                    continue
                text = cost.page.text
                scores = f1(text, page.gold), f1(text, page.gold, 4)
                found[page.kind].append((*scores, cost.page.confidence or 0.0, cost.seconds))
                peak = max(peak, cost.peak_mb)
        for kind in dict.fromkeys(page.kind for page in pages):
            means = [sum(values) / len(values) for values in zip(*found[kind], strict=True)]
            rows.append([arm or "both", kind, len(found[kind]), *means, peak])
    headings = ["engine", "pages", "number", "word F1", "order F1", "confidence", "CPU s/page", "peak MB"]
    print(table(headings, rows))


if __name__ == "__main__":
    main()
