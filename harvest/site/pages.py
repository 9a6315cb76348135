"""A page before it is written, and the names that pages and their continuations have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from harvest.site.frame import Frame, pager
from harvest.site.markup import Child
from harvest.site.parts import Part, in_pages


@dataclass(frozen=True, slots=True)
class Page:
    """One page, which is parted into several when it is long.

    ``here`` is the page of the site's navigation that it belongs to, ``lead`` stands on the first of its pages, ``always``
    on each; ``most`` is how many rows one page has at most, ``language`` the attributes of a captured title.
    """

    path: str
    title: str
    parts: Sequence[Part]
    here: str
    lead: Child = None
    always: Child = None
    most: int = 10_000
    language: dict[str, str | None] = field(default_factory=dict)

    def written(self, frame: Frame) -> Iterator[tuple[str, str]]:
        """Yield path and text of each of its pages."""
        contents = in_pages(self.parts, most=self.most)
        names = [numbered(self.path, number) for number in range(1, len(contents) + 1)]
        for at, content in enumerate(contents):
            title = f"{self.title} - page {at + 1} of {len(names)}" if len(names) > 1 else self.title
            yield names[at], frame.page(
                names[at], title, content, here=self.here, lead=[self.lead if at == 0 else None, self.always],
                pager=pager(names, at), language=self.language,
            )  # fmt: skip


def numbered(path: str, number: int) -> str:
    """Return the path of one page of several: ``records.html``, ``records-2.html``."""
    return path if number == 1 else f"{path.removesuffix('.html')}-{number}.html"


def slugs(names: Sequence[str]) -> dict[str, str]:
    """Return a file name for each of some names: plain letters and digits, no two the same, also where case is not told."""
    taken: set[str] = set()
    found = {}
    for name in names:
        plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60] or "x"
        chosen, number = plain, 2
        while chosen in taken:
            # A double hyphen stands in no plain name, so that "a-2" and the second "a" differ.
            chosen, number = f"{plain}--{number}", number + 1
        taken.add(chosen)
        found[name] = chosen
    return found
