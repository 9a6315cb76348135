"""Was any host asked faster than allowed? The pauses between requests, as the ledger has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crawler.robots import Robots
from harvest.audit.findings import Check, Gap, many
from harvest.audit.walk import Row
from harvest.protocol import Protocol

#: What a pause was due to.
PROTOCOL, CRAWL_DELAY, PUBLISHED, RETRY_AFTER = "protocol", "crawl-delay", "published-limit", "retry-after"
#: Seconds that a pause may seem shorter than it was: times are rounded to milliseconds, and a request is timed
#: by another clock than the pause. At most this share of what is due.
SLACK, SHARE = 0.05, 0.1
#: Rows of earlier versions tell only when an answer had been dealt with, which takes up to so many seconds.
UNTIMED = 2.0
#: Kinds of fetches that the limit of requests to one host does not count.
PRELIMINARY = frozenset({"robots", "probe"})


@dataclass(slots=True)
class _Host:
    """The last request to a host, and what it asks for."""

    row: int = 0
    ended: float = 0.0
    timed: bool = False
    until: float = 0.0
    asked: float = 0.0
    crawl_delay: float = 0.0
    pages: int = 0


class PaceCheck:
    """Follows the requests of a ledger in order.

    Args:
        least: seconds for single hosts that no protocol may undercut.
        check: where findings go.
        run: only requests of this run; all when ``None``.
    """

    def __init__(self, least: Mapping[str, float], check: Check, run: int | None) -> None:
        self._least, self._check, self._only = least, check, run
        self._run, self._delay, self._pages, self._per_host = 0, 0.0, 0, 1
        self._hosts: dict[str, _Host] = {}
        self._gaps: dict[str, Gap] = {}
        self._loose: list[int] = []
        self._untimed = 0

    def begin(self, row: Row, protocol: Protocol | None) -> None:
        """Begin with the requests of another run; ``row`` is its first."""
        self._run, self._hosts = row.run, {}
        self._delay = protocol.crawl.delay if protocol else 0.0
        self._pages = row.whole("max_pages") or (protocol.crawl.max_pages if protocol else 0)
        self._per_host = row.whole("per_host") or 1
        if self._per_host > 1 and self._only in (None, row.run):
            self._loose.append(row.run)

    def take(self, row: Row, robots: Robots | None) -> None:
        """Take the next row.

        Args:
            row: any row.
            robots: the rules under which its address was asked for, where they are known.
        """
        if row.kind != "fetch" or row.run != self._run or self._only not in (None, row.run):
            return
        name = row.host
        host = self._hosts.setdefault(name, _Host())
        if robots is not None:
            host.crawl_delay = robots.crawl_delay
        began, took = row.number("asked_at"), row.number("took")
        timed = began is not None and took is not None
        at = began if timed and began is not None else row.epoch
        if at is None:
            return
        if host.row and self._per_host == 1:
            self._pause(name, host, row, at, timed)
        ended = at + (took or 0.0) if timed else at
        host.row, host.ended, host.timed = row.seq, ended, timed
        if wait := row.number("wait"):
            host.until, host.asked = max(host.until, ended + wait), wait
        self._count(name, host, row)

    def _pause(self, name: str, host: _Host, row: Row, at: float, timed: bool) -> None:
        gap = at - host.ended
        due, why = max(
            (self._delay, PROTOCOL), (self._least.get(name, 0.0), PUBLISHED), (host.crawl_delay, CRAWL_DELAY),
            key=lambda each: each[0],
        )  # fmt: skip
        if host.until - host.ended > due:
            due, why = host.until - host.ended, RETRY_AFTER
        exact = timed and host.timed
        slack = min(SLACK, SHARE * due) if exact else UNTIMED
        if gap < due - slack:
            told = (
                "while another request to it was under way"
                if exact and gap < -slack
                else f"{gap:.3f} s after row {host.row}"
            )
            self._check.found(
                "bad", f"row {row.seq} of the ledger asked {name} {told}: {due:g} s were due {_why(why)}",
                "greylit hosts", row=row.seq, url=row.text("url"), host=name, run=row.run,
            )  # fmt: skip
        self._untimed += not exact
        if not exact and due <= UNTIMED:
            return
        known = self._gaps.get(why)
        pairs = (known.pairs if known else 0) + 1
        if known is None or gap - due < known.seconds - known.due:
            self._gaps[why] = Gap(why, gap, due, name, row.seq, pairs)
        else:
            self._gaps[why] = Gap(why, known.seconds, known.due, known.host, known.row, pairs)

    def _count(self, name: str, host: _Host, row: Row) -> None:
        if row.body.get("again") or row.text("kind") in PRELIMINARY:
            return
        host.pages += 1
        if self._pages and host.pages == self._pages + 1:
            self._check.found(
                "bad", f"row {row.seq} of the ledger is request {host.pages} to {name} in run {row.run}: "
                f"{self._pages} were allowed (crawl.max_pages)", "greylit hosts", row=row.seq, host=name, run=row.run,
            )  # fmt: skip

    def close(self) -> list[Gap]:
        """Return the shortest pauses, and put them into a sentence."""
        gaps = [
            self._gaps[key] for key in (PROTOCOL, PUBLISHED, CRAWL_DELAY, RETRY_AFTER) if key in self._gaps
        ]
        told = "; ".join(
            f"{each.seconds:.3f} s of {each.due:g} s due {_why(each.due_to)} ({each.host}; {many(each.pairs, 'pause')})"
            for each in gaps
        )
        self._check.says = (
            f"shortest pause between two requests to one host: {told or 'no host was asked twice'}"
        )
        if self._loose:
            runs = ", ".join(map(str, self._loose))
            self._check.says += f"; run {runs} asked hosts of one's own without a pause, and is not judged"
        return gaps


def _why(due_to: str) -> str:
    return {
        PROTOCOL: "by the protocol", CRAWL_DELAY: "by Crawl-delay in its robots.txt",
        PUBLISHED: "by its published limit", RETRY_AFTER: "as the host asked",
    }[due_to]  # fmt: skip
