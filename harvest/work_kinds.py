"""What type of document a work is, and what kind of body its publisher."""

from __future__ import annotations

from typing import Any

from crawler.guard import host_of
from harvest.jobs import SITE_SAYS
from harvest.publisher_class import publisher_class
from harvest.text.describing.document_types import type_of_title
from harvest.types import TYPES, doc_type

Row = dict[str, Any]

#: Words of sites that say little: what the document says of itself is more exact.
VAGUE = frozenset(
    {"web page", "corporate report", "policy paper", "committee paper", "collection of documents"}
)
#: Sources of a document's own type that are better than such a word.
_EXACT = frozenset({"title", "first-page"})


def work_type(site_type: str | None, title: str, main: Row | None) -> tuple[str | None, str | None]:
    """Return the type of a work in the field's words, and where it was read.

    Args:
        site_type: what its site, or the reference, calls it.
        title: its title.
        main: facts of its longest readable document.
    """
    site = doc_type(site_type)
    if site in TYPES and site not in VAGUE:
        return site, SITE_SAYS
    own, source = (main["doc_type"], main["doc_type_source"]) if main else (None, None)
    if own and source in _EXACT:
        return own, source
    if told := type_of_title(title):
        return told, "title"
    if site in TYPES:
        return site, SITE_SAYS
    return (own, source) if own else (site, SITE_SAYS if site else None)


def work_class(publishers: list[str], url: str, *, mirror: bool) -> tuple[str | None, str | None]:
    """Return the kind of body that publishes a work, and the rule that tells it.

    Args:
        publishers: its publishers as known.
        url: its address.
        mirror: it is on a site that holds copies: the host tells nothing of its publisher.
    """
    host = host_of(url) if url.startswith(("http://", "https://")) and not mirror else None
    return publisher_class(publishers[0] if publishers else None, host)
