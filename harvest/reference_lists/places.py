"""Where references stand in the text that a document was read to: by letters and digits alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from harvest.reference_lists.model import Reference
from harvest.text.model import Page

#: Letters and digits that are compared at each end of a reference: line ends, heads and hyphens are passed over.
_KEY = 40
_SHORTEST = 12


def placed(references: Sequence[Reference], text: str, pages: Sequence[Page] = ()) -> list[Reference]:
    """Return the references with ``start`` and ``stop`` in ``text`` where their words are found in it.

    A reference is looked for on its page (and what follows, for its end), else after the one before it.
    """
    kept: list[int] = []
    letters: list[str] = []
    for at, char in enumerate(text):
        if char.isalnum():
            kept.append(at)
            low = char.lower()
            letters.append(low if len(low) == 1 else char)
    squeezed = "".join(letters)
    starts = {page.number: page.start for page in pages}
    result = []
    last = 0
    for each in references:
        key = "".join(
            char.lower() if len(char.lower()) == 1 else char for char in each.text if char.isalnum()
        )
        if each.start is not None or len(key) < _SHORTEST:
            result.append(each)
            continue
        begin = _at_or_after(kept, starts[each.page]) if each.page in starts else last
        start = squeezed.find(key[:_KEY], begin)
        if start < 0:
            start = squeezed.find(key[:_KEY])
        if start < 0:
            result.append(each)
            continue
        stop = squeezed.find(key[-_KEY:], start)
        end = stop + len(key[-_KEY:])
        # Columns or notes may come in another order there; the end is told only where it is near.
        if stop < 0 or end - start > 1.5 * len(key) + 200:
            end = min(start + len(key[:_KEY]), len(kept))
        else:
            last = start
        result.append(replace(each, start=kept[start], stop=_closed(text, kept[end - 1] + 1, each.text)))
    return result


def _closed(text: str, stop: int, reference: str) -> int:
    """Take in the full stop or bracket that a reference ends with."""
    tail = len(reference) - len(reference.rstrip(".,;:)]>\"'’”"))
    while tail and stop < len(text) and text[stop] in ".,;:)]>\"'’”":
        stop += 1
        tail -= 1
    return stop


def _at_or_after(kept: Sequence[int], at: int) -> int:
    low, high = 0, len(kept)
    while low < high:
        middle = (low + high) // 2
        if kept[middle] < at:
            low = middle + 1
        else:
            high = middle
    return low
