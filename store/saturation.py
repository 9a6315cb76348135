"""What saturation is measured on: the documents of each source in the order in which they were read, and those unread.

A document here is one address of a page or file that a source led to by itself. Files and parts that belong to
another page count with that page, and an address that only leads on counts with the one that answered.
"""

from __future__ import annotations

from typing import Any

from store.counts import Queryable

Row = dict[str, Any]

#: Kinds of addresses that documents are had from.
_KINDS = "('page', 'file', 'content', 'publication')"
#: Ways that lead from one address of a document to another, and not to the document.
_WITHIN = "('attachment', 'part', 'parent', 'redirect')"
#: Reasons of a skip that say nothing against the document: it was only not reached. What is deeper than the crawl
#: goes is outside of it.
UNREACHED = ("budget", "saturated", "retry-after", "refusing")
_UNREACHED = ", ".join(f"'{each}'" for each in UNREACHED)


def read_documents(database: Queryable) -> list[Row]:
    """Return every document that was read, in the order in which it was first.

    Each row has ``seq``, ``run``, ``at_time``, ``url``, ``source``, ``found_at`` (the ledger row that first told of it),
    ``verdict`` and ``record`` of its work, and ``work`` (the one that it was merged into, where it was).
    """
    return database.rows(
        f"""
        with answered as (
            select url, arg_min(source, seq) as source, min(seq) as seq from capture
            where not again and kind in {_KINDS} and outcome = 'read' and hub is not true
                and coalesce(why, '') not in ('attachment', 'part')
            group by url),
        told as (select to_url as url, min(seq) as seq from link where followed group by to_url),
        belongs as (
            select c.url, min(w.work) as work from (
                select work, seq from work union all select work, seq from work_document where seq is not null) w
            join capture c using (seq) group by c.url)
        select a.seq, c.run, c.fetched_at as at_time, a.url, a.source, least(a.seq, coalesce(t.seq, a.seq)) as found_at, w.verdict,
            coalesce(w.into_work, w.work) as work, coalesce(w.record, i.record) as record
        from answered a join capture c on c.seq = a.seq left join told t on t.url = a.url
            left join belongs b on b.url = a.url left join work w on w.work = b.work
            left join work i on i.work = w.into_work
        where a.source is not null order by a.seq
        """
    )


def unread_documents(database: Queryable) -> list[Row]:
    """Return every discovered document that no request was made for, and that could be: ``url``, ``source``, ``found_at``.

    Also ``reason``: why it was not asked for; ``None`` when its turn had not come.
    """
    return database.rows(
        f"""
        with told as (
            select l.to_url as url, arg_min(c.source, l.seq) as source, min(l.seq) as seq from link l join capture c using (seq)
            where l.followed and l.kind in {_KINDS} and l.why not in {_WITHIN} group by l.to_url),
        passed as (
            select url, arg_min(source, seq) as source, min(seq) as seq, arg_max(reason, seq) as reason
            from skip where coalesce(kind, 'page') in {_KINDS} and coalesce(why, '') not in {_WITHIN} group by url)
        select coalesce(t.url, p.url) as url, coalesce(t.source, p.source) as source,
            least(coalesce(t.seq, p.seq), coalesce(p.seq, t.seq)) as found_at, p.reason
        from told t full join passed p using (url)
        where coalesce(t.url, p.url) not in (select url from capture where not again)
            and (p.reason is null or p.reason in ({_UNREACHED})) and coalesce(t.source, p.source) is not null
        order by 1
        """
    )


