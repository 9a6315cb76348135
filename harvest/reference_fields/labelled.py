"""Labelled references to learn from: reading the sets, dropping what a test set has, turning labels into tokens'."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from harvest.reference_fields.identifying import finds
from harvest.reference_fields.mending import LONGEST, mended
from harvest.reference_fields.tagging import LABELS
from harvest.reference_fields.tokens import Token, tokenise

#: A reference in pieces: (field, text), in order, parted by blanks.
Pieces = list[tuple[str, str]]
_OPENING = re.compile(r"[\s(\[“‘«„<\"]+$")


def read(path: Path) -> list[Pieces]:
    """Read a set of labelled references, one JSON object a line with its pieces in ``segs``."""
    with path.open(encoding="utf-8") as lines:
        return [[(label, text) for label, text in json.loads(line)["segs"]] for line in lines]


def plain(text: str) -> str:
    """Return letters and digits only, without accents, in small letters: what two strings are compared by."""
    spelt = unicodedata.normalize("NFKD", text.lower())
    return "".join(char for char in spelt if char.isalnum())


def title_of(pieces: Pieces) -> str:
    """Return the title of a labelled reference, :func:`plain`."""
    return plain("".join(text for label, text in pieces if label == "title"))


def without_overlap(rows: Iterable[Pieces], strings: set[str], titles: set[str]) -> list[Pieces]:
    """Drop each reference that a test set has: by its whole string, or by a title of 20 letters and more."""
    kept = []
    for pieces in rows:
        title = title_of(pieces)
        if plain("".join(text for _, text in pieces)) in strings or (len(title) >= 20 and title in titles):
            continue
        kept.append(pieces)
    return kept


def labelled_tokens(pieces: Pieces) -> tuple[str, list[Token], list[str]] | None:
    """Return a labelled reference mended, its tokens and their labels, ``None`` where they cannot be brought together."""
    moved = _openings_moved([(label, mended(text)) for label, text in pieces])
    whole = mended(" ".join(text for _, text in moved))
    labels = [label for label, text in moved for char in text if not char.isspace()]
    places = [at for at, char in enumerate(whole) if not char.isspace()]
    if not places or len(labels) != len(places) or len(whole) >= LONGEST:
        return None
    of_place = dict(zip(places, labels, strict=True))
    tokens = tokenise(whole, finds(whole))
    return whole, tokens, [_label(token, of_place) for token in tokens]


def _label(token: Token, of_place: dict[int, str]) -> str:
    # What was found by its form is read there; to the model it is a note among the fields.
    if token.text[0] == "<" and len(token.text) > 1:
        return "date" if token.text == "<undated>" else "note"
    label = of_place.get(token.start, "note")
    return label if label in LABELS else "note"


def _openings_moved(pieces: Sequence[tuple[str, str]]) -> Pieces:
    """Give an opening bracket or quotation mark at the end of a piece to the piece it opens."""
    out: Pieces = []
    carried = ""
    for at, (label, text) in enumerate(pieces):
        text = carried + text
        carried = ""
        # A plain quotation mark may also close the piece: an odd number of them opens one.
        found = _OPENING.search(text)
        if found and at + 1 < len(pieces) and not (found[0].strip() == '"' and text.count('"') % 2 == 0):
            carried = found[0].strip()
            text = text[: found.start()]
        if text:
            out.append((label, text))
    return out
