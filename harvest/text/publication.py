"""The page of a publication as a work: what the page states, its own text, and its files."""

from __future__ import annotations

from crawler.judge.item import Item
from crawler.judge.publication import publication
from crawler.publisher import Publisher
from harvest.text import extract
from harvest.text.dates import parse_date
from harvest.text.pages.meta import WEAK_DATES

#: How a date is known that stands beside the heading.
BESIDE = "beside the heading"


def described_publication(
    body: bytes, url: str, mime: str, publisher: Publisher
) -> tuple[str, Item | None, str]:
    """Return what a page says of a publication.

    Args:
        body: the page.
        url: its address.
        mime: its media type as sent.
        publisher: what is declared of its site.

    Returns:
        The outcome in the words of the ledger, the work (``None`` where the page is none), and its own text.
    """
    seen = publication(body, url, publisher)
    if seen.outcome != "read":
        return ("read" if seen.outcome == "hub" else seen.outcome), None, ""
    page = extract(body, url=url, content_type=mime)
    date, source = page.date, page.date_source
    if source in WEAK_DATES and seen.dated and (told := parse_date(_day_of(seen.dated))):
        date, source = told, BESIDE
    address = seen.canonical or url
    item = Item(
        key=address, url=address, title=page.title or seen.heading, description=seen.description, date=date,
        date_source=source, publishers=(publisher.name,) if publisher.name else (), doc_type=seen.doc_type,
        language=page.language, attachments=seen.files, authors=seen.authors or page.authors, notice=seen.notice,
    )  # fmt: skip
    return "read", item, page.text if page.outcome == "text" else ""


def _day_of(printed: str) -> str:
    """Return what follows a label such as ``Published:``."""
    return printed.partition(":")[2] or printed
