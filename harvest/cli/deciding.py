"""The command ``decide``."""

from __future__ import annotations

from pathlib import Path

import click

from harvest.cli.common import clean, find_review, json_option, place, print_json, require_runs, review_option
from harvest.errors import Exit


@click.command()
@click.argument("words", metavar="RECORD... include|exclude|maybe|undo", nargs=-1, required=True)
@click.option("--reason", help="Why it is excluded: one of the protocol's reasons.")
@click.option(
    "--by", envvar="GREYLIT_BY", metavar="NAME", help="Who decides, by name or initials; or set GREYLIT_BY."
)
@click.option(
    "--stage", metavar="STAGE", help="title-text or full-text; the first stage of the protocol by default."
)
@click.option("--note", help="A note that is kept with the decision.")
@click.option(
    "--label", "labels", multiple=True, metavar="WORD", help="A label, such as a theme; may be given again."
)
@click.option("--resolve", is_flag=True, help="Settle a conflict between screeners.")
@review_option
@json_option
def decide(
    words: tuple[str, ...], reason: str | None, by: str | None, stage: str | None, note: str | None,
    labels: tuple[str, ...], resolve: bool, review: Path | None, as_json: bool,
) -> int:  # fmt: skip
    """Decide of records: include, exclude with a reason, maybe, or undo what you said last.

    Every decision is kept with who and when; undo is a decision too, and nothing is ever overwritten. With two
    screeners, what one said is not shown before both have voted.

    \b
    Example:  greylit decide R00012 exclude --reason "Not England" --by HS
    """
    from harvest.screening.deciding import Word
    from harvest.screening.deciding import decide as decide_of

    *records, verdict = words
    verdict = verdict.casefold()
    if not records or verdict not in ("include", "exclude", "maybe", "undo"):
        raise click.UsageError(
            f"Say records and what you decide, in this order: greylit decide R00012 include --by HS"
            f" ({clean(words[-1])!r} is not include, exclude, maybe or undo)."
            if records
            else "Say which records, and then what you decide: greylit decide R00012 include --by HS."
        )
    workspace = find_review(review)
    require_runs(workspace)
    done = decide_of(workspace, records, Word(verdict, by, stage, reason, note, labels, resolve))
    if as_json:
        print_json("decide", {"recorded": sum(each.seq is not None for each in done),
                              "decisions": [each.as_dict() for each in done]})  # fmt: skip
        return int(Exit.OK)
    for each in done:
        click.echo(f"{each.record} {each.stage}: {clean(each.says)}")
    click.echo(f"next: greylit screen next{place(workspace)}", err=True)
    return int(Exit.OK)
