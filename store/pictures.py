"""Pages whose words could not be read, and documents as they were read before."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from store.counts import Queryable

Row = dict[str, Any]


def unread(database: Queryable) -> list[Row]:
    """Return documents that have pages whose words could not be read, those of records first.

    Each row has ``document``, ``pages`` (their numbers, without those that an engine was asked for before), ``tried`` (how
    many were), ``unread_pages`` (all of them), ``page_count``, ``outcome``, ``kind``, ``seq`` (the newest fetch of its bytes), ``url``, ``warc``,
    ``warc_offset``, and ``record`` and ``title`` where it is of a record.
    """
    return database.rows(
        """
        with tried as (select document, list(page) as pages from ocr_page group by document),
        held as (
            select e.document, max_by(struct_pack(seq := c.seq, url := c.url, warc := c.warc, at := c.warc_offset), c.seq) as c
            from extraction e join capture c using (seq) where c.warc is not null group by e.document),
        owner as (
            select wd.document, min(w.record) as record, min_by(w.title, w.record) as title
            from work_document wd join work w using (work) where w.record is not null group by wd.document)
        select d.document, list_sort(list_filter(d.unread_pages, lambda p: not list_contains(coalesce(t.pages, []), p))) as pages,
            d.unread_pages, len(coalesce(t.pages, [])) as tried, d.page_count, d.outcome, d.kind, h.c.seq as seq, h.c.url as url,
            h.c.warc as warc, h.c.at as warc_offset, o.record, coalesce(o.title, d.title) as title
        from document d join held h using (document) left join tried t using (document) left join owner o using (document)
        where len(d.unread_pages) > 0 and d.kind in ('pdf', 'png', 'jpeg', 'tiff') order by o.record nulls last, d.document
        """
    )


def records(database: Queryable) -> set[str]:
    """Return the numbers of all records."""
    return {row["record"] for row in database.rows("select record from record")}


def fetches_of(database: Queryable, documents: Collection[str]) -> dict[str, int]:
    """Return the newest fetch of the bytes of each of some documents, by document."""
    rows = database.rows(
        "select document, max(seq) as seq from extraction where list_contains(?, document) group by document",
        (sorted(documents),),
    )
    return {row["document"]: row["seq"] for row in rows}


def read_before(database: Queryable, fetch: int, extractor: str) -> Row | None:
    """Return what was made of the bytes of a fetch: the row of its document, with ``pages``, ``claims`` and ``parts``.

    Args:
        database: where from.
        fetch: its row in the ledger.
        extractor: only what these readers made of it.
    """
    found = database.rows(
        "select d.* from extraction e join document d using (document) where e.seq = ? and d.extractor = ?",
        (fetch, extractor),
    )
    if not found:
        return None
    name = (found[0]["document"],)
    return {
        **found[0],
        "pages": database.rows("select * from page where document = ? order by page", name),
        "claims": database.rows("select * from claim where document = ? order by position", name),
        "parts": database.rows("select * from part where document = ? order by position", name),
    }
