"""The command ``citations``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harvest.cli.common import (
    clean,
    counted,
    find_review,
    json_option,
    print_csv,
    print_json,
    require_runs,
    review_option,
)
from harvest.errors import Exit, GreylitError

if TYPE_CHECKING:
    from store.database import Reader

Row = dict[str, Any]
#: What is listed: the works that are cited, every citation by itself, or the references that nothing held is.
VIEWS = ("cited", "edges", "not-held")


@click.command()
@click.option("--show", "view", type=click.Choice(VIEWS), default="cited", show_default=True, help="Works by how many cite them, every citation with its evidence, or references to what is not held.")  # fmt: skip
@click.option("--record", metavar="R00012", help="Only what this record cites, and what cites it.")
@click.option("--graphml", type=click.Path(path_type=Path, dir_okay=False), help="Write the graph to this file, for Gephi and others.")  # fmt: skip
@click.option("--picture", type=click.Path(path_type=Path, dir_okay=False), help="Draw the citations by year into this file, as SVG.")  # fmt: skip
@review_option
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@json_option
def citations(
    view: str, record: str | None, graphml: Path | None, picture: Path | None, review: Path | None, as_csv: bool,
    as_json: bool,
) -> int:  # fmt: skip
    """List which works of the review cite which: by their reference lists, notes and links, with and without a DOI.

    Citations are told from mentions: a title in running text without year or publisher. It counts what is held here, and
    says nothing of works elsewhere.

    \b
    Example:  greylit citations --show not-held --csv > to-look-for.csv
    """
    from store import citing
    from store.database import Reader

    workspace = find_review(review)
    require_runs(workspace)
    with Reader(workspace.database) as database:
        numbers = citing.citation_counts(database)
        rows = _rows(database, view, record)
        if graphml is not None:
            _write_graph(graphml, database)
        if picture is not None:
            _write_picture(picture, citing.by_year(database))
    if as_json:
        print_json("citations", {"counts": numbers, "show": view, "rows": rows})
    elif as_csv:
        print_csv([{key: _flat(value) for key, value in row.items()} for row in rows])
    else:
        for line in _lines(view, rows):
            click.echo(line)
    click.echo(_sentence(numbers), err=True)
    if not numbers["documents"]:
        click.echo(
            "next: write [citations] with backward or forward into the protocol, then greylit run",
            err=True,
        )
    return int(Exit.OK)


def _rows(database: Reader, view: str, record: str | None) -> list[Row]:
    from store import citing, views

    work = None
    if record is not None:
        found = views.work(database, record.upper()) or views.work(database, record)
        if found is None:
            raise GreylitError(
                f"there is no record {record}", code="NOT_FOUND", exit_code=Exit.NOT_FOUND, where={"record": record},
                hint="Record numbers look like R00012: greylit records",
            )  # fmt: skip
        work = found["into_work"] or found["work"]
    if view == "edges":
        return [row for row in citing.edges(database) if work in (None, row["citing"], row["cited"])]
    if view == "not-held":
        return [row for row in citing.not_held(database) if work in (None, row["work"])]
    return [row for row in citing.cited_works(database) if work in (None, row["work"])]


def _flat(value: Any) -> Any:
    return "; ".join(map(str, value)) if isinstance(value, list) else value


def _named(record: str | None, work: str) -> str:
    return record or clean(work)


def _lines(view: str, rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        if view == "cited":
            by = row["cited_by"] or []
            said = f"cited by {len(by)}: {', '.join(map(clean, by))}" if by else ""
            mentioned = row["mentioned_by"] or []
            also = f"mentioned by {len(mentioned)}: {', '.join(map(clean, mentioned))}" if mentioned else ""
            yield f"{_named(row['record'], row['work'])}  {clean(row['title'])} ({row['work_date'] or 'no date'})"
            yield f"  {'; '.join(filter(None, (said, also)))}"
        elif view == "edges":
            where = f", p. {row['page']}" if row["page"] else ""
            yield f"{_named(row['citing_record'], row['citing'])} -> {_named(row['cited_record'], row['cited'])}  {row['kind']} by {row['rule']}, {row['score']:.2f}{where}"
            if row["as_written"]:
                yield f"  {clean(row['as_written'])[:200]}"
        else:
            page = f", p. {row['page']}" if row["page"] else ""
            yield f"{_named(row['record'], row['work'])}{page}: {clean(row['as_written'])[:240]}"


def _sentence(numbers: dict[str, int]) -> str:
    """Return all counts, each beside what is left of it."""
    unread = f" ({numbers['unread']} could not be read)" if numbers["unread"] else ""
    return (
        f"{counted(numbers['references'], 'reference')} in {counted(numbers['documents'], 'document')}{unread}: "
        f"{numbers['matched']} of what is held, "
        f"{numbers['unmatched']} of what is not ({numbers['with_doi']} of these with a DOI, {numbers['with_url']} with an address); "
        f"{counted(numbers['citations'], 'citation')} and {counted(numbers['mentions'], 'mere mention')} among works that are held"
    )


def _write_graph(path: Path, database: Reader) -> None:
    from harvest.export.graphml import write_graph

    write_graph(path, database)


def _write_picture(path: Path, by_year: list[Row]) -> None:
    from harvest.citing.picture import picture
    from harvest.export.files import replacing

    drawn = picture(by_year)
    with replacing(path) as part:
        part.write_text(drawn, encoding="utf-8")
