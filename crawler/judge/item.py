"""What a site's page says of one work: the common shape that every judge fills."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file or page that belongs to a work.

    ``kind`` is ``file``, ``html`` (a publication in web pages) or ``external`` (somebody else's site).
    """

    kind: str
    url: str
    title: str | None = None
    content_type: str | None = None
    filename: str | None = None
    pages: int | None = None
    reference: str | None = None
    isbn: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text in the page itself: a heading, and HTML without page furniture."""

    title: str | None
    html: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of a committee, at which a work was tabled.

    Attributes:
        url: its page, in the one spelling; the meeting is known by it.
        committee: name of the committee.
        date: day of the meeting, ISO; ``None`` when it is not told.
        committee_url: page of the committee, where it is known.
        status: such as ``cancelled``, where its site says so.
    """

    url: str
    committee: str
    date: str | None = None
    committee_url: str | None = None
    status: str | None = None

    def told(self) -> dict[str, str]:
        """Return what is known of it as plain JSON data, for the note of a lead."""
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True, slots=True)
class Item:
    """One page of a work, with everything that its site states about it.

    Attributes:
        key: the site's own lasting identity for the page (GOV.UK: ``content_id``).
        parent: key of the work that this page is a part of.
        url: the address that a person would open.
        date: first publication as an ISO date, ``None`` when the site does not tell.
        date_source: which field of the page told the date.
        publishers: organisations, the primary one first.
        country: nations that it applies to, where the site says so.
        members: addresses of works that a collection lists.
        withdrawn: the site's own words on why it was withdrawn, ``None`` while it stands.
        authors: persons and bodies as the page names them, in its order.
        notice: the page's own warning to its readers, such as that it is old.
        meeting: where it was tabled, for papers of committees.
        number: its number on the agenda of that meeting, as printed (``7.``, ``Item5``).
    """

    key: str
    url: str
    title: str
    parent: str | None = None
    parent_url: str | None = None
    description: str | None = None
    date: str | None = None
    date_source: str | None = None
    updated: str | None = None
    publishers: tuple[str, ...] = ()
    doc_type: str | None = None
    language: str | None = None
    country: tuple[str, ...] = ()
    withdrawn: str | None = None
    attachments: tuple[Attachment, ...] = ()
    parts: tuple[Part, ...] = ()
    members: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    notice: str | None = None
    meeting: Meeting | None = None
    number: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Item:
        """Read an item back from :meth:`as_dict`, also after a trip through JSON."""
        values = dict(data)
        for name in ("publishers", "country", "members", "authors"):
            values[name] = tuple(values.get(name) or ())
        values["attachments"] = tuple(Attachment(**each) for each in values.get("attachments") or ())
        values["parts"] = tuple(Part(**each) for each in values.get("parts") or ())
        values["meeting"] = Meeting(**values["meeting"]) if values.get("meeting") else None
        return cls(**values)
