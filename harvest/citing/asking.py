"""Citation searching without an index: titles put as phrases to sites' own searches.

Forward, those of included records: who cites a report that has no DOI is known to nobody but those who do. Backward, those
of references whose documents nobody has found yet.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from harvest.citing.source import SOURCE
from harvest.identity.same_names import any_same
from harvest.planned import Planned, PlannedSource
from harvest.protocol import Protocol
from harvest.screening.desk import open_desk
from harvest.screening.states import settled
from store import views
from store.database import Reader
from store.workspace import Workspace

#: The word in ``citations.forward.from`` and ``citations.backward.from`` that asks for it.
SITE_SEARCH = "site-search"
#: Words of a title below which it finds anything, and letters above which no search box takes it.
LEAST_WORDS, LONGEST = 4, 180
FORWARD = "forward citation searching: the title of {} as a phrase"
BACKWARD = "backward citation searching: the title of {}, a reference whose document is not held, as a phrase"


def title_questions(
    workspace: Workspace, protocol: Protocol, planned: Iterable[PlannedSource]
) -> dict[str, list[Planned]]:
    """Return for each source that has a search the titles that are questions to it.

    One of many councils is asked for a reference only where that names the council as its author or publisher.

    Args:
        workspace: the review; without a database nobody has decided of anything.
        protocol: its protocol; nothing is asked unless ``citations`` names :data:`SITE_SEARCH`.
        planned: the sources of the run.
    """
    wanted = protocol.citations
    ways = [each is not None and SITE_SEARCH in each.from_ for each in (wanted.forward, wanted.backward)]
    if not any(ways) or not workspace.database.exists():
        return {}
    included, unfound = _titles(workspace)
    asked: dict[str, list[Planned]] = {}
    for source in planned:
        if source.reason or not any(each.sent for each in source.questions):
            continue
        told = {each.record: _question(source.id, each, FORWARD) for each in included if ways[0]}
        for each in unfound if ways[1] else ():
            if source.part_of is None or any_same(each.names, (source.name,)):
                told.setdefault(each.record, _question(source.id, each, BACKWARD))
        asked[source.id] = list(told.values())
    return asked


@dataclass(frozen=True, slots=True)
class _Title:
    """The title of a record, and who wrote or published it."""

    record: str
    title: str
    names: tuple[str, ...]


def _titles(workspace: Workspace) -> tuple[list[_Title], list[_Title]]:
    """Return the titles of included records, and those of references without a document that nobody has excluded."""
    included, unfound = [], []
    with Reader(workspace.database) as database:
        states = settled(dict(open_desk(workspace, database=database).states))
        for row in views.records(database):
            state = states.get(row["record"])
            verdict = state.verdict if state is not None else None
            title = " ".join(str(row["title"]).replace('"', " ").split())
            each = _Title(row["record"], title, (*(row["authors"] or ()), *(row["publishers"] or ())))
            if verdict == "include":
                included.append(each)
            if row["source"] == SOURCE and row["state"] != "text" and verdict != "exclude":
                unfound.append(each)
    return included, unfound


def _question(source: str, of: _Title, note: str) -> Planned:
    record, title = of.record, of.title
    words = len(title.split())
    reason = None
    if words < LEAST_WORDS:
        reason = f"a title of {words} words finds anything: sites are not asked for it"
    elif len(title) > LONGEST:
        reason = f"a title of {len(title)} letters is longer than search boxes take"
    sent = None if reason else f'"{title}"'
    return Planned(
        f"{source}:title-{record}", source, None, title, sent, False, (note.format(record),), reason
    )
