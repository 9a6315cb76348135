"""Commands that set a review up: init, check, plan, schema."""

from __future__ import annotations

from pathlib import Path

import click

from harvest.cli.common import clean, json_option, print_json, table
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
    "--sample", type=int, help="Count each term in so many documents that the review holds already."
)
@click.option("--strict", is_flag=True, help="Exit with 1 when there are warnings.")
@json_option
def check(protocol: Path, sample: int | None, strict: bool, as_json: bool) -> int:
    """Explain a protocol in words and warn of what looks wrong. Fetches nothing."""
    from crawler.sources import sources
    from harvest.check import check as examine
    from harvest.protocol import load_protocol
    from harvest.terms import term_counts
    from store.ledger import Ledger
    from store.workspace import Workspace

    loaded = load_protocol(protocol)
    workspace = Workspace(protocol.parent)
    last_sha = None
    if workspace.ledger.exists():
        with Ledger(workspace.ledger, read_only=True) as ledger:
            run = ledger.last("run")
            last_sha = str(run.body["protocol_sha256"]) if run else None
    counts = term_counts(workspace, loaded, sample) if sample else None
    report = examine(loaded, term_counts=counts, known_spiders=tuple(sources()), last_run_sha=last_sha)
    if as_json:
        print_json("check", report.as_dict())
    else:
        for line in report.lines():
            click.echo(line)
    return int(Exit.FINDINGS if strict and report.warnings else Exit.OK)


@click.command()
@PROTOCOL
@click.option("--offline", is_flag=True, help="Do not ask for robots.txt.")
@click.option("--proxy", envvar="GREYLIT_PROXY", metavar="URL", help="Send the requests through this proxy.")
@json_option
def plan(protocol: Path, offline: bool, proxy: str | None, as_json: bool) -> int:
    """Show what a run would ask, of whom, and how long it takes at least. Asks for robots.txt only."""
    from crawler.sources import sources
    from harvest.plan import plan_report
    from harvest.protocol import load_protocol

    loaded = load_protocol(protocol)
    report = plan_report(loaded, sources(), offline=offline, proxy=proxy)
    if as_json:
        print_json("plan", report.as_dict())
        return int(Exit.OK)
    for source in report.sources:
        said = f"not asked: {source['reason']}" if source["reason"] else f"robots.txt: {source['robots']}"
        click.echo(f"{source['source']}  {clean(source['name'])}  {source['url'] or ''}")
        click.echo(
            f"  {said}; {source['delay']:g} s between requests; {source['questions']} questions, {source['walks']} walks"
        )
    click.echo()
    for line in table(
        report.questions,
        (("question", "question", "<"), ("meant", "as meant", "<"), ("shown", "as sent", "<")),
    ):
        click.echo(line)
    for note in report.notes:
        click.echo(f"note: {note}")
    click.echo(
        f"{report.least_requests} requests at least, {report.least_seconds:.0f} s at the stated pace; results decide the rest"
    )
    return int(Exit.OK)


@click.command()
@click.option("--tables", is_flag=True, help="Print the tables of the database instead, with their comments.")
@click.option("--reference", is_flag=True, help="Print every key of the protocol as Markdown instead.")
def schema(tables: bool, reference: bool) -> None:
    """Print the JSON Schema of the protocol, or the tables of the database."""
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
