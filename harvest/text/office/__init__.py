"""Office files, e-mails and archives: one front for all of them.

Every reader gives text in reading order: paragraphs parted by blank lines, list items and table rows one a line with
cells parted by " | " (as :mod:`harvest.text.render` does for web pages), notes at the end, nothing that is hidden or
struck out. Slides, sheets and files within files are pages that bear their names.
"""

from __future__ import annotations

from importlib import import_module

from harvest.text.model import Extracted
from harvest.text.office.model import Context, RefusedError

#: The kinds of files read here, each with the module that reads it.
READERS = {
    "docx": "docx", "pptx": "pptx", "odt": "odf", "odp": "odf", "xlsx": "sheets", "xls": "sheets", "ods": "sheets",
    "rtf": "rtf", "doc": "doc", "ppt": "ppt", "eml": "mail", "msg": "msg", "zip": "archive", "epub": "epub", "ole": "ole",
}  # fmt: skip


def extract_office(data: bytes, kind: str, context: Context) -> Extracted:
    """Return the reading of a file of one of the kinds in ``READERS``.

    Raises:
        KeyError: there is no reader for ``kind``.
        Exception: whatever a broken file makes a reader raise.
    """
    try:
        read: Extracted = import_module(f"harvest.text.office.{READERS[kind]}").read(data, kind, context)
    except RefusedError as refused:
        return Extracted(refused.outcome, kind, method=refused.method, detail=str(refused))
    return read


__all__ = ["READERS", "Context", "extract_office"]
