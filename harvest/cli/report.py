"""The commands ``report ...``."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from harvest.cli.common import (
    clean,
    counted,
    find_review,
    json_option,
    print_json,
    require_runs,
    review_option,
)
from harvest.errors import Exit, GreylitError

if TYPE_CHECKING:
    from harvest.report.facts import Facts
    from harvest.report.flow_counts import Variant
    from harvest.report.model import Figure, Report
    from store.workspace import Workspace

#: Reports, as `greylit report` names them; harvest/report/all_of_it.py has what each is made by.
NAMES = {
    "prisma-s": "The search by the 16 items of PRISMA-S: filled, or a visible blank for a person.",
    "flow": "The PRISMA 2020 flow diagram, drawn only where its sums hold, and PRISMA.csv beside it.",
    "search-log": "What each site and each question gave, and a search history as JSON for each source.",
    "methods": "A draft for the methods section, each number with the command that shows it.",
    "tarcis": "Citation searching by the recommendations of TARCiS.",
    "rameses": "The items of RAMESES on searching.",
    "characteristics": "Records by class of publisher, type, year and source.",
    "excluded": "Excluded records, each with its reason.",
    "strategies": "Phrases and requests as sent, and the protocol as run with its amendments.",
    "software": "Software, versions and hashes.",
    "all": "Every report in one, with the plots.",
}
FORMATS = ("html", "md", "docx", "pdf", "json", "csv")
#: Formats of the drawing alone.
DRAWN = ("svg", "png")


@click.group()
def report() -> None:
    """Write the report on the search: by guideline, as a diagram, as a log, or all of it.

    \b
    Example:  greylit report prisma-s --format docx --out report/
              greylit report flow --variant with-screening --format svg
    """


def _command(name: str, says: str) -> Callable[..., int]:
    formats = FORMATS + DRAWN if name == "flow" else FORMATS

    def write_report(
        fmt: str | None, out: Path | None, generated: str | None, review: Path | None, as_json: bool, variant: str = "official"
    ) -> int:  # fmt: skip
        return _write(name, fmt, out, generated, review, as_json, "official" if variant == "official" else "with-screening")  # fmt: skip

    write_report.__doc__ = f"{says}\n\n    \b\n    Example:  greylit report {name} --format html --out report/\n    "  # fmt: skip
    options: list[Callable[..., Any]] = [
        click.option("--format", "fmt", type=click.Choice(formats), help="html when left out."),
        click.option("--out", type=click.Path(path_type=Path), help="File or folder; by default reports/ of the review."),
        click.option("--date", "generated", help="Date that the report carries, ISO; today by default."),
    ]  # fmt: skip
    if name in ("flow", "all"):
        options.append(
            click.option(
                "--variant", type=click.Choice(["official", "with-screening"]), default="official", show_default=True,
                help="The official form, or one that has a row for screening in the column of other methods.",
            )
        )  # fmt: skip
    made: Callable[..., int] = json_option(review_option(write_report))
    for option in reversed(options):
        made = option(made)
    report.command(name)(made)
    return made


for _name, _says in NAMES.items():
    _command(_name, _says)


def _write(
    name: str, fmt: str | None, out: Path | None, generated: str | None, review: Path | None, as_json: bool, variant: Variant
) -> int:  # fmt: skip
    from crawler.sources import sources
    from harvest.report.all_of_it import build
    from harvest.report.facts import facts as read

    workspace = find_review(review)
    require_runs(workspace)
    facts = read(workspace, sources(), _day(generated))
    asked = fmt is not None or out is not None or not as_json
    form = fmt or (out.suffix[1:].lower() if out and out.suffix[1:].lower() in FORMATS + DRAWN else "html")
    figures = _figures(workspace) if name == "all" and form != "json" and asked else []
    made = build(name, facts, variant, figures)
    paths = _files(made, form, out or workspace.root / "reports", facts, variant) if asked else []
    states = _states(made)
    if as_json:
        print_json(
            "report",
            {"report": made.name, "title": made.title, "date": made.date, "paths": [str(path) for path in paths], "data": json.loads(json.dumps(dict(made.data), default=str))},
        )  # fmt: skip
        return int(Exit.OK)
    for path in paths:
        click.echo(str(path))
    if states:
        click.echo(f"note: {clean(states)}", err=True)
    return int(Exit.OK)


def _states(made: Report) -> str:
    """Return how much of a guideline is filled, in a sentence."""
    parts = made.data["reports"] if made.name == "all" else {made.name: made.data}
    blanks = {name: data["states"]["needs you"] for name, data in parts.items() if "states" in data}
    left = [f"{name} has {counted(n, 'item')} with a blank for a person" for name, n in blanks.items() if n]
    return f"{'; '.join(left)}: greylit report notes --template" if left else ""


def _figures(workspace: Workspace) -> list[Figure]:
    from harvest.plots import figures, open_search

    with open_search(workspace) as search:
        return list(figures(search))


def _files(made: Report, fmt: str, out: Path, facts: Facts, variant: Variant) -> list[Path]:
    """Write a report and what belongs beside it; return the files, the report first."""
    from harvest.report.flow_counting import flow_counts
    from harvest.report.prisma_csv import prisma_csv
    from harvest.report.search_history import search_histories
    from harvest.report.writing import write

    folder = out.parent if out.suffix and not out.is_dir() else out
    paths: list[Path] = []
    beside: dict[str, bytes] = {}
    if made.name in ("flow", "all"):
        counts = flow_counts(facts, variant)
        beside["PRISMA.csv"] = prisma_csv(counts).encode()
        if fmt in DRAWN:
            from harvest.report.flow_drawing import flow_svg

            target = out if out.suffix and not out.is_dir() else out / f"flow.{fmt}"
            paths.append(_put(target, _drawn(flow_svg(counts), fmt)))
    if made.name in ("search-log", "all"):
        for name, history in search_histories(facts).items():
            text = json.dumps(history, ensure_ascii=False, indent=2, default=str)
            beside[f"search-histories/{name}"] = f"{text}\n".encode()
    if fmt not in DRAWN:
        paths += write(made, fmt, out)
    return [*paths, *(_put(folder / name, content) for name, content in beside.items())]


def _drawn(svg: str, fmt: str) -> bytes:
    if fmt == "svg":
        return svg.encode()
    from harvest.plots.png import svg_png

    return svg_png(svg)


def _put(path: Path, content: bytes) -> Path:
    from harvest.export.files import replacing

    with replacing(path) as part:
        part.write_bytes(content)
    return path


@report.command()
@click.option("--template", is_flag=True, help="Write report-notes.toml with every key, where there is none yet.")  # fmt: skip
@review_option
@json_option
def notes(template: bool, review: Path | None, as_json: bool) -> int:
    """Say which notes of people the reports have, or write an empty file for them.

    \b
    Example:  greylit report notes --template
    """
    from harvest.report import notes as kept
    from store import views
    from store.database import Reader

    workspace = find_review(review)
    require_runs(workspace)
    with Reader(workspace.database) as database:
        sources = {
            row["part_of"] or row["source"]: row["part_of_name"] or row["name"]
            for row in views.sources(database)
        }
    path = workspace.root / kept.FILE
    if template and path.exists():
        raise GreylitError(
            f"{path} is there already, and stays as it is", code="NOTES", where={"file": str(path)},
            hint="Write into it, or move it away first.",
        )  # fmt: skip
    if template:
        _put(path, kept.template(sources).encode())
    said = kept.read_notes(workspace.root, sources)
    keys = {section: list(sources) if section == "sources" else list(words) for section, words in kept.KEYS.items()}  # fmt: skip
    missing = [
        f"{section}.{key}" for section, names in keys.items() for key in names
        if not (said.studies is not None if section == "flow" else said.of(section, key))
    ]  # fmt: skip
    if as_json:
        print_json("report-notes", {"file": str(path), "exists": path.exists(), "empty": missing, "said": said.said, "studies": said.studies})  # fmt: skip
        return int(Exit.OK)
    click.echo(f"{path}{'' if path.exists() else ' is not there: greylit report notes --template'}")
    for key in missing:
        click.echo(f"  empty: {clean(key)}")
    return int(Exit.OK)


@report.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder of the site.")  # fmt: skip
@click.option("--date", "generated", help="Date that the site carries, ISO; today by default.")
@review_option
@json_option
def site(out: Path, generated: str | None, review: Path | None, as_json: bool) -> int:
    """Write the whole search as plain pages that need no network, for a deposit.

    \b
    Example:  greylit report site --out site/
    """
    from crawler.sources import sources
    from harvest.site import build

    workspace = find_review(review)
    require_runs(workspace)
    made = build(workspace, out, _day(generated), sources())
    if as_json:
        print_json("report-site", {"out": str(made.out), "pages": made.pages, "files": made.files, "records": made.records, "bytes": made.bytes, "notes": list(made.notes)})  # fmt: skip
        return int(Exit.OK)
    click.echo(f"{made.out}   {counted(made.pages, 'page')}, {counted(made.records, 'record')}, {made.bytes / 1e6:.1f} MB")  # fmt: skip
    for note in made.notes:
        click.echo(f"note: {clean(note)}")
    return int(Exit.OK)


def _day(given: str | None) -> str:
    if given is None:
        return date.today().isoformat()
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        raise GreylitError(f"--date {given!r} is not a date", hint="Write it as 2026-11-23") from None
