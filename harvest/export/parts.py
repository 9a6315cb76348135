"""What a record of an export is made of: passages, ways in which it was found, and what people settled."""

from __future__ import annotations

from dataclasses import dataclass

from harvest.export.clean import one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of text around one match: the evidence that a record belongs in the review.

    ``concept`` and ``term`` are the protocol's; ``page`` counts from 1 (None if the document has no pages);
    ``start`` and ``end`` are offsets in code points into the whole text of the document.
    """

    concept: str
    term: str
    page: int | None
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One way in which a record was found.

    ``route`` is in plain words ("site search", "sitemap", "backward citation searching"), ``question`` the
    phrase as sent, ``listing_url`` the page that named the record, ``fetched_at`` an ISO date-time.
    """

    route: str
    question: str | None = None
    listing_url: str | None = None
    fetched_at: str | None = None

    def sentence(self) -> str:
        """Return it as one plain sentence part: ``site search for "alliance" at https://… on 2026-11-02``."""
        parts = [one_line(self.route) or "route not recorded"]
        if self.question:
            question = one_line(self.question)
            # Phrases are mostly sent with quotation marks of their own.
            parts.append(f"for {question}" if '"' in question else f'for "{question}"')
        if self.listing_url:
            parts.append(f"at {one_line(self.listing_url)}")
        if self.fetched_at:
            parts.append(f"on {one_line(self.fetched_at)[:10]}")
        return " ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What people settled of a record: at the last stage that settled it.

    ``reason`` is that of an exclusion; ``by`` names who voted or settled it. What waits for a second screener
    is not among it.
    """

    verdict: str
    stage: str
    reason: str | None = None
    by: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def sentence(self) -> str:
        """Return it as one plain sentence part: ``exclude at title-text by HS, LB (Not England)``."""
        why = f" ({one_line(self.reason)})" if self.reason else ""
        return f"{self.verdict} at {self.stage} by {', '.join(map(one_line, self.by))}{why}"
