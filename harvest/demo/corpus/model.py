"""The shape of the authored corpus: works, their attachments and parts, and the bodies that publish them."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass

ASSETS = "http://assets.publishing.gov.test"
WWW = "http://www.gov.test"
_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, WWW)

PUBLICATION_TYPES = frozenset(
    {
        "policy_paper",
        "guidance",
        "statutory_guidance",
        "independent_report",
        "research",
        "corporate_report",
        "transparency",
        "national_statistics",
    }
)
CONSULTATION_TYPES = frozenset({"open_consultation", "closed_consultation", "consultation_outcome"})


def content_id(name: str) -> str:
    """Return the content id of a named item: always the same for the same name."""
    return str(uuid.uuid5(_SPACE, name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A publishing body."""

    slug: str
    title: str
    acronym: str = ""
    type: str = "other"
    about: str = ""

    @property
    def content_id(self) -> str:
        """Stable identity."""
        return content_id(f"organisation:{self.slug}")

    @property
    def path(self) -> str:
        """Address of its page below the host."""
        return f"/government/organisations/{self.slug}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One chapter of a guide, with its own address below the guide's."""

    slug: str
    title: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file, an HTML publication or a link to another site, hung on a publication.

    ``layout`` says how the file is made: ``one`` or ``two`` columns of text, ``image`` (a scan),
    ``encrypted`` (needs a password to open), ``broken``, ``zero`` (no bytes), ``html`` (a web page under a
    PDF name), ``csv``, or ``gone`` (410). ``pages`` holds the words of each page; ``file_title`` is printed above
    them and put into the metadata, the attachment's own title when it is empty.
    """

    kind: str = "file"
    title: str
    slug: str = ""
    body: str = ""
    url: str = ""
    name: str = ""
    layout: str = "one"
    pages: tuple[str, ...] = ()
    running_head: str = ""
    reference: str = ""
    isbn: str = ""
    command_paper: str = ""
    file_title: str = ""
    file_date: str = ""
    media: str = ""
    upload: int = 0
    old_names: tuple[str, ...] = ()
    replaces: str = ""
    placeholder: bool = False
    copy_of: str = ""

    @property
    def media_id(self) -> str:
        """The 24 hexadecimal digits in the file's address."""
        return self.media or hashlib.sha256(f"media:{self.name}".encode()).hexdigest()[:24]

    @property
    def media_path(self) -> str:
        """Address of the file below the assets host."""
        return f"/media/{self.media_id}/{self.name}"

    @property
    def printed_title(self) -> str:
        """The title that stands in the file itself."""
        return self.file_title or self.title

    @property
    def printed_pages(self) -> tuple[str, ...]:
        """The words of each page as printed: with the title on the first, except on scans and tables."""
        if not self.pages or self.layout in ("image", "csv"):
            return self.pages
        return (f"# {self.printed_title}\n\n{self.pages[0]}", *self.pages[1:])

    @property
    def upload_path(self) -> str:
        """Older address of the file, or an empty text when it never had one."""
        if not self.upload:
            return ""
        return f"/government/uploads/system/uploads/attachment_data/file/{self.upload}/{self.name}"

    @property
    def address(self) -> str:
        """Where a client is sent for it."""
        return {"external": self.url, "file": ASSETS + self.media_path}.get(self.kind, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One work as authored, with what is true of it under the demonstration review.

    Dates are ISO texts (``2018-03-14``), empty when the site does not know them. ``relevant`` and ``reason``
    are judgements of the author, checked against the words by the tests. ``found_by`` is ``search``,
    ``collection``, ``organisation`` or ``translation``: the first way that leads there. ``remade`` is the day
    on which its files were made again, with other bytes and the same words; empty when they were not.
    """

    id: str
    path: str
    type: str
    title: str
    description: str
    reason: str
    relevant: bool = False
    found_by: str = "search"
    trap: str = ""
    duplicate_of: str = ""
    first_published: str = ""
    updated: str = ""
    remade: str = ""
    note: str = ""
    organisations: tuple[str, ...] = ()
    body: str = ""
    parts: tuple[Part, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    attachment_style: str = "list"
    groups: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    related: tuple[str, ...] = ()
    old_paths: tuple[str, ...] = ()
    withdrawn_on: str = ""
    withdrawn_why: str = ""
    gone: bool = False
    alternative_path: str = ""
    locale: str = "en"
    translation_of: str = ""

    @property
    def content_id(self) -> str:
        """Stable identity: kept when the address changes, shared with translations."""
        return content_id(f"work:{self.translation_of or self.id}")

    @property
    def schema(self) -> str:
        """The content schema, which groups document types."""
        if self.type in PUBLICATION_TYPES:
            return "publication"
        return "consultation" if self.type in CONSULTATION_TYPES else self.type

    @property
    def changed(self) -> str:
        """Date of the last public change, empty when unknown."""
        return self.updated or self.first_published

    def html_path(self, attachment: Attachment) -> str:
        """Address of an HTML publication that belongs to this work."""
        return f"{self.path}/{attachment.slug}"
