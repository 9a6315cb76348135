"""The command line. Nothing heavy is imported before a command runs: ``--help`` must answer at once."""

from __future__ import annotations

import importlib
import keyword
import os
import sys
import traceback
from collections.abc import Sequence
from difflib import get_close_matches
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import click

from harvest.errors import Exit, GreylitError

#: Commands by group: module that has them and the line that ``--help`` shows.
COMMANDS: dict[str, dict[str, tuple[str, str]]] = {
    "set up": {
        "init": ("setup", "Write a new review folder with a commented protocol."),
        "check": ("setup", "Explain a protocol in words and warn of what looks wrong."),
        "plan": ("setup", "Show what a run would ask, of whom, and how long it takes."),
        "councils": ("councils", "List English councils, and what came of each in the last run."),
        "doctor": ("doctor", "Check this machine, or try one source and record that it answers."),
        "schema": ("setup", "Print the JSON Schema of the protocol, or the tables of the database."),
        "demo": ("demo", "Run a whole search on the miniature web that greylit carries."),
    },
    "run": {
        "run": ("running", "Search every source of a protocol."),
        "resume": ("running", "Go on with a run that was interrupted."),
        "add": ("add", "Name addresses that the search should have; the next run asks for them."),
        "cite": (
            "cite",
            "Search citations backward and forward from seeds, round by round, until nothing new is included.",
        ),
        "ocr": ("ocr", "Read pages that are pictures of text, and whatever follows from their words."),
        "rebuild": ("running", "Compute the database again from ledger and archive."),
        "import": ("importing", "Take back what people did elsewhere: a manual-search sheet, or decisions."),
    },
    "look": {
        "status": ("look", "Say how the last run went, worst first, and what to do next."),
        "hosts": ("hosts", "List the hosts of a run: what each answered, refused, and left for a person."),
        "records": ("look", "List records."),
        "show": ("show", "Show one record with its passages and where it came from."),
        "why": ("why", "Say why an address is a record, or why it is not."),
        "dead-links": (
            "deadlinks",
            "List addresses that answer no more, and what web archives have of them.",
        ),
        "citations": ("citations", "List which works of the review cite which, with and without a DOI."),
        "diff": ("diff", "Say what is different between two runs."),
        "saturation": (
            "saturation",
            "Say whether reading may stop, and what an audit of unread documents shows.",
        ),
        "query": ("query", "Put a read-only SQL query to the database."),
    },
    "judge": {
        "decide": ("deciding", "Decide of records: include, exclude with a reason, maybe, or undo."),
        "screen": ("screen", "Show the next record to screen, or how far the screening is."),
        "same": ("ruling", "Say that records are one work, whatever the rules find."),
        "split": ("ruling", "Say that a record is not one with what was joined to it."),
        "rank": ("rank", "List undecided records in the order in which they are best screened."),
    },
    "prove": {
        "audit": ("audit", "Check a whole search again from its bytes."),
    },
    "keep": {
        "schedule": ("schedule", "Write what systemd, cron or Windows need to run a review on a schedule."),
    },
    "take away": {
        "report": ("report", "Write the search report: PRISMA-S, flow diagram, search log, a static site."),
        "plot": ("plot", "Draw plots of the search, or write their numbers."),
        "export": ("export", "Write the records for another program."),
        "text": ("files", "Read local files as a run would, one JSON object a line."),
        "match": ("files", "Match local files against a protocol, one JSON object a line."),
        "references": (
            "references",
            "List the references of local files, as written and parsed, one JSON object a line.",
        ),
    },
}

_ALL = {name: found for group in COMMANDS.values() for name, found in group.items()}


class _ReaderGoneError(Exception):
    """The program that reads our output has gone away, as ``| head`` does."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, and tell a reader that has gone away from every other failure."""
        try:
            done = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError as error:
            raise _ReaderGoneError from error
        return done

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return list(_ALL)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        if cmd_name not in _ALL:
            return None
        module = importlib.import_module(f"harvest.cli.{_ALL[cmd_name][0]}")
        # A command may be called as a word that Python keeps for itself.
        name = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name.replace("-", "_")
        command: click.Command = getattr(module, name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one may have been meant."""
        if args and args[0] not in _ALL and not args[0].startswith("-"):
            near = get_close_matches(args[0], _ALL, n=1)
            meant = f" Did you mean {near[0]!r}?" if near else ""
            raise click.UsageError(f"There is no command {args[0]!r}.{meant}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands in their groups without importing them."""
        for group, commands in COMMANDS.items():
            with formatter.section(group.capitalize()):
                formatter.write_dl([(name, line) for name, (_, line) in commands.items()])


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="greylit", prog_name="greylit")
def greylit() -> None:
    """Find, keep and prove grey literature for evidence reviews.

    \b
    Try it:        greylit demo
    Your review:   greylit init myreview && cd myreview && greylit check protocol.toml
                   greylit run protocol.toml
    """


