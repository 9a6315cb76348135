"""Who wrote a web page and who publishes it, as it states: names only, none of systems, accounts or addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from harvest.text.clean import one_line
from harvest.text.model import Claim
from harvest.text.pages.blocks import Block
from harvest.text.pages.head import Head, is_page, is_text, kinds

_AUTHOR_TAGS = (
    "citation_author", "dc.creator", "dcterms.creator", "dc.contributor.author", "eprints.creators_name", "bepress_citation_author",
    "article:author", "author", "parsely-author", "sailthru.author", "og:article:author", "book:author", "article.author",
    "byl", "twitter:data1",
)  # fmt: skip
_PUBLISHER_TAGS = (
    "govuk:primary-publishing-organisation", "citation_publisher", "dcterms.publisher", "dc.publisher", "dc.publishers",
    "eprints.publisher", "citation_technical_report_institution", "bepress_citation_publisher", "publisher",
)  # fmt: skip
_ACCOUNT = re.compile(
    r"^(?:(?:the )?(?:site |web |system |content )?(?:admin(?:istrator)?s?|webmasters?|web ?team|editors?|manager|root|user|guest"
    r"|anonymous|author|staff|owner|developer|super ?user|test|default|none|null|n/?a|unknown|undefined)|admin\w*|wp-?\w*|wordpress|drupal"
    r"|joomla!?|umbraco|sitecore|squarespace|wix(?:\.com)?|typo3|contentful|kentico|t4|terminalfour|civicplus|jadu|modern\.?gov"
    r"|webflow|blogger|elementor|yoast|granicus|opencities|e-?zpublish|sharepoint|microsoft|word)\s*\d*$",
    re.IGNORECASE,
)  # fmt: skip
_ADDRESS = re.compile(r"@|https?:|www\.|^/|[<>{}\[\]]|^\W*$|^\d+$|^[a-z0-9-]+(?:\.[a-z0-9-]+)+$")
_BY = re.compile(
    r"^(?:(?:written|posted|published|story|words|text|article)\s+)?(?:by|author\(?s?\)?|von|par|por|door)\s*[:\u2013-]?\s+", re.IGNORECASE
)  # fmt: skip
_BYLINE = re.compile(
    r"^(?i:(?:(?:written|posted|words|story)\s+)?by):?\s+((?:(?:Dr|Prof|Professor|Mr|Mrs|Ms|Sir|Dame)\.?\s)?[A-Z][\w'\u2019.-]+(?:\s+(?:de|van|von|der|la|el|bin|al))?"
    r"(?:\s+[A-Z][\w'\u2019.-]*){1,3}(?:(?:,\s|\s(?:and|&)\s)[A-Z][\w'\u2019.-]+(?:\s+[A-Z][\w'\u2019.-]*){1,3})*)"
    r"\s*(?:$|[|\u2022\u00b7\u2013\u2014,(/-]|\son\s|\d)"
)
_AUTHOR_MARKS = "[itemprop~=author] [itemprop~=name],[rel~=author],[class*=author-name],[class*=author__name],[class*=byline-name]"
_AND = re.compile(r"\s*;\s*|\s+(?:and|&|und|et|y)\s+", re.IGNORECASE)
_ORGANISATION = re.compile(
    r"\b(?:council|department|ministry|office|team|university|institute|centre|center|association|foundation|trust|service|services"
    r"|agency|committee|group|ltd|limited|society|college|school|board|commission|network|unit|nhs|charity|fund|authority|bureau"
    r"|affairs|communications|health|library)\b", re.IGNORECASE
)  # fmt: skip
_NO_NAME = "an account, an address or a system, no name"
_SITE_KINDS = frozenset(
    {
        "website",
        "organization",
        "governmentorganization",
        "collegeoruniversity",
        "educationalorganization",
        "ngo",
        "newsmediaorganization",
    }
)
_LONGEST = 120
_MOST = 40
_CLAIMS = 6


def page_authors(
    tree: LexborHTMLParser, head: Head, blocks: Sequence[Block], place: int | None
) -> tuple[tuple[str, ...], tuple[Claim, ...]]:
    """Return the authors that a page names, with all that was found.

    Tags come first, then linked data, then elements marked as the author and a line "By ..." below the heading
    (``place``). Names of several people are told apart; a name of an organisation is kept whole.
    """
    found: list[tuple[str, tuple[str, ...]]] = []
    refused: list[Claim] = []
    for source, stated in _stated(tree, head, blocks, place):
        names: dict[str, str] = {}
        for name in (name for value in stated for name in split_names(value)):
            if _ACCOUNT.match(name) or _ADDRESS.search(name):
                refused.append(Claim("author", name[:_LONGEST], source, _NO_NAME))
            else:
                names.setdefault(name.casefold(), name)
        if names:
            found.append((source, tuple(names.values())[:_MOST]))
    # Systems fill in the name of the site where nobody is named: a person who is named elsewhere comes first.
    own = {one_line(name).casefold() for name, _ in _publishers(head)}
    chosen = next((one for one in found if not own.issuperset(map(str.casefold, one[1]))), None) or next(
        iter(found), None
    )
    if chosen is None:
        return (), tuple(refused[:_CLAIMS])
    claims = [Claim("author", name, chosen[0]) for name in chosen[1][:_CLAIMS]]
    told = {name.casefold() for name in chosen[1]}
    for source, others in found:
        for name in others:
            if name.casefold() not in told:
                told.add(name.casefold())
                why = "the name of the site" if name.casefold() in own else "another source is stronger"
                claims.append(Claim("author", name, source, why))
    return chosen[1], tuple((claims + refused)[: 2 * _CLAIMS])


def split_names(value: str) -> list[str]:
    """Return the names in ``value``: "A Bee and C Dee; E Eff" are three, "Bee, Ann" and an organisation's name are one."""
    line = one_line(value)
    line = _BY.sub("", line).strip(" ,;|")
    if not line or len(line) > _LONGEST * 4:
        return []
    found: list[str] = []
    for part in re.split(r"\s*;\s*", line):
        if _ORGANISATION.search(part):
            found.append(part)
            continue
        pieces = [piece for piece in re.split(r"\s*,\s+", part) if piece]
        # "Ann Bee, Cy Dee" are two people; "Bee, Ann" is one, and "Ann Bee, Dietitian" tells what she is.
        if len(pieces) > 1 and all(len(piece.split()) > 1 for piece in pieces):
            part_names = [name for piece in pieces for name in _AND.split(piece)]
        else:
            part_names = _AND.split(part)
        found += part_names
    return [name.strip(" ,;") for name in found if name.strip(" ,;") and len(name) <= _LONGEST]


