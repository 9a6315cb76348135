"""Bringing the tables of references and citations up to what is held."""

from __future__ import annotations

from typing import Any

from harvest.citing.graph import graph
from harvest.citing.reading import Job, reads
from harvest.protocol import Protocol
from harvest.text.pool import Failure
from harvest.workers import Workers
from store import citing
from store.database import Writer

Row = dict[str, Any]

#: Rows after which what was read is written.
BATCH = 5000


def cites(protocol: Protocol) -> bool:
    """Tell whether a protocol wants citations: only then references are read, which takes as long as reading the texts."""
    return protocol.citations.backward is not None or protocol.citations.forward is not None


def update(writer: Writer, workers: Workers, protocol: Protocol) -> None:
    """Read the references of documents that are new, and compute which works cite which.

    Args:
        writer: the database, with its works.
        workers: the text workers, which have nothing else to do by now.
        protocol: forward citation searching looks into all that is held.
    """
    all_held = protocol.citations.forward is not None
    rows: list[Row] = []
    lists: list[Row] = []
    for job, done in workers.each(reads, map(Job.of, citing.unread_references(writer, all_held=all_held))):
        if isinstance(done, Failure):
            lists.append({"document": job.document, "references": 0, "problem": done.detail or done.outcome})
            continue
        rows += done.references
        lists.append({"document": job.document, "references": len(done.references), "problem": done.problem})
        if len(rows) > BATCH:
            _write(writer, rows, lists)
            rows, lists = [], []
    _write(writer, rows, lists)
    found = graph(
        citing.known_works(writer), citing.read_references(writer), lambda: citing.citing_texts(writer)
    )
    writer.begin()
    writer.replace("citation", found.citations)
    writer.replace("unmatched_reference", found.unmatched)
    writer.commit()


def _write(writer: Writer, rows: list[Row], lists: list[Row]) -> None:
    writer.begin()
    writer.add("reference", rows)
    writer.add("reference_list", lists)
    writer.commit()
