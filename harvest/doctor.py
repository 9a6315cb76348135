"""Trying one source: politely, every answer archived, the result dated in the ledger."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.clock import SystemClock
from crawler.guard import NotPublicError, host_of
from crawler.lead import Answer
from crawler.pace import Pace
from crawler.safe_requests import NO_ANSWER, Client
from crawler.sources import spiders
from crawler.spec import Source
from harvest.errors import Exit, GreylitError
from harvest.planned import PlannedSource
from harvest.protocol import Protocol
from harvest.run import user_agent
from harvest.trial_parts import Check
from harvest.trials import try_source
from harvest.version import software
from store.archive import Archive
from store.ledger import Ledger
from store.workspace import Workspace


class _Asker:
    """Asks one host politely and archives every answer."""

    def __init__(
        self, protocol: Protocol, archive: Archive, ledger: Ledger, proxy: str | None, delay: float
    ) -> None:
        self.agent = user_agent(protocol.review.contact)
        self._archive, self._ledger = archive, ledger
        self._client = Client(self.agent, Pace(SystemClock(), delay), proxy=proxy)

    def get(self, url: str, source: str, kind: str, form: Sequence[Sequence[str]] | None = None) -> Answer:
        try:
            got = self._client.get(url, form=form)
        except NotPublicError as error:
            raise GreylitError(str(error), code="ADDRESS") from error
        except NO_ANSWER as error:
            known = self._client.told(error)
            self._ledger.append(
                "note",
                {"url": url, "source": source, "outcome": "failed", "detail": known.sentence,
                 "trouble": known.trouble, "evidence": known.evidence},
            )  # fmt: skip
            raise GreylitError(
                f"{host_of(url)} did not answer: {known.sentence}", code="UNREACHABLE",
                exit_code=Exit.UNREACHABLE, hint="Check the connection, and that the address opens in a browser.",
            ) from error  # fmt: skip
        place = self._archive.add(
            url, request=got.request, status_line=got.status_line, headers=got.headers, body=got.raw
        )
        self._ledger.append(
            "warc",
            {"url": url, "source": source, "kind": kind, "status": got.status, "warc": place.warc,
             "offset": place.offset, "length": place.length, "why": "doctor"},
        )  # fmt: skip
        return got.answer()


def source(
    workspace: Workspace, protocol: Protocol, planned: PlannedSource, proxy: str | None
) -> list[Check]:
    """Try one source: robots.txt; then a phrase nobody has, a phrase of the protocol and one page of what it found,
    or for a site without a search its front page, an address nobody has, and its sitemap.

    Every answer is archived, and the ledger keeps the result with its date: a source counts as verified
    when all of it was as its spider expects.

    Raises:
        GreylitError: the source has no spider, cannot be tried, or did not answer.
    """
    spider = spiders().get(planned.kind)
    if spider is None or planned.reason:
        raise GreylitError(
            f"{planned.id} cannot be tried: {planned.reason or 'no spider'}", code="NO_SPIDER",
            hint="Search it by hand, and import what you find as a manual source.",
        )  # fmt: skip
    workspace.prepare()
    reader = spider()
    place = Source(planned.id, planned.kind, planned.name, planned.url, {**planned.options, "page_size": 10})
    delay = max(protocol.crawl.delay, reader.spec.min_delay.get(host_of(planned.url), 0.0))
    lock = workspace.lock()
    try:
        with Ledger(workspace.ledger) as ledger:
            archive = Archive(
                workspace.archive, 0, f"greylit/{software()['greylit']}", {"robots": "RFC 9309"}
            )
            try:
                checks = try_source(_Asker(protocol, archive, ledger, proxy, delay), reader, place, planned)
            finally:
                archive.close()
            ledger.append(
                "doctor",
                {"source": planned.id, "kind": planned.kind, "host": host_of(planned.url), "parser": reader.spec.parser,
                 "ok": all(each.ok for each in checks), "checks": [each.as_dict() for each in checks]},
            )  # fmt: skip
    finally:
        lock.release()
    return checks
