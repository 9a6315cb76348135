"""The references of archived documents, read in the text workers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from crawler.judge.described import described, describes
from harvest.jobs import PUBLICATION
from store.archive import read

Row = dict[str, Any]
#: References of one document that are kept: more are a bibliography in itself, and its end is told.
MOST = 5000


@dataclass(frozen=True, slots=True)
class Job:
    """One document whose references are to be read: its id, and the archived answer that it was read from."""

    document: str
    seq: int
    kind: str
    url: str
    mime: str
    status: int
    warc: str
    offset: int
    system: str
    declared: str

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Job:
        """Return the job of a row of :func:`store.citing.unread_references`."""
        return cls(
            row["document"], row["seq"], row["kind"], row["url"], row["mime"], int(row["status"]), row["warc"],
            int(row["warc_offset"]), row["system"] or "", row["declared"],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Read:
    """What a document cites: rows of the table ``reference``, and what kept it from being read."""

    document: str
    references: tuple[Row, ...]
    problem: str | None = None


def reads(archive: str, job: Job) -> Read:
    """Read the references of one document. Runs in a worker.

    Raises:
        StoreError: the archive lacks the record that the ledger names.
    """
    from harvest.reference_fields import parse_reference
    from harvest.reference_lists import read as read_references
    from harvest.text import extract

    body, mime = _bytes_of(read(Path(archive), job.warc, job.offset).body(), job)
    name = job.url.rsplit("/", 1)[-1]
    text = extract(body, url=job.url, content_type=mime, name=name)
    found = read_references(body, url=job.url, content_type=mime, name=name, text=text)
    rows = []
    for position, each in enumerate(found.references[:MOST], 1):
        fields = {key: value for key, value in asdict(parse_reference(each.text)).items() if value}
        rows.append(
            {
                "document": job.document, "position": position, "body": each.text, "page": each.page, "start": each.start,
                "stop": each.stop, "number": each.number, "place": each.where, "heading": each.heading, "url": each.url,
                "fields": json.dumps(fields, ensure_ascii=False, sort_keys=True),
            }
        )  # fmt: skip
    over = len(found.references) - MOST
    return Read(
        job.document,
        tuple(rows),
        f"{over} references more than {MOST} were left out" if over > 0 else found.problem,
    )


def _bytes_of(body: bytes, job: Job) -> tuple[bytes, str]:
    """Return what the references stand in: the file or page itself, or the pages that a site's answer holds."""
    if job.kind == PUBLICATION or not describes(job.system, job.kind):
        return body, job.mime
    _, items = described(job.system, job.kind, job.status, body, job.url)
    parts = "\n".join(part.html for item in items for part in item.parts)
    return f"<html><body><main>{parts}</main></body></html>".encode(), "text/html; charset=utf-8"
