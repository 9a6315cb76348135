"""What each source of the protocol gave on each day, for the files that are imported one by one elsewhere."""

from __future__ import annotations

from typing import Any

from store.counts import Queryable

Row = dict[str, Any]


def searched(database: Queryable) -> list[Row]:
    """Return for each source of the protocol and each day of a run how many works it gave, whatever part of it did.

    Each row has ``source``, ``name``, ``date`` (ISO, the day on which the run began that first found them), ``records``
    and ``duplicates`` (works that are now parts of others). Their sums are those of :func:`store.counts.by_source`.
    """
    return database.rows(
        """
        select coalesce(s.part_of, w.source) as source,
            coalesce(any_value(if(s.part_of is null, s.name, s.part_of_name)), coalesce(s.part_of, w.source)) as name,
            r.started_at[:10] as date,
            count(*) filter (w.verdict = 'record') as records, count(*) filter (w.verdict = 'merged') as duplicates
        from work w join run r using (run) left join source s using (source)
        where w.verdict in ('record', 'merged') group by coalesce(s.part_of, w.source), r.started_at[:10] order by 1, 3
        """
    )


def run_days(database: Queryable) -> dict[int, str]:
    """Return the day (ISO) on which each run began, by its number."""
    return {row["run"]: row["day"] for row in database.rows("select run, started_at[:10] as day from run")}
