"""Work saved by the ranking on labelled reviews, against plain TF-IDF and logistic regression, and its speed.

    python -m bench.ranking ../shared/test-data/citations

A review is screened from its titles and abstracts in the order of the model, which is trained again after every
batch, from the same first decisions for both. Work saved over sampling at 95 % recall (WSS@95; Cohen and others
2006): the share of records left unread when 95 % of the included ones are found, less 5 %.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import math
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import mean
from typing import Any

from harvest.ranking.learning import Texts, learn

#: Decisions between two trainings: a tenth of what is decided, at least this many.
BATCH = 10
SEEDS = 10

Scorer = Callable[[dict[int, bool]], list[float]]


def review(folder: Path) -> tuple[list[str], list[str], list[bool]]:
    """Return titles, abstracts and decisions of one labelled review."""
    with (folder / "decisions.csv").open(encoding="utf-8", newline="") as file:
        decisions = {row["openalex_id"]: row["decision"] == "include" for row in csv.DictReader(file)}
    titles, bodies, labels = [], [], []
    with gzip.open(folder / "works.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            work = json.loads(line)
            name = work["id"].rsplit("/", 1)[-1]
            if name in decisions:
                titles.append(work.get("title") or "")
                bodies.append(_plain(work.get("abstract_inverted_index") or {}))
                labels.append(decisions[name])
    return titles, bodies, labels


def _plain(index: dict[str, list[int]]) -> str:
    placed = sorted((place, word) for word, places in index.items() for place in places)
    return " ".join(word for _, word in placed)


def ours(titles: list[str], bodies: list[str]) -> Scorer:
    """Return the scores of greylit's model."""
    texts = Texts(titles, bodies)

    def score(decided: dict[int, bool]) -> list[float]:
        learned = learn(texts, decided, least=1, told=False)
        assert learned is not None
        return list(learned.scores)

    return score


def plain(titles: list[str], bodies: list[str]) -> Scorer:
    """Return the scores of the usual: single words, TF-IDF and logistic regression as they come."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    matrix = TfidfVectorizer().fit_transform(f"{t} {b}" for t, b in zip(titles, bodies, strict=True))

    def score(decided: dict[int, bool]) -> list[float]:
        rows = sorted(decided)
        model = LogisticRegression(class_weight="balanced", solver="liblinear")
        model.fit(matrix[rows], [decided[row] for row in rows])
        return [float(each) for each in model.predict_proba(matrix)[:, 1]]

    return score


def saved(scorer: Scorer, labels: list[bool], seed: int) -> float:
    """Return WSS@95 of one simulated screening that begins with one included record and ten others."""
    chance = random.Random(seed)
    included = [number for number, label in enumerate(labels) if label]
    others = [number for number, label in enumerate(labels) if not label]
    decided = {number: labels[number] for number in [chance.choice(included), *chance.sample(others, 10)]}
    needed, found = math.ceil(0.95 * len(included)), 1
    while found < needed:
        scores = scorer(decided)
        waiting = sorted((n for n in range(len(labels)) if n not in decided), key=lambda n: (-scores[n], n))
        for number in waiting[: max(BATCH, len(decided) // 10)]:
            decided[number] = labels[number]
            found += labels[number]
            if found >= needed:
                break
    return 0.95 - len(decided) / len(labels)


def speed(titles: list[str], bodies: list[str], records: int) -> tuple[float, float]:
    """Return seconds for making the numbers of so many records, and for training on 1,000 and scoring all."""
    chance = random.Random(1)
    words = " ".join(titles + bodies).split()
    heads = [" ".join(chance.choices(words, k=12)) for _ in range(records)]
    whole = [" ".join(chance.choices(words, k=200)) for _ in range(records)]
    began = time.perf_counter()
    texts = Texts(heads, whole)
    made = time.perf_counter() - began
    began = time.perf_counter()
    learn(texts, {number: number % 10 == 0 for number in range(1000)})
    return made, time.perf_counter() - began


def figures(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the work saved on each labelled review in a folder."""
    for each in sorted(path for path in folder.iterdir() if (path / "decisions.csv").exists()):
        titles, bodies, labels = review(each)
        row: dict[str, Any] = {"review": each.name, "records": len(labels), "included": sum(labels)}
        for name, make in (("ours", ours), ("plain", plain)):
            scorer = make(titles, bodies)
            row[name] = mean(saved(scorer, labels, seed) for seed in range(SEEDS))
        yield row


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder of labelled reviews")
    parser.add_argument("--records", type=int, default=20_000, help="records of the speed test")
    options = parser.parse_args()
    rows = []
    for row in figures(options.folder):
        rows.append(row)
        print(f"{row['review']:16} {row['included']:4} of {row['records']:5} included"
              f"  work saved at 95 %: ours {row['ours']:.3f}, plain {row['plain']:.3f}", flush=True)  # fmt: skip
    print(f"mean: ours {mean(r['ours'] for r in rows):.3f}, plain {mean(r['plain'] for r in rows):.3f}")
    folder = next(path for path in sorted(options.folder.iterdir()) if (path / "decisions.csv").exists())
    titles, bodies, _ = review(folder)
    made, trained = speed(titles, bodies, options.records)
    print(
        f"{options.records} records: numbers of the texts {made:.1f} s (once), training and scoring {trained:.1f} s"
    )


if __name__ == "__main__":
    main()
