"""Every count of a search, each computed in one place. Commands, exports and reports all ask here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol


class Queryable(Protocol):
    """A database that is being written or one that is only read."""

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """Return the rows of a query as dictionaries."""
        ...


#: Outcomes of a question, in the order they are reported. One that was planned and has no answer is
#: ``not_asked``.
QUESTION_OUTCOMES = ("results", "none", "refused", "unreadable", "failed", "not_asked")

_QUESTION = """
    select q.run, q.question, q.source, q.concept, q.meant, q.sent, q.widened, q.notes,
        coalesce(q.reason, min(s.reason || ': ' || s.detail) filter (c.seq is null)) as reason,
        case when count(c.seq) = 0 then 'not_asked'
             when bool_or(c.outcome = 'failed') then 'failed'
             when bool_or(c.outcome = 'refused') then 'refused'
             when bool_or(c.outcome = 'unreadable') then 'unreadable'
             when bool_or(c.outcome = 'results') then 'results'
             else min(c.outcome) end as outcome,
        count(c.seq) as pages,
        max(c.total) as total,
        coalesce(sum(c.returned) filter (not c.split), 0) as returned,
        min(c.fetched_at) as first_at, max(c.fetched_at) as last_at,
        min(c.detail) filter (c.outcome not in ('results', 'none')) as detail
    from question q
    left join (select *, coalesce(detail like '%asked again year by year', false) as split from capture
        where (kind = 'search' or (kind = 'form' and outcome not in ('read', 'redirect'))) and not again
        -- A page that was asked for twice, because a form had to be begun anew, is one page.
        qualify row_number() over (partition by run, question, if(method = 'POST', cast(coalesce(start, -seq) as varchar), url)
            order by seq desc) = 1
        ) c on c.run = q.run and c.question = q.question
    left join (select run, question, any_value(reason) as reason, any_value(detail) as detail from skip
        where kind in ('search', 'form') group by run, question) s on s.run = q.run and s.question = q.question
    where q.run = ?
    group by q.run, q.question, q.source, q.concept, q.meant, q.sent, q.widened, q.notes, q.reason
"""


def newest_run(database: Queryable) -> int:
    """Return the number of the newest run, 0 before the first."""
    rows = database.rows("select coalesce(max(run), 0) as run from run")
    return int(rows[0]["run"])


def questions(database: Queryable, run: int) -> list[dict[str, Any]]:
    """Return every question of a run with its outcome, pages asked, total and results returned."""
    return database.rows(f"select * from ({_QUESTION}) order by source, question", (run,))


def by_source(database: Queryable, run: int) -> list[dict[str, Any]]:
    """Return the counts of each source in a run.

    Each row has ``source``, ``name``, ``part_of`` and ``part_of_name`` (the source of the protocol that it is a part
    of, where that stands for several), ``reason`` (why it was not asked at all), the questions by outcome
    (``asked_results``, ``asked_none`` ...), the addresses by outcome (``fetched``, ``redirects``,
    ``refused``, ``failed``, ``gone``, ``unreadable``, ``skipped``), the references that people brought (``brought``),
    the documents (``documents``,
    ``unread``) and the works (``records``, ``outside``, ``merged``, ``no_match``).
    """
    outcomes = ", ".join(
        f"count(*) filter (outcome = '{each}') as asked_{each}" for each in QUESTION_OUTCOMES
    )
    return database.rows(
        f"""
        with asked as (select source, {outcomes} from ({_QUESTION}) group by source),
        fetched as (
            select source,
                count(*) filter (outcome in ('read', 'results', 'none') and not unchanged) as fetched,
                count(*) filter (outcome in ('read', 'results', 'none') and unchanged) as unchanged,
                count(*) filter (outcome = 'redirect') as redirects,
                count(*) filter (outcome = 'refused') as refused,
                count(*) filter (outcome = 'failed') as failed,
                count(*) filter (outcome in ('gone', 'not-found')) as gone,
                count(*) filter (outcome = 'unreadable') as unreadable
            from capture where run = ? and not again and kind not in ('robots', 'probe')
                and why is distinct from 'manual-search' and why is distinct from 'import' group by source),
        skipped as (
            select source, count(*) filter (reason in ('fresh', 'settled')) as kept,
                count(*) filter (reason not in ('fresh', 'settled')) as skipped
            from skip where run = ? group by source),
        brought_ as (select source, count(distinct key) as brought from entry group by source),
        left_out as (
            select c.source, count(distinct l.to_url) as not_followed from link l join capture c using (seq)
            where l.run = ? and not l.followed group by c.source),
        read_ as (
            select w.source, count(distinct d.document) as documents,
                count(distinct d.document) filter (d.outcome <> 'text') as unread
            from work w join work_document wd using (work) join document d using (document) group by 1),
        works as (
            select source, count(*) filter (verdict = 'record') as records,
                count(*) filter (verdict = 'outside-limits') as outside,
                count(*) filter (verdict = 'merged') as merged,
                count(*) filter (verdict = 'no-match') as no_match
            from work group by source)
        select s.source, s.name, s.part_of, s.part_of_name, a.reason,
            {", ".join(f"coalesce(asked_{each}, 0) as asked_{each}" for each in QUESTION_OUTCOMES)},
            coalesce(fetched, 0) as fetched, coalesce(unchanged, 0) as unchanged, coalesce(redirects, 0) as redirects,
            coalesce(refused, 0) as refused, coalesce(failed, 0) as failed, coalesce(gone, 0) as gone,
            coalesce(unreadable, 0) as unreadable, coalesce(kept, 0) as kept, coalesce(skipped, 0) as skipped,
            coalesce(not_followed, 0) as not_followed,
            coalesce(brought, 0) as brought, coalesce(documents, 0) as documents, coalesce(unread, 0) as unread,
            coalesce(records, 0) as records, coalesce(outside, 0) as outside,
            coalesce(merged, 0) as merged, coalesce(no_match, 0) as no_match
        from asked_source a join source s using (source) left join asked using (source) left join fetched using (source)
            left join skipped using (source) left join left_out using (source) left join brought_ using (source) left join read_ using (source) left join works using (source)
        where a.run = ? order by s.source
        """,
        (run, run, run, run, run),
    )


def totals(rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Return the sums of the number columns of :func:`by_source`."""
    names = [name for name, value in rows[0].items() if isinstance(value, int)] if rows else []
    return {name: sum(row[name] for row in rows) for name in names}


def grouped(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of :func:`by_source` with the parts of one source of the protocol summed into one row.

    Such a row has the id and the name of that source, ``parts`` (how many sources it sums) and ``parts_not_asked``;
    its ``reason`` is ``None`` unless no part was asked and all for the same reason. Others are as they were.
    """
    whole: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        whole.setdefault(row["part_of"] or row["source"], []).append(row)
    found = []
    for name, parts in whole.items():
        if not parts[0]["part_of"]:
            found.append(parts[0])
            continue
        reasons = {row["reason"] for row in parts}
        found.append(
            {**parts[0], **totals(parts), "source": name, "name": parts[0]["part_of_name"] or name, "part_of": None,
             "part_of_name": None, "reason": reasons.pop() if len(reasons) == 1 else None, "parts": len(parts),
             "parts_not_asked": sum(bool(row["reason"]) for row in parts)}
        )  # fmt: skip
    return found


def records(database: Queryable) -> int:
    """Return the number of records that have a number."""
    return int(database.rows("select count(*) as n from record")[0]["n"])
