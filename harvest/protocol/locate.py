"""Finds the line on which each key of a TOML file is written.

``tomllib`` gives values without their places. This reader runs only over text that ``tomllib`` has
accepted, so it can be small: it follows the grammar of TOML 1.0 and leaves values unread.
"""

from __future__ import annotations

import re
import tomllib
from contextlib import suppress

Location = tuple[str | int, ...]

_BLANK = re.compile(r"[ \t]*")
_GAP = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}' r"|'''.*?'{3,5}" r'|"(?:[^"\\\n]|\\.)*"' r"|'[^'\n]*'", re.DOTALL
)
_SCALAR = re.compile(r"[^,\]}\n#]+")


def find_lines(text: str) -> dict[Location, int]:
    """Return the line, counted from 1, of every key, table header and list entry of a valid TOML text.

    Entries of lists and of ``[[tables]]`` are numbered from 0. Where the text is not understood, the lines
    found so far are returned: places are a help, never a reason to fail.
    """
    reader = _Reader(text)
    with suppress(_NotUnderstoodError, RecursionError):
        reader.read()
    return reader.lines


class _NotUnderstoodError(Exception):
    """The text at the present place is not what the grammar asks for."""


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line = 1
        self.counted = 0
        self.lines: dict[Location, int] = {}
        self.tables: dict[Location, int] = {}

    def read(self) -> None:
        table: Location = ()
        while self.skip(_GAP) and self.at < len(self.text):
            if self.text.startswith("[", self.at):
                table = self.header()
            else:
                self.pair(table)

    def header(self) -> Location:
        many = self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        table = self.resolve(self.key())
        if many:
            number = self.tables.get(table, -1) + 1
            self.tables[table] = number
            self.note(table)
            table = (*table, number)
        self.note(table)
        self.expect("]]" if many else "]")
        return table

    def resolve(self, parts: Location) -> Location:
        """Add to a table's name the numbers of the ``[[tables]]`` it lies in."""
        found: Location = ()
        for part in parts[:-1]:
            found = (*found, part)
            if found in self.tables:
                found = (*found, self.tables[found])
        return (*found, parts[-1])

    def key(self) -> Location:
        parts: list[str | int] = []
        while True:
            self.skip(_BLANK)
            if found := _STRING.match(self.text, self.at):
                try:
                    parts.append(tomllib.loads(f"x={found[0]}")["x"])
                except tomllib.TOMLDecodeError as error:
                    raise _NotUnderstoodError from error
            elif found := _BARE.match(self.text, self.at):
                parts.append(found[0])
            else:
                raise _NotUnderstoodError
            self.at = found.end()
            self.skip(_BLANK)
            if not self.text.startswith(".", self.at):
                return tuple(parts)
            self.at += 1

    def pair(self, table: Location) -> None:
        place = (*table, *self.key())
        for length in range(len(table) + 1, len(place) + 1):
            self.note(place[:length])
        self.expect("=")
        self.skip(_BLANK)
        self.value(place)

    def value(self, place: Location) -> None:
        if self.text.startswith("[", self.at):
            self.at += 1
            number = 0
            while self.skip(_GAP) and not self.text.startswith("]", self.at):
                self.note((*place, number))
                self.value((*place, number))
                number += 1
                self.comma("]")
            self.at += 1
        elif self.text.startswith("{", self.at):
            self.at += 1
            while self.skip(_GAP) and not self.text.startswith("}", self.at):
                self.pair(place)
                self.comma("}")
            self.at += 1
        elif found := _STRING.match(self.text, self.at) or _SCALAR.match(self.text, self.at):
            self.at = found.end()
        else:
            raise _NotUnderstoodError

    def comma(self, end: str) -> None:
        self.skip(_GAP)
        if self.text.startswith(",", self.at):
            self.at += 1
        elif not self.text.startswith(end, self.at):
            raise _NotUnderstoodError

    def expect(self, mark: str) -> None:
        self.skip(_BLANK)
        if not self.text.startswith(mark, self.at):
            raise _NotUnderstoodError
        self.at += len(mark)

    def skip(self, pattern: re.Pattern[str]) -> bool:
        if found := pattern.match(self.text, self.at):
            self.at = found.end()
        return True

    def note(self, place: Location) -> None:
        self.line += self.text.count("\n", self.counted, self.at)
        self.counted = max(self.counted, self.at)
        self.lines.setdefault(place, self.line)