def _say(error: GreylitError, as_json: bool) -> None:
    from harvest.cli.common import json_text

    if as_json:
        click.echo(json_text(error.as_json()))
        return
    click.echo(f"error: {_visible(error.message)}", err=True)
    if error.hint:
        click.echo(f"next:  {_visible(error.hint)}", err=True)


def _visible(text: str) -> str:
    """Keep the lines of a message, and nothing else that a terminal would obey."""
    from harvest.cli.common import clean

    lines = (line[: len(line) - len(line.lstrip(" "))] + clean(line) for line in text.split("\n"))
    return "\n".join(lines).rstrip()


def _trace(words: Sequence[str]) -> str:
    """Write the trace of the present failure into the review that the command spoke of; return where."""
    named = [Path(word) for word in words if not word.startswith("-")]
    folders = [
        path if path.is_dir() else path.parent
        for path in (*named, Path.cwd() / "protocol.toml")
        if path.exists()
    ]
    folder = next((each / "logs" for each in folders if (each / "logs").is_dir()), Path.cwd())
    path = folder / "greylit-error.txt"
    try:
        path.write_text(traceback.format_exc(), encoding="utf-8")
    except OSError:
        return "it could not be written to a file: " + traceback.format_exc(limit=-3)
    return str(path)


def _known(error: Exception) -> GreylitError | None:
    """Return what a failure of the store or of a file means to a person, or ``None`` for any other failure."""
    from store.errors import StoreError

    if isinstance(error, StoreError):
        code = Exit.LOCKED if error.code == "LOCKED" else Exit.STORE
        hint = error.hint
        if error.code == "QUERY":
            # Not a query of the user's: the database lacks what it should have, or is damaged.
            hint = "The database is computed: greylit rebuild"
        return GreylitError(error.message, code=error.code, exit_code=code, hint=hint)
    if isinstance(error, OSError):
        where = f" ({error.filename})" if error.filename else ""
        return GreylitError(
            f"{error.strerror or error}{where}", code="FILES", exit_code=Exit.STORE,
            hint="Check that the path exists, that you may use it, and that the disk has room.",
        )  # fmt: skip
    if "duckdb" in type(error).__module__:
        return GreylitError(
            f"the database cannot be used: {str(error).splitlines()[0]}", code="DATABASE", exit_code=Exit.STORE,
            hint="See that the disk has room. The database is computed; a damaged one is mended by: greylit rebuild",
        )  # fmt: skip
    return None


def _any_character() -> None:
    """Let output hold any character: UTF-8 for programs, and for a terminal what its encoding has."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; every failure is a sentence and one of the documented exit codes."""
    words = sys.argv[1:] if arguments is None else arguments
    as_json = "--json" in words
    _any_character()
    try:
        code = greylit.main(args=words, prog_name="greylit", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.UsageError as error:
        if as_json:
            hint = f"{error.ctx.command_path} --help" if error.ctx else None
            _say(GreylitError(error.format_message(), code="USAGE", hint=hint), True)
        else:
            error.show()
        sys.exit(Exit.USAGE)
    except click.ClickException as error:
        _say(GreylitError(error.format_message(), code="USAGE"), as_json)
        sys.exit(Exit.USAGE)
    except (click.Abort, KeyboardInterrupt):
        hint = "greylit resume" if words[:1] in (["run"], ["resume"]) else None
        stopped = GreylitError("stopped; what was found so far is kept", code="INTERRUPTED", hint=hint)
        _say(stopped, as_json)
        sys.exit(Exit.INTERRUPTED)
    except GreylitError as error:
        _say(error, as_json)
        sys.exit(error.exit_code)
    except _ReaderGoneError:
        # There is nobody to tell, and what is left in the buffer must not raise again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(Exit.OK)
    except Exception as error:
        known = _known(error) or GreylitError(
            f"something unexpected went wrong: {type(error).__name__}: {error}", code="UNEXPECTED",
            exit_code=Exit.UNEXPECTED, hint=f"Please report it with this trace: {_trace(words)}",
        )  # fmt: skip
        _say(known, as_json)
        sys.exit(known.exit_code)
