"""Other bytes at an old address are a new version of the same work."""

from __future__ import annotations

from itertools import permutations

from harvest.identity.versions import Seen, Version, versions


def test_new_bytes_at_an_old_address_are_a_new_version() -> None:
    seen = [Seen("u", "first", "2025"), Seen("u", "first", "2026"), Seen("u", "second", "2027")]
    assert versions(seen) == [
        Version("u", 1, "first", "2025", "2026", ("u",), current=False),
        Version("u", 2, "second", "2027", "2027", ("u",), current=True),
    ]


def test_versions_follow_a_file_to_its_new_address_in_any_order_of_readings() -> None:
    seen = [
        Seen("old", "1", "2025"),
        Seen("old", "2", "2026"),
        Seen("new", "2", "2027"),
        Seen("new", "3", "2028"),
    ]
    wanted = [("new", 1, "1", False), ("new", 2, "2", True), ("new", 3, "3", True)]
    for each in permutations(seen):
        assert [(v.of, v.number, v.document, v.current) for v in versions(each)] == wanted
    assert versions(seen)[1].addresses == ("new", "old")


def test_two_files_of_one_work_are_no_versions_of_each_other() -> None:
    found = versions([Seen("a", "1", "2025"), Seen("b", "2", "2025"), Seen("b", "3", "2026")])
    assert [(each.of, each.number, each.document) for each in found] == [
        ("a", 1, "1"),
        ("b", 1, "2"),
        ("b", 2, "3"),
    ]


def test_what_comes_back_is_the_version_that_it_was() -> None:
    found = versions([Seen("a", "1", "2025"), Seen("a", "2", "2026"), Seen("a", "1", "2027")])
    assert [(each.number, each.document, each.last_at, each.current) for each in found] == [
        (1, "1", "2027", True), (2, "2", "2026", False),
    ]  # fmt: skip
    assert versions([]) == []
