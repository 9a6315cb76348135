"""OpenDocument packages: opened, their properties, and what their styles say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from harvest.text.office.model import Budget, RefusedError
from harvest.text.office.package import Package
from harvest.text.office.stating import Stated

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
PRESENTATION = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_POINTS = re.compile(r"(\d{1,3}(?:\.\d+)?)pt")
SOURCE = "document properties"


@dataclass(frozen=True, slots=True)
class OdfStyle:
    """What a style says: whether it hides or begins a page, its heading level, size in points, whether it entitles."""

    hidden: bool = False
    breaks: bool = False
    level: int | None = None
    size: float = 0.0
    title: bool = False


def opened(data: bytes, budget: Budget) -> Package:
    """Open an OpenDocument package.

    Raises:
        RefusedError: it is encrypted, broken or too large.
    """
    package = Package(data, budget)
    name = "META-INF/manifest.xml"
    if name in package and b"encryption-data" in package.read(name):
        raise RefusedError("encrypted", "the file needs a password", "odf")
    if "content.xml" not in package:
        encrypted = "encrypted-package" in package
        raise RefusedError(
            "encrypted" if encrypted else "broken",
            "the file needs a password" if encrypted else "the file has no document in it",
            "odf",
        )
    return package


def stated_in(package: Package) -> Stated:
    """Return what meta.xml says of the file; nothing where it is missing or broken."""
    root = package.optional("meta.xml")
    meta = root.find(f"{OFFICE}meta") if root is not None else None
    if meta is None:
        return Stated(source=SOURCE)

    def value(name: str) -> str:
        node = meta.find(name)
        return str(node.text or "") if node is not None else ""

    author = value(f"{_META}initial-creator") or value(f"{_DC}creator")
    return Stated(
        source=SOURCE, title=value(f"{_DC}title"), authors=(author,) if author else (),
        created=value(f"{_META}creation-date"), saved=value(f"{_DC}date"),
    )  # fmt: skip


class OdfStyles:
    """The styles of a document, its own and the automatic ones, each with what it inherits."""

    def __init__(self, content: Any, styles: Any | None) -> None:
        self.content = content
        self._raw: dict[tuple[str, str], Any] = {}
        self._made: dict[tuple[str, str], OdfStyle] = {}
        self._default: dict[str, float] = {}
        for root in (styles, content):
            for node in () if root is None else root.iter(f"{_STYLE}style", f"{_STYLE}default-style"):
                family = str(node.get(f"{_STYLE}family") or "")
                if node.tag == f"{_STYLE}style":
                    self._raw[family, str(node.get(f"{_STYLE}name") or "")] = node
                else:
                    self._default[family] = _size(node)

    def of(self, name: str | None, family: str) -> OdfStyle:
        """Return the style of a name in a family ("paragraph", "text")."""
        key = (family, name or "")
        if key not in self._made:
            self._made[key] = self._make(key)
        return self._made[key]

    def is_hidden_slide(self, slide: Any) -> bool:
        """Tell whether a slide is not shown."""
        node = self._raw.get(("drawing-page", str(slide.get(f"{DRAW}style-name") or "")))
        return node is not None and any(each.get(f"{PRESENTATION}visibility") == "hidden" for each in node)

    def _make(self, key: tuple[str, str]) -> OdfStyle:
        family, name = key
        chain: list[Any] = []
        seen: set[str] = set()
        names: list[str] = []
        while name and name not in seen and (family, name) in self._raw and len(chain) < 30:
            seen.add(name)
            names.append(name)
            chain.append(self._raw[family, name])
            name = str(chain[-1].get(f"{_STYLE}parent-style-name") or "")
        hidden, level, size = False, None, self._default.get(family, 0.0)
        for node in reversed(chain):
            outline = node.get(f"{_STYLE}default-outline-level")
            level = int(outline) if outline and outline.isdigit() else level
            size = _size(node) or size
            text = node.find(f"{_STYLE}text-properties")
            shown = text.get(f"{TEXT}display") if text is not None else None
            hidden = shown == "none" if shown else hidden
        return OdfStyle(
            hidden, bool(chain) and _breaks(chain[0]), level, size,
            # The built-in style keeps its English name; a parent that is not in the file is named all the same.
            "Title" in (*names, name, key[1]),
        )  # fmt: skip


def _breaks(node: Any) -> bool:
    paragraph = node.find(f"{_STYLE}paragraph-properties")
    return (paragraph is not None and paragraph.get(f"{_FO}break-before") == "page") or bool(
        node.get(f"{_STYLE}master-page-name")
    )


def _size(node: Any) -> float:
    text = node.find(f"{_STYLE}text-properties")
    found = _POINTS.match(str(text.get(f"{_FO}font-size") or "")) if text is not None else None
    return float(found[1]) if found else 0.0
