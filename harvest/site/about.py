"""The page that says how to read the site, what it does not load, and what is known of its accessibility."""

from __future__ import annotations

from collections.abc import Iterator

from harvest.site.gathered import Gathered
from harvest.site.markup import Html, tag
from harvest.site.overview import cite
from harvest.site.pages import Page
from harvest.site.parts import Part, bullets, heading


def pages(review: Gathered) -> Iterator[Page]:
    """Yield the page."""
    yield Page("about.html", "How to read this site", list(_parts(review)), "about.html")


def _parts(review: Gathered) -> Iterator[Part]:
    yield bullets("What is where", (
        "Records: what the search found, one page a record, with the passages that match, their pages, and how it was found.",
        "Filters: the same records by source, year, type, decision and class of publisher.",
        "Sources and search log: every place that was asked, every question as it was sent, and what came of it.",
        "Protocol and runs: what was to be searched, what was changed and why, and when it was done with which software.",
        "Excluded: what was left out, by whom or by which rule.",
        "Files: the records for reference managers and programs, and the checksums of all pages.",
    ))  # fmt: skip
    yield heading(2, "What stands behind it")
    yield tag("p", "All pages are computed from the ledger and the web archive of the review, by the functions that the "
              "commands of greylit use. SHA-256, WARC file and offset on the page of a record say where the bytes lie that a "
              "sentence was read from; the archive itself is no part of the site.")  # fmt: skip
    yield heading(2, "What is not shown")
    shown = "left out" if review.words.redact else "kept, as the protocol has it"
    yield tag("p", f"Mail addresses in texts are {shown}. Votes that a second screener must not see yet are not shown. "
              "Characters that a browser would obey are taken out of captured text, and long texts are cut, with a mark where.")  # fmt: skip
    yield heading(2, "Privacy and safety")
    yield tag("p", "The pages load nothing from anywhere: no scripts, no fonts, no pictures from other places. Links lead to the "
              "sites that were searched, and nothing is asked of them until you follow one.")  # fmt: skip
    yield heading(2, "Accessibility")
    yield tag("p", "The pages aim at WCAG 2.2 AA. They are checked by machine in light and dark, at 320 pixels, by keyboard and "
              "in print. Nobody has checked them with a screen reader yet. Captured text is in its own language where that is "
              "known; the linked documents are those of their publishers.")  # fmt: skip
    yield heading(2, "Licence")
    yield licence()
    yield heading(2, "How to cite")
    yield cite(review)


def licence() -> Html:
    """Return the place for the licence, which only a person can fill in."""
    return tag("p", tag("span", "NOT RECORDED - please fill in: licence of this site", class_="blank"),
               " Passages and titles are those of their publishers.")  # fmt: skip
