"""Parts and types of documents, and classes of publishers, against labels; and how long the parts take.

Run: ``python -m bench.text_parts [--misses]``. Prints one line a figure, of 26 November 2026:

- types: ``bench/text_types.tsv``, titles and first pages made up after those of councils, NHS bodies and think tanks; every
  second is held back. Right: the type is the label, where none is labelled none is claimed.
- real titles: ``bench/text_types_real.tsv``, titles of published documents of English bodies without their first pages; made when
  the rules were done. First run: 46 of 50 right, 1 wrongly claimed. First run of the halves held back above and below: types 77 of
  81, parts 10 of 12, publishers 59 of 60; rules were then mended for what they showed, so they are unseen no more.
- parts: ``bench/text_parts.txt``, short texts of many kinds with the parts marked in them; every second is held back. Found:
  a part of that kind begins at the label's first character and covers nine tenths of it and little else. The pdfium
  text of ``$GREYLIT_SAMPLES`` has the beginnings of summaries, contents and recommendations of ten reports written below.
- publishers: ``bench/publisher_classes.tsv``, names and hosts; every second is held back.
- speed: CPU milliseconds for each 100,000 characters of the samples' texts, repeated to a million characters.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from harvest.publisher_class import publisher_class
from harvest.text import extract
from harvest.text.describing.document_types import document_type
from harvest.text.describing.parts import parts_of
from harvest.text.model import Extracted, Heading, Page, Part

T = TypeVar("T")
HERE = Path(__file__).parent
MARKED = ("summary", "contents", "recommendations")
#: Of a file of the samples: a kind of part, and how each one of it begins.
SAMPLES: dict[str, dict[str, list[str]]] = {
    "westsussex/pdf/core_Briefing-Self-Harm-May-2017.pdf": {
        "contents": ["Contents\n1 List of Tables"], "summary": ["2 Summary\n2.1 Key findings"], "recommendations": [],
    },
    "westsussex/pdf/pdf_alcohol-hea-series_1.1_Short_Read_HEA_-_HEA_series.pdf": {
        "contents": ["Contents\nAcknowledgements..."], "summary": [], "recommendations": ["Recommendations\nThe initial equity"],
    },
    "westsussex/pdf/core_Background-Evidence-Parents-FINAL.pdf": {
        "contents": ["CONTENTS:\nEXECUTIVE SUMMARY ...."], "summary": ["EXECUTIVE SUMMARY\n1. Method"], "recommendations": [],
    },
    "westsussex/pdf/core_Final-JHWS-2019-2024.pdf": {
        "contents": ["CONTENTS\nIntroduction...."], "summary": ["EXECUTIVE SUMMARY\n"], "recommendations": [],
    },
    "westsussex/pdf/ageing-well_dementia-strategy-2020-2023-plain-text.pdf": {
        "contents": ["Table of Contents\nACKNOWLEDGEMENTS"], "summary": [], "recommendations": [],
    },
    "westsussex/pdf/ageing-well_exec-summary-dementia-strategy-2020-2023-plain-text.pdf": {
        "contents": ["Table of Contents\nACKNOWLEDGMENTS"], "recommendations": [],
    },
    "westsussex/pdf/living-well_west-sussex-substance-misuse-needs-assessment-2021-executive-summary.pdf": {
        "contents": [], "summary": ["1.1 Synopsis\nThe misuse"],
        "recommendations": [
            "1.3 Recommendations and gaps in knowledge\ni) Co-existing", "Recommendations\n1) Whilst", "Recommendations\n1) Substance",
            "Recommendations\n1) A commitment",
        ],
    },
    "westsussex/pdf/core_Final-Data-Briefing-1516-National-Child-Measurement-Programme.pdf": {
        "contents": ["Contents\nContents...."], "summary": ["Headline Figures\n"], "recommendations": [],
    },
    "moderngov/pdf/kingston_ZebraCrossing.pdf": {
        "contents": [], "summary": ["Key Points\nA. This report"],
        "recommendations": ["Recommendation(s)\nThe Committee", "Recommendation\n8. In light"],
    },
    "westsussex/pdf/pdf_census-briefing_WSX-census-21-population-estimates-briefing.pdf": {
        "contents": [], "summary": [], "recommendations": [],
    },
}  # fmt: skip


@dataclass(frozen=True)
class Labelled:
    """A text with its pages, its marked headings and the parts that it has."""

    name: str
    text: str
    pages: tuple[Page, ...]
    headings: tuple[Heading, ...]
    parts: tuple[Part, ...]


def labelled(path: Path = HERE / "text_parts.txt") -> list[Labelled]:
    """Return the labelled texts of a file: ``<<kind`` and ``>>kind`` around parts, ``---page`` between pages, ``#2`` before headings."""
    return [_labelled(*each.split("\n", 1)) for each in path.read_text().split("=== ")[1:]]


