"""Was every request allowed? Judged anew from the archived robots.txt that was in force when it was made."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from crawler.robots import MAX_BYTES, Robots, robots_url
from harvest.audit.findings import Check, many
from harvest.audit.walk import Row
from store.archive import MAX_BODY, read
from store.errors import StoreError

#: RFC 9309, 2.4: robots.txt is not used for longer than a day; the seconds on top are for the request itself.
KEPT_SECONDS = 24 * 3600.0 + 120.0
#: RFC 9309, 2.3.1.2: redirects that are followed in a row.
MAX_HOPS = 5
#: Parsed files that are held in memory.
HELD = 200


@dataclass(slots=True)
class Said:
    """The newest answer to a request for one robots.txt: where it lies, or where it led on to."""

    seq: int
    url: str
    at: float | None
    status: int | None
    mime: str
    detail: str
    warc: str
    offset: int
    bytes: int | None
    sha256: str | None
    target: str | None
    unread: int = 0

    @property
    def place(self) -> str:
        """Where it lies, in words."""
        where = f", archive/{self.warc} at byte {self.offset}" if self.warc else ""
        return f"{self.url} of row {self.seq}{where}"


class RobotsCheck:
    """Follows the requests of a ledger in order.

    Args:
        archive: folder of the WARC files.
        agent: the product token that groups of robots.txt are matched by.
        check: where findings go.
        run: only requests of this run are judged; all when ``None``.
    """

    def __init__(self, archive: Path, agent: str, check: Check, run: int | None) -> None:
        self._archive, self._agent, self._check, self._run = archive, agent, check, run
        self._newest: dict[str, Said] = {}
        self._parsed: OrderedDict[int, tuple[Robots, str] | None] = OrderedDict()
        self._unread: dict[int, Said] = {}
        self.requests = self.skips = 0

    def take(self, row: Row) -> Robots | None:
        """Take the next row; return the rules under which its address was asked for."""
        if row.kind == "fetch" and row.text("kind") == "robots":
            self._note(row)
        elif row.kind == "fetch":
            return self._request(row)
        elif row.kind == "skip" and row.text("reason") == "robots":
            self._skip(row)
        return None

    # ---- what robots.txt said

    def _note(self, row: Row) -> None:
        if row.body.get("again"):
            return
        url, leads = row.text("url"), row.leads
        self._newest[url] = Said(
            row.seq, url, _ended(row), row.whole("original_status") or row.whole("status"), row.text("mime"),
            row.text("detail"), row.text("warc"), row.whole("offset") or 0, row.whole("bytes"), row.text("sha256") or None,
            str(leads[0][0]) if leads else None,
        )  # fmt: skip

    def _in_force(self, url: str) -> Said | None:
        """Return the answer that governs an address: the newest one, where its redirects led."""
        try:
            at = robots_url(url)
        except ValueError:
            return None
        for _ in range(MAX_HOPS + 1):
            said = self._newest.get(at)
            if said is None or said.target is None:
                return said
            at = said.target
        return None

    def _rules(self, said: Said) -> tuple[Robots, str] | None:
        """Return the rules and the text of an answer; ``None`` when the archive has it no more."""
        if said.seq in self._parsed:
            self._parsed.move_to_end(said.seq)
            return self._parsed[said.seq]
        found = self._read(said)
        if found is None:
            self._unread[said.seq] = said
        self._parsed[said.seq] = found
        if len(self._parsed) > HELD:
            self._parsed.popitem(last=False)
        return found

    def _read(self, said: Said) -> tuple[Robots, str] | None:
        if said.status is None:
            return Robots.unreachable(said.detail, self._agent), ""
        try:
            body = read(self._archive, said.warc, said.offset).body(said.bytes or MAX_BODY)
        except StoreError:
            return None
        if said.sha256 is not None and sha256(body).hexdigest() != said.sha256:
            return None
        return Robots.from_answer(said.status, said.mime, body, self._agent), text_of(body)

    # ---- what was asked, and what was passed over

    def _request(self, row: Row) -> Robots | None:
        url = row.text("url")
        said = self._in_force(url)
        judged = self._run in (None, row.run)
        self.requests += judged
        if said is None:
            if judged:
                self._against(row, f"asked for {url} before the robots.txt of {row.host} had answered")
            return None
        rules = self._rules(said)
        if rules is None:
            said.unread += judged
            return None
        if not judged:
            return rules[0]
        began = row.number("asked_at") or row.epoch
        if said.at is not None and began is not None and began - said.at > KEPT_SECONDS:
            hours = (began - said.at) / 3600
            self._check.found(
                "warn", f"row {row.seq} asked for {url} by a robots.txt that was {hours:.0f} hours old (row {said.seq})",
                "greylit doctor", row=row.seq, url=url, run=row.run,
            )  # fmt: skip
        verdict = rules[0].check(url)
        if not verdict.allowed:
            line = f"line {verdict.line}, {verdict.rule}" if verdict.line else verdict.rule
            self._against(row, f"asked for {url}, which robots.txt does not allow ({line}; {said.place})")
        return rules[0]

    def _against(self, row: Row, what: str) -> None:
        self._check.found(
            "bad", f"row {row.seq} of the ledger {what}", f"greylit why {row.text('url')}",
            row=row.seq, url=row.text("url"), host=row.host, run=row.run,
        )  # fmt: skip

    def _skip(self, row: Row) -> None:
        if self._run not in (None, row.run):
            return
        self.skips += 1
        url, rule, line = row.text("url"), row.text("detail"), row.whole("line")
        said = self._in_force(url)
        rules = self._rules(said) if said else None
        if said is None or rules is None:
            if said is None:
                self._against(row, f"passed over {url} for a robots.txt that was never asked for")
            else:
                said.unread += 1
            return
        robots, text = rules
        if robots.check(url).allowed:
            self._against(row, f"passed over {url} for robots.txt, which allows it ({said.place})")
            return
        lines = text.splitlines()
        if line is not None and not (0 < line <= len(lines) and plain(lines[line - 1]) == plain(rule)):
            there = lines[line - 1].strip() if 0 < line <= len(lines) else "nothing"
            self._against(
                row, f"passed over {url} for line {line}, {rule!r}, but that line of robots.txt has {there!r} ({said.place})"
            )  # fmt: skip

    def close(self) -> None:
        """Tell which files could not be read, and how many requests could not be judged for want of them."""
        for said in self._unread.values():
            if said.unread:
                self._check.found(
                    "bad", f"{many(said.unread, 'request')} cannot be judged: {said.place} cannot be read, "
                    "or is not the file that the ledger states",
                    f"Put archive/{said.warc} back from your backup, then: greylit audit",
                    row=said.seq, url=said.url, file=f"archive/{said.warc}", offset=said.offset,
                )  # fmt: skip
        files = many(len(self._newest), "file")
        over = f"{many(self.skips, 'address', 'addresses')} passed over, by rules that are in it"
        self._check.says = f"{many(self.requests, 'request')}, each allowed by the archived robots.txt then in force ({files}); {over}"


def text_of(body: bytes) -> str:
    """Return the text of a robots.txt as its rules are read."""
    return body[:MAX_BYTES].decode("utf-8-sig", errors="replace")


def plain(line: str) -> str:
    """Return a line of robots.txt without comment, case of its field, and white space that means nothing."""
    name, colon, value = line.split("#")[0].partition(":")
    return f"{name.strip().lower()}{colon}{value.strip()}"


def _ended(row: Row) -> float | None:
    began = row.number("asked_at")
    return began + (row.number("took") or 0.0) if began is not None else row.epoch
