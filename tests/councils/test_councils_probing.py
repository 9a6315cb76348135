"""Asking a committee system where it is: what each answer means, and what is never asked."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from crawler.failures import failure_of
from crawler.lead import Answer
from harvest.councils import Council, Portal
from harvest.councils.probing import NoAnswerError, Probed, Prober
from harvest.councils.recognising import mounted_at, recognised

MODERN = b'<html><a href="mgMemberIndex.aspx?bcr=1">Members</a><a href="ieDocSearch.aspx">Search</a></html>'
CMIS = b'<html><form><div class="ModCMISSearchC">Search</div></form></html>'
FRONT = b"<html><h1>Welcome to the council</h1></html>"
SERVICE = b"<committees><committee><committeeid>1</committeeid><committeetitle>Cabinet</committeetitle></committee></committees>"

Web = Mapping[str, Answer | str]


def page(body: bytes, status: int = 200, **headers: str) -> Answer:
    return Answer("", status, headers, body)


def to(url: str) -> Answer:
    return page(b"", 302, location=url)


def portal(url: str = "https://papers.one.gov.uk", system: str = "ModernGov") -> Portal:
    council = Council("E10000099", "One County Council", "One", "one", "county", "London", "", "https://www.one.gov.uk",
                      system, url)  # fmt: skip
    return Portal("one", "One", (council,), system, url)


class Asked:
    """A web in a dictionary: addresses to answers, or the name of a failure; everything else is not found."""

    def __init__(self, web: Web) -> None:
        self.web, self.urls, self.slowed = web, list[str](), dict[str, float]()

    def __call__(self, url: str) -> Answer:
        self.urls.append(url)
        host = "/".join(url.split("/")[:3])
        found = self.web.get(url) or self.web.get(host) or page(b"not found", 404)
        if isinstance(found, str):
            raise NoAnswerError(failure_of(found, ""))
        return Answer(url, found.status, found.headers, found.body)

    def probe(self, one: Portal) -> Probed:
        return Prober(self, "greylit", self.slowed.__setitem__).probe(one)


def test_a_system_that_is_where_the_list_has_it_answers() -> None:
    asked = Asked({
        "https://papers.one.gov.uk/mgWhatsNew.aspx": page(MODERN),
        "https://papers.one.gov.uk/mgWebService.asmx/GetCommittees": page(SERVICE),
    })  # fmt: skip
    found = asked.probe(portal())
    assert (found.outcome, found.changes, found.service) == ("answers", {}, 1) and found.ok
    assert asked.urls[0] == "https://papers.one.gov.uk/robots.txt"
    assert len(asked.urls) == 3, "no more is asked than is needed"


def test_a_web_service_that_is_switched_off_is_told_and_is_no_fault() -> None:
    found = Asked({"https://papers.one.gov.uk/mgWhatsNew.aspx": page(MODERN)}).probe(portal())
    assert found.ok and found.service is None and "does not answer" in found.saw


def test_https_is_tried_first_and_written_where_it_answers() -> None:
    asked = Asked({"https://papers.one.gov.uk/ieDocHome.aspx": page(MODERN)})
    found = asked.probe(portal("http://papers.one.gov.uk"))
    assert found.changes == {"committee_url": "https://papers.one.gov.uk"} and found.outcome == "moved"
    assert all(url.startswith("https://") for url in asked.urls)


@pytest.mark.parametrize(
    "https", ["ConnectionRefusedError", "SSLError", "ReadTimeout", "page of something else"]
)
def test_http_is_tried_as_written_where_https_gives_nothing(https: str) -> None:
    web: dict[str, Answer | str] = {
        "https://papers.one.gov.uk": page(FRONT) if " " in https else https,
        "http://papers.one.gov.uk/mgWhatsNew.aspx": page(MODERN),
    }
    found = Asked(web).probe(portal("http://papers.one.gov.uk"))
    assert found.outcome == "answers" and not found.changes


def test_http_is_not_tried_where_the_list_has_https() -> None:
    asked = Asked({"https://papers.one.gov.uk": "ReadTimeout"})
    assert asked.probe(portal()).outcome == "no answer"
    assert not any(url.startswith("http://") for url in asked.urls)


def test_a_name_that_does_not_resolve_is_asked_once() -> None:
    asked = Asked({"https://papers.one.gov.uk": "NameResolutionError"})
    found = asked.probe(portal("http://papers.one.gov.uk"))
    assert found.outcome == "not resolved" and not found.changes and len(asked.urls) == 1


def test_a_system_that_moved_is_followed_and_its_new_base_is_told() -> None:
    asked = Asked({
        "https://papers.one.gov.uk": to("https://democracy.one.gov.uk/modgov/mgWhatsNew.aspx?bcr=1"),
        "https://papers.one.gov.uk/robots.txt": page(b"", 404),
        "https://democracy.one.gov.uk/modgov/mgWhatsNew.aspx?bcr=1": page(MODERN),
    })  # fmt: skip
    found = asked.probe(portal())
    assert found.outcome == "moved" and found.changes == {
        "committee_url": "https://democracy.one.gov.uk/modgov"
    }
    assert "https://democracy.one.gov.uk/robots.txt" in asked.urls, (
        "the new host's rules are asked for as well"
    )


def test_a_system_that_only_answers_with_its_mark_of_the_visit_is_asked_with_it() -> None:
    asked = Asked({
        "https://papers.one.gov.uk/mgWhatsNew.aspx": to("mgWhatsNew.aspx?bcr=1"),
        "https://papers.one.gov.uk/mgWhatsNew.aspx?bcr=1": page(MODERN),
    })  # fmt: skip
    assert asked.probe(portal()).outcome == "answers"


def test_a_host_that_was_led_to_and_forbids_is_not_asked() -> None:
    asked = Asked({
        "https://papers.one.gov.uk/mgWhatsNew.aspx": to("https://democracy.one.gov.uk/mgWhatsNew.aspx"),
        "https://democracy.one.gov.uk/robots.txt": page(b"User-agent: *\nDisallow: /", **{"content-type": "text/plain"}),
    })  # fmt: skip
    found = asked.probe(portal())
    assert found.outcome == "refused" and "Disallow: /" in found.saw and not found.changes
    assert "https://democracy.one.gov.uk/mgWhatsNew.aspx" not in asked.urls


def test_a_refusal_ends_the_asking_and_leaves_the_row_as_it_is() -> None:
    asked = Asked({"https://papers.one.gov.uk/mgWhatsNew.aspx": page(b"<h1>Forbidden</h1>", 403)})
    found = asked.probe(portal("http://papers.one.gov.uk"))
    assert found.outcome == "refused" and "403" in found.saw and not found.changes and found.next
    assert len(asked.urls) == 2


@pytest.mark.parametrize("status", [500, 503])
def test_a_robots_txt_that_fails_closes_the_host(status: int) -> None:
    asked = Asked({"https://papers.one.gov.uk/robots.txt": page(b"", status)})
    assert asked.probe(portal()).outcome == "refused" and len(asked.urls) == 1


def test_a_pause_that_robots_txt_asks_for_is_kept() -> None:
    rules = page(b"User-agent: *\nCrawl-delay: 20\nDisallow: /x", **{"content-type": "text/plain"})
    asked = Asked({"https://papers.one.gov.uk/robots.txt": rules})
    asked.probe(portal())
    assert asked.slowed == {"papers.one.gov.uk": 20.0}


def test_another_system_at_the_same_place_is_told_with_its_name() -> None:
    found = Asked({"https://papers.one.gov.uk/Search.aspx": page(CMIS)}).probe(portal())
    assert found.outcome == "another system" and found.changes == {"committee_system": "CMIS"}
    found = Asked({"https://papers.one.gov.uk/cmis5/Search.aspx": page(CMIS)}).probe(
        portal("https://papers.one.gov.uk/cmis5", "CMIS")
    )
    assert found.ok


def test_a_site_that_shows_neither_is_told_and_nothing_is_guessed() -> None:
    asked = Asked({"https://papers.one.gov.uk": page(FRONT)})
    found = asked.probe(portal())
    assert found.outcome == "another system" and not found.changes and "no sign" in found.saw
    assert {url.split("/")[2] for url in asked.urls} == {"papers.one.gov.uk"}


def test_a_front_page_that_links_to_the_system_is_not_taken_for_it() -> None:
    links = b'<a href="https://democracy.one.gov.uk/ieListMeetings.aspx?CId=1">Meetings</a>'
    web: dict[str, Answer | str] = {
        "https://papers.one.gov.uk": to("https://www.one.gov.uk/"),
        "https://papers.one.gov.uk/robots.txt": page(b"", 404),
        "https://www.one.gov.uk/": page(links),
    }
    assert not Asked(web).probe(portal()).changes, "nothing has shown itself there"
    web["https://democracy.one.gov.uk/ieDocHome.aspx"] = page(MODERN)
    found = Asked(web).probe(portal())
    assert found.changes == {"committee_url": "https://democracy.one.gov.uk"}


@pytest.mark.parametrize("target", ["http://127.0.0.1/mgWhatsNew.aspx", "http://[::1]/", "file:///etc/passwd", "", "http://a@b/", "//", "http://["])  # fmt: skip
def test_a_redirect_to_what_is_not_public_is_not_followed(target: str) -> None:
    asked = Asked({
        "https://papers.one.gov.uk/robots.txt": to(target), "https://papers.one.gov.uk/mgWhatsNew.aspx": to(target),
        "https://papers.one.gov.uk": to(target),
    })  # fmt: skip
    found = asked.probe(portal())
    assert not found.changes
    assert {url.split("/")[2] for url in asked.urls} == {"papers.one.gov.uk"}


def test_redirects_in_a_circle_end() -> None:
    asked = Asked({
        "https://papers.one.gov.uk/robots.txt": page(b"", 404),
        "https://papers.one.gov.uk": to("https://papers.one.gov.uk/b"),
        "https://papers.one.gov.uk/b": to("https://papers.one.gov.uk/mgWhatsNew.aspx"),
    })  # fmt: skip
    assert asked.probe(portal()).outcome == "another system"
    assert len(asked.urls) < 30


def test_a_council_without_an_address_is_not_asked() -> None:
    asked = Asked({})
    assert asked.probe(portal("", "other")).outcome == "not asked" and not asked.urls


@pytest.mark.parametrize(
    ("url", "base"),
    [("https://A.gov.uk/ieDocHome.aspx?bcr=1", "https://a.gov.uk"), ("https://a.gov.uk/m/", "https://a.gov.uk/m"),
     ("https://a.gov.uk/m/Search.aspx#x", "https://a.gov.uk/m"), ("https://a.gov.uk/", "https://a.gov.uk")],
)  # fmt: skip
def test_the_base_is_the_folder_of_a_page(url: str, base: str) -> None:
    assert mounted_at(url) == base


@pytest.mark.parametrize("body", [b"", b"\xff\x00" * 1000, b"<" * 100_000, FRONT])
def test_other_bytes_are_no_system(body: bytes) -> None:
    assert recognised(body) is None
