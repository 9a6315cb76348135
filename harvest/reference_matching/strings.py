"""What a reference string says besides its title: identifiers, years, and text without addresses. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.canonical import canonical
from crawler.judge.replayed import original_of
from harvest.references.identifiers import doi_in, doi_of, isbn_of

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE)
_DOI = re.compile(r"(?:doi\s*[:.]?\s*)?10\.\d{4,9}/[^\s\"<>]+", re.IGNORECASE)
_ISBN = re.compile(r"\bISBN(?:[- ]?1[03]\b)?\s*:?\s*([\dXx][\dXx -]{8,18}[\dXx])", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20[0-4]\d)(?:\s?[-–/]\s?(\d\d|\d{4}))?(?!\d)")
#: When somebody looked at it is not when it was published.
_ACCESSED = re.compile(
    r"\b(?:last\s+)?(?:accessed|retrieved|viewed|cited|checked|visited|downloaded|consulted)\b[^.;\])]{0,40}?\b\d{4}\b",
    re.IGNORECASE,
)


#: Markup that titles and strings of indexes bring along: tags, and tags whose brackets are written as entities.
_MARKUP = re.compile(
    r"</?[A-Za-z][\w:.-]*(?:\s[^<>]{0,300})?/?>|&lt;/?[A-Za-z][\w:.-]*(?:\s[^<>&]{0,300})?/?&gt;|&(?:lt|gt|nbsp|quot|apos|#\d{1,6});"
)


def plain(text: str) -> str:
    """Return a title with blanks where its markup stands."""
    if "<" in text or "&" in text:
        text = _MARKUP.sub(lambda found: " " * len(found[0]), text)
        # "&amp;" is the sign itself, at the same length.
        text = text.replace("&amp;", "&    ")
    return text


def blanked(text: str) -> str:
    """Return the text with blanks where markup, addresses, DOIs, ISBNs and days of access stand: places stay what they are."""
    text = plain(text)
    for pattern in (_ADDRESS, _DOI, _ISBN, _ACCESSED):
        text = pattern.sub(lambda found: " " * len(found[0]), text)
    return text


def years(text: str) -> list[tuple[int, int, int]]:
    """Return the years of a text with addresses blanked: year, start, stop. "2019-20" gives both years."""
    told: list[tuple[int, int, int]] = []
    for found in _YEAR.finditer(text):
        first = int(found[1])
        told.append((first, found.start(), found.end()))
        if end := found[2]:
            last = int(end) if len(end) == 4 else first // 100 * 100 + int(end)
            # Spans of plans and of financial years; "1983-1990" may be pages and is none of them.
            if first < last <= first + 30:
                told.append((last, found.start(), found.end()))
    return told


def dois(text: str) -> list[str]:
    """Return the DOIs that a text names, in one spelling."""
    return [doi for found in _DOI.finditer(text) if (doi := doi_of(found[0]).doi)]


def doi_places(text: str) -> list[tuple[str, int, int]]:
    """Return the DOIs of a text, each with its place, addresses of the resolver among them."""
    return [
        (doi, found.start(), found.end()) for found in _DOI.finditer(text) if (doi := doi_of(found[0]).doi)
    ]


def isbns(text: str) -> list[str]:
    """Return the ISBNs that a text names as such, as 13 digits."""
    written = (found[1] for found in _ISBN.finditer(text))
    return [thirteen(isbn) for each in written if (isbn := isbn_of(each)[0])]


def thirteen(isbn: str) -> str:
    """Return an ISBN as its 13 digits (ISO 2108: 978 before the first nine, and another check digit)."""
    bare = re.sub(r"[^\dX]", "", isbn.upper())
    if len(bare) != 10:
        return bare
    nine = "978" + bare[:9]
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(nine))
    return nine + str(-total % 10)


def addresses(text: str) -> list[tuple[str, int, int]]:
    """Return the addresses of a text as keys, each with its place; pages that name no document are left out."""
    told = []
    for found in _ADDRESS.finditer(text):
        written = found[0].rstrip(".,;:'\"’”]}>")
        while written.endswith(")") and written.count(")") > written.count("("):
            written = written[:-1].rstrip(".,;")
        if key := address_key(written):
            told.append((key, found.start(), found.start() + len(written)))
    return told


def address_key(url: str) -> str | None:
    """Return what an address is compared by: one spelling without scheme, "www." and slash at the end.

    ``None`` where it is none, or of a whole site. A copy in a web archive counts as what was archived.
    """
    if doi := doi_in(url):
        return f"doi:{doi}"
    url = original_of(url)[0] or url
    try:
        parts = urlsplit(canonical(url if "://" in url else f"http://{url}"))
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    path = parts.path.rstrip("/")
    if not host or not (path or parts.query):
        return None
    return f"{host}{path}?{parts.query}" if parts.query else f"{host}{path}"
