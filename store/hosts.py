"""What is known of single hosts, what they refused, and what people did by hand instead: one function a count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from store.comparing import HOST
from store.counts import Queryable

Row = dict[str, Any]

#: How a capture is marked that a person brought: it is no request of the crawler's.
BY_HAND = "manual-search"
#: Requests that are about the host itself and not about a source.
MANNERS = ("robots", "probe")
#: Answers that a source was read by.
ANSWERS = ("read", "results", "none")
#: Reasons for which an address is not asked again because its answer stands.
STANDS = ("fresh", "settled")
_ASKED = f"(select *, {HOST} as host from capture where why is distinct from '{BY_HAND}')"


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def requests(database: Queryable, run: int) -> list[Row]:
    """Return what became of the requests that a run made of each host.

    ``requests`` is ``manners`` (robots.txt and the like) + ``again`` (asked again later) + ``fetched`` +
    ``unchanged`` + ``moved`` + ``not_found`` + ``refused`` + ``failed`` + ``unreadable``. ``took`` is the
    mean and ``longest`` the longest time of a request in seconds, ``None`` where it was not measured.
    """
    final = f"kind not in ({_listed(MANNERS)}) and not again"
    answered = f"{final} and outcome in ({_listed(ANSWERS)})"
    return database.rows(
        f"""
        select host, list(distinct source order by source) filter (source is not null) as sources,
            count(*) as requests,
            count(*) filter (kind in ({_listed(MANNERS)})) as manners,
            count(*) filter (kind not in ({_listed(MANNERS)}) and again) as again,
            count(*) filter ({answered} and not coalesce(unchanged, false)) as fetched,
            count(*) filter ({answered} and unchanged) as unchanged,
            count(*) filter ({final} and outcome = 'redirect') as moved,
            count(*) filter ({final} and outcome in ('gone', 'not-found')) as not_found,
            count(*) filter ({final} and outcome = 'refused') as refused,
            count(*) filter ({final} and outcome = 'failed') as failed,
            count(*) filter ({final} and outcome = 'unreadable') as unreadable,
            round(avg(took), 3) as took, max(took) as longest,
            min(fetched_at) as first_at, max(fetched_at) as last_at
        from {_ASKED} where run = ? group by host order by host
        """,
        (run,),
    )


def skips(database: Queryable, run: int) -> list[Row]:
    """Return how many addresses of each host a run passed over, by reason."""
    return database.rows(
        f"select {HOST} as host, reason, list(distinct source order by source) as sources, count(*) as addresses,"
        " min(at_time) as first_at, max(at_time) as last_at"
        " from skip where run = ? group by 1, 2 order by 1, 2",
        (run,),
    )


def troubles(database: Queryable, run: int) -> list[Row]:
    """Return the answers of a run that gave nothing, by host, outcome and trouble; attempts repeated later left out."""
    return database.rows(
        f"""
        select host, outcome, trouble, min(status) as status, count(*) as addresses, min(detail) as detail,
            min(evidence) as evidence, min(fetched_at) as first_at, max(fetched_at) as last_at, min(url) as example
        from {_ASKED}
        where run = ? and not again and kind not in ({_listed(MANNERS)})
            and (trouble is not null or outcome in ('refused', 'failed', 'unreadable'))
        group by host, outcome, trouble, case when trouble is null then status end
        order by host, addresses desc, outcome, trouble, min(status)
        """,
        (run,),
    )


def robots_answers(database: Queryable, run: int) -> list[Row]:
    """Return the last answer of each address of a robots.txt in a run, with the address that it led to."""
    return database.rows(
        f"""
        select c.host, c.url, c.status, c.outcome, c.detail, c.mime, c.warc, c.warc_offset, l.to_url
        from {_ASKED} c left join link l on l.seq = c.seq and l.kind = 'robots'
        where c.run = ? and c.kind = 'robots' and not c.again
        qualify row_number() over (partition by c.url order by c.seq desc) = 1 order by c.url
        """,
        (run,),
    )


def sources_of(database: Queryable, run: int) -> list[Row]:
    """Return the sources of a run with name, kind, address, and the reason why one was not asked."""
    return database.rows(
        "select a.source, a.reason, s.name, s.kind, s.url from asked_source a join source s using (source)"
        " where a.run = ? order by a.source",
        (run,),
    )


def question_hosts(database: Queryable, run: int) -> dict[str, str]:
    """Return the host that each question of a run was put to; those without an address at all are not in it."""
    rows = database.rows(
        f"""
        select question, min(host) as host from (
            select run, question, {HOST} as host from capture where kind in ('search', 'form')
            union select run, question, {HOST} from skip where kind in ('search', 'form'))
        where run = ? and question is not null group by question
        """,
        (run,),
    )
    return {row["question"]: row["host"] for row in rows}


def question_answers(database: Queryable, run: int) -> dict[str, Row]:
    """Return of each question what its last answer that gave nothing was: trouble, evidence, status, when, address."""
    rows = database.rows(
        f"""
        select question, trouble, evidence, status, outcome, detail, fetched_at, url from {_ASKED}
        where run = ? and (kind = 'search' or (kind = 'form' and outcome not in ('read', 'redirect'))) and not again
            and question is not null
            and outcome not in ('results', 'none', 'redirect')
        qualify row_number() over (partition by question order by seq desc) = 1
        """,
        (run,),
    )
    return {row["question"]: row for row in rows}


def question_skips(database: Queryable, run: int) -> dict[str, Row]:
    """Return of each question that a run passed over why it did: reason, detail, line of robots.txt, when, address."""
    rows = database.rows(
        "select question, reason, detail, line, at_time, url from skip where run = ? and kind in ('search', 'form')"
        " and question is not null qualify row_number() over (partition by question order by seq desc) = 1",
        (run,),
    )
    return {row["question"]: row for row in rows}


def unanswered_addresses(database: Queryable, run: int) -> list[Row]:
    """Return the addresses that gave nothing in a run: refused, failed, or passed over; searches left out.

    ``seen_as`` is ``capture`` or ``skip``; ``title`` is what a link to the address was called.
    """
    return database.rows(
        f"""
        with named as (
            select to_url as url, arg_min(title, seq) filter (title is not null) as title,
                arg_min(question, seq) filter (question is not null) as question from link group by to_url),
        answered as (
            select distinct url from {_ASKED} where run = ? and not again
                and outcome in ({_listed(ANSWERS)}, 'redirect', 'gone', 'not-found')),
        unanswered as (
            select 'capture' as seen_as, seq, url, host, source, kind, why, question, outcome, trouble, evidence, status,
                detail, null as line, fetched_at as at_time
            from {_ASKED} where run = ? and not again and kind not in ({_listed(MANNERS)}, 'search')
                and outcome in ('refused', 'failed', 'unreadable')
            union all
            select 'skip', seq, url, {HOST}, source, kind, why, question, reason, null, null, null, detail, line,
                at_time
            from skip where run = ? and kind is distinct from 'search' and reason not in ({_listed(STANDS)}))
        select u.* replace (coalesce(u.question, n.question) as question), n.title
        from unanswered u left join named n using (url) anti join answered using (url)
        qualify row_number() over (partition by u.url order by u.seq desc) = 1
        order by u.source, u.host, u.url
        """,
        (run, run, run),
    )


def by_hand(database: Queryable, run: int) -> dict[str, Row]:
    """Return what people did by hand for a run, by number of the task: the newest word on each."""
    rows = database.rows("select * from by_hand where run = ? order by seq", (run,))
    return {row["task"]: row for row in rows}


def question_by_hand(database: Queryable, question: str) -> list[Row]:
    """Return every time that a person put a question by hand, oldest first."""
    return database.rows("select * from by_hand where question = ? order by seq", (question,))


def questions_by_hand(database: Queryable, run: int) -> dict[str, Row]:
    """Return the questions of a run that a person put by hand, with outcome, day and name: the newest word on each."""
    return {row["question"]: row for row in by_hand(database, run).values() if row["question"]}


def brought(database: Queryable, addresses: Sequence[str] | None = None) -> list[Row]:
    """Return the documents that people brought, oldest first; only those from ``addresses`` where they are given."""
    return database.rows(
        "select b.*, c.sha256, c.bytes, c.mime, c.warc, c.warc_offset from brought b join capture c using (seq)"
        " where ? or list_contains(?, b.url) order by seq",
        (addresses is None, list(addresses or ())),
    )


def held_addresses(database: Queryable) -> set[str]:
    """Return the addresses whose bytes are held, whoever brought them."""
    rows = database.rows("select distinct url from capture where outcome = 'read' and warc is not null")
    return {row["url"] for row in rows}


def permissions(database: Queryable, run: int) -> list[Row]:
    """Return what owners of sites had allowed when a run began, in the order of the file."""
    return database.rows("select * from permission where run = ? order by position", (run,))


def run_row(database: Queryable, run: int) -> Row | None:
    """Return one run."""
    rows = database.rows("select * from run where run = ?", (run,))
    return rows[0] if rows else None
