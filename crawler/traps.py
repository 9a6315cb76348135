"""Links that lead nowhere new: calendars without end, paths that repeat, other orders and forms of a page.

Each rule names itself in a sentence, which is kept with the link that was not followed. What might be a
document is left through: a trap costs requests, a document lost is lost.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from urllib.parse import unquote, unquote_plus, urlsplit

#: Characters and path segments above which an address is machine-made without end.
LONGEST, DEEPEST = 2000, 25
#: Parameters above which an address is a choice of filters. ModernGov's search needs nine.
MOST_PARAMETERS = 8
#: Years ahead of today, and the year, outside of which no calendar is followed.
YEARS_AHEAD, FIRST_YEAR = 2, 1995

_SIMPLE = re.compile(r"https?://[\w.:-]+(/[^?#]*)(?:\?([^#]*))?")
_PERHAPS_YEAR = re.compile(r"(?:1[89]|2\d)\d\d")
_CALENDAR = re.compile(
    r"calend[ae]r|(?:^|[/_.-])(?:events?|diary|diaries|whats?-?on|agenda-?view|meetings?-?(?:list|dates|diary)|month|week|day"
    r"|schedule|timetable)(?:[/_.-]|$)|ielistmeetings",
    re.IGNORECASE,
)
_MONTH = r"(?:0?[1-9]|1[0-2])"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YMD = re.compile(
    rf"(?P<y>(?:1[89]|2\d)\d\d)[-/.]?(?P<m>{_MONTH})(?:[-/.]?(?P<d>{_DAY}))?(?:[T ]?\d\d:?\d\d.*)?"
)
_DMY = re.compile(rf"(?P<d>{_DAY})[-/.](?P<m>{_MONTH})[-/.](?P<y>(?:1[89]|2\d)\d\d)")
_YEAR = re.compile(r"(?:1[89]|2\d)\d\d")
#: A date in a path: whole segments, year first.
_PATH_DATE = re.compile(
    rf"/(?P<y>(?:1[89]|2\d)\d\d)(?:[-/](?P<m>{_MONTH}))(?:[-/](?P<d>{_DAY}))?(?=/|$)"
    rf"|/(?P<d2>{_DAY})-(?P<m2>{_MONTH})-(?P<y2>(?:1[89]|2\d)\d\d)(?=/|$)"
)
#: What stands before a date where a site lists its entries by date.
_ARCHIVE = re.compile(r"/?(?:[\w-]*(?:blog|news|archives?|posts|date|press)[\w-]*)?", re.IGNORECASE)
_PATH_YEAR = re.compile(r"/((?:1[89]|2\d)\d\d)(?=/|$)")

_YEARS = frozenset({"year", "yr", "y", "calyear", "cal_year", "dd"})
_MONTHS = frozenset({"month", "mo", "mon", "m", "calmonth", "cal_month"})
_DATES = frozenset(
    {"date", "d", "day", "month", "week", "dt", "cal", "caldate", "cal_date", "calendardate", "calendar_date", "eventdate",
     "event_date", "tribe-bar-date", "viewdate", "currentdate", "selecteddate", "monthyear", "yearmonth", "ym", "startdate"}
)  # fmt: skip

_SORTS = frozenset(
    {"sort", "sortby", "sort_by", "sort-by", "sortorder", "sort_order", "sortdir", "sort_dir", "sortfield", "sortcolumn",
     "order", "orderby", "order_by", "orderdir", "order_dir", "tablesort"}
)  # fmt: skip
_PAGING = frozenset(
    {"page", "p", "pg", "paged", "start", "offset", "from", "pagenumber", "pageno", "page_no", "pageindex"}
)
_YES = frozenset({"", "1", "true", "yes", "y", "on"})
_PRINTS = frozenset(
    {"print", "printable", "printview", "printfriendly", "printer-friendly", "printerfriendly"}
)
_ICAL = frozenset(
    {"ical", "outlook-ical", "addtocalendar", "add-to-calendar", "add_to_calendar", "ics", "icalendar"}
)
_SHARES = frozenset({"share", "replytocom", "add-to-cart", "add_to_cart", "add-to-basket", "addtobasket"})
_ACTIONS = frozenset(
    {"edit", "history", "print", "login", "logout", "register", "share", "email", "raw", "lostpassword"}
)
_DOORS = re.compile(
    r"(?:log-?(?:in|out|on|off)|sign-?(?:in|out|on|off|up)|wp-login|user-?registration|forgot(?:ten)?-?password|lost-?password"
    r"|reset-?password)(?:\.(?:aspx?|php|jsp|cfm|html?|do))?",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\[[^\]]*\]$")
_NOT_A_WORD = re.compile(r"[\d\W_]*")
_A_FILE = re.compile(r"\.(?:ashx|axd|pdf|docx?|xlsx?|pptx?|od[tsp]|rtf|csv|txt)$", re.IGNORECASE)
_MODERNGOV = re.compile(r"/(?:mg|ie|ec|ce)\w+\.aspx$", re.IGNORECASE)


def trap_of(url: str, parent: str | None = None, today: date | None = None) -> str | None:
    """Return why a link is not worth following, in one sentence, or ``None`` when it may be.

    Args:
        url: an address in its one spelling.
        parent: the page that it was found on.
        today: the day from which calendars are counted.
    """
    if len(url) > LONGEST:
        return f"the address is longer than {LONGEST:,} characters"
    # This runs for every link: most have a path and nothing else.
    if found := _SIMPLE.fullmatch(url):
        path, asked = found[1], found[2] or ""
    else:
        try:
            path, asked = urlsplit(url)[2:4]
        except ValueError:
            return "it cannot be read as an address"
    if trap := _in_path(path, _path(parent) if parent else ""):
        return trap
    query = _parameters(asked) if asked else ()
    if query and (trap := _in_query(path, query, parent)):
        return trap
    return _in_calendar(path, query, today or date.today()) if query or _PERHAPS_YEAR.search(path) else None


@lru_cache(maxsize=16)
def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


@lru_cache(maxsize=16)
def _query_of(url: str) -> tuple[tuple[str, str], ...]:
    try:
        return _parameters(urlsplit(url).query)
    except ValueError:
        return ()


def _parameters(query: str) -> tuple[tuple[str, str], ...]:
    found = []
    for pair in query.split("&"):
        if pair:
            name, _, value = pair.partition("=")
            found.append((unquote_plus(name).lower(), unquote_plus(value)))
    return tuple(found)


# ---- paths


def _in_path(path: str, parent: str) -> str | None:
    if "////" in path:
        return "the path repeats itself: slashes and nothing between them"
    segments = [segment for segment in path.lower().split("/") if segment]
    if len(segments) > DEEPEST:
        return f"the path has more than {DEEPEST} parts"
    if len(segments) > 2 and len(set(segments)) < len(segments) and (again := _repeated(segments, parent)):
        return f"the path repeats itself: {again}"
    last = segments[-1] if segments else ""
    if _DOORS.fullmatch(last):
        return f"a page to log in, register or log out ({last})"
    if last in _PRINTS and parent and path.rstrip("/").rpartition("/")[0] == parent.rstrip("/"):
        return "the page that it is on, laid out for printing"
    if last.endswith(".ics") or (last in _ICAL and len(segments) > 1):
        return "an entry for a calendar program"
    if path.startswith("/cdn-cgi/"):
        return "an e-mail address or a script of Cloudflare's, and no page"
    return None


def _repeated(segments: list[str], parent: str) -> str | None:
    for length in range(1, len(segments) // 2 + 1):
        for start in range(len(segments) - 2 * length + 1):
            piece = segments[start : start + length]
            run = 1
            while segments[start + run * length : start + (run + 1) * length] == piece:
                run += 1
            # Numbers repeat in good paths: /2010/10/10/.
            if run >= (5 if all(_NOT_A_WORD.fullmatch(each) for each in piece) else 3):
                return "/".join(piece) + f", {run} times in a row"
            ends = start + 2 * length == len(segments)
            if run == 2 and length > 1 and ends and parent.lower().strip("/").endswith("/".join(piece)):
                return "/".join(piece) + " is added to a path that ends with it"
    for segment, count in Counter(each for each in segments if not _NOT_A_WORD.fullmatch(each)).items():
        if count >= 4:
            return f"{segment}, {count} times"
    return None


# ---- parameters


def _in_query(path: str, query: tuple[tuple[str, str], ...], parent: str | None) -> str | None:
    names = [_BRACKETS.sub("[]", name) for name, _ in query]
    # Files are named by parameters, too: the encrypted ones of CMIS are ten.
    page = not _A_FILE.search(path)
    if page and len(query) > MOST_PARAMETERS and not _MODERNGOV.search(path):
        return f"a choice of filters: more than {MOST_PARAMETERS} parameters"
    for name, count in Counter(names).items():
        if page and count >= (2 if name.endswith("[]") else 3):
            return f"a choice of filters: {name.removesuffix('[]')}, {count} times"
    for (name, value), plain in zip(query, names, strict=True):
        if name in _SHARES:
            return f"a link to share, answer or buy ({name})"
        if (name in _PRINTS and value.lower() in _YES) or (
            name in ("view", "format", "mode", "layout", "action") and value.lower() in _PRINTS
        ):
            return f"a page laid out for printing ({name})"
        if (name in _ICAL and value.lower() in _YES) or (
            name in ("format", "view", "export") and value.lower() in _ICAL
        ):
            return f"an entry for a calendar program ({name})"
        if name in ("action", "do", "task") and value.lower() in _ACTIONS:
            return f"a link that does something ({name}={value})"
        if value and plain.removesuffix("[]") in _SORTS and _another_order(name, value, query, parent):
            return f"another order of the same list ({name})"
    return None


def _another_order(name: str, value: str, query: tuple[tuple[str, str], ...], parent: str | None) -> bool:
    """Tell a list in another order from the next page of a list that names its order."""
    theirs = dict(_query_of(parent)) if parent else {}
    if name in theirs:
        return theirs[name] != value
    return not any(each in _PAGING for each, _ in query)


# ---- calendars


def _in_calendar(path: str, query: tuple[tuple[str, str], ...], today: date) -> str | None:
    calendar = _CALENDAR.search(path) is not None or any(
        name in ("view", "display", "tab", "eventdisplay") and _CALENDAR.search(value)
        for name, value in query
    )
    last = today + timedelta(days=366 * YEARS_AHEAD)
    for year, month, text, ends in (*_dates_in_path(path, calendar), *_dates_in_query(query, calendar)):
        # A year alone, or one in the midst of a path, is a date only where there is a calendar.
        if (calendar or (month and ends)) and (year, month or 1) > (last.year, last.month):
            return f"a calendar more than {YEARS_AHEAD} years ahead ({text})"
        if calendar and year < FIRST_YEAR:
            return f"a calendar before {FIRST_YEAR} ({text})"
    return None


def _dates_in_path(path: str, calendar: bool) -> Iterator[tuple[int, int, str, bool]]:
    if "/1" not in path and "/2" not in path and "-" not in path:
        return
    for found in _PATH_DATE.finditer(path):
        year, month = found["y"] or found["y2"], found["m"] or found["m2"]
        alone = _ARCHIVE.fullmatch(path[: found.start()]) and not path[found.end() :].strip("/")
        yield int(year), int(month), found[0].strip("/"), bool(alone)
    if calendar:
        for found in _PATH_YEAR.finditer(path):
            yield int(found[1]), 0, found[1], False


def _dates_in_query(
    query: tuple[tuple[str, str], ...], calendar: bool
) -> Iterator[tuple[int, int, str, bool]]:
    year, month = 0, 0
    for name, value in query:
        value = unquote(value).strip()
        if name in _YEARS and _YEAR.fullmatch(value):
            year = int(value)
        elif name in _MONTHS and re.fullmatch(_MONTH, value):
            month = int(value)
        elif name in _DATES and (found := _YMD.fullmatch(value) or _DMY.fullmatch(value)):
            yield int(found["y"]), int(found["m"]), f"{name}={value}", True
        elif name in _DATES and _YEAR.fullmatch(value) and calendar:
            yield int(value), 0, f"{name}={value}", True
    if year:
        yield year, month, f"{year}-{month:02}" if month else str(year), bool(month)
