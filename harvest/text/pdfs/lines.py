"""Mending the text of PDF pages: heads and feet that repeat, words broken at line ends, spaces and characters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from harvest.text.clean import tidy
from harvest.text.pdfs.furniture import without_furniture
from harvest.text.pdfs.hyphens import join_broken

# Word's raised "st" of "1st" comes out as a line of its own.
_RAISED = re.compile(r"\n(?<=\d\n)(st|nd|rd|th)\b[ \n]?")


def mend_pages(pages: Sequence[str], tails: Sequence[str] = ()) -> list[str]:
    """Return the tidied text of each page without repeating heads and feet, broken words joined.

    ``pages`` is the text as PDFium gives it; ``tails`` are lines to be added to the end of a page once its foot is gone.
    """
    # A foot may follow the hyphen that ends a page: it is a line of its own.
    lined = [page.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "\ufffe\n") for page in pages]
    lined = without_furniture(lined)
    for at, tail in enumerate(tails):
        if tail:
            lined[at] = f"{lined[at].rstrip()}\n{tail}"
    return [_RAISED.sub(r"\1 ", tidy(page)).rstrip() for page in join_broken(lined)]
