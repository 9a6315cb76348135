"""The command ``doctor``."""

from __future__ import annotations

from pathlib import Path

import click

from harvest.cli.common import clean, json_option, print_json, proxy_option
from harvest.errors import Exit


@click.command()
@click.argument("source", required=False)
@click.option(
    "--protocol", type=click.Path(path_type=Path), default="protocol.toml", show_default=True,
    help="Protocol of the review that has the source.",
)  # fmt: skip
@proxy_option
@json_option
def doctor(source: str | None, protocol: Path, proxy: str | None, as_json: bool) -> int:
    """Check this machine, or try one source and record that it answers.

    \b
    Example:  greylit doctor            this machine and this review
              greylit doctor govuk      ask GOV.UK five times, politely, and record the date
    """
    from harvest.doctor import source as try_source
    from harvest.machine import machine
    from store.workspace import Workspace

    workspace = Workspace(protocol.parent)
    if source is None:
        checks = machine(workspace if protocol.exists() or workspace.ledger.exists() else None, protocol)
    else:
        from crawler.sources import sources
        from harvest.beginning import unknown_source
        from harvest.protocol import load_protocol
        from harvest.questions import plan

        loaded = load_protocol(protocol)
        planned = {each.id: each for each in plan(loaded, sources())}
        if source not in planned:
            raise unknown_source(source, planned, Exit.NOT_FOUND)
        checks = try_source(workspace, loaded, planned[source], proxy)
    good = all(each.ok for each in checks)
    if as_json:
        print_json("doctor", {"source": source, "ok": good, "checks": [each.as_dict() for each in checks]})
    else:
        for each in checks:
            click.echo(f"{'ok ' if each.ok else 'BAD'}  {each.name:14} {clean(each.saw)}")
            if each.next:
                click.echo(f"     {'next:':14} {clean(each.next)}")
    return int(Exit.OK if good else Exit.FINDINGS)
