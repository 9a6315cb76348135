"""The addresses of a ModernGov system, mounted anywhere: one spelling for the many of one meeting."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from crawler.canonical import canonical

#: Months as ModernGov and Word write them.
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), 1,
    )
    for name in names.split()
}  # fmt: skip
_SLASHED = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")
_WRITTEN = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4})\b")


def root_of(url: str) -> str:
    """Return the folder at which a system is mounted, with a slash at its end.

    Args:
        url: of any of its pages, or of the folder itself without that slash.
    """
    parts = urlsplit(url)
    path = parts.path
    for mark in ("/mgwebservice.asmx", "/documents/", "/olddocuments/"):
        at = path.lower().find(mark)
        if at >= 0:
            path = path[:at] + "/"
            break
    else:
        folder, _, page = path.rpartition("/")
        path = f"{folder}/" if ".aspx" in page.lower() or not page else f"{path}/"
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def asked(url: str) -> tuple[str, dict[str, str]]:
    """Return the page of an address in lower case, and its parameters by lower-case name, the first of each."""
    values: dict[str, str] = {}
    try:
        parts = urlsplit(url)
        for name, value in parse_qsl(parts.query, keep_blank_values=True):
            values.setdefault(name.lower(), value)
    except ValueError:
        return "", values
    return parts.path.rpartition("/")[2].lower(), values


def meeting_number(url: str) -> str | None:
    """Return the number of the meeting whose page an address is, under any of its names; ``None`` for other pages."""
    page, values = asked(url)
    if page != "ielistdocuments.aspx":
        return None
    return _number(values.get("mid")) or _number(values.get("meetingid"))


def committee_number(url: str) -> str | None:
    """Return the number of the committee that an address names, ``None`` where it names none."""
    page, values = asked(url)
    name = values.get("cid") or values.get("committeeid")
    return _number(name or (values.get("id") if page == "mgcommitteedetails.aspx" else None))


def _number(value: str | None) -> str | None:
    known = value and value.isascii() and value.isdigit() and len(value) < 12 and int(value)
    return str(known) if known else None


def meeting_url(root: str, meeting: str) -> str:
    """Return the one address of a meeting, which it is asked for at and known by.

    The committee is left out: some links name it, some do not, some name 0, and the page is the same. Public
    programs ask Kent, Belfast and Brentwood in this way. So a meeting is asked for once, however it was found.
    """
    return canonical(f"{root}ieListDocuments.aspx?MId={meeting}")


def item_key(root: str, meeting: str, item: str) -> str:
    """Return what an item of an agenda is known by."""
    return f"{meeting_url(root, meeting)}#AI{item}"


def day(text: str) -> str | None:
    """Return the first date in a text as an ISO date; ``None`` where there is none. Days come before months."""
    found = _SLASHED.search(text)
    if found:
        return _iso(int(found[3]), int(found[2]), int(found[1]))
    for each in _WRITTEN.finditer(text):
        month = _MONTHS.get(each[2].lower())
        if month and (iso := _iso(int(each[3]), month, int(each[1]))):
            return iso
    return None


def _iso(year: int, month: int, day_of_month: int) -> str | None:
    try:
        return date(year, month, day_of_month).isoformat()
    except ValueError:
        return None
