"""What documents say of themselves, their parts, and which works belong together: for one work."""

from __future__ import annotations

from typing import Any

from store.counts import Queryable

Row = dict[str, Any]


def claims(database: Queryable, work: str) -> list[Row]:
    """Return what the documents of a work say of themselves, in order: what is believed has no ``why``."""
    return database.rows(
        "select wd.url, c.field, c.value, c.source, c.why from work_document wd join claim c using (document)"
        " where wd.work = ? order by wd.position, c.position",
        (work,),
    )


def parts(database: Queryable, work: str) -> list[Row]:
    """Return the parts of the documents of a work that reviewers read first, with their words and the page they begin on."""
    return database.rows(
        "select wd.url, p.kind, p.title, p.level, p.start, p.stop, d.body[p.start + 1 : p.stop] as body,"
        " (select min(g.page) from page g where g.document = p.document and g.start <= p.start and p.start < g.stop) as page"
        " from work_document wd join part p using (document) join document d using (document)"
        " where wd.work = ? order by wd.position, p.position",
        (work,),
    )


def relations(database: Queryable, work: str) -> list[Row]:
    """Return the works that belong to a work without being one with it.

    ``kind`` is as seen from the work: what a pack contains is ``contains``, what a report stands in is ``contained in``.
    """
    return database.rows(
        "select case when r.work = ? or r.kind <> 'contains' then r.kind else 'contained in' end as kind, r.rule, r.score,"
        " r.evidence, o.work, o.record, o.title, o.url from relation r"
        " join work o on o.work = case when r.work = ? then r.other else r.work end"
        " where r.work = ? or r.other = ? order by r.kind, o.work",
        (work, work, work, work),
    )


def rulings(database: Queryable, work: str) -> list[Row]:
    """Return what people said of a work being one with others, oldest first."""
    return database.rows("select * from ruling where list_contains(works, ?) order by seq", (work,))
