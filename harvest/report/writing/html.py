"""Reports as one HTML page: no script, nothing from elsewhere; for screens, light and dark, and for paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from importlib.resources import files as resources
from itertools import count
from xml.etree.ElementTree import Element

from harvest.plots.model import CSS_NAMES
from harvest.report.model import Block, Bullets, Figure, Heading, Line, Paragraph, Report, Run, Table
from harvest.report.writing.common import (
    NOT_DRAWN,
    footer,
    has_title,
    named_headings,
    protocol_hash,
    target,
    words,
)

#: What a drawing may consist of; anything else is left out.
_DRAWN = {"svg", "g", "a", "path", "rect", "line", "circle", "text", "tspan", "title", "desc", "defs", "clipPath", "polygon", "polyline", "ellipse"}  # fmt: skip
#: Width of a drawing from which on it is a diagram that wants the whole page.
_LARGE = 600
_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def files(report: Report, stem: str) -> list[tuple[str, bytes]]:
    """Return one page."""
    return [(f"{stem}.html", page(report).encode("utf-8", "replace"))]


def page(report: Report) -> str:
    """Return the whole page."""
    named = named_headings(report)
    anchors = {name for _, name in named if name}
    title = "" if has_title(report) else f"<h1>{_said(report.title)}</h1>\n"
    known = protocol_hash(report)
    about = f"{_said(report.date)}" + (f" · protocol <code>{_said(known)}</code>" if known else "")
    body = "\n".join(_blocks(named, anchors))
    return f"""<!doctype html>
