"""DOIs, ISBNs and addresses as references have them, and what is wrong with them."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

#: DOI Handbook, 2.2: a prefix that begins with "10.", a slash, a suffix of any printable characters.
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s\"<>]+")
_SICI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+<[^\s<>\"]+>[^\s<>\"]*(?=$|\s)")
_BEFORE = re.compile(r"(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi\s*(?::|=|\s)\s*", re.IGNORECASE)
_RESOLVER = re.compile(r"(?:https?://)?(?:dx\.|www\.)?doi\.org/(.+)", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s/?#]+[^\s]*", re.IGNORECASE)
#: Between two addresses in one value: rispy and Zotero split at the semicolon, tables have blanks and bars.
_BETWEEN = re.compile(r"[;,|\s]+(?=(?:https?://|www\.))", re.IGNORECASE)
_BARE = re.compile(r"www\.[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?", re.IGNORECASE)
_ISBN = re.compile(r"(?<![\dXx-])(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx](?![\dXx-])")


class Doi(NamedTuple):
    """A bare DOI, or ``None``, and what was wrong with how it was written, or ``None``."""

    doi: str | None
    odd: str | None


class Addresses(NamedTuple):
    """The web addresses in a value, what was wrong with it, and what of it is no address."""

    urls: list[str]
    odd: list[str]
    rest: str


def doi_of(value: str) -> Doi:
    """Return the DOI that a value holds, in small letters and without what stands before or after it."""
    value = value.strip()
    spelt = unquote(value) if "%2f" in value.lower() else value
    # Publishers once had angle brackets in their DOIs (the SICI of Z39.56); elsewhere they enclose one.
    found = _SICI.search(spelt) or _DOI.search(spelt)
    if found is None:
        return Doi(None, f"is {_short(value)}, which is no DOI: it was left out")
    doi = _trimmed(found[0])
    before, after = spelt[: found.start()].strip(), spelt[found.start() + len(doi) :].strip()
    odd = None
    if _BEFORE.fullmatch(before + (" " if before.lower() == "doi" else "")):
        odd = f"was written with {before!r} before it, which was left off"
    elif before:
        odd = f"is {_short(value)}: the DOI in it was taken"
    elif after:
        odd = f"has {_short(after)} after it, which was left off"
    return Doi(doi.lower(), odd)


def doi_in(url: str) -> str | None:
    """Return the DOI that an address of the DOI resolver is of, else ``None``."""
    found = _RESOLVER.fullmatch(url)
    return doi_of(found[1]).doi if found else None


def addresses(value: str) -> Addresses:
    """Return the web addresses in a value in order; what is none of the web is told and handed back."""
    urls: list[str] = []
    odd: list[str] = []
    rest: list[str] = []
    for piece in _BETWEEN.split(value.strip()):
        text = piece.strip().strip("<>").rstrip(";,|").strip()
        if not text:
            continue
        if found := _WEB.match(text):
            urls.append(found[0])
            if after := text[found.end() :].strip():
                odd.append(
                    f"has blanks in its address: it was read up to the first one, and {_short(after)} was left in the note"
                )
                rest.append(after)
        elif found := _BARE.fullmatch(text):
            urls.append(f"http://{text}")
            odd.append(f"is {_short(text)}, without http: it was read as http://{text[:60]}")
        elif found := re.search(r"https?://[^\s/?#<>\"]+[^\s<>\"]*", text, re.IGNORECASE):
            urls.append(found[0].rstrip(".,;)"))
            odd.append(f"is {_short(text)}: the address in it was taken")
        elif doi_in(text) or _DOI.fullmatch(text):
            doi = doi_in(text) or _trimmed(text).lower()
            urls.append(f"https://doi.org/{doi}")
            odd.append(f"is {_short(text)} and no address: it was read as https://doi.org/{doi}")
        else:
            odd.append(f"is {_short(text)}, which is no web address: it was left in the note")
            rest.append(text)
    return Addresses(urls, odd, " ".join(rest))


def is_address(value: str) -> bool:
    """Tell whether a value begins as addresses of any scheme, files and DOIs do: it is no running text."""
    return bool(
        re.match(r"(?:[a-z][a-z0-9+.-]*:|www\.|10\.\d{4}|doi\.org|<?https?:|/|[\w.-]+/)", value.strip(), re.I)
    )


def isbn_of(value: str) -> tuple[str | None, str | None]:
    """Return the first ISBN in a value without hyphens, and what is wrong with it; ``(None, None)`` without one."""
    found = _ISBN.search(value)
    if found is None:
        return None, None
    isbn = re.sub(r"[^\dX]", "", found[0].upper())
    return isbn, None if _fits(
        isbn
    ) else f"is {found[0]!r}, whose check digit does not fit: it was kept as written"


def _fits(isbn: str) -> bool:
    """Tell whether the last digit is right (ISO 2108)."""
    digits = [10 if each == "X" else int(each) for each in isbn]
    if len(digits) == 10:
        return sum(digit * weight for digit, weight in zip(digits, range(10, 0, -1), strict=True)) % 11 == 0
    return (
        10 not in digits
        and sum(each * (3 if place % 2 else 1) for place, each in enumerate(digits)) % 10 == 0
    )


def _trimmed(doi: str) -> str:
    """Cut off the punctuation of the sentence that a DOI stood in; brackets only where they close nothing."""
    while doi and (
        doi[-1] in ".,;:'\"’”"
        or (doi[-1] in ")]}" and doi.count(doi[-1]) > doi.count("([{"[")]}".index(doi[-1])]))
    ):
        doi = doi[:-1]
    return doi


def _short(value: str) -> str:
    return repr(value if len(value) <= 60 else value[:59] + "…")
