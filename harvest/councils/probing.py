"""Asking committee systems whether they are still where the list has them: politely, and never guessing a host."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from crawler.canonical import as_written, canonical
from crawler.failures import Failure
from crawler.guard import refusal
from crawler.judge.refusals import refusal_of
from crawler.lead import Answer
from crawler.robots import MAX_BYTES, Robots, robots_url
from harvest.councils.choosing import Portal
from harvest.councils.listed import address_fault
from harvest.councils.recognising import (
    PAGES,
    SERVICE,
    is_own_page,
    mounted_at,
    pointed_at,
    recognised,
    service_answers,
)

#: Redirects that are followed from one page.
MAX_HOPS = 5
#: What can be said of a portal.
OUTCOMES = ("answers", "moved", "refused", "another system", "not resolved", "no answer", "not asked")


class NoAnswerError(Exception):
    """No answer came; ``failure`` says why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.sentence)
        self.failure = failure


#: Asks for an address, politely, without following redirects. Raises :class:`NoAnswerError`.
Ask = Callable[[str], Answer]
#: Is told a host and the seconds that its robots.txt asks for between requests.
SlowTo = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Probed:
    """What one portal answered.

    Attributes:
        portal: which.
        outcome: one of :data:`OUTCOMES`.
        saw: one sentence.
        system, url: what was found, and where: what the list should have. As it has them where nothing was found.
        service: committees that ModernGov's web service told of; ``None`` where it told nothing or was not asked.
        next: what a person may do about it.
    """

    portal: Portal
    outcome: str
    saw: str
    system: str
    url: str
    service: int | None = None
    next: str | None = None

    @property
    def ok(self) -> bool:
        """Whether it is as the list has it."""
        return self.outcome == "answers"

    @property
    def asked(self) -> bool:
        """Whether it has an address and a system that can be asked at all."""
        return self.outcome != "not asked"

    @property
    def changes(self) -> dict[str, str]:
        """The columns of the list that should be otherwise."""
        found = {"committee_system": self.system, "committee_url": self.url}
        listed = {"committee_system": self.portal.system, "committee_url": self.portal.url}
        return {name: value for name, value in found.items() if value != listed[name]}

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data."""
        whole = asdict(self)
        councils = [{"gss_code": each.gss_code, "name": each.name} for each in self.portal.councils]
        return {"councils": councils, "listed": {"system": self.portal.system, "url": self.portal.url},
                **{name: whole[name] for name in ("outcome", "saw", "system", "url", "service", "next")},
                "changes": self.changes}  # fmt: skip


class _StopError(Exception):
    """The portal was answered for: nothing more is asked of it."""

    def __init__(self, outcome: str, saw: str, advice: str | None = None) -> None:
        super().__init__(saw)
        self.outcome, self.saw, self.advice = outcome, saw, advice


BY_HAND = "it is left as it is in the list: search it by hand, or ask the council for permission"


class Prober:
    """Asks portals one after the other.

    Args:
        ask: asks for an address.
        agent: name that groups of a robots.txt are matched by.
        slow_to: told what a robots.txt asks for.
        allowed: hosts that may be at private addresses, for tests.
    """

    def __init__(self, ask: Ask, agent: str, slow_to: SlowTo, allowed: frozenset[str] = frozenset()) -> None:
        self._ask, self._agent, self._slow_to, self._allowed = ask, agent, slow_to, allowed
        self._robots: dict[str, Robots] = {}

    def probe(self, portal: Portal) -> Probed:
        """Return what a portal answers: by https first, then by http where the list has it so."""
        if not portal.url or portal.system not in PAGES:
            where = (
                f"its papers are in another system, at {portal.url}" if portal.url else "no address is known"
            )
            return Probed(
                portal,
                "not asked",
                where,
                portal.system,
                portal.url,
                next="write its row by hand where you know better",
            )
        https = "https://" + portal.url.partition("://")[2]
        last = None
        for base in dict.fromkeys((https, portal.url)):
            try:
                return self._at(portal, base)
            except NoAnswerError as error:
                last = error.failure
                if last.trouble == "dns":
                    return Probed(
                        portal, "not resolved", last.sentence, portal.system, portal.url,
                        next="look for its new address in a browser, and write it into the list",
                    )  # fmt: skip
            except _StopError as stop:
                if stop.outcome == "another system" and base != portal.url:
                    # What is at https may be another site than what the list has at http.
                    last = Failure("other", stop.saw, "", True)
                    continue
                return Probed(portal, stop.outcome, stop.saw, portal.system, portal.url, next=stop.advice)
        said = last.sentence if last else "no answer came"
        return Probed(
            portal,
            "no answer",
            said,
            portal.system,
            portal.url,
            next="try again another day, or open it in a browser",
        )

    def _at(self, portal: Portal, base: str) -> Probed:
        others = [name for name in PAGES if name != portal.system]
        seen = ""
        # The base itself is asked last: where it leads to may show what took the place of the system.
        for page in (*PAGES[portal.system], "", *(each for name in others for each in PAGES[name])):
            answer = self._landed(f"{base}/{page}")
            found = recognised(answer.body) if answer.status == 200 else None
            if found and (place := self._place(found, answer)):
                return self._found(portal, found, place)
            seen = seen or f"{page or base} answered {answer.status}"
        raise _StopError(
            "another system", f"it shows no sign of ModernGov or CMIS: {seen}",
            "open it in a browser, and write what it is now into the list",
        )  # fmt: skip

    def _place(self, system: str, answer: Answer) -> str | None:
        """Return where the system of a page is: its own folder, or the one that it links to once that has shown itself."""
        if is_own_page(answer.url, system):
            return mounted_at(answer.url)
        if system != "ModernGov":
            return None
        base = pointed_at(answer.body, answer.url)
        if refusal(base, self._allowed):
            return None
        for page in PAGES[system]:
            landed = self._landed(f"{base}/{page}")
            if landed.status == 200 and recognised(landed.body) == system and is_own_page(landed.url, system):
                return mounted_at(landed.url)
        return base if self._service(base) is not None else None

    def _found(self, portal: Portal, system: str, url: str) -> Probed:
        service = self._service(url) if system == "ModernGov" else None
        told = "" if system != "ModernGov" else (
            f"; its web service tells of {service} committees" if service is not None else "; its web service does not answer"
        )  # fmt: skip
        if fault := address_fault(url):
            return Probed(
                portal, "moved", f"{system} at {url}, which {fault}", portal.system, portal.url, service,
                "open it in a browser, and write its address into the list",
            )  # fmt: skip
        if system != portal.system:
            return Probed(
                portal, "another system", f"it is {system} now, at {url}{told}", system, url, service
            )
        if _same(url, portal.url):
            return Probed(portal, "answers", f"{system}{told}", system, portal.url, service)
        return Probed(portal, "moved", f"{system} at {url}{told}", system, url, service)

    def _service(self, base: str) -> int | None:
        try:
            answer = self._landed(f"{base}/{SERVICE}")
        except (NoAnswerError, _StopError):
            return None
        return service_answers(answer.status, answer.body, answer.url)

    def _landed(self, url: str) -> Answer:
        """Return the answer that an address leads to, redirects followed, each host asked for its rules first."""
        seen = {url}
        for _ in range(MAX_HOPS + 1):
            self._may_ask(url)
            answer = self._ask(url)
            if said := refusal_of(answer.status, answer.headers, answer.body, answer.url):
                raise _StopError("refused", said.sentence, BY_HAND)
            if not 300 <= answer.status < 400:
                return answer
            target = self._target(answer)
            if target is None or target in seen:
                return answer
            seen.add(target)
            url = target
        return answer

    def _target(self, answer: Answer) -> str | None:
        """Return where an answer leads to, ``None`` where that is nothing that may be asked.

        As it is written: some systems only answer to an address with their mark of the visit in it.
        """
        location = answer.headers.get("location", "")
        try:
            target = as_written(location, answer.url)
        except ValueError:
            return None
        return None if not location or refusal(target, self._allowed) else target

    def _may_ask(self, url: str) -> None:
        place = robots_url(url)
        if place not in self._robots:
            answer = self._ask(place)
            hops = 0
            # RFC 9309, 2.3.1.2: at least five redirects of a robots.txt are followed.
            while 300 <= answer.status < 400 and hops < MAX_HOPS and (target := self._target(answer)):
                answer, hops = self._ask(target), hops + 1
            found = Robots.from_answer(
                answer.status, answer.headers.get("content-type", ""), answer.body[:MAX_BYTES], self._agent
            )
            self._robots[place] = found
            if found.crawl_delay:
                self._slow_to(urlsplit(place).netloc, found.crawl_delay)
        verdict = self._robots[place].check(url)
        if not verdict.allowed:
            line = f", line {verdict.line}" if verdict.line else ""
            raise _StopError("refused", f"its robots.txt forbids it: {verdict.rule}{line}", BY_HAND)


def _same(one: str, other: str) -> bool:
    return canonical(one).rstrip("/").lower() == canonical(other).rstrip("/").lower()
