"""What several formats share: names, links, tables that are too long for a page, and drawings as pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib.util import find_spec

from harvest.errors import GreylitError
from harvest.export.clean import encodable, is_web_address, one_line
from harvest.report.model import Block, Figure, Heading, Report, Run, Table

#: Rows of a table that Word and PDF files hold; the whole table is then a CSV file beside them.
MOST_ROWS = 2000
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
NOT_DRAWN = "The drawing is not in this file: it needs greylit[report]. Its numbers are in the table."


def words(run: Run) -> str:
    """Return the text of a run fit for a file: code keeps its spaces and lines, other text is one line."""
    text = _CONTROLS.sub(" ", encodable(run.text.replace("\r\n", "\n")))
    return text if run.style == "code" else re.sub(r"\s+", " ", text)


def target(run: Run, anchors: Iterable[str]) -> str | None:
    """Return where a run links to: a web address, or a place that this report has; ``None`` for anything else."""
    href = one_line(run.href)
    if href.startswith("#"):
        return href if href[1:] in anchors else None
    return href if href and is_web_address(href) else None


def slug(text: str) -> str:
    """Return a name that can stand in an address."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60] or "part"


def named_headings(report: Report) -> list[tuple[Block, str]]:
    """Return the blocks, each heading with a name of its own, others with ""."""
    taken: set[str] = {block.anchor for block in report.blocks if isinstance(block, Heading) and block.anchor}
    given: set[str] = set()
    named: list[tuple[Block, str]] = []
    for block in report.blocks:
        name = ""
        if isinstance(block, Heading):
            name = (
                block.anchor
                if block.anchor and block.anchor not in given
                else free_name(slug(block.text), taken | given)
            )
            given.add(name)
        named.append((block, name))
    return named


def free_name(name: str, taken: set[str]) -> str:
    """Return a name that is not taken yet: the one given, or with a number."""
    number, free = 2, name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free


def tables(report: Report) -> Iterator[tuple[str, Table]]:
    """Yield every table with the name of its file, figures' tables among them; no two names are the same."""
    taken: set[str] = set()
    for block in report.blocks:
        table = block if isinstance(block, Table) else block.table if isinstance(block, Figure) else None
        if table is not None:
            name = free_name(table.name or slug(table.caption), taken)
            taken.add(name)
            yield name, table


def has_title(report: Report) -> bool:
    """Tell whether the blocks begin with the title of the report."""
    return any(isinstance(block, Heading) and block.level == 1 for block in report.blocks)


def protocol_hash(report: Report) -> str:
    """Return the SHA-256 of the protocol where the report has it, else ""."""
    return str(report.data.get("protocol_sha256") or "")


def footer(report: Report) -> str:
    """Return the line that stands below each page."""
    known = protocol_hash(report)
    return words(Run(f"{report.title} · {report.date}")) + (f" · protocol {known[:12]}" if known else "")


def shortened(table: Table, name: str) -> tuple[Table, str]:
    """Return a table with as many rows as a page format takes, and the sentence that says where the others are."""
    if len(table.rows) <= MOST_ROWS:
        return table, ""
    cut = Table(table.caption, table.columns, table.rows[:MOST_ROWS], table.numbers, table.name)
    return (
        cut,
        f"The first {MOST_ROWS} of {len(table.rows)} rows. All of them are in {name}.csv beside this file.",
    )


def picture(figure: Figure) -> bytes | None:
    """Return a drawing as PNG, ``None`` where there is none or nothing that draws."""
    if not figure.svg:
        return None
    from harvest.plots.png import svg_png

    try:
        return svg_png(figure.svg)
    except GreylitError as error:
        if error.code != "EXTRA":
            raise
        return None


def require(module: str, called: str, fmt: str) -> None:
    """Make sure that a library is there.

    Raises:
        GreylitError: it is not (``EXTRA``).
    """
    if find_spec(module) is None:
        raise GreylitError(
            f"writing {fmt} needs {called}, which is not installed", code="EXTRA",
            hint="pip install 'greylit[report]'; or --format html, md, csv or json",
        )  # fmt: skip
