"""Names of files that every system takes: Windows, macOS, Linux, and the programs that read folders of them."""

from __future__ import annotations

import re
import unicodedata

#: Longest name, its ending included: paths of Windows end at 260 characters.
LONGEST = 120
#: What Windows keeps for devices, whatever ending is put after it (learn.microsoft.com, "Naming Files, Paths, and Namespaces").
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)
_UNSAFE = re.compile(r"[^A-Za-z0-9.()_-]+")
#: Letters that do not come apart into one of the alphabet and a mark.
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "œ": "oe", "Œ": "OE", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "þ": "th", "ð": "d", "’": "", "'": ""})  # fmt: skip


def safe_name(*parts: str, ending: str = "") -> str:
    """Return a file name made of some parts, joined by ``_``, and an ending (with its dot).

    Letters lose their marks and everything else but letters, digits, ``.()_-`` becomes ``-``: archives and version systems
    spell marked letters differently on macOS. The last part is cut where the name would be too long.
    """
    plain = [_plain(part) for part in parts]
    name = "_".join(part for part in plain if part)
    name = name[: LONGEST - len(ending)].rstrip(" .-_") or "file"
    if _RESERVED.match(name + ending):
        name = f"file_{name}"[: LONGEST - len(ending)]
    return name + ending


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    ascii_only = "".join(c for c in letters if not unicodedata.combining(c))
    return _UNSAFE.sub("-", ascii_only).strip(" .-_")
