"""What the search report reads beside the counts: works, ways of finding, requests, and the queries that list each number.

The queries in :data:`LISTS` are printed in reports as ``greylit query "..."``: a reader puts the same SQL and gets the
rows that were counted. So they hold single quotes only.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from store.counts import Queryable

Row = dict[str, Any]

#: The queries whose rows are counted, by what they count.
LISTS = {
    "works": "select work, verdict, title, url from work order by work",
    "records": "select record, title, url from record order by record",
    "outside": "select work, title, url, reason from work where verdict = 'outside-limits' order by work",
    "no_match": "select work, title, url, reason from work where verdict = 'no-match' order by work",
    "merged": "select work, into_work, rule, score, evidence from merge order by work",
    "rulings": "select at_time, says, records, by_whom, note, standing from ruling order by seq",
    "questions": "select run, question, source, sent from question order by run, question",
    "runs": "select run, started_at, ended_at, outcome, protocol_sha256 from run order by run",
    "sources": "select source, name, url, prisma from source order by source",
    "dead": "select url, outcome, archive_url from dead_link order by source, url",
    "passed_over": "select run, url, reason, detail, line from skip where reason not in ('fresh', 'settled') order by seq",
    "suggestions": "select at_time, url, note, by_whom from suggestion order by seq",
    "related": "select work, other, kind, rule, score from relation order by work, other, kind",
}  # fmt: skip


def quoted(value: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"


def listing(name: str, database: Queryable) -> list[Row]:
    """Return the rows of one of the :data:`LISTS`."""
    return database.rows(LISTS[name])


def records_of(source: str) -> str:
    """Return the SQL that lists the records of a source."""
    return f"select record, title, url from record where source = {quoted(source)} order by record"


def works_of(source: str) -> str:
    """Return the SQL that lists everything that a source described as a work, whatever became of it."""
    return f"select work, verdict, title, url from work where source = {quoted(source)} order by work"


def outside_of(limit: str) -> str:
    """Return the SQL that lists the works outside one limit of the protocol."""
    return (
        "select work, title, url, reason from work where verdict = 'outside-limits'"
        f" and starts_with(reason, {quoted(f'limits.{limit}: ')}) order by work"
    )


def merged_by(rule: str) -> str:
    """Return the SQL that lists the works that one rule joined to others."""
    return f"select work, into_work, score, evidence from merge where rule = {quoted(rule)} order by work"


def with_ids(ids: Iterable[str]) -> str:
    """Return the SQL that lists works by their record numbers, or by their names where they have none."""
    named = ", ".join(quoted(each) for each in ids)
    return f"select coalesce(record, work) as id, title, url from work where coalesce(record, work) in ({named}) order by id"


def all_works(database: Queryable) -> list[Row]:
    """Return every work, with its year and what kind of institution published it."""
    return database.rows(
        "select work, record, source, verdict, reason, state, into_work, title, url, publishers, publisher_class, doc_type,"
        " work_date, try_cast(work_date[:4] as integer) as year, doi, run from work order by record nulls last, work"
    )


def ways(database: Queryable) -> list[Row]:
    """Return every way in which each work was found, the earliest first, with the work that it is part of today.

    Each row has ``stands`` (the work after merging), ``work``, ``source``, ``route``, ``question``, ``from_url``,
    ``found_at`` and ``run``.
    """
    return database.rows(
        "select coalesce(w.into_work, w.work) as stands, f.work, coalesce(c.source, w.source) as source, f.route, f.question,"
        " f.from_url, f.found_at, c.run from found f join work w using (work) left join capture c on c.seq = f.seq"
        " order by f.found_at, f.seq, f.work, f.position"
    )


def times(database: Queryable) -> list[Row]:
    """Return for each source and run: first and last answer, and the WARC files that hold the answers."""
    return database.rows(
        "select source, run, min(fetched_at) as first_at, max(fetched_at) as last_at, count(*) as answers,"
        " list(distinct warc order by warc) filter (warc is not null) as warcs"
        " from capture where source is not null group by source, run order by source, run"
    )


def entry_points(database: Queryable) -> list[Row]:
    """Return where the reading of each source began, and by how many links of each kind it went on."""
    return database.rows(
        "select source, why, count(distinct url) as addresses, min(url) as example from capture"
        " where not again and why is not null and kind not in ('robots', 'probe') group by source, why order by source, why"
    )


def robots(database: Queryable) -> list[Row]:
    """Return for each source what robots.txt forbade: rule and number of addresses."""
    return database.rows(
        "select source, detail, count(*) as n from skip where reason = 'robots' group by source, detail order by source, detail"
    )


def requests(database: Queryable) -> list[Row]:
    """Return each request that put a question to a source, as sent, in the order of the ledger."""
    return database.rows(
        "select run, source, question, seq, url, coalesce(method, 'GET') as method, fetched_at, outcome, status, start, total,"
        " returned, detail from capture where question is not null and kind in ('search', 'form') and not again order by run, question, seq"
    )


def results_read(database: Queryable) -> list[Row]:
    """Return what became of the addresses that each question listed: counts that add up to ``listed``.

    ``read``, ``moved`` (redirected: read where it led to), ``refused``, ``failed``, ``unreadable``, ``gone``, ``kept`` (an earlier
    answer stands), ``passed_over`` (robots.txt and other rules), ``left_out`` (the link was not followed), ``not_asked``.
    """
    names = (
        "read",
        "moved",
        "refused",
        "failed",
        "unreadable",
        "gone",
        "kept",
        "passed_over",
        "left_out",
        "not_asked",
    )
    counted = ", ".join(f"count(*) filter (became = '{each}') as {each}" for each in names)
    return database.rows(
        f"""
        with listed as (
            select l.run, l.question, coalesce(l.to_key, l.to_url) as key, bool_or(l.followed) as followed from link l
            where l.why = 'question' and l.question is not null and not exists (
                select 1 from capture s where s.run = l.run and s.question = l.question and s.kind in ('search', 'form')
                    and s.url = l.to_url)
            group by all),
        answered as (
            select coalesce(key, url) as key, arg_max(outcome, seq) as outcome from capture where not again group by 1),
        passed as (select coalesce(key, url) as key, arg_max(reason, seq) as reason from skip group by 1),
        became as (
            select l.run, l.question, case
                when a.outcome in ('read', 'no-file') then 'read' when a.outcome = 'redirect' then 'moved'
                when a.outcome in ('gone', 'not-found') then 'gone'
                when a.outcome in ('refused', 'failed', 'unreadable') then a.outcome
                when p.reason in ('fresh', 'settled') then 'kept' when p.reason is not null then 'passed_over'
                when not l.followed then 'left_out' else 'not_asked' end as became
            from listed l left join answered a using (key) left join passed p using (key))
        select run, question, count(*) as listed, {counted} from became group by run, question order by run, question
        """
    )  # fmt: skip


def merge_rules(database: Queryable) -> list[Row]:
    """Return how many works each rule joined to another, with its least and greatest score, most first."""
    return database.rows(
        "select rule, count(*) as n, min(score) as least, max(score) as greatest from merge group by rule order by n desc, rule"
    )


def passed_over(database: Queryable) -> list[Row]:
    """Return how many addresses were passed over for each reason."""
    return database.rows(
        "select reason, count(*) as n from skip where reason not in ('fresh', 'settled') group by reason order by n desc, reason"
    )


def imports(database: Queryable) -> list[Row]:
    """Return the files that people or citation searching brought: of each the newest state, as first read."""
    return database.rows(
        "select * from imported qualify row_number() over (partition by source, file order by seq desc) = 1 order by source, seq"
    )


def suggested_by(database: Queryable) -> list[Row]:
    """Return how many addresses each person or search named."""
    return database.rows(
        "select coalesce(by_whom, '') as by_whom, count(*) as n from suggestion group by 1 order by 1"
    )


def kinds_of_relations(database: Queryable) -> list[Row]:
    """Return how many pairs of works belong together without being one, by kind."""
    return database.rows("select kind, count(*) as n from relation group by kind order by kind")
