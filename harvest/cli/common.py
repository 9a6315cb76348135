"""What several commands share: finding the review, printing, options."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from harvest.errors import Exit, GreylitError
from store.workspace import Workspace

F = TypeVar("F", bound=Callable[..., Any])

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def clean(text: object) -> str:
    """Return text from the web fit for a terminal: one line, without control or direction characters."""
    return " ".join(_CONTROL.sub("", str(text)).split())


def json_option(command: F) -> F:
    """Add ``--json`` to a command."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")(command)


def review_option(command: F) -> F:
    """Add ``--review`` to a command: the folder of the review."""
    return click.option(
        "--review", type=click.Path(path_type=Path), default=None,
        help="Folder of the review; by default this one, or the nearest above with a protocol.toml.",
    )(command)  # fmt: skip


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
    if not workspace.ledger.exists():
        raise GreylitError(
            f"{workspace.root} has not been run yet", code="NO_RUN", exit_code=Exit.NOT_FOUND,
            hint="Start a run: greylit run protocol.toml",
        )  # fmt: skip


def print_json(schema: str, content: Mapping[str, Any]) -> None:
    """Print one JSON document that names its schema."""
    document = {"schema": f"greylit/{schema}/1", **content}
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, default=str))


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


def is_terminal() -> bool:
    """Tell whether output goes to a person who can watch it change."""
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
