"""Every dead address of the miniature web, looked for with the real spider: what must be recovered is, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest
import requests

from crawler.judge.memento import Capture, nearest
from crawler.judging import judge, placed
from crawler.lead import Answer, Lead, Reading
from crawler.spec import Source
from harvest.archives import ARCHIVES, WebArchive
from harvest.demo.publishers.archives import PLACES
from harvest.demo.publishers.holdings import ToRecover, to_recover
from harvest.demo.publishers.model import by_id, dead_links
from spiders.webarchive import WebArchiveSpider
from tests.demo_archives.conftest import Ask

#: Names of the archives in the corpus, by the names that a protocol has for them.
SHORT = {"internet-archive": "ia", "uk-government-web-archive": "ukgwa", "uk-web-archive": "ukwa"}


@dataclass
class Found:
    """What came of looking for one address: the answers, and the copy."""

    outcomes: dict[str, str] = field(default_factory=dict)
    copy: Reading | None = None
    of: str = ""
    asked: str = ""
    body: bytes = b""
    tried: list[str] = field(default_factory=list)


def miniature() -> Iterator[WebArchive]:
    """Yield the real archives, each where the miniature one answers."""
    for archive in ARCHIVES:
        short = archive.availability.partition(".org/")[2]
        yield replace(archive, base=f"http://{PLACES[SHORT[archive.id]]}/", availability=short)


def followed(ask: Ask, archive: WebArchive, lead: Lead) -> tuple[Reading, requests.Response]:
    """Ask for a lead and for what it leads to by redirects, as a crawl does."""
    planned = archive.planned()
    where, spider = (
        Source(planned.id, planned.kind, planned.name, planned.url, planned.options),
        WebArchiveSpider(),
    )
    for _ in range(8):
        answer = ask(lead.url)
        headers = {name.lower(): value for name, value in answer.headers.items()}
        reading = judge(spider, where, lead, Answer(lead.url, answer.status_code, headers, answer.content))
        if reading.outcome != "redirect":
            return reading, answer
        (lead,) = placed(reading.leads, spider.hosts(where))
        assert lead.follow, lead
    raise AssertionError(f"{lead.url} leads on and on")


def looked_for(ask: Ask, url: str, near: str) -> Found:
    """Look for an address as harvest.recovering does: all archives first, then copy by copy."""
    found, captures = Found(), []
    archives = {SHORT[each.id]: each for each in miniature()}
    for short, archive in archives.items():
        reading, _ = followed(ask, archive, archive.lookup(url, near))
        found.outcomes[short] = reading.outcome
        for at, original, mime, digest in (reading.answer or {}).get("captures", ()):
            captures.append((Capture(at, original, 200, mime, digest), short))
    by_capture = dict(captures)
    for each in nearest(tuple(by_capture), near):
        archive = archives[by_capture[each]]
        reading, answer = followed(ask, archive, archive.copy(url, each.at, each.digest, near))
        found.tried.append(reading.outcome)
        if reading.outcome == "read":
            found.copy, found.of, found.asked, found.body = reading, by_capture[each], each.at, answer.content
            break
    return found


def near_of(url: str) -> str:
    cited_by = next(each.cited_by for each in dead_links() if each.url == url)
    return by_id()[cited_by].date


@pytest.mark.parametrize("wanted", to_recover(), ids=lambda each: each.url.rpartition("/")[2][:40])
def test_what_must_be_recovered_is_and_nothing_else(ask: Ask, wanted: ToRecover) -> None:
    found = looked_for(ask, wanted.url, near_of(wanted.url))
    if wanted.archive is None:
        assert found.copy is None
        return
    assert found.copy is not None and found.copy.answer is not None
    assert (found.of, found.asked) == (wanted.archive, wanted.asked)
    at = found.copy.answer["archived_at"].replace("-", "").replace(":", "").replace("T", "")[:14]
    assert at == wanted.at
    assert found.copy.answer["of"] == wanted.url and found.copy.answer["asked"] == wanted.asked


def test_the_archive_that_asks_for_a_person_is_a_refusal_and_the_others_say_none(ask: Ask) -> None:
    refused = [each.url for each in to_recover() if "asks for a person" in each.why]
    assert len(refused) == 1
    found = looked_for(ask, refused[0], near_of(refused[0]))
    assert found.outcomes == {"ia": "none", "ukgwa": "refused", "ukwa": "none"}


def test_what_nobody_holds_is_none_everywhere(ask: Ask) -> None:
    missing = [each.url for each in to_recover() if each.why == "no archive holds it"]
    assert missing
    for url in missing:
        assert set(looked_for(ask, url, near_of(url)).outcomes.values()) == {"none"}


def test_the_page_for_what_a_site_had_not_is_held_fetched_and_found_out(ask: Ask) -> None:
    (soft,) = (each.url for each in to_recover() if "page for addresses that do not exist" in each.why)
    found = looked_for(ask, soft, near_of(soft))
    assert found.outcomes["ia"] == "results" and found.tried == ["not-found"]


def test_a_copy_of_what_stands_elsewhere_today_has_its_very_words(ask: Ask) -> None:
    (twin,) = (each for each in dead_links() if each.twin)
    body = looked_for(ask, twin.url, near_of(twin.url)).body.decode()
    assert by_id()[twin.twin].body.split("\n\n")[0].strip("# ").split(". ")[0][:60] in body


def test_the_addresses_are_those_that_answer_no_more(ask: Ask) -> None:
    assert {each.url for each in to_recover()} == {each.url for each in dead_links()}
    for each in dead_links():
        assert ask(each.url).status_code == each.status in (404, 410)
