"""The publications of the miniature publishers as they were written down, and where each of them lies."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from harvest.demo.corpus.markup import to_text
from harvest.demo.publishers.citing import Cite, feet_of, read_cites, set_entry, with_list

KINGS_FUND = "www.kingsfund.test"
KINGS_FUND_BARE = "kingsfund.test"
KINGS_FUND_ASSETS = "assets.kingsfund.test"
JRF = "www.jrf.test"
JRF_BARE = "jrf.test"
COMMONS = "www.healthcommons.test"
COMMONS_FILES = "files.healthcommons.test"
MIRROR = "mirror.docs.test"
#: Which file of the corpus describes which host.
CORPUS = {KINGS_FUND: "kingsfund.toml", JRF: "jrf.toml", COMMONS: "commons.toml", MIRROR: "mirror.toml"}
#: Pages of publications before this day say that they are old.
OLD_BEFORE = "2021-11-01"
#: The warning on the King's Fund's old pages.
NOTICE = "This content is more than five years old"
DEAD = "dead.toml"
#: Who publishes what a host has; nobody for the mirror.
PUBLISHERS = {
    KINGS_FUND: "The King's Fund",
    JRF: "Joseph Rowntree Foundation",
    COMMONS: "Health Commons",
    MIRROR: "",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFile:
    """A PDF that a publication offers.

    Attributes:
        name: of the file, as in its address or in ``Content-Disposition``.
        path: on the publisher's host, with its query; empty for files on the host for assets.
        also: further paths on the publisher's own host that answer with the same bytes.
        words: of the link to it.
        title: printed above its first page and in its metadata.
        made: day on which its bytes were made, as the file itself says; not its publication.
        pages: the words of each page, in the markup of the corpus, its list of references among them.
        feet: the notes at the foot of each page, in smaller type; empty where it has none.
        lost: the link is there and the file is not: nothing answers for it.
    """

    name: str = ""
    path: str = ""
    also: tuple[str, ...] = ()
    words: str = "Download the report (PDF)"
    title: str = ""
    made: str = ""
    pages: tuple[str, ...] = ()
    feet: tuple[tuple[str, ...], ...] = ()
    lost: bool = False

    @property
    def code(self) -> str:
        """The ten hexadecimal digits in the address of an asset."""
        return hashlib.sha256(f"asset:{self.name}".encode()).hexdigest()[:10]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One publication, and how the site of its publisher shows it.

    Attributes:
        id: of the work.
        path: its present address on its host.
        old: paths that redirect there (301).
        twins: queries under which it is linked as well, such as ``?gclid=x``.
        kind: the label on its page, as printed.
        title: as printed.
        subtitle: below the title; may be empty.
        date: of publication, as an ISO text; empty where the page does not say.
        authors: as printed.
        topics: as printed.
        minutes: to read it; 0 where the page does not say.
        markup: ``json-ld``, ``meta``, ``labels``, ``broken`` (JSON-LD that is no JSON), ``shell`` (scripts only) or
            ``bare`` (the frame of the site with nothing in it) at the King's Fund; ``old`` or ``new`` at JRF; without
            meaning elsewhere.
        body: in the markup of the corpus; links in it are links on the page.
        files: what it offers.
        related: ids of publications in the margin.
        sitemap: ``new`` or ``old`` for the address that the sitemap names, ``no`` where it names none.
        listed: its publisher's lists have it.
        relevant: the author's judgement, with web archives left aside; the tests compare it with the words.
        reason: why.
        twin_of: ``id`` of the publication (or ``gov:id`` of the work of www.gov.test) that this one is a copy of.
        sibling: id of another work with the same title, with which it must not be joined.
        publisher: where that is not the site that holds it.
        cites: what it cites and mentions; links are those of its body. Lists and notes are in its first file.
        cite_style: of its lists: ``harvard``, ``apa``, ``vancouver`` (numbered) or ``plain``.
        cite_heading: above its list.
        lures: ids of works whose titles stand in its text as plain words, by chance.
    """

    id: str
    path: str
    old: tuple[str, ...] = ()
    twins: tuple[str, ...] = ()
    kind: str = ""
    title: str
    subtitle: str = ""
    date: str = ""
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    minutes: int = 0
    markup: str = ""
    body: str = ""
    files: tuple[PaperFile, ...] = ()
    related: tuple[str, ...] = ()
    sitemap: str = "new"
    listed: bool = True
    relevant: bool = False
    reason: str
    twin_of: str = ""
    sibling: str = ""
    publisher: str = ""
    cites: tuple[Cite, ...] = ()
    cite_style: str = "harvard"
    cite_heading: str = "References"
    lures: tuple[str, ...] = ()
    host: str = ""

    @property
    def url(self) -> str:
        """Its present address."""
        return f"http://{self.host}{self.path}"

    @property
    def is_old(self) -> bool:
        """Whether its page warns that it is old; only the King's Fund does so."""
        return self.host == KINGS_FUND and "" < self.date < OLD_BEFORE and not self.is_empty

    @property
    def is_empty(self) -> bool:
        """Whether its page answers and shows nothing of it."""
        return self.markup in ("shell", "bare")

    def addresses_of(self, file: PaperFile) -> tuple[str, ...]:
        """Return all addresses of one of its files, the one that its page links to first."""
        assets = {KINGS_FUND: f"http://{KINGS_FUND_ASSETS}/f/256914/x/{file.code}/{file.name}"}
        first = (
            f"http://{self.host}{file.path}" if file.path.startswith("/") else file.path or assets[self.host]
        )
        return (first, *(f"http://{self.host}{path}" for path in file.also))

    @property
    def page_list(self) -> tuple[str, ...]:
        """The entries of the list of references at the end of its page."""
        return tuple(each.written for each in self.cites if each.how == "page-list")

    @property
    def page_words(self) -> str:
        """Title, subtitle, running text and references of its page; nothing for a page that shows nothing."""
        listed = (self.cite_heading, *self.page_list) if self.page_list else ()
        return "" if self.is_empty else "\n".join((self.title, self.subtitle, to_text(self.body), *listed))


