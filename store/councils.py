"""What came of the councils of a run: their sources, with the counts of :mod:`store.counts`."""

from __future__ import annotations

from typing import Any

from store import counts
from store.counts import Queryable


def sources_of_councils(database: Queryable, run: int) -> list[dict[str, Any]]:
    """Return the sources of a run that are a council's, in the order of their ids.

    Each row is one of :func:`store.counts.by_source` with ``kind``, ``url`` and ``councils`` (the GSS codes of those
    whose source it is: two where two councils share a portal), and with ``detail``: what the worst of its answers
    said, ``None`` where nothing went wrong.
    """
    own = {
        row["source"]: row
        for row in database.rows("select source, kind, url, councils from source where councils is not null")
    }
    said = {
        row["source"]: row["detail"]
        for row in database.rows(
            """
            select source, arg_min(detail, seq) as detail from capture
            where run = ? and not again and outcome in ('refused', 'failed', 'unreadable') and detail is not null
                and kind not in ('robots', 'probe') group by source
            """,
            (run,),
        )
    }
    skipped = {
        row["source"]: row["detail"]
        for row in database.rows(
            """
            select source, arg_min(reason || ': ' || detail, seq) as detail from skip
            where run = ? and reason not in ('fresh', 'settled') and kind in ('search', 'form', 'page', 'sitemap')
            group by source
            """,
            (run,),
        )
    }
    return [
        {**row, **own[row["source"]], "detail": said.get(row["source"]) or skipped.get(row["source"])}
        for row in counts.by_source(database, run)
        if row["source"] in own
    ]