<html lang="{_attribute(report.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="color-scheme" content="light dark">
<title>{_said(report.title)}</title>
<style>
{style(report)}
</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
{_contents(named)}<main id="main" tabindex="-1">
{title}{body}
</main>
<footer><p>{_said(report.title)} · {about}</p></footer>
</body>
</html>
"""


def style(report: Report) -> str:
    """Return the style sheet of a page, with the line that stands below each printed page."""
    recolour = "\n".join(
        f'svg [fill="{value}"]{{fill:var(--{name})}} svg [stroke="{value}"]{{stroke:var(--{name})}}'
        for value, name in CSS_NAMES.items()
    )
    return f'{_sheet()}{recolour}\n@page{{size:A4;margin:18mm 15mm;@bottom-left{{content:{_css(footer(report))};font-size:8pt;width:80%;text-align:left}}@bottom-right{{content:"page " counter(page) " of " counter(pages);font-size:8pt;white-space:nowrap;width:20%}}}}'


@cache
def _sheet() -> str:
    return (resources("harvest.report.writing") / "page.css").read_text(encoding="utf-8")


def _css(text: str) -> str:
    """Return text as a string of a style sheet that nothing can end."""
    return (
        '"'
        + "".join(
            each if each.isalnum() or each in " .·-" else f"\\{ord(each):x} " for each in words(Run(text))
        )
        + '"'
    )


def _contents(named: Sequence[tuple[Block, str]]) -> str:
    heads = [(block, name) for block, name in named if isinstance(block, Heading) and block.level == 2]
    if len(heads) < 2:
        return ""
    items = "".join(
        f'<li><a href="#{_attribute(name)}">{_said(block.text)}</a></li>' for block, name in heads
    )
    return f'<nav aria-label="Contents"><ul>{items}</ul></nav>\n'


def blocks_html(blocks: Sequence[Block], anchors: set[str]) -> str:
    """Return blocks as HTML without a page around them.

    Args:
        blocks: in order.
        anchors: names that "#" links may lead to.
    """
    return "\n".join(
        _blocks([(block, block.anchor if isinstance(block, Heading) else "") for block in blocks], anchors)
    )


def _blocks(named: Sequence[tuple[Block, str]], anchors: set[str]) -> Iterator[str]:
    numbers = count(1)
    for block, name in named:
        if isinstance(block, Heading):
            level = min(max(block.level, 1), 6)
            own = f' id="{_attribute(name)}"' if name else ""
            yield f"<h{level}{own}>{_said(block.text)}</h{level}>"
        elif isinstance(block, Paragraph):
            if len(block.line) == 1 and block.line[0].style == "code":
                yield f'<pre tabindex="0"><code>{escape(words(block.line[0]))}</code></pre>'
            else:
                yield f"<p>{_line(block.line, anchors)}</p>"
        elif isinstance(block, Bullets):
            tag = "ol" if block.numbered else "ul"
            yield (
                f"<{tag}>" + "".join(f"<li>{_line(line, anchors)}</li>" for line in block.lines) + f"</{tag}>"
            )
        elif isinstance(block, Table):
            yield from _table(block, anchors, f"table-{next(numbers)}")
        else:
            yield from _figure(block, anchors, f"table-{next(numbers)}")


def _table(table: Table, anchors: set[str], name: str) -> Iterator[str]:
    """Yield a table in a part that scrolls by itself, so that the page never does sideways."""
    right = [' class="n"' if at in table.numbers else "" for at in range(len(table.columns))]
    heads = "".join(f'<th scope="col"{right[at]}>{_said(each)}</th>' for at, each in enumerate(table.columns))
    yield (
        f'<div class="scroll" role="region" tabindex="0" aria-labelledby="{name}"><table><caption id="{name}">{_said(table.caption)}'
        f"</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody>"
    )
    for row in table.rows:
        cells = [
            f'<th scope="row"{right[at]}>{_line(cell, anchors)}</th>'
            if at == 0
            else f"<td{right[at]}>{_line(cell, anchors)}</td>"
            for at, cell in enumerate(row)
        ]
        yield f"<tr>{''.join(cells)}</tr>"
    if not table.rows:
        yield f'<tr><td colspan="{len(table.columns)}">None.</td></tr>'
    yield "</tbody></table></div>"


def _figure(figure: Figure, anchors: set[str], name: str) -> Iterator[str]:
    yield "<figure>"
    if figure.svg:
        yield themed_svg(figure.svg, f"{name}-")
    yield f"<figcaption><strong>{_said(figure.title)}.</strong> {_said(figure.says)}</figcaption>"
    if figure.table:
        if not figure.svg:
            yield f"<p>{NOT_DRAWN}</p>"
            yield from _table(figure.table, anchors, name)
        else:
            yield "<details><summary>The numbers as a table</summary>"
            yield from _table(figure.table, anchors, name)
            yield "</details>"
    yield "</figure>"


def themed_svg(svg: str, prefix: str = "") -> str:
    """Return a drawing to stand in a page: only shapes, text and links that are safe; no size of its own.

    Its colours stay as they are; the style sheet of the page draws them anew by their values. ``prefix`` keeps its names
    apart from those of other drawings on the page.
    """
    from defusedxml.ElementTree import fromstring

    root: Element = fromstring(svg)
    root.attrib.pop("height", None)
    wide = _width(root) > _LARGE
    # Plots are a little larger than in print; a large diagram takes the page, and scrolls on a small screen.
    root.set("width", "100%" if wide else f"{_width(root) * 1.3:.0f}")
    drawing = _element(root, prefix)
    if not wide:
        return drawing
    title = root.findtext(f"{_SVG}title") or "Diagram"
    return f'<div class="scroll wide" role="region" tabindex="0" aria-label="{_attribute(title)}">{drawing}</div>'


def _width(root: Element) -> float:
    box = root.get("viewBox", "0 0 300 150").replace(",", " ").split()
    return float(box[2]) if len(box) == 4 else 300.0


def _element(element: Element, prefix: str) -> str:
    tag = element.tag.removeprefix(_SVG) if isinstance(element.tag, str) else ""
    if tag not in _DRAWN:
        return ""
    attributes = []
    for name, value in element.attrib.items():
        key = "href" if name == _LINK else name
        if key.startswith(("{", "on")) or key in ("style", "xmlns") or "url(" in value.replace("url(#", ""):
            continue
        if key == "href" and not value.startswith(("#", "http://", "https://")):
            continue
        if key in ("id", "aria-labelledby"):
            value = " ".join(prefix + each for each in value.split())
        elif "url(#" in value:
            value = value.replace("url(#", f"url(#{prefix}")
        attributes.append(f' {key}="{_attribute(value)}"')
    inside = escape(element.text or "", quote=False) + "".join(
        _element(child, prefix) + escape(child.tail or "", quote=False) for child in element
    )
    return f"<{tag}{''.join(attributes)}>{inside}</{tag}>"


def _line(line: Line, anchors: set[str]) -> str:
    return "".join(_run(run, anchors) for run in line)


def _run(run: Run, anchors: set[str]) -> str:
    text = escape(words(run))
    if run.style == "code":
        text = f"<code>{text}</code>"
    elif run.style == "strong":
        text = f"<strong>{text}</strong>"
    elif run.style == "blank":
        text = f'<mark class="blank">{text}</mark>'
    href = target(run, anchors)
    return f'<a href="{_attribute(href)}">{text}</a>' if href else text


def _said(text: str) -> str:
    return escape(words(Run(text)))


def _attribute(text: str) -> str:
    return re.sub(r"\s", " ", escape(text))
