"""The command that hands runs to the machine's own scheduler."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harvest.cli.common import clean, json_option, print_json
from harvest.errors import Exit, GreylitError

if TYPE_CHECKING:
    from harvest.protocol import Protocol
    from harvest.schedule.model import Scope, When
    from harvest.schedule.planning import Plan, Target


@click.command()
@click.argument("protocol", type=click.Path(path_type=Path), default="protocol.toml")
@click.option(
    "--daily", metavar="TIME", help="Start a run every day, such as 02:00; local time of the machine."
)
@click.option(
    "--weekly", metavar='"DAY TIME"', help='Start a run every week, such as "Mon 02:00" or "Mon,Thu 02:00".'
)
@click.option("--monthly", metavar='"DAY TIME"', help='Start a run every month, such as "1 02:00".')
@click.option(
    "--systemd", "target", flag_value="systemd", help="Write units for systemd; missed runs are caught up."
)
@click.option(
    "--cron", "target", flag_value="cron", help="Write a line for cron with its script, and one for anacron."
)
@click.option(
    "--windows-task", "target", flag_value="windows-task", help="Write a task for the Windows Task Scheduler."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Folder for the files; by default `schedule` beside the protocol.",
)
@click.option(
    "--user/--system", "user", default=True, help="For your account alone, or for the whole machine."
)
@click.option(
    "--update/--whole", default=True, help="Ask only for what is new or has changed, or for everything again."
)
@click.option("--try-notify", is_flag=True, help="Only send a trial message to the addresses of [notify].")
@json_option
def schedule(
    protocol: Path, daily: str | None, weekly: str | None, monthly: str | None, target: Target | None, out: Path | None,
    user: bool, update: bool, try_notify: bool, as_json: bool,
) -> int:  # fmt: skip
    """Write what systemd, cron or Windows need to run a review on a schedule.

    It writes files and says how to hand them to the scheduler; it changes nothing of the machine. Before each run, one
    that was stopped is gone on with.

    \b
    Example:  greylit schedule protocol.toml --weekly "Mon 02:00" --systemd
              greylit schedule protocol.toml --try-notify
    """
    given = [
        (name, text)
        for name, text in (("day", daily), ("week", weekly), ("month", monthly))
        if text is not None
    ]
    if try_notify:
        if given or target:
            raise click.UsageError("--try-notify goes with no time and no scheduler.")
        return _try(_load(protocol), as_json)
    if len(given) != 1:
        raise click.UsageError('Say when, once: --daily 02:00, --weekly "Mon 02:00" or --monthly "1 02:00".')
    if target is None:
        raise click.UsageError("Say for which scheduler: --systemd, --cron or --windows-task.")
    from datetime import UTC, datetime

    from harvest.schedule.planning import plan

    ((every, text),) = given
    loaded = _load(protocol)
    folder = out if out is not None else protocol.parent / "schedule"
    scope: Scope = "user" if user else "system"
    planned = plan(
        loaded, protocol, _when(every, text), target, folder, datetime.now(UTC), update=update, scope=scope
    )
    _write(planned, folder)
    return _say(planned, folder, as_json)


def _when(every: str, text: str) -> When:
    from harvest.schedule.model import daily, monthly, weekly

    return {"day": daily, "week": weekly, "month": monthly}[every](text)


def _load(path: Path) -> Protocol:
    from harvest.check import check as examine
    from harvest.protocol import load_protocol

    loaded = load_protocol(path)
    if errors := examine(loaded).errors:
        raise GreylitError(
            f"{path.name}: {errors[0].message}" + (f" (and {len(errors) - 1} more)" if errors[1:] else ""),
            code="PROTOCOL_INVALID", where={"file": str(path), "key": errors[0].key, "line": errors[0].line},
            hint=f"greylit check {shlex.quote(str(path))}",
        )  # fmt: skip
    return loaded


def _write(planned: Plan, folder: Path) -> None:
    from harvest.export.files import replacing

    for name, content in planned.written.files.items():
        with replacing(folder / name) as path:
            path.write_bytes(content)


def _say(planned: Plan, folder: Path, as_json: bool) -> int:
    from harvest.schedule.model import SPREAD

    paths = [folder / name for name in planned.written.files]
    place = f'"{folder}"' if planned.target == "windows-task" else shlex.quote(str(folder))

    def put(commands: tuple[str, ...]) -> list[str]:
        return [command.replace("{out}", place) for command in commands]

    written = planned.written
    notes = put(planned.notes)
    if as_json:
        said: dict[str, Any] = planned.as_dict() | {
            "files": [str(path) for path in paths], "enable": put(written.enable), "look": put(written.look),
            "disable": put(written.disable), "notes": notes,
        }  # fmt: skip
        print_json("schedule", said)
        return int(Exit.OK)
    job = planned.job
    click.echo(f"wrote     {', '.join(clean(path) for path in paths)}")
    later = "" if planned.target == "cron" else f", or up to {SPREAD // 60} minutes later"
    click.echo(f"starts    {job.when.sentence}{later}; {job.zone}, the local time of this machine")
    click.echo(f"runs      {clean(shlex.join(job.run))}")
    click.echo(
        f"next run  {planned.next:%a %d %b %Y %H:%M %Z}, if it is enabled now (says {planned.next_by})"
    )
    for heading, commands in (
        ("enable", written.enable),
        ("look", written.look),
        ("disable", written.disable),
    ):
        for number, command in enumerate(put(commands)):
            click.echo(f"{heading if not number else '':9} {clean(command)}")
    if planned.target != "windows-task":
        click.echo(
            f"variables {clean(job.secrets)} (one NAME='value' a line; not needed when there are none)"
        )
    for note in notes:
        click.echo(f"note      {clean(note)}")
    return int(Exit.OK)


def _try(protocol: Protocol, as_json: bool) -> int:
    from harvest.notify import trial

    if not protocol.notify.to:
        raise GreylitError(
            "[notify] of the protocol names nobody", code="NOTIFY_EMPTY",
            hint='Name an address: [notify] on = ["failed"], to = ["${GREYLIT_NOTIFY}"]',
        )  # fmt: skip
    tried = trial(protocol)
    failed = [each for each in tried if each.outcome != "told"]
    if as_json:
        print_json("schedule-trial", {"told": [each.as_dict() for each in tried]})
    else:
        for each in tried:
            click.echo(f"{each.outcome}: {clean(each.sentence)}")
    return int(Exit.FINDINGS if failed else Exit.OK)
