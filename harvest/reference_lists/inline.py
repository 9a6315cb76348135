"""Titles that running text names with who published them and when."""

from __future__ import annotations

import re
from collections.abc import Sequence

from harvest.reference_lists.joining import Joiner
from harvest.reference_lists.model import Line, Reference

_NAME = r"(?:the\s+)?[A-Z][\w’'&-]*(?:\s+(?:(?:of|for|and|the|in|on|&|to)\s+)*[A-Z][\w’'&-]*){0,9}"
_TITLE = r"(?:“(?P<t1>[A-Z][^“”\n]{3,180})”|‘(?P<t2>[A-Z](?:[^‘’\n]|’(?=\w)){3,180})’|\"(?P<t3>[A-Z][^\"\n]{3,180})\")"
_YEAR = r"(?:[A-Z][a-z]+\s+)?(?:1[89]|20)\d\d[a-z]?"
_END = rf",?\s*\((?:published by\s+)?{_NAME},\s+{_YEAR}\)"
_BEGIN = rf"{_NAME}(?:\s+\([A-Z]{{2,8}}\))?,?\s+\({_YEAR}\)[,:]?\s+"
_AFTER = re.compile(_TITLE + _END)
_BEFORE = re.compile(_BEGIN + _TITLE)
#: A title has several words that are more than "the" and "of"; a quotation of speech has a verb in small letters.
_SPEECH = re.compile(
    r"[.!?]\s+[A-Z]|\b(?:I|we|you|he|she|they|is|are|was|were|will|should|must|had|has|said)\b"
)


def mentions(lines: Sequence[Line], joiner: Joiner) -> list[Reference]:
    """Return the mentions in lines of running text that name title, publisher and year; few, but right."""
    found = []
    seen: set[str] = set()
    for at, line in enumerate(lines):
        for title in line.titles:
            if _is_title(title):
                spelt = re.escape(title)
                for match in re.finditer(rf"{spelt}{_END}|{_BEGIN}{spelt}", line.text):
                    if title not in seen:
                        seen.add(title)
                        found.append(Reference(match[0], page=line.page, where="inline", url=line.url))
        if not any(sign in line.text for sign in '“‘"'):
            continue
        text = joiner.join(lines[max(0, at - 1) : at + 4])
        for match in (*_AFTER.finditer(text), *_BEFORE.finditer(text)):
            title = match["t1"] or match["t2"] or match["t3"]
            # Before publisher and year in brackets even a short title is one.
            short = match.re is _AFTER and title[0].isupper() and _SPEECH.search(title) is None
            if title not in seen and (short or _is_title(title)):
                seen.add(title)
                found.append(Reference(match[0], page=line.page, where="inline"))
    return found


def _is_title(text: str) -> bool:
    return (
        14 < len(text) <= 200 and len(text.split()) > 2 and text[0].isupper() and _SPEECH.search(text) is None
    )
