"""A walk of a site: the most promising first, yields that are learned, patience, and taking it up again."""

from __future__ import annotations

from pathlib import Path
from time import process_time

from crawler.lead import Lead
from crawler.walks import FIND, LITTLE, Walks, area_of
from store.frontier import Frontier, Pending
from tests.walking.walked import BASE, SOURCE, Walked, page

GOOD = "An alliance contract for homelessness. The alliance contract and homelessness."


def pages(directory: str, count: int, **more: str) -> list[tuple[str, str]]:
    return [(f"{directory}/{n}", f"Number {n}") for n in range(count)]


def served() -> dict[str, bytes]:
    """Two directories with links that say nothing; one of them holds what is sought."""
    both = [each for pair in zip(pages("/dull", 20), pages("/rich", 20), strict=True) for each in pair]
    return {
        "/": page("Home", *both),
        **{url: page("Page") for url, _ in pages("/dull", 20)},
        **{url: page("Page", text=GOOD) for url, _ in pages("/rich", 20)},
    }


def row(url: str, worth: float | None, **more: object) -> dict[str, object]:
    return {
        "source": SOURCE.id,
        "kind": "page",
        "url": BASE + url,
        "status": 200,
        "outcome": "read",
        "worth": worth,
        **more,
    }


def walks(patience: int = 0) -> Walks:
    found = Walks(patience)
    found.know(SOURCE)
    return found


def pending(url: str = "/dull/x", priority: int = -800) -> Pending:
    return Pending(1, BASE + url, "www.made.example.org", "site", SOURCE.id, 1, 0, {"kind": "page", "why": "link"}, priority, area_of(BASE + url))  # fmt: skip


def test_links_with_words_of_the_review_are_asked_for_before_those_that_were_found_earlier(
    tmp_path: Path,
) -> None:
    made = {"/": page("Home", ("/a", "Bins"), ("/b", "Visit"), ("/c", "Homelessness")), "/c": page("C", ("/d", "Alliance contract"))}  # fmt: skip
    here = Walked(tmp_path, made)
    assert [each for each in here.asked(here.crawl()) if each != "/sitemap.xml"] == [
        "/",
        "/c",
        "/d",
        "/b",
        "/a",
    ]


def test_a_directory_that_yields_is_walked_before_one_that_does_not(tmp_path: Path) -> None:
    here = Walked(tmp_path, served())
    asked = [each for each in here.asked(here.crawl()) if each.count("/") == 2]
    assert len(asked) == 40 and sum(each.startswith("/rich") for each in asked[:22]) >= 18


def test_a_walk_that_was_stopped_anywhere_goes_on_in_the_same_order(tmp_path: Path) -> None:
    whole = Walked(tmp_path / "whole", served())
    expected = whole.asked(whole.crawl())
    for number, stop in enumerate((1, 7, 20)):
        here = Walked(tmp_path / str(number), served())
        crawl = here.crawl()
        asked = here.asked(crawl, stop)
        crawl.close("interrupted")
        if number == 2:
            for path in here.workspace.root.glob("frontier.sqlite*"):
                path.unlink(missing_ok=True)
        assert asked + here.asked(here.crawl()) == expected


def test_patience_leaves_what_promises_little_and_tells_of_each_address(tmp_path: Path) -> None:
    made = {"/": page("Home", *pages("/dull", 30), ("/last", "Homelessness alliancing"))}
    made |= {url: page("Page") for url, _ in pages("/dull", 30)}
    here = Walked(tmp_path, made, patience=10)
    asked = here.asked(here.crawl())
    left = [each.body for each in here.rows("skip") if each.body["reason"] == "no-promise"]
    assert "/last" in asked and len(asked) + len(left) == 33
    assert 15 <= len(left) <= 25 and "showed next to nothing" in left[0]["detail"]


def test_patience_waits_for_what_promises_much_and_begins_anew_with_a_find() -> None:
    known = walks(patience=3)
    for n in range(3):
        assert known.gives_up(pending()) is None
        known.note(row(f"/dull/{n}", 0.0))
    assert known.gives_up(pending()) is not None
    assert known.gives_up(pending(priority=round(1000 * LITTLE) - 1000 + 250)) is None
    known.note(row("/rich/1", FIND))
    assert known.gives_up(pending()) is None


def test_what_is_no_page_of_the_walk_wears_no_patience() -> None:
    known = walks(patience=1)
    for more in ({"again": True}, {"kind": "sitemap"}, {"outcome": "redirect"}, {"source": "other"}):
        known.note(row("/a", 0.0, **more))
    known.note({"source": SOURCE.id, "kind": "page", "url": BASE + "/a", "reason": "robots"})
    assert known.gives_up(pending()) is None