def not_to_be_had(database: Queryable) -> dict[str, dict[str, int]]:
    """Return for each source how many discovered documents nobody can look at, by what became of them.

    Refused, failed, gone, not-found or unreadable; or passed over for good, as robots.txt or ``depth`` want it.
    """
    rows = database.rows(
        f"""
        with newest as (
            select url, arg_max(source, seq) as source, arg_max(outcome, seq) as reason,
                bool_or(outcome in ('read', 'redirect', 'no-file')) as had from capture
            where not again and kind in {_KINDS} and coalesce(why, '') not in ('attachment', 'part') group by url),
        barred as (
            select url, arg_max(source, seq) as source, arg_max(reason, seq) as reason from skip
            where coalesce(kind, 'page') in {_KINDS} and coalesce(why, '') not in {_WITHIN} and of_seq is null group by url)
        select source, reason, count(*) as n from (
            select source, reason, url from newest where not had
            union select source, reason, url from barred
                where reason not in ({_UNREACHED}) and url not in (select url from newest))
        where source is not null group by source, reason order by all
        """
    )
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row["source"], {})[row["reason"]] = int(row["n"])
    return found


def walked(database: Queryable, run: int) -> list[Row]:
    """Return the pages and files that the walks of a run read, in order, while it is at work and works are not known.

    Each row has ``seq``, ``source``, ``url``, ``document``, ``title``, ``close`` and ``concepts`` of its text.
    """
    return database.rows(
        """
        with pages as (
            select c.seq, c.source, c.url, e.document from capture c join extraction e using (seq)
            where c.run = ? and not c.again and c.kind in ('page', 'file', 'publication') and c.why in ('link', 'sitemap', 'start')
                and c.outcome = 'read'),
        stood as (
            select document, list(distinct concept order by concept) as concepts from match
            where document in (select document from pages) group by document)
        select p.seq, p.source, p.url, p.document, d.title, d.close, coalesce(s.concepts, []) as concepts
        from pages p join document d using (document) left join stood s using (document) order by p.seq
        """,
        (run,),
    )


def waiting_on_walks(database: Queryable, run: int) -> dict[str, int]:
    """Return how many pages and files each walk of a run has found and not asked for yet."""
    rows = database.rows(
        """
        select source, count(*) as n from (
            select l.to_url, arg_min(c.source, l.seq) as source from link l join capture c using (seq)
            where l.run = ? and l.followed and l.kind in ('page', 'file', 'publication') and l.why in ('link', 'sitemap', 'start')
            group by l.to_url)
        where to_url not in (select url from capture where run = ?) and to_url not in (select url from skip where run = ?)
        group by source
        """,
        (run, run, run),
    )
    return {row["source"]: int(row["n"]) for row in rows}


def documents_had(database: Queryable, urls: list[str]) -> list[Row]:
    """Return what became of some addresses: ``url``, the last ``outcome``, and ``onward`` where it leads on."""
    return database.rows(
        """
        select c.url, arg_max(c.outcome, c.seq) as outcome, arg_max(l.to_url, c.seq) as onward
        from capture c left join link l on l.seq = c.seq and l.why = 'redirect'
        where not c.again and list_contains(?, c.url) group by c.url order by c.url
        """,
        (urls,),
    )


def lists_of_records(database: Queryable) -> list[Row]:
    """Return by which source each record was found: ``record``, ``source`` and ``how`` (its kind, or the way)."""
    return database.rows(
        """
        select coalesce(w.record, i.record) as record, w.source, s.kind, f.route
        from work w left join work i on i.work = w.into_work join source s on s.source = w.source
            left join found f on f.work = w.work
        where coalesce(w.record, i.record) is not null group by all order by all
        """
    )


def log(database: Queryable) -> list[Row]:
    """Return the log of saturation in order."""
    return database.rows("select * from saturation order by scope, round, indicator")


def link_titles(database: Queryable, urls: list[str]) -> dict[str, str]:
    """Return the words of a link to each address, where there are any."""
    rows = database.rows(
        "select to_url, any_value(title) as title from link where title is not null and list_contains(?, to_url)"
        " group by to_url",
        (urls,),
    )
    return {row["to_url"]: row["title"] for row in rows}


def decided_documents(database: Queryable) -> list[Row]:
    """Return the documents of each record: ``document`` and ``record``."""
    return database.rows(
        "select distinct d.document, coalesce(w.record, i.record) as record from work w join work_document d using (work)"
        " left join work i on i.work = w.into_work"
        " where d.document is not null and coalesce(w.record, i.record) is not null"
    )
