"""How well and how fast web pages are read: word F1 on two labelled sets, and speed against trafilatura.

Run: ``python -m bench.text_html [--data DIR] [--repeats N]``, with ``GREYLIT_TEST_DATA`` or ``--data`` naming the folder that
holds ``html/html_public`` (44 public-sector, university and charity pages of WCXB with their main text, CC-BY) and
``html/html_govuk`` (75 pages: real GOV.UK bodies in five made-up layouts, so a floor and no proof).

Word F1 is that of bags of lower-case words, the mean over pages. "Seen" are two pages of three, which the rules were written
with; "unseen" is every third one, none of which was looked at (their mean was, in that of the whole set). "Visible" is the same with the invisible characters (soft
hyphens) of the labels taken out, as they are out of every text that is kept: one page's labels have them within words.
Speed is documents a CPU second of this process with title, date and language, as a ratio to ``trafilatura.extract`` in the
same run. First taken in November 2026.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from harvest.text import extract
from harvest.text.clean import characters
from harvest.text.decode import decode

_WORD = re.compile(r"\w+")
Labelled = tuple[bytes, str, str]


def public_pages(root: Path) -> Iterator[Labelled]:
    """Yield each page's bytes, address and labelled text."""
    for path in sorted((root / "html_public").glob("*.json")):
        gold = json.loads(path.read_text())
        yield gzip.decompress(path.with_suffix(".html.gz").read_bytes()), gold["url"], gold["main_content"]


def govuk_pages(root: Path) -> Iterator[Labelled]:
    """Yield each page's bytes, no address, and its text."""
    for path in sorted((root / "html_govuk").glob("*.html.gz")):
        gold = path.with_name(path.name.replace(".html.gz", ".txt.gz"))
        yield gzip.decompress(path.read_bytes()), "", gzip.decompress(gold.read_bytes()).decode()


def word_f1(got: str, gold: str) -> float:
    """Return the word F1 of two texts as bags of lower-case words."""
    mine, theirs = (Counter(_WORD.findall(text.casefold())) for text in (got, gold))
    common = (mine & theirs).total()
    return 2 * common / (mine.total() + theirs.total()) if common else float(not mine and not theirs)


def mean(values: Sequence[float]) -> float:
    """Return the mean, 0 of nothing."""
    return sum(values) / len(values) if values else 0.0


def per_second(run: Callable[[Labelled], object], pages: Sequence[Labelled], repeats: int) -> float:
    """Return the most documents a CPU second over a few passes."""
    run(pages[0])
    best = float("inf")
    for _ in range(repeats):
        started = time.process_time()
        for page in pages:
            run(page)
        best = min(best, time.process_time() - started)
    return len(pages) / best


def measure(name: str, pages: Sequence[Labelled], repeats: int) -> None:
    """Print the figures of one set, one a line."""
    import trafilatura

    read = [extract(data, url=url, content_type="text/html") for data, url, _ in pages]
    scores = [word_f1(got.text, gold) for got, (_, _, gold) in zip(read, pages, strict=True)]
    visible = [word_f1(got.text, characters(gold)) for got, (_, _, gold) in zip(read, pages, strict=True)]
    seen = [score for at, score in enumerate(scores) if at % 3 != 2]
    print(f"{name}: word F1 {mean(scores):.4f} over {len(scores)} pages")
    print(f"{name}: word F1 seen {mean(seen):.4f} over {len(seen)}")
    print(f"{name}: word F1 unseen {mean(scores[2::3]):.4f} over {len(scores[2::3])}")
    print(f"{name}: word F1 visible {mean(visible):.4f}")
    methods = Counter(got.method for got in read)
    print(f"{name}: methods {', '.join(f'{method} {count}' for method, count in methods.most_common())}")
    text = [(decode(data)[0].encode(), url, gold) for data, url, gold in pages]
    ours = per_second(lambda page: extract(page[0], url=page[1], content_type="text/html"), pages, repeats)
    plain = per_second(lambda page: trafilatura.extract(page[0].decode()), text, repeats)
    told = per_second(lambda page: trafilatura.extract(page[0].decode(), with_metadata=True), text, repeats)
    print(f"{name}: {ours:.1f} documents a CPU second")
    print(f"{name}: {ours / plain:.2f} times trafilatura as it comes ({plain:.1f})")
    print(f"{name}: {ours / told:.2f} times trafilatura with_metadata ({told:.1f})")


def main() -> None:
    """Measure both sets."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("GREYLIT_TEST_DATA", ".")))
    parser.add_argument("--repeats", type=int, default=2)
    options = parser.parse_args()
    for name, pages in (("public", public_pages), ("govuk", govuk_pages)):
        found = list(pages(options.data / "html"))
        if found:
            measure(name, found, options.repeats)
        else:
            print(f"{name}: no pages in {options.data}")


if __name__ == "__main__":
    main()
