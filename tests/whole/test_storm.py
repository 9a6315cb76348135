"""The whole job in every kind of bad weather: nobody is annoyed, nothing is believed that is not so, all else is found."""

from __future__ import annotations

import hashlib
import json
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from protego import Protego

from crawler.canonical import canonical
from harvest.demo.faults import weather_page
from harvest.demo.hosts import HOSTS, STORM_HOSTS, contracts, private, robots
from harvest.demo.hosts.govtest import ROBOTS
from harvest.demo.storm.pages import storm_hosts
from harvest.demo.storm.truth import storm_rows, traps
from harvest.protocol import load_protocol
from tests.whole.harness import greylit
from tests.whole.storm import PASSING, SEEN, Stormed, once, relevant_on_govuk, shown, storm

#: Seconds between requests that the protocol asks for, and those that two hosts ask for.
DELAY, ASKED = 5.0, {"rdelay.robots.test": 2.0, "rdelay10.robots.test": 10.0}
#: Tests for a person, walls, and everything else that is sent in place of a document.
NO_DOCUMENTS = ("challenge", "just-a-moment", "login", "cookie-wall", "javascript", "trouble")


@pytest.fixture(scope="session")
def stormed(tmp_path_factory: pytest.TempPathFactory) -> Stormed:
    with once(tmp_path_factory, "storm") as (folder, first):
        if first:
            storm(folder, 1, passing=PASSING)
        return Stormed.of(folder)


def rules_of(host: str) -> str:
    """Return the rules that hold on a host, wherever they come from, as they were written down."""
    if host == "www.gov.test":
        return ROBOTS
    if host not in storm_hosts():
        return ""
    moved = storm_hosts()["rules.robots.test"] if host == "rmoved.robots.test" else storm_hosts()[host]
    return moved.robots or ""


def test_the_run_ends_as_runs_end_and_says_what_it_could_not_have(stormed: Stormed) -> None:
    assert stormed.code == 3, stormed.said
    assert "Traceback" not in stormed.said
    assert "run 1 partial" in stormed.said
    assert {record.fault for record in stormed.log} >= {kind for kind, *_ in PASSING}


def test_everything_relevant_is_found_and_nothing_else(stormed: Stormed) -> None:
    relevant = {canonical(row.url) for row in storm_rows(1) if row.relevant}
    assert len(relevant) >= 45 and len(relevant_on_govuk(1)) >= 20
    found = {canonical(url) for url in stormed.records()}
    expected = relevant | relevant_on_govuk(1)
    assert found == expected, shown(sorted(found ^ expected))


def test_every_address_comes_to_what_the_truth_says(stormed: Stormed) -> None:
    came_to, wrong = stormed.came_to(), []
    for row in storm_rows(1):
        outcome, trouble = came_to.get(canonical(row.url), ("unasked", ""))
        if outcome not in row.outcomes or trouble not in (row.troubles or ("",)):
            wrong.append((row.url, outcome, trouble, row.outcomes, row.troubles, row.reason))
    assert not wrong, shown(wrong)


def test_no_request_goes_where_robots_txt_forbids(stormed: Stormed) -> None:
    wrong, checked = [], 0
    for host, records in stormed.by_host().items():
        rules = Protego.parse(rules_of(host))
        for record in records:
            checked += 1
            if not rules.can_fetch(f"http://{host}{record.path}", "greylit"):
                wrong.append((host, record.path))
        if record_closed := [
            r
            for r in records
            if host in ("r500.robots.test", "rprivate.robots.test") and r.path != "/robots.txt"
        ]:
            wrong += [(host, r.path) for r in record_closed]
    assert checked > 400
    assert not wrong, shown(wrong)


def test_nothing_is_asked_before_the_rules_have_answered(stormed: Stormed) -> None:
    for host, records in stormed.by_host().items():
        assert records[0].path == "/robots.txt", host
    waited = stormed.by_host()[robots.SLOW]
    assert waited[1].t >= waited[0].ended
    forbidden = [row for row in storm_rows(1) if row.host == robots.SLOW and "/closed/" in row.url]
    assert len(forbidden) == 40 and not [r for r in waited if r.path in robots.QUEUED]


def test_no_host_is_asked_faster_than_it_or_the_protocol_says(stormed: Stormed) -> None:
    wrong, gaps = [], 0
    for host, records in stormed.by_host().items():
        least = max(DELAY, ASKED.get(host, 0.0))
        for earlier, later in pairwise(records):
            gaps += 1
            if later.t - earlier.ended < least - 0.001:
                wrong.append((host, earlier.path, later.path, later.t - earlier.ended))
    assert gaps > 400
    assert not wrong, shown(wrong)


