"""How often the terms of a protocol match in documents that are already held: term testing."""

from __future__ import annotations

from harvest.protocol import Protocol
from harvest.query import compile_term, matches, tokenize
from store.database import Reader
from store.views import sample_texts
from store.workspace import Workspace


def term_counts(workspace: Workspace, protocol: Protocol, size: int) -> dict[str, tuple[int, int]]:
    """Return for each term in how many of the sampled documents it matches, and how many were sampled.

    Raises:
        StoreError: the review holds no documents yet.
    """
    with Reader(workspace.database) as database:
        texts = [tokenize(text) for text in sample_texts(database, size)]
    terms = [term for concept in protocol.concepts.values() for term in concept.terms]
    return {
        term: (sum(1 for tokens in texts if matches(compiled, tokens)), len(texts))
        for term in terms
        for compiled in [compile_term(term)]
    }
