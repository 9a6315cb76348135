"""Commands that set a review up: init, check, plan, schema."""

from __future__ import annotations

from pathlib import Path

import click

from harvest.cli.common import clean, counted, json_option, print_json, proxy_option, require_runs, table
from harvest.errors import Exit

PROTOCOL = click.argument("protocol", type=click.Path(path_type=Path), default="protocol.toml")


@click.command()
@click.argument("directory", type=click.Path(path_type=Path))
@click.option(
    "--template", default="minimal", show_default=True, help="alliancing (a whole review) or minimal."
)
@json_option
def init(directory: Path, template: str, as_json: bool) -> None:
    """Write a new review folder with a commented protocol.

    \b
    Example:  greylit init myreview --template alliancing
    """
    from harvest.init import init as write

    written = write(directory, template)
    if as_json:
        print_json("init", {"folder": str(directory), "files": [str(path) for path in written]})
        return
    for path in written:
        click.echo(f"wrote {path}")
    click.echo(f"next: edit {directory / 'protocol.toml'}, then: greylit check {directory / 'protocol.toml'}")


@click.command()
@PROTOCOL
@click.option(
    "--sample",
    type=click.IntRange(1),
    help="Count each term in so many documents that the review holds already.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 when there are warnings.")
@json_option
def check(protocol: Path, sample: int | None, strict: bool, as_json: bool) -> int:
    """Explain a protocol in words and warn of what looks wrong. Fetches nothing.

    \b
    Example:  greylit check protocol.toml --strict
    """
    from crawler.sources import sources
    from harvest.check import check as examine
    from harvest.protocol import load_protocol
    from harvest.protocol.model import canonical_json
    from harvest.terms import term_counts
    from store.ledger import Ledger
    from store.workspace import Workspace

    loaded = load_protocol(protocol)
    workspace = Workspace(protocol.parent)
    last = None
    if workspace.ledger.exists():
        with Ledger(workspace.ledger, read_only=True) as ledger:
            last = ledger.last("run")
    counts = None
    if sample:
        require_runs(workspace)
        counts = term_counts(workspace, loaded, sample)
    report = examine(
        loaded, term_counts=counts, known_spiders=tuple(sources()),
        last_run_sha=str(last.body["protocol_sha256"]) if last else None,
        last_run_normalised=canonical_json(last.body["protocol"]) if last else None,
    )  # fmt: skip
    if as_json:
        print_json("check", report.as_dict())
    else:
        for line in report.lines():
            click.echo(line)
    if not report.ok:
        return int(Exit.USAGE)
    return int(Exit.FINDINGS if strict and report.warnings else Exit.OK)


@click.command()
@PROTOCOL
@click.option("--offline", is_flag=True, help="Do not ask for robots.txt.")
@proxy_option
@json_option
def plan(protocol: Path, offline: bool, proxy: str | None, as_json: bool) -> int:
    """Show what a run would ask, of whom, and how long it takes at least. Asks for robots.txt only.

    \b
    Example:  greylit plan protocol.toml --offline
    """
    from crawler.sources import sources
    from harvest.plan import duration, parts_in_words, plan_report, shown_questions
    from harvest.protocol import load_protocol

    loaded = load_protocol(protocol)
    report = plan_report(loaded, sources(), offline=offline, proxy=proxy)
    if as_json:
        print_json("plan", report.as_dict())
        return int(Exit.OK)
    wholes: set[str] = set()
    for source in report.sources:
        if whole := source["part_of"]:
            if whole not in wholes:
                wholes.add(whole)
                click.echo(f"{whole}  {clean(source['part_of_name'])}")
                for line in parts_in_words(report, whole):
                    click.echo(f"  {clean(line)}")
                click.echo(f"  {clean(source['robots'])}; {source['delay']:g} s between requests to one host")
            continue
        click.echo(f"{source['source']}  {clean(source['name'])}  {source['url'] or ''}".rstrip())
        if source["reason"]:
            click.echo(f"  not asked: {clean(source['reason'])}")
            continue
        if source["files"]:
            click.echo(f"  searched by a person; {clean(source['robots'])}")
            continue
        asked = (
            f"{counted(source['questions'], 'question')}, {counted(source['walks'], 'collection')} to walk"
        )
        if not (source["questions"] or source["walks"]):
            asked = "walked from its start pages"
        click.echo(f"  {clean(source['robots'])}; {source['delay']:g} s between requests; {asked}")
    if report.questions:
        click.echo()
        columns = (("question", "question", "<"), ("meant", "as meant", "<"), ("shown", "as sent", "<"))
        for line in table(shown_questions(report), columns):
            click.echo(line)
    for note in report.notes:
        click.echo(f"note: {clean(note)}")
    click.echo()
    click.echo(f"{counted(report.least_requests, 'request')} at least, {duration(report.least_seconds)} at the stated "
               "pace; results decide the rest")  # fmt: skip
    return int(Exit.OK)


@click.command()
@click.option("--tables", is_flag=True, help="Print the tables of the database instead, with their comments.")
@click.option("--reference", is_flag=True, help="Print every key of the protocol as Markdown instead.")
def schema(tables: bool, reference: bool) -> None:
    """Print the JSON Schema of the protocol, or the tables of the database.

    \b
    Example:  greylit schema > protocol.schema.json
    """
    if tables:
        from store.database import schema as sql

        click.echo(sql())
    elif reference:
        from harvest.protocol import reference_markdown

        click.echo(reference_markdown())
    else:
        import json

        from harvest.protocol import json_schema

        click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
