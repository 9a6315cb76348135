"""Publishers from end to end: two think tanks, one that no spider was written for, and a mirror of documents."""

from __future__ import annotations

import shutil
from collections import defaultdict
from pathlib import Path

import pytest

from crawler.canonical import canonical
from harvest.demo.publishers.model import JRF, KINGS_FUND, MIRROR
from harvest.demo.publishers.truth import PublicationRow, publisher_rows, records_expected, to_be_apart
from tests.whole.council_runs import DELAY, Asked
from tests.whole.harness import greylit
from tests.whole.publisher_runs import ask_publishers, protocol_text
from tests.whole.storm import once, shown

ROWS = {row.work_id: row for row in publisher_rows()}


@pytest.fixture(scope="session")
def read(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    with once(tmp_path_factory, "publishers") as (folder, first):
        return ask_publishers(folder, protocol_text("")) if first else Asked.of(folder)


@pytest.fixture(scope="session")
def places(read: Asked) -> dict[str, set[str]]:
    """By address, the works that have it: as page, file, or before a redirect, and what they were joined to."""
    standing = {work: into or work for work, into in read.query("select work, into_work from work")}
    found: dict[str, set[str]] = defaultdict(set)
    for work, url in read.query(
        "select work, url from work union select work, url from work_document union select work, final_url from work_document"
    ):
        found[url].add(standing[work])
    for before, to in read.query("select from_url, to_url from link where why = 'redirect'"):
        found[before] |= found[to]
    return found


def record_of(row: PublicationRow, places: dict[str, set[str]]) -> set[str]:
    # On a mirror the file is the copy; the page around it says nothing of its own.
    addresses = row.files if row.host == MIRROR and row.files else row.addresses
    return set().union(*(places.get(canonical(address), set()) for address in addresses))


def test_every_relevant_publication_is_one_record_and_nothing_else_is(
    read: Asked, places: dict[str, set[str]]
) -> None:
    records = {work for (work,) in read.query("select work from record")}
    expected = {id_: record_of(ROWS[id_], places) for id_ in records_expected()}
    assert {id_: len(found) for id_, found in expected.items()} == dict.fromkeys(expected, 1)
    wanted = set().union(*expected.values())
    assert wanted == records, shown([sorted(wanted - records), sorted(records - wanted)])
    assert len(records) == len(records_expected()) >= 20


def test_titles_dates_authors_labels_and_warnings_are_as_printed(
    read: Asked, places: dict[str, set[str]]
) -> None:
    told = {
        work: (title, date, tuple(authors), publishers, notice)
        for work, title, date, authors, publishers, notice in read.query(
            "select work, title, work_date, authors, publishers, notice from work"
        )
    }
    wrong = []
    for row in ROWS.values():
        found = record_of(row, places)
        if row.host == MIRROR or row.unreadable or row.refused or not found:
            continue
        (work,) = found
        wanted = (
            row.title,
            row.date,
            row.authors,
            [row.publisher] if row.publisher else [],
            row.notice or None,
        )
        if told[work] != wanted:
            wrong.append((row.work_id, told[work], wanted))
    assert not wrong, shown(wrong)


def test_old_and_new_addresses_and_both_spellings_of_a_host_are_one_work(
    read: Asked, places: dict[str, set[str]]
) -> None:
    several = [
        row
        for row in ROWS.values()
        if row.host in (KINGS_FUND, JRF) and not row.unreadable and not row.refused
    ]
    assert sum(len(set(row.addresses) & set(places)) > 1 for row in several) >= 5
    apart = {row.work_id: found for row in several if len(found := record_of(row, places)) > 1}
    assert not apart, shown([apart])


def test_page_and_file_of_one_publication_are_one_record_wherever_the_words_stand(
    read: Asked, places: dict[str, set[str]]
) -> None:
    with_files = [row for row in ROWS.values() if row.files and row.relevant and row.host != MIRROR]
    assert any(row.in_file_only for row in with_files)
    for row in with_files:
        asked = [found for address in row.files if (found := canonical(address)) in places]
        assert asked and all(places[address] == record_of(row, places) for address in asked), row.work_id


def test_publications_of_one_title_by_two_publishers_stay_two(
    places: dict[str, set[str]],
) -> None:
    assert to_be_apart()
    for one, two in to_be_apart():
        assert record_of(ROWS[one], places).isdisjoint(record_of(ROWS[two], places))


def test_a_mirror_is_never_taken_for_the_publisher(read: Asked, places: dict[str, set[str]]) -> None:
    copies = [row for row in ROWS.values() if row.host == MIRROR and row.twin_of in ROWS]
    assert copies
    for row in copies:
        original = record_of(ROWS[row.twin_of], places)
        assert record_of(row, places) == original and row.host not in next(iter(original))
    held = read.query("select url, publishers, mirror from record where url like '%mirror.docs.test%'")
    assert held and all(publishers == [] and mirror for _, publishers, mirror in held)
    ((named,),) = read.query("select count(*) from work where list_contains(publishers, 'DocsMirror')")
    assert named == 0


def test_what_does_not_look_like_a_publication_is_unreadable_and_what_needs_scripts_is_refused(
    read: Asked,
) -> None:
    outcomes = dict(read.query("select url, outcome from capture where kind = 'publication' and not again"))
    bare = [row for row in ROWS.values() if row.unreadable]
    shell = [row for row in ROWS.values() if row.refused]
    assert bare and {outcomes[row.url] for row in bare} == {"unreadable"}
    assert shell and {outcomes[row.url] for row in shell} == {"refused"}
    ((detail,),) = read.query(
        f"select detail from capture where url = '{bare[0].url}' and outcome = 'unreadable'"
    )
    assert "does not look like a publication of The King's Fund" in detail


def test_a_publisher_that_no_spider_was_written_for_is_asked_in_ten_lines(read: Asked) -> None:
    block = protocol_text("").split("[[sources]]\n")[3].split("\n\n")[0]
    assert "healthcommons.test" in block and len(block.strip().splitlines()) <= 12
    own = [
        line
        for line in block.splitlines()
        if line.partition(" ")[0] not in ("id", "name", "type", "url", "prisma")
    ]
    assert len([line for line in own if line.strip()]) <= 10
    outcomes = dict(read.outcomes())
    assert outcomes["healthcommons"] in ("results", "none")
    outcomes_of_pages = {
        outcome for (outcome,) in read.query("select outcome from capture where kind = 'search'")
    }
    assert outcomes_of_pages == {"results", "none"}


def test_hosts_are_asked_one_at_a_time_with_the_pause_between(read: Asked) -> None:
    assert read.shortest_pause() >= DELAY - 0.001
    assert read.code == 3 and "refused" in read.said


def test_the_audit_of_the_search_finds_nothing(read: Asked) -> None:
    checked = greylit("audit", "--review", str(read.folder))
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_what_a_rule_joined_and_a_person_parts_stays_apart(read: Asked, tmp_path: Path) -> None:
    asked = Asked.of(Path(shutil.copytree(read.folder.parent, tmp_path / "copy")))
    review = asked.folder
    joined = (
        "select m.work, w.record from merge m join work w on w.work = m.into_work where w.record is not null"
    )
    work, record = asked.query(f"{joined} and m.rule not like '%reference%' order by 1 limit 1")[0]
    before = {row[0] for row in asked.query("select record from record")}
    url = asked.query(f"select url from work where work = '{work}'")[0][0]
    done = greylit("split", record, url, "--by", "HS", "--note", "two editions", "--review", str(review))
    assert done.returncode == 0, done.stderr
    after = {row[0] for row in asked.query("select record from record")}
    assert before < after, "the work that was parted has no number"
    assert work not in {row[0] for row in asked.query("select work from merge")}
    assert greylit("rebuild", "--review", str(review)).returncode == 0
    assert work not in {row[0] for row in asked.query("select work from merge")}, "a rebuild forgot a word"
