"""Making crawled words safe to put in a file: one line, no control characters, no formulas.

Titles, names and passages come from strangers' sites and PDFs. They hold line feeds that would start a new
RIS record, characters that XML forbids, and sometimes a spreadsheet formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

EXCEL_CELL_LIMIT = 32_767
"""Most UTF-16 code units that Excel keeps in one cell (Microsoft, "Excel specifications and limits")."""
CSV_CELL_LIMIT = 131_072
"""Most characters that Python's own ``csv`` reader (so also ASReview's) takes in one field."""
CUT_MARK = " [cut]"

_SURROGATES = re.compile("[\ud800-\udfff]")
# What XML 1.0 forbids, and the C1 controls. White space among the controls is left to str.split().
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff]")
# OWASP "CSV Injection": the four signs and their full-width forms. TAB, CR and LF never reach a cell here,
# because one_line() has taken them away.
_FORMULA_STARTS = frozenset("=+-@＝＋－＠")


def encodable(text: str) -> str:
    """Return ``text`` with lone surrogates replaced by U+FFFD, so that it can be written as UTF-8."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def one_line(text: str | None) -> str:
    """Return ``text`` as one line without control characters; ``""`` for None.

    Every run of white space (all kinds of line end included) becomes one space; so does a control
    character, since deleting it could join two words. A byte-order mark inside the text is dropped.
    """
    if not text:
        return ""
    # Most text is clean already: what is printable has no control character, and no white space but " ".
    if text.isprintable() and "  " not in text and text[0] != " " and text[-1] != " ":
        return text
    cleaned = _CONTROLS.sub(" ", encodable(text)).replace("\ufeff", "")
    return " ".join(cleaned.split())


def shorten(text: str, limit: int) -> str:
    """Cut ``text`` at a word end so that it has at most ``limit`` characters, with " …" where it was cut."""
    if len(text) <= limit:
        return text
    head = text[: max(limit - 2, 0)]
    at_word = head.rpartition(" ")[0]
    # A "word" longer than half the room is no word (a long address, a language without spaces): cut hard.
    return (at_word if len(at_word) > limit // 2 else head) + " …"


def guard_formula(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run as a formula (OWASP CSV injection)."""
    return "'" + text if text[:1] in _FORMULA_STARTS else text


def fit(text: str, limit: int, *, utf16: bool = False) -> str:
    """Cut ``text`` to ``limit`` characters (or UTF-16 code units), marked as cut at its end."""
    if len(text) * (2 if utf16 else 1) <= limit:
        return text
    if not utf16:
        return text if len(text) <= limit else text[: limit - len(CUT_MARK)] + CUT_MARK
    units = text.encode("utf-16-le")
    if len(units) <= limit * 2:
        return text
    # "ignore" drops half a surrogate pair at the cut.
    return units[: (limit - len(CUT_MARK)) * 2].decode("utf-16-le", "ignore") + CUT_MARK


def join_list(items: Iterable[str], separator: str = "; ") -> str:
    """Join cleaned, non-empty items; a ``;`` inside an item becomes a comma, so that the list splits back."""
    cleaned = (one_line(item) for item in items)
    if separator.strip() == ";":
        cleaned = (item.replace(";", ",") for item in cleaned)
    return separator.join(item for item in cleaned if item)


def unique(items: Iterable[str | None]) -> list[str]:
    """Return the non-empty items once each, in order of first appearance."""
    return [item for item in dict.fromkeys(items) if item]


def web_address(url: str | None, *, encode_semicolon: bool = False) -> str:
    """Return ``url`` with everything that may not stand in a URI percent-encoded (RFC 3986).

    ``encode_semicolon`` also writes ``;`` as ``%3B``, for formats whose readers split addresses there.
    """
    safe = "%/:=&?~#+!$,'()*@[]" + ("" if encode_semicolon else ";")
    return quote(one_line(url), safe=safe)


def is_web_address(url: str) -> bool:
    """Tell whether ``url`` is an ``http`` or ``https`` address: the only kind we make into a link."""
    return url[:8].lower().startswith(("http://", "https://"))
