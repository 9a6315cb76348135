"""The texts of works while they are compared: each signature made or read once, each text read when it is wanted."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from typing import Any, TypeVar

from harvest.gathering import Work
from harvest.identity.near import Signature, StaleSignatureError
from harvest.identity.shingles import Hashes, held, share, shingles_of, words

Row = dict[str, Any]
Texts = Callable[[Collection[str]], Mapping[str, str]]

#: Share of the words in a row that two texts must have in common to be nearly the same: of all that either has, or of the
#: shorter where the longer one is at most twice as long. Near-duplicates of whole pages share above .8 (Broder 1997);
#: reports that reuse a chapter stay far below.
ALIKE, WITHIN = 0.8, 0.9
#: Texts that are read at a time, and that are kept.
_BATCH, _KEPT = 100, 400
_Each = TypeVar("_Each")


class Compared:
    """Documents of works, compared by their texts.

    Args:
        documents: facts of each document.
        texts: gives the texts of documents.
        signatures: what :func:`harvest.identity.near.signature` gave for documents before; the rest is made now.
    """

    def __init__(
        self, documents: Mapping[str, Row], texts: Texts, signatures: Mapping[str, bytes] | None = None
    ) -> None:
        self._documents, self._texts, self._stored = documents, texts, signatures or {}
        self._signatures: dict[str, Signature | None] = {}
        self._words: OrderedDict[str, list[bytes]] = OrderedDict()
        self._rows: OrderedDict[str, Hashes] = OrderedDict()

    def main(self, work: Work) -> str | None:
        """Return the longest readable document of a work."""
        readable = [
            each["document"] for each in work.files if self.fact(each["document"], "outcome") == "text"
        ]
        return max(
            readable, key=lambda each: (self._documents[each].get("characters") or 0, each), default=None
        )

    def fact(self, document: str | None, name: str) -> Any:
        """Return what is known of a document, ``None`` where nothing is."""
        return self._documents.get(document or "", {}).get(name)

    def signatures(self, wanted: Iterable[str]) -> dict[str, Signature]:
        """Return the signatures of documents, those left out whose text is not to be had."""
        names = sorted(set(wanted))
        missing = []
        for name in names:
            if name not in self._signatures and (stored := self._stored.get(name)) is not None:
                with suppress(StaleSignatureError):
                    self._signatures[name] = Signature.read(stored)
            if name not in self._signatures:
                missing.append(name)
        for some in _batches(missing):
            read = self._texts(some)
            self._signatures.update(
                {name: Signature.of(read[name]) if name in read else None for name in some}
            )
        return {name: found for name in names if (found := self._signatures[name]) is not None}

    def pairs(self, wanted: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        """Yield pairs of documents again, with their texts read many at a time."""
        for some in _batches(list(wanted)):
            self._read({name for pair in some for name in pair})
            yield from some

    def words(self, document: str) -> list[bytes]:
        """Return the words of a document; none where its text is not to be had."""
        if document not in self._words:
            self._read({document})
        self._words.move_to_end(document)
        return self._words[document]

    def rows(self, document: str) -> Hashes:
        """Return the words in a row of a document as numbers."""
        if document not in self._rows:
            self._rows[document] = shingles_of(self.words(document))
            if len(self._rows) > _KEPT:
                self._rows.popitem(last=False)
        self._rows.move_to_end(document)
        return self._rows[document]

    def _read(self, documents: Collection[str]) -> None:
        missing = [each for each in sorted(documents) if each not in self._words]
        if missing:
            read = self._texts(missing)
            self._words.update({each: words(read.get(each, "")) for each in missing})
        for each in documents:
            self._words.move_to_end(each)
        while len(self._words) > max(_KEPT, len(documents)):
            self._words.popitem(last=False)

    def alike(self, one: str, two: str) -> float:
        """Return how much two documents have in common, 0 where it is too little to call them nearly the same."""
        return 1.0 if one == two else alike(self.rows(one), self.rows(two))


def alike(one: Hashes | None, two: Hashes | None) -> float:
    """Return the share of words in a row that two texts have in common, 0 where it is too small to call them one."""
    if one is None or two is None or not len(one) or not len(two):
        return 0.0
    shared = share(one, two)
    if shared >= ALIKE:
        return shared
    shorter, longer = sorted((one, two), key=len)
    within = held(shorter, longer) if len(longer) <= 2 * len(shorter) else 0.0
    return within if within >= WITHIN else 0.0


def _batches(all_: Collection[_Each]) -> Iterator[list[_Each]]:
    waiting = iter(all_)
    while some := list(islice(waiting, _BATCH)):
        yield some
