"""The protocol of a review: one TOML file that says what is searched, where, with which limits, and when to stop."""

from harvest.protocol.load import from_normalised, hash_file, load_protocol
from harvest.protocol.model import Protocol
from harvest.protocol.problems import Problem, ProtocolError
from harvest.protocol.running import Crawl
from harvest.protocol.schema import json_schema, reference_markdown
from harvest.protocol.sections import Concept, KnownItem, Limit, Review, Search
from harvest.protocol.sources import (
    AnySource,
    CouncilsSource,
    IndexSource,
    ManualSource,
    SeedsSource,
    SiteSource,
)

__all__ = [
    "AnySource",
    "Concept",
    "CouncilsSource",
    "Crawl",
    "IndexSource",
    "KnownItem",
    "Limit",
    "ManualSource",
    "Problem",
    "Protocol",
    "ProtocolError",
    "Review",
    "Search",
    "SeedsSource",
    "SiteSource",
    "from_normalised",
    "hash_file",
    "json_schema",
    "load_protocol",
    "reference_markdown",
]
