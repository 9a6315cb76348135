"""What a web page says of itself: title, date, publisher. Only stated things; nothing is inferred."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.judge.json_ld import json_ld
from harvest.text.clean import one_line
from harvest.text.dates import find_dates, parse_date
from harvest.text.model import Claim

# Dublin Core "DC.date" and its .created and .modified forms are left out on purpose: committee systems write the
# day the page was rendered, or the day a meeting was entered, into them.
_DATE_TAGS = (
    "govuk:first-published-at",
    "article:published_time",
    "og:article:published_time",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.date",
    "citation_publication_date",
    "citation_date",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "publish_date",
    "publication_date",
)
_PUBLISHER_TAGS = (
    "govuk:primary-publishing-organisation",
    "og:site_name",
    "dcterms.publisher",
    "dc.publisher",
)
_SEPARATOR = re.compile(r"\s+[|\u2013\u2014\u00b7\u2022\u00bb\u2039\u203a:-]{1,2}\s+|\s+::\s+|\s*\|\s*")
_PUBLISHED = re.compile(
    r"\b(?:(?:first |date |originally )?published(?: date)?(?: on)?|publication date|date of publication|posted(?: on)?"
    r"|date issued|issued(?: on)?|release date)\s*[:\u2013-]?\s*",
    re.IGNORECASE,
)
_TIME_MARK = re.compile(r"publish|posted|entry-date|post-date|article.?date|\bdate\b", re.IGNORECASE)
_UPDATED = re.compile(r"updat|modif|review", re.IGNORECASE)
_URL_DAY = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:/|-|$)")
# Headings that say what sort of page it is but not which one; the document title does.
_GENERIC = frozenset(
    {
        "a",
        "agenda",
        "agendas",
        "and",
        "archive",
        "calendar",
        "committee",
        "decision",
        "decisions",
        "detail",
        "details",
        "document",
        "documents",
        "event",
        "events",
        "for",
        "home",
        "issue",
        "item",
        "library",
        "list",
        "meeting",
        "meetings",
        "minutes",
        "news",
        "of",
        "pack",
        "page",
        "publication",
        "publications",
        "report",
        "reports",
        "resources",
        "result",
        "results",
        "search",
        "service",
        "services",
        "the",
        "title",
        "view",
        "welcome",
    }
)
_LABEL_WITHIN = 1500
#: Date sources that a date labelled as that of publication in the text overrules.
WEAK_DATES = frozenset({None, "time", "url"})


@dataclass(frozen=True, slots=True)
class PageMeta:
    """Title, date and publisher of a page, each with the place it was found in."""

    title: str | None = None
    title_source: str | None = None
    date: str | None = None
    date_source: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()


def page_meta(tree: LexborHTMLParser, url: str = "") -> PageMeta:
    """Return what the page states of itself. ``tree`` must be whole and is not changed.

    Title: the page's heading where the document title confirms it or there is just one, else ``og:title``, else
    the document title without the site's name. Date: structured tags (meta, JSON-LD, ``<time>``), then a full date
    in the heading, which is how committee systems name a meeting, then a day in the path of ``url``.
    """
    tags = _meta_tags(tree)
    linked = list(json_ld(tree))
    title, title_source = _title(tree, tags)
    date, date_source = _date(tree, tags, linked, title, url)
    publisher = next((one_line(tags[name]) for name in _PUBLISHER_TAGS if tags.get(name)), None)
    if publisher is None:
        publisher = next((name for item in linked if (name := _publisher_name(item))), None)
    # GOV.UK writes organisation ids such as <D10> in some tags: an id is no name.
    if publisher and publisher.startswith("<"):
        publisher = None
    return PageMeta(title, title_source, date, date_source, publisher or None)


def with_text(meta: PageMeta, text: str) -> PageMeta:
    """Return what a page states of itself, where its own text states more: a date labelled as that of publication."""
    if meta.date_source in WEAK_DATES and (labelled := labelled_date(text)) is not None:
        return replace(meta, date=labelled, date_source="label")
    return meta


def labelled_date(text: str) -> str | None:
    """Return the date after a word such as "Published:" near the start of ``text``, or None."""
    head = text[:_LABEL_WITHIN]
    for label in _PUBLISHED.finditer(head):
        for offset, iso in find_dates(head[label.end() : label.end() + 40]):
            # Only the day of the week may stand between label and date.
            if offset <= 12 and len(iso) > 4:
                return iso
    return None


def _meta_tags(tree: LexborHTMLParser) -> dict[str, str]:
    tags: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = (attributes.get("content") or "").strip()
        if name and content:
            tags.setdefault(name.strip().lower(), content)
    return tags


def _title(tree: LexborHTMLParser, tags: dict[str, str]) -> tuple[str | None, str | None]:
    node = tree.css_first("head title") or tree.css_first("title")
    whole = one_line(node.text()) if node is not None else ""
    shared = one_line(tags.get("og:title", ""))
    heads = [
        text for h1 in tree.css("main h1, [role=main] h1") or tree.css("h1") if (text := one_line(h1.text()))
    ]
    # A logo in an h1 is the site's name, not the document's: the document title tells them apart.
    for head in heads:
        if len(head) > 3 and _starts(whole, head) and not (_generic(head) and not _generic(_cut(whole))):
            return head, "h1"
    if shared and (_starts(shared, whole) or not whole or _starts(whole, shared)):
        return _without_site(shared, one_line(tags.get("og:site_name", ""))), "og:title"
    telling = [head for head in heads if len(head) <= 250 and not _generic(head)]
    if whole and (len(telling) != 1 or not _shares_words(telling[0], whole)):
        return _cut(whole), "title"
    if telling or heads:
        return (telling or heads)[0], "h1"
    return None, None


def _generic(heading: str) -> bool:
    return _GENERIC.issuperset(re.findall(r"[^\W\d_]+", heading.casefold()))


def _without_site(title: str, site: str) -> str:
    """Take the site's name off a shared title: a part behind a bar, or behind a dash if it is the site's own name."""
    if "|" in title:
        return title.rpartition("|")[0].strip() or title
    for separator in _SEPARATOR.finditer(title):
        if title[separator.end() :].casefold() == site.casefold():
            return title[: separator.start()]
    return title


def _starts(whole: str, part: str) -> bool:
    return bool(part) and whole.casefold().startswith(part.casefold())


def _shares_words(first: str, second: str) -> bool:
    one, other = (set(re.findall(r"\w{4,}", text.casefold())) for text in (first, second))
    return not one or bool(one & other)


def _cut(title: str) -> str:
    """Take the site's name off a title: the first part, or the next one where the first is a single short word."""
    parts = [part for part in _SEPARATOR.split(title) if part.strip()]
    if len(parts) < 2:
        return title
    return parts[0].strip() if len(parts[0]) >= 8 or len(parts[0]) >= len(parts[1]) else title


