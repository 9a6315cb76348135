"""The card of one record: what a screener needs to decide of it, with nothing of another's vote."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from harvest.exporting import without_emails
from harvest.screening.desk import Desk, open_desk
from harvest.screening.ordering import Pick, pick
from store import decisions, views
from store.database import Reader
from store.workspace import Workspace

Row = dict[str, Any]

#: Passages of a card; how many there are in all stands beside them.
PASSAGES = 40
#: Characters of a text that are looked through for headings, headings shown, and the longest.
_READ, _HEADINGS, _LONG = 60_000, 40, 90
_GAP = re.compile(r"\n\s*\n")


def next_card(workspace: Workspace, by: str | None, stage: str | None) -> dict[str, Any]:
    """Return the next record for a person at a stage, with the progress of that person.

    Args:
        workspace: the review.
        by: who screens; the only member of the team when ``None``.
        stage: the first of the review when ``None``.

    Returns:
        JSON data as docs/json/screen.schema.json has it; ``card`` is ``None`` when nothing is left.

    Raises:
        GreylitError: the person or the stage is unknown, or there are no records yet.
    """
    with Reader(workspace.database) as database:
        desk = open_desk(workspace, database=database)
        who, at = desk.person(by), desk.stage(stage)
        counts, waiting = _progress(desk, who, at)
        chosen = pick(database, desk, waiting, who, counts["voted"])
        shown = _card(database, desk, chosen, at) if chosen else None
    return {
        "view": "next", "stage": at, "by": who, "card": shown, "progress": counts,
        "criteria": {
            "include": list(desk.protocol.screening.include), "exclude": list(desk.protocol.screening.exclude),
        },
        "notes": list(desk.notes),
    }  # fmt: skip


def _progress(desk: Desk, who: str, stage: str) -> tuple[dict[str, int], list[str]]:
    """Return how far a person is, and the records that wait for them.

    ``records`` is the sum of ``voted``, ``left`` and ``settled_without``: what others settled already.
    """
    offered = desk.offered(stage)
    waiting, voted = [], 0
    for record in offered:
        state = desk.state(record, stage)
        if state.vote_of(who):
            voted += 1
        elif state.standing in ("undecided", "waiting"):
            waiting.append(record)
    return {
        "records": len(offered), "voted": voted, "left": len(waiting),
        "settled_without": len(offered) - voted - len(waiting),
    }, waiting  # fmt: skip


def _card(database: Reader, desk: Desk, chosen: Pick, stage: str) -> Row:
    (row,) = views.records(database, ids=[chosen.record])
    work, redact = row["work"], desk.protocol.keep.personal_data == "redact-emails-in-exports"
    clean = without_emails if redact else str
    documents = decisions.first_texts(database, work, _READ)
    date = row["work_date"]
    total = decisions.passage_count(database, work)
    passages = _passages(database, work)
    return {
        "record": row["record"], "title": row["title"], "publishers": list(row["publishers"]), "date": date,
        "year": int(date[:4]) if date else None, "type": row["doc_type"], "source": row["source"], "address": row["url"],
        "files": [each["url"] for each in views.documents(database, work) if each["role"] != "html"],
        "pages": sum(each["page_count"] for each in documents if each["kind"] == "pdf") or None,
        "state": row["state"], "withdrawn": row["withdrawn"], "gone_at": row["gone_at"],
        "summary": clean(row["description"]) if row["description"] else None,
        "concepts": [
            {"concept": each, "name": desk.protocol.concepts[each].name} for each in row["concepts"]
            if each in desk.protocol.concepts
        ],
        "passages": passages, "passages_more": total - len(passages),
        "headings": [clean(line) for line in _headings(documents)],
        "order": {
            "order": chosen.order, "by": chosen.by, "reasons": list(chosen.reasons), "control": chosen.control,
        },
        "before": _before(desk, chosen.record, stage),
    }  # fmt: skip


def _before(desk: Desk, record: str, stage: str) -> list[Row]:
    """Return what was settled of a record at earlier stages: it is what this stage begins with."""
    found = []
    for each in desk.stages[: desk.stages.index(stage)]:
        state = desk.state(record, each)
        if state.open:
            found.append(
                {
                    "stage": each,
                    "verdict": state.verdict,
                    "labels": list(state.labels()),
                    "notes": list(state.notes()),
                }
            )
    return found  # fmt: skip


def _passages(database: Reader, work: str) -> list[Row]:
    rows = decisions.shown_passages(database, work, PASSAGES)
    inside: defaultdict[str, list[Row]] = defaultdict(list)
    for match in decisions.matches_in(database, sorted({row["document"] for row in rows})):
        inside[match["document"]].append(match)
    return [_passage(row, inside[row["document"]]) for row in rows]


def _passage(row: Row, matches: Sequence[Row]) -> Row:
    raw = row["raw"]
    text, at = collapsed(raw)
    highlights = [
        {
            "start": at[max(0, each["start"] - row["start"])], "end": at[min(len(raw), each["stop"] - row["start"])],
            "concept": each["concept"], "term": each["term"],
        }
        for each in matches if row["start"] <= each["start"] < row["stop"]
    ]  # fmt: skip
    return {
        "document": row["document"], "address": row["url"], "document_title": row["document_title"],
        "page": row["page"], "label": row["label"], "start": row["start"], "end": row["stop"],
        "concepts": list(row["concepts"]), "text": text, "highlights": highlights,
    }  # fmt: skip


def collapsed(raw: str) -> tuple[str, list[int]]:
    """Return a text with its white space collapsed, and for each place of the text as it was its place there."""
    text: list[str] = []
    at: list[int] = []
    for character in raw:
        if not character.isspace():
            at.append(len(text))
            text.append(character)
            continue
        at.append(len(text))
        if text and text[-1] != " ":
            text.append(" ")
    at.append(len(text))
    if text and text[-1] == " ":
        text.pop()
    return "".join(text), [min(each, len(text)) for each in at]


def _headings(documents: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return lines that stand alone like headings: short, and without the end of a sentence."""
    found: dict[str, None] = {}
    for document in documents:
        for paragraph in _GAP.split(document["body"] or ""):
            line = paragraph.strip()
            if "\n" in line or not 3 <= len(line) <= _LONG or line[-1] in ".,;:?!" or not line[0].isupper():
                continue
            if any(character.isalpha() for character in line):
                found.setdefault(" ".join(line.split()))
            if len(found) == _HEADINGS:
                return list(found)
    return list(found)
