"""Texts that are nearly the same, found among many without comparing each with each. Pure.

A signature is made once of a text, in any process, and can be stored: what the text is known by when it is spelt another
way, the identifiers printed on its first page, a sample of its words in a row (what is contained in what), and its
MinHash of 128 permutations (Broder 1997). Pairs whose signatures may be alike are found by bands of it (locality-sensitive
hashing); whether they are is for the texts themselves to say.
"""

from __future__ import annotations

import json
import struct
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from itertools import combinations

import numpy as np
import numpy.typing as npt
from rensa import RMinHash, RMinHashLSH

from harvest.identity.printed import printed
from harvest.identity.shingles import shingles_of, words

Hashes = npt.NDArray[np.uint64]

#: Begins every signature: a change of how texts are spelt, cut or sampled needs another one. The state of the MinHash
#: names its own algorithm, seed and number of permutations after it.
VERSION = b"g1"
SEED, PERMUTATIONS, BANDS = 20261126, 128, 32
#: Estimated share in common from which two texts are worth comparing: of two of which one holds nine tenths of the
#: other and is twice as long it is .43, and an estimate is .05 off at times.
WORTH = 0.3
#: One in so many of the words in a row stands in the sample.
SAMPLED = 32
#: So few of them tell nothing of what holds what, and a row of words in so many texts is a form and not a text.
FEWEST, COMMON = 3, 200
#: Texts that are word for word the same are told in pairs, each with each, up to so many; of more each with the first.
ALIKE_MOST = 200
#: Share of the sample of a text that another one has to hold to be worth comparing.
HELD = 0.5
_HEAD = struct.Struct("<2sI16sII")


class StaleSignatureError(ValueError):
    """A signature that another version wrote: it is to be made again from the text."""


@dataclass(frozen=True)
class Signature:
    """What a text is known by.

    Attributes:
        words: how many different rows of words it has; 0 of a text without words.
        same: the text as it is compared, as a digest: two with the same are one text.
        printed: identifiers on its first page, such as ``isbn:9781234567897``.
        sample: some of its rows of words, sorted.
        sketch: its MinHash.
    """

    words: int
    same: bytes
    printed: tuple[str, ...]
    sample: Hashes
    sketch: RMinHash

    @classmethod
    def of(cls, text: str) -> Signature:
        """Return the signature of a text; the same in every process."""
        whole = words(text)
        hashes = shingles_of(whole)
        sketch = RMinHash(PERMUTATIONS, SEED)
        sketch.update(hashes.view("V8").tolist())
        same = blake2b(b" ".join(whole), digest_size=16).digest()
        return cls(len(hashes), same, printed(text), hashes[hashes % SAMPLED == 0], sketch)

    @classmethod
    def read(cls, stored: bytes) -> Signature:
        """Read a signature back.

        Raises:
            StaleSignatureError: if another version, or another version of the library, wrote it.
        """
        try:
            version, words, same, names, sampled = _HEAD.unpack_from(stored)
            start = _HEAD.size + names
            end = start + 8 * sampled
            found = json.loads(stored[_HEAD.size : start])
            sample = np.frombuffer(stored[start:end], dtype="<u8").astype(np.uint64)
        except (struct.error, ValueError) as error:
            raise StaleSignatureError(str(error)) from error
        if version != VERSION:
            raise StaleSignatureError(f"written as {version!r}, and this is {VERSION!r}")
        sketch = RMinHash(PERMUTATIONS, SEED)
        try:
            sketch.__setstate__(stored[end:])
        except ValueError as error:
            raise StaleSignatureError(str(error)) from error
        return cls(words, same, tuple(found), sample, sketch)

    def __bytes__(self) -> bytes:
        names = json.dumps(self.printed).encode()
        head = _HEAD.pack(VERSION, self.words, self.same, len(names), len(self.sample))
        return b"".join((head, names, self.sample.astype("<u8").tobytes(), self.sketch.__getstate__()))


def signature(text: str) -> bytes:
    """Return what a text is known by, to be stored: some 700 bytes, and 8 for each 32 words of the text."""
    return bytes(Signature.of(text))


def candidates(signatures: Mapping[str, Signature]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of texts that may be nearly the same, each once, the smaller name first.

    Texts that are the same as they are compared are pairs too. One without words is in none.
    """
    groups: dict[bytes, list[str]] = defaultdict(list)
    for name in sorted(signatures):
        if signatures[name].words:
            groups[signatures[name].same].append(name)
    held = list(groups.values())
    index = RMinHashLSH(WORTH, PERMUTATIONS, BANDS)
    index.insert_pairs([(number, signatures[group[0]].sketch) for number, group in enumerate(held)])
    for number, group in enumerate(held):
        yield from combinations(group, 2) if len(group) <= ALIKE_MOST else _each_with_first(group)
        first = signatures[group[0]].sketch
        for other in sorted(index.query(first)):
            if other > number and first.jaccard(signatures[held[other][0]].sketch) >= WORTH:
                yield from _across(group, held[other])


def _each_with_first(group: list[str]) -> Iterator[tuple[str, str]]:
    return ((group[0], each) for each in group[1:])


def _across(group: list[str], others: list[str]) -> Iterator[tuple[str, str]]:
    if len(group) * len(others) > ALIKE_MOST**2:
        group, others = group[:1], others[:1]
    return ((min(one, two), max(one, two)) for one in group for two in others)


def near_pairs(
    signatures: Mapping[str, bytes], verify: Callable[[str, str], float]
) -> list[tuple[str, str, float]]:
    """Return the pairs of texts that are nearly the same, with how much they are, sorted.

    Args:
        signatures: of each text by its name.
        verify: how much two of them have in common by the texts themselves; 0 where that makes them no pair.

    Raises:
        StaleSignatureError: if another version wrote one of them.
    """
    read = {name: Signature.read(each) for name, each in signatures.items()}
    return sorted((one, two, score) for one, two in candidates(read) if (score := verify(one, two)) > 0)


def containing(
    signatures: Mapping[str, Signature], groups: Iterable[Iterable[str]], larger: float = 1.0
) -> Iterator[tuple[str, str]]:
    """Yield the pairs of texts of which the first may hold nearly all of the second, each once, in the order of names.

    Args:
        signatures: of each text by its name.
        groups: names of texts that may hold one another: of one publisher, of one meeting.
        larger: how many times as long as the other one the first has to be.
    """
    told: set[tuple[str, str]] = set()
    for group in groups:
        known = {name: signatures[name] for name in sorted(set(group)) if name in signatures}
        told.update(pair for pair in _holding(known) if _longer(*pair, signatures) >= larger)
    yield from sorted(told)


def _longer(one: str, two: str, signatures: Mapping[str, Signature]) -> float:
    return signatures[one].words / max(1, signatures[two].words)


def _holding(known: Mapping[str, Signature]) -> Iterator[tuple[str, str]]:
    having: dict[int, list[str]] = defaultdict(list)
    for name, each in known.items():
        for row in each.sample.tolist():
            having[row].append(name)
    for small, each in known.items():
        rows = [having[row] for row in each.sample.tolist() if len(having[row]) <= COMMON]
        if len(rows) < FEWEST:
            continue
        times: dict[str, int] = defaultdict(int)
        for names in rows:
            for name in names:
                times[name] += 1
        for name, shared in times.items():
            if name != small and shared >= HELD * len(rows) and known[name].words >= each.words:
                yield name, small