def _labelled(name: str, body: str) -> Labelled:
    text, page_start = "", 0
    pages: list[Page] = []
    headings: list[Heading] = []
    opened: dict[str, int] = {}
    parts: list[Part] = []
    for line in body.strip("\n").split("\n"):
        if line.startswith("<<"):
            opened[line[2:]] = len(text)
        elif line.startswith(">>"):
            start = opened[line[2:]]
            parts.append(Part(line[2:], None, start, start + len(text[start:].rstrip())))
        elif line == "---page":
            pages.append(Page(len(pages) + 1, None, page_start, len(text) - 1))
            text += "\n"
            page_start = len(text)
        else:
            if line.startswith("#"):
                mark, _, line = line.partition(" ")
                headings.append(Heading(int(mark[1:]), line, len(pages) + 1))
            text += line + "\n"
    text = text.rstrip("\n")
    pages.append(Page(len(pages) + 1, None, page_start, len(text)))
    return Labelled(name, text, tuple(pages), tuple(headings), tuple(parts))


def same(label: Part, part: Part) -> bool:
    """Tell whether a part found is the one labelled."""
    both = min(label.end, part.end) - max(label.start, part.start)
    return (
        label.kind == part.kind
        and label.start == part.start
        and both >= 0.9 * (max(label.end, part.end) - label.start)
    )


def rows(name: str) -> list[list[str]]:
    """Return the rows of a labelled table without its head."""
    return [line.split("\t") for line in (HERE / name).read_text().splitlines()[1:]]


def halves(items: Sequence[T]) -> Iterator[tuple[str, Sequence[T]]]:
    """Yield the half that rules were written on, and the one held back."""
    yield "developed on", items[::2]
    yield "held back", items[1::2]


def types(misses: bool) -> None:
    """Print how many types are right."""
    for half, chosen in (*halves(rows("text_types.tsv")), ("real titles", rows("text_types_real.tsv"))):
        right = claimed = 0
        for label, kind, title, first in chosen:
            text = first.replace(" / ", "\n")
            read = Extracted(
                "text", kind, text=text, pages=(Page(1, None, 0, len(text)),), title=title or None
            )
            got, source = document_type(read)
            right += (got or "") == label
            claimed += got is not None
            if misses and (got or "") != label:
                print(f"    {label or 'none'}: found {got} ({source}) for {title!r} {first[:50]!r}")
        print(
            f"types, {half}: {right}/{len(chosen)} right, {claimed} claimed, {len(chosen) - claimed} unknown"
        )


def parts(misses: bool) -> None:
    """Print how many of the labelled parts are found, and how many are found besides."""
    for half, chosen in halves(labelled()):
        count = found = extra = 0
        for each in chosen:
            got = [part for part in parts_of(each.text, each.pages, each.headings) if part.kind in MARKED]
            for label in each.parts:
                count += 1
                is_found = any(same(label, part) for part in got)
                found += is_found
                if misses and not is_found:
                    print(
                        f"    {each.name}: not found: {label.kind} {each.text[label.start : label.start + 40]!r}"
                    )
            for part in got:
                if not any(same(label, part) for label in each.parts):
                    extra += 1
                    if misses:
                        print(f"    {each.name}: besides: {part.kind} {each.text[part.start : part.end]!r}")
        print(f"parts, {half}: {found}/{count} found, {extra} besides")


def sample_parts(folder: Path, misses: bool) -> list[str]:
    """Print how many parts of the samples are found; return the samples' texts."""
    count = found = extra = 0
    texts = []
    for name, labels in SAMPLES.items():
        read = extract((folder / name).read_bytes(), name=name)
        texts.append(read.text)
        for kind, beginnings in labels.items():
            got = [part for part in read.parts if part.kind == kind]
            for beginning in beginnings:
                count += 1
                is_found = any(read.text.startswith(beginning, part.start) for part in got)
                found += is_found
                if misses and not is_found:
                    print(f"    {name}: not found: {kind} {beginning!r}")
            others = [p for p in got if not any(read.text.startswith(each, p.start) for each in beginnings)]
            extra += len(others)
            for part in others if misses else ():
                print(f"    {name}: besides: {kind} {read.text[part.start : part.start + 60]!r}")
    print(f"parts, samples: {found}/{count} beginnings found, {extra} besides")
    return texts


def publishers(misses: bool) -> None:
    """Print how many classes of publishers are right."""
    for half, chosen in halves(rows("publisher_classes.tsv")):
        right = claimed = 0
        for label, name, host in chosen:
            got, rule = publisher_class(name or None, host or None)
            right += (got or "") == label
            claimed += got is not None
            if misses and (got or "") != label:
                print(f"    {label or 'none'}: found {got} ({rule}) for {name!r} {host!r}")
        print(
            f"publishers, {half}: {right}/{len(chosen)} right, {claimed} claimed, {len(chosen) - claimed} unknown"
        )


def speed(texts: Sequence[str]) -> None:
    """Print the time that finding parts takes."""
    many = [text for text in texts if len(text) > 10_000]
    size = sum(map(len, many))
    runs = max(1, 1_000_000 // size)
    begun = time.process_time()
    for _ in range(runs):
        for text in many:
            parts_of(text, (Page(1, None, 0, len(text)),), ())
    spent = time.process_time() - begun
    print(f"speed: {1e8 * spent / (runs * size):.2f} ms for each 100,000 characters")


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true", help="print what is wrong as well")
    misses = parser.parse_args().misses
    types(misses)
    parts(misses)
    publishers(misses)
    if folder := os.environ.get("GREYLIT_SAMPLES"):
        speed(sample_parts(Path(folder), misses))


if __name__ == "__main__":
    main()
