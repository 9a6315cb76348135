"""Bytes to characters."""

from __future__ import annotations

import codecs

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

#: What browsers assume of an English page that declares nothing (WHATWG encoding standard).
FALLBACK = "windows-1252"


def decode(data: bytes, *, content_type: str = "", markup: bool = True) -> tuple[str, str]:
    """Return the characters of ``data`` and the encoding used.

    Order: byte order mark; valid UTF-8 with at least one character outside ASCII, whatever is declared, because
    nothing else looks like it by chance and wrong declarations are common; the ``charset`` of the HTTP header;
    with ``markup`` the page's own declaration; UTF-16 told by its zero bytes; windows-1252. Bytes that do not
    fit become U+FFFD, or are read as windows-1252 if they were declared UTF-8.
    """
    encoding, bom = read_bom(data)
    if encoding is not None and bom is not None:
        return data[len(bom) :].decode(encoding, "replace"), encoding
    declared = http_content_type_encoding(content_type) if content_type else None
    if declared is None and markup:
        declared = html_body_declared_encoding(data)
    if declared is None or declared.startswith("utf-16"):
        wide = _wide(data)
        if wide is not None:
            return data.decode(wide, "replace"), wide
        declared = None
    if not data.isascii() or declared in {None, "utf-8", "ascii"}:
        try:
            return data.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            pass
    if declared in {None, "utf-8", "ascii"}:
        declared = _mostly_utf8(data) or FALLBACK
    codec = _codec(declared)
    return data.decode(codec, "replace"), codec


def _mostly_utf8(data: bytes) -> str | None:
    """A page cut in mid-character, or with one foreign byte, is still UTF-8."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(1 for char in text if char > "\x7f") - bad
    return "utf-8" if good > 3 * bad else None


def _wide(data: bytes) -> str | None:
    sample = data[:512]
    if len(sample) < 8 or 0 not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    if odd > 0.4 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * half and odd < 0.1 * half else None


def _codec(label: str | None) -> str:
    resolved = resolve_encoding(label) if label else None
    try:
        return codecs.lookup(resolved or FALLBACK).name
    except LookupError:
        return FALLBACK
