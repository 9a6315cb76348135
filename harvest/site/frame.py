"""The frame of every page: its head, the way through the site, and the line that says what it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from harvest.site.markup import Child, Html, join, tag

#: Nothing but the site's own style sheet and pictures is loaded, and nothing is run.
POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
#: The pages that every page leads to, in this order.
WAYS = (
    ("index.html", "Overview"), ("records.html", "Records"), ("filters.html", "Filters"), ("sources.html", "Sources"),
    ("search-log.html", "Search log"), ("protocol.html", "Protocol"), ("runs.html", "Runs"),
    ("saturation.html", "Saturation"), ("citations.html", "Citations"), ("excluded.html", "Excluded"),
    ("reports.html", "Reports"), ("files.html", "Files"), ("about.html", "How to read this site"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frame:
    """What all pages of one site share: the name of the review, and the line that says which search it is."""

    review: str
    stamp: str

    def page(self, path: str, title: str, content: Html, *, here: str = "", lead: Child = None, pager: Html | None = None,
             language: dict[str, str | None] | None = None) -> str:  # fmt: skip
        """Return a whole page.

        Args:
            path: where it lies in the site; links are relative to it.
            title: its name, also its heading.
            content: what stands below the heading.
            here: the page of ``WAYS`` that it belongs to.
            lead: what stands between heading and content.
            pager: links to the other pages of a list.
            language: attributes of a heading that is a captured title.
        """
        up = "../" * path.count("/")
        ways = [
            tag("li", tag("a", name, href=up + to, aria_current=("page" if to == path else "true") if to == here else None))
            for to, name in WAYS
        ]  # fmt: skip
        head = join(
            (
                tag("meta", charset="utf-8"),
                tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
                tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
                tag("meta", name="referrer", content="no-referrer"),
                tag("meta", name="color-scheme", content="light dark"),
                tag("title", f"{title} - {self.review}"),
                tag("link", rel="stylesheet", href=f"{up}style.css"),
            )
        )
        body = join(
            (
                tag("a", "Skip to the content", href="#content", class_="skip"),
                tag(
                    "header",
                    tag("p", tag("a", self.review, href=f"{up}index.html"), class_="review"),
                    tag("nav", tag("ul", ways), aria_label="Site"),
                ),
                tag(
                    "main", tag("h1", title, **(language or {})), lead, pager, content,
                    _again(pager), id="content", tabindex="-1",
                ),
                tag("footer", tag("p", self.stamp)),
            )
        )  # fmt: skip
        return f'<!doctype html>\n<html lang="en-GB">\n<head>{head}</head>\n<body>{body}</body>\n</html>\n'


def pager(names: list[str], at: int, label: str = "Pages of this list") -> Html | None:
    """Return links to the pages of a list: the first, the last, and those near; ``None`` where there is one only."""
    if len(names) < 2:
        return None
    near = sorted({0, len(names) - 1, *range(max(0, at - 3), min(len(names), at + 4))})
    items: list[Html] = []
    before = -1
    for each in near:
        if each > before + 1:
            items.append(tag("li", "..."))
        before = each
        words = f"Page {each + 1}"
        items.append(
            tag(
                "li",
                tag(
                    "a",
                    words,
                    href=names[each].rpartition("/")[2],
                    aria_current="page" if each == at else None,
                ),
            )
        )
    return tag("nav", tag("ul", items), aria_label=label, class_="pages")


def _again(above: Html | None) -> Html | None:
    # Two landmarks need two names.
    return Html(above.replace('aria-label="', 'aria-label="Below: ', 1)) if above else None
