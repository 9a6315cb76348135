"""The files that a page offers, told from those that its text cites. Pure."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborNode

from crawler.guard import host_of
from crawler.judge.item import Attachment
from crawler.judge.listing import joined, spelled
from crawler.judge.page import one_line
from crawler.publisher import Publisher

#: Endings of the files that documents are published as.
FILE = re.compile(r"\.(?:pdf|docx?|rtf|odt|pptx?|odp|xlsx?|ods|epub)$", re.IGNORECASE)
#: Own words of a paragraph above which a file that it links to is cited in it, and not offered by it.
CITED = 120
_DOWNLOADS = re.compile(
    r"(?:^|[\s_-])(?:downloads?|attachments?|publication-(?:document|file)s?|document-?files?|file-?list|files)(?:$|[\s_-])",
    re.I,
)


def names(node: LexborNode) -> str:
    """Return the class and the id of an element, by which its part of the page is told."""
    return f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"


def is_file(url: str, publisher: Publisher) -> bool:
    """Tell whether an address is that of a file: by its ending, or because the publisher's files lie there."""
    return FILE.search(unquote(urlsplit(url).path)) is not None or publisher.is_file(url)


def files_of(
    main: LexborNode, url: str, publisher: Publisher, hosts: frozenset[str]
) -> tuple[tuple[Attachment, ...], tuple[Attachment, ...]]:
    """Return the files that a page offers, and those that its text cites."""
    blocks = [
        node for node in main.css("[class], [id]")
        if _DOWNLOADS.search(names(node)) and any(_address(link, url, publisher, hosts) for link in node.css("a[href]"))
    ]  # fmt: skip
    offered: dict[str, Attachment] = {}
    for node in blocks:
        for link in node.css("a[href]"):
            if address := _address(link, url, publisher, hosts):
                offered.setdefault(address, _attachment(link, address))
    cited: dict[str, Attachment] = {}
    for link in main.css("a[href]"):
        address = _address(link, url, publisher, hosts)
        if address is None or address in offered:
            continue
        # Where a page has a block of downloads, what its text links to besides are other publications.
        target = cited if blocks or _in_prose(link) else offered
        target.setdefault(address, _attachment(link, address))
    return tuple(offered.values()), tuple(each for each in cited.values() if each.url not in offered)


def _address(link: LexborNode, url: str, publisher: Publisher, hosts: frozenset[str]) -> str | None:
    address = joined(url, link.attributes.get("href") or "")
    found = spelled(address) if address else None
    return found if found and host_of(found) in hosts and is_file(found, publisher) else None


def _in_prose(link: LexborNode) -> bool:
    node = link.parent
    while node is not None and node.tag not in (
        "p",
        "li",
        "td",
        "dd",
        "div",
        "section",
        "main",
        "article",
        "body",
    ):
        node = node.parent
    if node is None or node.tag not in ("p", "li", "td", "dd"):
        return False
    return len(one_line(node.text(separator=" "))) - len(one_line(link.text())) > CITED


def _attachment(link: LexborNode, address: str) -> Attachment:
    said = one_line(link.text(separator=" "))
    name = unquote(urlsplit(address).path.rsplit("/", 1)[-1])
    isbn = re.fullmatch(r"(97[89]\d{10}|\d{9}[\dXx])(?:\.pdf)?", name)
    return Attachment(
        "file", address, title=said or None, filename=name if FILE.search(name) else None, isbn=isbn[1] if isbn else None
    )  # fmt: skip
