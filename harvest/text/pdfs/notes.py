"""Notes at page feet that go on at the foot of the next page."""

from __future__ import annotations

import re
from typing import Any

from harvest.text.pdfs.geometry import Place

_NOTE = re.compile(r"\n(\d{1,3})[ \t](?=[^\d\s])")
#: How far up from the end of a page its notes are looked for, in characters.
_FOOT = 3_500
#: Longest rest of a note, in lines.
_MOST_LINES = 10
#: Sizes of type this near are the same; the text above notes is larger by more.
_SAME = 0.04
_LARGER = 1.07
_ENDED = tuple('.!?)]>"\u201d\u2019')
_GOES_ON = re.compile(r"[a-z\d(\[<\u2013&]|https?:|www\.")
_NO_NOTE = re.compile(r"(?:source|note|notes|table|figure|fig|chart|key)\b", re.IGNORECASE)


class Notes:
    """Follows the numbers of notes from page to page and takes what is left of one back to where it began."""

    def __init__(self) -> None:
        self._last = 0
        self._ended = True

    def cut(self, textpage: Any, text: str) -> tuple[str, str]:
        """Return the text of a page without the rest of the last page's note, and that rest ("" where there is none)."""
        rest = ""
        found = [(int(match[1]), match.start(1)) for match in _NOTE.finditer(text, max(0, len(text) - _FOOT))]
        if self._last:
            start = next((start for number, start in found if number == self._last + 1), None)
            if start is not None:
                text, rest = self._without_rest(textpage, text, start)
        numbers = [number for number, _ in found]
        last = numbers[-1] if numbers else 0
        # A lone number is a note only if it carries on the count.
        self._last = last if last and (last - 1 in numbers or last - 1 == self._last) else 0
        self._ended = text.rstrip().endswith(_ENDED)
        return text, rest

    def _without_rest(self, textpage: Any, text: str, start: int) -> tuple[str, str]:
        """Go up from the first note over lines of its size; what is larger ends them."""
        place = Place(textpage)
        words = start + len(str(self._last + 1)) + 1
        height, low = place.size(words), place.origin(words)[1]
        rest: list[str] = []
        top = end = start
        while True:
            line = text[text.rfind("\n", 0, end - 1) + 1 : end]
            inked = line.strip()
            first = end - len(line) + (line.index(inked[0]) if inked else 0)
            if not inked or len(rest) == _MOST_LINES:
                return text, ""
            size, base = place.size(first + len(inked) // 2), place.origin(first)[1]
            if abs(size - height) > _SAME * height:
                break
            if not 0.4 * height < base - low < 3.2 * height:
                return text, ""
            rest.insert(0, inked)
            top, end, low = first, end - len(line), base
        if not rest or size < _LARGER * height or _NO_NOTE.match(rest[0]):
            return text, ""
        if self._ended and not _GOES_ON.match(rest[0]):
            return text, ""
        return text[:top] + text[start:], "\n".join(rest)
