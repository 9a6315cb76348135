"""What people look at: records, their evidence, and everything known of one address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from store.counts import Queryable

Row = dict[str, Any]


def records(
    database: Queryable,
    *,
    source: str | None = None,
    state: str | None = None,
    from_year: int | None = None,
    to_year: int | None = None,
    words: str | None = None,
    ids: Sequence[str] = (),
    limit: int | None = None,
) -> list[Row]:
    """Return records in the order of their numbers.

    Args:
        database: where from.
        source: only of this source.
        state: only in this state (``text``, ``needs-ocr``, ``no-text``).
        from_year, to_year: only with a known year in this range.
        words: only with these words in title or description, in any case.
        ids: only these.
        limit: at most so many.
    """
    conditions, values = ["true"], []
    for condition, value in (
        ("source in (select source from source where ? in (source, part_of))", source),
        ("state = ?", state),
        ("try_cast(work_date[:4] as integer) >= ?", from_year),
        ("try_cast(work_date[:4] as integer) <= ?", to_year),
        ("contains(lower(title || ' ' || coalesce(description, '')), lower(?))", words),
        ("list_contains(?, record)", list(ids) or None),
    ):
        if value is not None:
            conditions.append(condition)
            values.append(value)
    sql = f"select * from record where {' and '.join(conditions)} order by record"
    return database.rows(sql + (f" limit {int(limit)}" if limit is not None else ""), values)


def work(database: Queryable, name: str) -> Row | None:
    """Return one work by its record number or its own name, with the meeting at which it was tabled."""
    found = database.rows(
        "select w.*, m.committee, m.meeting_date, m.status as meeting_status from work w left join meeting m using (meeting)"
        " where w.record = ? or w.work = ? order by w.record limit 1",
        (name, name),
    )
    return found[0] if found else None


def documents(database: Queryable, name: str) -> list[Row]:
    """Return the documents of a work in order, with what was read of each and where its bytes lie."""
    return database.rows(
        "select wd.*, d.kind, d.page_count, d.characters, d.method, d.doc_date, d.date_source, d.language,"
        " d.doc_type, d.authors, d.unread_pages, d.ocr_pages, d.confidence, c.sha256, c.warc,"
        " c.warc_offset, c.fetched_at, c.status, c.mime, c.bytes"
        " from work_document wd left join document d using (document) left join capture c on c.seq = wd.seq"
        " where wd.work = ? order by wd.position",
        (name,),
    )


def passages(database: Queryable, name: str, limit: int | None = None) -> list[Row]:
    """Return the passages of a work: in the order of its documents and pages."""
    return database.rows(
        "select wd.position as document_position, wd.title as document_title, wd.url, p.*"
        " from work_document wd join passage p using (document) where wd.work = ?"
        f" order by wd.position, p.position {f'limit {int(limit)}' if limit is not None else ''}",
        (name,),
    )


def matches(database: Queryable, name: str) -> list[Row]:
    """Return every match in a work."""
    return database.rows(
        "select wd.position as document_position, wd.url, m.* from work_document wd join match m using (document)"
        " where wd.work = ? order by wd.position, m.start, m.stop, m.concept, m.term",
        (name,),
    )


def match_counts(database: Queryable, name: str) -> list[Row]:
    """Return how often each term matches in a work."""
    return database.rows(
        "select m.concept, m.term, count(*) as matches from work_document wd join match m using (document)"
        " where wd.work = ? group by all order by all",
        (name,),
    )


def found(database: Queryable, name: str) -> list[Row]:
    """Return every way in which a work was found: with the question as meant and as sent, or who named it and why."""
    return database.rows(
        "select f.*, q.meant, q.sent, q.concept, coalesce(s.note, b.note) as note, coalesce(s.by_whom, b.by_whom) as by_whom"
        " from found f join capture c on c.seq = f.seq"
        " left join question q on q.run = c.run and q.question = f.question"
        " left join suggestion s on f.route = 'suggestion' and s.url = f.from_url"
        " left join brought b on f.route = 'manual-search' and b.seq = f.seq"
        " where f.work = ? order by f.position",
        (name,),
    )


def tabled(database: Queryable) -> dict[str, Row]:
    """Return for each record that was tabled at a meeting: committee, date, status, number of the item."""
    rows = database.rows(
        "select w.record, w.item_number, m.committee, m.meeting_date, m.status as meeting_status from work w"
        " join meeting m using (meeting) where w.record is not null"
    )
    return {row["record"]: row for row in rows}


def copies(database: Queryable) -> list[Row]:
    """Return ``record``, ``url`` and ``rule`` of what was merged into each record: its other places."""
    return database.rows(
        "select w.record, o.url, m.rule from merge m join work o using (work) join work w on w.work = m.into_work"
        " where w.record is not null order by w.record, m.work"
    )


def merged_into(database: Queryable, name: str) -> list[Row]:
    """Return the works that were merged into one."""
    return database.rows(
        "select m.*, w.url, w.title from merge m join work w using (work) where m.into_work = ? order by m.work",
        (name,),
    )


def works_at(database: Queryable, addresses: Sequence[str]) -> list[Row]:
    """Return the works that one of these addresses belongs to: as page, as file, or before a redirect."""
    return database.rows(
        "with recursive same(url) as ("
        " select unnest(?::varchar[]) union"
        " select l.to_url from link l join same on same.url = l.from_url where l.why = 'redirect')"
        " select distinct w.*, 0 as position from work w where w.url in (select url from same)"
        " or exists (select 1 from item i join capture c on c.seq = i.seq where c.url in (select url from same)"
        "   and (i.url = w.url or exists (select 1 from work_document d where d.work = w.work and d.url = i.url)))"
        " or exists (select 1 from work_document d where d.work = w.work"
        "   and (d.url in (select url from same) or d.final_url in (select url from same)))"
        " order by record nulls last, w.work",
        (list(addresses),),
    )


def captures_of(database: Queryable, addresses: Sequence[str]) -> list[Row]:
    """Return every answer of these addresses, oldest first."""
    return database.rows("select * from capture where list_contains(?, url) order by seq", (list(addresses),))


def skips_of(database: Queryable, addresses: Sequence[str]) -> list[Row]:
    """Return every time that one of these addresses was passed over."""
    return database.rows("select * from skip where list_contains(?, url) order by seq", (list(addresses),))


def links_to(database: Queryable, addresses: Sequence[str]) -> list[Row]:
    """Return the links that point to one of these addresses, in the order they were found."""
    return database.rows(
        "select * from link where list_contains(?, to_url) order by seq, position", (list(addresses),)
    )


def unread_documents(database: Queryable) -> list[Row]:
    """Return the documents of which no text could be read, with the works they belong to."""
    return database.rows(
        "select distinct wd.url, d.outcome, d.detail, w.title, w.record from document d"
        " join work_document wd using (document) join work w using (work)"
        " where d.outcome <> 'text' order by d.outcome, wd.url"
    )


def troubled_hosts(database: Queryable, run: int) -> list[Row]:
    """Return host and outcome of what went wrong in a run, most first."""
    return database.rows(
        "select regexp_extract(url, '^[a-z]+://([^/]+)', 1) as host, outcome, min(detail) as detail, count(*) as n"
        " from capture where run = ? and not again and outcome in ('refused', 'failed', 'unreadable')"
        " group by 1, 2 order by n desc, host, outcome",
        (run,),
    )


def runs(database: Queryable) -> list[Row]:
    """Return every run, oldest first."""
    return database.rows("select * from run order by run")


def sample_texts(database: Queryable, size: int) -> list[str]:
    """Return the texts of so many documents, the same ones each time."""
    rows = database.rows(
        "select body from document where outcome = 'text' order by md5(document) limit ?", (size,)
    )
    return [row["body"] for row in rows]


def meta(database: Queryable) -> dict[str, str]:
    """Return what the database says of itself."""
    return {row["key"]: row["value"] for row in database.rows("select key, value from meta")}


def sources(database: Queryable) -> list[Row]:
    """Return every source that was ever planned."""
    return database.rows("select * from source order by source")


def answers_to(database: Queryable, question: str) -> list[Row]:
    """Return the pages of results that answered a question, in the order they were asked for."""
    return database.rows(
        "select * from capture where question = ? and kind = 'search' order by seq", (question,)
    )


def evidence(database: Queryable) -> list[Row]:
    """Return the passages of all records with their page labels, in the order of records and documents."""
    return database.rows(
        "select r.record, p.document, p.page, pg.label, p.start, p.stop, p.concepts, p.body, wd.position as document_position"
        " from record r join work_document wd using (work) join passage p using (document)"
        " left join page pg on pg.document = p.document and pg.page = p.page"
        " order by r.record, wd.position, p.position"
    )


def first_matches(database: Queryable) -> list[Row]:
    """Return the first match of each term in each document of a record."""
    return database.rows(
        "select r.record, m.document, m.concept, m.term, m.page, m.start, m.stop"
        " from record r join work_document wd using (work) join match m using (document)"
        " qualify row_number() over (partition by r.record, m.document, m.concept, m.term order by m.start) = 1"
        " order by r.record, wd.position, m.start, m.concept, m.term"
    )


def record_documents(database: Queryable) -> list[Row]:
    """Return the documents of all records, with where their bytes lie."""
    return database.rows(
        "select r.record, wd.*, d.page_count, d.characters, c.sha256, c.warc, c.warc_offset, c.fetched_at"
        " from record r join work_document wd using (work) left join document d using (document)"
        " left join capture c on c.seq = wd.seq order by r.record, wd.position"
    )


def record_found(database: Queryable) -> list[Row]:
    """Return every way in which each record was found."""
    return database.rows(
        "select r.record, f.*, q.meant, q.sent from record r join found f using (work) join capture c on c.seq = f.seq"
        " left join question q on q.run = c.run and q.question = f.question order by r.record, f.position"
    )
