"""Has everything that gave nothing its reason? Rows of the ledger, one by one."""

from __future__ import annotations

from crawler.trouble import MEANINGS
from harvest.audit.chain import BACKUP
from harvest.audit.findings import Check, many
from harvest.audit.walk import Row

#: Outcomes of a fetch that need a reason.
NOTHING = frozenset({"refused", "failed", "unreadable"})


class ReasonsCheck:
    """Follows the rows of a ledger in order.

    Args:
        check: where findings go.
        run: only rows of this run; all when ``None``.
    """

    def __init__(self, check: Check, run: int | None) -> None:
        self._check, self._run = check, run
        self.skips = self.nothing = self.left_out = self.not_asked = 0

    def take(self, row: Row) -> None:
        """Take the next row."""
        if self._run not in (None, row.run):
            return
        if row.kind == "skip":
            self.skips += 1
            if not (row.text("reason").strip() and row.text("detail").strip()):
                self._missing(row, f"passed over {row.text('url')} and does not say why")
            self._links(row)
        elif row.kind == "fetch":
            self._fetch(row)
            self._links(row)
        elif row.kind in ("source", "question") and "not_asked" in row.body:
            self.not_asked += 1
            if not row.text("not_asked").strip():
                name = row.text(row.kind)
                self._missing(row, f"says that {row.kind} {name} was not asked, and does not say why")

    def _fetch(self, row: Row) -> None:
        outcome, trouble = row.text("outcome"), row.text("trouble")
        if not outcome:
            self._missing(row, f"does not say what became of {row.text('url')}")
        elif outcome in NOTHING:
            self.nothing += 1
            if not (row.text("detail").strip() or trouble):
                self._missing(row, f"says that {row.text('url')} was {outcome}, and does not say why")
        if trouble and trouble not in MEANINGS:
            self._missing(
                row,
                f"gives {trouble!r} as the trouble with {row.text('url')}, which is no word that is known",
            )

    def _links(self, row: Row) -> None:
        for position, lead in enumerate(row.leads):
            if not lead[5]:
                self.left_out += 1
                if not str(lead[6].get("reason") or "").strip():
                    self._missing(row, f"does not say why {lead[0]} (link {position + 1}) was not followed")

    def _missing(self, row: Row, what: str) -> None:
        self._check.found(
            "bad", f"row {row.seq} of the ledger {what}", f"greylit why {row.text('url')}" if row.text("url") else BACKUP,
            row=row.seq, url=row.text("url") or None, run=row.run, file="ledger.sqlite",
        )  # fmt: skip

    def close(self) -> None:
        """Put what was looked at into a sentence."""
        self._check.says = (
            f"reasons are there for {many(self.skips, 'address', 'addresses')} passed over, "
            f"{many(self.nothing, 'answer')} that gave nothing, {many(self.left_out, 'link')} not followed, "
            f"{many(self.not_asked, 'question or source', 'questions and sources')} not asked"
        )
