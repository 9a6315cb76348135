"""From the authored tables to a site: works by address, files by address, for the first and second harvest."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from harvest.demo.corpus.files import file_bytes
from harvest.demo.corpus.model import Attachment, Organisation, Part, Work

_SECOND = "second-harvest.toml"
_ORGANISATIONS = "organisations.toml"


@dataclass(frozen=True, slots=True)
class Asset:
    """What the assets host knows of one address: a file, or where it went.

    ``status`` is 200, 301, 302 or 410; ``location`` is set for redirects; ``parent`` is the page's path.
    """

    status: int
    body: bytes = b""
    content_type: str = ""
    location: str = ""
    parent: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """All content of one epoch."""

    epoch: int
    works: Mapping[str, Work]
    organisations: Mapping[str, Organisation]
    by_path: Mapping[str, Work]
    assets: Mapping[str, Asset]

    def collections_of(self, work: Work) -> list[Work]:
        """Return the document collections that list a work."""
        return [w for w in self.works.values() if any(work.id in ids for _, _, ids in w.groups)]

    def publishers(self, work: Work) -> list[Organisation]:
        """Return the bodies that publish a work, the main one first."""
        return [self.organisations[slug] for slug in work.organisations]


def _tables() -> dict[str, dict[str, Any]]:
    folder = resources.files("harvest.demo.corpus").joinpath("gov")
    return {
        entry.name: tomllib.loads(entry.read_text(encoding="utf-8"))
        for entry in sorted(folder.iterdir(), key=lambda e: e.name)
        if entry.name.endswith(".toml")
    }


def _attachment(table: Mapping[str, Any]) -> Attachment:
    fields: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in table.items()
    }
    return Attachment(**fields)


def _work(table: Mapping[str, Any]) -> Work:
    fields: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in table.items()
    }
    fields["parts"] = tuple(Part(**part) for part in table.get("parts", ()))
    made = {"file_date": remade} if (remade := table.get("remade")) else {}
    fields["attachments"] = tuple(_attachment({**a, **made}) for a in table.get("attachments", ()))
    fields["groups"] = tuple(
        (group["title"], group.get("body", ""), tuple(group["documents"]))
        for group in table.get("groups", ())
    )
    return Work(**fields)


def _works(epoch: int) -> dict[str, Work]:
    """Read all works; tables of the second harvest overlay those of the first key by key."""
    merged: dict[str, dict[str, Any]] = {}
    for name, content in _tables().items():
        if name == _SECOND:
            continue
        for table in content.get("work", ()):
            if table["id"] in merged:
                raise ValueError(f"{name}: work {table['id']!r} is written twice")
            merged[table["id"]] = table
    if epoch == 2:
        for table in _tables()[_SECOND]["work"]:
            merged[table["id"]] = {**merged.get(table["id"], {}), **table}
    return {name: _work(table) for name, table in merged.items()}


def _file_assets(work: Work, attachment: Attachment, body: bytes) -> Iterator[tuple[str, Asset]]:
    """Yield every address at which one file is, was, or only seems to be."""
    path = attachment.media_path
    modified = work.remade or work.changed or attachment.file_date or "2016-05-01"
    kind = "text/csv" if attachment.layout == "csv" else "application/pdf"
    if attachment.layout == "gone":
        yield path, Asset(410)
    elif attachment.placeholder:
        yield path, Asset(302, location="/government/placeholder")
    else:
        yield path, Asset(200, body, kind, parent=work.path, modified=modified)
    if attachment.upload_path:
        yield attachment.upload_path, Asset(301, location=path)
    for old in attachment.old_names:
        yield f"/media/{attachment.media_id}/{old}", Asset(302, location=path)
    if attachment.replaces:
        yield attachment.replaces, Asset(301, location=path)


@lru_cache(maxsize=2)
def build_site(epoch: int) -> Site:
    """Build the content of epoch 1 or 2: pure, and the same bytes in every process."""
    works = _works(epoch)
    organisations = {
        table["slug"]: Organisation(**table) for table in _tables()[_ORGANISATIONS]["organisation"]
    }
    by_name = {a.name: a for w in works.values() for a in w.attachments if a.kind == "file"}
    assets: dict[str, Asset] = {}
    for work in works.values():
        if work.gone:
            continue
        for attachment in work.attachments:
            if attachment.kind == "file":
                source = by_name[attachment.copy_of] if attachment.copy_of else attachment
                assets.update(_file_assets(work, attachment, file_bytes(source)))
    by_path = {work.path: work for work in works.values()}
    return Site(epoch, works, organisations, by_path, assets)