def page_publisher(head: Head) -> tuple[str | None, tuple[Claim, ...]]:
    """Return the publisher that a page names, with all that was found: tags, linked data, then the name of the site."""
    claims: list[Claim] = []
    chosen: str | None = None
    for value, source in _publishers(head):
        name = one_line(value)[:300]
        if not name or name.casefold() in {one.value.casefold() for one in claims}:
            continue
        # GOV.UK writes organisation ids such as <D10> in some tags: an id is no name.
        if _ADDRESS.search(name) or _ACCOUNT.match(name):
            claims.append(Claim("publisher", name, source, "an address or an id, no name"))
        elif chosen is None:
            chosen = name
            claims.insert(0, Claim("publisher", name, source))
        else:
            claims.append(Claim("publisher", name, source, "another source is stronger"))
    return chosen, tuple(claims[:_CLAIMS])


def _publishers(head: Head) -> list[tuple[str, str]]:
    """Return (name, source) of all that a page names as its publisher, strongest first."""
    said: list[tuple[str, str]] = []
    for name in _PUBLISHER_TAGS:
        said += [(value, f"meta {name}") for value in head.tags.get(name, ())[:1]]
    texts = [item for item in head.linked if is_text(item) or is_page(item)]
    said += [(name, "json-ld") for item in texts for name in _names(item.get("publisher"), head)[:1]]
    said += [(name, "json-ld") for item in head.linked for name in _names(item.get("publisher"), head)[:1]]
    said += [(head.first("og:site_name"), "meta og:site_name")]
    said += [
        (str(item["name"]), "json-ld website")
        for item in head.linked
        if kinds(item) & _SITE_KINDS and isinstance(item.get("name"), str)
    ]
    return said


def _stated(
    tree: LexborHTMLParser, head: Head, blocks: Sequence[Block], place: int | None
) -> Iterator[tuple[str, list[str]]]:
    for name in _AUTHOR_TAGS:
        if name != "twitter:data1" and name in head.tags:
            yield f"meta {name}", head.tags[name][:_MOST]
    if "written by" in head.first("twitter:label1").casefold():
        yield "meta twitter:data1", head.tags.get("twitter:data1", [])
    for item in head.linked:
        if is_text(item) or is_page(item):
            yield "json-ld", _names(item.get("author") or item.get("creator"), head)
    marked = [node.text() for node in tree.css(_AUTHOR_MARKS)[:_MOST]]
    if marked:
        yield "marked author", list(dict.fromkeys(marked))[:3]
    if place is not None:
        for block in blocks[place + 1 : place + 10]:
            if len(block.text) < _LONGEST and (line := _BYLINE.match(block.text)) is not None:
                yield "byline", [line[1]]
                break


def _names(value: Any, head: Head) -> list[str]:
    """Return the names of people or organisations in linked data, where need be through their ``@id``."""
    listed = value if isinstance(value, list) else [value]
    found: list[str] = []
    for one in listed[:_MOST]:
        if isinstance(one, dict) and not one.get("name") and one.get("@id"):
            one = next(
                (item for item in head.linked if item.get("@id") == one["@id"] and item.get("name")), one
            )
        name = one.get("name") if isinstance(one, dict) else one
        if isinstance(name, list) and name:
            name = name[0]
        if isinstance(name, str):
            found.append(name)
    return found