def test_hosts_that_ask_for_time_get_it(stormed: Stormed) -> None:
    hosts = stormed.by_host()
    asked = {
        (kind, host, path): more["seconds"]
        for kind, host, path, more in PASSING
        if kind in ("429", "503-later")
    }
    pages = {page.path: page.seconds for page in storm_hosts()["busy.weather.test"].pages if page.weather}
    checked = 0
    for host, records in hosts.items():
        for number, record in enumerate(records[:-1]):
            seconds = next(
                (
                    s
                    for (kind, at, path), s in asked.items()
                    if (kind, at) == (record.fault, host) and record.path.startswith(path)
                ),
                0.0,
            )
            if host == "busy.weather.test" and record.status == 429:
                seconds = pages[record.path]
            elif host == "toomany.weather.test" and record.status == 429:
                seconds = 30.0
            elif host == "r503.robots.test" and record.status == 503:
                seconds = 90.0
            if seconds:
                checked += 1
                # A date is in whole seconds.
                assert records[number + 1].t - record.t >= seconds - 1.0, (host, record.path)
    assert checked >= 10
    notices = hosts["api.contracts.test"]
    assert [record for record in notices if record.status == 403], "the limit was never reached"
    assert not contracts.asked_too_soon([record for record in notices if record.path != "/robots.txt"])


def test_no_private_address_is_contacted_however_it_is_disguised(stormed: Stormed) -> None:
    assert len(private.DISGUISES) >= 45
    doors = {r.path for r in stormed.log if r.host == private.HOST and r.path.startswith(private.GO)}
    assert len(doors) == len(private.DISGUISES), "a door that was not opened proves nothing"
    assert {record.host for record in stormed.log} <= {*HOSTS, *STORM_HOSTS}
    assert {record.method for record in stormed.log} == {"GET"}
    sources = load_protocol(stormed.folder / "protocol.toml").sources
    copied = next(source for source in sources if source.id == "private-weather").start[1:]  # type: ignore[union-attr]
    came_to = stormed.came_to()
    assert len(copied) == 10
    assert {came_to[canonical(url)] for url in copied} == {("skipped", "address")}


def test_no_page_is_kept_as_a_document_that_only_stands_in_for_one(stormed: Stormed) -> None:
    bodies = {hashlib.sha256(weather_page(name)).hexdigest() for name in NO_DOCUMENTS}
    used = stormed.query(
        "select url, outcome, sha256 from capture where outcome in ('read', 'results') and kind <> 'probe' and kind <> 'robots'"
    )
    assert len(used) > 200
    assert not [row for row in used if row[2] in bodies]
    furniture = [
        storm_hosts()[host].unknown.split(".")[1].strip()[:60]
        for host in ("www.theta.test", "home.weather.test")
    ]
    texts = stormed.query("select document, body from document where outcome = 'text'")
    assert len(texts) > 100
    assert not [
        document for document, text in texts if any(words in " ".join(text.split()) for words in furniture)
    ]
    broken = {
        row.url for row in storm_rows(1) if row.host == "broken.weather.test" and row.outcomes == ("failed",)
    }
    assert len(broken) >= 4
    assert not broken & {url for url, *_ in used}


def test_traps_are_walked_no_further_than_a_careful_person_would(stormed: Stormed) -> None:
    hosts = stormed.by_host()
    for trap in traps():
        asked = [record.path for record in hosts[trap.host] if record.path.lower().startswith(trap.prefix)]
        assert 0 < len(asked) <= trap.most, (trap, asked)
    expected: dict[str, int] = {}
    for row in storm_rows(1):
        if set(row.outcomes) - {"skipped", "unasked"}:
            expected[row.host] = expected.get(row.host, 0) + 1
    for host, records in hosts.items():
        if host in STORM_HOSTS:
            endless = sum(trap.most for trap in traps() if trap.host == host)
            distinct = {record.path for record in records if record.path != "/robots.txt"}
            # One address that nobody made is asked for on each host, to see how it says no.
            assert len(distinct) <= 1.1 * expected.get(host, 0) + endless + 1, (host, sorted(distinct))


def test_it_says_who_it_is_and_keeps_no_cookies(stormed: Stormed) -> None:
    for record in stormed.log:
        assert record.user_agent.startswith("greylit/") and "library@example.ac.uk" in record.user_agent
        assert record.cookie is None
    assert not [record for record in stormed.log if record.if_none_match or record.if_modified_since]


