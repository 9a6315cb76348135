"""Where a work lies, in the words of a reference: on the web, in a web archive, or in a file that a person brought.

Only addresses of the web go into the fields that importers follow (``UR``, ``URL``). A reference that somebody
imported may have none: it is then known by its place in a file, which is told in a note.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from harvest.export.clean import is_web_address, one_line
from harvest.export.dates import day_in_words
from harvest.export.model import ExportRecord

_PLACE = re.compile(r"(?P<file>[^#]+)#line=(?P<line>[0-9]+)")
_ARCHIVES = {
    "web.archive.org": "Internet Archive",
    "archive.org": "Internet Archive",
    "webarchive.nationalarchives.gov.uk": "UK Government Web Archive",
    "www.webarchive.org.uk": "UK Web Archive",
    "webarchive.parliament.uk": "UK Parliament Web Archive",
}


def on_the_web(url: str | None) -> str:
    """Return an address on one line if it is one of the web (http or https); ``""`` for anything else."""
    line = one_line(url)
    return line if is_web_address(line) else ""


def archive_name(archive: str | None, archive_url: str | None) -> str:
    """Return who keeps an archived copy: the name that is recorded, else one known by its host, else the host."""
    if one_line(archive):
        return one_line(archive)
    try:
        host = urlsplit(on_the_web(archive_url)).hostname or ""
    except ValueError:
        return ""
    return _ARCHIVES.get(host, host)


def archived_sentence(archive: str | None, archive_url: str | None, archived_at: str | None) -> str:
    """Return the sentence on an archived copy; ``""`` where there is none.

    ``archived_at`` is when the archive took the copy (ISO 8601): "Archived copy of 10 February 2014 in the
    Internet Archive: https://…".
    """
    url = on_the_web(archive_url)
    if not url:
        return ""
    day = day_in_words(archived_at) or one_line(archived_at)
    name = archive_name(archive, url) or "a web archive"
    # A host, or a name with its own article, needs none.
    bare = "." in name or name.casefold().startswith(("the ", "a "))
    return f"Archived copy{f' of {day}' if day else ''} in {'' if bare else 'the '}{name}: {url}"


def archived_copy(record: ExportRecord) -> str:
    """Return the sentence on the archived copy of a record; ``""`` where there is none."""
    return archived_sentence(record.archive, record.archive_url, record.archived_at)


def place_sentence(url: str | None) -> str:
    """Return where a reference without an address of its own stands; ``""`` for an address of the web.

    ``imports/wos.ris#line=120`` is "Imported from imports/wos.ris, line 120".
    """
    line = one_line(url)
    if not line or is_web_address(line):
        return ""
    place = _PLACE.fullmatch(line)
    if place:
        return f"Imported from {unquote(place['file'])}, line {place['line']}"
    return f"Address as found: {line}"


def mirror_sentence(mirror: bool | None, url: str | None) -> str:
    """Return the sentence on a work that only others than its publisher hold; ``""`` for any other work."""
    if not mirror:
        return ""
    try:
        host = urlsplit(on_the_web(url)).hostname or ""
    except ValueError:
        host = ""
    return f"Held only by {host or 'a site'}, which is not its publisher"


def said_of_place(record: ExportRecord) -> list[str]:
    """Return all sentences on where a record lies and what its site warns of, for notes of every format."""
    notice = one_line(record.notice)
    return [
        sentence
        for sentence in (
            archived_copy(record),
            place_sentence(record.url),
            mirror_sentence(record.mirror, record.url),
            f"Notice on the site: {notice}" if notice else "",
        )
        if sentence
    ]
