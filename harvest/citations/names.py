"""Identifiers of works, in one spelling: a bare OpenAlex id, or a scheme and a colon before any other."""

from __future__ import annotations

import re
from urllib.parse import unquote

from harvest.references.identifiers import doi_of

#: Schemes, the one that names a work best first. ``W2741809807`` of OpenAlex stands without a scheme.
SCHEMES = ("openalex", "doi", "pmid", "omid", "s2")

_OPENALEX = re.compile(
    r"(?:https?://(?:api\.|www\.)?openalex\.org/(?:works/)?|openalex:)?W(\d{1,12})", re.IGNORECASE
)
_PMID = re.compile(r"(?:pmid:\s*|https?://pubmed\.ncbi\.nlm\.nih\.gov/)(\d{1,9})/?", re.IGNORECASE)
_OMID = re.compile(
    r"(?:https?://w3id\.org/oc/meta/|https?://opencitations\.net/meta/|omid:)?(br/0?\d+)", re.IGNORECASE
)
_S2 = re.compile(
    r"(?:s2:|https?://(?:www\.)?semanticscholar\.org/paper/(?:[^/]+/)?)([0-9a-f]{40})", re.IGNORECASE
)
_DOI = re.compile(r"(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:\s*)?10\.\d{4,9}\S*/\S+", re.IGNORECASE)


def name_of(written: str) -> str | None:
    """Return an identifier in its one spelling, or ``None`` when it is none that is known.

    ``https://openalex.org/W1`` is ``W1``, ``https://doi.org/10.1/A`` is ``doi:10.1/a``; ``pmid:1``, ``omid:br/061``
    and ``s2:`` with its forty digits stay as they are.
    """
    text = written.strip()
    if found := _OPENALEX.fullmatch(text):
        return f"W{found[1]}"
    if found := _PMID.fullmatch(text):
        return f"pmid:{int(found[1])}"
    if found := _OMID.fullmatch(text):
        return f"omid:{found[1].lower()}"
    if found := _S2.fullmatch(text):
        return f"s2:{found[1].lower()}"
    # Its slash may be written %2F, as it is sent to Crossref.
    if _DOI.fullmatch(spelt := unquote(text)):
        doi = doi_of(spelt).doi
        return f"doi:{doi}" if doi else None
    return None


def doi_name(written: object) -> str | None:
    """Return ``doi:10.1/a`` for a DOI in any spelling, else ``None``."""
    doi = doi_of(written).doi if isinstance(written, str) and written else None
    return f"doi:{doi}" if doi else None


def scheme_of(name: str) -> str:
    """Return the scheme of an identifier in its one spelling."""
    scheme, colon, _ = name.partition(":")
    return scheme if colon else "openalex"


def value_of(name: str) -> str:
    """Return an identifier without its scheme."""
    return name if scheme_of(name) == "openalex" else name.partition(":")[2]


def in_order(name: str) -> tuple[int, int, str]:
    """Sort key: the identifier that names a work best comes first, and of two alike the lower."""
    scheme = scheme_of(name)
    return SCHEMES.index(scheme) if scheme in SCHEMES else len(SCHEMES), len(name), name
