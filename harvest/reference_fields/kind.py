"""What kind of work a reference is of, where it shows."""

from __future__ import annotations

import re

from harvest.reference_fields.model import Fields

_LAW = re.compile(
    r"\b(?:Act|Regulations|Order|Bill|Directive|Rules)\s(?:\(.{1,40}\)\s)?(?:19|20)\d\d\b|\bS\.?I\.? (?:19|20)\d\d/\d+"
)
_THESIS = re.compile(
    r"\b(?:Ph\.?\s?D\.?|doctoral|master'?s|M\.?Sc\.?|MPhil|unpublished)\s+(?:thesis|dissertation)\b|\bdissertation\b|\bthesis\b",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"\b(?:Proc(?:eedings|\.)?\sof|Conference|Symposium|Workshop|Annual Meeting|paper presented)\b|\bIn Proc\b",
    re.IGNORECASE,
)
_REPORT = re.compile(
    r"\b(?:report|working paper|discussion paper|briefing|white paper|green paper|policy paper|strategy|consultation|guidance|inquiry)\b",
    re.IGNORECASE,
)


def type_of(fields: Fields, text: str, *, edited: bool, corporate: bool) -> str | None:
    """Return the kind of work, in the words of :attr:`Fields.type`, ``None`` where nothing tells it."""
    if fields.title and _LAW.search(fields.title) and not fields.container:
        return "legislation"
    if _THESIS.search(text) and not fields.volume:
        return "thesis"
    if fields.container and _MEETING.search(fields.container):
        return "conference"
    if fields.container and (fields.volume or (fields.pages and not fields.publisher and not edited)):
        return "article"
    if fields.container and (edited or fields.publisher) and fields.pages:
        return "chapter"
    if fields.number or corporate or (fields.title and _REPORT.search(fields.title)):
        return "report"
    if fields.container:
        return "chapter" if edited else "article"
    if fields.isbn or (fields.publisher and not fields.url):
        return "book"
    return "web" if fields.url else None
