"""Searches that people made: what they brought in files, and how much of it was not as its format has it."""

from __future__ import annotations

from typing import Any

from store.counts import Queryable

Row = dict[str, Any]


def searches(database: Queryable, run: int) -> list[Row]:
    """Return each source of a run that people brought files for.

    Each row has ``source``, ``name``, ``files``, ``entries`` (references, each once, in whichever file), ``faults``, and of
    the newest file ``searched_on``, ``by_whom``, ``strategy``, ``seen`` and ``screened``. Of a file that was brought in
    several states the newest counts.
    """
    return database.rows(
        """
        with newest as (select * from imported where run <= ?
            qualify row_number() over (partition by source, file order by seq desc) = 1)
        select s.source, s.name, count(*) as files,
            (select count(distinct e.key) from entry e where e.source = s.source and e.run <= ?) as entries,
            sum(n.faults) as faults, arg_max(n.searched_on, n.seq) as searched_on, arg_max(n.by_whom, n.seq) as by_whom,
            arg_max(n.strategy, n.seq) as strategy, arg_max(n.seen, n.seq) as seen, arg_max(n.screened, n.seq) as screened
        from newest n join source s using (source) group by s.source, s.name order by s.source
        """,
        (run, run),
    )
