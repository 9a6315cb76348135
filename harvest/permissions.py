"""permissions.csv: what owners of sites allowed, one dated row each. Reported with each run; never a switch.

robots.txt is obeyed whatever stands here. A permission is read when a run begins and kept with it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from harvest.errors import GreylitError

NAME = "permissions.csv"
COLUMNS = ("host", "path", "permits", "given_by", "role", "given_on", "expires_on", "evidence", "added_by")
#: Columns that every row must fill: a permission without them is hearsay.
COMPULSORY = ("host", "permits", "given_by", "given_on")


@dataclass(frozen=True, slots=True)
class Permission:
    """What the owner of a site allowed.

    Attributes:
        host: the host it is for.
        path: where on the host it applies; everywhere when ``None``.
        permits: what it allows, in words.
        given_by, role: the person who allowed it.
        given_on, expires_on: ISO dates; ``None`` for one without an end.
        evidence: the letter or message, as a file in the review's folder.
        added_by: who wrote the row.
    """

    host: str
    permits: str
    given_by: str
    given_on: str
    path: str | None = None
    role: str | None = None
    expires_on: str | None = None
    evidence: str | None = None
    added_by: str | None = None

    def as_row(self) -> dict[str, Any]:
        """Return the permission as it is kept in the ledger row of a run."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with permissions.csv: the line, the column, and what to write instead."""

    line: int
    column: str
    says: str

    @property
    def sentence(self) -> str:
        """The problem with its place."""
        column = f", column {self.column}" if self.column else ""
        return f"{NAME} line {self.line}{column}: {self.says}"


def load(folder: Path) -> list[Permission]:
    """Return the permissions of a review, in the order of the file; none where there is no file.

    Raises:
        GreylitError: a row cannot be read (``PERMISSIONS_INVALID``).
    """
    permissions, problems = read(folder)
    if problems:
        more = f" (and {len(problems) - 1} more)" if problems[1:] else ""
        raise GreylitError(
            f"{problems[0].sentence}{more}", code="PERMISSIONS_INVALID",
            where={"file": str(folder / NAME), "line": problems[0].line, "key": problems[0].column},
            hint="Mend the row or take it out; `greylit check` lists all of them.",
        )  # fmt: skip
    return permissions


def read(folder: Path) -> tuple[list[Permission], list[Problem]]:
    """Return the permissions of a review that can be read, and everything that is wrong with the others."""
    path = folder / NAME
    if not path.exists():
        return [], []
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        said = getattr(error, "strerror", None) or "it is not UTF-8: save it as CSV in UTF-8"
        return [], [Problem(1, "", f"the file cannot be read ({said})")]
    rows = csv.reader(io.StringIO(text, newline=""))
    try:
        return _rows(rows)
    except csv.Error as error:
        return [], [Problem(rows.line_num, "", f"this is not CSV: {error}")]


def _rows(rows: Any) -> tuple[list[Permission], list[Problem]]:
    head = [name.strip() for name in next(rows, [])]
    problems = _head_problems(head)
    if problems:
        return [], problems
    permissions: list[Permission] = []
    for values in rows:
        if not any(value.strip() for value in values):
            continue
        line = rows.line_num
        while len(values) > len(head) and not values[-1].strip():
            values.pop()
        if len(values) > len(head):
            problems.append(Problem(line, "", f"{len(values)} values for {len(head)} columns: put text with commas in quotes"))  # fmt: skip
            continue
        row = {name: value.strip() for name, value in zip(head, values, strict=False)}
        wrong = list(_row_problems(line, row))
        problems += wrong
        if not wrong:
            permissions.append(Permission(**{name: row.get(name) or None for name in COLUMNS}))  # type: ignore[arg-type]
    return permissions, problems


def _head_problems(head: list[str]) -> list[Problem]:
    if not head:
        return []
    problems = []
    for name in head:
        if name not in COLUMNS:
            near = get_close_matches(name, COLUMNS, n=1)
            meant = f"did you mean {near[0]}? " if near else ""
            problems.append(
                Problem(1, name, f"there is no such column; {meant}columns: {', '.join(COLUMNS)}")
            )
    missing = [name for name in COMPULSORY if name not in head]
    if missing and not problems:
        problems.append(Problem(1, missing[0], f"the column is missing; columns: {', '.join(COLUMNS)}"))
    twice = sorted({name for name in head if head.count(name) > 1})
    return problems + [Problem(1, name, "the column is there twice") for name in twice]


def _row_problems(line: int, row: Mapping[str, str]) -> Iterable[Problem]:
    for name in COMPULSORY:
        if not row.get(name):
            yield Problem(line, name, "nothing is written here; it is compulsory")
    if (host := row.get("host", "")) and not _is_host(host):
        yield Problem(
            line, "host", f"{host!r} is not a host: write it without https:// and path, as www.example.org"
        )
    days = {}
    for name in ("given_on", "expires_on"):
        if value := row.get(name):
            try:
                days[name] = date.fromisoformat(value)
            except ValueError:
                yield Problem(line, name, f"{value!r} is not a date: write it as 2026-11-23")
    if len(days) == 2 and days["expires_on"] < days["given_on"]:
        yield Problem(line, "expires_on", f"{row['expires_on']} is before it was given ({row['given_on']})")


def _is_host(text: str) -> bool:
    try:
        return urlsplit(f"//{text}").netloc == text and not any(sign in text for sign in " /@?#*")
    except ValueError:
        return False


def plain(host: str) -> str:
    """Return a host without ``www.``: a permission for one is meant for the other."""
    return host.lower().removeprefix("www.")


def of_host(permissions: Iterable[Mapping[str, Any]], host: str) -> list[Mapping[str, Any]]:
    """Return the permissions, as rows, that are for a host."""
    return [each for each in permissions if plain(str(each["host"])) == plain(host)]


def sentence(permission: Mapping[str, Any], day: str) -> str:
    """Return a permission in words, as it stands on an ISO date."""
    role = f" ({permission['role']})" if permission.get("role") else ""
    where = f" for {permission['path']}" if permission.get("path") else ""
    end = permission.get("expires_on")
    until = f", {'expired on' if end < day else 'until'} {end}" if end else ""
    proof = f", see {permission['evidence']}" if permission.get("evidence") else ""
    return f"{permission['given_by']}{role} permits{where}: {permission['permits']}; given on {permission['given_on']}{until}{proof}"
