"""Structured data in a page: the objects of its JSON-LD (schema.org), those that can be read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser

#: Characters of one block above which it is passed over: nothing that describes one page is as long.
LONGEST = 200_000


def json_ld(tree: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    """Yield the objects of a page's JSON-LD, those within ``@graph`` too; a block that is no JSON is passed over."""
    for node in tree.css('script[type^="application/ld+json"]'):
        source = node.text()
        if not source or len(source) > LONGEST:
            continue
        try:
            loaded = json.loads(source, strict=False)
        except (ValueError, RecursionError):
            continue
        for item in loaded if isinstance(loaded, list) else [loaded]:
            if isinstance(item, dict):
                yield item
                graph = item.get("@graph")
                if isinstance(graph, list):
                    yield from (part for part in graph if isinstance(part, dict))