def test_nothing_is_asked_again_but_what_failed_in_passing(stormed: Stormed) -> None:
    for host, records in stormed.by_host().items():
        for path in {record.path for record in records}:
            tries = [record for record in records if record.path == path]
            assert len(tries) <= 3, (host, path)
            good = [
                record for record in tries if record.status in (200, 301, 302, 404, 410) and not record.fault
            ]
            assert len(good) <= 1 or host in (
                "broken.weather.test",
                "slow.weather.test",
                "big.weather.test",
            ), (host, path)


def test_every_skip_and_every_trouble_gives_its_reason(stormed: Stormed) -> None:
    for entry in stormed.rows:
        if entry.kind == "skip":
            assert entry.body["reason"] and entry.body["detail"], entry
        elif entry.body["outcome"] in ("refused", "failed") and not entry.body.get("again"):
            assert entry.body.get("trouble") and (entry.body.get("evidence") or entry.body.get("detail")), (
                entry
            )


# ---- the second harvest: nothing new is asked in vain, and what has gone has gone


@pytest.fixture(scope="session")
def updated(stormed: Stormed, tmp_path_factory: pytest.TempPathFactory) -> Stormed:
    with once(tmp_path_factory, "storm-updated") as (folder, first):
        if first:
            shutil.copytree(stormed.folder.parent, folder, ignore=shutil.ignore_patterns(SEEN))
            storm(folder, 2, "--update")
        return Stormed.of(folder)


def test_an_update_finds_what_is_new_and_keeps_what_is_gone(stormed: Stormed, updated: Stormed) -> None:
    assert updated.code == 3, updated.said
    new = {canonical(row.url) for row in storm_rows(2) if row.relevant and row.change == "new"}
    found = {canonical(url) for url in updated.records()}
    assert new and new <= found
    moved = {
        "http://www.kappa.test/papers/key-safe",
        "http://www.gov.test/government/publications/thornley-homelessness-alliance-annual-report",
    }
    assert {canonical(url) for url in stormed.records()} - found <= moved, "a copy that is held stays"
    assert relevant_on_govuk(2) <= found


def test_an_update_comes_to_what_the_truth_says_of_the_second_epoch(updated: Stormed) -> None:
    came_to, wrong = updated.came_to(), []
    for row in storm_rows(2):
        if row.change or row.host in ("democracy.delta.test", "www.iota.test"):
            outcome, trouble = came_to.get(canonical(row.url), ("unasked", ""))
            if outcome not in row.outcomes or trouble not in (row.troubles or ("",)):
                wrong.append((row.url, outcome, trouble, row.outcomes, row.troubles, row.reason))
    assert not wrong, shown(wrong)


def test_an_update_transfers_little_and_is_no_less_polite(stormed: Stormed, updated: Stormed) -> None:
    fine = [
        host
        for host in STORM_HOSTS
        if host in ("www.kappa.test", "www.gov.test") or host.endswith(".robots.test")
    ]
    first = sum(r.bytes_sent for r in stormed.log if r.host in fine and r.path != "/robots.txt")
    second = sum(r.bytes_sent for r in updated.log if r.host in fine and r.path != "/robots.txt")
    assert second < first / 2, (first, second)
    same = {
        canonical(row.url)
        for row in storm_rows(2)
        if row.change == "same" and not row.url.endswith("by-nothing")
    }
    answers = {f"http://{r.host}{r.path}": r.status for r in updated.log}
    assert {answers[url] for url in same} == {304}
    for host, records in updated.by_host().items():
        least = max(DELAY, ASKED.get(host, 0.0))
        for earlier, later in pairwise(records):
            assert later.t - earlier.ended >= least - 0.001, (host, earlier.path, later.path)
    assert {record.host for record in updated.log} <= {*HOSTS, *STORM_HOSTS}


# ---- what was archived is read today as it was read in the storm


def test_both_runs_are_repeated_from_the_archive_without_a_difference(
    updated: Stormed, tmp_path: Path
) -> None:
    words = ("--as-of", "run:2", "--out", str(tmp_path / "repeat"), "--json")
    said = greylit("run", str(updated.folder / "protocol.toml"), *words)
    told = json.loads(said.stdout)
    assert told["changes"] == [], shown(told["changes"])
    assert said.returncode == 0 and told["answers_read"] > 500, said.stdout
