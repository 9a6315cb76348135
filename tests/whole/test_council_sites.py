"""The councils' own web sites, walked from their sitemaps and front pages: what is found of what is there."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from harvest.demo.councils import sites
from harvest.demo.councils.authored import councils
from tests.whole.council_runs import DELAY, Asked, ask
from tests.whole.harness import greylit
from tests.whole.storm import once, shown

WALKED = tuple(each for each in councils() if each.site in sites.HOSTS)
RELEVANT = [row for row in sites.site_rows() if row.relevant]


@pytest.fixture(scope="session")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    text = (files("harvest.demo") / "councils.toml").read_text(encoding="utf-8")
    text = text.replace("[crawl]\n", "[crawl]\npatience = 100\n")
    with once(tmp_path_factory, "council-sites") as (folder, first):
        if first:
            ask(
                folder,
                WALKED,
                protocol=text.replace('start  = ["moderngov", "cmis"]', 'start  = ["sitemap"]'),
            )
        return Asked.of(folder)


def test_every_relevant_document_of_the_sites_is_a_record_and_nothing_else_is(walked: Asked) -> None:
    assert len({row.host for row in RELEVANT}) == 5
    records = {url for (url,) in walked.query("select url from record")}
    merged = {url for (url,) in walked.query("select url from work where verdict = 'merged'")}
    moved = {url for (url,) in walked.query("select url from capture where outcome = 'redirect'")}
    expected = {row.url for row in RELEVANT if not row.part_of}
    missing = expected - records - merged - moved
    # Addresses that differ in nothing but a title that the site does not look at lead to one page.
    missing = {
        url for url in missing if not any(row.url == url and row.duplicate_of in records for row in RELEVANT)
    }
    assert not missing and not records - expected, shown([sorted(missing), sorted(records - expected)])


def test_the_chapters_of_a_publication_are_one_record_and_hubs_are_none(walked: Asked) -> None:
    chapters = [row.url for row in sites.site_rows() if row.part_of]
    works = {url for (url,) in walked.query("select url from work")}
    assert len(chapters) >= 2 and not works & set(chapters)
    ((documents,),) = walked.query(
        "select count(*) from work_document join work using (work) where work.url like '%/publications/caring-together'"
    )
    assert documents == 1 + len(chapters)
    hubs = {row.url for row in sites.site_rows() if row.kind == "hub"}
    assert hubs and not works & hubs


def test_a_file_at_two_paths_is_one_record(walked: Asked) -> None:
    rows = walked.query("select work, into_work from merge where work like '%/jsna.eta.test/%'")
    assert len(rows) == 1 and all("Frailty%20needs" in each for each in rows[0])


def test_a_walk_that_finds_nothing_more_leaves_the_dull_rest_with_the_reason_of_each(walked: Asked) -> None:
    rows = walked.query("select url, detail from skip where reason = 'no-promise'")
    assert len(rows) > 50
    assert all("/news" in url and "promised little" in detail for url, detail in rows)


def test_a_sitemap_that_only_robots_txt_names_is_read_without_a_further_request(walked: Asked) -> None:
    paths = [record.path for record in walked.log if record.host == "www.epsilon.test"]
    assert paths.count("/robots.txt") == 1
    kinds = walked.query(
        "select kind, outcome from capture where source = 'la.epsilon-site' and kind = 'sitemap'"
    )
    assert sum(outcome == "read" for _, outcome in kinds) >= 2


def test_sites_are_walked_at_their_own_pace_and_the_walk_passes_its_audit(walked: Asked) -> None:
    assert walked.shortest_pause() >= DELAY
    ran = greylit("audit", "--review", str(walked.folder))
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_greylit_councils_tells_what_happened_to_each(walked: Asked) -> None:
    said = greylit("councils", "--review", str(walked.folder)).stdout
    for council in WALKED:
        assert council.name in said, said


def test_a_walk_is_computed_again_alike(walked: Asked, tmp_path: Path) -> None:
    before = sorted(walked.query("select url, verdict, title from work"))
    assert greylit("rebuild", "--review", str(walked.folder)).returncode == 0
    assert sorted(walked.query("select url, verdict, title from work")) == before
