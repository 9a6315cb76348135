"""The command ``demo``: a whole search on the miniature web."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import click

from harvest.errors import Exit, GreylitError

#: Formats that the demonstration exports.
SHOWN = ("csv", "ris", "csl-json", "jsonl", "xlsx")


@click.command()
@click.argument("directory", type=click.Path(path_type=Path), default="greylit-demo")
@click.option("--again", is_flag=True, help="Delete an earlier demonstration in that folder first.")
@click.option("--serve", is_flag=True, help="Only start the miniature web and print how to reach it.")
@click.option("--no-progress", is_flag=True, help="Plain lines instead of a table that lives in place.")
def demo(directory: Path, again: bool, serve: bool, no_progress: bool) -> int:
    """Run a whole search on the miniature web that greylit carries. Touches no real site.

    The folder (greylit-demo by default) is a real review afterwards: look at it with any command.

    \b
    Example:  greylit demo && greylit status --review greylit-demo
    """
    from harvest.demo.server import MiniWeb

    if serve:
        return _serve()
    if directory.exists() and any(directory.iterdir()):
        if not again:
            raise GreylitError(
                f"{directory} is not empty", code="FOLDER_NOT_EMPTY",
                hint=f"Look at it: greylit status --review {directory}; or do it again: greylit demo {directory} --again",
            )  # fmt: skip
        if not (directory / "ledger.sqlite").exists():
            raise GreylitError(f"{directory} is not a demonstration, so it is not deleted", code="NOT_A_DEMO")
        shutil.rmtree(directory)
    _write_review(directory)
    began = time.monotonic()
    with MiniWeb() as web:
        code = _run(directory, web.proxy, no_progress)
    if code not in (Exit.OK, Exit.PARTIAL):
        return code
    _exports(directory)
    click.echo(f"done in {time.monotonic() - began:.0f} s. What to type next:")
    for command in (
        "status",
        "records",
        "show R00001",
        'query "select verdict, count(*) from work group by 1"',
    ):
        click.echo(f"  greylit {command} --review {directory}")
    click.echo(
        f"  greylit why http://www.gov.test/government/publications/northern-highways-alliance-contract/print --review {directory}"
    )
    return int(Exit.OK)


def _serve() -> int:
    from harvest.demo.server import MiniWeb

    with MiniWeb() as web:
        click.echo(f"the miniature web answers at {web.proxy}; in another terminal:")
        click.echo(f"  GREYLIT_PROXY={web.proxy} greylit run protocol.toml --test-host www.gov.test "
                   "--test-host assets.publishing.gov.test")  # fmt: skip
        click.echo("Ctrl-C ends it")
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            return int(Exit.OK)


def _write_review(directory: Path) -> None:
    from importlib.resources import files

    directory.mkdir(parents=True, exist_ok=True)
    text = (files("harvest.demo") / "review.toml").read_text(encoding="utf-8")
    (directory / "protocol.toml").write_text(text, encoding="utf-8")


def _run(directory: Path, proxy: str, no_progress: bool) -> int:
    from crawler.sources import sources
    from harvest.beginning import Options
    from harvest.demo.hosts import HOSTS
    from harvest.progress import watcher
    from harvest.protocol import load_protocol
    from harvest.run import begin
    from store.workspace import Workspace

    protocol = load_protocol(directory / "protocol.toml")
    headline = f"protocol {protocol.review.id} @ {protocol.sha256[:10]} on the miniature web"
    with watcher(headline, False, no_progress) as report:
        ended = begin(
            Workspace(directory), protocol, sources(), Options(proxy=proxy, test_hosts=tuple(HOSTS)), report
        )
    click.echo(f"run {ended.run} {ended.outcome}: {ended.detail}")
    return int(ended.exit_code)


def _exports(directory: Path) -> None:
    from harvest.cli.export import export
    from harvest.cli.look import records, status

    for command in (status, records):
        command.main(["--review", str(directory)], standalone_mode=False)
    for fmt in SHOWN:
        export.main(["--to", fmt, "--review", str(directory)], standalone_mode=False)
