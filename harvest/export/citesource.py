"""Label and string of a record, as CiteSource (R, ESHackathon) has them: by which kind of search, by which words.

Its RIS tags are ``DB`` (source), ``C7`` (label) and ``C8`` (string), so in R/export.R of version ea6f159.
"""

from __future__ import annotations

from harvest.export.clean import one_line
from harvest.export.model import ExportRecord, Found

SEARCH, HAND, SUGGESTED = "search", "hand search", "suggestion"
BACKWARD, FORWARD = "backward citation searching", "forward citation searching"
#: Labels: of a record that was found in several ways, the first one that applies. What the search itself finds is not
#: to be counted for what was added to it.
LABELS = (SEARCH, HAND, BACKWARD, FORWARD, SUGGESTED)
#: Ways that are no search of a source by the crawler, and the label of each.
_LABEL_OF = {
    "searched by hand": HAND,
    "reference imported from a search by hand": HAND,
    "expert suggestion": SUGGESTED,
    "backward citation searching": BACKWARD,
    "backward and forward citation searching": BACKWARD,
    "forward citation searching": FORWARD,
    # Neither direction is told: no label is right.
    "citation searching": "",
}


def label(record: ExportRecord) -> str:
    """Return one of :data:`LABELS`, or ``""`` where the way of finding is not recorded.

    Lists, links, start pages and sitemaps that the crawler reads are its search of that source.
    """
    known = {_label(found) for found in record.found_by}
    return next((each for each in LABELS if each in known), "")


def string(record: ExportRecord) -> str:
    """Return the phrase as sent that found the record, the first one of the way that is its label; ``""`` without one."""
    said = label(record)
    return next((one_line(each.question) for each in record.found_by if each.question and _label(each) == said), "")  # fmt: skip


def _label(found: Found) -> str:
    route = one_line(found.route)
    return _LABEL_OF.get(route, SEARCH) if route else ""
