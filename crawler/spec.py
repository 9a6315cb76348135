"""What a kind of source can do, declared beside its spider."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from crawler.publisher import Publisher


@dataclass(frozen=True, slots=True)
class SearchAbilities:
    """What a site's own search understands.

    ``stems`` means that the site reduces English words to their stems itself; ``max_length`` is the
    longest query in characters.
    """

    phrases: bool = False
    boolean: bool = False
    truncation: bool = False
    stems: bool = False
    wildcard: bool = False
    proximity: bool = False
    max_length: int = 256


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """One kind of source: what it is called, which sites it is for, what its search can do.

    Attributes:
        kind: the spider's name, which the frontier and the ledger use.
        title: what people call it.
        live_hosts: the real hosts the spider was written for; a verification counts only for these.
        search: abilities of the site's own search, or ``None`` where there is none to ask.
        min_delay: seconds between requests to one of these hosts that no protocol may undercut, with
            the published limit it follows from.
        parser: name and version of the code that judges its answers; kept with each verdict.
        starts: words that a protocol may list in ``start``.
        search_page: path of the search page that people use, with ``{words}`` where the phrase goes; for a
            search by hand where the crawler is refused.
        probe: its pages are meant for people, so that each host is asked once for an address that does not
            exist, to know its "page not found" from a document.
        timeout: seconds that its slowest pages are known to need, where that is longer than what a protocol allows.
        publisher: how the pages of its one publisher are told apart, where it is the spider of one.
    """

    kind: str
    title: str
    live_hosts: tuple[str, ...] = ()
    search: SearchAbilities | None = None
    min_delay: Mapping[str, float] = field(default_factory=dict)
    parser: str = ""
    starts: tuple[str, ...] = ()
    search_page: str = ""
    probe: bool = False
    timeout: float = 0.0
    publisher: Publisher | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One source of a protocol, as the crawl process is told of it (a ledger row of kind ``source``)."""

    id: str
    kind: str
    name: str
    url: str
    options: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def from_row(cls, body: Mapping[str, object]) -> Source:
        """Read the source back from its ledger row."""
        options = body.get("options")
        return cls(
            id=str(body["source"]),
            kind=str(body["kind"]),
            name=str(body["name"]),
            url=str(body["url"]),
            options=options if isinstance(options, Mapping) else {},
        )

    def strings(self, key: str) -> tuple[str, ...]:
        """Return an option that is a list of strings; empty when it is not given."""
        value = self.options.get(key) or ()
        return tuple(str(item) for item in value) if isinstance(value, list | tuple) else ()

    def suggested(self) -> tuple[tuple[str, str, str], ...]:
        """Return the addresses that people named for this source: address, note, by whom."""
        rows = self.options.get("suggested") or ()
        return (
            tuple((str(url), str(note), str(by)) for url, note, by, *_ in rows)
            if isinstance(rows, list | tuple) else ()
        )  # fmt: skip

    def number(self, key: str, default: int) -> int:
        """Return an option that is a whole number."""
        value = self.options.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else default


@dataclass(frozen=True, slots=True)
class Question:
    """One phrase query as sent to one source (a ledger row of kind ``question``).

    ``meant`` is the term of the protocol, ``sent`` the string put to the site; a walk of everything a
    named organisation published is a question without a string.
    """

    id: str
    source: str
    concept: str | None
    meant: str | None
    sent: str | None
    options: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def from_row(cls, body: Mapping[str, object]) -> Question:
        """Read the question back from its ledger row."""
        options = body.get("options")

        def text(key: str) -> str | None:
            value = body.get(key)
            return None if value is None else str(value)

        return cls(
            id=str(body["question"]),
            source=str(body["source"]),
            concept=text("concept"),
            meant=text("meant"),
            sent=text("sent"),
            options=options if isinstance(options, Mapping) else {},
        )
