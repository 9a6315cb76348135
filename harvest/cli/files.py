"""Commands that do to local files what a run does to fetched ones: text, match."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harvest.cli.common import json_text
from harvest.errors import Exit

if TYPE_CHECKING:
    from harvest.text import Extracted

#: Outcomes that are no failure of the file: it was read, even if there is nothing in it.
READ = ("text", "empty")

FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))


def _read(files: tuple[Path, ...]) -> Iterator[tuple[Path, Extracted | None, str | None]]:
    """Yield each file with what was read of it, or with the reason why it could not be opened."""
    from harvest.jobs import read_file
    from harvest.text.pool import Failure, TextPool
    from harvest.workers import MEMORY, TIMEOUT

    readable = []
    for path in files:
        if path.is_file():
            readable.append(path)
        else:
            yield path, None, "there is no such file" if not path.exists() else "it is not a file"
    if not readable:
        return
    with TextPool(workers=1, timeout=TIMEOUT, memory_bytes=MEMORY) as pool:
        for path, future in [(path, pool.submit(read_file, str(path))) for path in readable]:
            done = future.result()
            if isinstance(done, Failure):
                yield path, None, f"{done.outcome}: {done.detail}"
            else:
                yield path, done, None


def _object(name: str, path: Path, found: Extracted | None, problem: str | None) -> dict[str, Any]:
    schema = f"greylit/{name}/1"
    if found is None:
        return {"schema": schema, "file": str(path), "outcome": "failed", "detail": problem}
    return {
        "schema": schema, "file": str(path), "outcome": found.outcome, "kind": found.kind, "detail": found.detail, "title": found.title,
        "title_source": found.title_source, "date": found.date, "date_source": found.date_source,
        "language": found.language, "publisher": found.publisher, "method": found.method,
        "pages": [{"page": p.number, "label": p.label, "start": p.start, "end": p.end} for p in found.pages],
    }  # fmt: skip


@click.command()
@FILES
@click.option("--json", is_flag=True, expose_value=False, help="One JSON object a line (also the default).")
def text(files: tuple[Path, ...]) -> int:
    """Read local files as a run would: title, date, language, pages, text. One JSON object a line.

    \b
    Example:  greylit text report.pdf page.html --json
    """
    failed = 0
    for path, found, problem in _read(files):
        failed += found is None or found.outcome not in READ
        line = _object("text", path, found, problem)
        if found is not None:
            line["text"] = found.text
        click.echo(json_text(line))
    return int(Exit.PARTIAL if failed else Exit.OK)


@click.command()
@click.argument("protocol", type=click.Path(path_type=Path))
@FILES
@click.option("--json", is_flag=True, expose_value=False, help="One JSON object a line (also the default).")
def match(protocol: Path, files: tuple[Path, ...]) -> int:
    """Match local files against a protocol. One JSON object a line.

    \b
    Example:  greylit match protocol.toml report.pdf --json
    """
    from harvest.matching import Matcher
    from harvest.protocol import load_protocol

    loaded = load_protocol(protocol)
    matcher = Matcher.of(loaded)
    failed = 0
    for path, found, problem in _read(files):
        failed += found is None or found.outcome not in READ
        line = _object("match", path, found, problem)
        if found is not None:
            matches = matcher.match(found.text, found.pages)
            present = {each.concept for each in matches}
            if found.title and "title" in loaded.search.fields:
                present |= matcher.present(found.title)
            line["met"] = matcher.met(present) and matcher.close(found.text, matches)
            line["concepts"] = sorted(present)
            line["matches"] = [
                {"concept": m.concept, "term": m.term, "page": m.page, "start": m.start, "end": m.stop,
                 "text": found.text[m.start:m.stop]}
                for m in matches
            ]  # fmt: skip
            line["passages"] = [
                {
                    "page": p.page,
                    "start": p.start,
                    "end": p.stop,
                    "concepts": list(p.concepts),
                    "text": p.body,
                }
                for p in matcher.passages(found.text, found.pages, matches)
            ]
        click.echo(json_text(line))
    return int(Exit.PARTIAL if failed else Exit.OK)
