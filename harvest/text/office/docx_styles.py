"""Styles of Word documents: which are headings, titles or lists, which hide text, and how large their type is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = f"{W}val"
#: Built-in styles keep their English names in the file whatever the language of the program; ids do not.
_HEADING = re.compile(r"(?:heading|berschrift|titre|rubrik|pennawd)\s*([1-9])$", re.IGNORECASE)
_OFF = frozenset({"0", "false", "off", "none"})


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph or character style says: heading level, size in points, whether it hides, numbers or entitles."""

    level: int | None = None
    size: float = 0.0
    hidden: bool = False
    listed: bool = False
    title: bool = False


PLAIN = Style()


def is_on(node: Any | None) -> bool:
    """Tell whether an on/off property is there and on."""
    return node is not None and str(node.get(_VAL, "1")).lower() not in _OFF


def size_of(properties: Any | None) -> float:
    """Return the size of type in run properties in points, 0 where they do not say it."""
    node = properties.find(f"{W}sz") if properties is not None else None
    value = str(node.get(_VAL, "")) if node is not None else ""
    return int(value) / 2 if value.isdigit() and len(value) < 5 else 0.0


def outline_of(properties: Any | None) -> int | None:
    """Return the outline level in paragraph properties: 1 to 9, 0 for "body text", ``None`` where they do not say it."""
    node = properties.find(f"{W}outlineLvl") if properties is not None else None
    value = str(node.get(_VAL, "")) if node is not None else ""
    if not value.isdigit():
        return None
    return int(value) + 1 if int(value) < 9 else 0


def is_listed(properties: Any | None) -> bool | None:
    """Tell whether paragraph properties make it an item of a list; ``None`` where they do not say."""
    node = properties.find(f"{W}numPr/{W}numId") if properties is not None else None
    return None if node is None else node.get(_VAL) != "0"


class Styles:
    """The styles of one document, each with what it inherits."""

    def __init__(self, root: Any | None) -> None:
        self._raw: dict[str, Any] = {}
        self._made: dict[str, Style] = {}
        self.default = ""
        self.size = 10.0
        for each in () if root is None else root.iter(f"{W}style"):
            name = str(each.get(f"{W}styleId") or "")
            self._raw[name] = each
            if each.get(f"{W}type") == "paragraph" and str(each.get(f"{W}default", "0")).lower() not in _OFF:
                self.default = name
        if root is not None:
            self.size = size_of(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")) or self.size

    def of(self, name: str | None) -> Style:
        """Return the style of an id; that of the document's default paragraph where it is not named."""
        key = name if name is not None else self.default
        if key not in self._made:
            self._made[key] = self._make(key)
        return self._made[key]

    def _make(self, key: str) -> Style:
        chain: list[Any] = []
        seen: set[str] = set()
        at: str | None = key
        while at and at in self._raw and at not in seen and len(chain) < 30:
            seen.add(at)
            chain.append(self._raw[at])
            base = self._raw[at].find(f"{W}basedOn")
            at = base.get(_VAL) if base is not None else None
        level: int | None = None
        size, hidden, listed = 0.0, False, False
        title = False
        for node in reversed(chain):
            paragraph, run = node.find(f"{W}pPr"), node.find(f"{W}rPr")
            outline = outline_of(paragraph)
            named = _named(node)
            found = _HEADING.match(named)
            if outline is not None:
                level = outline or None
            elif found:
                level = int(found[1])
            size = size_of(run) or size
            vanish = run.find(f"{W}vanish") if run is not None else None
            hidden = is_on(vanish) if vanish is not None else hidden
            own = is_listed(paragraph)
            listed = listed if own is None else own
            title = named == "title"
        if not chain and (found := _HEADING.match(key)):
            # Programs that write no styles still use the usual ids.
            level = int(found[1])
        return Style(
            level, size, hidden, listed or _is_list(chain), title or (not chain and key.lower() == "title")
        )


def _named(node: Any) -> str:
    name = node.find(f"{W}name")
    return str(name.get(_VAL, "")).strip().lower() if name is not None else ""


def _is_list(chain: list[Any]) -> bool:
    return any(_named(node).startswith("list ") and _named(node) != "list paragraph" for node in chain[:1])
