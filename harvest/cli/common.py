"""What several commands share: finding the review, printing, options."""

from __future__ import annotations

import csv
import json
import os
import re
import shlex
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from harvest.errors import Exit, GreylitError
from store.workspace import Workspace

F = TypeVar("F", bound=Callable[..., Any])

#: Control characters, which a terminal obeys, and characters that change the direction of writing. White
#: space is left to ``str.split``.
_CONTROL = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_LONG_QUERY = re.compile(r"(https?://[^\s?]+\?)(\S{80,})")
#: Characters of a long query that are shown, from its end.
_SHOWN = 40


def clean(text: object) -> str:
    """Return text from the web fit for a terminal: one line, without control or direction characters."""
    return " ".join(_CONTROL.sub("", str(text)).split())


def shortened(text: str) -> str:
    """Return a sentence with the middle of long queries in its addresses left out; ``--json`` has them whole."""

    def cut(found: re.Match[str]) -> str:
        _, _, end = found[2][-_SHOWN:].partition("&")
        return f"{found[1]}...&{end}"

    return _LONG_QUERY.sub(cut, text)


def json_option(command: F) -> F:
    """Add ``--json`` to a command."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")(command)


def review_option(command: F) -> F:
    """Add ``--review`` to a command: the folder of the review."""
    return click.option(
        "--review", type=click.Path(path_type=Path), default=None,
        help="Folder of the review; by default this one, or the nearest above with a protocol.toml.",
    )(command)  # fmt: skip


def proxy_option(command: F) -> F:
    """Add ``--proxy`` to a command: the proxy that its requests go through."""
    return click.option(
        "--proxy", envvar="GREYLIT_PROXY", metavar="URL", callback=_proxy,
        help="Send the requests through this proxy; one that wants a password only as GREYLIT_PROXY.",
    )(command)  # fmt: skip


def _proxy(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    from crawler.proxies import proxy_of

    if not value:
        return None
    try:
        proxy = proxy_of(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    typed = context.get_parameter_source(option.name or "") is click.core.ParameterSource.COMMANDLINE
    if proxy.authorization and typed:
        raise click.BadParameter(
            "a password that is typed can be read by everybody on this machine: put the address into GREYLIT_PROXY"
        )
    return value


def find_review(given: Path | None) -> Workspace:
    """Return the workspace: the folder given, or the nearest one from here upwards.

    Raises:
        GreylitError: no folder from here upwards holds a protocol or a ledger.
    """
    if given is not None:
        folder = given.parent if given.is_file() else given
        if not folder.is_dir():
            raise GreylitError(
                f"there is no folder {given}", code="NO_REVIEW", exit_code=Exit.NOT_FOUND,
                hint="Give the review's folder with --review, or make one: greylit init DIR",
            )  # fmt: skip
        return Workspace(folder)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "protocol.toml").exists() or (folder / "ledger.sqlite").exists():
            return Workspace(folder)
    raise GreylitError(
        "neither this folder nor one above it is a review (no protocol.toml)", code="NO_REVIEW",
        exit_code=Exit.NOT_FOUND, hint="Go to the review's folder, name it with --review, or make one: greylit init DIR",
    )  # fmt: skip


def require_runs(workspace: Workspace) -> None:
    """Make sure that the review has been run at least once.

    Raises:
        GreylitError: it has no ledger yet.
    """
    if not workspace.ledger.exists() or (not workspace.database.exists() and not _has_run(workspace)):
        raise GreylitError(
            f"{workspace.root} has not been run yet", code="NO_RUN", exit_code=Exit.NOT_FOUND,
            hint="Start a run: greylit run protocol.toml",
        )  # fmt: skip


def _has_run(workspace: Workspace) -> bool:
    from store.ledger import Ledger

    with Ledger(workspace.ledger, read_only=True) as ledger:
        return ledger.last("run") is not None


def place(workspace: Workspace) -> str:
    """Return what a command printed for this review needs so that it works as printed, here and now."""
    here = Path.cwd()
    root = workspace.root.resolve()
    return "" if here == root else f" --review {shlex.quote(_from_here(root))}"


def protocol_of(workspace: Workspace) -> str:
    """Return the path of the protocol as a command that is typed here takes it."""
    return shlex.quote(_from_here(workspace.root.resolve() / "protocol.toml"))


def _from_here(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def json_text(content: object, indent: int | None = None) -> str:
    """Return JSON in which no character can move a terminal's cursor or turn its writing round."""
    text = json.dumps(content, ensure_ascii=False, indent=indent, default=str)
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def print_json(schema: str, content: Mapping[str, Any]) -> None:
    """Print one JSON document that names its schema."""
    click.echo(json_text({"schema": f"greylit/{schema}/1", **content}, indent=2))


def print_csv(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print rows as CSV whose cells are one line and no spreadsheet runs as a formula."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    if rows:
        writer.writerow(rows[0])
    for row in rows:
        writer.writerow([_cell(value) for value in row.values()])


def _cell(value: object) -> object:
    from harvest.export.clean import guard_formula, one_line

    if value is None or isinstance(value, int | float):
        return value
    return guard_formula(
        clean(one_line("; ".join(map(str, value)) if isinstance(value, list) else str(value)))
    )


def table(rows: Sequence[Mapping[str, Any]], columns: Iterable[tuple[str, str, str]]) -> list[str]:
    """Return lines of a plain table: column key, heading and ``<`` or ``>`` for its side."""
    chosen = list(columns)
    cells = [[clean("" if row.get(key) is None else row[key]) for key, _, _ in chosen] for row in rows]
    widths = [max([len(head), *(len(row[i]) for row in cells)]) for i, (_, head, _) in enumerate(chosen)]
    lines = [
        "  ".join(f"{head:{side}{width}}" for (_, head, side), width in zip(chosen, widths, strict=True))
    ]
    for row in cells:
        lines.append(
            "  ".join(f"{c:{side}{w}}" for c, (_, _, side), w in zip(row, chosen, widths, strict=True))
        )
    return [line.rstrip() for line in lines]


def counted(number: int, one: str, more: str | None = None) -> str:
    """Return a number with its noun: ``1 page``, ``2 pages``."""
    return f"{number} {one if number == 1 else more or one + 's'}"


def is_terminal() -> bool:
    """Tell whether output goes to a person who can watch it change."""
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
