"""What pages of a static site say of records: many records in one reading, in the order of their numbers.

Each query gives what the query of the same name for one work gives (:mod:`store.views`, :mod:`store.evidence`), with
``record``, for the records from one number to another, both included.
"""

from __future__ import annotations

from typing import Any

from store.counts import Queryable

Row = dict[str, Any]


def documents(database: Queryable, first: str, last: str) -> list[Row]:
    """Return the documents of records, with what was read of each and where its bytes lie."""
    return database.rows(
        "select r.record, wd.*, d.kind, d.page_count, d.characters, d.method, d.language, d.unread_pages, d.ocr_pages,"
        " d.confidence, c.sha256, c.warc, c.warc_offset, c.fetched_at, c.status, c.mime, c.bytes"
        " from record r join work_document wd using (work) left join document d using (document)"
        " left join capture c on c.seq = wd.seq where r.record between ? and ? order by r.record, wd.position",
        (first, last),
    )


def passages(database: Queryable, first: str, last: str) -> list[Row]:
    """Return the passages of records with their page labels; ``raw`` is the text as it stands in the document where its
    white space differs."""
    return database.rows(
        "select r.record, wd.position as document_position, p.document, p.position, p.page, g.label, p.start, p.stop,"
        " p.concepts, p.body, d.language, case when length(p.body) = p.stop - p.start then null"
        " else substring(d.body, p.start + 1, p.stop - p.start) end as raw"
        " from record r join work_document wd using (work) join passage p using (document) join document d using (document)"
        " left join page g on g.document = p.document and g.page = p.page"
        " where r.record between ? and ? order by r.record, wd.position, p.position",
        (first, last),
    )


def matches(database: Queryable, first: str, last: str) -> list[Row]:
    """Return every match that lies in a passage of records: ``document``, ``position`` of the passage, place and term."""
    return database.rows(
        "select distinct p.document, p.position, m.start, m.stop, m.concept, m.term"
        " from record r join work_document wd using (work) join passage p using (document)"
        " join match m on m.document = p.document and m.start >= p.start and m.start < p.stop"
        " where r.record between ? and ? order by p.document, p.position, m.start, m.stop, m.concept, m.term",
        (first, last),
    )


def match_counts(database: Queryable, first: str, last: str) -> list[Row]:
    """Return how often each term matches in records."""
    return database.rows(
        "select r.record, m.concept, m.term, count(*) as matches from record r join work_document wd using (work)"
        " join match m using (document) where r.record between ? and ? group by all order by all",
        (first, last),
    )


def found(database: Queryable, first: str, last: str) -> list[Row]:
    """Return every way in which records were found, with the question as meant and as sent, or who named it and why."""
    return database.rows(
        "select r.record, f.*, c.run, q.meant, q.sent, q.concept, coalesce(s.note, b.note) as note,"
        " coalesce(s.by_whom, b.by_whom) as by_whom"
        " from record r join found f using (work) join capture c on c.seq = f.seq"
        " left join question q on q.run = c.run and q.question = f.question"
        " left join suggestion s on f.route = 'suggestion' and s.url = f.from_url"
        " left join brought b on f.route = 'manual-search' and b.seq = f.seq"
        " where r.record between ? and ? order by r.record, f.position, s.seq",
        (first, last),
    )


def merged_into(database: Queryable, first: str, last: str) -> list[Row]:
    """Return the works that were merged into records, each with the rule and its evidence."""
    return database.rows(
        "select r.record, m.*, w.url, w.title from record r join merge m on m.into_work = r.work"
        " join work w on w.work = m.work where r.record between ? and ? order by r.record, m.work, m.rule",
        (first, last),
    )


def claims(database: Queryable, first: str, last: str) -> list[Row]:
    """Return what the documents of records say of themselves and was passed over, with why."""
    return database.rows(
        "select r.record, wd.url, c.field, c.value, c.source, c.why from record r join work_document wd using (work)"
        " join claim c using (document) where c.why is not null and r.record between ? and ?"
        " order by r.record, wd.position, c.position",
        (first, last),
    )


def parts(database: Queryable, first: str, last: str) -> list[Row]:
    """Return the parts of the documents of records, each with the page that it begins on, without their words."""
    return database.rows(
        "select r.record, wd.url, p.kind, p.title, p.level,"
        " (select min(g.page) from page g where g.document = p.document and g.start <= p.start and p.start < g.stop) as page"
        " from record r join work_document wd using (work) join part p using (document)"
        " where r.record between ? and ? order by r.record, wd.position, p.position",
        (first, last),
    )


def relations(database: Queryable, first: str, last: str) -> list[Row]:
    """Return the works that belong to records without being one with them, ``kind`` as seen from the record."""
    return database.rows(
        "with seen as (select r.record as of_record, l.kind, l.rule, l.score, l.evidence, l.other as work"
        " from record r join relation l on l.work = r.work where r.record between $1 and $2"
        " union all select r.record, case when l.kind = 'contains' then 'contained in' else l.kind end, l.rule, l.score,"
        " l.evidence, l.work from record r join relation l on l.other = r.work where r.record between $1 and $2)"
        " select s.of_record as record, s.kind, s.rule, s.score, s.evidence, o.record as other_record, o.title, o.url"
        " from seen s join work o using (work) order by s.of_record, s.kind, o.work",
        (first, last),
    )


def rulings(database: Queryable) -> list[Row]:
    """Return what people said of works being one or not, with each record that it is about, oldest first."""
    return database.rows(
        "select r.record, g.* from record r join ruling g on list_contains(g.works, r.work) order by r.record, g.seq"
    )


def citations(database: Queryable, first: str, last: str) -> list[Row]:
    """Return the works that records cite or mention, and those that cite or mention them, each pair once."""
    return database.rows(
        "with pairs as (select citing, cited, bool_or(kind = 'citation') as cites, list_sort(list(distinct rule)) as rules"
        " from citation where citing <> cited group by citing, cited)"
        " select r.record, 'cites' as direction, p.cites, p.rules, o.record as other_record, o.title, o.url, o.work"
        " from record r join pairs p on p.citing = r.work join work o on o.work = p.cited where r.record between $1 and $2"
        " union all select r.record, 'cited by', p.cites, p.rules, o.record, o.title, o.url, o.work"
        " from record r join pairs p on p.cited = r.work join work o on o.work = p.citing where r.record between $1 and $2"
        " order by 1, 2 desc, 8",
        (first, last),
    )


def left_out(database: Queryable, verdict: str) -> list[Row]:
    """Return the works of a verdict that are no records, with the sentence that says why."""
    return database.rows(
        "select w.work, w.source, w.url, w.title, w.work_date, w.language, w.reason, o.record as into_record from work w"
        " left join work o on o.work = w.into_work where w.verdict = ? order by w.source, w.work",
        (verdict,),
    )
