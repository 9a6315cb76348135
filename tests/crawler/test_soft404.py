"""Pages that say "not found" with status 200."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.soft404 import Fingerprint, fingerprint, is_soft_404, nonsense_url, says_not_found

PAGES = Path(__file__).parent / "pages"
HOST = "https://www.anytown.test/"
NONSENSE = nonsense_url(HOST, "run 1")
NAV = (
    "<header><nav>"
    + "".join(f"<a href='/{n}'>Department of {n}</a>" for n in ("roads", "homes", "schools", "care"))
    + "</nav></header>"
)
FOOT = "<footer><p>Can't find what you're looking for? Tell us when a page has moved.</p><p>Anytown Council, Town Hall, Anytown</p></footer>"


def site(main: str, title: str = "Anytown Council") -> bytes:
    return f"<html><head><title>{title}</title></head><body>{NAV}<main>{main}</main>{FOOT}</body></html>".encode()


def taken(body: bytes, url: str = NONSENSE) -> Fingerprint:
    found = fingerprint(200, {"content-type": "text/html"}, body, url)
    assert found is not None
    # As it comes back from the ledger.
    return Fingerprint.from_row(json.loads(json.dumps(found.as_row())))


def test_the_nonsense_address_is_the_same_each_time_and_like_nothing_real() -> None:
    assert (
        NONSENSE
        == nonsense_url("https://www.anytown.test/reports?x=1", "run 1")
        != nonsense_url(HOST, "run 2")
    )
    assert NONSENSE.startswith(HOST) and not set(NONSENSE.rpartition("/")[2]) & set("aeiou.?%")
    assert nonsense_url("http://h.test:8080/a", "1").startswith("http://h.test:8080/")


@pytest.mark.parametrize("status", [404, 410, 403, 401, 500, 503])
def test_a_host_that_answers_as_it_should_has_no_fingerprint(status: int) -> None:
    assert fingerprint(status, {}, b"<title>Not found</title>gone", NONSENSE) is None


def test_a_refusal_or_a_file_is_no_fingerprint() -> None:
    challenge = (PAGES / "challenge-cloudflare-managed.html").read_bytes()
    assert fingerprint(200, {"content-type": "text/html"}, challenge, NONSENSE) is None
    assert fingerprint(200, {}, b"%PDF-1.4 x", NONSENSE) is None
    assert fingerprint(200, {}, b"", NONSENSE) is None


LINKS = "<h2>Popular pages</h2><ul><li>Bins</li><li>Council tax</li><li>School places</li></ul>"
OTHER_LINKS = (
    "<h2>You may like</h2><ul>" + "".join(f"<li>Report number {n} on parks</li>" for n in range(30)) + "</ul>"
)


@pytest.mark.parametrize(
    "title, main",
    [
        ("Page not found | Anytown Council", "<h1>Page not found</h1><p>We looked for {path}.</p>" + LINKS),
        ("Anytown Council", "<h1>Sorry, we can&#8217;t find that page</h1><p>Ask for {path} in another way.</p>" + LINKS),
        ("Anytown Council", "<h1>Welcome</h1><p>The page {path} does not exist.</p>"),
        ("{path} - Anytown Council", "<h1>404</h1><p>Reference 8f3a-{path} at 10:32:07, token 9a8b7c6d</p>"),
        ("Anytown Council", "<p>Hier ist nichts.</p>"),
    ],
)  # fmt: skip
def test_other_answers_of_the_kind_match_however_their_tokens_and_links_differ(title: str, main: str) -> None:
    known = taken(site(main.format(path=NONSENSE.rpartition("/")[2]), title.format(path="x")))
    for path in ("housing-strategy.html", "reports", "roads/department"):
        url = HOST + path
        answer = site(
            main.format(path=path).replace("8f3a", "11cc").replace("10:32:07", "23:01:59"),
            title.format(path="x"),
        )
        assert is_soft_404(known, 200, answer, url)
    if "<h1>Page" in main or "<h1>Sorry" in main:
        assert is_soft_404(
            known, 200, site(main.format(path="b").replace(LINKS, OTHER_LINKS), title), HOST + "b"
        )


def test_numbers_times_and_tokens_do_not_count() -> None:
    def answer(start: int) -> bytes:
        return site(
            "<h1>Willkommen</h1>"
            + "".join(
                f"<p>Rechner{n}x um {n % 24}:{n % 60}, Kennung {n}ab{n}</p>" for n in range(start, start + 30)
            )
        )

    known = taken(answer(100))
    assert (
        is_soft_404(known, 200, answer(900), HOST + "a")
        and is_soft_404(known, 200, site(REAL[0]), HOST + "a") is None
    )


REAL = [
    "<h1>Housing strategy</h1><p>The board agreed the strategy on the first of May, with four aims and a review after two years.</p>",
    "<h1>Minutes</h1><p>The minutes of the planning committee are not published yet; ask the clerk at the town hall for a copy.</p>",
    "<h1>Housing strategy</h1>" + "<p>The alliance of providers shares risks and gains.</p>" * 40,
    "<h1>Market position</h1><p>One missing notice was not found. The council cannot find the page of the register that was lost in 1941.</p>",
]


@pytest.mark.parametrize("real", REAL)
@pytest.mark.parametrize(
    "missing",
    [
        "<h1>Page not found</h1><p>The page may have moved.</p>",
        "<h1>Welcome</h1><p>The page you asked for does not exist. Please use the search.</p>" + LINKS,
        "<p>Hier ist nichts. Bitte suchen Sie weiter oder gehen Sie zur Startseite der Gemeinde zurueck, danke.</p>",
        "<h1>404</h1>",
    ],
)
@pytest.mark.parametrize("title", ["Anytown Council", "{h1} | Anytown Council"])
def test_a_real_page_that_shares_the_furniture_does_not_match(real: str, missing: str, title: str) -> None:
    known = taken(site(missing, title.format(h1="Page not found")))
    assert is_soft_404(known, 200, site(real, title.format(h1="Housing strategy")), HOST + "strategy") is None


def test_a_host_that_shows_its_home_page_for_anything_keeps_its_home_page() -> None:
    home = site("<h1>Welcome to Anytown</h1><p>News and services of the council, from bins to births.</p>")
    known = taken(home)
    assert is_soft_404(known, 200, home, HOST) is None
    assert is_soft_404(known, 200, home, HOST + "reports/2019")
    assert is_soft_404(known, 200, site(REAL[0]), HOST + "strategy") is None


def test_words_of_the_address_that_stand_in_the_furniture_hide_nothing() -> None:
    welcome = site(
        "<p>Welcome to Anytown. We publish papers of our meetings, and reports of every committee.</p>"
    )
    known = taken(welcome)
    assert is_soft_404(known, 200, welcome, "https://www.anytown.test/papers/2009/annual-report")
    assert is_soft_404(known, 200, welcome, "https://www.anytown.test/meetings/anytown/welcome.pdf")
    report = site(
        "<p>The annual report of the year counts papers and meetings of every committee, one by one.</p>" * 3
    )
    assert is_soft_404(known, 200, report, "https://www.anytown.test/papers/2009/annual-report") is None


def test_plain_text_and_json_are_compared_as_well() -> None:
    known = taken(b"No such thing: it was not found.")
    assert is_soft_404(known, 200, b"No such thing: it was not found.", HOST + "a")
    assert is_soft_404(known, 200, b"Minutes of the board, 1 May", HOST + "a") is None
    assert is_soft_404(known, 200, b"%PDF-1.4 x", HOST + "a") is None


def test_redirects_to_the_page_for_missing_addresses_match() -> None:
    known = fingerprint(
        302, {"location": "/error/404.aspx?aspxerrorpath=" + NONSENSE[len(HOST) - 1 :]}, b"", NONSENSE
    )
    assert known == Fingerprint(target=HOST + "error/404.aspx")
    assert is_soft_404(known, 302, b"", HOST + "error/404.aspx?aspxerrorpath=/reports/old")
    assert is_soft_404(known, 200, site("<h1>Page not found</h1>"), HOST + "error/404.aspx")
    assert is_soft_404(known, 302, b"", HOST + "reports/new") is None
    assert is_soft_404(known, 404, b"", HOST + "error/404.aspx") is None
    assert is_soft_404(known, 302, b"", "http://[bad") is None


def test_a_home_page_that_nonsense_leads_to_is_a_page_when_it_is_asked_for() -> None:
    known = fingerprint(301, {"location": "/"}, b"", NONSENSE)
    assert known is not None and is_soft_404(known, 301, b"", HOST)
    assert is_soft_404(known, 200, site("<h1>Welcome</h1>"), HOST) is None


@pytest.mark.parametrize("location", [NONSENSE + "/", NONSENSE.replace("https:", "http:"), "", "http://[bad"])
def test_another_spelling_of_the_nonsense_says_nothing(location: str) -> None:
    assert fingerprint(301, {"location": location}, b"", NONSENSE) is None


@pytest.mark.parametrize("name", sorted(path.stem for path in PAGES.glob("not-found-*.html")))
def test_a_page_says_of_itself_that_nothing_was_found(name: str) -> None:
    assert says_not_found((PAGES / f"{name}.html").read_bytes())


@pytest.mark.parametrize(
    "name", sorted(path.stem for path in PAGES.glob("*.html") if not path.stem.startswith("not-found"))
)
def test_other_pages_do_not_say_so(name: str) -> None:
    assert says_not_found((PAGES / f"{name}.html").read_bytes()) is None


@pytest.mark.parametrize(
    "title",
    [
        "404", "404 Not Found", "Error 404", "Error 404 - Page not found", "HTTP 404", "Not found", "Page not found",
        "Page cannot be found", "The page you requested could not be found", "The page you're looking for doesn&#39;t exist",
        "Sorry, this page isn't available", "Sorry, we couldn't find that page", "We can't find the page you're looking for",
        "Document not found", "File not found", "Oops! That page can&rsquo;t be found.", "Page Not Found - Anytown Council",
        "Anytown Council | 404", "This page no longer exists", "The requested URL was not found", "404: Page not found",
        "The page you were looking for doesn't exist (404 Not found)",
    ],
)  # fmt: skip
def test_the_words_are_known(title: str) -> None:
    assert says_not_found(f"<title>{title}</title><h1>Anytown</h1><p>Try the search.</p>".encode())
    assert says_not_found(f"<title>Anytown</title><h1>{title}</h1><p>Try the search.</p>".encode())


@pytest.mark.parametrize(
    "title",
    [
        "Found: a new home for the archive", "Lost and found", "Findings of the review", "How to find the page of a record",
        "Report 404 of the Director", "404 High Street", "What was not found: gaps in the evidence", "Nothing about us without us",
        "Where to find help", "Available documents", "Links", "Page one", "The site of the old mill", "Report not for publication",
    ],
)  # fmt: skip
def test_titles_of_documents_do_not_say_so(title: str) -> None:
    assert says_not_found(f"<title>{title}</title><h1>{title}</h1><p>A short page.</p>".encode()) is None
