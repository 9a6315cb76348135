"""What a page is made of: headings, lists of facts, tables; and how they are parted into pages that stay light."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from harvest.site.markup import Child, Html, inner, join, tag

#: Bytes of one page without its frame. A whole page may weigh 150 kB.
BUDGET = 120_000
#: Records of one page of a list.
ROWS = 200


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows under one heading, which may go over several pages.

    ``heading`` and its ``level`` stand above, ``opens`` and ``closes`` around the rows of each page.
    """

    heading: str
    opens: Html
    rows: Sequence[Html]
    closes: Html
    level: int = 2


Part = Html | Listing


def heading(level: int, text: Child, anchor: str | None = None) -> Html:
    """Return a heading."""
    return tag(f"h{level}", text, id=anchor)


def facts(pairs: Iterable[tuple[str, Child]]) -> Html:
    """Return names and values as a list of descriptions; pairs without a value are left out."""
    shown = [(name, said) for name, value in pairs if (said := Html(inner(value)))]
    return tag("dl", [tag("div", tag("dt", name), tag("dd", said)) for name, said in shown], class_="facts")


def row(cells: Sequence[Child], numbers: Sequence[int] = (), head: int | None = 0) -> Html:
    """Return a row of a table. ``head`` is the position of the cell that names the row, ``numbers`` those of numbers."""
    return tag(
        "tr",
        [
            tag("th", cell, scope="row", class_="n" if at in numbers else None) if at == head
            else tag("td", cell, class_="n" if at in numbers else None)
            for at, cell in enumerate(cells)
        ],
    )  # fmt: skip


def table(
    title: str, columns: Sequence[str], rows: Sequence[Html], *, name: str, numbers: Sequence[int] = (), level: int = 2,
    caption: str = "",
) -> Listing:  # fmt: skip
    """Return a table in a region that can be reached by keyboard and scrolls sideways by itself.

    Args:
        title: the heading above it.
        columns: its heads.
        rows: what :func:`row` gives.
        name: unique on its page.
        numbers: positions of the columns that hold numbers.
        level: of the heading.
        caption: the title in other words, where the heading does not say what the rows are.
    """
    # Two columns, one of them numbers: far apart they are hard to read across.
    narrow = " narrow" if len(columns) == 2 and numbers else ""
    heads = [
        tag("th", each, scope="col", class_="n" if at in numbers else None) for at, each in enumerate(columns)
    ]
    opens = (
        f'<div class="wide{narrow}" role="region" aria-labelledby="{name}" tabindex="0"><table>'
        + tag("caption", caption or title, id=name)
        + tag("thead", tag("tr", heads))
        + "<tbody>"
    )
    return Listing(title, Html(opens), rows, Html("</tbody></table></div>"), level)


def bullets(title: str, items: Sequence[Child], *, level: int = 2, numbered: bool = False) -> Listing:
    """Return a list."""
    name = "ol" if numbered else "ul"
    return Listing(title, Html(f"<{name}>"), [tag("li", each) for each in items], Html(f"</{name}>"), level)


def in_pages(parts: Iterable[Part], budget: int = BUDGET, most: int = 10_000) -> list[Html]:
    """Return the parts as the contents of one or more pages.

    Args:
        parts: in their order.
        budget: bytes of one page.
        most: rows of one page.
    """
    pages: list[list[str]] = [[]]
    weight = count = 0

    def turn() -> None:
        nonlocal weight, count
        pages.append([])
        weight = count = 0

    for part in parts:
        if isinstance(part, Html):
            size = len(part.encode())
            if weight and weight + size > budget:
                turn()
            pages[-1].append(part)
            weight += size
            continue
        above = _above(part, goes_on=False)
        size = len(above) + len(part.rows[0].encode() if part.rows else b"")
        if weight and (weight + size > budget or (count and count >= most)):
            turn()
        pages[-1].append(above)
        weight += len(above)
        held = 0
        for each in part.rows:
            size = len(each.encode())
            if held and (weight + size > budget or count >= most):
                pages[-1].append(part.closes)
                turn()
                above = _above(part, goes_on=True)
                pages[-1].append(above)
                weight, held = len(above), 0
            pages[-1].append(each)
            weight, count, held = weight + size, count + 1, held + 1
        pages[-1].append(part.closes)
    return [Html("".join(each)) for each in pages]


def _above(part: Listing, *, goes_on: bool) -> str:
    if not part.heading:
        return part.opens
    return heading(part.level, f"{part.heading} (continued)" if goes_on else part.heading) + part.opens


def words(lines: Iterable[Child], **attributes: str | None) -> Html:
    """Return paragraphs."""
    return join(tag("p", line, **attributes) for line in lines if line)
