"""English councils: the list of them, those that a protocol means, and what they are asked."""

from harvest.councils.choosing import Portal, named, portals, select, sites, unknown_names
from harvest.councils.listed import COLUMNS, Council, as_csv, built_in_sha256, load

__all__ = [
    "COLUMNS", "Council", "Portal", "as_csv", "built_in_sha256", "load", "named", "portals", "select", "sites",
    "unknown_names",
]  # fmt: skip
