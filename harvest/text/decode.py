"""Bytes to characters."""

from __future__ import annotations

import codecs
import re

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

#: What browsers assume of an English page that declares nothing (WHATWG encoding standard).
FALLBACK = "windows-1252"
_UTF8 = frozenset({None, "utf-8", "ascii"})
#: How far into a page a declaration is looked for that does not stand where it should.
_LATE = 100_000
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
#: Text codecs of Python that no page is written in; one of them runs for ever on some bytes.
_NO_ENCODINGS = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7"})


def _windows_characters() -> str:
    """Return what each byte is in windows-1252, the five that it leaves out as they are."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))


_CHARACTERS = _windows_characters()
_BYTES = {ord(char): byte for byte, char in enumerate(_CHARACTERS)} | {
    byte: byte for byte in range(0x80, 0xA0)
}


def _either(first: int, last: int) -> str:
    """Return a class of the characters that some bytes are in windows-1252 and in ISO 8859-1."""
    chars = {_CHARACTERS[byte] for byte in range(first, last)} | {chr(byte) for byte in range(first, last)}
    return f"[{re.escape(''.join(sorted(chars)))}]"


_NEXT = _either(0x80, 0xC0)
#: What UTF-8 of two, three and four bytes looks like where each byte was taken for a character.
_TWICE = re.compile(
    f"{_either(0xC2, 0xE0)}{_NEXT}|{_either(0xE0, 0xF0)}{_NEXT}{{2}}|{_either(0xF0, 0xF5)}{_NEXT}{{3}}"
)
_LOOKS_TWICE = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0178\u0192-\u02dc\u2013-\u203a\u20ac\u2122]")
_STRAY = re.compile("[\u0080-\u009f]")


def decode(data: bytes, *, content_type: str = "", markup: bool = True) -> tuple[str, str]:
    """Return the characters of ``data`` and the encoding used.

    Order: byte order mark; valid UTF-8 with at least one character outside ASCII, whatever is declared, because
    nothing else looks like it by chance and wrong declarations are common; the ``charset`` of the HTTP header;
    with ``markup`` the page's own declaration, wherever it stands; UTF-16 told by its zero bytes; windows-1252. Bytes that
    do not fit become U+FFFD; a few in a text that is UTF-8 else are read as windows-1252, as are all of a text that was
    declared UTF-8 and is not. What was encoded twice is mended (see ``mended``).
    """
    encoding, bom = read_bom(data)
    if encoding is not None and bom is not None:
        return mended(data[len(bom) :].decode(encoding, "replace")), encoding
    declared = http_content_type_encoding(content_type) if content_type else None
    if declared is None and markup:
        declared = html_body_declared_encoding(data) or _late_declaration(data)
    if declared is None or declared.startswith("utf-16"):
        wide = _wide(data)
        if wide is not None:
            return data.decode(wide, "replace"), wide
        declared = None
    if not data.isascii() or declared in _UTF8:
        try:
            return mended(data.decode("utf-8")), "utf-8"
        except UnicodeDecodeError:
            pass
    if declared in _UTF8:
        if _mostly_utf8(data):
            return mended(data.decode("utf-8", "greylit-windows")), "utf-8"
        declared = FALLBACK
    return _declared(data, declared or FALLBACK)


def mended(text: str) -> str:
    """Return a text with UTF-8 put right that was taken for windows-1252 and encoded once more ("Â£5", "councilâ€™s").

    Only what cannot be anything else is touched: sequences of three or four such characters; those of two where the text
    has at least two of them, and no other accented capital that they might belong to. Control characters that no text has
    (U+0080 to U+009F) become what windows-1252 has in their place.
    """
    if text.isascii():
        return text
    if _LOOKS_TWICE.search(text):
        found = _TWICE.findall(text)
        pairs = sum(1 for one in found if len(one) == 2)
        lone = sum(map(text.count, "\u00c2\u00c3")) - sum(1 for one in found if one[0] in "\u00c2\u00c3")
        certain = pairs >= 2 and not lone
        if certain or pairs < len(found):
            text = _TWICE.sub(lambda match: _once(match[0], certain), text)
    return _STRAY.sub(lambda match: _CHARACTERS[ord(match[0])], text) if _STRAY.search(text) else text


def _once(twice: str, pairs: bool) -> str:
    if len(twice) == 2 and not pairs:
        return twice
    try:
        return bytes(_BYTES[ord(char)] for char in twice).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return twice


def _windows(error: UnicodeError) -> tuple[str, int]:
    """Read bytes that are no UTF-8 as windows-1252: an error handler for ``bytes.decode``."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(_CHARACTERS[byte] for byte in error.object[error.start : error.end]), error.end


codecs.register_error("greylit-windows", _windows)


def _late_declaration(data: bytes) -> str | None:
    """Return what a page declares further down than browsers look, and in the body of the page."""
    found = _DECLARED.search(data[:_LATE])
    return resolve_encoding(found[1].decode("ascii")) if found else None


def _mostly_utf8(data: bytes) -> bool:
    """A page cut in mid-character, or with one foreign byte, is still UTF-8."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(1 for char in text if char > "\x7f") - bad
    return good > 3 * bad


def _wide(data: bytes) -> str | None:
    sample = data[:512]
    if len(sample) < 8 or 0 not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    if odd > 0.4 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * half and odd < 0.1 * half else None


def _declared(data: bytes, label: str) -> tuple[str, str]:
    try:
        codec = codecs.lookup(resolve_encoding(label) or FALLBACK).name
        if codec.replace("_", "-") not in _NO_ENCODINGS:
            return mended(data.decode(codec, "replace")), codec
    except (LookupError, ValueError):
        # No encoding of text, or unknown.
        pass
    return mended(data.decode(FALLBACK, "replace")), codecs.lookup(FALLBACK).name
