"""The command ``screen``: the next record, and how far the screening is."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import click

from harvest.cli.common import (
    clean,
    counted,
    find_review,
    json_option,
    place,
    print_json,
    require_runs,
    review_option,
    table,
)
from harvest.errors import Exit

#: Passages that are printed of a card; ``--json`` has more.
_PRINTED = 5
_STAGE_COLUMNS = (
    ("stage", "stage", "<"), ("records", "records", ">"), ("undecided", "undecided", ">"), ("waiting", "waiting", ">"),
    ("conflict", "conflict", ">"), ("clash", "clash", ">"), ("settled", "settled", ">"), ("include", "include", ">"),
    ("exclude", "exclude", ">"), ("maybe", "maybe", ">"), ("not_offered", "not offered", ">"),
)  # fmt: skip
_PERSON_COLUMNS = (
    ("by", "person", "<"), ("stage", "stage", "<"), ("records", "records", ">"), ("voted", "voted", ">"),
    ("left", "left", ">"), ("settled_without", "settled without", ">"), ("include", "include", ">"),
    ("exclude", "exclude", ">"), ("maybe", "maybe", ">"), ("blinded", "blinded", ">"),
)  # fmt: skip


@click.group()
def screen() -> None:
    """Screen records: what is next, and how far you are. `greylit decide` takes the decisions.

    \b
    Example:  greylit screen next --by HS
              greylit screen status
    """


@screen.command("next")
@click.option(
    "--by", envvar="GREYLIT_BY", metavar="NAME", help="Who screens, by name or initials; or set GREYLIT_BY."
)
@click.option(
    "--stage", metavar="STAGE", help="title-text or full-text; the first stage of the protocol by default."
)
@review_option
@json_option
def next_(by: str | None, stage: str | None, review: Path | None, as_json: bool) -> int:
    """Show the next record for you, in the order that the protocol says."""
    from harvest.screening.card import next_card

    workspace = find_review(review)
    require_runs(workspace)
    found = next_card(workspace, by, stage)
    if as_json:
        print_json("screen", found)
        return int(Exit.OK)
    _say_notes(found)
    progress, card = found["progress"], found["card"]
    far = (
        f"{found['stage']}: {progress['voted']} of {counted(progress['records'], 'record')} decided by {clean(found['by'])}, "
        f"{progress['left']} left, {progress['settled_without']} settled without you"
    )
    if card is None:
        click.echo(f"nothing is left for {clean(found['by'])}\n{far}")
        return int(Exit.OK)
    _print_card(card, found["criteria"])
    click.echo(far)
    click.echo(
        f"next: greylit decide {card['record']} include|exclude|maybe --stage {found['stage']}{place(workspace)}"
    )
    return int(Exit.OK)


def _print_card(card: dict[str, Any], criteria: dict[str, list[str]]) -> None:
    click.echo(f"{card['record']}  {clean(card['title'])}")
    pages = f", {counted(card['pages'], 'page')}" if card["pages"] else ""
    who = "; ".join(clean(each) for each in card["publishers"]) or "publisher not known"
    click.echo(f"  {who}, {card['date'] or 'date not known'}{pages}")
    click.echo(f"  {clean(card['address'])}")
    if card["summary"]:
        click.echo(textwrap.fill(clean(card["summary"]), 100, initial_indent="  ", subsequent_indent="  "))
    for each in card["passages"][:_PRINTED]:
        page = f"p. {each['label'] or each['page']}: " if each["page"] else ""
        marked = textwrap.fill(
            clean(page + _marked(each)), 100, initial_indent="  > ", subsequent_indent="    "
        )
        click.echo(marked)
    more = len(card["passages"]) + card["passages_more"] - _PRINTED
    if more > 0:
        click.echo(f"  {counted(more, 'more passage')}: greylit show {card['record']}")
    drawn = (
        "drawn by chance, as a control" if card["order"]["control"] else f"order: {card['order']['order']}"
    )
    because = (
        f" ({'; '.join(clean(each) for each in card['order']['reasons'])})"
        if card["order"]["reasons"]
        else ""
    )
    click.echo(f"  {drawn}, {clean(card['order']['by'])}{because}")
    for word, texts in criteria.items():
        if texts:
            click.echo(f"  {word}: {'; '.join(clean(each) for each in texts)}")


def _marked(passage: dict[str, Any]) -> str:
    """Return the text of a passage with its matches between square brackets."""
    text, end, parts = passage["text"], 0, []
    for each in passage["highlights"]:
        if each["start"] >= end:
            parts += [text[end : each["start"]], "[", text[each["start"] : each["end"]], "]"]
            end = each["end"]
    return "".join([*parts, text[end:]])


@screen.command("status")
@review_option
@json_option
def status(review: Path | None, as_json: bool) -> int:
    """Say how far each stage and each person is, where screeners differ, and how well they agree."""
    from harvest.screening.report import screening_status

    workspace = find_review(review)
    require_runs(workspace)
    found = screening_status(workspace)
    if as_json:
        print_json("screen", found)
        return int(Exit.OK)
    _say_notes(found)
    for line in table(found["stages"], _STAGE_COLUMNS):
        click.echo(line)
    for stage in found["stages"]:
        for reason, number in stage["reasons"].items():
            click.echo(f"  {stage['stage']} excluded, {clean(reason)}: {number}")
    if found["people"]:
        for line in table(found["people"], _PERSON_COLUMNS):
            click.echo(line)
    for each in found["conflicts"]:
        said = ", ".join(_vote(vote) for vote in each["votes"])
        words = {"clash": "one person, two words", "reasons": "reasons differ"}.get(each["kind"], "conflict")
        click.echo(f"{words}: {each['record']} {each['stage']}: {said}")
    for each in found["agreement"]:
        click.echo(_agreement(each))
    for word, said in (
        ("moved", "belongs to another record since records were merged"),
        ("lost", "belongs to no record any more"),
        ("changed", "was given for documents that the record has no more"),
        ("shared", "was given for a document that lies in another record as well"),
    ):
        for row in found["follow"][word]:
            now = f" (now {row['record']})" if row["record"] and row["record"] != row["given_for"] else ""
            others = f": {', '.join(row['with'])}" if row.get("with") else ""
            click.echo(
                f"look at: the {row['stage']} decision of {clean(row['by'])} on {row['given_for']}{now} {said}{others}"
            )
    if found["conflicts"]:
        first = found["conflicts"][0]
        click.echo(
            f"next: greylit decide {first['record']} include|exclude|maybe --stage {first['stage']} --resolve{place(workspace)}"
        )
    return int(Exit.OK)


def _vote(vote: dict[str, Any]) -> str:
    reason = f" ({clean(vote['reason'])})" if vote["reason"] else ""
    return f"{clean(vote['by'])} {vote['verdict']}{reason}"


def _agreement(each: dict[str, Any]) -> str:
    people = " and ".join(clean(who) for who in each["people"])
    kappa = "not defined (one word throughout)"
    if each["kappa"] is not None:
        kappa = f"{each['kappa']:.2f} (95 % interval {each['kappa_low']:.2f} to {each['kappa_high']:.2f})"
    return (
        f"agreement {each['stage']}: {people} over {counted(each['both'], 'record')}: {each['agreed']} the same, "
        f"{each['differed']} not ({each['raw']:.0%}); Cohen's kappa {kappa}; PABAK {each['pabak']:.2f}"
    )


def _say_notes(found: dict[str, Any]) -> None:
    for note in found["notes"]:
        click.echo(f"note: {clean(note)}")
