"""What a file is: the crawl and the reading of texts judge by the same bytes."""

from __future__ import annotations

from crawler.judge.kind import kind_of_bytes


def kind_of(data: bytes, *, url: str = "", content_type: str = "", name: str = "") -> str:
    """Return the kind of a file; see :func:`crawler.judge.kind.kind_of_bytes`."""
    return kind_of_bytes(data, content_type, url, name)
