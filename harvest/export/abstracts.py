"""What stands in the field for the abstract: grey literature has none."""

from __future__ import annotations

from harvest.export.clean import one_line, shorten
from harvest.export.model import ExportRecord, Passage, issued

SUMMARY_LIMIT = 1_500
"""Most characters of a summary, or of passages in its place, that go into an abstract."""
NO_ABSTRACT = "[No abstract in source]"


def abstract_for(record: ExportRecord) -> str:
    """Return what a screener reads where an abstract would stand: one line, never empty.

    Publisher, date and record id come first, then the source's own summary, or ``[No abstract in source]`` and what
    stands in for one: the executive summary of the document, else our passages. The head is there because screening tools treat records with equal title and abstract
    as one (measured in ASReview 3.0.8: three councils' "Health and Wellbeing Strategy" became one record),
    and cut "Published by …" from the end. The id makes every abstract differ.
    """
    publisher = one_line(record.publisher) or one_line(record.source_name) or "Publisher not known"
    when = "-".join(f"{part:02d}" for part in issued(record)) or "date not known"
    head = f"{publisher}, {when} ({one_line(record.id)})."
    summary = one_line(record.abstract)
    if summary:
        return f"{head} Summary in source: {shorten(summary, SUMMARY_LIMIT)}"
    if own := one_line(record.summary):
        return f"{head} {NO_ABSTRACT} Executive summary: {shorten(own, SUMMARY_LIMIT)}"
    return f"{head} {NO_ABSTRACT} {_evidence(record.passages)}"


def _evidence(passages: tuple[Passage, ...]) -> str:
    """Return as many passages as fit, each with its page and concept, and how many were left out."""
    shown: list[str] = []
    room = SUMMARY_LIMIT
    for passage in passages:
        text = passage_line(passage)
        if shown and len(text) > room:
            break
        shown.append(shorten(text, room))
        room -= len(text) + 3
    if not shown:
        return "No passage kept."
    left_out = len(passages) - len(shown)
    more = f" | {left_out} more passage{'s' if left_out > 1 else ''} not shown" if left_out else ""
    return "Passages: " + " | ".join(shown) + more


def passage_line(passage: Passage) -> str:
    """Return a passage as one line that says where it stands: ``[p. 7, A "alliance"] …``."""
    page = f"p. {passage.page}" if passage.page else "no page"
    return f'[{page}, {one_line(passage.concept)} "{one_line(passage.term)}"] {one_line(passage.text)}'
