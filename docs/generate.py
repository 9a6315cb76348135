"""Writes the pages of docs/reference that follow from the code. A test compares them with what lies there.

Run it after a change of commands, protocol, tables or exit codes: ``python docs/generate.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path

import click
import duckdb

from harvest.cli import COMMANDS, greylit
from harvest.errors import MEANINGS, Exit
from harvest.protocol import reference_markdown
from store.database import schema
from store.named import queries

REFERENCE = Path(__file__).parent / "reference"
NOTICE = "<!-- written by docs/generate.py; changes made here are lost -->\n"


def pages() -> dict[Path, str]:
    """Return every generated page, by its path."""
    written = {
        "commands.md": _commands(),
        "protocol-keys.md": _protocol_keys(),
        "exit-codes.md": _exit_codes(),
        "tables.md": _tables(),
        "queries.md": _queries(),
    }
    return {REFERENCE / name: f"{NOTICE}{text.rstrip()}\n" for name, text in written.items()}


def _commands() -> str:
    parts = [
        "# Commands",
        "The answer goes to standard output; progress, warnings and errors go to standard error. "
        "`--json` prints one JSON document, an error included. What the exit codes mean is in "
        "[exit codes](exit-codes.md).",
    ]
    context = click.Context(greylit, info_name="greylit")
    for group, names in COMMANDS.items():
        parts.append(f"## {group.capitalize()}")
        for name in names:
            command = greylit.get_command(context, name)
            assert command is not None
            within = click.Context(command, parent=context, info_name=name)
            parts += _command(within, command)
            if isinstance(command, click.Group):
                for word, part in command.commands.items():
                    parts += _command(click.Context(part, parent=within, info_name=word), part)
    return "\n\n".join(parts)


def _command(context: click.Context, command: click.Command) -> Iterator[str]:
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"### {context.command_path}"
    yield f"```text\n{context.command_path} {usage}\n```"
    yield _paragraphs(cleandoc(command.help or ""))
    rows = [
        (_cell(names), _cell(meaning))
        for parameter in command.params
        if isinstance(parameter, click.Option) and (record := parameter.get_help_record(context))
        for names, meaning in [record]
    ]
    if not rows:
        return
    lines = ["| option | meaning |", "|---|---|"]
    yield "\n".join(lines + [f"| `{names}` | {meaning} |" for names, meaning in rows])


def _paragraphs(text: str) -> str:
    """Return help text as Markdown: what click prints as it stands (after ``\\b``) becomes a code block."""
    parts = []
    for paragraph in text.split("\n\n"):
        if paragraph.startswith("\b"):
            parts.append("```text\n" + paragraph.lstrip("\b\n").rstrip() + "\n```")
        else:
            parts.append(" ".join(paragraph.split()))
    return "\n\n".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _protocol_keys() -> str:
    return (
        "# Keys of the protocol\n\n"
        "One TOML file says what is searched, where, within which limits, and when to stop. An unknown key is an "
        "error. Templates to start from: `greylit init DIR` and `greylit init DIR --template alliancing`. A JSON "
        "Schema for editors: `greylit schema`.\n\n"
        "Some sections describe what later versions do; this one checks and records them, and acts on none of "
        "their keys: `[keep]`; of `[citations]` it reads reference lists, and asks no index in a run. Sources of the type `index` are reported as "
        "not asked.\n\n" + reference_markdown()
    )


def _exit_codes() -> str:
    lines = ["| code | name | meaning |", "|---|---|---|"]
    lines += [f"| {int(code)} | {code.name} | {MEANINGS[code]} |" for code in Exit]
    return (
        "# Exit codes\n\nThey are an interface: scripts may rely on them. A search with a gap does not end "
        "with 0.\n\n" + "\n".join(lines)
    )


def _tables() -> str:
    parts = [
        "# Tables of the database",
        "`greylit.duckdb` is computed from ledger and archive: delete it, run `greylit rebuild`, and it is "
        "there again. `greylit query` reads it, and so does every program that reads DuckDB files. "
        "Dates and times are ISO 8601 text, UTC. Queries that are ready: [named queries](queries.md).",
    ]
    comments = _comments(schema())
    with duckdb.connect() as connection:
        connection.execute(schema())
        names = connection.execute(
            "select table_name, table_type from information_schema.tables order by table_type, table_name"
        ).fetchall()
        for table, kind in names:
            about = comments.get((table, ""), "")
            parts.append(f"## {table}" + (" (view)" if kind == "VIEW" else ""))
            parts += [f"{about[0].upper()}{about[1:]}."] if about else []
            lines = ["| column | type | meaning |", "|---|---|---|"]
            for column, type_, *_ in connection.execute(f"describe {table}").fetchall():
                meaning = comments.get((table, column), "")
                lines.append(f"| `{column}` | {type_.lower()} | {_cell(meaning)} |")
            parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _queries() -> str:
    parts = [
        "# Named queries",
        "Questions that librarians ask of a search, ready to be put: `greylit query NAME`, with `--set NAME=VALUE` for what can "
        "be set, and `--csv` or `--json` for other programs. `greylit query --list` lists them. How to put questions of your own: "
        "[query the database](../how-to/query-the-database.md).",
    ]
    for query in queries().values():
        parts += [f"## {query.name}", query.sentence]
        if query.settings:
            lines = ["| to set | kind | meaning |", "|---|---|---|"]
            for each in query.settings:
                default = f" ({each.default} if not set)" if each.default is not None else ""
                lines.append(f"| `{each.name}` | {each.kind} | {_cell(each.meaning)}{default} |")
            parts.append("\n".join(lines))
        lines = ["| column | meaning |", "|---|---|"]
        lines += [f"| `{name}` | {_cell(meaning)} |" for name, meaning in query.columns]
        parts.append("\n".join(lines))
        parts.append(f"```sql\n{query.sql}\n```")
    return "\n\n".join(parts)


def _comments(sql: str) -> dict[tuple[str, str], str]:
    """Return the comments beside tables and columns, by table and column ('' for the table itself)."""
    found: dict[tuple[str, str], str] = {}
    table = ""
    for line in sql.splitlines():
        code, _, comment = line.partition("-- ")
        if added := re.match(r"alter table (\w+) add column (\w+)", code):
            found[added.group(1), added.group(2)] = comment.strip()
        elif head := re.match(r"create (?:or replace )?(?:table|view) (\w+)", code):
            table = head.group(1)
            found[table, ""] = comment.strip()
        elif (column := re.match(r"    (\w+)\s", code)) and comment:
            found[table, column.group(1)] = comment.strip()
    return found


if __name__ == "__main__":
    REFERENCE.mkdir(exist_ok=True)
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
