"""The date of a PDF as printed on its first pages. The day the file was made is no date of publication."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from harvest.text.dates import find_dates
from harvest.text.model import Claim
from harvest.text.pdfs.meta_date_words import HELD, OTHER, PRINT, STRONG, UPDATED, WEAK
from harvest.text.pdfs.meta_imprint import imprint_dates
from harvest.text.pdfs.meta_lines import RUNNING, Line, body_starts
from harvest.text.pdfs.meta_words import DAY_OF

_SMALL_WORDS = re.compile(
    r"\b(?:mon|tues?|wed|wednes|thur?s?|fri|satur?|sun)(?:day)?\b|\b(?:am|pm|noon|hours|hrs|at|on|of|the|and|for|in|to|by|de|spring|summer|autumn|winter"
    r"|version|ver|v|rev|draft|final|full|executive|summary|report|issue|edition|date|published|volume|vol|no|paper|open|public|page|annual)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?<=\bissue )\d+(?=\s*,)|(?<=\bno )\d+(?=\s*,)|(?<=\bno\. )\d+(?=\s*,)|(?<=\bnumber )\d+(?=\s*,)|(?<=\bvolume )\d+(?=\s*,)",
    re.I,
)
#: The line under a journal's or a newsletter's name.
_ISSUE = re.compile(r"\bvol(?:ume)?\b|\bissn\b|^issue\b", re.IGNORECASE)
#: "Date: 14/09/21": two figures are read as a year behind a label only, and only of this century.
_SHORT_YEAR = re.compile(
    r"(\bdated?\s*:?\s*|\bmeeting\s*:?\s*)(\d{1,2})([/.])(\d{1,2})\3([0-3]\d)(?![\d/.])", re.IGNORECASE
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_STATED = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)")
_DATE_WORD = re.compile(r"\bdate\s*:?\W*$", re.IGNORECASE)
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b,?\s*(?:the\s+)?$", re.IGNORECASE)
_DATE_BEGUN = re.compile(r"(?:\b\d{1,2}(?:st|nd|rd|th)?|[a-z]{3,9}\.?,?)$", re.IGNORECASE)
_PAGED = re.compile(r"\bpage \d+ of \d+", re.IGNORECASE)
_PARTED = re.compile(r"\s*[|\u2022\u00b7]\s*")
_WORD = re.compile(r"[^\W\d_]+")
#: How far a date may stand behind its label, in characters, and how long a line may be on which a date stands by itself.
_REACH = 70
_LINE = 90
_HEAD_LINES = 45
_SOURCES = ("label", "meeting", "first-page", "imprint", "version", "updated", "foot", "copyright-line")
_CLAIMS = 8
#: The share of a page above its foot.
_FOOT = 0.92
_MADE_BEFORE = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class _Found:
    """A date and what it stands by: the rank of its source, or why it is passed over."""

    iso: str
    source: str
    why: str | None
    at: int


def printed_date(lines: Sequence[str]) -> tuple[str | None, str | None]:
    """Return (ISO date, source) as printed in the first lines of a document, or (None, None).

    Sources, the strongest first: "label" ("Published:", "Date of meeting:"), "meeting" ("held on"), "first-page" (a date that
    stands by itself at the head), "imprint" ("First published in"), "version" ("approved", "draft of"), "updated",
    "foot" (of a page of running text) and "copyright-line" (a year, where there is nothing better).
    """
    claim = next(
        (claim for claim in date_claims([Line(line, 0.0) for line in lines]) if claim.why is None), None
    )
    return (claim.value, claim.source) if claim else (None, None)


def date_claims(
    rows: Sequence[Line], stated: tuple[str, str] = ("", ""), first_text: str = ""
) -> list[Claim]:
    """Return every candidate for the date, the believed one first; none has ``why=None`` if none is believed.

    Args:
        rows: those of the first page with words, from top to bottom.
        stated: the file's CreationDate and ModDate ("D:20190305101500Z").
        first_text: the mended text of the first pages, for imprints and copyright lines.

    A date much later than the file itself is of something else: a plan's end, a next review. Papers are made some weeks
    before the meeting, and covers before the month that they bear.
    """
    text = first_text or "\n".join(row.text for row in rows)
    made, changed = (_metadata_date(value) for value in stated)
    latest = _some_weeks_after(max(filter(None, (made, changed)), default="9999-12-31"))
    found = [*_on_the_page(rows), *(_Found(iso, source, None, at) for iso, source, at in imprint_dates(text))]
    found = [
        _Found(one.iso, one.source, "much later than the file itself", one.at)
        if one.why is None and one.iso > latest[: len(one.iso)]
        else one
        for one in found
    ]
    good = sorted((one for one in found if one.why is None), key=_order)
    claims: list[Claim] = []
    for place, one in enumerate(good):
        why = None if place == 0 else "another date is stated more plainly"
        # A month and its day agree: there is nothing to pass over.
        if place and (good[0].iso.startswith(one.iso) or any(claim.value == one.iso for claim in claims)):
            continue
        claims.append(Claim("date", one.iso, one.source, why))
    claims += [Claim("date", one.iso, one.source, one.why) for one in found if one.why is not None]
    claims = list(dict.fromkeys(claims))[:_CLAIMS]
    claims += [
        Claim("date", value, "pdf-metadata", why)
        for value, why in (
            (made, "the day the file was made"),
            (changed, "the day the file was last changed"),
        )
        if value
    ]
    return claims


def _order(one: _Found) -> tuple[int, int, int]:
    return (_SOURCES.index(one.source), -min(len(one.iso), 7), one.at)


def _some_weeks_after(day: str) -> str:
    return "9999-12-31" if day.startswith("9999") else (date.fromisoformat(day) + _MADE_BEFORE).isoformat()


def _metadata_date(value: str) -> str | None:
    match = _STATED.match(value)
    try:
        day = date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
    return day.isoformat() if day and 1950 <= day.year < 2050 else None


def _on_the_page(rows: Sequence[Line]) -> list[_Found]:
    found: list[_Found] = []
    body = body_starts(rows)
    # On a chart or a table a year is one number of many.
    numeric = sum(1 for row in rows if not _WORD.search(row.text)) > 0.2 * len(rows) > 2
    for at, row in enumerate(rows):
        text = row.text
        foot = at >= body and row.top > _FOOT
        if at >= _HEAD_LINES and not foot:
            continue
        before = rows[at - 1].text if at else ""
        if not _YEAR.search(text) and not _SHORT_YEAR.search(text):
            continue
        if at and _across(before, text):
            text, before = f"{before} {text}", ""
        # The number of an issue is no day ("Issue 3, March 2019").
        text = _NUMBERED.sub(lambda number: " " * len(number[0]), text)
        text = _SHORT_YEAR.sub(_with_century, text)
        dates = find_dates(text, years=len(text) <= 40 and not numeric)
        if not dates or _across(row.text, rows[at + 1].text if at + 1 < len(rows) else ""):
            continue
        # Printers write figures beside the page's number; authors write the month.
        printed = PRINT.search(text) or (_PAGED.search(text) and not DAY_OF.search(text))
        if printed and not STRONG.search(text):
            found += [_Found(dates[0][1], "first-page", "the day it was printed", at)]
            continue
        whole = len(text) < _LINE or at < body
        alike = at > 0 and (rows[at - 1].size, rows[at - 1].bold) == (row.size, row.bold)
        goes_on = alike and len(before) > 30 and before[-1] not in ".:;"
        several = len({iso for _, iso in dates}) > 1
        start = 0
        for offset, iso in dates if several else dates[:1]:
            lead = text[max(start, offset - _REACH) : offset]
            one = _judged(
                text,
                before if not start else "",
                lead,
                iso,
                at,
                head=foot or (at < body and whole),
                goes_on=goes_on,
            )
            if foot and one is not None and one.why is None:
                one = _at_the_foot(one, text)
            # Two dates on a row are a period, unless each has its own label.
            if several and (one is None or one.source == "first-page"):
                one = _Found(iso, "first-page", "one of several dates on a line", at)
            if one is not None:
                found.append(one)
            start = text.find(iso[:4], offset) + 4
    standing = [one for one in found if one.source == "first-page" and one.why is None]
    # A column of dates is a table or a list of meetings.
    if len({one.iso for one in standing}) > 3:
        found = [
            _Found(one.iso, one.source, "one of a list of dates", one.at) if one in standing else one
            for one in found
        ]
    return found


def _at_the_foot(one: _Found, text: str) -> _Found:
    """Return a date of a page's foot as the weak sign it is; a day in figures there may be that of printing."""
    if one.source == "first-page" and len(one.iso) == 10 and not DAY_OF.search(text):
        return _Found(one.iso, "foot", "may be the day it was printed", one.at)
    return _Found(one.iso, "foot", None, one.at)


