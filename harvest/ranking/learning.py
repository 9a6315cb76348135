"""The model that learns from decisions which records are likely to be included.

Two logistic regressions, on the words and on the words and pairs of words of title and text, each word weighed by how
rare it is (TF-IDF), each kind of decision as if there were as many of one as of the other; their mean is the score.
scikit-learn does all of it. On five labelled reviews two together saved more work than either (``bench/ranking.py``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version as package_version
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

#: Decisions of each kind that a model needs before it says anything.
LEAST = 10
#: Terms that are told for a record, of those that spoke for it and of those that spoke against it.
TOLD = 4


@dataclass(frozen=True, slots=True)
class Learned:
    """What a model makes of the records.

    Attributes:
        scores: probability-like figure for each record, 0 to 1: good for an order, not for a count.
        reasons: for each record the terms that counted, those for it with ``+``, those against it with ``-``.
        model: name and version of what computed them.
    """

    scores: Sequence[float]
    reasons: Sequence[tuple[str, ...]]
    model: str


class Texts:
    """The texts of all records as numbers, made once: a model is trained on them again and again.

    Args:
        titles: the title of each record.
        bodies: what else is to be read of each record, in the same order.
        cache: a file that keeps the numbers between two commands; it may be deleted at any time.
    """

    def __init__(self, titles: Sequence[str], bodies: Sequence[str], cache: Path | None = None) -> None:
        whole = [f"{title}\n{body}" for title, body in zip(titles, bodies, strict=True)]
        key = hashlib.sha256("\0".join([sklearn_version(), *whole]).encode(errors="replace")).hexdigest()
        counted = _kept(cache, key) if cache else None
        if counted is None:
            counted = _counted(whole)
            if cache:
                _keep(cache, key, *counted)
        counts, self.names = counted
        #: The numbers that each model learns from, and which terms they are of: of the words, of words and pairs.
        self.parts: list[tuple[Any, list[int]]] = []
        if not self.names:
            return
        from sklearn.feature_extraction.text import TfidfTransformer

        words = [number for number, name in enumerate(self.names) if " " not in name]
        for columns in (words, list(range(len(self.names)))):
            weighed = TfidfTransformer(sublinear_tf=True).fit_transform(counts[:, columns])
            self.parts.append((weighed.tocsr(), columns))


def sklearn_version() -> str:
    """Return the version of scikit-learn that models are made with."""
    return package_version("scikit-learn")


def _counted(whole: Sequence[str]) -> tuple[Any, list[str]]:
    """Return how often each word and pair of words stands in each text, and what they are."""
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(ngram_range=(1, 2), min_df=2 if len(whole) >= 50 else 1)
    try:
        counts = counter.fit_transform(whole)
    except ValueError:
        # Not one word in any of these texts.
        return csr_matrix((len(whole), 0)), []
    return counts, [str(name) for name in counter.get_feature_names_out()]


def _kept(cache: Path, key: str) -> tuple[Any, list[str]] | None:
    """Return what an earlier command has counted in the same texts; ``None`` where there is nothing of use."""
    import numpy as np
    from scipy.sparse import csr_matrix

    try:
        with np.load(cache, allow_pickle=False) as kept:
            if str(kept["key"]) != key:
                return None
            shape = tuple(int(each) for each in kept["shape"])
            counts = csr_matrix((kept["data"], kept["indices"], kept["indptr"]), shape=shape)
            names = str(kept["names"]).split("\n") if shape[1] else []
    except (OSError, ValueError, KeyError, BadZipFile):
        return None
    return (counts, names) if len(names) == shape[1] else None


def _keep(cache: Path, key: str, counts: Any, names: Sequence[str]) -> None:
    """Keep what was counted for the next command; a folder that cannot be written costs only time."""
    import numpy as np

    beside = cache.with_name(f"{cache.name}.part.npz")
    with suppress(OSError):
        np.savez(
            beside, key=key, shape=counts.shape, data=counts.data, indices=counts.indices, indptr=counts.indptr,
            names="\n".join(names),
        )  # fmt: skip
        beside.replace(cache)


def learn(
    texts: Texts, decided: Mapping[int, bool], *, least: int = LEAST, told: bool = True
) -> Learned | None:
    """Train a model on the decisions made so far and return what it makes of all records.

    Args:
        texts: the records.
        decided: included or not, by the position of the record.
        least: decisions of each kind that are needed.
        told: also find the terms that counted.

    Returns:
        ``None`` where there are too few decisions of either kind, or no words to learn from.
    """
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    included = sum(decided.values())
    if min(included, len(decided) - included) < least or not texts.parts:
        return None
    rows = sorted(decided)
    labels = [decided[row] for row in rows]
    odds = np.zeros(texts.parts[0][0].shape[0])
    models = []
    for matrix, columns in texts.parts:
        model = LogisticRegression(class_weight="balanced", solver="liblinear", random_state=0)
        model.fit(matrix[rows], labels)
        odds += model.decision_function(matrix) / len(texts.parts)
        models.append((matrix, np.asarray(columns), model.coef_[0]))
    scores = [float(each) for each in 1 / (1 + np.exp(-odds))]
    reasons = _reasons(texts.names, models) if told else [()] * len(scores)
    name = f"TF-IDF and two logistic regressions (scikit-learn {sklearn_version()})"
    return Learned(scores, reasons, name)


def _reasons(names: Sequence[str], models: Sequence[tuple[Any, Any, Any]]) -> list[tuple[str, ...]]:
    """Return for each record the terms that moved its score most, over both models."""
    moved = sum(_moved(matrix, columns, weights, len(names)) for matrix, columns, weights in models).tocsr()
    found = []
    for row in range(moved.shape[0]):
        start, stop = moved.indptr[row], moved.indptr[row + 1]
        columns, values = moved.indices[start:stop], moved.data[start:stop]
        order = values.argsort(kind="stable")
        speaks = [f"+ {names[columns[each]]}" for each in order[::-1][:TOLD] if values[each] > 0]
        against = [f"- {names[columns[each]]}" for each in order[:TOLD] if values[each] < 0]
        found.append((*speaks, *against))
    return found


def _moved(matrix: Any, columns: Any, weights: Any, width: int) -> Any:
    """Return by how much each term moved the score of each record, in the columns of all terms."""
    from scipy.sparse import csr_matrix

    data = matrix.data * weights[matrix.indices]
    return csr_matrix((data, columns[matrix.indices], matrix.indptr), shape=(matrix.shape[0], width))
