"""A WACZ file (1.1.1): the archived answers behind the records, their index, and a list of pages, for ReplayWeb.page.

Requests and answers are copied as they lie in the archive, not a byte of them changed: what was redacted when it was
archived stays so. Of selected records it holds their documents, the pages that describe them, and the redirects that led
there; with everything asked for, every answer of the search.
"""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from harvest.errors import Exit, GreylitError
from harvest.export import cdxj
from harvest.export.clean import encodable, one_line
from harvest.export.emails import protocol_part, shown
from harvest.export.files import replacing
from harvest.export.folders import add_file, entry
from harvest.export.model import ExportContext, ExportResult, title_of
from harvest.export.notes import Tally
from harvest.export.whole import Whole
from store import copying, exported

VERSION = "1.1.1"
_ABOUT_SITES = ("robots", "search", "form", "listing", "sitemap", "captures", "probe")
_TEXTS = 200


def write_from(whole: Whole, out: Path) -> ExportResult:
    """Write the archived answers behind the records as WACZ to the file ``out``.

    Raises:
        GreylitError: the protocol keeps no bytes of documents (``NOT_KEPT``), or the file cannot be written.
        StoreError: the archive is damaged, or cannot be read.
    """
    keep = protocol_part(whole.database, "keep")
    if keep.get("warc") is False or keep.get("bytes") == "none":
        raise GreylitError(
            "the protocol keeps no bytes of documents, so that there is nothing to replay", code="NOT_KEPT",
            exit_code=Exit.NOT_FOUND, hint="Export texts with --to corpus, or records with --to csv",
        )  # fmt: skip
    tally = Tally()
    fetches = _fetches(whole, keep.get("bytes") == "matched")
    with replacing(out) as part, tempfile.TemporaryDirectory(dir=part.parent, prefix=".wacz-") as kept:
        files = list(_warcs(whole, fetches, Path(kept)))
        index = sorted(line for name, path in files for line in cdxj.lines(name, copying.members(path)))
        with zipfile.ZipFile(part, "w") as into:
            package = _Package(into)
            for name, path in files:
                package.file(f"archive/{name}", path)
            packed, places = io.BytesIO(), []
            for block, place in cdxj.blocks(index, "index.cdx.gz"):
                packed.write(block)
                places.append(place)
            package.bytes("indexes/index.cdx.gz", packed.getvalue(), stored=True)
            package.bytes("indexes/index.idx", "".join(places).encode("utf-8"))
            within = {row["seq"]: row for row in fetches}
            pages = Path(kept) / "pages.jsonl"
            with pages.open("w", encoding="utf-8", newline="\n") as stream:
                stream.writelines(_pages(whole, within, tally))
            package.file("pages/pages.jsonl", pages, stored=False)
            package.close(whole.context)
    notes = [
        *tally.sentences(),
        f"{len(index):,} archived answers, copied as they are: mail addresses in them stay",
    ]
    return ExportResult(paths=(out,), records=len(whole.records), notes=tuple(notes))


def _fetches(whole: Whole, only_matched: bool) -> list[dict[str, Any]]:
    rows = exported.fetches(
        whole.database, None if whole.everything else [record.id for record in whole.records]
    )
    if not only_matched:
        return rows
    return [row for row in rows if row["matched"] or row["kind"] in _ABOUT_SITES]


def _warcs(whole: Whole, fetches: list[dict[str, Any]], kept: Path) -> Iterator[tuple[str, Path]]:
    """Yield name and path of each WARC file of the package: the archive's own, or one of the members that are wanted."""
    if whole.everything and len(fetches) == len(exported.fetches(whole.database, None)):
        for path in sorted(whole.workspace.archive.glob("*.warc.gz")):
            yield path.name, copying.without_torn_end(path, kept / path.name)
        return
    places: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)
    for row in fetches:
        places[row["warc"]].add((row["warc_offset"], row["warc_length"]))
    for warc in sorted(places):
        # Another name than in the archive: places in it are others.
        name = f"{warc.removesuffix('.warc.gz')}-records.warc.gz"
        path = kept / name
        with path.open("wb") as into:
            copying.copy(whole.workspace.archive, warc, sorted(places[warc]), into)
        yield name, path


def _pages(whole: Whole, within: dict[int, dict[str, Any]], tally: Tally) -> Iterator[str]:
    """Yield the head and the lines of the list of pages: one for each document of a record that is in the package."""
    yield _json({"format": "json-pages-1.0", "id": "pages", "title": "Records", "hasText": True})
    clean = shown(whole.database)
    documents: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in exported.documents(whole.database):
        # An answer that says "not found" is in the archive, and is no page of the record.
        if row["seq"] in within and row["document"]:
            documents[row["record"]].append(row)
    for start in range(0, len(whole.records), _TEXTS):
        some = whole.records[start : start + _TEXTS]
        names = {row["document"] for record in some for row in documents[record.id] if row["document"]}
        texts = exported.texts(whole.database, sorted(names))
        for record in some:
            if not documents[record.id]:
                tally.add(
                    "record has nothing in the archive", "records have nothing in the archive", record.id
                )
            for number, row in enumerate(documents[record.id], 1):
                fetch = within[row["seq"]]
                if number == 1 and fetch["kind"] == "content":
                    tally.add(
                        "record was read from a web service: its data are shown, not its page",
                        "records were read from a web service: their data are shown, not their pages",
                        record.id,
                    )
                title = title_of(record)[0]
                own = one_line(row["title"])
                page = {
                    "id": record.id if number == 1 else f"{record.id}-{number}",
                    "url": fetch["url"],
                    "ts": fetch["fetched_at"],
                    "title": f"{record.id} {title}"
                    + (f": {own}" if number > 1 and own and own != title else ""),
                }
                if text := texts.get(row["document"] or ""):
                    page["text"] = clean(text)
                yield _json(page)


def _json(value: dict[str, Any]) -> str:
    return json.dumps({k: encodable(v) if isinstance(v, str) else v for k, v in value.items()}) + "\n"


class _Package:
    """The zip that is being written, and what its description says of each file in it."""

    def __init__(self, into: zipfile.ZipFile) -> None:
        self._into = into
        self._resources: list[dict[str, Any]] = []

    def file(self, name: str, path: Path, *, stored: bool = True) -> None:
        add_file(self._into, name, path, stored=stored)
        with path.open("rb") as stream:
            self._describe(name, hashlib.file_digest(stream, "sha256").hexdigest(), path.stat().st_size)

    def bytes(self, name: str, data: bytes, *, stored: bool = False) -> None:
        self._into.writestr(entry(name, stored=stored), data)
        self._describe(name, hashlib.sha256(data).hexdigest(), len(data))

    def _describe(self, name: str, digest: str, size: int) -> None:
        own = name.rpartition("/")[2].lower()
        self._resources.append({"name": own, "path": name, "hash": f"sha256:{digest}", "bytes": size})

    def close(self, context: ExportContext) -> None:
        day = context.generated
        about = {
            "profile": "data-package",
            "wacz_version": VERSION,
            "title": one_line(context.review_title) or context.review_id,
            "description": f"Archived pages and files behind the records. {context.stamp()}",
            "created": f"{day}T00:00:00Z" if len(day) == 10 else day,
            "software": f"greylit {context.software_version}",
            "resources": self._resources,
        }
        data = json.dumps(about, indent=2).encode("utf-8")
        self._into.writestr(entry("datapackage.json"), data)
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
        self._into.writestr(entry("datapackage-digest.json"), json.dumps(digest, indent=2).encode("utf-8"))
