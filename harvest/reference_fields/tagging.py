"""The sequence model: which token of a reference belongs to which field.

The model, ``model.crfsuite`` beside this module, is made by :mod:`harvest.reference_fields.train`, which says from what.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import takewhile

import pycrfsuite

from harvest.reference_fields.hints import Hints, hints
from harvest.reference_fields.ruled import sure_title
from harvest.reference_fields.tokens import Token, features

#: The fields that the model tells apart.
LABELS = (
    "author", "editor", "title", "container", "series", "publisher", "location", "date", "volume", "pages", "note", "citnum",
)  # fmt: skip

_held = threading.local()


@cache
def _model() -> bytes:
    return files(__package__).joinpath("model.crfsuite").read_bytes()


def tagger() -> pycrfsuite.Tagger:
    """Return the model, read once; a tagger keeps the sequence it works on, so that each thread has its own."""
    if not hasattr(_held, "tagger"):
        _held.tagger = pycrfsuite.Tagger()
        _held.tagger.open_inmemory(_model())
    held: pycrfsuite.Tagger = _held.tagger
    return held


def tag(text: str, tokens: Sequence[Token]) -> list[str]:
    """Return the label of each token of a mended reference.

    Where rules see a list of persons, all of it is authors; where they are sure of its end, nothing after it is.
    """
    if not tokens:
        return []
    seen = hints(text)
    labels = list(tagger().tag(features(tokens, seen)))
    _authors_kept(tokens, labels, seen)
    if stretch := sure_title(text, seen):
        _titled(tokens, labels, stretch)
    elif not any(
        label in {"title", "container"} and token.text[0].isalnum()
        for token, label in zip(tokens, labels, strict=True)
    ):
        _rest_titled(tokens, labels, seen)
    return labels


def _authors_kept(tokens: Sequence[Token], labels: list[str], seen: Hints) -> None:
    """Make all that rules see as authors theirs, and where the rules are sure of the end, nothing after it."""
    inside = [
        at
        for at, token in enumerate(tokens)
        if token.start < seen.authors_end and labels[at] not in {"citnum", "note"}
    ]
    if seen.how[0] == "p" and sum(labels[at] == "author" for at in inside) * 2 <= len(inside):
        return
    if seen.how[0] == "p" or (seen.how == "body" and seen.sure):
        for at in inside:
            labels[at] = "author"
        if seen.sure:
            for at, token in enumerate(tokens):
                if labels[at] == "author" and token.start >= seen.authors_end:
                    labels[at] = "title"


def _titled(tokens: Sequence[Token], labels: list[str], stretch: tuple[int, int]) -> None:
    """Make a stretch the title, and nothing else; what stood for the title or the authors after it is a note."""
    for at, token in enumerate(tokens):
        if stretch[0] <= token.start < stretch[1]:
            labels[at] = "title"
        elif labels[at] == "title" or (labels[at] == "author" and token.start >= stretch[1]):
            labels[at] = "note"


def _rest_titled(tokens: Sequence[Token], labels: list[str], seen: Hints) -> None:
    """Make a title of what the model took for more authors, or for a publisher, where it found neither title nor container."""
    if seen.how[0] != "p":
        return
    after = [at for at, token in enumerate(tokens) if token.start >= seen.authors_end]
    authors = [at for at in after if labels[at] == "author"]
    for at in authors:
        labels[at] = "title"
    if any(tokens[at].text[0].isalnum() for at in authors):
        return
    # Nothing is left but what was taken for its publisher or a note: the first phrase of it is the title.
    loose = [
        at
        for at in after
        if labels[at] in {"publisher", "location", "editor", "series", "note"} and tokens[at].text[0] != "<"
    ]
    begins = next((at for at in loose if tokens[at].text[0].isupper()), None)
    phrase = (
        []
        if begins is None
        else list(takewhile(lambda at: tokens[at].text not in ".,([", range(begins, len(tokens))))
    )
    if len(phrase) > 2 and set(phrase) <= set(loose):
        for at in phrase:
            labels[at] = "title"
