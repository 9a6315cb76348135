"""What a publisher has no more, looked for in web archives from end to end: all that is held is had, and nothing invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harvest.demo.publishers.archives import IA, UKGWA, UKWA
from harvest.demo.publishers.holdings import to_recover
from harvest.demo.publishers.truth import records_expected
from tests.whole.council_runs import DELAY, Asked
from tests.whole.harness import greylit
from tests.whole.publisher_runs import ask_publishers, protocol_text
from tests.whole.storm import once, shown

NAMES = {"ia": "Internet Archive", "ukgwa": "UK Government Web Archive", "ukwa": "UK Web Archive"}
TRUTH = {each.url: each for each in to_recover()}


@pytest.fixture(scope="session")
def looked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    with once(tmp_path_factory, "dead-links") as (folder, first):
        return ask_publishers(folder, protocol_text()) if first else Asked.of(folder)


def canonical_rows(looked: Asked) -> dict[str, tuple[str, str | None, str | None]]:
    found = looked.query("select url, outcome, archive, archived_at from dead_link")
    return {
        url: (outcome, archive, at and "".join(c for c in at[:19] if c.isdigit()))
        for url, outcome, archive, at in found
    }


def test_all_that_the_archives_hold_is_recovered_with_its_day_and_nothing_is_invented(looked: Asked) -> None:
    from crawler.canonical import canonical

    found = canonical_rows(looked)
    wanted = {canonical(url): each for url, each in TRUTH.items()}
    assert set(found) == set(wanted)
    recovered = {url: told[1:] for url, told in found.items() if told[0] == "recovered"}
    expected = {url: (NAMES[each.archive], each.at) for url, each in wanted.items() if each.archive}
    assert recovered == expected and len(expected) >= 4, shown([recovered, expected])
    outcomes = sorted(told[0] for told in found.values() if told[0] != "recovered")
    assert outcomes == ["not-held", "not-held", "refused"]


def test_a_record_says_that_its_copy_is_an_archived_one_of_which_day(looked: Asked) -> None:
    rows = looked.query(
        "select title, archive, archived_at, url from record where archive is not null order by title"
    )
    assert ("Alliance contracting: lessons from four areas" in {title for title, *_ in rows}) or rows
    files = looked.query(
        "select w.title, d.archive, d.archived_at from work_document d join work w using (work) where d.archive is not null"
    )
    assert {(archive, at[:10]) for _, archive, at in files} == {
        (NAMES[each.archive], f"{each.at[:4]}-{each.at[4:6]}-{each.at[6:8]}") for each in TRUTH.values() if each.archive
    }  # fmt: skip
    ((number,),) = looked.query(
        "select record from record where title like 'Alliance commissioning explained%'"
    )
    said = greylit("show", number, "--review", str(looked.folder)).stdout
    assert "Internet Archive" in said and "2 July 2017" in said


def test_with_copies_every_relevant_work_is_a_record_and_an_old_address_is_one_with_the_new(
    looked: Asked,
) -> None:
    pages = [
        each for each in TRUTH.values() if each.relevant and each.archive and each.url.endswith("explained")
    ]
    assert len(looked.query("select 1 from record")) == len(records_expected(with_copies=True)) + len(pages)
    ((into, rule),) = looked.query(
        "select m.into_work, m.rule from merge m where m.work like '%/report/neighbourhood-alliances-learned'"
    )
    assert (
        into.endswith("/neighbourhoods/lessons-from-alliances-between-neighbours")
        and "nearly the same text" in rule
    )


def test_archives_are_asked_politely_once_and_one_that_asks_for_a_person_is_left_to_one(
    looked: Asked,
) -> None:
    assert looked.shortest_pause() >= DELAY - 0.001
    of = [
        record for record in looked.log if record.host in (IA, UKGWA, UKWA) and record.path != "/robots.txt"
    ]
    asked = [(record.host, record.path) for record in of]
    assert len(asked) == len(set(asked)), "nothing is asked twice"
    lookups = [path for host, path in asked if "cdx" in path or "timemap" in path]
    assert len(lookups) == 3 * len(TRUTH)
    assert not [path for host, path in asked if "available" in path], (
        "no archive's refusal is answered with another door"
    )
    listed = json.loads(
        greylit("dead-links", "--json", "--outcome", "refused", "--review", str(looked.folder)).stdout
    )
    (link,) = listed["links"]
    assert any("Human Verification" in each for each in link["asked"])
    assert any("/ukgwa/*/http://www.jrf.test/" in each for each in link["look"])


def test_another_run_asks_no_archive_again_and_keeps_what_was_recovered(tmp_path: Path) -> None:
    first = ask_publishers(tmp_path, protocol_text())
    before = canonical_rows(first)
    again = ask_publishers(tmp_path, protocol_text(), "--update")
    asked = [
        record.path for record in again.log if record.host in (IA, UKWA) and record.path != "/robots.txt"
    ]
    assert not asked, shown(asked)
    recovered = {url: told for url, told in before.items() if told[0] == "recovered"}
    assert recovered and {url: canonical_rows(again)[url] for url in recovered} == recovered


def test_the_audit_and_the_computing_again_agree(looked: Asked) -> None:
    before = sorted(looked.query("select * from dead_link"))
    assert greylit("rebuild", "--review", str(looked.folder)).returncode == 0
    assert sorted(looked.query("select * from dead_link")) == before
    checked = greylit("audit", "--review", str(looked.folder))
    assert checked.returncode == 0, checked.stdout


def test_without_the_section_nobody_is_asked_and_the_dead_are_listed_as_not_asked(tmp_path: Path) -> None:
    run = ask_publishers(tmp_path, protocol_text(""))
    assert not [record for record in run.log if record.host in (IA, UKGWA, UKWA)]
    assert {outcome for (outcome,) in run.query("select outcome from dead_link")} == {"not-asked"}
    said = greylit("dead-links", "--review", str(run.folder))
    assert (
        f"{len(TRUTH)} dead addresses: {len(TRUTH)} not-asked" in said.stderr
        and "add [web_archives]" in said.stderr
    )
