"""The frontier: each address once, hosts in turn, nothing lost or counted twice when it is opened again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from store import frontier as module
from store.errors import StoreError
from store.frontier import Frontier, Pending


def anybody(host: str) -> bool:
    return True


def add(
    frontier: Frontier, url: str, host: str = "h", *, spider: str = "s", priority: int = 0, depth: int = 0
) -> bool:
    return frontier.add(url, host, spider, "src", priority, depth, {"kind": "page", "why": "link"})


def pull_all(frontier: Frontier, may_ask: Callable[[str], bool] = anybody) -> list[Pending]:
    found = []
    while (pending := frontier.pull("s", may_ask)) is not None:
        found.append(pending)
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "frontier.sqlite"


def test_an_address_is_taken_once_whatever_its_state(path: Path) -> None:
    frontier = Frontier(path, 1)
    assert add(frontier, "http://h/a") and not add(frontier, "http://h/a", priority=9)
    (pending,) = pull_all(frontier)
    assert not add(frontier, "http://h/a")
    frontier.done(pending)
    assert not add(frontier, "http://h/a") and frontier.seen("http://h/a") and not frontier.seen("http://h/b")
    frontier.close()
    again = Frontier(path, 1)
    assert not add(again, "http://h/a") and pull_all(again) == []


def test_what_was_known_of_an_address_comes_with_it(path: Path) -> None:
    frontier = Frontier(path, 1)
    lead = {"kind": "file", "why": "attachment", "question": "q", "note": {"title": "Ä \ud800"}}
    frontier.add("http://h/é", "h", "s", "src", 3, 2, lead)
    (pending,) = pull_all(frontier)
    assert (pending.url, pending.host, pending.spider, pending.source) == ("http://h/é", "h", "s", "src")
    assert (pending.depth, pending.attempts, pending.lead) == (2, 0, lead)


def test_hosts_take_turns(path: Path) -> None:
    frontier = Frontier(path, 1)
    for number in range(3):
        for host in ("a", "b", "c"):
            add(frontier, f"http://{host}/{number}", host)
    assert [pending.host for pending in pull_all(frontier)] == ["a", "b", "c"] * 3


def test_a_host_that_may_not_be_asked_is_passed_over_without_losing_anything(path: Path) -> None:
    frontier = Frontier(path, 1)
    for host in ("a", "b"):
        add(frontier, f"http://{host}/1", host)
    assert [pending.host for pending in pull_all(frontier, lambda host: host == "b")] == ["b"]
    assert list(frontier.hosts()) == ["a"] and frontier.open_for("s")
    assert [pending.host for pending in pull_all(frontier)] == ["a"]


def test_higher_priority_comes_first_and_equals_in_the_order_they_were_found(path: Path) -> None:
    frontier = Frontier(path, 1)
    for url, priority in (
        ("http://h/low", 0),
        ("http://h/mid1", 5),
        ("http://h/top", 10),
        ("http://h/mid2", 5),
    ):
        add(frontier, url, priority=priority)
    assert [pending.url[9:] for pending in pull_all(frontier)] == ["top", "mid1", "mid2", "low"]


def test_spiders_get_their_own_addresses_only(path: Path) -> None:
    frontier = Frontier(path, 1)
    add(frontier, "http://h/other", spider="other")
    add(frontier, "http://h/mine")
    assert [pending.url for pending in pull_all(frontier)] == ["http://h/mine"]
    assert frontier.open_for("other") and not frontier.open_for("third")


def test_an_address_given_back_is_the_next_one_of_its_host(path: Path) -> None:
    frontier = Frontier(path, 1)
    for number in range(3):
        add(frontier, f"http://h/{number}")
    first = frontier.pull("s", anybody)
    assert first is not None
    frontier.give_back(first)
    assert [pending.url for pending in pull_all(frontier)] == ["http://h/0", "http://h/1", "http://h/2"]


def test_open_for_ends_only_when_everything_is_done(path: Path) -> None:
    frontier = Frontier(path, 1)
    add(frontier, "http://h/a")
    (pending,) = pull_all(frontier)
    assert frontier.open_for("s"), "an address in flight is not done"
    frontier.done(pending)
    assert not frontier.open_for("s")


def test_leased_addresses_return_after_reopening_and_done_ones_do_not(path: Path) -> None:
    frontier = Frontier(path, 1)
    for number in range(100):
        add(frontier, f"http://h/{number}")
    taken = [frontier.pull("s", anybody) for _ in range(10)]
    for pending in taken[:4]:
        assert pending is not None
        frontier.done(pending)
    frontier.close()
    again = Frontier(path, 1)
    assert again.open_for("s") and len(again.pending()) == 96
    assert {pending.url for pending in pull_all(again)} == {f"http://h/{number}" for number in range(4, 100)}


def test_more_addresses_than_one_lease_are_all_handed_out(path: Path) -> None:
    frontier, count = Frontier(path, 1), module.LEASE * 3 + 1
    for number in range(count):
        add(frontier, f"http://h/{number}")
    assert [pending.url for pending in pull_all(frontier)] == [
        f"http://h/{number}" for number in range(count)
    ]
    assert list(frontier.hosts()) == []


def rows(path: Path) -> int:
    db = sqlite3.connect(path)
    try:
        return int(db.execute("select count(*) from url").fetchone()[0])
    finally:
        db.close()


def test_batches_are_written_when_they_are_full_or_old(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BATCH", 10)
    frontier = Frontier(path, 1)
    for number in range(9):
        add(frontier, f"http://h/{number}")
        frontier.followed(number + 1)
    assert rows(path) == 0
    add(frontier, "http://h/9")
    frontier.followed(10)
    assert rows(path) == 10
    add(frontier, "http://h/10")
    frontier.followed(11)
    assert rows(path) == 10
    monkeypatch.setattr(module, "BATCH_SECONDS", -1.0)
    frontier.followed(12)
    assert rows(path) == 11


def test_the_last_row_followed_is_never_ahead_of_what_was_written(path: Path) -> None:
    frontier = Frontier(path, 1)
    add(frontier, "http://h/a")
    frontier.followed(7)
    frontier.write()
    add(frontier, "http://h/b")
    frontier.followed(8)
    # Dropped without being closed, as by kill -9.
    again = Frontier(path, 1)
    assert again.seq == 7 and [url for url, _ in again.pending()] == ["http://h/a"]


def test_another_run_begins_empty(path: Path) -> None:
    frontier = Frontier(path, 1)
    add(frontier, "http://h/a")
    frontier.followed(5)
    frontier.close()
    other = Frontier(path, 2)
    assert (
        other.pending() == [] and other.seq == 0 and not other.seen("http://h/a") and not other.open_for("s")
    )
    other.close()
    assert Frontier(path, 1).pending() == []


def make_garbage(path: Path) -> None:
    path.write_bytes(b"not a database at all " * 500)


def make_foreign(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("create table url (name text)")
    db.commit()
    db.close()


def make_damaged(path: Path) -> None:
    frontier = Frontier(path, 1)
    for number in range(3000):
        add(frontier, f"http://h/{number}/" + "x" * 50)
    frontier.close()
    data = bytearray(path.read_bytes())
    data[4096 * 2 :] = b"\xff" * (len(data) - 4096 * 2)
    path.write_bytes(data)


def make_garbage_with_log(path: Path) -> None:
    """A damaged file whose write-ahead log still stands beside it, as after a crash."""
    frontier = Frontier(path, 1)
    for number in range(3000):
        add(frontier, f"http://h/{number}/" + "x" * 50)
    frontier.close()
    frontier = Frontier(path, 1)
    add(frontier, "http://h/from-the-log")
    frontier.followed(3)
    frontier.write()
    log = path.with_name(path.name + "-wal").read_bytes()
    assert log
    frontier.close()
    path.write_bytes(b"garbage" * 1000)
    path.with_name(path.name + "-wal").write_bytes(log)


@pytest.mark.parametrize("spoil", [make_garbage, make_foreign, make_damaged, make_garbage_with_log])
def test_a_file_that_cannot_be_read_is_replaced_by_an_empty_one(
    path: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(path)
    frontier = Frontier(path, 1)
    assert frontier.pending() == [] and frontier.seq == 0
    assert add(frontier, "http://h/a") and add(frontier, "http://h/from-the-log")
    assert len(pull_all(frontier)) == 2
    frontier.close()
    assert len(Frontier(path, 1).pending()) == 2


def test_a_place_that_cannot_be_written_is_a_sentence(path: Path) -> None:
    path.mkdir()
    with pytest.raises(StoreError, match=r"frontier\.sqlite cannot be written"):
        Frontier(path, 1)


def test_replaying_that_an_address_is_done_twice_changes_nothing_more(path: Path) -> None:
    frontier = Frontier(path, 1)
    for name in "ab":
        add(frontier, f"http://h/{name}")
    for _ in range(3):
        frontier.done_name("http://h/a")
    frontier.done_name("http://h/never-seen")
    assert frontier.open_for("s")
    assert [pending.url for pending in pull_all(frontier)] == ["http://h/b"]
    assert [url for url, _ in frontier.pending()] == ["http://h/b"]
    frontier.done_name("http://h/b")


def test_an_attempt_counts_once_however_often_its_row_is_replayed_after_a_crash(path: Path) -> None:
    frontier = Frontier(path, 1)
    add(frontier, "http://h/a")
    frontier.followed(1)
    frontier.write()
    frontier.attempted_name("http://h/a")
    # Killed before row 2 counts as followed: whoever opens the file replays row 2.
    again = Frontier(path, 1)
    assert again.seq == 1
    again.attempted_name("http://h/a")
    again.followed(2)
    again.write()
    last = Frontier(path, 1)
    assert last.seq == 2
    (pending,) = pull_all(last)
    assert pending.attempts == 1


def test_attempts_survive_reopening(path: Path) -> None:
    frontier = Frontier(path, 1)
    add(frontier, "http://h/a")
    for seq in (1, 2):
        frontier.attempted_name("http://h/a")
        frontier.followed(seq)
    frontier.close()
    (pending,) = pull_all(Frontier(path, 1))
    assert pending.attempts == 2
