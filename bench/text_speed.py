"""Speed of text extraction, as ratios against plain trafilatura in the same run on the same machine.

Run: ``python bench/text_speed.py [--pages N] [--pdfs N]``. Prints one line a measurement and, last, JSON. Times are CPU
seconds of this process, the pool's wall seconds (which need an idle machine); only the ratios mean anything from one
machine to another.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import time
from collections.abc import Callable, Sequence

from harvest.text import extract, extract_bytes
from harvest.text.pool import TextPool

WORDS = [
    "the",
    "council",
    "of",
    "report",
    "and",
    "health",
    "care",
    "committee",
    "alliance",
    "contracting",
    "partnership",
    "service",
    "services",
    "to",
    "in",
    "for",
    "on",
    "is",
    "was",
    "agreed",
    "review",
    "evidence",
    "budget",
    "commissioning",
    "local",
    "authority",
    "that",
    "with",
    "people",
    "who",
    "use",
    "support",
    "new",
    "year",
    "plan",
    "members",
    "noted",
    "officers",
    "cost",
    "costs",
    "savings",
    "risk",
    "delivery",
    "outcomes",
    "contract",
    "provider",
    "providers",
    "trust",
    "board",
    "by",
    "as",
    "it",
]


def sentence(rng: random.Random, words: int = 18) -> str:
    return " ".join(rng.choices(WORDS, k=words)).capitalize() + "."


def html_page(rng: random.Random, *, main: bool) -> bytes:
    """A council-like page of some 30 kB with 98 links, with or without a <main>."""
    links = "".join(
        f'<li class="nav__item"><a class="nav__link" href="/area/{i}/page-{rng.randrange(9999)}">{sentence(rng, 4)}</a></li>'
        for i in range(49)
    )
    sections = "".join(
        f"<h2>{sentence(rng, 5)}</h2>"
        + "".join(f"<p>{' '.join(sentence(rng) for _ in range(6))}</p>" for _ in range(3))
        for _ in range(7)
    )
    rows = "".join(f"<tr><td>{sentence(rng, 3)}</td><td>{rng.randrange(10**6)}</td></tr>" for _ in range(20))
    tag = "main" if main else "div"
    return (
        f'<!doctype html><html lang="en"><head><title>{sentence(rng, 6)} | Anytown Council</title>'
        f'<meta property="article:published_time" content="2019-03-05"></head><body><header><nav><ul>{links}</ul></nav></header>'
        f'<{tag} id="content"><h1>{sentence(rng, 6)}</h1>{sections}<table>{rows}</table></{tag}>'
        f"<footer><ul>{links}</ul></footer></body></html>"
    ).encode()


def pdf_report(rng: random.Random, pages: int = 15) -> bytes:
    """A report of 15 pages with running heads."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for number in range(1, pages + 1):
        canvas.setFont("Helvetica", 10)
        canvas.drawString(60, 810, "Anytown Council | Strategy")
        for line in range(48):
            canvas.drawString(60, 780 - 15 * line, sentence(rng, 14))
        canvas.drawString(280, 30, f"Page {number} of {pages}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def per_document(run: Callable[[bytes], object], documents: Sequence[bytes], repeats: int = 3) -> float:
    """The best CPU seconds a document over a few passes."""
    run(documents[0])
    best = float("inf")
    for _ in range(repeats):
        started = time.process_time()
        for document in documents:
            run(document)
        best = min(best, (time.process_time() - started) / len(documents))
    return best


def main() -> None:
    import trafilatura

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--pdfs", type=int, default=10)
    options = parser.parse_args()
    rng = random.Random(20)
    with_main = [html_page(rng, main=True) for _ in range(options.pages)]
    without = [html_page(rng, main=False) for _ in range(options.pages)]
    pdfs = [pdf_report(rng) for _ in range(options.pdfs)]
    print(f"pages of {len(with_main[0]) / 1000:.0f} kB, PDFs of 15 pages and {len(pdfs[0]) / 1000:.0f} kB")

    base = per_document(lambda page: trafilatura.extract(page.decode(), with_metadata=True), without)
    results = {"trafilatura with metadata, docs/s": 1 / base}
    for name, documents in (("page with main", with_main), ("page without main", without), ("PDF", pdfs)):
        took = per_document(extract_bytes, documents)
        results |= {f"{name}, docs/s": 1 / took, f"{name}, times the baseline": base / took}
    assert extract(pdfs[0]).outcome == "text"

    jobs = (with_main + without) * 3
    started = time.perf_counter()
    for job in jobs:
        extract_bytes(job)
    alone = time.perf_counter() - started
    with TextPool(2, timeout=60, memory_bytes=2**30) as pool:
        list(pool.run(jobs[:8], extract_bytes))
        for chunk in (1, 4):
            started = time.perf_counter()
            list(pool.run(jobs, extract_bytes, chunk=chunk))
            results[f"pool of 2, chunks of {chunk}, times one process"] = alone / (
                time.perf_counter() - started
            )
    for name, value in results.items():
        print(f"{name:48} {value:9.2f}")
    print(json.dumps({name: round(value, 3) for name, value in results.items()}))


if __name__ == "__main__":
    main()
