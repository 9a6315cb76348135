"""Pages, robots.txt, sitemaps and the assets host."""

from __future__ import annotations

import gzip
import re

import protego
import requests

from harvest.demo.server import MiniWeb

WWW = "http://www.gov.test"
ASSETS = "http://assets.publishing.gov.test"


def test_robots_closes_the_print_pages_and_the_site_search(client: requests.Session) -> None:
    rules = protego.Protego.parse(client.get(f"{WWW}/robots.txt").text)
    for path in ("/working-in-alliances/print", "/search/all", "/search/all?keywords=alliancing"):
        assert not rules.can_fetch(WWW + path, "greylit")
        assert client.get(WWW + path).status_code == 200, "a trap must be worth walking into"
    assert rules.can_fetch(f"{WWW}/api/search.json?q=alliancing", "greylit")
    assert rules.can_fetch(f"{WWW}/working-in-alliances", "greylit")
    assert list(rules.sitemaps) == [f"{WWW}/sitemap.xml"]
    assert protego.Protego.parse(client.get(f"{ASSETS}/robots.txt").text).can_fetch(
        f"{ASSETS}/media/x", "greylit"
    )


def test_the_sitemap_has_three_files_one_packed_and_no_date_before_the_launch(
    web: MiniWeb, client: requests.Session
) -> None:
    files = re.findall("<loc>(.*?)</loc>", client.get(f"{WWW}/sitemap.xml").text)
    assert len(files) == 3
    found: list[str] = []
    for file in files:
        body = client.get(file).content
        text = (gzip.decompress(body) if file.endswith(".gz") else body).decode()
        found += re.findall("<loc>(.*?)</loc>", text)
        days = re.findall("<lastmod>(.{10})", text)
        assert days
        assert min(days) >= "2012-10-17"
    assert len(found) == len(set(found))
    assert set(found) == {
        row.urls[0] for row in web.truth if row.outcome != "gone" or row.trap == "lost-file"
    }


def test_a_trailing_slash_or_dot_is_trimmed(client: requests.Session) -> None:
    for path in ("/working-in-alliances/", "/working-in-alliances."):
        answer = client.get(WWW + path, allow_redirects=False)
        assert (answer.status_code, answer.headers["Location"]) == (301, f"{WWW}/working-in-alliances")


def test_pages_carry_the_meta_tags_and_the_furniture_that_names_social_care(client: requests.Session) -> None:
    page = client.get(f"{WWW}/government/publications/coastal-flood-alliance-agreement").text
    assert '<meta name="govuk:first-published-at" content="2020-05-07T09:30:00.000+00:00">' in page
    assert '<meta name="govuk:primary-publishing-organisation"' in page
    main = page[page.index("<main") : page.index("</main>")]
    assert "social" not in main.lower()
    assert "Adult social care workforce" in page
    assert page.lower().count("social") >= 4


def test_a_withdrawn_page_says_so(client: requests.Session) -> None:
    page = client.get(f"{WWW}/government/publications/commissioning-carers-services-through-alliances").text
    assert "This was withdrawn on 2020-03-31" in page
    assert 'name="govuk:withdrawn"' in page


def test_gone_and_unknown_pages(client: requests.Session) -> None:
    assert client.get(f"{WWW}/government/publications/oakhanger-pilot-report").status_code == 410
    assert client.get(f"{WWW}/nowhere").status_code == 404


def test_a_file_is_revalidated_by_etag_and_by_date_and_names_its_page(client: requests.Session) -> None:
    page = f"{WWW}/api/content/government/publications/redcliffe-recovery-partnership-evaluation"
    address = client.get(page).json()["details"]["attachments"][0]["url"]
    assert re.fullmatch(ASSETS + r"/media/[0-9a-f]{24}/redcliffe-final-evaluation\.pdf", address)
    first = client.get(address)
    parent = f"{WWW}/government/publications/redcliffe-recovery-partnership-evaluation"
    assert first.headers["Link"] == f'<{parent}>; rel="up"'
    by_tag = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    by_date = client.get(address, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert (by_tag.status_code, by_date.status_code) == (304, 304)
    changed = client.get(
        address, headers={"If-None-Match": '"x"', "If-Modified-Since": first.headers["Last-Modified"]}
    )
    assert changed.status_code == 200, "If-None-Match wins over the date"


def test_older_addresses_of_files_lead_to_the_present_one(web: MiniWeb, client: requests.Session) -> None:
    old = f"{ASSETS}/government/uploads/system/uploads/attachment_data/file/215601/dh_harrowby_lessons.pdf"
    moved = client.get(old, allow_redirects=False)
    assert moved.status_code == 301
    assert "/media/" in moved.headers["Location"]
    row = next(r for r in web.truth if r.work_id == "substance-misuse-renamed")
    present = next(u for u in row.urls if "/media/" in u)
    renamed = client.get(
        present.replace("substance-misuse-alliances.pdf", "drug-alcohol-contract-forms.pdf"),
        allow_redirects=False,
    )
    assert (renamed.status_code, renamed.headers["Location"]) == (302, present)
    draft = f"{ASSETS}/media/62b1f0aa8fa8f535763df2c4/thornley-annual-report-draft.pdf"
    replaced = client.get(draft, allow_redirects=False)
    assert replaced.status_code == 301
    assert replaced.headers["Location"].endswith("/thornley-annual-report-2021-22.pdf")


def test_a_lost_file_is_gone_and_an_unknown_one_not_found(client: requests.Session) -> None:
    entry = client.get(f"{WWW}/api/content/government/consultations/support-for-small-charities").json()
    gone = client.get(entry["details"]["attachments"][0]["url"])
    assert (gone.status_code, gone.json()) == (410, {"_response_info": {"status": "gone"}})
    assert client.get(f"{ASSETS}/media/000000000000000000000000/x.pdf").status_code == 404


def test_a_placeholder_becomes_the_file_in_the_second_epoch(web: MiniWeb, client: requests.Session) -> None:
    row = next(r for r in web.truth if r.work_id == "tarrant-placeholder")
    address = next(u for u in row.urls if "/media/" in u)
    waiting = client.get(address, allow_redirects=False)
    assert (waiting.status_code, waiting.headers["Location"]) == (302, f"{ASSETS}/government/placeholder")
    assert "not ready" in client.get(address).text
    web.set_epoch(2)
    assert client.get(address).content.startswith(b"%PDF")


def test_a_copy_has_the_same_bytes_at_another_address(web: MiniWeb, client: requests.Session) -> None:
    rows = {r.work_id: r for r in web.truth}
    one, other = (
        next(u for u in rows[name].urls if "/media/" in u)
        for name in ("ashford-vale-home-first", "ashford-vale-copy")
    )
    assert one != other
    assert client.get(one).content == client.get(other).content