def test_questions_start_pages_and_what_people_named_are_never_left() -> None:
    known = walks(patience=1)
    known.note(row("/a", 0.0))
    named = pending()
    named.area = ""
    assert known.gives_up(named) is None
    assert known.area(SOURCE.id, Lead(BASE + "/a", "page", "suggestion", priority=10)) == ""
    assert known.area(SOURCE.id, Lead(BASE + "/a", "page", "start")) == ""
    assert known.area("another", Lead(BASE + "/a/b", "page", "link", priority=-5)) == ""
    assert known.area(SOURCE.id, Lead(BASE + "/a/b", "page", "link", priority=-5)) == "/a"


def test_a_directory_that_nothing_is_known_of_stands_like_the_one_above_it() -> None:
    known = walks()
    for n in range(10):
        known.note(row(f"/rich/{n}/x", 1.0))
        known.note(row(f"/dull/{n}/x", 0.0))
    host = "www.made.example.org"
    assert known.move(host, "/rich/new") > 0 > known.move(host, "/dull/new")
    assert known.move(host, "/other") == 0 and known.move("elsewhere.example", "/rich") == 0


def test_a_link_that_says_more_of_a_pending_address_brings_it_forward(tmp_path: Path) -> None:
    made = {
        "/": page("Home", ("/z", "Item 4"), *pages("/p", 6), ("/hub", "Homelessness")),
        "/hub": page("Hub", ("/z", "Alliance contract for homelessness")),
    }
    here = Walked(tmp_path, made)
    asked = here.asked(here.crawl())
    assert asked[asked.index("/hub") + 1] == "/z"


def test_the_row_of_a_page_tells_what_it_is_worth(tmp_path: Path) -> None:
    here = Walked(tmp_path, {"/": page("Home", text=GOOD)})
    here.asked(here.crawl())
    (home,) = (each.body for each in here.rows("fetch") if each.body["url"] == BASE + "/")
    assert home["worth"] > 0.5


def test_fifty_thousand_pending_addresses_are_ranked_in_little_time(tmp_path: Path) -> None:
    known = walks()
    frontier = Frontier(tmp_path / "frontier.sqlite", 1)
    frontier.move = known.move
    for n in range(50_000):
        url = f"{BASE}/d{n % 300}/{n}"
        frontier.add(url, "www.made.example.org", "site", SOURCE.id, n % 97 - 500, 1, {"kind": "page", "why": "link"}, area_of(url))  # fmt: skip
    frontier.write()
    began = process_time()
    for n in range(200):
        each = frontier.pull("site", lambda _: True)
        assert each is not None
        known.note(row(each.url.removeprefix(BASE), (n % 7) / 7))
        frontier.done(each)
    # Measured: less than one millisecond a page.
    assert (process_time() - began) / 200 < 0.02


def test_the_frontier_hands_out_the_best_of_all_areas_and_the_earliest_of_equals(tmp_path: Path) -> None:
    frontier = Frontier(tmp_path / "frontier.sqlite", 1)
    moves = {"/a": 0, "/b": 0}
    frontier.move = lambda host, area: moves.get(area, 0)

    def add(name: str, area: str, priority: int) -> None:
        frontier.add(f"http://h/{name}", "h", "s", "src", priority, 0, {"kind": "page", "why": "link"}, area)

    def pull() -> str:
        found = frontier.pull("s", lambda _: True)
        assert found is not None
        frontier.done(found)
        return found.url[-2:]

    found = (("a1", "/a", -500), ("b1", "/b", -500), ("b2", "/b", -600), ("a2", "/a", -700), ("q1", "", 10), ("a3", "/a", -400))  # fmt: skip
    for name, area, priority in found:
        add(name, area, priority)
    assert [pull(), pull(), pull()] == ["q1", "a3", "a1"]
    moves["/a"] = 150
    assert [pull(), pull()] == ["b1", "a2"]
    add("b3", "/b", -610)
    add("b4", "/b", -700)
    frontier.promote("http://h/b3", -50)
    frontier.promote("http://h/b3", -900)
    assert not frontier.raises("http://h/none", 0) and frontier.raises("http://h/b3", -49)
    assert not frontier.raises("http://h/a1", 0), "what is done is not asked for again"
    assert [pull(), pull()] == ["b3", "b2"]
    frontier.close()
    again = Frontier(tmp_path / "frontier.sqlite", 1)
    last = again.pull("s", lambda _: True)
    assert last is not None and (last.url, last.area, last.priority) == ("http://h/b4", "/b", -700)