@dataclass(frozen=True, slots=True)
class DeadLink:
    """An address on one of the hosts that answers no more, with the status it answers."""

    url: str
    status: int
    title: str
    relevant: bool
    cited_by: str
    twin: str = ""


def _read(name: str) -> dict[str, Any]:
    folder = resources.files("harvest.demo.corpus").joinpath("publishers")
    return tomllib.loads(folder.joinpath(name).read_text(encoding="utf-8"))


def _tuples(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}


@lru_cache(maxsize=1)
def _citable() -> dict[str, dict[str, Any]]:
    """Return every publication by id as written down, with its publisher: what a reference to it is set from."""
    return {
        table["id"]: {"publisher": PUBLISHERS[host], **table}
        for host, name in CORPUS.items()
        for table in _read(name)["publication"]
    }


@cache
def publications(host: str) -> tuple[Publication, ...]:
    """Return the publications of a host, in the order in which they were written down."""
    found = []
    for table in _read(CORPUS[host])["publication"]:
        cites = read_cites(table, _citable())
        files = [PaperFile(**_tuples(each)) for each in table.pop("file", ())]
        each = Publication(**_tuples(table | {"cites": cites}), files=tuple(files), host=host)
        found.append(replace(each, files=(*map(_citing(each), files[:1]), *files[1:])))
    return tuple(found)


def _citing(each: Publication) -> Callable[[PaperFile], PaperFile]:
    """Return what puts the lists and notes of a publication into its file."""
    listed = [cite for cite in each.cites if cite.how == "list"]
    notes = [cite for cite in each.cites if cite.how == "footnote"]
    numbered = each.cite_style == "vancouver"
    entries = [set_entry(cite, number if numbered else 0) for number, cite in enumerate(listed, 1)]
    if (listed or notes) and (not each.files or each.files[0].lost):
        raise ValueError(f"{each.id} has references and no file to put them in")

    def put(file: PaperFile) -> PaperFile:
        pages = with_list(file.pages, each.cite_heading, entries)
        return replace(file, pages=pages, feet=feet_of(notes, len(pages)) if notes else ())

    return put


@lru_cache(maxsize=1)
def by_id() -> dict[str, Publication]:
    """Return all publications by id; raise ValueError where one id is written twice."""
    found: dict[str, Publication] = {}
    for host in CORPUS:
        for each in publications(host):
            if each.id in found:
                raise ValueError(f"publication {each.id!r} is written twice")
            found[each.id] = each
    return found


def plain_pages(host: str) -> dict[str, tuple[str, str]]:
    """Return the pages of a host that are no publications: path to title and text."""
    return {table["path"]: (table["title"], table["body"]) for table in _read(CORPUS[host]).get("page", ())}


@lru_cache(maxsize=1)
def dead_links() -> tuple[DeadLink, ...]:
    """Return the addresses that answer no more."""
    known = {field.name for field in fields(DeadLink)}
    return tuple(
        DeadLink(**{key: value for key, value in table.items() if key in known})
        for table in _read(DEAD)["dead"]
    )


def body_of(name: str) -> str:
    """Return the text of a publication in the markup of the corpus; raise KeyError for an unknown id."""
    return by_id()[name].body
