"""One reference string, read into fields.

What has a form of its own (DOI, ISBN, address, access date, report number, year) is found by rules; who, what and where
it was published is told apart by a small sequence model (a conditional random field) that ships with the package. See
:mod:`harvest.reference_fields.train` for what it learned from. Nothing is asked of the network.
"""

from __future__ import annotations

from harvest.reference_fields.assembling import assembled, runs_of
from harvest.reference_fields.identifying import finds
from harvest.reference_fields.mending import mended
from harvest.reference_fields.model import Fields
from harvest.reference_fields.tagging import tag
from harvest.reference_fields.tokens import tokenise

__all__ = ["Fields", "parse_reference"]


def parse_reference(text: str) -> Fields:
    """Return what a reference says, field by field; of any other text whatever can be made of it.

    Only the first :data:`~harvest.reference_fields.mending.LONGEST` characters are read. Never raises.
    """
    line = mended(text)
    spans = finds(line)
    tokens = tokenise(line, spans)
    return assembled(line, spans, runs_of(tokens, tag(line, tokens)))
