"""Reports and plots in the frame of the site, from the blocks that all formats of them are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harvest.export.clean import is_web_address
from harvest.report import model
from harvest.site.collected import Collected
from harvest.site.gathered import Gathered
from harvest.site.markup import Child, Html, join, tag
from harvest.site.pages import Page, slugs
from harvest.site.parts import Listing, Part, bullets, heading, row, table
from harvest.site.words import plain

#: What must not stand in a picture that is shown on a page.
_ACTIVE = re.compile(r"<script|<foreignObject|\son\w+\s*=|javascript:", re.IGNORECASE)
_RECORD = re.compile(r"R[0-9]{3,}")


@dataclass(frozen=True, slots=True)
class Drawn:
    """Pages of reports and plots, and the pictures that belong to them, by path."""

    pages: Sequence[Page]
    pictures: dict[str, str]


def drawn(review: Gathered, shown: Collected) -> Drawn:
    """Return the pages of the reports, one each, and one of the plots."""
    reports, figures = shown.reports, shown.figures
    pictures: dict[str, str] = {}
    paths = {name: f"reports/{slug}.html" for name, slug in slugs([each.name for each in reports]).items()}
    made = [
        Page(paths[each.name], review.words.say(each.title), list(_blocks(review, each, pictures)), "reports.html",
             lead=tag("p", tag("a", "All reports", href="../reports.html")))
        for each in reports
    ]  # fmt: skip
    links = [tag("li", tag("a", review.words.say(each.title), href=paths[each.name])) for each in reports]
    parts: list[Part] = [tag("ul", links) if links else tag("p", "No report was made.")]
    if figures:
        parts.append(heading(2, "Plots"))
    for at, figure in enumerate(figures):
        parts += _figure(review, figure, pictures, "", 3, f"plot-{at}")
    if shown.notes:
        parts.append(bullets("What could not be made", [review.words.say(each) for each in shown.notes]))
    made.append(Page("reports.html", "Reports and plots", parts, "reports.html"))
    return Drawn(made, pictures)


def _blocks(review: Gathered, report: model.Report, pictures: dict[str, str]) -> Iterator[Part]:
    anchors = {each.anchor for each in report.blocks if isinstance(each, model.Heading) and each.anchor}
    level, skipped_title = 1, False
    for at, block in enumerate(report.blocks):
        match block:
            case model.Heading(level=1) if not skipped_title:
                # The page has that heading already.
                skipped_title = True
            case model.Heading():
                # No level may be left out (WCAG, 1.3.1).
                level = max(2, min(block.level, level + 1))
                yield heading(level, review.words.say(block.text), block.anchor or None)
            case model.Paragraph():
                yield tag("p", _line(review, block.line, anchors))
            case model.Bullets():
                name = "ol" if block.numbered else "ul"
                items = [tag("li", _line(review, each, anchors)) for each in block.lines]
                yield Listing("", Html(f"<{name}>"), items, Html(f"</{name}>"))
            case model.Table():
                yield _table(review, block, f"b-{at}", anchors, "")
            case model.Figure():
                yield from _figure(review, block, pictures, "../", min(level + 1, 6), f"b-{at}")


def _table(
    review: Gathered, block: model.Table, name: str, anchors: set[str], title: str, level: int = 3
) -> Part:
    rows = [
        row([_line(review, cell, anchors) for cell in each], numbers=sorted(block.numbers))
        for each in block.rows
    ]
    return table(
        title, [review.words.say(each) for each in block.columns], rows, name=name, numbers=sorted(block.numbers), level=level,
        caption=review.words.say(block.caption) or "Table",
    )  # fmt: skip


def _line(review: Gathered, line: model.Line, anchors: set[str]) -> Html:
    return join(_run(review, each, anchors) for each in line)


def _run(review: Gathered, each: model.Run, anchors: set[str]) -> Child:
    said = review.words.say(each.text)
    # Blanks at the ends part a run from its neighbours.
    said = f"{' ' if each.text[:1].isspace() else ''}{said}{' ' if said and each.text[-1:].isspace() else ''}"
    shown: Child = said
    if each.style == "strong":
        shown = tag("strong", said)
    elif each.style == "code":
        shown = tag("code", said)
    elif each.style == "blank":
        shown = tag("span", said, class_="blank")
    target = plain(each.href)
    if target.startswith("#") and target[1:] in anchors:
        return tag("a", shown, href=target)
    if is_web_address(target) and review.words.say(target, len(target) + 1) == target:
        return tag("a", shown, href=target, rel="noreferrer noopener nofollow", class_="address")
    if _RECORD.fullmatch(said.strip()) and said.strip() in review.rows:
        return tag("a", shown, href=f"../records/{said.strip()}.html")
    return shown


def _figure(
    review: Gathered, figure: model.Figure, pictures: dict[str, str], up: str, level: int, name: str
) -> Iterator[Part]:
    yield heading(level, review.words.say(figure.title))
    says = review.words.say(figure.says)
    svg = review.words.file(figure.svg)
    if svg and not _ACTIVE.search(svg):
        plain_name = re.sub(r"[^a-z0-9-]+", "-", figure.name.lower()).strip("-") or "plot"
        path, number = f"plots/{plain_name}.svg", 2
        while pictures.get(path, svg) != svg:
            path, number = f"plots/{plain_name}--{number}.svg", number + 1
        pictures[path] = svg
        yield tag("figure", tag("img", src=up + path, alt=says), tag("figcaption", says))
    else:
        yield tag("p", says)
    if figure.table and figure.table.rows:
        yield _table(review, figure.table, f"{name}-t", set(), "", level)
