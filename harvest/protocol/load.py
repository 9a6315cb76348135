"""Reads a protocol from its file, and tells everything that is wrong with it at once."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from harvest.protocol.crosschecks import cross_problems
from harvest.protocol.locate import find_lines
from harvest.protocol.model import Protocol, nearest_line
from harvest.protocol.problems import Location, Problem, ProtocolError, dotted, field_problems

MAX_PROTOCOL_BYTES = 2_000_000
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def load_protocol(path: Path) -> Protocol:
    """Read, check and return the protocol in a TOML file.

    List files that the protocol names are hashed as they are now; whether all named files exist is told by
    :func:`harvest.check.check`, because a review is often set up before its lists are ready.

    Raises:
        ProtocolError: with every problem found, each with its dotted key and, where known, its line.
    """
    path = Path(path)
    text = _read(path)
    raw = _parse(path, text)
    lines = find_lines(text)
    problems: list[tuple[Location, str]] = []
    protocol = None
    try:
        protocol = Protocol.model_validate(raw)
    except ValidationError as error:
        problems = field_problems(error, raw)
        # a rule over two keys says nothing new about a key that is wrong by itself
        told = {location for location, _ in problems}
        problems += [found for found in cross_problems(raw) if found[0] not in told]
    if protocol is None:
        raise ProtocolError(
            path, sorted((_problem(found, raw, lines) for found in problems), key=_in_file_order)
        )
    protocol._path = path
    protocol._text = text
    protocol._lines = lines
    protocol._lists = {name: hash_file(path.parent / name) for _, name in protocol.list_files()}
    return protocol


def from_normalised(text: str, list_hashes: Mapping[str, str | None] | None = None) -> Protocol:
    """Return the protocol that :meth:`Protocol.normalised` wrote, as it stands in the ledger of a run.

    With the hashes of its list files it has the same ``sha256`` as then.

    Raises:
        ValueError: if the text is not a normalised protocol of this version.
    """
    protocol = Protocol.model_validate(json.loads(text), context={"normalised": True})
    protocol._lists = dict(list_hashes or {})
    return protocol


def hash_file(path: Path) -> str | None:
    """Return the SHA-256 of a file's bytes in hexadecimal; ``None`` if it is no file that can be read."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None


def _in_file_order(problem: Problem) -> tuple[int, str]:
    return problem.line or 0, problem.key


def _problem(found: tuple[Location, str], raw: Mapping[str, Any], lines: Mapping[Location, int]) -> Problem:
    location, message = found
    source = None
    if len(location) > 1 and location[0] == "sources" and isinstance(location[1], int):
        entry = raw["sources"][location[1]]
        name = entry.get("id") if isinstance(entry, Mapping) else None
        source = name if isinstance(name, str) and name.isprintable() and len(name) <= 64 else None
    return Problem(dotted(location), message, nearest_line(lines, location), source)


def _failed(path: Path, message: str, hint: str | None = None, line: int | None = None) -> ProtocolError:
    return ProtocolError(path, [Problem("", message, line)], hint=hint)


def _read(path: Path) -> str:
    """Return the text of the file. A byte order mark, which some editors write, is passed over."""
    try:
        if path.is_dir():
            raise _failed(
                path, "this is a folder, not a protocol", f"name the file in it: {path / 'protocol.toml'}"
            )
        if not path.exists():
            raise _failed(path, "there is no such file", "make a review folder with: greylit init FOLDER")
        if not path.is_file():
            raise _failed(path, "this is not an ordinary file", "name a protocol.toml")
        with path.open("rb") as stream:
            data = stream.read(MAX_PROTOCOL_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise _failed(
            path, f"the file cannot be read ({reason})", "check its name and your right to read it"
        ) from None
    if len(data) > MAX_PROTOCOL_BYTES:
        raise _failed(
            path,
            f"the file has more than {MAX_PROTOCOL_BYTES:,} bytes: this is no protocol",
            "name a protocol.toml",
        )
    hint = "save it as UTF-8 (in Notepad: Save as, Encoding: UTF-8)"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _failed(path, "the file is written in UTF-16", hint)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _failed(path, f"the byte 0x{data[error.start]:02x} is not UTF-8", hint, line) from None


def _parse(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise _failed(path, "lists or tables are nested too deeply") from None
    except ValueError as error:  # TOMLDecodeError, and numbers that Python refuses
        message = str(error)
        found = _PLACE.search(message)
        if found is None:
            raise _failed(path, f"not valid TOML: {message}") from None
        rows = text.replace("\r\n", "\n").split("\n")
        line = int(found[1]) if found[1] else len(rows)
        column = f"column {found[2]}" if found[2] else "the end"
        written = rows[line - 1].strip() if line <= len(rows) else ""
        shown = written if len(written) <= 80 else written[:77] + "..."
        said = message[:1].lower() + message[1 : found.start()]
        raise _failed(path, f"not valid TOML at {column}: {said}\n    {shown}", line=line) from None
