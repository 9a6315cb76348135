"""The command that lists the references of local files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harvest.cli.common import clean, json_text
from harvest.errors import Exit

if TYPE_CHECKING:
    from harvest.reference_lists import Found

FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))


@click.command()
@FILES
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line, one for each file.")
def references(files: tuple[Path, ...], as_json: bool) -> int:
    """List the references of local files, as written and parsed: PDF, web pages, Word documents, plain text.

    \b
    Example:  greylit references report.pdf page.html --json
    """
    parse = _parser()
    failed = 0
    for path, found, problem in _read(files):
        failed += problem is not None
        line = _object(path, found, problem, parse)
        if as_json:
            click.echo(json_text(line))
        else:
            _print(line)
    return int(Exit.PARTIAL if failed else Exit.OK)


def _read(files: tuple[Path, ...]) -> Iterator[tuple[Path, Found | None, str | None]]:
    """Yield each file with its references, or with the reason why it could not be read."""
    from harvest.reference_lists.job import read_file
    from harvest.text.pool import Failure, TextPool
    from harvest.workers import MEMORY, TIMEOUT

    readable = [path for path in files if path.is_file()]
    done: dict[Path, Any] = {}
    if not readable:
        for path in files:
            yield path, None, _absent(path)
        return
    with TextPool(workers=1, timeout=TIMEOUT, memory_bytes=MEMORY) as pool:
        done = {path: pool.submit(read_file, str(path)) for path in readable}
        for path in files:
            if path not in done:
                yield path, None, _absent(path)
                continue
            result = done[path].result()
            if isinstance(result, Failure):
                yield path, None, f"{result.outcome}: {result.detail}"
            else:
                yield path, result, result.problem


def _absent(path: Path) -> str:
    return "there is no such file" if not path.exists() else "it is not a file"


def _parser() -> Callable[[str], Any] | None:
    try:
        from harvest.reference_fields import parse_reference
    except ImportError:
        return None
    parser: Callable[[str], Any] = parse_reference
    return parser


def _object(
    path: Path, found: Found | None, problem: str | None, parse: Callable[[str], Any] | None
) -> dict[str, Any]:
    entries = []
    for each in found.references if found is not None else ():
        entry: dict[str, Any] = asdict(each)
        entry["fields"] = _fields(each.text, parse)
        entries.append(entry)
    return {
        "schema": "greylit/references/1", "file": str(path), "kind": found.kind if found else None,
        "references": entries, "problem": problem,
    }  # fmt: skip


def _fields(text: str, parse: Callable[[str], Any] | None) -> dict[str, Any] | None:
    if parse is None:
        return None
    parsed = parse(text)
    return asdict(parsed) if is_dataclass(parsed) and not isinstance(parsed, type) else dict(parsed)


def _print(line: dict[str, Any]) -> None:
    entries = line["references"]
    if line["problem"]:
        click.echo(f"{clean(line['file'])}: not read: {clean(line['problem'])}")
        return
    count = len(entries)
    click.echo(f"{clean(line['file'])}: {count} reference{'' if count == 1 else 's'}")
    for each in entries:
        page = f"p. {each['page']}" if each["page"] else ""
        place = ", ".join(part for part in (each["where"], page) if part)
        number = f"[{clean(each['number'])}] " if each["number"] else ""
        address = f" <{clean(each['url'])}>" if each["url"] and each["url"] not in each["text"] else ""
        click.echo(f"  {number}{clean(each['text'])}{address} ({place})")
