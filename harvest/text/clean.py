"""Characters: one form for all texts, whatever they came out of."""

from __future__ import annotations

import re
import unicodedata

# Ligatures are presentation forms that NFC leaves alone; a search for "finance" must find "ﬁnance".
_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
# Invisible characters sit inside words (soft hyphen, zero-width space and joiners, word joiner, BOM).
_INVISIBLE = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
# Controls other than tab and newline, noncharacters, and halves of surrogate pairs, which no file can store.
_CONTROLS = dict.fromkeys([*range(9), 0x0B, *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF])
_ODD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b-\u200d\u2060\ud800-\udfff\ufb00-\ufb06\ufeff\ufffe\uffff]"
)
_TABLE = {**_LIGATURES, **_INVISIBLE, **_CONTROLS, 0x0C: "\n"}
_SURROGATES = re.compile("[\ud800-\udfff]")
# What Python splits words at, but space, tab and line feed, and the controls that are gone by then.
_OTHER_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_RUNS = re.compile("  +")
_BLANK_LINES = re.compile(r"\n{3,}")


def characters(text: str) -> str:
    """Return ``text`` in NFC with ``\\n`` line ends, ligatures spelt out and invisible characters gone."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _ODD.search(text):
        text = _SURROGATES.sub("\ufffd", text).translate(_TABLE)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def tidy(text: str) -> str:
    """Return ``characters(text)`` with runs of spaces made one and at most one blank line in a row."""
    text = characters(text)
    # Looked for before they are replaced: most texts have none, and this runs over every character of every text.
    if not text.isascii():
        text = _OTHER_SPACES.sub(" ", text)
    if "\t" in text:
        text = text.replace("\t", " ")
    if "  " in text:
        text = _RUNS.sub(" ", text)
    if " \n" in text:
        text = text.replace(" \n", "\n")
    if "\n " in text:
        text = text.replace("\n ", "\n")
    return _BLANK_LINES.sub("\n\n", text).strip() if "\n\n\n" in text else text.strip()


def one_line(text: str) -> str:
    """Return ``text`` as a single line: for titles and names."""
    return " ".join(characters(text).split())


def ink(text: str) -> int:
    """Return the number of characters of ``text`` that are not white space."""
    return sum(map(len, text.split()))
