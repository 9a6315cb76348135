"""A reference on one line: blanks, hyphens and web addresses that a line break went through are mended."""

from __future__ import annotations

import re

#: Characters of a reference that are read. The longest of the labelled sets has 1,600; what follows is other text.
LONGEST = 2_000

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u00ad": None, "\u200b": None, "\ufeff": None}
)  # fmt: skip
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
#: "inte-\ngrated": the hyphen goes; "place-\nBased" and "2019-\n20" keep it.
_BROKEN_WORD = re.compile(r"(?<=[a-zà-ÿ])[-\u2010]\r?\n\s*(?=[a-zà-ÿ])")
_BROKEN_HYPHEN = re.compile(r"(?<=\w)([-\u2010–])\r?\n\s*(?=\w)")
_SCHEME = re.compile(r"\b(https?)\s?:\s?/\s?/\s*(?=[\w\[])", re.IGNORECASE)
_WWW = re.compile(r"\bwww\s?\.\s?(?=[a-z0-9-]+\s?\.)", re.IGNORECASE)
_RESOLVER = re.compile(r"\b((?:dx\s?\.\s?)?doi)\s?\.\s?(org)\s?/\s?(?=10\.)", re.IGNORECASE)
_DOI_SLASH = re.compile(r"\b(10\.\d{4,9}(?:\.\d+)*)(?:\s/\s?|/\s)(?=\S)")
_START = re.compile(r"\bhttps?://|\bwww\.", re.IGNORECASE)
#: What stands after an address and is no part of it.
_AFTER = re.compile(
    r"(?:and|or|on|in|at|the|last|date|as|for|see|also|visited|accessed|access|assessed|retrieved|viewed|checked|consulted|isbn|doi|url|pp?"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec"
    r"|january|february|march|april|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)
_ENDING = re.compile(r"(?:[a-z0-9-]+\.)*(?:pdf|html?|aspx?|php|docx?|xlsx?)\b", re.IGNORECASE)
_HOST_PART = re.compile(
    r"(?:[a-z0-9-]+\.)*(?:uk|com|org|net|gov|edu|eu|int|ac)(?:[/.,;)\]>]|\s|$)", re.IGNORECASE
)
_PIECE = re.compile(r"\S+")


def mended(text: str) -> str:
    """Return a reference on one line, at most :data:`LONGEST` characters of it."""
    text = _NOT_TEXT.sub(" ", text[: LONGEST * 2]).translate(_LIGATURES)
    text = _BROKEN_HYPHEN.sub(r"\1", _BROKEN_WORD.sub(_hyphen, text))
    text = " ".join(text.split())[:LONGEST].strip()
    if "/" not in text and "www" not in text.lower():
        return text
    text = _SCHEME.sub(r"\1://", text)
    text = _WWW.sub("www.", text)
    text = _RESOLVER.sub(r"\1.\2/", text)
    text = _DOI_SLASH.sub(r"\1/", text)
    return _addresses(text)


def _hyphen(broken: re.Match[str]) -> str:
    """Return what stays of a hyphen at a line's end: of an address it is a part."""
    before = broken.string[max(0, broken.start() - 300) : broken.start()].split()
    return "-" if before and re.search(r"//|www\.|/.*/", before[-1]) else ""


def _addresses(text: str) -> str:
    """Join the pieces of web addresses that blanks stand in."""
    out: list[str] = []
    at = 0
    for found in _START.finditer(text):
        if found.start() < at:
            continue
        out.append(text[at : found.start()])
        address, at = _joined(text, found.start())
        out.append(address)
    out.append(text[at:])
    return "".join(out)


def _joined(text: str, start: int) -> tuple[str, int]:
    """Return the address that begins at ``start``, and where it ends in ``text``."""
    first = _PIECE.match(text, start)
    assert first is not None
    address, at = first[0], first.end()
    for _ in range(8):
        piece = _PIECE.match(text, at + 1)
        if piece is None or not _goes_on(address, piece[0], text[piece.end() : piece.end() + 12]):
            break
        address, at = address + piece[0], piece.end()
    return address, at


def _goes_on(address: str, piece: str, after: str) -> bool:
    """Tell whether what stands after a blank belongs to the address before it."""
    if piece.lower().startswith(("http", "www.", "[", "(", "<", "“", "‘")) or _AFTER.match(piece):
        return False
    last = address[-1]
    if last in "-_=&%?":
        return piece[0].isalnum() or piece[0] in "/-_"
    if piece[0] in "/_=&?#%" or (piece[0] == "-" and len(piece) > 3 and "-" in piece[1:]):
        return True
    if last == "/":
        # "https://www.gov.uk/ and" is over; "https://www.gov.uk/ government/publications" is not.
        if re.fullmatch(r"[a-z]{4,}", piece) and re.match(r"\s?$|\s[(\[]|\s\W?[Aa]ccess", after):
            return True
        if re.match(r"\d{1,2}$|\d{1,2}[./]\d{1,2}[./]\d{2,4}|(?:19|20)\d\d\W*$", piece):
            return False
        return (
            bool(re.search(r"[/_=?-]|\.(?=\w)", piece.rstrip(".,;)]")))
            and piece[0].isascii()
            and not piece[0].isupper()
        )
    if last == ".":
        return bool(_ENDING.match(piece) or _HOST_PART.match(piece))
    if last.isalnum() and piece[0] == ".":
        return bool(_ENDING.match(piece[1:]) or _HOST_PART.match(piece[1:]))
    # A break in the middle of a word of the path: only what can be nothing else.
    return (
        piece[0].isascii()
        and piece[0].isalnum()
        and piece[0].islower()
        and piece.count("/") + piece.count("-") >= 2
    )
