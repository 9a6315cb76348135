"""GOV.UK: what the Search API and the Content API answered.

Sources: alphagov/search-api ``docs/using-the-search-api.md`` and its parameter parsers; alphagov/
govuk-content-api-docs; the schema examples of alphagov/publishing-api.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from crawler.judge.item import Attachment, Item, Part

#: Name and version of this judge, kept with each verdict.
PARSER = "govuk/1"


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of Search API results.

    Attributes:
        outcome: ``results``, ``none`` (the API itself said ``total: 0``), ``refused`` or ``unreadable``.
        total: number of results that the API counts for the whole question.
        start: offset of the first result of this page.
        results: ``link`` and ``title`` of each result with what else was said of it.
        detail: the reason, where there is one to give.
    """

    outcome: str
    total: int = 0
    start: int = 0
    results: tuple[Mapping[str, Any], ...] = ()
    detail: str | None = None


_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
#: Halves of surrogate pairs, which JSON may spell and no text can hold.
_LONE, _SPELT = re.compile("[\ud800-\udfff]"), re.compile(rb"\\u[dD][89a-fA-F]")


def _json_object(body: bytes) -> dict[str, Any] | None:
    try:
        data = json.loads(body)
        if _SPELT.search(body):
            data = json.loads(_LONE.sub("\ufffd", json.dumps(data, ensure_ascii=False)))
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


#: Attachments within HTML: blocks, and links in the running text.
_EMBEDDED = "section.attachment, section.gem-c-attachment, .attachment-inline, .gem-c-attachment-link"


def _address(site: str, path: str) -> str | None:
    """Return the address that a link means, ``None`` when it cannot be read as one."""
    try:
        url = urljoin(site, path)
        return url if urlsplit(url).netloc else None
    except ValueError:
        return None


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def judge_search(status: int, body: bytes) -> SearchPage:
    """Judge an answer of ``/api/search.json``."""
    data = _json_object(body)
    if status == 422:
        said = data.get("error") if data else None
        return SearchPage("unreadable", detail=f"the Search API refused the question's form: {said or '422'}")
    if status in (401, 403, 405, 429):
        return SearchPage("refused", detail=f"the Search API answered {status}")
    if status != 200:
        return SearchPage("failed", detail=f"the Search API answered {status}")
    if data is None:
        return SearchPage("unreadable", detail="the answer is not JSON")
    results, total, start = data.get("results"), _count(data.get("total")), _count(data.get("start", 0))
    if not isinstance(results, list) or total is None or start is None:
        return SearchPage("unreadable", detail="the answer lacks `results` or `total`")
    usable = tuple(each for each in results if isinstance(each, dict) and _text(each.get("link")))
    if len(usable) != len(results):
        return SearchPage("unreadable", total, start, usable, "a result has no link")
    if total == 0 and not usable:
        return SearchPage("none", 0, start, detail="the API said: total 0")
    if total > start and not usable:
        return SearchPage("unreadable", total, start, detail=f"total {total}, but no result from {start} on")
    return SearchPage("results", total, start, usable)


def api_url(site: str, path: str) -> str:
    """Return the Content API address of a page: ``site`` is ``https://www.gov.uk/``, ``path`` its path."""
    return urljoin(site, "/api/content" + urlsplit(path).path.rstrip("/"))


