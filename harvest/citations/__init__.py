"""Citation searching: backward to what works cite, forward to what cites them, through open indexes, round by round.

:func:`cite` does it all; clients, rounds and what they tell are there for parts that need more.
"""

from __future__ import annotations

from harvest.citations.model import (
    GAPS,
    OUTCOMES,
    Direction,
    Found,
    Index,
    Listed,
    Looked,
    Outcome,
    Sought,
    UnansweredError,
)
from harvest.citations.names import name_of
from harvest.citations.rounds import Decide, Round, Search, Searched, Told, Wordy
from harvest.citations.searching import Asked, Cited, cite
from harvest.citations.seeds import FileDecisions, Seed, read_decisions, read_seeds
from harvest.citations.services import INDEXES, addresses_of, index_name
from harvest.citations.shelf import FolderShelf, ReviewShelf, Shelf
from harvest.citations.union import Link, Work, Works

__all__ = [
    "GAPS", "INDEXES", "OUTCOMES", "Asked", "Cited", "Decide", "Direction", "FileDecisions", "FolderShelf", "Found", "Index",
    "Link", "Listed", "Looked", "Outcome", "ReviewShelf", "Round", "Search", "Searched", "Seed", "Shelf", "Sought", "Told",
    "UnansweredError", "Wordy", "Work", "Works", "addresses_of", "cite", "index_name", "name_of", "read_decisions", "read_seeds",
]  # fmt: skip