def _with_century(match: re.Match[str]) -> str:
    return f"{match[1]}{match[2]}/{match[4]}/20{match[5]}"


def _across(text: str, after: str) -> bool:
    """Tell whether a date begins at the end of one row and ends on the next ("dated 8" / "March 2017.")."""
    if not _YEAR.search(after[:30]) or not _DATE_BEGUN.search(text[-30:]):
        return False
    both = f"{text[-30:]} {after[:30]}"
    edge = len(text[-30:])
    for offset, iso in find_dates(both):
        end = both.find(iso[:4], offset)
        if offset < edge < end and not any(found == iso for _, found in find_dates(text[-30:])):
            return True
    return False


def _judged(
    text: str, before: str, lead: str, iso: str, at: int, *, head: bool, goes_on: bool
) -> _Found | None:
    """Return what a date on a row is: by its label in ``lead`` or on the row before, or by standing alone; else None."""
    # The label of a form's entry may be a cell, or a line, of its own.
    label = lead
    if not _WORD.search(_weekday_off(lead)) and (_is_label(before) or _ends_with_label(before)):
        label = f"{before[-40:].strip()} {lead}"
    label = _weekday_off(label)
    if not head and not STRONG.search(label[-30:]) and not HELD.search(label):
        return None
    if (other := OTHER.search(label)) is not None and not _said_to_be_of_the_document(label, other):
        return _Found(iso, "first-page", "of a period, a deadline or a review, not of the document", at)
    if (STRONG.search(label) and len(iso) > 4) or (STRONG.search(label[-30:]) and len(iso) == 4):
        return _Found(iso, "label", None, at)
    if _DATE_WORD.search(label):
        return _Found(iso, "label", None, at)
    if HELD.search(label) and len(iso) > 4 and head:
        return _Found(iso, "meeting", None, at)
    if UPDATED.search(label):
        return _Found(iso, "updated", None, at)
    if WEAK.search(label):
        return _Found(iso, "version", None, at)
    if head and len(iso) > 4 and _ISSUE.search(text):
        return _Found(iso, "first-page", None, at)
    if head and _stands_alone(text, iso) and not (goes_on and (len(iso) == 4 or text.endswith("."))):
        return _Found(iso, "first-page", None, at)
    return None


