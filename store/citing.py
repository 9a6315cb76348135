"""References and citations as the database has them: what is to be read, what matched, what is held by nobody here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from store.counts import Queryable

Row = dict[str, Any]


def unread_references(database: Queryable, *, all_held: bool = False) -> list[Row]:
    """Return the documents of works whose references were not looked for yet, with where their bytes lie.

    Those of works that match the question, or would but for the limits. With ``all_held`` of every other work as well,
    but for what mirrors have: who cites a record may use other words than the question does. Each row has ``document``, and of the answer that it was read from ``seq``, ``kind``, ``url``, ``mime``, ``status``, ``sha256``,
    ``warc``, ``warc_offset``, ``system`` and ``declared``.
    """
    return database.rows(
        """
        select d.document, c.seq, c.kind, c.url, coalesce(c.mime, '') as mime, coalesce(c.status, 200) as status, c.sha256,
            c.warc, c.warc_offset, s.kind as system, coalesce(s.declared, '') as declared
        from work_document wd join work w using (work) join document d using (document)
            join capture c on c.seq = wd.seq left join source s on s.source = c.source
        where (w.verdict in ('record', 'merged', 'outside-limits')
                or ? and w.verdict = 'no-match' and not coalesce(w.mirror, false))
            and d.outcome = 'text' and c.warc is not null
            and d.document not in (select document from reference_list)
        qualify row_number() over (partition by d.document order by c.seq) = 1
        order by d.document
        """,
        [all_held],
    )


def known_works(database: Queryable) -> list[Row]:
    """Return every work that a reference may be of: all that are held, whatever the question says of them.

    But for the pages of mirrors that say nothing of the question: they bear the titles of what they lead to.

    Each row has ``work`` (after merging), ``title``, ``year``, ``authors``, ``publishers``, ``doi``, ``isbn`` and ``urls``
    (of it and of what was merged into it).
    """
    return database.rows(
        """
        with standing as (select work, coalesce(into_work, work) as stands from work),
        led as (select l.to_url as url, l.from_url from link l where l.why = 'redirect'),
        places as (
            select s.stands, w.url from work w join standing s using (work)
            union select s.stands, wd.url from work_document wd join standing s using (work)
            union select s.stands, wd.final_url from work_document wd join standing s using (work)),
        told as (
            select stands, list(distinct url order by url) as urls from (
                select * from places union select p.stands, l.from_url from places p join led l on l.url = p.url) group by stands),
        named as (
            select s.stands, list(distinct w.title order by w.title) as titles from work w join standing s using (work) group by 1)
        select w.work, w.title, try_cast(w.work_date[:4] as integer) as year, w.authors, w.publishers, w.doi, w.isbn,
            t.urls, n.titles
        from work w join told t on t.stands = w.work join named n on n.stands = w.work
        where w.into_work is null and not (coalesce(w.mirror, false) and w.verdict = 'no-match') order by w.work
        """
    )


def read_references(database: Queryable) -> list[Row]:
    """Return every reference, with the work (after merging) whose document it is in."""
    return database.rows(
        """
        select r.*, coalesce(w.into_work, w.work) as work
        from reference r join (
            select document, min(work) as work from work_document where document is not null group by document) wd using (document)
        join work w on w.work = wd.work order by r.document, r.position
        """
    )


def citing_texts(database: Queryable) -> list[Row]:
    """Return the documents whose text may mention works: ``document``, ``work`` (after merging) and ``body``."""
    return database.rows(
        """
        select d.document, min(coalesce(w.into_work, w.work)) as work, any_value(d.body) as body
        from document d join reference_list using (document) join work_document wd using (document) join work w using (work)
        group by d.document order by d.document
        """
    )


def citation_counts(database: Queryable) -> dict[str, int]:
    """Return the counts of the graph, each beside what is left of it.

    ``documents`` (whose references were looked for), ``unread`` (of them, those that could not be read), ``references``,
    ``matched`` (to what is held), ``unmatched``, and of these ``with_doi`` and ``with_url``; ``links`` (to what is no work
    at all, or the document's own); ``citations`` and ``mentions`` (pairs of works, each once).
    """
    counted = dict(
        database.rows(
            """
            select (select count(*) from reference_list) as documents,
                (select count(*) from reference_list where problem is not null) as unread,
                (select count(*) from (select distinct document, position from citation where position is not null)) as matched,
                (select count(*) from unmatched_reference) as unmatched,
                (select count(*) from reference) as found,
                (select count(*) from unmatched_reference u join reference r using (document, position)
                    where r.fields ->> 'doi' is not null) as with_doi,
                (select count(*) from unmatched_reference u join reference r using (document, position)
                    where r.fields ->> 'url' is not null or r.url is not null) as with_url,
                (select count(*) from (select distinct citing, cited from citation where kind = 'citation')) as citations,
                (select count(*) from (select distinct citing, cited from citation where kind = 'mention'
                    except select citing, cited from citation where kind = 'citation')) as mentions
            """
        )[0]
    )
    counted["references"] = counted["matched"] + counted["unmatched"]
    counted["links"] = counted.pop("found") - counted["references"]
    return counted


def by_year(database: Queryable) -> list[Row]:
    """Return how many pairs of works the graph has by the year of the citing one, each pair once.

    Each row has ``year`` (``None``, last, for works without a date), ``citations`` and ``mentions``; their sums are those
    of :func:`citation_counts`. Years without any have no row.
    """
    return database.rows(
        """
        with pairs as (select citing, cited, bool_or(kind = 'citation') as cites from citation group by citing, cited)
        select try_cast(w.work_date[:4] as integer) as year, count(*) filter (cites) as citations,
            count(*) filter (not cites) as mentions
        from pairs p left join work w on w.work = p.citing group by 1 order by 1 nulls last
        """
    )


def how_found(database: Queryable) -> dict[str, str]:
    """Return how citation searching found the records that it brought: the sentence, by number of the record."""
    rows = database.rows(
        "select record, reason from work where source = 'citations' and verdict = 'record' and record is not null"
    )
    return {row["record"]: row["reason"] for row in rows}


def cited_works(database: Queryable) -> list[Row]:
    """Return the works that are cited or mentioned by others, those cited by most first.

    Each row has ``work``, ``record``, ``title``, ``work_date``, ``publishers``, ``verdict``, ``url``, ``cited_by`` and
    ``mentioned_by`` (records that do, by number or work).
    """
    return database.rows(
        """
        with pairs as (
            select cited, citing, bool_or(kind = 'citation') as cites from citation where citing <> cited group by cited, citing)
        select w.work, w.record, w.title, w.work_date, w.publishers, w.verdict, w.url,
            list(coalesce(c.record, c.work) order by coalesce(c.record, c.work)) filter (p.cites) as cited_by,
            list(coalesce(c.record, c.work) order by coalesce(c.record, c.work)) filter (not p.cites) as mentioned_by
        from pairs p join work w on w.work = p.cited join work c on c.work = p.citing
        group by all order by count(*) filter (p.cites) desc, count(*) desc, w.work
        """
    )


def edges(database: Queryable) -> list[Row]:
    """Return every citation and mention with its evidence: both works by number, title and address, and where it stands."""
    return database.rows(
        """
        select a.record as citing_record, c.citing, a.title as citing_title, b.record as cited_record, c.cited,
            b.title as cited_title, c.kind, c.rule, c.score, r.place, r.page, r.number, r.body as as_written, c.start, c.stop,
            c.document, c.position
        from citation c join work a on a.work = c.citing join work b on b.work = c.cited
            left join reference r on r.document = c.document and r.position = c.position
        order by c.citing, c.cited, c.kind, c.position nulls last, c.start
        """
    )


def not_held(database: Queryable) -> list[Row]:
    """Return the references that are of nothing that is held, as written and parsed, with what they lack to be looked for."""
    return database.rows(
        """
        select s.record, s.work, r.body as as_written, r.page, r.place, r.url, r.fields, u.rule, u.near,
            u.document, u.position
        from unmatched_reference u join reference r using (document, position)
            join (select document, min(work) as work from work_document where document is not null group by document) wd
                on wd.document = r.document
            join work w on w.work = wd.work join work s on s.work = coalesce(w.into_work, w.work)
        order by s.work, r.document, r.position
        """
    )


def beside_the_question(database: Queryable, included: Iterable[str]) -> list[Row]:
    """Return the works that are held, do not match the question, and cite an included record or are cited by one.

    By a reference, and not by a mere link or mention: lists of publications have those. Each row has ``work``, ``url``,
    ``title``, ``work_date``, ``authors``, ``publishers``, ``doi``, ``isbn``, ``doc_type``, ``direction`` and ``at`` (records,
    with the page of the reference where it is known).
    """
    return database.rows(
        """
        with pairs as (
            select c.*, r.page, a.record as citing_record, b.record as cited_record, a.verdict as citing_verdict,
                b.verdict as cited_verdict
            from citation c join work a on a.work = c.citing join work b on b.work = c.cited
                join reference r on r.document = c.document and r.position = c.position
            where c.kind = 'citation' and r.place <> 'link'),
        found as (
            select cited as work, 'backward' as direction, citing_record || coalesce(', p. ' || page, '') as at
            from pairs where cited_verdict = 'no-match' and list_contains($1, citing_record)
            union select citing, 'forward', cited_record
            from pairs where citing_verdict = 'no-match' and list_contains($1, cited_record))
        select w.work, w.url, w.title, w.work_date, w.authors, w.publishers, w.doi, w.isbn, w.doc_type, f.direction,
            list(f.at order by f.at) as at
        from found f join work w using (work) where not coalesce(w.mirror, false) group by all order by w.work, f.direction
        """,
        [list(included)],
    )


def numbered(database: Queryable) -> dict[str, str | None]:
    """Return the DOI of each record by its number, ``None`` for those without one."""
    return {
        row["record"]: row["doi"] for row in database.rows("select record, doi from record order by record")
    }
