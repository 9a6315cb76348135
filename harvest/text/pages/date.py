"""The day a web page was published, from what it states; what it states of other days is told and passed over.

Order: tags and linked data that name the day of publication; a label in the page's own words, which overrules a tag that
names a later day (that of a move to a new system); the day beside the heading; a day in the heading, which is how committee
systems name a meeting; a day in the address. What a system notes of the making of its own entry (linked data of a
``WebPage``, ``dcterms.created``) is believed only where something else bears it out: sites write it on standing pages too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from harvest.text.model import Claim
from harvest.text.pages.dates import Order, page_spans, tag_date
from harvest.text.pages.head import Head, is_page, is_text, kinds
from harvest.text.pages.lines import Seen

# Dublin Core "DC.date" and its .created and .modified forms are not here: committee systems write the day the page
# was rendered, or the day a meeting was entered, into them.
_TAGS = (
    "govuk:first-published-at", "article:published_time", "og:article:published_time", "article:published", "og:published_time",
    "dcterms.issued", "dc.date.issued", "dc.issued", "dcterms.date.issued", "eprints.date", "citation_publication_date",
    "citation_online_date", "citation_date", "bepress_citation_date", "bepress_citation_online_date", "prism.publicationdate",
    "datepublished", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "publish_date", "publish-date",
    "publishdate", "published_date", "published-date", "publisheddate", "publication_date", "publication-date",
    "publicationdate", "pubdate", "pub_date", "published_at", "published", "published_time", "published-time", "displaydate",
    "article_date_original", "article.published", "article-publish-date", "gentics.creation_published", "release_date",
    "release-date", "dateissued", "date.issued", "og:release_date", "og:pubdate", "article:post_time", "dc.date.published",
    "rnews:datepublished", "originalpublicationdate", "original_publication_date", "first_published", "firstpublished",
    "dcterms.available", "dc.date.available", "video:release_date", "book:release_date",
)  # fmt: skip
_ENTRY_TAGS = (
    "dcterms.created", "dc.date.created", "dc.created", "dcterms.date", "dc.date", "date", "created", "datecreated",
    "date_created", "creation_date", "article:created", "article.created", "article:create_time",
)  # fmt: skip
_CHANGE_TAGS = (
    "article:modified_time", "og:updated_time", "dcterms.modified", "dc.date.modified", "dc.modified", "last-modified",
    "datemodified", "govuk:public-updated-at", "revised",
)  # fmt: skip
_MEETING = re.compile(
    r"\b(?:agenda|minutes|meeting|committee|cabinet|board|council|panel|sitting|hearing)\b", re.I
)
_URL_DAY = re.compile(r"[/=-]((?:19|20)\d\d)(?:([/_-])(\d{1,2})\2(\d{1,2})|(\d\d)(\d\d))(?=/|-|_|\.|$)")
_URL_MONTH = re.compile(r"/((?:19|20)\d\d)[/-]?(\d\d)(?=/|-|$)")
_EVENT_PATH = re.compile(
    r"/(?:events?|calendar|whats-?on|what-s-on|veranstaltung\w*|termine?|eventos?|agenda-cultural|evenement\w*)(?:/|\.|$)", re.I
)  # fmt: skip
# Where sites keep what is published on a day; elsewhere they keep standing pages.
_POST_PATH = re.compile(
    r"/(?:news(?:room|-and-\w+)?|blogs?|press(?:-?releases?)?|articles?|stor(?:y|ies)|publications?|reports?|insights?|posts?"
    r"|announcements?|statements?|releases?|media-releases?|opinions?|commentary|aktuelles|presse\w*|nachrichten|actualites?"
    r"|noticias?|notizie|nieuws|aktualnosci|nyheter|uutiset)/[^/]",
    re.I,
)
#: Days between the making of an entry and its last change up to which its words are those of the first day.
_SAME_EDITION = 3
_ENTRY = "the day the entry was made in the site's system, which nothing else on the page bears out"
_CHANGE = "the day of a change"
_EVENT = "the day of an event"
_OTHER_DAY = "another source is stronger"
_SAME = "says the same"
_FRONT = "a front page is not published on a day"
_CLAIMS = 8


@dataclass(frozen=True, slots=True)
class Dated:
    """The day of a page with its source, both ``None`` where unknown, and all that was found."""

    date: str | None
    source: str | None
    claims: tuple[Claim, ...]


def page_date(
    tree: LexborHTMLParser, head: Head, seen: Sequence[Seen], title: str | None, url: str, order: Order
) -> Dated:
    """Return the day of publication of a page.

    Args:
        tree: the page.
        head: what its head states.
        seen: the dates in its lines.
        title: its title.
        url: its address.
        order: in which order it writes numbers.
    """
    sure = list(_sure(tree, head, order))
    entry = list(_entries(head, order))
    changes = {
        iso for name in _CHANGE_TAGS for value in head.tags.get(name, ()) if (iso := tag_date(value, order))
    }
    changes |= {iso for item in head.linked if (iso := _linked_date(item, "dateModified", order))}
    event = _is_event(head, url)
    labels = [one for one in seen if one.kind == "label" and len(one.iso) > 4]
    beside = [] if event else [one for one in seen if one.kind in {"byline", "marked"} and _full(one)]
    ranked: list[tuple[str, str]] = []
    if sure and labels and labels[0].near and _overrules(labels[0].iso, sure[0][0]):
        ranked.append((labels[0].iso, "label"))
    ranked += sure
    heading = [(iso, "heading") for iso in _in_heading(title, order)]
    if heading and _MEETING.search(title or ""):
        ranked += heading
    ranked += [(one.iso, "label") for one in labels[:1]]
    ranked += [(one.iso, "byline") for one in beside[:1]] + heading
    ranked += [(iso, "url") for iso in _in_url(url)]
    borne = [(iso, source) for iso, source in entry if _borne_out(iso, seen, changes, url)]
    ranked += borne
    latest = (date.today() + timedelta(days=1)).isoformat()
    passed = [(iso, source, _ENTRY) for iso, source in entry if (iso, source) not in borne]
    if event:
        passed += [(one.iso, "byline", _EVENT) for one in seen if one.kind in {"byline", "marked"}]
    passed += [(one.iso, "page", _CHANGE) for one in seen if one.kind == "updated"]
    passed += [(iso, "meta", _CHANGE) for iso in sorted(changes)]
    if _is_front(url):
        passed = [(iso, source, _FRONT) for iso, source in ranked if source != "label"] + passed
        ranked = [pair for pair in ranked if pair[1] == "label"]
    chosen: tuple[str, str] | None = None
    rest: list[tuple[str, str, str]] = []
    for iso, source in ranked:
        if source != "heading" and iso > latest:
            rest.append((iso, source, "a day yet to come"))
        elif chosen is None:
            chosen = iso, source
        elif (iso, source) != chosen:
            rest.append((iso, source, _SAME if iso == chosen[0] else _OTHER_DAY))
    claims = [Claim("date", *chosen)] if chosen else []
    told = dict.fromkeys((iso, source, why) for iso, source, why in rest + passed)
    claims += [Claim("date", iso, source, why) for iso, source, why in list(told)[:_CLAIMS]]
    iso_day, place = chosen or (None, None)
    return Dated(iso_day, place, tuple(claims))


def _full(one: Seen) -> bool:
    return len(one.iso) == 10 or (one.near and len(one.iso) == 7 and len(one.line) < 25)


def _overrules(label: str, tag: str) -> bool:
    """Whether a label is to be believed against a tag: an earlier day, or the next one, which is that of another zone."""
    if len(label) < 10 or len(tag) < 10 or label == tag:
        return False
    return label < tag or (date.fromisoformat(label) - date.fromisoformat(tag)).days == 1


def _sure(tree: LexborHTMLParser, head: Head, order: Order) -> Iterator[tuple[str, str]]:
    for name in _TAGS:
        for value in head.tags.get(name, ())[:1]:
            if iso := tag_date(value, order):
                yield iso, f"meta {name}"
    stated = [
        (iso, item)
        for item in head.linked
        if is_text(item) and (iso := _linked_date(item, "datePublished", order))
    ]
    # Several articles are a list of them; a page of its own has one, perhaps told twice.
    if len({iso for iso, _ in stated}) == 1:
        yield stated[0][0], "json-ld"
    days = []
    for node in tree.css("[itemprop~=datePublished]:not(meta),time[pubdate],time[property~=datePublished]"):
        shown = node.attributes
        if iso := tag_date(shown.get("datetime") or shown.get("content") or node.text(), order):
            days.append(iso)
    if days and len(set(days)) == 1:
        yield days[0], "time"


def _entries(head: Head, order: Order) -> Iterator[tuple[str, str]]:
    for item in head.linked:
        if is_page(item) and (iso := _linked_date(item, "datePublished", order)):
            yield iso, "json-ld page"
        if (is_text(item) or is_page(item)) and (iso := _linked_date(item, "dateCreated", order)):
            yield iso, "json-ld page"
    for name in _ENTRY_TAGS:
        for value in head.tags.get(name, ())[:1]:
            if iso := tag_date(value, order):
                yield iso, f"meta {name}"


def _linked_date(item: dict[str, Any], key: str, order: Order) -> str | None:
    value = item.get(key)
    if isinstance(value, list) and value:
        value = value[0]
    return tag_date(value, order) if isinstance(value, str) else None


def _borne_out(iso: str, seen: Sequence[Seen], changes: set[str], url: str) -> bool:
    """Whether the day an entry was made is that of its words: the page or its address says so, or nothing changed since."""
    if any(one.iso == iso and one.kind != "updated" for one in seen):
        return True
    path = urlsplit(url).path
    if _POST_PATH.search(path):
        return True
    month = _URL_MONTH.search(path)
    if month is not None and iso.startswith(f"{month[1]}-{month[2]}"):
        return True
    return len(iso) == 10 and any(
        len(day) == 10 and 0 <= (date.fromisoformat(day) - date.fromisoformat(iso)).days <= _SAME_EDITION
        for day in changes
    )


def _in_heading(title: str | None, order: Order) -> list[str]:
    full = {iso for _, _, iso in page_spans(title or "", order) if len(iso) == 10}
    return list(full) if len(full) == 1 else []


def _in_url(url: str) -> Iterator[str]:
    day = _URL_DAY.search(urlsplit(url).path)
    if day is not None:
        written = f"{day[1]}-{day[3] or day[5]:0>2}-{day[4] or day[6]:0>2}"
        if (iso := tag_date(written)) and len(iso) == 10:
            yield iso


def _is_event(head: Head, url: str) -> bool:
    return (
        any("event" in kind for item in head.linked for kind in kinds(item))
        or "event" in head.first("og:type").casefold()
        or _EVENT_PATH.search(urlsplit(url).path) is not None
    )


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.hostname) and parts.path in {"", "/"} and not parts.query
