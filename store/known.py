"""What known items are looked for in: every work with its record, its addresses, and the words on its first pages."""

from __future__ import annotations

from typing import Any

from store.counts import Queryable

Row = dict[str, Any]

#: Characters at the beginning of a document in which it may name its own DOI.
BEGINNING = 3000


def works(database: Queryable) -> list[Row]:
    """Return every work: ``work``, ``source``, ``title``, ``verdict``, and the ``record`` that it is or went into."""
    return database.rows(
        "select w.work, w.source, w.title, w.verdict, coalesce(w.record, i.record) as record"
        " from work w left join work i on i.work = w.into_work order by w.work"
    )


def addresses(database: Queryable, part: str) -> list[tuple[str, str]]:
    """Return ``(work, address)`` of every address of a work that has a part in it."""
    rows = database.rows(
        "select distinct work, url from (select work, url from work union all select work, url from work_document"
        " union all select work, final_url from work_document) where contains(lower(url), lower(?)) order by all",
        (part,),
    )
    return [(row["work"], row["url"]) for row in rows]


def works_naming(database: Queryable, words: str) -> list[str]:
    """Return the works one of whose documents has some words at its beginning, as a report has its own DOI."""
    rows = database.rows(
        "select distinct work from work_document join document using (document)"
        " where contains(lower(body[:?]), lower(?)) order by work",
        (BEGINNING, words),
    )
    return [row["work"] for row in rows]
