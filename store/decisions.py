"""What people decided, as the database has it, and what deciding needs to know of records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from store.counts import Queryable

Row = dict[str, Any]


def has_table(database: Queryable) -> bool:
    """Tell whether the database has decisions at all: one of an earlier layout has not."""
    return bool(database.rows("select 1 from information_schema.tables where table_name = 'decision'"))


def decisions(database: Queryable) -> list[Row]:
    """Return every decision, oldest first; none from a database of an earlier layout."""
    return database.rows("select * from decision order by seq") if has_table(database) else []


def protocol_of_newest_run(database: Queryable) -> str | None:
    """Return the normalised protocol of the newest run; ``None`` before the first."""
    rows = database.rows("select protocol from run order by run desc limit 1")
    return str(rows[0]["protocol"]) if rows else None


def places(database: Queryable) -> list[Row]:
    """Return each work with its record number, the work it was merged into, and the documents it has."""
    return database.rows(
        "select w.work, w.record, w.into_work, w.verdict,"
        " coalesce(list(d.document order by d.position) filter (d.document is not null), []) as documents"
        " from work w left join work_document d using (work)"
        " group by w.work, w.record, w.into_work, w.verdict order by w.work"
    )


def facts(database: Queryable) -> list[Row]:
    """Return what records are recognised by: number, title, date, and every address that leads to them."""
    return database.rows(
        "select r.record, r.title, r.work_date, r.source,"
        " list_distinct([r.url] || coalesce(list(d.url) filter (d.url is not null), [])"
        "  || coalesce(list(d.final_url) filter (d.final_url is not null), [])) as urls"
        " from record r left join work_document d using (work)"
        " group by r.record, r.title, r.work_date, r.source, r.url order by r.record"
    )


def shown_passages(database: Queryable, work: str, limit: int) -> list[Row]:
    """Return the first passages of a work with their page labels and their text as it stands in the document."""
    return database.rows(
        "select wd.position as document_position, wd.title as document_title, wd.url, p.document, p.page, g.label,"
        " p.start, p.stop, p.concepts, substring(d.body, p.start + 1, p.stop - p.start) as raw"
        " from work_document wd join passage p using (document) join document d using (document)"
        " left join page g on g.document = p.document and g.page = p.page"
        " where wd.work = ? order by wd.position, p.position limit ?",
        (work, limit),
    )


def passage_count(database: Queryable, work: str) -> int:
    """Return how many passages a work has."""
    rows = database.rows(
        "select count(*) as n from work_document join passage using (document) where work = ?", (work,)
    )
    return int(rows[0]["n"])


def matches_in(database: Queryable, documents: Sequence[str]) -> list[Row]:
    """Return every match in some documents, in the order of their text."""
    return database.rows(
        "select distinct document, concept, term, start, stop from match where list_contains(?, document)"
        " order by document, start, stop, concept, term",
        (list(documents),),
    )


def first_texts(database: Queryable, work: str, characters: int) -> list[Row]:
    """Return how the text of each document of a work begins."""
    return database.rows(
        "select wd.position, d.document, d.kind, d.page_count, d.characters, substring(d.body, 1, ?) as body"
        " from work_document wd join document d using (document) where wd.work = ? order by wd.position",
        (characters, work),
    )
