"""The command ``saturation``."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import click

from harvest.cli.common import (
    clean,
    counted,
    find_review,
    json_option,
    json_text,
    place,
    print_json,
    protocol_of,
    require_runs,
    review_option,
)
from harvest.errors import Exit

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
#: What each option that belongs to one use of the command is called.
_OF_EVENTS = {
    "pool": "--pool",
    "meta": "--meta",
    "target": "--target",
    "method": "--method",
    "trigger": "--trigger",
}


@click.command()
@click.option(
    "--draw",
    type=click.IntRange(1),
    metavar="N",
    help="Draw an audit of N unread documents; the next run asks for them.",
)
@click.option(
    "--events", type=_FILE, help="Judge a stream of labelled documents, one JSON object a line, not a review."
)
@click.argument("files", nargs=-1, type=_FILE)
@click.option(
    "--pool", type=click.IntRange(0), metavar="N", help="Documents that were discovered, for --events."
)
@click.option(
    "--meta",
    type=_FILE,
    help="JSON file with pool and sources, for --events; by default NAME.meta.json beside it.",
)
@click.option(
    "--target",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    help="Recall to be shown, for --events; by default 0.8.",
)
@click.option(
    "--method",
    type=click.Choice(["exact", "ppr"]),
    help="Audit, for --events: exact (fixed samples) or ppr (any number of looks; the default).",
)
@click.option(
    "--trigger",
    type=click.Choice(["fast", "careful"]),
    help="When a source counts as slowing, for --events: fast (the default) or careful.",
)
@click.option("--seed", type=click.IntRange(0), default=0, help="What random draws follow from.")
@review_option
@click.option(
    "--exit-code", "exit_code", is_flag=True, help="End with 0 when reading may stop, with 10 when not yet."
)
@json_option
def saturation(
    draw: int | None,
    events: Path | None,
    files: tuple[Path, ...],
    pool: int | None,
    meta: Path | None,
    target: float | None,
    method: Literal["exact", "ppr"] | None,
    trigger: Literal["fast", "careful"] | None,
    seed: int,
    review: Path | None,
    exit_code: bool,
    as_json: bool,
) -> int:
    """Say whether reading may stop, what an audit of unread documents shows, and what more of it would show.

    Of a review, by the rule of its protocol; with --events, of any stream of labelled documents (further FILES are
    judged one by one; each answer is one line of JSON with --json).

    \b
    Example:  greylit saturation
              greylit saturation --draw 60
              greylit saturation --events stream.jsonl --pool 1200 --target 0.9 --json
    """
    if events is None:
        given = {"pool": pool, "meta": meta, "target": target, "method": method, "trigger": trigger}
        wrong = [_OF_EVENTS[name] for name, value in given.items() if value is not None]
        if wrong or files:
            raise click.UsageError(
                f"{', '.join(wrong) or 'FILES'}: only with --events; a review has them in its protocol."
            )
        return _draw(review, draw, seed, as_json) if draw else _review(review, exit_code, as_json)
    if draw:
        raise click.UsageError("--draw is for a review, --events for a stream: ask for one.")
    if files and meta:
        raise click.UsageError("--meta is for one stream; of several, each has NAME.meta.json beside it.")
    chosen = {"target": target, "method": method, "trigger": trigger, "seed": seed}
    met = [
        _stream(path, pool, meta, {key: value for key, value in chosen.items() if value is not None}, as_json)
        for path in (events, *files)
    ]
    return Exit.ANSWER_NO if exit_code and not all(met) else Exit.OK


def _stream(path: Path, pool: int | None, meta: Path | None, chosen: dict[str, Any], as_json: bool) -> bool:
    from harvest.event_files import EventFile, about
    from harvest.saturation import Plan, Rule

    known = about(path, pool, meta)
    file, plan = EventFile(path, known), Plan(**chosen)
    rule = Rule(known.sources, file.documents, file.label, plan)
    for event in file.events():
        if rule.take(event):
            break
    verdict = rule.verdict()
    if as_json:
        answer = {
            "schema": "greylit/saturation-events/1", "stream": known.stream, "stop_seq": rule.read,
            "audited": list(rule.audited), "target": plan.target, "recall_lower_bound": rule.bound,
            "stopped": rule.stopped, "verdict": verdict.name, "sentence": verdict.sentence, "basis": verdict.basis,
            "method": plan.method, "trigger": plan.trigger, "seed": plan.seed, "pool": known.pool, "found": rule.found,
            "more": None if rule.stopped else rule.more(),
        }  # fmt: skip
        click.echo(json_text(answer))
    else:
        end = "stop after" if rule.stopped else "not yet, after"
        click.echo(
            f"{clean(known.stream)}: {end} {rule.read} of {counted(known.pool, 'document')}, {len(rule.audited)} audited"
        )
        click.echo(verdict.sentence)
    return rule.stopped


def _review(review: Path | None, exit_code: bool, as_json: bool) -> int:
    from harvest.saturating import review_saturation
    from harvest.saturation_told import lines

    workspace = find_review(review)
    require_runs(workspace)
    state = review_saturation(workspace)
    if as_json:
        print_json("saturation", state.as_dict())
    else:
        for line in lines(state):
            click.echo(line)
    return Exit.ANSWER_NO if exit_code and not state.met else Exit.OK


def _draw(review: Path | None, size: int, seed: int, as_json: bool) -> int:
    from harvest.saturating import draw_audit

    workspace = find_review(review)
    require_runs(workspace)
    row, left = draw_audit(workspace, size, seed)
    if as_json:
        print_json(
            "saturation-draw",
            {"drawn": len(row["documents"]), "of": row["unread"], "seed": row["seed"], "left": left},
        )
        return Exit.OK
    click.echo(
        f"drawn at random, seed {row['seed']}: {len(row['documents'])} of {row['unread']} unread documents; {len(left)} not looked at yet:"
    )
    for each in left:
        click.echo(
            f"  {clean(each['source'])}  {clean(each['url'])}"
            + (f"  {clean(each['title'])}" if each.get("title") else "")
        )
    click.echo(
        f"next: greylit run {protocol_of(workspace)} --update asks for them; then: greylit saturation{place(workspace)}"
    )
    return Exit.OK
