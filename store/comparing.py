"""What single runs saw: what each source and host gave, and what had become of each address by then."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Literal

from store.counts import Queryable

Row = dict[str, Any]

#: The host, and the port where one is written, of an address.
HOST = "regexp_extract(url, '^[a-z]+://([^/]+)', 1)"
_NAMES = {"source": "source", "host": HOST}
#: Requests that are made on the way to a source's pages, and are no pages of it.
_NO_PAGES = "('robots', 'probe')"


def yields(
    database: Queryable, by: Literal["source", "host"], runs: Collection[int] | None = None
) -> list[Row]:
    """Return what each source, or each host, gave in each run.

    Each row has ``run``, ``name``, ``sources`` (whose addresses they were), ``asked`` (addresses that were
    asked or stood), ``answers`` (fetched, unchanged, or not asked again because the answer of an earlier run
    stood), ``results`` (that its search returned) and ``troubled`` (refused or failed).

    Args:
        database: where from.
        by: what is counted together.
        runs: only these; all when ``None``.
    """
    name = _NAMES[by]
    return database.rows(
        f"""
        select run, name, list(distinct source order by source) as sources, count(*) as asked,
            count(*) filter (outcome in ('read', 'results', 'none', 'stands')) as answers,
            coalesce(sum(returned), 0)::bigint as results,
            count(*) filter (outcome in ('refused', 'failed')) as troubled
        from (
            select run, {name} as name, source, outcome, returned from capture
                where not again and kind not in {_NO_PAGES} and why is distinct from 'manual-search'
            union all
            select run, {name} as name, source, 'stands', null from skip where of_seq is not null)
        where name is not null {"" if runs is None else "and list_contains(?, run)"}
        group by run, name order by run, name
        """,
        () if runs is None else (sorted(runs),),
    )


def asked_sources(database: Queryable) -> list[Row]:
    """Return which sources were asked in which whole run, the newest run first.

    Each row has ``run``, ``source`` and the ``outcome`` of the run, null while it has none. Runs that asked
    only for what failed before are left out, and so is the source of what people suggest: it has no measure.
    """
    return database.rows(
        "select a.run, a.source, r.outcome from asked_source a join run r using (run) join source s using (source)"
        " where a.reason is null and r.only_failed is null and s.kind <> 'suggested' order by a.run desc, a.source"
    )


def seen(database: Queryable, run: int) -> set[str]:
    """Return the addresses that a run asked for, or for which it let an earlier answer stand."""
    rows = database.rows(
        "select url from capture where run = ? and not again union select url from skip where run = ? and of_seq is not null",
        (run, run),
    )
    return {row["url"] for row in rows}


def pages_of_records(database: Queryable) -> list[Row]:
    """Return ``source``, ``seq`` (the fetch) and ``said`` of the page that each record was described by, in ledger order.

    ``said`` is what the page that led to it told of a document without a page of its own, JSON.
    """
    return database.rows(
        "select w.source, w.seq, any_value(l.said) as said from work w join capture c using (seq)"
        " left join link l on coalesce(l.to_key, l.to_url) = coalesce(c.key, c.url) and l.said is not null"
        " where w.verdict = 'record' and w.record is not null group by w.source, w.seq order by w.seq"
    )


def texts(database: Queryable, documents: Collection[str]) -> dict[str, str]:
    """Return the texts of documents, by document."""
    rows = database.rows(
        "select document, body from document where list_contains(?, document)", (sorted(documents),)
    )
    return {row["document"]: row["body"] for row in rows}


def signatures(database: Queryable, documents: Collection[str]) -> dict[str, bytes]:
    """Return what texts are compared by, by document, for those that have it."""
    rows = database.rows(
        "select document, signature from document where signature is not null and list_contains(?, document)",
        (sorted(documents),),
    )
    return {row["document"]: bytes(row["signature"]) for row in rows}


def rulings(database: Queryable) -> list[Row]:
    """Return what people said of which works are one, oldest first."""
    return database.rows("select * from ruling order by seq")


def verdicts(database: Queryable) -> dict[str, Row]:
    """Return what each work is judged as by now: ``verdict``, ``reason``, ``record``, ``title`` and ``url``."""
    rows = database.rows("select work, verdict, reason, record, title, url from work")
    return {row["work"]: row for row in rows}
