"""The command ``cite``."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harvest.cli.common import clean, counted, find_review, json_option, print_json, proxy_option
from harvest.errors import Exit, GreylitError

if TYPE_CHECKING:
    from harvest.citations import Cited, Direction, Round, Seed, Shelf
    from harvest.reference_fields import Fields
    from store.workspace import Workspace

#: The name of no index.
NOBODY = "-"
#: What stands for the included records of a review in the place of a file of seeds.
INCLUDED = "included"
#: How a search ended, for people.
ENDS = {
    "exhausted": "the citation graph is exhausted: the last round added no included record",
    "rounds": "the rounds that were asked for are done; the next one would expand what the last one added",
    "gaps": "no round added an included record any more, but questions were left without an answer",
    "capped": "no round added an included record any more, but --cap left citing records out",
    "undecided": "nobody has decided of what was found: screen it, then go on with --decisions",
}


@click.command()
@click.option("--seeds", metavar="FILE|included", help="One id or DOI a line, or RIS; or the included records of the review. In a review, as [citations] says when left out.")  # fmt: skip
@click.option(
    "--direction", type=click.Choice(["backward", "forward", "both"]),
    help="What works cite, what cites them, or both; as [citations] says, else both.",
)  # fmt: skip
@click.option("--rounds", type=click.IntRange(1), help="At most so many rounds; as [citations] says, else until a round adds no included record.")  # fmt: skip
@click.option("--cap", type=click.IntRange(1), help="Of records that very many cite, take at most so many of the newest.")  # fmt: skip
@click.option("--decisions", type=click.Path(path_type=Path, dir_okay=False), help="CSV with an id and whether it is included; only included records are expanded.")  # fmt: skip
@click.option("--index", "indexes", multiple=True, metavar="NAME", help="Ask this index only; may be given several times.")  # fmt: skip
@click.option("--index-url", "urls", multiple=True, metavar="NAME=URL", help="Where an index is, if not at its public address; without --index only those are asked.")  # fmt: skip
@click.option("--archive", type=click.Path(path_type=Path, file_okay=False), help="Folder that keeps every answer; a search goes on from it.")  # fmt: skip
@click.option("--contact", envvar="GREYLIT_CONTACT", default="", help="E-mail address for the indexes, or GREYLIT_CONTACT; in a review its own.")  # fmt: skip
@click.option("--offline", is_flag=True, help="Ask nobody: repeat a search from its archive.")
@click.option("--records/--no-records", "bring", default=True, help="In a review: what is found becomes records to be screened (the default), or is told only.")  # fmt: skip
@click.option("--review", type=click.Path(path_type=Path), help="Folder of the review, if there is one.")
@proxy_option
@json_option
def cite(
    seeds: str | None,
    direction: str | None,
    rounds: int | None,
    cap: int | None,
    decisions: Path | None,
    indexes: tuple[str, ...],
    urls: tuple[str, ...],
    archive: Path | None,
    contact: str,
    offline: bool,
    bring: bool,
    review: Path | None,
    proxy: str | None,
    as_json: bool,
) -> int:
    """Search citations backward and forward from seeds, round by round, until nothing new is included.

    Keys are taken from OPENALEX_API_KEY, OPENCITATIONS_TOKEN and S2_API_KEY; none is needed.

    \b
    Example:  greylit cite --seeds included --direction both
              greylit cite --seeds seeds.txt --decisions decisions.csv --archive citations --json
    """
    from harvest.citations import addresses_of, index_name, read_decisions, read_seeds
    from harvest.citations.searching import Asked
    from harvest.citations.searching import cite as search
    from harvest.citations.wishes import wishes_of

    workspace = _review(review)
    wishes = wishes_of(workspace)
    seeds, rounds = seeds or wishes.seeds, rounds or wishes.rounds
    direction = direction or wishes.direction
    if not seeds:
        raise click.UsageError("Missing option '--seeds': a file of seeds, or in a review the word included.")
    names = [index_name(each) for each in indexes]
    if not names and not urls and wishes.indexes is not None:
        # A protocol that names reference lists alone wants no index asked: no index is called so.
        names = list(wishes.indexes) or [NOBODY]
    known = _known(workspace, seeds == INCLUDED or workspace is not None, maybe=wishes.maybe)
    if seeds == INCLUDED:
        if workspace is None:
            find_review(review)
        found = known.seeds
        if not found:
            raise GreylitError(
                "the review has no included record", code="SEEDS",
                hint="Decide with greylit decide or greylit screen, or give a file of seeds.",
            )  # fmt: skip
    else:
        found = read_seeds(Path(seeds))
    decided = read_decisions(decisions) if decisions else known.decided or None
    brings = bring and workspace is not None and archive is None and workspace.database.exists()
    wanted = _wanted(workspace, known.included) if brings and workspace and direction != "forward" else {}
    asked = Asked(
        found, _directions(direction), rounds, decided, addresses_of(urls), names,
        contact.strip() or known.contact, os.environ, cap, proxy, offline, wanted,
    )  # fmt: skip
    with _shelf(workspace, archive) as shelf:
        cited = search(asked, shelf, _told if sys.stderr.isatty() else _quiet)
    brought = None
    if brings and workspace is not None:
        from harvest.citing.bringing import bring_in

        how = f"{direction} citation searching from {counted(len(found), 'seed')}; indexes: {', '.join(cited.services) or 'none'}"
        brought = bring_in(workspace, cited, known.included, asked.directions, how)
    if as_json:
        print_json("cite", {**cited.as_dict(), "brought": asdict(brought) if brought else None})
    else:
        for line in _lines(cited, workspace is None or archive is not None):
            click.echo(line)
        if brought:
            new = ", ".join(brought.new_records[:5]) + (" ..." if brought.new_records[5:] else "")
            click.echo(f"{counted(brought.new, 'work')} brought into the review, {brought.known} known already, {brought.untitled} without a "
                       f"title and only told; {counted(brought.records, 'record')}{f', new: {new}' if new else ''}")  # fmt: skip
    if not cited.services:
        return int(Exit.OK)
    if brought is not None and cited.exit_code is Exit.UNREACHABLE and (brought.new or brought.known):
        # No index was reached, and the references of the records were.
        return int(Exit.PARTIAL)
    return int(cited.exit_code)


def _wanted(workspace: Workspace, included: list[str]) -> dict[str, tuple[str, Fields | None]]:
    """Return the references of included records that are of nothing held."""
    from harvest.citing.bringing import wanted_references
    from store.database import Reader

    with Reader(workspace.database) as database:
        return wanted_references(database, included)


class _Known:
    """What a review knows: its contact, what was decided by id, and its included records as seeds."""

    def __init__(self) -> None:
        self.contact = ""
        self.decided: dict[str, bool] = {}
        self.seeds: list[Seed] = []
        self.included: list[str] = []


def _known(workspace: Workspace | None, decisions: bool, *, maybe: bool = False) -> _Known:
    known = _Known()
    if workspace is None:
        return known
    protocol = workspace.root / "protocol.toml"
    if protocol.exists():
        from harvest.check.advice import is_reserved
        from harvest.protocol import load_protocol

        contact = load_protocol(protocol).review.contact
        # An example tells an index nothing; it is asked as anybody else would.
        known.contact = "" if is_reserved(contact.rpartition("@")[2]) else contact
    if decisions and workspace.database.exists():
        from harvest.citations import Found, Seed, name_of
        from harvest.citations.model import year_of
        from harvest.screening.desk import open_desk
        from harvest.screening.states import settled
        from store import views
        from store.database import Reader

        with Reader(workspace.database) as database:
            states = settled(dict(open_desk(workspace, database=database).states))
            for row in views.records(database):
                verdict = state.verdict if (state := states.get(row["record"])) else None
                names = (name_of(str(value)) for value in (row.get("doi"), row.get("url")) if value)
                name = next(filter(None, names), None)
                if name and verdict in ("include", "exclude"):
                    known.decided[name] = verdict == "include"
                if verdict == "include" or (maybe and verdict == "maybe"):
                    known.included.append(row["record"])
                    # Without an id it is looked for by its title.
                    title, year = str(row.get("title") or ""), year_of(row.get("work_date"))
                    known.seeds.append(Seed(name or title, Found((name,) if name else (), title, year)))
    return known


def _review(given: Path | None) -> Workspace | None:
    """Return the review, or ``None`` outside of one."""
    try:
        return find_review(given)
    except GreylitError:
        if given is not None:
            raise
        return None


@contextmanager
def _shelf(workspace: Workspace | None, folder: Path | None) -> Iterator[Shelf]:
    """Open the archive: the folder given, the review's own, or a temporary one whose path is printed."""
    from harvest.citations import FolderShelf, ReviewShelf
    from harvest.holding import held
    from harvest.version import software

    name = f"greylit/{software()['greylit']}"
    shelf: Shelf
    if workspace is not None and folder is None:
        with held(workspace) as ledger:
            shelf = ReviewShelf(workspace, ledger, name)
            try:
                yield shelf
            finally:
                shelf.close()
        return
    if folder is None:
        folder = Path(tempfile.mkdtemp(prefix="greylit-cite-"))
        click.echo(f"the answers are kept in {folder}; go on from there with --archive {folder}", err=True)
    shelf = FolderShelf(folder, name)
    try:
        yield shelf
    finally:
        shelf.close()


