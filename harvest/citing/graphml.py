"""The citation graph as GraphML (graphml.graphdrawing.org), for Gephi, yEd, igraph and networkx."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

Row = Mapping[str, Any]

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
#: What nodes and edges carry: name, and type as GraphML has it.
NODE = (
    ("record", "string"),
    ("title", "string"),
    ("url", "string"),
    ("year", "int"),
    ("publisher", "string"),
    ("verdict", "string"),
)
EDGE = (
    ("kind", "string"),
    ("rule", "string"),
    ("score", "double"),
    ("page", "int"),
    ("as_written", "string"),
)


def graphml(nodes: Iterable[Row], edges: Iterable[Row]) -> ElementTree[Element]:
    """Return a directed graph: from the work that cites to the one that is cited.

    Args:
        nodes: ``id`` and what of :data:`NODE` is known.
        edges: ``source``, ``target`` and what of :data:`EDGE` is known.
    """
    root = Element("graphml", {"xmlns": _NAMESPACE})
    for about, fields in (("node", NODE), ("edge", EDGE)):
        for name, kind in fields:
            SubElement(
                root, "key", {"id": f"{about}_{name}", "for": about, "attr.name": name, "attr.type": kind}
            )
    inside = SubElement(root, "graph", {"id": "citations", "edgedefault": "directed"})
    for row in nodes:
        _with(SubElement(inside, "node", {"id": _plain(str(row["id"]))}), "node", NODE, row)
    for row in edges:
        ends = {"source": _plain(str(row["source"])), "target": _plain(str(row["target"]))}
        _with(SubElement(inside, "edge", ends), "edge", EDGE, row)
    indent(root)
    return ElementTree(root)


def _with(element: Element, about: str, fields: tuple[tuple[str, str], ...], row: Row) -> None:
    for name, _ in fields:
        if row.get(name) not in (None, ""):
            SubElement(element, "data", {"key": f"{about}_{name}"}).text = _plain(str(row[name]))


def _plain(text: str) -> str:
    """Return text without what XML 1.0 does not have (2.2)."""
    return "".join(
        c
        for c in text
        if c in "\t\n\r" or (" " <= c <= "\ud7ff") or ("\ue000" <= c <= "\ufffd") or c > "\uffff"
    )
