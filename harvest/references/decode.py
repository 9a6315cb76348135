"""Bytes of a file of references to text: every program has its own encoding, and some files have two."""

from __future__ import annotations

import codecs
import re

from harvest.importing.recognise import beginning
from harvest.references.model import Fault

#: What ends a line. Not what ``str.splitlines`` takes: a line separator of Unicode within a title ends nothing.
LINE_END = re.compile("\r\n|\n|\r")
_BYTES_END = re.compile(b"(\r\n|\n|\r)")
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: Zeros among the bytes of one side that tell UTF-16 without a mark.
_ZEROS = 0.4


def decode(data: bytes) -> tuple[str, tuple[Fault, ...]]:
    """Return the text of a file, and what was wrong with its encoding.

    UTF-8 with or without a mark, UTF-16 by its mark (or by its zeros), and line by line Windows-1252 where a line is
    not UTF-8: files are glued together from the exports of two programs.
    """
    wide = _wide(data)
    if wide:
        text = beginning(data) if data.startswith(_WIDE) else data.decode(wide, "replace")
        broken = text.find("\ufffd")
        if broken < 0:
            return text, ()
        says = "the file is UTF-16 with characters that are damaged: each was replaced by U+FFFD"
        return text, (Fault(_line(text, broken), None, says),)
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return _line_by_line(data)


def lines(text: str) -> list[str]:
    """Return the lines of a text, whichever of the three line ends each has, without marks of byte order."""
    return [line.lstrip("\ufeff") for line in LINE_END.split(text)]


def _wide(data: bytes) -> str | None:
    if data.startswith(_WIDE):
        return "utf-16"
    sample = data[:512]
    if len(sample) < 8:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) <= _ZEROS * len(sample) / 2 or min(even, odd) > len(sample) / 20:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _line_by_line(data: bytes) -> tuple[str, tuple[Fault, ...]]:
    pieces, wrong, number = [], [], 1
    for piece in _BYTES_END.split(data.removeprefix(codecs.BOM_UTF8)):
        if _BYTES_END.fullmatch(piece):
            number += 1
            pieces.append(piece.decode("ascii"))
            continue
        try:
            pieces.append(piece.decode("utf-8"))
        except UnicodeDecodeError:
            wrong.append(number)
            pieces.append(_western(piece))
    others = len(wrong) - 1
    rest = f" and {others} later {'line' if others == 1 else 'lines'}" if others else ""
    says = f"the file is not UTF-8 throughout: this line{rest} {'were' if rest else 'was'} read as Windows-1252 (Latin-1)"
    return "".join(pieces), (Fault(wrong[0], None, says),)


def _western(data: bytes) -> str:
    """Return text of Windows-1252; its five bytes without a character are those of Latin-1."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(bytes([each]).decode("cp1252", "ignore") or chr(each) for each in data)


def _line(text: str, offset: int) -> int:
    return len(LINE_END.findall(text, 0, offset)) + 1