def _date(
    tree: LexborHTMLParser, tags: dict[str, str], linked: list[dict[str, Any]], title: str | None, url: str
) -> tuple[str | None, str | None]:
    for name in _DATE_TAGS:
        if name in tags and (iso := parse_date(tags[name])):
            return iso, f"meta {name}"
    for item in linked:
        value = item.get("datePublished")
        if isinstance(value, str) and (iso := parse_date(value)):
            return iso, "json-ld"
    for node in tree.css("time[datetime]"):
        if _marked_published(node) and (iso := parse_date(node.attributes.get("datetime") or "")):
            return iso, "time"
    full = {iso for _, iso in find_dates(title or "") if len(iso) == 10}
    if len(full) == 1:
        return full.pop(), "heading"
    day = _URL_DAY.search(url)
    iso = parse_date(f"{day[1]}-{day[2]:0>2}-{day[3]:0>2}") if day else None
    return (iso, "url") if iso else (None, None)


def _marked_published(time: LexborNode) -> bool:
    marks = [time.attributes.get("class"), time.attributes.get("itemprop")]
    if "pubdate" in time.attributes:
        marks.append("published")
    if time.parent is not None:
        marks += [time.parent.attributes.get("class"), time.parent.attributes.get("itemprop")]
    marked = " ".join(filter(None, marks))
    # "Last updated <time>" names no publication, and shows only in the words before it.
    before = time.parent.text()[:60] if time.parent is not None else ""
    return _TIME_MARK.search(marked) is not None and _UPDATED.search(f"{marked} {before}") is None


def _publisher_name(item: dict[str, Any]) -> str | None:
    publisher = item.get("publisher")
    if isinstance(publisher, list) and publisher:
        publisher = publisher[0]
    name = publisher.get("name") if isinstance(publisher, dict) else publisher
    return one_line(name) if isinstance(name, str) and not name.startswith("http") else None
