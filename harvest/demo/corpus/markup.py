"""The small markup in which the corpus is written, and what it becomes: GOV.UK-like HTML or plain words.

Blocks are separated by a blank line. ``# `` begins a title, ``## `` a heading, ``* `` a list item, ``[words](address)``
is a link. In the pages of PDFs U+2028 forces a new line and U+00AD a new line with a hyphen before it.
"""

from __future__ import annotations

import re
from html import escape

LINE_BREAK = "\u2028"
HYPHEN_BREAK = "\u00ad"
_MARK = re.compile(r"^(?:##? |\* )")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")


def blocks(source: str) -> list[str]:
    """Split the markup into blocks; lines inside a block that is no list are joined."""
    found = [block.strip() for block in re.split(r"\n\s*\n", source.strip()) if block.strip()]
    return [block if block.startswith("* ") else " ".join(block.split("\n")) for block in found]


def _inline(text: str) -> str:
    return _LINK.sub(r'<a href="\2">\1</a>', escape(text, quote=False))


def slugify(text: str) -> str:
    """Return the form of a heading that GOV.UK uses in addresses and ids."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def to_html(source: str, *, wrap: bool = True) -> str:
    """Render the markup as GOV.UK's govspeak HTML, by default inside its ``div.govspeak``."""
    out: list[str] = []
    for block in blocks(source):
        if block.startswith("## "):
            out.append(f'<h2 id="{slugify(block[3:])}">{_inline(block[3:])}</h2>')
        elif block.startswith("# "):
            out.append(f"<h1>{_inline(block[2:])}</h1>")
        elif block.startswith("* "):
            items = "\n".join(f"  <li>{_inline(line.removeprefix('* '))}</li>" for line in block.split("\n"))
            out.append(f"<ul>\n{items}\n</ul>")
        else:
            out.append(f"<p>{_inline(block)}</p>")
    inner = "\n\n".join(out)
    return f'<div class="govspeak">{inner}\n</div>' if wrap else inner


def to_text(source: str) -> str:
    """Return the words alone: one block a line, breaks and hyphens of the page layout undone."""
    lines = []
    for block in blocks(source):
        for line in block.split("\n"):
            plain = _LINK.sub(r"\1", _MARK.sub("", line))
            lines.append(plain.replace(HYPHEN_BREAK, "").replace(LINE_BREAK, " "))
    return "\n".join(lines)
