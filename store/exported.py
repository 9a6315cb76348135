"""What exports of whole reviews read beside the records: documents, texts, fetches, and what was joined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from store.counts import Queryable

Row = dict[str, Any]


def documents(database: Queryable) -> list[Row]:
    """Return the documents of all records without their texts, in the order of records and positions.

    Each row has ``record``, ``work``, ``position`` (from 0), ``document`` (``None`` where nothing was read), ``role``,
    ``title``, ``url``, ``final_url``, ``outcome``, ``detail``, ``kind``, ``language``, ``page_count``, ``characters``,
    ``ocr_pages``, ``confidence``, and of the fetch that its bytes came with ``seq``, ``fetched_at``, ``mime``, ``bytes``,
    ``sha256``, ``warc``, ``warc_offset``, ``archive``, ``archive_url``, ``archived_at``.
    """
    return database.rows(
        """
        select r.record, r.work, wd.position, wd.document, wd.role, wd.title, wd.url, wd.final_url, wd.outcome, wd.detail,
            d.kind, d.language, d.page_count, d.characters, d.ocr_pages, d.confidence,
            wd.seq, c.fetched_at, c.mime, c.bytes, c.sha256, c.warc, c.warc_offset, wd.archive, wd.archive_url, wd.archived_at
        from record r join work_document wd using (work) left join document d using (document) left join capture c on c.seq = wd.seq
        order by r.record, wd.position
        """
    )


def texts(database: Queryable, documents: Sequence[str]) -> dict[str, str]:
    """Return the texts of some documents; those without one are left out."""
    if not documents:
        return {}
    places = ", ".join("?" * len(documents))
    rows = database.rows(
        f"select document, body from document where document in ({places}) and body is not null and body <> ''",
        list(documents),
    )
    return {row["document"]: row["body"] for row in rows}


def fetches(database: Queryable, records: Sequence[str] | None) -> list[Row]:
    """Return the fetches that show some records, or every one that is in the archive, in the order they lie there.

    Of records those are the fetches of their documents, of the pages that describe them, the redirects that led there,
    the notes of what had not changed, and what such a note repeats. Each row has ``seq``, ``url``, ``kind``, ``status``,
    ``fetched_at``, ``mime``, ``sha256``, ``warc``, ``warc_offset``, ``warc_length``, ``method``, ``same_as``, and
    ``matched``: whether a document of a record lies there.
    """
    return database.rows(
        """
        with recursive shown as (
            select r.work, r.seq, r.url from work r
                where r.verdict = 'record' and r.record is not null and ($1::varchar[] is null or list_contains($1, r.record))),
        first as (
            select seq from shown where seq is not null
            union select wd.seq from shown join work_document wd using (work) where wd.seq is not null),
        led as (
            -- A redirect is kept with its target, at whatever depth.
            select c.seq, c.url from first f join capture c using (seq)
            union select c.seq, c.url from led join link l on l.to_url = led.url and l.why = 'redirect'
                join capture c on c.seq = l.seq),
        wanted as (
            select seq from led
            union select c.same_as from led join capture c using (seq) where c.same_as is not null)
        select c.seq, c.run, c.url, c.kind, c.status, c.fetched_at, c.mime, c.sha256, c.warc, c.warc_offset, c.warc_length,
            c.method, c.same_as,
            c.seq in (select seq from led) or c.seq in (select same_as from led join capture using (seq) where same_as is not null) as matched
        from capture c
        where c.warc is not null and c.warc_offset is not null and ($1::varchar[] is null or c.seq in (select seq from wanted))
        order by c.warc, c.warc_offset
        """,
        [None if records is None else list(records)],
    )


def joined(database: Queryable) -> list[Row]:
    """Return what was merged into records: ``record``, ``url``, ``title``, ``rule``, ``score``, ``evidence``."""
    return database.rows(
        "select w.record, o.url, o.title, m.rule, m.score, m.evidence from merge m join work o using (work)"
        " join work w on w.work = m.into_work where w.record is not null order by w.record, m.work, m.rule"
    )


def related(database: Queryable) -> list[Row]:
    """Return which records belong together without being one, each pair once: both by number, with kind and rule."""
    return database.rows(
        "select a.record, b.record as other, r.kind, r.rule, r.score, r.evidence from relation r"
        " join work a on a.work = r.work join work b on b.work = r.other"
        " where a.record is not null and b.record is not null order by a.record, b.record, r.kind"
    )


def graph_works(database: Queryable) -> list[Row]:
    """Return the works that cite, are cited, or are mentioned.

    Each row has ``work``, ``record``, ``title``, ``url``, ``work_date``, ``publishers`` and ``verdict``.
    """
    return database.rows(
        "select w.work, w.record, w.title, w.url, w.work_date, w.publishers, w.verdict from work w"
        " where w.work in (select citing from citation union select cited from citation) order by w.work"
    )
