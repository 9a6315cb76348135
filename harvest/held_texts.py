"""Texts that were read before: not read again where neither the bytes nor the readers have changed."""

from __future__ import annotations

import shutil
from typing import Any

from harvest.text import Claim, Extracted, Page, Part
from store.database import Reader
from store.pictures import read_before
from store.workspace import Workspace

Row = dict[str, Any]


class HeldTexts:
    """The texts of a database that is about to be computed anew.

    Args:
        workspace: the review; its database is copied, for the published file will be replaced meanwhile.
        extractor: the readers whose work still stands.
    """

    def __init__(self, workspace: Workspace, extractor: str) -> None:
        self._extractor = extractor
        self._copy = workspace.database.with_name(".greylit.before.duckdb")
        shutil.copyfile(workspace.database, self._copy)
        self._database = Reader(self._copy)
        #: Texts that were taken from there.
        self.taken = 0

    def of(self, fetch: int) -> tuple[str, Extracted] | None:
        """Return the document of a fetch and what was read of it, ``None`` where it has to be read."""
        row = read_before(self._database, fetch, self._extractor)
        if row is None:
            return None
        self.taken += 1
        return row["document"], _extracted(row)

    def close(self) -> None:
        """Let go of the copy. Safe to call twice."""
        self._database.close()
        self._copy.unlink(missing_ok=True)


def _extracted(row: Row) -> Extracted:
    return Extracted(
        outcome=row["outcome"], kind=row["kind"], text=row["body"],
        pages=tuple(
            Page(each["page"], each["label"], each["start"], each["stop"], each["method"], each["confidence"])
            for each in row["pages"]
        ),
        title=row["title"], title_source=row["title_source"], date=row["doc_date"], date_source=row["date_source"],
        language=row["language"], publisher=row["publisher"], method=row["method"], detail=row["detail"],
        authors=tuple(row["authors"] or ()),
        claims=tuple(Claim(each["field"], each["value"], each["source"], each["why"]) for each in row["claims"]),
        parts=tuple(
            Part(each["kind"], each["title"], each["start"], each["stop"], each["level"]) for each in row["parts"]
        ),
        doc_type=row["doc_type"], doc_type_source=row["doc_type_source"], unread_pages=tuple(row["unread_pages"] or ()),
    )  # fmt: skip