def page_url(url: str) -> str:
    """Return the address that a person opens for a Content API address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path.removeprefix('/api/content')}"


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _day(value: object) -> str | None:
    text = _text(value)
    return text[:10] if text and _DAY.match(text) else None


def _links(data: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    links = data.get("links")
    found = links.get(name) if isinstance(links, dict) else None
    return [each for each in _list(found) if isinstance(each, dict)]


def _published(data: Mapping[str, Any], details: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """Return the first publication and the field that told it.

    ``public_updated_at`` comes last: it is the date of the newest major change, the only date that many
    older items have.
    """
    known = [
        (day, source)
        for source, value in (
            ("first_published_at", data.get("first_published_at")),
            ("details.first_public_at", details.get("first_public_at")),
        )
        if (day := _day(value))
    ]
    if known:
        return min(known, key=lambda each: each[0])
    history = details.get("change_history")
    changes = [
        day
        for each in _list(history)
        if isinstance(each, dict) and (day := _day(each.get("public_timestamp")))
    ]
    if changes:
        return min(changes), "details.change_history"
    if day := _day(details.get("public_timestamp")):
        return day, "details.public_timestamp"
    day = _day(data.get("public_updated_at"))
    return (day, "public_updated_at") if day else (None, None)


def _rich(value: object) -> str | None:
    """Return HTML from a body that is a string or a list of typed contents."""
    if isinstance(value, list):
        for each in value:
            if isinstance(each, dict) and each.get("content_type") == "text/html":
                return _text(each.get("content"))
        return None
    return _text(value)


def _parts(details: Mapping[str, Any]) -> Iterator[Part]:
    for name in ("introductory_paragraph", "introduction", "body", "more_information"):
        if html := _rich(details.get(name)):
            yield Part(None, html)
    for each in _list(details.get("parts")):
        if isinstance(each, dict) and (html := _rich(each.get("body"))):
            yield Part(_text(each.get("title")), html)
    for name, title in (("final_outcome_detail", "Outcome"), ("public_feedback_detail", "Feedback received")):
        if html := _rich(details.get(name)):
            yield Part(title, html)
    for each in _list(details.get("collection_groups")):
        if isinstance(each, dict) and (html := _rich(each.get("body"))):
            yield Part(_text(each.get("title")), html)


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _count(value: object) -> int | None:
    return number if (number := _whole(value)) is not None and number >= 0 else None


def _listed(each: Mapping[str, Any], site: str) -> Attachment | None:
    link = _text(each.get("url"))
    url = _address(site, link) if link else None
    if not link or not url:
        return None
    kind = each.get("attachment_type") or ("html" if link.startswith("/") else "file")
    return Attachment(
        kind=kind if kind in ("file", "html", "external") else "file",
        url=url,
        title=_text(each.get("title")),
        content_type=_text(each.get("content_type")),
        filename=_text(each.get("filename")),
        pages=_whole(each.get("number_of_pages")),
        reference=_text(each.get("unique_reference")) or _text(each.get("command_paper_number")),
        isbn=_text(each.get("isbn")),
    )


def _embedded(html: str, site: str) -> Iterator[Attachment]:
    """Read attachments out of the HTML blocks that items had before ``details.attachments``."""
    for section in BeautifulSoup(html, "lxml").select(_EMBEDDED):
        link = section.select_one(".title a[href], .gem-c-attachment__title a[href]") or section.select_one(
            "a[href]"
        )
        url = _address(site, str(link["href"])) if link else None
        if not link or not url:
            continue
        heading = section.select_one(".title, h2")
        title = _words(link) or (_words(heading) if heading else None)
        path = urlsplit(url).path
        is_file = "/uploads/" in path or "/media/" in path
        same_site = urlsplit(url).netloc == urlsplit(site).netloc
        kind = "file" if is_file else "html" if same_site else "external"
        reference = section.select_one(".unique_reference")
        yield Attachment(kind, url, title, reference=_words(reference) if reference else None)


def _words(tag: Tag) -> str | None:
    return " ".join(tag.get_text(" ").split()) or None


def _attachments(data: Mapping[str, Any], details: Mapping[str, Any], site: str) -> tuple[Attachment, ...]:
    found: dict[str, Attachment] = {}
    for name, value in details.items():
        if not isinstance(value, list) or not name.endswith(("attachments", "documents")):
            continue
        for each in value:
            if isinstance(each, dict) and (attachment := _listed(each, site)):
                found.setdefault(attachment.url, attachment)
            elif isinstance(each, str) and "<" in each:
                for attachment in _embedded(each, site):
                    found.setdefault(attachment.url, attachment)
    if isinstance(body := _rich(details.get("body")), str) and "attachment" in body:
        for attachment in _embedded(body, site):
            found.setdefault(attachment.url, attachment)
    for child in _links(data, "children"):
        path = _text(child.get("base_path")) if child.get("schema_name") == "html_publication" else None
        if path and (url := _address(site, path)):
            found.setdefault(url, Attachment("html", url, _text(child.get("title"))))
    return tuple(found.values())


def _withdrawn(data: Mapping[str, Any]) -> str | None:
    notice = data.get("withdrawn_notice")
    if not isinstance(notice, dict) or not notice:
        return None
    text = _words(BeautifulSoup(str(notice.get("explanation") or ""), "lxml"))
    return (
        f"withdrawn {_day(notice.get('withdrawn_at')) or 'on an unknown date'}: {text or 'no reason given'}"
    )


def read_item(body: bytes, url: str) -> Item | None:
    """Read one Content API answer; ``None`` when it does not describe a page.

    Args:
        body: the JSON as it came.
        url: the Content API address that it came from.
    """
    data = _json_object(body)
    if data is None or not _text(data.get("title")) or data.get("schema_name") in ("gone", "redirect"):
        return None
    details = data.get("details")
    details = details if isinstance(details, dict) else {}
    base_path = _text(data.get("base_path"))
    page = (_address(url, base_path) if base_path else None) or page_url(url)
    organisations = [
        name
        for link in ("primary_publishing_organisation", "organisations")
        for each in _links(data, link)
        if (name := _text(each.get("title")))
    ]
    date, source = _published(data, details)
    parent = (_links(data, "parent") or [{}])[0] if data.get("schema_name") == "html_publication" else {}
    nations = details.get("national_applicability")
    parent_path = _text(parent.get("base_path"))
    return Item(
        key=_text(data.get("content_id")) or page,
        url=page,
        title=" ".join(str(data["title"]).split()),
        parent=_text(parent.get("content_id")),
        parent_url=_address(url, parent_path) if parent_path else None,
        description=_text(data.get("description")),
        date=date,
        date_source=f"GOV.UK {source}" if source else None,
        updated=_day(data.get("public_updated_at")),
        publishers=tuple(dict.fromkeys(organisations)),
        doc_type=_text(data.get("document_type")),
        language=_text(data.get("locale")),
        country=tuple(
            str(each.get("label") or name)
            for name, each in (nations.items() if isinstance(nations, dict) else ())
            if isinstance(each, dict) and each.get("applicable")
        ),
        withdrawn=_withdrawn(data),
        attachments=_attachments(data, details, url),
        parts=tuple(_parts(details)),
        members=tuple(
            address
            for each in _links(data, "documents")
            if data.get("schema_name") == "document_collection"
            and (path := _text(each.get("base_path")))
            and (address := _address(url, path))
        ),
    )


@dataclass(frozen=True, slots=True)
class ContentPage:
    """A judged Content API answer: its outcome, the item, and where a moved or gone page points."""

    outcome: str
    item: Item | None = None
    targets: tuple[str, ...] = ()
    detail: str | None = None


def judge_content(status: int, body: bytes, url: str) -> ContentPage:
    """Judge an answer of ``/api/content/...`` that is not an HTTP redirect."""
    data = _json_object(body)
    if status == 410 or (data and data.get("schema_name") == "gone"):
        details = (data or {}).get("details")
        other = _text(details.get("alternative_path")) if isinstance(details, dict) else None
        target = _address(url, other) if other else None
        return ContentPage("gone", None, (target,) if target else (), "GOV.UK says that the page is gone")
    if status == 404:
        return ContentPage("not-found", detail="GOV.UK has no such page")
    if status in (401, 403, 405, 429):
        return ContentPage("refused", detail=f"the Content API answered {status}")
    if status != 200:
        return ContentPage("failed", detail=f"the Content API answered {status}")
    if data is None:
        return ContentPage("unreadable", detail="the answer is not JSON")
    if data.get("schema_name") == "redirect" or data.get("document_type") == "redirect":
        moves = data.get("redirects")
        targets = tuple(
            address
            for each in _list(moves)
            if isinstance(each, dict)
            and (path := _text(each.get("destination")))
            and (address := _address(url, path))
        )
        if targets:
            return ContentPage("redirect", None, targets, "the page has moved")
        return ContentPage("unreadable", detail="a redirect without a destination")
    item = read_item(body, url)
    if item is None:
        return ContentPage("unreadable", detail="the answer does not describe a page")
    return ContentPage("read", item)
