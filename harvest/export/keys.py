"""Citation keys: ASCII, unique, and the same whatever part of a review is exported."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from harvest.export.model import ExportRecord, author_names, bodies, issued
from harvest.export.names import personal_name

#: Words that begin titles and names, and tell nothing.
_EMPTY = frozenset(
    (
        "a",
        "an",
        "and",
        "at",
        "by",
        "for",
        "from",
        "in",
        "of",
        "on",
        "our",
        "the",
        "to",
        "with",
        "y",
        "yr",
        "ar",
    )
)
#: Letters that have no plain one in them.
_SPELT = str.maketrans({"ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "œ": "oe", "Œ": "OE", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "þ": "th"})  # fmt: skip


def citation_keys(records: Iterable[ExportRecord]) -> Mapping[str, str]:
    """Return a key for each record by its number: publisher or author, year and a word of the title.

    ``plymouth2019alliance``; the second one of that name ends in ``a``, the third in ``b``. Given in the order of the
    records: those that come in later runs change no key of before.
    """
    used: set[str] = set()
    keys = {}
    for record in records:
        keys[record.id] = key = _unused(stem(record), used)
        used.add(key)
    return keys


def stem(record: ExportRecord) -> str:
    """Return the key of a record, which others may share."""
    names = author_names(record)
    person = personal_name(names[0], bodies(record)) if names else None
    name = _first_word(person[0] if person else names[0] if names else record.source_name) or "anon"
    parts = issued(record)
    title = _first_word(record.title)
    return f"{name}{parts[0] if parts else 'nd'}{title or _ascii(record.id)}"


def _unused(key: str, used: set[str]) -> str:
    found, count = key, 0
    while found in used:
        count += 1
        found = key + _letters(count)
    return found


def _letters(number: int) -> str:
    """Return a, b … z, aa, ab … for 1, 2 …"""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(97 + rest) + letters
    return letters


def _first_word(text: str) -> str:
    words = [_ascii(word) for word in re.split(r"[\s\-–—/]+", text)]
    return next((word for word in words if word and word not in _EMPTY), next(filter(None, words), ""))[:24]


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.translate(_SPELT)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.lower())
