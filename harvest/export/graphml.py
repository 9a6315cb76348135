"""Which works cite which, as GraphML: for Gephi, yEd, igraph and networkx.

An edge goes from the work that cites to the one that is cited and says by which rule the cited work was told, how sure that
is (``score``), and what the reference says as written. ``greylit citations --graphml`` writes the same for all works.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from harvest.citing.graphml import graphml
from harvest.export.emails import shown
from harvest.export.files import replacing
from harvest.export.model import ExportResult
from harvest.export.notes import Tally
from harvest.export.whole import Whole
from store import citing, exported
from store.database import Reader


def write_from(whole: Whole, out: Path) -> ExportResult:
    """Write the citations among the records, and to and from other works that are held, to the file ``out``.

    Raises:
        GreylitError: it cannot be written (``EXPORT_NOT_WRITTEN``).
    """
    drawn = write_graph(out, whole.database, {record.id for record in whole.records})
    tally = Tally()
    for record in whole.records:
        if record.id not in drawn:
            tally.add(
                "record neither cites nor is cited by what is held (left out)",
                "records neither cite nor are cited by what is held (left out)",
                record.id,
            )
    within = sum(record.id in drawn for record in whole.records)
    return ExportResult(paths=(out,), records=within, notes=tally.sentences())


def write_graph(path: Path, database: Reader, records: Collection[str] | None = None) -> set[str]:
    """Write the graph of citations to a file; return the numbers of the records in it.

    Args:
        path: the file.
        database: where the citations are read.
        records: only citations of which one end at least is among these; all where it is ``None``.

    Raises:
        GreylitError: the file cannot be written (``EXPORT_NOT_WRITTEN``).
    """
    clean = shown(database)
    edges = [
        {**row, "source": row["citing"], "target": row["cited"],
         "as_written": clean(row["as_written"]) if row["as_written"] else None}
        for row in citing.edges(database)
        if records is None or row["citing_record"] in records or row["cited_record"] in records
    ]  # fmt: skip
    ends = {end for row in edges for end in (row["source"], row["target"])}
    nodes = [
        {
            "id": row["work"], "record": row["record"], "title": row["title"], "url": row["url"], "verdict": row["verdict"],
            "year": (row["work_date"] or "")[:4] or None, "publisher": next(iter(row["publishers"] or ()), None),
        }
        for row in exported.graph_works(database)
        if row["work"] in ends
    ]  # fmt: skip
    tree = graphml(nodes, edges)
    with replacing(path) as part:
        tree.write(part, encoding="utf-8", xml_declaration=True)
    return {str(row["record"]) for row in nodes if row["record"]}
