"""The sequence model: which token of a reference belongs to which field.

The model, ``model.crfsuite`` beside this module, is made by :mod:`harvest.reference_fields.train`, which says from what.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import pycrfsuite

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


def tag(tokens: Sequence[Token]) -> list[str]:
    """Return the label of each token."""
    return list(tagger().tag(features(tokens))) if tokens else []
