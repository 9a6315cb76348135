"""Forward citation searching without an index: the titles of included records, put as phrases to sites' own searches.

Who cites a report that has no DOI is known to nobody but those who do: their sites are asked for its title.
"""

from __future__ import annotations

from collections.abc import Iterable

from harvest.planned import Planned, PlannedSource
from harvest.protocol import Protocol
from harvest.screening.desk import open_desk
from harvest.screening.states import settled
from store import views
from store.database import Reader
from store.workspace import Workspace

#: The word in ``citations.forward.from`` that asks for it.
SITE_SEARCH = "site-search"
#: Words of a title below which it finds anything, and letters above which no search box takes it.
LEAST_WORDS, LONGEST = 4, 180


def title_questions(
    workspace: Workspace, protocol: Protocol, planned: Iterable[PlannedSource]
) -> dict[str, list[Planned]]:
    """Return for each source that has a search the titles of included records as questions to it.

    Args:
        workspace: the review; without a database nobody has decided of anything.
        protocol: its protocol; nothing is asked unless ``citations.forward`` names :data:`SITE_SEARCH`.
        planned: the sources of the run.
    """
    forward = protocol.citations.forward
    if forward is None or SITE_SEARCH not in forward.from_ or not workspace.database.exists():
        return {}
    titles = _included(workspace)
    asked: dict[str, list[Planned]] = {}
    for source in planned:
        if source.reason or not any(each.sent for each in source.questions):
            continue
        asked[source.id] = [_question(source.id, number, title) for number, title in titles]
    return asked


def _included(workspace: Workspace) -> list[tuple[str, str]]:
    with Reader(workspace.database) as database:
        states = settled(dict(open_desk(workspace, database=database).states))
        return [
            (row["record"], " ".join(str(row["title"]).replace('"', " ").split()))
            for row in views.records(database)
            if (state := states.get(row["record"])) is not None and state.verdict == "include"
        ]


def _question(source: str, record: str, title: str) -> Planned:
    words = len(title.split())
    reason = None
    if words < LEAST_WORDS:
        reason = f"a title of {words} words finds anything: who cites it is not asked of sites"
    elif len(title) > LONGEST:
        reason = f"a title of {len(title)} letters is longer than search boxes take"
    note = f"forward citation searching: the title of {record} as a phrase"
    sent = None if reason else f'"{title}"'
    return Planned(f"{source}:title-{record}", source, None, title, sent, False, (note,), reason)
