"""Addresses that answer no more, as the database has them, and what became of looking for copies."""

from __future__ import annotations

from typing import Any

from store.counts import Queryable

Row = dict[str, Any]

#: Answers that stand for documents.
KINDS = (
    "kind not in ('robots', 'probe', 'sitemap', 'sitemaps', 'search', 'form', 'captures', 'archived', 'listing',"
    " 'committees', 'meetings', 'calendar', 'entry')"
)

#: What can become of a dead address, in the order in which it is told.
OUTCOMES = ("recovered", "not-held", "refused", "failed", "not-asked")


def dead_addresses(database: Queryable) -> list[Row]:
    """Return the addresses of documents that answer no more and were never held, files first.

    Dead is what its site says it has not (404, 410, or its page for addresses that do not exist), what leads there by
    redirects, and what is on a host whose name does not resolve, even where its robots.txt could not be asked for. What
    is refused is not dead: nobody looks round a refusal.

    Each row has ``url``, ``source``, ``kind``, ``said`` (how its site answers), ``cited_by`` (the page that links to it)
    and ``near`` (the date of the earliest work that does, ISO, ``None`` where it is not known).
    """
    return database.rows(
        f"""
        with recursive nameless as (
            -- A host whose robots.txt cannot be had for want of an address is asked for nothing else.
            select run, regexp_extract(url, '^https?://[^/?#]+') as host, max(detail) as said from capture
            where kind = 'robots' and outcome = 'failed' and trouble = 'dns' and not again group by all),
        answers as (
            select seq, url, source, kind, why, status, outcome, detail, trouble from capture where not again and {KINDS} and hub is not true
            union all
            select s.seq, s.url, s.source, s.kind, s.why, null, 'failed', n.said, 'dns' from skip s join nameless n
                on n.run = s.run and n.host = regexp_extract(s.url, '^https?://[^/?#]+')
            where s.line is null and s.reason in ('robots', 'refusing') and {KINDS}),
        newest as (select * from answers qualify row_number() over (partition by url order by seq desc) = 1),
        never as (select * from newest where url not in (select url from answers where outcome in ('read', 'no-file'))),
        ends as (
            select * from never where outcome in ('not-found', 'gone') or (outcome = 'failed' and trouble = 'dns')),
        hops as (
            select l.from_url, l.to_url from link l join never n on n.seq = l.seq
            where l.why = 'redirect' and n.outcome = 'redirect'),
        moved as (
            select h.from_url as url, e.url as led_to, coalesce(e.detail, 'status ' || e.status, e.outcome) as said
            from hops h join ends e on e.url = h.to_url
            union
            select h.from_url, m.led_to, m.said from hops h join moved m on m.url = h.to_url),
        -- What archives hold is the address that was linked to, and not the one that says so for all that is lost.
        dead as (
            select url, source, kind, why, coalesce(detail, 'status ' || status, outcome) as said from ends
            where why <> 'redirect' or url not in (select led_to from moved)
            union all
            select n.url, n.source, n.kind, n.why, 'led to ' || m.led_to || ': ' || m.said
            from never n join (select url, min(led_to) as led_to, min(said) as said from moved group by url) m using (url)
            where n.why <> 'redirect'),
        citing as (
            select l.to_url as url, l.from_url, w.work_date from link l join dead d on d.url = l.to_url
            left join capture c on c.seq = l.seq
            left join (select w.work_date, w.url as at_url, c.url as from_url from work w left join capture c on c.seq = w.seq) w
                on l.from_url in (w.at_url, w.from_url)
            where l.why <> 'redirect'),
        first as (
            select url, from_url, work_date from citing
            qualify row_number() over (partition by url order by work_date nulls last, from_url) = 1)
        select d.url, d.source, d.kind, d.said, f.from_url as cited_by, f.work_date as near
        from dead d left join first f using (url)
        where d.why <> 'start'
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
