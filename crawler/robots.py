"""robots.txt as RFC 9309 reads it. Parsing by Protego; no Scrapy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from protego import Protego

#: RFC 9309, 2.5: at least 500 KiB must be read.
MAX_BYTES = 500 * 1024
_GROUP = re.compile(r"^\s*user-agent\s*:", re.I | re.M)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an address may be asked for, and by which line of robots.txt."""

    allowed: bool
    rule: str | None = None
    line: int | None = None


class Robots:
    """The rules of one host for one user agent.

    Attributes:
        state: ``rules`` (a file with rules), ``none`` (no file, an empty one, or one that is a web page)
            or ``closed`` (the file could not be had: RFC 9309, 2.3.1.4, says nothing may be asked).
        detail: one sentence on the state.
    """

    def __init__(self, state: str, detail: str, text: str, agent: str) -> None:
        self.state, self.detail = state, detail
        self._text, self._agent = text, agent
        self._parsed = Protego.parse(text) if state == "rules" else None

    @classmethod
    def from_answer(cls, status: int, content_type: str, body: bytes, agent: str) -> Robots:
        """Judge the answer to a request for /robots.txt (RFC 9309, 2.3.1).

        4xx means that there are no rules; 5xx, and anything else that is not 2xx, closes the host.
        """
        if 400 <= status < 500 and status != 429:
            return cls("none", f"robots.txt answered {status}: no rules", "", agent)
        if not 200 <= status < 300:
            return cls("closed", f"robots.txt answered {status}: the host is closed to us", "", agent)
        text = body[:MAX_BYTES].decode("utf-8-sig", errors="replace")
        if len(body) > MAX_BYTES:
            # Half a rule is another rule: `Disallow: /p` in place of `Disallow: /private`.
            text = text[: max(text.rfind("\n"), text.rfind("\r")) + 1]
        # Some servers send a true robots.txt as text/html, and its rules hold all the same.
        if text.lstrip().startswith("<") or ("html" in content_type.lower() and not _GROUP.search(text)):
            return cls("none", "robots.txt is a web page: no rules", "", agent)
        if not text.strip():
            return cls("none", "robots.txt is empty: no rules", "", agent)
        return cls("rules", f"robots.txt with {len(text.splitlines())} lines", text, agent)

    @classmethod
    def unreachable(cls, reason: str, agent: str) -> Robots:
        """Return the closed state of a host whose robots.txt could not be fetched at all."""
        return cls(
            "closed", f"robots.txt could not be fetched ({reason}): the host is closed to us", "", agent
        )

    @property
    def crawl_delay(self) -> float:
        """The ``Crawl-delay`` for our agent in seconds, 0 when there is none."""
        delay = self._parsed.crawl_delay(self._agent) if self._parsed else None
        return float(delay or 0.0)

    def check(self, url: str) -> Verdict:
        """Tell whether ``url`` may be asked for."""
        if self.state == "closed":
            return Verdict(False, self.detail)
        if self._parsed is None or self._parsed.can_fetch(url, self._agent):
            return Verdict(True)
        rule, line = self._rule_for(url)
        return Verdict(False, rule, line)

    def _rule_for(self, url: str) -> tuple[str, int | None]:
        """Find the line that forbids ``url``: the longest of our rules that does so on its own."""
        best: tuple[int, str, int] | None = None
        for number, value, alone in self._ours:
            if not alone.can_fetch(url, self._agent) and (best is None or len(value) > best[0]):
                best = (len(value), f"Disallow: {value}", number)
        return (best[1], best[2]) if best else ("a rule of robots.txt", None)

    @cached_property
    def _ours(self) -> list[tuple[int, str, Protego]]:
        """Line number, value and a parser of its own of each ``Disallow`` in the groups that apply to us."""
        # Protego does not tell lines. Which group a line is in, it is asked by giving each line a path of
        # its own in a copy of the file.
        lines, values = self._text.splitlines(), dict[int, str]()
        for number, line in enumerate(lines, 1):
            name, _, value = line.split("#")[0].partition(":")
            if name.strip().lower() in ("allow", "disallow") and value.strip():
                forbids = name.strip().lower() == "disallow"
                lines[number - 1] = f"Disallow: /line-{number}$" if forbids else "Allow: /-"
                if forbids:
                    values[number] = value.strip()
        marked = Protego.parse("\n".join(lines))
        return [
            (number, value, Protego.parse(f"User-agent: *\nDisallow: {value}\n"))
            for number, value in values.items()
            if not marked.can_fetch(f"http://host/line-{number}", self._agent)
        ]


def robots_url(url: str) -> str:
    """Return the address of the robots.txt that governs ``url`` (one for each scheme, host and port)."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"
