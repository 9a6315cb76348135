"""The title of a web page: its heading where the document title bears it out, without the name of the site."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from harvest.text.clean import one_line
from harvest.text.model import Claim
from harvest.text.pages.head import Head, is_text

_SEPARATOR = re.compile(r"\s+[|\u2013\u2014\u00b7\u2022\u00bb\u2039\u203a:-]{1,2}\s+|\s+::\s+|\s*\|\s*")
# Headings that say what sort of page it is but not which one; the document title does.
_GENERIC = frozenset(
    {
        "a", "agenda", "agendas", "and", "archive", "article", "articles", "blog", "calendar", "close", "committee",
        "content", "decision", "decisions", "detail", "details", "document", "documents", "download", "downloads",
        "event", "events", "for", "guidance", "home", "information", "issue", "item", "library", "list", "main",
        "meeting", "meetings", "menu", "minutes", "navigation", "news", "of", "open", "overview", "pack", "page",
        "press", "publication", "publications", "release", "releases", "report", "reports", "resources", "result",
        "results", "search", "service", "services", "skip", "stories", "story", "the", "title", "view", "welcome",
    }
)  # fmt: skip
_LONGEST_HEADING = 250
_LONGEST = 300
_HEADINGS_READ = 12
_CLAIMS = 6


@dataclass(frozen=True, slots=True)
class Titled:
    """The title with its source, both ``None`` where unknown; the element it stands in; and all that was found."""

    title: str | None
    source: str | None
    heading: LexborNode | None
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """All that a page says that could be its title: document title, shared title, headings, headlines of linked data."""

    whole: str
    shared: str
    site: str
    heads: list[str]
    headlines: list[str]
    parts: list[str]
    host: str


def page_title(tree: LexborHTMLParser, head: Head, url: str = "") -> Titled:
    """Return the title of a page.

    The heading where linked data calls it the headline, or the document title or the shared title begins with it or has
    it as one of its parts; else the shared title (``og:title``) where the document title agrees; else the document
    title without the site's name; else the only heading.
    """
    nodes = (tree.css("main h1, [role=main] h1") or tree.css("h1"))[:_HEADINGS_READ]
    heads = [(text, node) for node in nodes if (text := _text(node.text()))]
    whole = _text(head.title)
    said = _Said(
        whole,
        _text(head.first("og:title") or head.first("twitter:title")),
        _text(head.first("og:site_name") or head.first("application-name")),
        [text for text, _ in heads],
        [_text(str(item["headline"])) for item in head.linked if is_text(item) and item.get("headline")],
        [part.strip() for part in _SEPARATOR.split(whole) if part.strip()],
        _letters((urlsplit(url).hostname or "").removeprefix("www.").split(".")[0]),
    )
    title, source = _chosen(said)
    anchor = next((node for text, node in heads if title and _same(text, title)), None)
    if anchor is None:
        telling = [node for text, node in heads if not generic(text) and not _same(text, said.site)]
        anchor = telling[-1] if telling else None
    return Titled(title, source, anchor, _claims(said, title, source))


def _claims(said: _Said, title: str | None, source: str | None) -> tuple[Claim, ...]:
    claims = [Claim("title", title[:_LONGEST], source)] if title and source else []
    stated = [(text, "h1") for text in said.heads] + [(said.shared, "og:title"), (said.whole, "title")]
    stated += [(text, "json-ld") for text in said.headlines]
    told = {title or ""}
    for text, place in stated:
        if text and text not in told and len(claims) < _CLAIMS:
            told.add(text)
            claims.append(Claim("title", text[:_LONGEST], place, _why(text, title or "", said.site)))
    return tuple(claims)


def _why(text: str, title: str, site: str) -> str:
    if _same(text, site):
        return "the name of the site"
    if generic(text):
        return "names the sort of page only"
    return "the same with the name of the site" if title and title in text else "another source is stronger"


def _chosen(said: _Said) -> tuple[str | None, str | None]:
    whole, shared, heads = said.whole, said.shared, said.heads
    if head := next((text for text in heads if _is_headline(text, said)), None):
        return head, "h1"
    named = bool(shared) and not generic(shared) and not _is_site(shared, said)
    for text in heads:
        # Parts of a heading that only their style sets apart: the shared title has the mark between them.
        if named and _same(text, shared) and text.casefold() != shared.casefold():
            return shared, "og:title"
        if named and generic(text) and _starts(whole, text) and _in_later_part(shared, said):
            return shared, "og:title"
    if head := next((text for text in heads if _begins(text, said)), None):
        return head, "h1"
    if head := next((text for text in heads if _is_part(text, said)), None):
        return head, "h1"
    agreed = not whole or _starts(shared, whole) or _starts(whole, shared) or _in_later_part(shared, said)
    if shared and not generic(shared) and agreed:
        return _without_site(shared, said.site), "og:title"
    telling = [
        text
        for text in heads
        if len(text) <= _LONGEST_HEADING and not generic(text) and not _is_logo(text, said)
    ]
    if whole and (len(telling) != 1 or not _shares_words(telling[0], whole)):
        return _cut(_without_front(whole, said.site)), "title"
    if telling or heads:
        return (telling or heads)[0], "h1"
    return None, None


def _is_headline(text: str, said: _Said) -> bool:
    return not generic(text) and any(_same(text, headline) for headline in said.headlines)


def _begins(text: str, said: _Said) -> bool:
    """Whether the document title begins with a heading. A logo in an h1 is the site's name, and is told by its place."""
    if len(text) <= 3 or not _starts(said.whole, text) or _same(text, said.site):
        return False
    return not generic(text) or generic(_cut(said.whole))


