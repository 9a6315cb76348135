"""Addresses that answer no more, as the database has them, and what became of looking for copies."""

from __future__ import annotations

from typing import Any

from store.counts import Queryable

Row = dict[str, Any]

#: What can become of a dead address, in the order in which it is told.
OUTCOMES = ("recovered", "not-held", "refused", "failed", "not-asked")


def dead_addresses(database: Queryable) -> list[Row]:
    """Return the addresses of documents that answer no more and were never held, files first.

    Dead is what its site says it has not (404, 410, or its page for addresses that do not exist), and what is on a host
    whose name does not resolve. What is refused is not dead: nobody looks round a refusal.

    Each row has ``url``, ``source``, ``kind``, ``said`` (how its site answers), ``cited_by`` (the page that links to it)
    and ``near`` (the date of the earliest work that does, ISO, ``None`` where it is not known).
    """
    return database.rows(
        """
        with answers as (
            select * from capture where not again and kind not in ('robots', 'probe', 'sitemap', 'sitemaps', 'search', 'form',
                'captures', 'archived', 'listing', 'committees', 'meetings', 'calendar', 'entry') and hub is not true),
        newest as (select * from answers qualify row_number() over (partition by url order by seq desc) = 1),
        dead as (
            select * from newest where url not in (select url from answers where outcome in ('read', 'no-file'))
            and (outcome in ('not-found', 'gone') or (outcome = 'failed' and trouble = 'dns')) and why <> 'start'),
        citing as (
            select l.to_url as url, l.from_url, w.work_date from link l join dead d on d.url = l.to_url
            left join capture c on c.seq = l.seq
            left join (select w.work_date, w.url as at_url, c.url as from_url from work w left join capture c on c.seq = w.seq) w
                on l.from_url in (w.at_url, w.from_url)
            where l.why <> 'redirect'),
        first as (
            select url, from_url, work_date from citing
            qualify row_number() over (partition by url order by work_date nulls last, from_url) = 1)
        select d.url, d.source, d.kind, coalesce(d.detail, 'status ' || d.status, d.outcome) as said, f.from_url as cited_by,
            f.work_date as near
        from dead d left join first f using (url)
        order by case d.kind when 'file' then 0 when 'publication' then 1 when 'document' then 1 else 2 end, d.url
        """
    )


def dead_links(database: Queryable, outcome: str | None = None) -> list[Row]:
    """Return what became of each dead address, or of those with one outcome (:data:`OUTCOMES`)."""
    return database.rows(
        "select * from dead_link where ? is null or outcome = ? order by source, url", (outcome, outcome)
    )


def dead_counts(database: Queryable) -> dict[str, int]:
    """Return how many dead addresses there are by outcome; outcomes without any are 0."""
    rows = database.rows("select outcome, count(*) as n from dead_link group by outcome")
    return {**dict.fromkeys(OUTCOMES, 0), **{row["outcome"]: row["n"] for row in rows}}
