"""The command ``query``: named queries, and a person's own SQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harvest.cli.common import (
    counted,
    find_review,
    json_option,
    print_csv,
    print_json,
    require_runs,
    review_option,
    table,
)
from harvest.errors import Exit

if TYPE_CHECKING:
    from store.named import Named

Row = dict[str, Any]


@click.command()
@click.argument("what", required=False)
@click.option("--list", "listed", is_flag=True, help="List the queries that have names.")
@click.option("--show", "shown", is_flag=True, help="Say what a named query asks, what its columns mean, and its SQL; nothing is asked.")  # fmt: skip
@click.option("--set", "given", multiple=True, metavar="NAME=VALUE", help="Set something of a named query, such as run=2. Can be given several times.")  # fmt: skip
@review_option
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@json_option
def query(
    what: str | None, listed: bool, shown: bool, given: tuple[str, ...], review: Path | None, as_csv: bool, as_json: bool
) -> int:  # fmt: skip
    """Put a query to the database: one of those with names, or SQL of your own, which can only read.

    `greylit schema --tables` lists the tables. docs/reference/queries.md explains the named queries.

    \b
    Example:  greylit query --list
              greylit query records-by-year --set from_year=2015
              greylit query "select record, title from record where state = 'needs-ocr'"
    """
    from harvest.named_queries import find, is_name

    if listed:
        return _list(as_json)
    if not what:
        raise click.UsageError("Give the name of a query, or SQL. The names: greylit query --list")
    named = find(what) if shown or is_name(what) else None
    if given and named is None:
        raise click.UsageError("--set goes with a named query; SQL has its values in it.")
    if shown and named is not None:
        return _show(named, as_json)
    rows = _asked(what, named, given, review)
    if as_json:
        about = {} if named is None else {"query": named.name, "columns": dict(named.columns)}
        print_json("query", {**about, "rows": rows})
    elif as_csv:
        print_csv(rows)
    else:
        flat = [{name: _flat(value) for name, value in row.items()} for row in rows]
        for line in table(flat, [(name, name, "<") for name in rows[0]] if rows else []):
            click.echo(line)
        click.echo(counted(len(rows), "row"), err=True)
    return int(Exit.OK)


def _asked(what: str, named: Named | None, given: Sequence[str], review: Path | None) -> list[Row]:
    from harvest.asking import ask
    from harvest.named_queries import put, settings
    from store.database import Reader

    # Read first: a slip of the pen is said before the review is looked for.
    values = settings(named, given) if named is not None else {}
    workspace = find_review(review)
    require_runs(workspace)
    with Reader(workspace.database) as database:
        return ask(database, what) if named is None else put(database, named, values)


def _flat(value: Any) -> Any:
    return "; ".join(map(str, value)) if isinstance(value, list) else value


def _list(as_json: bool) -> int:
    from store.named import queries

    known = queries().values()
    if as_json:
        print_json("queries", {"queries": [_described(each) for each in known]})
        return int(Exit.OK)
    for each in known:
        click.echo(f"{each.name}\n    {each.sentence}")
    return int(Exit.OK)


def _show(query: Named, as_json: bool) -> int:
    if as_json:
        print_json("queries", {"queries": [_described(query)]})
        return int(Exit.OK)
    for line in _told(query):
        click.echo(line)
    return int(Exit.OK)


def _described(query: Named) -> Row:
    return {
        "name": query.name,
        "asks": query.sentence,
        "settings": [
            {"name": each.name, "kind": each.kind, "default": each.default, "meaning": each.meaning}
            for each in query.settings
        ],
        "columns": dict(query.columns),
        "sql": query.sql,
    }


def _told(query: Named) -> Iterator[str]:
    yield query.sentence
    if query.settings:
        yield "\ncan be set:"
        for each in query.settings:
            default = f" ({each.default} if not set)" if each.default is not None else ""
            yield f"  --set {each.name}=...  {each.meaning}{default}"
    yield "\ncolumns:"
    width = max(len(name) for name, _ in query.columns)
    for name, meaning in query.columns:
        yield f"  {name:{width}}  {meaning}"
    yield f"\n{query.sql}"
