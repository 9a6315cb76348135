"""Texts as they are compared: their words, and their words in a row as numbers. Pure, and the same in every process."""

from __future__ import annotations

import re
import unicodedata
from zlib import crc32

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]

#: Words in a row that are compared.
SHINGLE = 5
#: What is neither a letter nor a digit, within ASCII and beyond it.
_BETWEEN = bytes(each if chr(each).isalnum() or each > 127 else 32 for each in range(256))
_BEYOND = re.compile(r"[^\x00-\x7f\w]+")
_MARKS = re.compile("[\u0300-\u036f]+")
_NOTHING = re.compile("['\u2018\u2019\u02bc\u0060\u00b4\u00ad\u200b-\u200d\ufeff]+")
#: Odd numbers from the finaliser of MurmurHash3, which spread bits well.
_STEP, _MIX, _SHIFT = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xFF51AFD7ED558CCD), np.uint64(33)


def words(text: str) -> list[bytes]:
    """Return the words of a text in the one spelling: small letters without accents, ligatures undone, no apostrophes."""
    if not text.isascii():
        text = _BEYOND.sub(" ", _MARKS.sub("", unicodedata.normalize("NFKD", _NOTHING.sub("", text))))
    text = text.replace("'", "").replace("`", "").replace("&", " and ").casefold()
    return text.encode(errors="replace").translate(_BETWEEN).split()


def shingles(text: str) -> Hashes:
    """Return the different words in a row of a text as sorted numbers; of fewer words than make a row, all as one."""
    return shingles_of(words(text))


def shingles_of(words: list[bytes]) -> Hashes:
    """Return the same of the words of a text."""
    if not words:
        return np.empty(0, dtype=np.uint64)
    each = np.fromiter(map(crc32, words), dtype=np.uint64, count=len(words))
    rows = max(1, len(words) - SHINGLE + 1)
    total = np.zeros(rows, dtype=np.uint64)
    for at in range(min(SHINGLE, len(words))):
        total = total * _STEP + each[at : at + rows] + np.uint64(1)
    total ^= total >> _SHIFT
    total *= _MIX
    total ^= total >> _SHIFT
    total.sort()
    return total[np.concatenate(([True], total[1:] != total[:-1]))]


def common(one: Hashes, two: Hashes) -> int:
    """Return how many words in a row two texts have in common."""
    return len(np.intersect1d(one, two, assume_unique=True))


def share(one: Hashes, two: Hashes) -> float:
    """Return the share of the words in a row of either text that both have (Jaccard), 0 to 1."""
    both = common(one, two)
    either = len(one) + len(two) - both
    return both / either if either else 0.0


def held(small: Hashes, large: Hashes) -> float:
    """Return the share of the words in a row of a text that another one has too, 0 to 1."""
    return common(small, large) / len(small) if len(small) else 0.0