def _directions(direction: str) -> frozenset[Direction]:
    every: tuple[Direction, ...] = ("backward", "forward")
    return frozenset(each for each in every if direction in (each, "both"))


def _told(done: Round) -> None:
    click.echo(_round(done), err=True)


def _quiet(_: Round) -> None:
    """Say nothing: the end says it all."""


def _round(done: Round) -> str:
    return f"round {done.round}: {counted(done.expanded, 'record')} expanded, {done.new} new, {done.new_included} included"


def _lines(cited: Cited, own: bool) -> Iterator[str]:
    """Yield the result for people: rounds, what was found most often, what was answered and what was not.

    Args:
        cited: the result.
        own: the archive is a folder of its own, which has to be named to go on.
    """
    found = cited.searched
    for done in found.rounds:
        yield _round(done)
    ranked = found.ranked()
    for work in ranked[:20]:
        about = clean(work.title or "(title not known)")
        yield f"  {work.id}  {work.year or '----'}  {about}  [{counted(len(work.seeds), 'seed')}]"
    if len(ranked) > 20:
        yield f"  and {len(ranked) - 20} more, all with --json"
    for seed, name in cited.seeds:
        if name is None and cited.services:
            yield f"seed without a work: {clean(seed.written)}"
    for each in cited.services.values():
        told = (
            ", ".join(f"{word} {number}" for word, number in cited.outcomes(each.name).items())
            or "not asked about any"
        )
        yield (
            f"{each.name}: {told}; {counted(each.counts['requests'], 'request')},"
            f" {counted(each.counts['from_archive'], 'answer')} from the archive"
        )
    for name, reason in cited.left.items():
        yield f"{name}: not asked, {reason}"
    for gap in cited.gaps:
        yield f"{gap['outcome']}: {clean(gap['detail'])} ({counted(gap['questions'], 'question')})"
    if cited.identifying.asked and cited.services:
        sought = cited.identifying
        left = f", {sought.left} not asked about" if sought.left else ""
        yield f"{counted(sought.asked, 'reference')} of included records looked for by their words: {len(sought.found)} identified{left}"
    if cited.mentioned:
        works = {each.ids[0] for told in cited.mentioned for each in told.works}
        asked = sum(1 for each in cited.mentioned if each.outcome != "no-data")
        yield (f"{counted(asked, 'title')} of seeds without a work looked for in the texts of {cited.mentioned[0].index}: "
               f"{counted(len(works), 'work')} with a mention; {len(cited.mentioned) - asked} not asked")  # fmt: skip
    words = len(found.wordy)
    if words:
        yield f"{counted(words, 'reference')} without an id, kept to be looked for by title"
    yield f"{counted(len(found.included), 'record')} included, {cited.undecided} of what was found undecided"
    yield ENDS[found.end]
    yield f"archive: {cited.archive}"
    if cited.exit_code is not Exit.OK:
        again = f" with --archive {cited.archive}" if own else ""
        yield f"next: the same command again{again} goes on where this stopped"
