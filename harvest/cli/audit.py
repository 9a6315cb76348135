"""The command ``audit``."""

from __future__ import annotations

from pathlib import Path

import click

from harvest.cli.common import (
    clean,
    counted,
    find_review,
    json_option,
    print_json,
    require_runs,
    review_option,
    shortened,
)
from harvest.errors import Exit

#: Findings of one check that are shown; `--json` has more of them.
SHOWN = 10


@click.command()
@review_option
@click.option("--run", type=click.IntRange(1), help="Judge the requests of this run only.")
@json_option
def audit(review: Path | None, run: int | None, as_json: bool) -> int:
    """Check a whole search again from its bytes: archive, ledger, manners, counts, reasons.

    Nothing is changed. What is not as it should be is named with its place and what to do next.

    \b
    Example:  greylit audit
              greylit audit --run 8 --json
    """
    from crawler.sources import sources
    from harvest.audit import audit as check_all

    workspace = find_review(review)
    require_runs(workspace)
    report = check_all(workspace, sources(), run)
    if as_json:
        print_json("audit", report.as_dict())
        return int(Exit.OK if report.ok else Exit.FINDINGS)
    for check in report.checks:
        if check.ok:
            click.echo(f"  ok  {clean(check.says)}")
        for finding in check.findings[:SHOWN]:
            click.echo(
                f"{'BAD' if finding.severity == 'bad' else 'warn':>4}  {shortened(clean(finding.says))}"
            )
            click.echo(f"      next: {shortened(clean(finding.next))}")
        if (more := check.bad + check.warn - SHOWN) > 0:
            click.echo(f"      and {counted(more, 'finding')} more of this kind")
    if report.ok:
        click.echo("audit passed")
        return int(Exit.OK)
    click.echo(f"audit failed: {counted(report.bad, 'error')}, {counted(report.warn, 'warning')}")
    return int(Exit.FINDINGS)
