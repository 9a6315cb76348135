"""What is found in a reference by its form alone: DOI, ISBN, address, access date, report number.

Each find is a :class:`Span` of the mended text. The sequence model sees one mark in its place, so that the words around
it are read without it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from harvest.references.identifiers import doi_of, isbn_of
from harvest.text.dates import parse_date


class Span(NamedTuple):
    """A find: what it is, where it stands in the mended text, and what it says (``None``: nothing that is kept)."""

    kind: str
    start: int
    stop: int
    value: str | None


_MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
#: A day, a month or a year, in the orders that people write them.
_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s*(?:of\s)?{_MONTH},?\s*(?:19|20)\d\d|{_MONTH}\s*\d{{1,2}}(?:st|nd|rd|th)?,?\s*(?:19|20)\d\d"
    rf"|(?:19|20)\d\d[,\s]\s*{_MONTH}(?:\s*\d{{1,2}}(?!\d))?|{_MONTH},?\s*(?:19|20)\d\d"
    r"|\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d|(?:19|20)\d\d-\d\d(?:-\d\d)?|(?:19|20)\d\d)"
)
_SEEN = r"(?:accessed|assessed|retrieved|viewed|consulted|visited|checked|cited|downloaded|last accessed)"
_ACCESSED = re.compile(
    rf"[(\[]?\s*(?:date\s)?(?:last\s)?\b{_SEEN}(?:\son)?(?:\sdate)?\s*[:,]?\s*(?:on\s)?(?P<a>{_DATE})(?:,?\s+from\b:?|\s+at\b:?)?\s*[)\]]?"
    rf"|[(\[]\s*(?P<b>{_DATE}),?\s*(?:date\s)?(?:last\s)?{_SEEN}\s*[)\]]",
    re.IGNORECASE,
)
_ONLINE = re.compile(
    r"[(\[]\s*(?:online|on-line|internet|web ?page|website|electronic(?: version| resource)?|pdf)\s*[)\]]"
    r"|\b(?:available\s(?:online\s)?(?:at|from|via)|available\sonline|available|retrieved\sfrom|accessed\sat|url|link)\s*:?\s*(?=<?\s*(?:https?://|www\.))"
    r"|\b(?:available\s(?:online\s)?(?:at|from|via)|retrieved\sfrom|available\sonline)\s*:",
    re.IGNORECASE,
)
_URL = re.compile(r"<?\s?\b(?:https?://|www\.(?=[\w-]+\.\w))[^\s<>\"“”]+\s?>?", re.IGNORECASE)
_DOI = re.compile(
    r"(?:\b(?:https?://)?(?:dx\.)?doi\.org/|\bdoi\s*[:=]?\s*(?:https?://(?:dx\.)?doi\.org/)?)?\b10\.\d{4,9}(?:\.\d+)*/[^\s\"<>]+",
    re.IGNORECASE,
)
_ISBN = re.compile(
    r"\bISBN(?:[- ]?1[03])?\s*[:=]?\s*(?P<n>(?:97[89][\s-]*)?(?:\d[\s-]*){9}[\dXx])(?![\dXx])", re.IGNORECASE
)
_ARXIV = re.compile(
    r"\[?\s?\barXiv\s*:\s*[a-z-]*(?:\.[A-Z]{2})?/?\s?\d{4}\s?\.?\d{3,5}(?:v\d+)?(?:\s?\[\s?[\w.\s-]{2,12}\])?\s?\]?"
    r"|\[?\s?\b(?:hep|astro|cond|gr|nucl|quant|math)\s?-\s?(?:th|ph|ex|lat|mat|qc)\s?/\s?\d{7}(?:v\d+)?\s?\]?",
    re.IGNORECASE,
)
_UNDATED = re.compile(
    r"[(\[]\s*(?:n\.?\s?d\.?|no date|undated|in press|in print|forthcoming|to appear|date unknown)\s*[)\]]\.?",
    re.IGNORECASE,
)
_SESSION = re.compile(
    r"[(\[]?\bSession,?\s(?:19|20)\d\d\s?[-–/]\s?\d{2,4}\b[)\]]?|\bSecond Session\b", re.IGNORECASE
)
_SERIES = (
    r"(?:Research|Working|Discussion|Technical|Briefing|Policy|Occasional|Evidence|Consultation|Command|Green|White|Analysis|Statistical|Information|Position|Scoping|Staff|Final|Economic|Project|Evaluation|Internal|Library|House of Commons Library|Scientific|Insight)"
    r"\s(?:Reports?|Papers?|Briefs?|Briefings?|Notes?|Bulletins?|Series|Memorand(?:um|a))"
)
_NUMBER = re.compile(
    r"\b(?:Cmnd|Cmd|Cm|CP|HCP|HC|HL|HLC|SSI|SI|SP|NAO|BBP|SN)\s?(?:Paper\s)?(?:\d{1,5}(?:[-–](?:\d+|[ivx]+\b)|/\d+)?)(?:\s?\((?:19|20)\d\d[-–/]\d\d\))?(?!\d)"
    rf"|\b(?:[A-Z]{{2,6}}\s|Social\s)?{_SERIES}(?:\sSeries)?,?\s?(?:No\.?\s?|Number\s|nr\.?\s|#\s?|n[°º]\s?)?(?:[A-Z]{{1,5}}[-/ ]?)?\d{{1,5}}(?:[-/.]\d{{1,4}})*(?!\d)"
    r"|\b(?:Tech(?:nical|\.)\s?Rep(?:ort|\.)|Report|Paper|Document|Publication|Bulletin|Circular|Reference|Ref|Briefing)\s?(?:No\.?|Number|nr\.?|#|:)\s?(?:[A-Z]{1,6}[-/ ]?)*\d[\w/.-]*\w?"
    r"|\b(?:WHO|NG|CG|PH|QS|TA|NBER|IZA|CASE|IMF|OECD|DP|WP|RR|DFE-RR)[/-](?:[A-Z]{2,5}[/-])*\d[\d/.-]*\d(?!\d)"
)


def finds(text: str) -> list[Span]:
    """Return what is found by its form in a mended reference, in order, without overlaps."""
    taken: list[Span] = []

    def take(kind: str, start: int, stop: int, value: str | None) -> None:
        if stop > start and all(stop <= each.start or start >= each.stop for each in taken):
            taken.append(Span(kind, start, stop, value))

    for found in _ACCESSED.finditer(text):
        take("accessed", found.start(), found.end(), accessed_date(found["a"] or found["b"]))
    for found in _DOI.finditer(text):
        doi = doi_of(re.sub(r"(?i)^doi\s*[:=]?\s*", "", found[0])).doi
        take("doi", found.start(), found.start() + _kept(found[0]), doi)
    for found in _URL.finditer(text):
        url = _url(found[0])
        start = found.start() + found[0].find(url)
        inside = re.match(r"(?:https?://)?(?:dx\.)?doi\.org/", url, re.IGNORECASE)
        take("url", start, start + len(url), None if inside else url if "://" in url else f"http://{url}")
    for found in _ISBN.finditer(text):
        take("isbn", found.start(), found.end(), isbn_of(re.sub(r"[^\dXx]", "", found["n"]))[0])
    for found in _ARXIV.finditer(text):
        take("arxiv", found.start(), found.end(), found[0].strip("[] "))
    for kind, pattern in (("undated", _UNDATED), ("session", _SESSION)):
        for found in pattern.finditer(text):
            take(kind, found.start(), found.end(), None)
    for found in _ONLINE.finditer(text):
        take("online", found.start(), found.end(), None)
    return sorted(taken, key=lambda span: span.start)


def report_number(text: str) -> Span | None:
    """Return the number of a report, as written, where one stands in a (mended) reference."""
    found = _NUMBER.search(text)
    return Span("number", found.start(), found.end(), found[0].strip(" ,.")) if found else None


def accessed_date(value: str) -> str | None:
    """Return a date as ISO 8601, as precise as it is; day before month where both are numbers."""
    value = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|\bof\s", "", value.strip()).replace(".", " ", 0)
    if found := re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{2}|\d{4})", value):
        day, month, year = int(found[1]), int(found[2]), int(found[3])
        year += 2000 if year < 100 else 0
        if month > 12:
            day, month = month, day
        return parse_date(f"{year:04}-{month:02}-{day:02}")
    if found := re.fullmatch(r"(\d{4})[,\s]\s*([A-Za-z]+)\.?\s*(\d{1,2})?", value):
        value = " ".join(filter(None, (found[3], found[2], found[1])))
    value = re.sub(r"(?<=[A-Za-z])[.,]?\s*(?=\d)|(?<=\d)\s*(?=[A-Za-z])", " ", value)
    if re.fullmatch(r"\d{4}(?:-\d\d)?", value):
        return value
    return parse_date(value)


def _url(written: str) -> str:
    """Cut off what closes the sentence around an address; brackets only where they close nothing."""
    url = written.strip("<> ")
    while url and (
        url[-1] in ".,;:(['’”‘\""
        or (url[-1] in ")]" and url.count(url[-1]) > url.count("(["[")]".index(url[-1])]))
    ):
        url = url[:-1]
    return url


def _kept(written: str) -> int:
    """Length of a DOI as it stands in the text, without the punctuation after it."""
    return len(_url(written))
