"""Papers whose first page is laid out in a way that tells what they are: letters, minutes, agendas, papers of committees and boards."""

from __future__ import annotations

import re

#: Labels of the head of a committee's or board's paper that make it one.
ENOUGH_LABELS = 3
#: Labels in the head of a report to a committee or board; both kinds share most of them.
LABELS = (
    "report of", "report by", "report to", "report author", "report title", "paper title", "title of paper", "title of report", "author",
    "wards affected", "ward(s)", "wards", "ward", "electoral division", "portfolio holder", "relevant portfolio holder", "cabinet member",
    "lead member", "key decision", "classification", "agenda item", "item no", "item number", "purpose of report", "purpose of the report",
    "purpose of paper", "purpose of this report", "recommendation", "recommendations", "recommendation(s)", "presented by", "prepared by",
    "executive lead", "lead director", "sponsoring director", "executive sponsor", "lead officer", "contact officer", "reporting officer",
    "action required", "enclosure", "date of meeting", "meeting date", "decision maker", "exempt information", "forward plan", "for",
    "purpose", "meeting", "committee", "paper for", "previously considered by", "freedom of information", "responsible officer",
    "last committee reference", "accountable officer", "accountable director",
)  # fmt: skip
#: Those that papers of councils have alone, and those that no other document has: one of either must be there.
COUNCIL_LABELS = frozenset((
    "wards affected", "ward(s)", "wards", "ward", "electoral division", "portfolio holder", "relevant portfolio holder", "cabinet member",
    "lead member", "key decision", "decision maker",
))  # fmt: skip
SURE_LABELS = COUNCIL_LABELS | frozenset((
    "report of", "report by", "report to", "report title", "paper title", "title of paper", "title of report", "agenda item",
    "recommendation", "recommendations", "recommendation(s)", "presented by", "executive lead", "sponsoring director", "executive sponsor",
    "enclosure", "date of meeting", "meeting date", "purpose of report", "purpose of the report", "purpose of paper",
))  # fmt: skip
#: Whose papers are reports to a committee of a council; the words stand in the head of the page.
COUNCIL_BODIES = (
    "committee", "cabinet", "health and wellbeing board", "council", "scrutiny", "panel", "executive", "commission", "forum", "sub-committee",
)  # fmt: skip
#: Whose are papers of a board.
BOARD_BODIES = (
    "trust board", "board of directors", "governing body", "integrated care board", "icb board", "nhs", "clinical commissioning group", "ccg",
    "primary care trust", "health authority", "foundation trust", "board meeting", "council of governors",
)  # fmt: skip
#: Labels of minutes: who was there.
PRESENT = (
    "present",
    "in attendance",
    "attendance",
    "apologies",
    "also present",
    "members present",
    "attendees",
    "absent",
)
#: Ordinary first items of an agenda.
ITEMS = ("apologies", "declarations of interest", "declaration of interest", "minutes", "matters arising", "public questions", "any other business", "welcome",
         "public participation", "urgent business", "declarations of interests", "chair's announcements", "petitions", "disclosures of interest")  # fmt: skip


def form_of(lines: list[str]) -> str | None:
    """Return the type of paper whose layout the first page has: letter, news, minutes, agenda, or paper of a committee or board."""
    folded = [each.casefold() for each in lines[:60]]
    head = folded[:12]
    labels = {_label(each) for each in folded}
    if any(each.startswith("dear ") and len(each) < 60 for each in folded[:25]):
        return "letter"
    if any(each.startswith(("press release", "for immediate release", "news release")) for each in head[:5]):
        return "news"
    if len(labels & set(PRESENT)) >= 2 or any(
        each.startswith(("minutes of the meeting", "minutes of a meeting")) for each in head
    ):
        return "minutes"
    if len(labels & set(LABELS)) >= ENOUGH_LABELS and labels & SURE_LABELS:
        top = "\n".join(folded[:20])
        if any(each in top for each in COUNCIL_BODIES) and labels & COUNCIL_LABELS:
            return "committee report"
        if "health and wellbeing board" not in top and any(
            re.search(rf"\b{each}\b", top) for each in BOARD_BODIES
        ):
            return "board paper"
        if any(each in top for each in COUNCIL_BODIES):
            return "committee report"
    if any(each.startswith("agenda") and len(each) < 40 for each in head) and len(labels & set(ITEMS)) >= 2:
        return "agenda"
    if any(each.startswith("this agreement is") for each in head):
        return "contract or specification"
    return None


_NUMBER = re.compile(r"^\W*(?:\d{1,2}(?:\.\d{1,2})*|[a-z])?[.)]?\s+(?=\w)")


def _label(line: str) -> str:
    """Return the words before the colon of a line, or the whole of a short one without its number."""
    if line[:1].isdigit():
        line = _NUMBER.sub("", line)
    words = line.partition(":")[0].strip(" .")
    if words.startswith(("report of ", "report by ", "report to ")):
        return words[:9]
    if words.startswith(("apologies", "minutes", "in attendance", "wards")):
        return next(
            each for each in ("apologies", "minutes", "in attendance", "wards") if words.startswith(each)
        )
    return words
