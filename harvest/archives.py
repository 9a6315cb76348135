"""The web archives that are asked for copies of dead addresses: how, at which rates, and where a person looks.

Sources: the Wayback CDX server's README (internetarchive/wayback), the archives' own pages, RFC 7089 for TimeMaps.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import quote, urljoin

from crawler.lead import Lead
from harvest.planned import PlannedSource
from harvest.protocol.running import WebArchives

#: The source of the protocol that each archive counts as a part of, and its name; the spider that asks.
PART_OF, PART_OF_NAME, KIND = "web-archives", "Web archives", "webarchive"


@dataclass(frozen=True, slots=True)
class WebArchive:
    """One web archive.

    Attributes:
        id: as the protocol names it.
        name: as people name it.
        base: where it answers.
        form: how its index answers: ``cdx``, ``cdxj`` or ``timemap``.
        index, raw, availability: addresses below ``base`` of its list of captures, of the bytes of one, and of its
            short answer; ``{url}`` stands for the address in percent signs, ``{plain}`` for it as it is, ``{at}`` for 14 digits.
        calendar: where a person looks.
    """

    id: str
    name: str
    base: str
    form: str
    index: str
    raw: str
    calendar: str
    availability: str = ""

    @property
    def source(self) -> str:
        """The id of its source in the ledger."""
        return f"{PART_OF}.{self.id}"

    def look(self, url: str) -> str:
        """Return where a person sees what it has of an address."""
        return self.base + self.calendar.format(url=quote(url, safe=""), plain=url)

    def lookup(self, url: str, near: str | None) -> Lead:
        """Return what asks it for the captures of an address.

        Args:
            url: the address.
            near: the date that a copy should be nearest to, ISO as precise as known; the newest is wanted without one.
        """
        address = self.base + self.index.format(url=quote(url, safe=""), plain=url)
        return Lead(
            address, "captures", "dead-link", {"of": url, "near": near}, key=f"{address}#{near or ''}"
        )

    def copy(self, url: str, at: str, digest: str | None, near: str | None) -> Lead:
        """Return what asks it for the bytes of one capture."""
        note = {"of": url, "at": at, "archive": self.name, "digest": digest, "near": near}
        return Lead(self.base + self.raw.format(at=at, plain=url), "archived", "dead-link", note)

    def planned(self) -> PlannedSource:
        """Return it as a source of a run."""
        options = {"form": self.form, "index": self.base + self.index, "raw": self.base + self.raw}
        if self.availability:
            options["availability"] = urljoin(self.base, self.availability)
        return PlannedSource(
            self.source, KIND, self.name, self.base, "website", options, (), part_of=PART_OF, part_of_name=PART_OF_NAME
        )  # fmt: skip


ARCHIVES: tuple[WebArchive, ...] = (
    WebArchive(
        "internet-archive", "Internet Archive", "https://web.archive.org/", "cdx",
        "cdx/search/cdx?url={url}&output=json&fl=timestamp,original,mimetype,statuscode,digest&limit=5000",
        "web/{at}id_/{plain}", "web/*/{plain}", "https://archive.org/wayback/available?url={url}",
    ),
    WebArchive(
        "uk-government-web-archive", "UK Government Web Archive", "https://webarchive.nationalarchives.gov.uk/", "cdxj",
        "ukgwa/cdx?url={url}&output=json", "ukgwa/{at}id_/{plain}", "ukgwa/*/{plain}",
    ),
    WebArchive(
        "uk-web-archive", "UK Web Archive", "https://www.webarchive.org.uk/", "timemap",
        "wayback/archive/timemap/link/{plain}", "wayback/archive/{at}id_/{plain}", "wayback/archive/*/{plain}",
    ),
)  # fmt: skip


def asked_archives(wanted: WebArchives) -> list[WebArchive]:
    """Return the archives that a protocol asks, each where it says that it answers."""
    chosen = []
    for archive in ARCHIVES:
        if archive.id in wanted.ask:
            base = wanted.at.get(archive.id)
            if base:
                archive = replace(
                    archive,
                    base=base.rstrip("/") + "/",
                    availability=archive.availability.partition(".org/")[2],
                )
            chosen.append(archive)
    return chosen
