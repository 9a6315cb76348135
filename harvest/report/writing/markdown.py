"""Reports as Markdown (CommonMark, tables of GitHub), with drawings as SVG files beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harvest.report.model import Block, Bullets, Figure, Heading, Line, Paragraph, Report, Run, Table
from harvest.report.writing.common import NOT_DRAWN, free_name, has_title, named_headings, target, words

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&!])")
#: What would make a list or a heading of a line that begins with it.
_START = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$|=|-)")


def files(report: Report, stem: str) -> list[tuple[str, bytes]]:
    """Return the report and its drawings."""
    named = named_headings(report)
    anchors = {name for _, name in named if name}
    parts: list[str] = [] if has_title(report) else [f"# {escaped(report.title)}"]
    beside: list[tuple[str, bytes]] = []
    drawn: set[str] = set()
    for block, name in named:
        if isinstance(block, Figure) and block.svg:
            file = f"{free_name(f'{stem}-{block.name}', drawn)}.svg"
            drawn.add(file.removesuffix(".svg"))
            beside.append((file, block.svg.encode()))
            parts.append(f"![{escaped(block.says)}](<{file}>)")
        parts += _block(block, name, anchors)
    parts.append(f"{escaped(report.date)}")
    return [(f"{stem}.md", ("\n\n".join(parts) + "\n").encode("utf-8", "replace")), *beside]


def _block(block: Block, name: str, anchors: set[str]) -> Iterator[str]:
    if isinstance(block, Heading):
        if block.anchor:
            yield f'<a id="{re.sub(r"[^A-Za-z0-9_.-]", "-", name)}"></a>'
        yield f"{'#' * min(max(block.level, 1), 6)} {escaped(block.text)}"
    elif isinstance(block, Paragraph):
        yield _paragraph(block.line, anchors)
    elif isinstance(block, Bullets):
        marks = [f"{number}." if block.numbered else "-" for number in range(1, len(block.lines) + 1)]
        yield "\n".join(
            f"{mark} {_line(line, anchors)}" for mark, line in zip(marks, block.lines, strict=True)
        )
    elif isinstance(block, Table):
        yield from _table(block, anchors)
    else:
        yield f"**{escaped(block.title)}.** {escaped(block.says)}"
        if not block.svg and block.table:
            yield NOT_DRAWN
        if block.table:
            yield from _table(block.table, anchors)


def _paragraph(line: Line, anchors: set[str]) -> str:
    if len(line) == 1 and line[0].style == "code" and "\n" in line[0].text:
        code = words(line[0])
        fence = "`" * max(3, _longest(code) + 1)
        return f"{fence}\n{code.rstrip()}\n{fence}"
    return (
        _START.sub(r"\1\\\2", _line(line, anchors))
        if not line or not line[0].text[:1].isdigit()
        else _numbered(_line(line, anchors))
    )


def _numbered(text: str) -> str:
    """Return a line that begins with a number so that it is no list."""
    return re.sub(r"^(\d+)([.)])(?=\s|$)", r"\1\\\2", text)


def _table(table: Table, anchors: set[str]) -> Iterator[str]:
    yield f"**{escaped(table.caption)}**"
    lines = ["| " + " | ".join(escaped(each) for each in table.columns) + " |"]
    lines.append(
        "|" + "|".join(" ---: " if at in table.numbers else " --- " for at in range(len(table.columns))) + "|"
    )
    lines += ["| " + " | ".join(_line(cell, anchors, cell=True) for cell in row) + " |" for row in table.rows]
    yield "\n".join(lines)
    if not table.rows:
        yield "None."


def _line(line: Line, anchors: set[str], *, cell: bool = False) -> str:
    return "".join(_run(run, anchors, cell) for run in line).strip()


def _run(run: Run, anchors: set[str], cell: bool) -> str:
    text = words(run)
    if run.style == "code":
        said = _code(text, cell)
    elif run.style in ("strong", "blank") and text.strip():
        # Stars take effect only where they touch the words.
        said = f"{' ' * text.startswith(' ')}**{escaped(text.strip())}**{' ' * text.endswith(' ')}"
    else:
        said = escaped(text)
    href = target(run, anchors)
    if not href:
        return said
    return f"[{said}](<{href.replace('<', '%3C').replace('>', '%3E').replace('|', '%7C').replace(chr(92), '%5C')}>)"


def _code(text: str, cell: bool) -> str:
    text = " ".join(text.split("\n"))
    if not text.strip():
        return ""
    ticks = "`" * (_longest(text) + 1)
    pad = " " if text.startswith(("`", " ")) or text.endswith(("`", " ")) else ""
    # Tables are parted at bars before code is read.
    said = text.replace("|", "\\|") if cell else text
    return f"{ticks}{pad}{said}{pad}{ticks}"


def _longest(text: str) -> int:
    return max((len(each) for each in re.findall("`+", text)), default=0)


def escaped(text: str) -> str:
    """Return text of which nothing is read as Markdown or HTML."""
    return _SPECIAL.sub(r"\\\1", words(Run(text)))
