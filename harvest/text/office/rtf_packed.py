"""Packed RTF of Outlook messages ([MS-OXRTFCP]), and the HTML that it may hold ([MS-OXRTFEX])."""

from __future__ import annotations

import re

_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans Serif"
    b"SymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_MOST = 50_000_000
_HTML_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\",
    re.DOTALL,
)
_SIGNS = {b"par": "\r\n", b"line": "\r\n", b"tab": "\t", b"lquote": "&lsquo;", b"rquote": "&rsquo;", b"ldblquote": "&ldquo;",
    b"rdblquote": "&rdquo;", b"bullet": "&bull;", b"endash": "&ndash;", b"emdash": "&mdash;"}  # fmt: skip
_SKIPPED = frozenset([b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"generator", b"mhtmltag"])


def unpacked(data: bytes) -> bytes:
    """Return RTF unpacked, as far as it goes; empty where it is none."""
    if len(data) < 16:
        return b""
    size = int.from_bytes(data[4:8], "little")
    if data[8:12] == b"MELA":
        return data[16 : 16 + size]
    if data[8:12] != b"LZFu" or size > _MOST:
        return b""
    out = bytearray(_DICTIONARY)
    want, at = len(_DICTIONARY) + size, 16
    while at < len(data) and len(out) < want:
        control, at = data[at], at + 1
        for bit in range(8):
            if at >= len(data) or len(out) >= want:
                break
            if control >> bit & 1:
                token = int.from_bytes(data[at : at + 2], "big")
                at += 2
                # Places count in a ring of 4,096 bytes; the text so far is the ring unrolled.
                offset, long = token >> 4, (token & 15) + 2
                back = (len(out) - offset) % 4096 or 4096
                if offset == len(out) % 4096 or back > len(out):
                    return bytes(out[len(_DICTIONARY) :])
                for _ in range(long):
                    out.append(out[-back])
            else:
                out.append(data[at])
                at += 1
    return bytes(out[len(_DICTIONARY) : want])


def html_in(rtf: bytes) -> str:
    """Return the HTML that was made RTF for safekeeping; empty where the RTF was written as such."""
    if b"\\fromhtml" not in rtf[:2_000]:
        return ""
    page = re.search(rb"\\ansicpg(\d{3,5})", rtf[:2_000])
    codec = f"cp{page[1].decode()}" if page else "cp1252"
    try:
        "".encode(codec)
    except LookupError:
        codec = "cp1252"
    out: list[str] = []
    # For each group: whether its inside is left out, and whether what stands in it is for RTF readers alone.
    stack: list[tuple[bool, bool]] = []
    skip = rtf_only = star = False
    over = 0
    held = bytearray()
    for token in _HTML_TOKEN.finditer(rtf):
        word, number, code, sign, brace, plain = token.groups()
        if held and code is None and plain is None:
            out.append(held.decode(codec, "replace"))
            held.clear()
        if brace == b"{":
            stack.append((skip, rtf_only))
        elif brace == b"}":
            skip, rtf_only = stack.pop() if stack else (False, False)
        elif word == b"htmlrtf":
            rtf_only = number != b"0"
        elif word is not None:
            skip = skip or word in _SKIPPED or (star and word != b"htmltag")
            if not skip and not rtf_only:
                if word == b"u" and number:
                    out.append(f"&#{int(number) & 0xFFFF};")
                    over = 1
                elif word in _SIGNS:
                    out.append(_SIGNS[word])
        elif not skip and not rtf_only:
            if sign in (b"\\", b"{", b"}"):
                out.append(sign.decode())
            elif sign == b"~":
                out.append("&nbsp;")
            elif code is not None or plain is not None:
                data = bytes([int(code, 16)]) if code is not None else plain
                held += data[over:]
                over = 0
        star = sign == b"*"
    out.append(held.decode(codec, "replace"))
    return "".join(out)
