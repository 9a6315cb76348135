"""What a web page says of itself: title, date, authors, publisher, language. Only stated things; nothing is inferred."""

from __future__ import annotations

from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser

from harvest.text.model import Claim
from harvest.text.pages.blocks import page_blocks
from harvest.text.pages.date import page_date
from harvest.text.pages.dates import order_of, page_spans
from harvest.text.pages.head import read_head
from harvest.text.pages.lines import ELSEWHERE_HEADING, names_publication, seen_dates
from harvest.text.pages.names import page_authors, page_publisher
from harvest.text.pages.title import generic, page_title

_LABEL_WITHIN = 1500
_LABEL_LINE = 160
#: Date sources that a date labelled as that of publication in the text overrules.
WEAK_DATES = frozenset({None, "time", "byline", "url", "json-ld page"})


@dataclass(frozen=True, slots=True)
class PageMeta:
    """Title, date, publisher and authors of a page, each with the place it was found in.

    ``language`` is the one that the page declares ("en-GB"), right or wrong; ``claims`` are all that was found.
    """

    title: str | None = None
    title_source: str | None = None
    date: str | None = None
    date_source: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    language: str | None = None


def page_meta(tree: LexborHTMLParser, url: str = "") -> PageMeta:
    """Return what the page states of itself. ``tree`` must be whole and is not changed; ``url`` is its address.

    ``page_title``, ``page_date`` and ``page_names`` say what is believed before what. There is no slower pass behind
    them: on the labelled pages whose date these leave open, htmldate adds none that is right (``bench.text_facts``).
    """
    head = read_head(tree)
    titled = page_title(tree, head, url)
    blocks, place = page_blocks(tree, titled.heading)
    order = order_of(head.language, url)
    listing = generic(titled.title or "")
    seen = [] if listing else seen_dates(blocks, place, order)
    dated = page_date(tree, head, seen, titled.title, url, order)
    authors, author_claims = page_authors(tree, head, blocks, place)
    publisher, publisher_claims = page_publisher(head)
    claims = titled.claims + dated.claims + author_claims + publisher_claims
    if head.language:
        claims += (Claim("language", head.language, "declared"),)
    return PageMeta(
        titled.title,
        titled.source,
        dated.date,
        dated.source,
        publisher,
        authors,
        claims,
        head.language or None,
    )


def with_text(meta: PageMeta, text: str) -> PageMeta:
    """Return what a page states of itself, where its own text states more: a date labelled as that of publication."""
    if (
        meta.date_source not in WEAK_DATES
        or (labelled := labelled_date(text)) is None
        or labelled == meta.date
    ):
        return meta
    others = [
        replace(claim, why=claim.why or "the text names the day of publication")
        if claim.field == "date"
        else claim
        for claim in meta.claims
    ]
    claims = (Claim("date", labelled, "label"), *others)
    return replace(meta, date=labelled, date_source="label", claims=claims)


def labelled_date(text: str) -> str | None:
    """Return the date after a word such as "Published:" in a short line near the start of ``text``, or None."""
    for line in text[:_LABEL_WITHIN].split("\n"):
        if ELSEWHERE_HEADING.match(line):
            break
        if len(line) > _LABEL_LINE:
            continue
        for start, _, iso in page_spans(line):
            before = line[:start]
            if len(iso) > 4 and names_publication(before.rstrip(" :,")):
                return iso
    return None
