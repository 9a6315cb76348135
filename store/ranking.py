"""What records are ranked by: their words, and where the terms of the protocol stand in them."""

from __future__ import annotations

from typing import Any

from store.counts import Queryable

Row = dict[str, Any]

#: Characters of each document that are read for the model, and documents of a record that are.
CHARACTERS, DOCUMENTS = 1500, 2
#: Matches of a record whose line is looked at, the first ones: headings stand early.
LINES = 20


def texts(database: Queryable) -> list[Row]:
    """Return ``record``, ``title``, ``description``, ``length`` (characters) and ``body`` of each record.

    ``body`` is the beginning of its documents and its first passages: enough to know it by.
    """
    return database.rows(
        "with begins as (select w.work, string_agg(d.body[:?], ' ' order by wd.position) as body"
        "   from work w join work_document wd using (work) join document d using (document)"
        "   where w.record is not null and wd.position < ? group by w.work),"
        " told as (select work, string_agg(body, ' ' order by document_position, position) as body from"
        "   (select wd.work, wd.position as document_position, p.position, p.body from work_document wd"
        "    join passage p using (document) join work w using (work) where w.record is not null"
        "    qualify row_number() over (partition by wd.work order by wd.position, p.position) <= 4) group by work),"
        " long as (select wd.work, sum(d.characters) as characters from work_document wd join document d using (document)"
        "   group by wd.work)"
        " select r.record, r.title, r.description, coalesce(cast(long.characters as bigint), 0) as length, r.concepts,"
        "   concat_ws(' ', begins.body, told.body) as body"
        " from record r join work w using (record) left join begins on begins.work = w.work left join told on told.work = w.work"
        " left join long on long.work = w.work where w.verdict = 'record' order by r.record",
        (CHARACTERS, DOCUMENTS),
    )


def term_counts(database: Queryable) -> list[Row]:
    """Return how often each term stands in the documents of each record: ``record``, ``concept``, ``term``, ``times``."""
    return database.rows(
        "select w.record, m.concept, m.term, count(*) as times from work w join work_document wd using (work)"
        " join match m using (document) where w.verdict = 'record' and w.record is not null"
        " group by all order by all"
    )


def together(database: Queryable) -> list[Row]:
    """Return for each record the most concepts that stand in one passage, and that stand on one page."""
    return database.rows(
        "with pages as (select w.record, m.document, m.page, count(distinct m.concept) as concepts from work w"
        "   join work_document wd using (work) join match m using (document)"
        "   where w.verdict = 'record' and w.record is not null group by all),"
        " passages as (select w.record, max(len(p.concepts)) as concepts from work w join work_document wd using (work)"
        "   join passage p using (document) where w.verdict = 'record' and w.record is not null group by all)"
        " select pages.record, max(pages.concepts) as page, coalesce(any_value(passages.concepts), 0) as passage"
        " from pages left join passages using (record) group by pages.record order by pages.record"
    )


def match_lines(database: Queryable) -> list[Row]:
    """Return the text around the first matches of each record: ``record``, ``concept``, ``before``, ``matched``, ``after``."""
    return database.rows(
        "select w.record, m.concept, substr(d.body, greatest(m.start - 119, 1), least(m.start, 120)) as before,"
        " substr(d.body, m.start + 1, m.stop - m.start) as matched, substr(d.body, m.stop + 1, 120) as after"
        " from (select * from work where verdict = 'record' and record is not null) w join work_document wd using (work)"
        " join document d using (document) join match m using (document)"
        " qualify row_number() over (partition by w.record order by wd.position, m.start, m.stop, m.term) <= ?"
        " order by w.record, wd.position, m.start",
        (LINES,),
    )