def _weekday_off(text: str) -> str:
    return _WEEKDAY.sub("", text)


def _is_label(text: str) -> bool:
    return (
        len(text) <= 45
        and len(text.split()) <= 4
        and (text.endswith(":") or STRONG.fullmatch(text.strip()) is not None or text.casefold() == "date")
    )


def _ends_with_label(text: str) -> bool:
    if any(pattern.search(text[-40:]) for pattern in (WEAK, UPDATED, OTHER)):
        return True
    tail = text[-60:].rstrip(" :-")
    return any(label.end() == len(tail) for label in STRONG.finditer(tail))


def _said_to_be_of_the_document(label: str, other: re.Match[str]) -> bool:
    """Tell whether a label such as "published by" only ends with a word that elsewhere opens a period."""
    return STRONG.search(label[max(0, other.start() - 12) :]) is not None and other[0].strip().casefold() in {
        "by",
        "from",
    }


def _stands_alone(text: str, iso: str) -> bool:
    """Tell whether a row is little more than its date: no running words beside it, only names and capitals."""
    text = next((part for part in _PARTED.split(text) if iso[:4] in part), text)
    if len(text) > _LINE or RUNNING.search(text):
        return False
    rest = text
    if len(iso) > 4:
        rest = DAY_OF.sub(" ", text)
    rest = rest.replace(iso[:4], " ")
    words = _WORD.findall(_SMALL_WORDS.sub(" ", rest))
    if len(iso) == 4:
        # A year in a title may be what the document is about.
        return not words
    return (
        len(words) <= 8
        and all(word[0].isupper() for word in words)
        and not text.rstrip().endswith((",", ";"))
    )
