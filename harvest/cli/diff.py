"""The command ``diff``."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harvest.cli.common import (
    clean,
    counted,
    find_review,
    json_option,
    place,
    print_csv,
    print_json,
    require_runs,
    review_option,
)
from harvest.errors import Exit

if TYPE_CHECKING:
    from harvest.diff import Difference
    from store.workspace import Workspace

#: Lines of a record's difference that are shown, and records and hosts that are named one by one.
LINES, NAMED = 200, 20
#: How each change is told of one record; what did not change is counted, not named.
TOLD = {"new": "new", "gone": "gone from its site", "text": "changed in text", "bytes": "changed in bytes only",
        "unknown": "not to be compared"}  # fmt: skip


@click.command()
@click.argument("a", type=int)
@click.argument("b", type=int)
@click.option("--host", help="Only records and answers of this host.")
@click.option("--record", help="Show how the text of this record changed.")
@review_option
@click.option("--csv", "as_csv", is_flag=True, help="Print every record with its change as CSV.")
@json_option
def diff(
    a: int, b: int, host: str | None, record: str | None, review: Path | None, as_csv: bool, as_json: bool
) -> int:
    """Say what is different between two runs: records, hosts, terms, sources, protocol.

    \b
    Example:  greylit diff 1 2 --record R00012
    """
    from harvest.diff import both_texts, difference

    if record and (host or as_csv):
        raise click.UsageError("--record shows one record: it goes with --json only.")
    workspace = find_review(review)
    require_runs(workspace)
    if record:
        row, was, now = both_texts(workspace, a, b, record)
        return _one(a, b, row, _lines(a, b, was, now), as_json)
    found = difference(workspace, a, b, host)
    if as_json:
        print_json("diff", _document(found))
    elif as_csv:
        print_csv([{**row, "hosts": row["hosts"]} for row in found.records])
    else:
        _say(found, workspace, host)
    return int(Exit.OK)


def _document(found: Difference) -> dict[str, Any]:
    return {
        "a": found.a, "b": found.b, "records_a": found.before, "records_b": found.after, "counts": found.counts,
        "records": found.records, "terms": found.terms, "sources": found.sources, "protocol": found.protocol,
        "hosts": found.hosts, "unfinished": found.unfinished,
    }  # fmt: skip


def _lines(a: int, b: int, was: str, now: str) -> list[str]:
    old, new = ([clean(line) for line in text.splitlines() if line.strip()] for text in (was, now))
    return list(unified_diff(old, new, f"run {a}", f"run {b}", lineterm=""))


def _one(a: int, b: int, row: dict[str, Any], lines: list[str], as_json: bool) -> int:
    shown = lines[:LINES]
    left = len(lines) - len(shown)
    if as_json:
        print_json("record-diff", {"a": a, "b": b, "record": row, "lines": shown, "lines_left": left})
        return int(Exit.OK)
    told = TOLD.get(row["change"], "the same")
    click.echo(f"{row['record']}  {clean(row['title'])}: {told} in run {b}, against run {a}")
    for line in shown:
        click.echo(line)
    if left:
        click.echo(f"... and {counted(left, 'line')} more")
    if not lines and row["change"] != "same":
        click.echo("no line of its text is different")
    return int(Exit.OK)


def _say(found: Difference, workspace: Workspace, host: str | None) -> None:
    a, b, n = found.a, found.b, found.counts
    unknown = f"   {n['unknown']:,} not to be compared" if n["unknown"] else ""
    click.echo(
        f"records   +{n['new']:,} new   {n['text'] + n['bytes']:,} changed ({n['text']:,} in text, {n['bytes']:,} only in bytes)"
        f"   {n['gone']:,} gone from their site (copies kept)   {n['same']:,} same{unknown}"
    )
    total = sum(n.values())
    there = f" on {clean(host)}" if host else ""
    click.echo(
        f"          = {counted(total, 'record')}{there} by the end of run {b}"
        + ("" if host else f"; {found.before:,} by the end of run {a}")
    )
    unseen = sum(not row["seen"] and row["change"] == "same" for row in found.records)
    if unseen:
        click.echo(f"          of the same, {unseen:,} not met again in run {b}")
    click.echo(f"terms     {_terms(found)}")
    click.echo(f"sources   {_sources(found)}")
    protocol = found.protocol
    sign = "=" if protocol["same"] else "->"
    keys = f"   changed: {', '.join(protocol['changed'])}" if protocol["changed"] else ""
    click.echo(f"protocol  {protocol['a'][:10]} {sign} {protocol['b'][:10]}{clean(keys and ' ' + keys)}")
    less = [row for row in found.hosts if row["less"] or host]
    for row in less[:NAMED]:
        was, now = row["answers"]
        click.echo(f"host      {clean(row['host'])}: {counted(now, 'answer')}, {was} in run {a}")
    if len(less) > NAMED:
        click.echo(f"          and {len(less) - NAMED} more hosts that gave less: --json")
    if not less:
        click.echo(f"hosts     none of {len(found.hosts)} gave less than in run {a}")
    _named(found, workspace)
    for run in found.unfinished:
        click.echo(f"note      run {run} has not ended: what it found has no number yet")


def _named(found: Difference, workspace: Workspace) -> None:
    changed = sorted(
        (row for row in found.records if row["change"] in TOLD),
        key=lambda row: list(TOLD).index(row["change"]),
    )
    for row in changed[:NAMED]:
        now = "" if row["verdict"] == "record" else f"   (no record now: {clean(row['verdict'])})"
        click.echo(f"{row['record']}    {TOLD[row['change']]}: {clean(row['title'])}{now}")
    if len(changed) > NAMED:
        click.echo(f"and {len(changed) - NAMED} more: --csv lists all")
    if texts := [row for row in changed if row["change"] == "text"]:
        shown = f"greylit diff {found.a} {found.b} --record {texts[0]['record']}{place(workspace)}"
        click.echo(f"next: {shown}")


def _terms(found: Difference) -> str:
    said = [f"+{clean(each['term'])} ({each['concept']})" for each in found.terms["added"]]
    said += [f"-{clean(each['term'])} ({each['concept']})" for each in found.terms["removed"]]
    return ", ".join(said) or "no change"


def _sources(found: Difference) -> str:
    said = [f"+{each}" for each in found.sources["added"]] + [f"-{each}" for each in found.sources["removed"]]
    said += [f"{each['source']} ({', '.join(each['keys'])})" for each in found.sources["changed"]]
    said += [
        f"{each['source']} not asked in run {each['run']} ({each['reason']})"
        for each in found.sources["not_asked"]
    ]
    return clean(", ".join(said)) or "no change"
