"""Identifiers that a document prints on its first page: ISBN, numbers of Parliament's papers. Pure.

Only what is labelled as its own counts. A House of Commons paper is known by its number and the session, which begin anew
with each; a Command Paper by its series and number. What the text cites stands without a line of its own.
"""

from __future__ import annotations

import re

from harvest.references.identifiers import isbn_of

#: Characters from the beginning and from the end of a text in which a document speaks of itself: title page, imprint.
FIRST, LAST = 4000, 1500
_ISBN = re.compile(
    r"\be?-?isbn(?:-?1[03])?\b[^0-9\n]{0,20}([0-9][0-9Xx\- \u2010-\u2015]{8,20}[0-9Xx])", re.IGNORECASE
)
#: Series of Command Papers since 1919 and what a line that only names one looks like.
_COMMAND = re.compile(
    r"^[^\w\n]{0,9}(Cmd|Cmnd|Cm|CP|SC)\.? ?(\d{1,4})(?:[- ](I{1,3}|IV|V))?[^\w\n]{0,9}$", re.MULTILINE
)
_COMMONS = re.compile(
    r"^[^\w\n]{0,9}HC ?(\d{1,4})(?:[- ](I{1,3}|IV|V))?[^\w\n]{0,5}(?:of )?(?:session)?[: ]{0,3}"
    r"(\d{4}) ?[-/\u2013] ?(\d{2,4})[^\w\n]{0,9}$",
    re.MULTILINE | re.IGNORECASE,
)  # fmt: skip
_DASHES = re.compile("[\u2010-\u2015]")


def printed(text: str) -> tuple[str, ...]:
    """Return the identifiers that a document prints of itself, sorted: ``isbn:`` of 13 digits, ``cm:9876``, ``hc:567:2016``."""
    places = (text,) if len(text) <= FIRST + LAST else (text[:FIRST], text[-LAST:])
    found: set[str] = set()
    for place in places:
        found.update(each for value in _ISBN.findall(place) if (each := isbn(value)))
    first = text[:FIRST]
    for series, number, part in _COMMAND.findall(first):
        found.add(_numbered(series.lower(), number, part))
    for number, part, year, _ in _COMMONS.findall(first):
        found.add(f"{_numbered('hc', number, part)}:{year}")
    return tuple(sorted(found))


def isbn(value: str | None) -> str | None:
    """Return an ISBN as ``isbn:`` and 13 digits, ``None`` where its check digit does not fit."""
    number, odd = isbn_of(_DASHES.sub("-", value or ""))
    if number is None or odd is not None:
        return None
    if len(number) == 13:
        return f"isbn:{number}"
    body = f"978{number[:9]}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return f"isbn:{body}{-total % 10}"


def paper(value: str | None) -> str | None:
    """Return the Command Paper that a site names for a file, such as ``Cm 9876``, as :func:`printed` does."""
    found = _COMMAND.fullmatch((value or "").strip())
    return _numbered(found[1].lower(), found[2], found[3]) if found else None


def _numbered(series: str, number: str, part: str | None) -> str:
    return f"{series}:{int(number)}{f'-{part.lower()}' if part else ''}"