def _is_part(text: str, said: _Said) -> bool:
    return (
        (_in_later_part(text, said) or _same(text, said.shared))
        and not generic(text)
        and not _is_site(text, said)
    )


def _is_logo(text: str, said: _Said) -> bool:
    """Whether a heading is the site's name, which ends the document title."""
    last = len(said.parts) > 1 and _same(text, said.parts[-1])
    return _same(text, said.site) or (last and _is_site(text, said))


def generic(heading: str) -> bool:
    """Whether a heading names the sort of a page but not which one it is."""
    return _GENERIC.issuperset(re.findall(r"[^\W\d_]+", heading.casefold()))


def _text(value: str) -> str:
    """Return a title as a line. Systems that escape twice leave "&amp;" and the like in it."""
    line = one_line(value)
    return one_line(unescape(line)) if "&" in line and ";" in line else line


def _same(first: str, second: str) -> bool:
    return bool(first) and _letters(first) == _letters(second)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _in_later_part(text: str, said: _Said) -> bool:
    """Whether a heading is a later part of the document title, or ends it behind another name."""
    if any(_same(text, part) for part in said.parts[1:]):
        return True
    ending = text.casefold()
    return (
        len(text) >= 8
        and len(said.parts) < 3
        and said.whole.casefold().endswith((f": {ending}", f"- {ending}"))
    )


def _is_site(text: str, said: _Said) -> bool:
    """Whether a part of the document title is the site's name: by its tags, its place and its address."""
    if _same(text, said.site):
        return True
    parts = said.parts
    if (
        said.site
        and len(parts) > 1
        and _same(text, parts[-1])
        and not _same(parts[0], said.site)
        and not generic(parts[0])
    ):
        return True
    name, host = _letters(text), said.host
    initials = "".join(word[0] for word in re.findall(r"\w+", text.casefold()))
    return len(host) >= 3 and (
        host in {name, initials} or name.startswith(host) or (len(host) > 5 and host in name)
    )


def _without_site(title: str, site: str) -> str:
    """Take the site's name off a shared title: a part behind a bar, or behind a dash if it is the site's own name."""
    if "|" in title:
        return title.rpartition("|")[0].strip() or title
    for separator in reversed(list(_SEPARATOR.finditer(title))):
        last = title[separator.end() :]
        if last.casefold() == site.casefold() or (
            len(site) > 3 and site.casefold() in last.casefold() and len(last) < 2 * len(site) + 20
        ):
            return title[: separator.start()]
    return title


def _without_front(title: str, site: str) -> str:
    """Take the site's name off the front of a document title."""
    first = _SEPARATOR.search(title)
    if first is not None and site and _same(title[: first.start()], site):
        return title[first.end() :].strip() or title
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
