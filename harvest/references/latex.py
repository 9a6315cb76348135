"""TeX in BibTeX values to plain text, and lists of names."""

from __future__ import annotations

import re

from pylatexenc.latex2text import LatexNodes2Text

_PLAIN = re.compile(r"[^\\{}$~`'^%-]*")
_BARE_PERCENT = re.compile(r"(?<!\\)%")
_BARE_DOLLAR = re.compile(r"(?<!\\)\$")
_TO_TEXT = LatexNodes2Text(math_mode="text", keep_braced_groups=False)
#: In addresses TeX escapes these, and nothing else is decoded there.
_ESCAPED = re.compile(r"\\([&%_#$~{}])")


def plain_text(value: str) -> str:
    """Return a value without TeX; where it cannot be read as TeX, without its braces."""
    if _PLAIN.fullmatch(value):
        return value
    # A percent sign would begin a comment, and take the rest of the line with it.
    spelt = _BARE_PERCENT.sub(r"\\%", value)
    if len(_BARE_DOLLAR.findall(spelt)) % 2:
        spelt = _BARE_DOLLAR.sub(r"\\$", spelt)
    try:
        text = str(_TO_TEXT.latex_to_text(spelt))
    except Exception:
        # pylatexenc meets broken TeX with whatever its parts raise.
        text = ""
    if text.strip():
        return text.replace("\xa0", " ")
    return re.sub(r"[{}]", "", value)


def address(value: str) -> str:
    """Return an address or a DOI without the escapes of TeX, which mean nothing in it."""
    inner = re.fullmatch(r"\s*\\url\s*\{(.*)\}\s*", value, re.DOTALL)
    text = _ESCAPED.sub(r"\1", inner[1] if inner else value)
    return re.sub(r"[{}]", "", text.replace(r"\textasciitilde", "~")).strip()


def names(value: str) -> list[str]:
    """Return the names of a list joined by ``and``; within braces the word belongs to a name (a body)."""
    found, depth, start = [], 0, 0
    for part in re.finditer(r"[{}]|\s+and\s+", value, re.IGNORECASE):
        if part[0] == "{":
            depth += 1
        elif part[0] == "}":
            depth = max(0, depth - 1)
        elif depth == 0:
            found.append(value[start : part.start()])
            start = part.end()
    found.append(value[start:])
    return [name for name in (plain_text(each).strip() for each in found) if name]
