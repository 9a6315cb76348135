"""What became of every address that was found, and where every address that was asked for came from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crawler.canonical import canonical
from crawler.judge.govuk import page_url
from crawler.lead import Lead
from harvest.audit.findings import Check
from harvest.audit.walk import Row, host, leads_of
from store.desk import Desk, key_of
from store.ledger import Ledger

#: Kinds of fetches that are no page of a source.
PRELIMINARY = frozenset({"robots", "probe"})
#: Ends of a run after which nothing may be waiting.
ENDED = frozenset({"ok", "partial"})
NEXT = "greylit why {url}"


class AddressesCheck:
    """Puts addresses found and addresses asked on the desk, and compares them at the end.

    Args:
        desk: where they are laid.
        check: where findings go.
        run: only this run is judged; all when ``None``.
    """

    def __init__(self, desk: Desk, check: Check, run: int | None) -> None:
        self._desk, self._check, self._only = desk, check, run
        self._ends: dict[int, str] = {}
        self._sources: dict[str, dict[str, Any]] = {}
        self._questions: set[str] = set()
        self._begins: set[int] = set()
        self._by_hand: set[tuple[int, str]] = set()
        self._imported: set[str] = set()

    def take(self, row: Row) -> None:
        """Take the next row."""
        if row.kind == "run":
            self._sources, self._questions = {}, set()
            self._ends[row.run] = ""
        elif row.kind == "source":
            self._sources[row.text("source")] = row.body
            self._retry(row)
        elif row.kind == "question":
            self._questions.add(row.text("question"))
        elif row.kind == "suggestion":
            self._begins.add(key_of(row.text("url").rstrip("/")))
        elif row.kind == "by_hand":
            self._by_hand.add((row.run, row.text("task")))
        elif row.kind == "brought":
            if (row.run, row.text("task")) in self._by_hand:
                self._desk.beginnings.add(row.seq)
        elif row.kind == "imported":
            self._imported.add(row.text("sha256"))
        elif row.kind == "entry":
            if row.text("file_sha256") in self._imported:
                self._desk.beginnings.add(row.seq)
        elif row.kind == "run_end":
            self._ends[row.run] = row.text("outcome")
        elif row.kind == "resume":
            self._ends[row.run] = ""
        elif row.kind == "skip" or (row.kind == "fetch" and row.text("kind") not in PRELIMINARY):
            self._address(row)

    def _retry(self, row: Row) -> None:
        """Take the addresses that a run asks once more: they failed in an earlier one, or are pages of records."""
        pairs = [
            each
            for listed in (row.body.get("retry"), row.body.get("also"))
            for each in (listed if isinstance(listed, list) else ())
            if isinstance(each, list) and len(each) == 2
        ]
        self._leads(row, leads_of([lead for _, lead in pairs]), row.text("source"))
        if pairs:
            self._desk.beginnings.add(row.seq)

    def _address(self, row: Row) -> None:
        self._leads(row, row.leads, row.text("source"))
        if row.body.get("again"):
            return
        url = row.text("url")
        self._desk.put(
            "asked",
            row.run,
            row.text("source"),
            key_of(row.text("key") or url),
            row.seq,
            row.kind,
            int(self._is_origin(row, url)),
        )

    def _leads(self, row: Row, leads: list[list[Any]], source: str) -> None:
        for position, lead in enumerate(leads):
            self._desk.put(
                "lead",
                row.run,
                source,
                key_of(Lead.from_row(lead).name),
                row.seq,
                position,
                int(bool(lead[5])),
            )

    def _is_origin(self, row: Row, url: str) -> bool:
        """Tell whether a search may begin with this row: by what the protocol or a person named."""
        if row.text("question") and row.text("why") == "question" and row.text("kind") in ("search", "form"):
            return row.text("question") in self._questions
        if row.text("why") == "suggestion":
            # Some sites are asked for a page under another address than people know.
            return any(key_of(each.rstrip("/")) in self._begins for each in (url, _page(url)))
        source = self._sources.get(row.text("source"))
        if source is None:
            return False
        options = source.get("options")
        if row.text("why") == "start":
            places = options.get("start") if isinstance(options, dict) else None
            named_places = (
                [str(each) for each in places if "://" in str(each)] if isinstance(places, list) else []
            )
            return row.host == host(str(source.get("url"))) or key_of(url) in map(_key_of_place, named_places)
        named = (
            options.get("collections")
            if isinstance(options, dict) and row.text("why") == "collection"
            else None
        )
        path = url.partition("?")[0]
        return any(
            path.endswith(str(each).rstrip("/")) for each in (named if isinstance(named, list) else ())
        )

    # ---- the comparison

    def close(self, ledger: Ledger) -> None:
        """Compare what was found with what was asked."""
        sums = [(run, row) for run in self._runs() for row in self._desk.sums(run)]
        for run in self._runs():
            if self._ends[run] in ENDED:
                self._waiting(ledger, run)
        for twice in self._desk.asked_twice():
            if self._only in (None, twice["run"]):
                url = self._url(ledger, twice["seq"])
                self._check.found(
                    "bad", f"run {twice['run']} dealt with {url} {twice['times']} times: rows {twice['first']} and {twice['seq']} "
                    "of the ledger", NEXT.format(url=url), row=twice["seq"], url=url, run=twice["run"],
                )  # fmt: skip
        for row in self._desk.unexplained():
            if self._only in (None, row["run"]):
                url = self._url(ledger, row["seq"])
                self._check.found(
                    "bad", f"row {row['seq']} of the ledger is about {url}, and nothing says where that address came from",
                    NEXT.format(url=url), row=row["seq"], url=url, run=row["run"],
                )  # fmt: skip
        total = {
            key: sum(row[key] for _, row in sums)
            for key in ("found", "fetched", "skipped", "left_out", "waiting")
        }
        self._check.says = (
            "{found:,} addresses found = {fetched:,} asked for + {skipped:,} passed over + {left_out:,} left out with a "
            "reason + {waiting:,} waiting"
        ).format(**total)

    def _runs(self) -> Iterator[int]:
        return (run for run in self._ends if self._only in (None, run))

    def _waiting(self, ledger: Ledger, run: int) -> None:
        for each in self._desk.waiting(run):
            entry = ledger.entry(each["seq"])
            listed = entry.body.get("leads") if entry else None
            leads = leads_of(listed)
            url = leads[each["position"]][0] if each["position"] < len(leads) else "an address"
            self._check.found(
                "bad", f"{url} was found (row {each['seq']} of the ledger) and neither asked for nor passed over, though run "
                f"{run} ended", NEXT.format(url=url), row=each["seq"], url=url, run=run,
            )  # fmt: skip

    def _url(self, ledger: Ledger, seq: int) -> str:
        entry = ledger.entry(seq)
        return str(entry.body.get("url")) if entry else "an address"


def _page(url: str) -> str:
    try:
        return page_url(url)
    except ValueError:
        return url


def _key_of_place(place: str) -> int:
    """Return the key of an address that a protocol names as a place to start at."""
    try:
        return key_of(canonical(place.rstrip("*")))
    except ValueError:
        return key_of(place)
