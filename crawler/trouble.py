"""The words for everything that keeps an answer from being used: one list, for every place that tells of it.

A word stands in the ledger row of a fetch as ``trouble``, beside its ``outcome``, with the ``evidence`` for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Trouble = Literal[
    "login", "forbidden", "method", "rate-limited", "challenge", "cookie-wall", "javascript-only", "legal",
    "dns", "connection-refused", "connection-broken", "tls", "timeout", "private-address", "too-large",
    "headers-too-large", "server-error", "soft-404", "redirect-loop", "refresh-loop",
    "other",
]  # fmt: skip

#: What each word tells a person.
MEANINGS: dict[Trouble, str] = {
    "login": "asks for a name and password",
    "forbidden": "answers that it is forbidden",
    "method": "does not allow this kind of request",
    "rate-limited": "says that it was asked too often, again and again",
    "challenge": "answers with the page of a firewall, or one that tests for a person",
    "cookie-wall": "shows nothing until cookies are accepted",
    "javascript-only": "shows nothing to a reader without scripts",
    "legal": "is not available for legal reasons",
    "dns": "its name does not resolve",
    "connection-refused": "refuses the connection",
    "connection-broken": "breaks the connection off",
    "tls": "its secure connection cannot be trusted",
    "timeout": "does not answer in time",
    "private-address": "is not a public address",
    "too-large": "is larger than crawl.max_bytes",
    "headers-too-large": "sends headers that are too large",
    "server-error": "answers with an error of its own (5xx)",
    "soft-404": "answers with its page for addresses that do not exist",
    "redirect-loop": "leads round in a circle",
    "refresh-loop": "leads round in a circle by refreshing pages",
    "other": "gave no answer that can be used",
}

#: Troubles that a person can get past in a browser, so that the search goes on by hand.
FOR_A_PERSON: frozenset[Trouble] = frozenset(
    {"login", "forbidden", "method", "rate-limited", "challenge", "cookie-wall", "javascript-only", "tls",
     "connection-refused", "timeout", "server-error", "connection-broken", "dns"}
)  # fmt: skip

#: Longest evidence kept, in characters.
EVIDENCE = 300


@dataclass(frozen=True, slots=True)
class Refusal:
    """A judged answer that is no answer: which trouble, and what in the answer shows it.

    ``evidence`` is quoted from the answer (a header, a title, a phrase), cleaned, at most :data:`EVIDENCE`
    characters.
    """

    trouble: Trouble
    evidence: str

    @property
    def sentence(self) -> str:
        """The trouble in words, with its evidence."""
        return f"the host {MEANINGS[self.trouble]}" + (f": {self.evidence}" if self.evidence else "")
