"""`greylit hosts`: every request of a run is in exactly one count, and the worst stands first."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.sources import sources
from harvest.hosts import Host, hosts_of, shrunk, slow
from store.ledger import Ledger
from tests.cli.said import Greylit, check_refusal
from tests.cli.test_json_shapes import check_shape
from tests.hosts.made import SITE, Made

PARTS = ("manners", "again", "fetched", "unchanged", "moved", "not_found", "refused", "failed", "unreadable")


def of(made: Made, run: int | None = None) -> list[Host]:
    with made.database() as database:
        return hosts_of(made.workspace, database, sources(), run)


def by_name(found: list[Host]) -> dict[str, Host]:
    return {each.host: each for each in found}


def test_every_request_and_every_skip_of_a_real_run_is_counted_once(say: Greylit, refused_run: Path) -> None:
    answer = say("hosts", "--json", cwd=refused_run).json()
    check_shape(answer, "hosts")
    for row in answer["hosts"]:
        assert row["requests"] == sum(row[part] for part in PARTS), row["host"]
    with Ledger(refused_run / "ledger.sqlite", read_only=True) as ledger:
        assert sum(row["requests"] for row in answer["hosts"]) == sum(
            1 for _ in ledger.entries(kinds=("fetch",))
        )
        skips = sum(1 for _ in ledger.entries(kinds=("skip",)))
    assert sum(sum(row["skipped"].values()) for row in answer["hosts"]) == skips
    assert {row["robots"] for row in answer["hosts"]} == {"rules"}
    assert [row["host"] for row in answer["hosts"] if row["blocked"]] == [
        "assets.publishing.gov.test",
        "www.gov.test",
    ]


def test_every_outcome_lands_in_its_own_count(made: Made) -> None:
    made.run()
    made.robots("User-agent: *\nCrawl-delay: 11\n")
    made.fetch("/nonsense-address", "not-found", kind="probe", status=404)
    made.fetch("/a")
    made.fetch("/b", unchanged=True)
    made.fetch("/c", "redirect", status=301)
    made.fetch("/d", "gone", status=410)
    made.fetch("/e", "not-found", status=200, trouble="soft-404", evidence="Page not found")
    made.fetch("/f", "refused", status=403, trouble="challenge", evidence="Just a moment")
    made.fetch("/g", "failed", status=None, trouble="timeout")
    made.fetch("/h", "unreadable", status=200, detail="not a sitemap")
    made.fetch("/i", "failed", status=503, again=True)
    made.fetch("/i", "read")
    made.skip("/j", "depth", "too deep")
    made.skip("/k", "fresh", "asked yesterday", of=3)
    (host,) = of(made)
    assert {part: getattr(host, part) for part in PARTS} == {
        "manners": 2, "again": 1, "fetched": 2, "unchanged": 1, "moved": 1, "not_found": 2, "refused": 1, "failed": 1,
        "unreadable": 1,
    }  # fmt: skip
    assert host.requests == sum(getattr(host, part) for part in PARTS) == 12
    assert host.skipped == {"depth": 1, "fresh": 1}
    assert {each["trouble"]: each["addresses"] for each in host.troubles} == {
        "challenge": 1, "soft-404": 1, "timeout": 1, "other": 1,
    }  # fmt: skip
    assert (
        next(each["evidence"] for each in host.troubles if each["trouble"] == "challenge") == "Just a moment"
    )


def test_the_longest_of_the_three_delays_is_the_one_in_force(made: Made) -> None:
    made.run(sources={"council": "site", "govuk": "govuk"})
    made.robots("User-agent: *\nCrawl-delay: 11\n")
    made.robots("User-agent: *\nDisallow: /x\n", site="https://other.example")
    made.fetch("https://www.gov.uk/a", source="govuk")
    found = by_name(of(made))
    assert {name: host.delay for name, host in found.items()} == {
        "www.council.example": 11.0, "other.example": 5.0, "www.gov.uk": 5.0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "status", "state"),
    [
        ("User-agent: *\nDisallow: /a\n", 200, "rules"),
        ("", 404, "none"),
        ("<html>hello", 200, "none"),
        ("", 503, "closed"),
    ],
)
def test_what_robots_txt_said_is_read_again_from_the_archive(
    made: Made, text: str, status: int, state: str
) -> None:
    made.run()
    made.robots(text, status)
    (host,) = of(made)
    assert host.robots == state


def test_a_robots_txt_that_moved_is_followed_and_one_whose_bytes_are_lost_is_unknown(made: Made) -> None:
    made.run()
    target = "https://new.example/robots.txt"
    made.fetch("/robots.txt", "redirect", kind="robots", status=301,
               leads=[[target, "robots", "redirect", None, 0, 1, {}]])  # fmt: skip
    made.robots("User-agent: *\nDisallow: /\n", site="https://new.example")
    made.fetch("https://lost.example/robots.txt", kind="robots", warc="0009-00000.warc.gz", offset=3)
    found = by_name(of(made))
    assert found["www.council.example"].robots == found["new.example"].robots == "rules"
    assert found["lost.example"].robots == "unknown"


def test_a_host_that_closes_itself_by_robots_is_blocked_with_what_could_not_be_asked(
    say: Greylit, made: Made
) -> None:
    made.run()
    made.robots("", 503)
    made.question("council:A1")
    closed = "robots.txt answered 503: the host is closed to us"
    made.skip("/search?q=alliance", "robots", closed, kind="search", question="council:A1")
    made.skip("/report.pdf", "robots", closed)
    made.ended("partial")
    (host,) = of(made)
    assert host.blocked and host.robots == "closed"
    assert (host.questions, host.addresses) == (["council:A1"], [f"{SITE}/report.pdf"])
    told = say("hosts", "--blocked", cwd=made.workspace.root).out
    assert (
        "closed to us" in told and "council:A1" in told and "next: greylit export --to manual-search" in told
    )


def test_hosts_that_gave_nothing_for_reasons_no_person_gets_past_are_not_blocked(made: Made) -> None:
    made.run()
    made.robots("User-agent: *\nDisallow: /private\n")
    made.fetch("/a.pdf", "failed", status=200, trouble="too-large")
    made.fetch("/b.pdf", "failed", status=None, trouble="private-address")
    made.fetch("/c", "not-found", status=404)
    (host,) = of(made)
    assert not host.blocked and not host.addresses and len(host.troubles) == 2


def test_refusals_that_the_ledger_has_no_word_for_are_told_by_their_status(made: Made) -> None:
    made.run()
    for status in (401, 403, 405, 429, 451, 503):
        outcome = "failed" if status == 503 else "refused"
        made.fetch(f"/{status}", outcome, status=status)
    (host,) = of(made)
    assert {each["trouble"] for each in host.troubles} == {
        "login", "forbidden", "method", "rate-limited", "legal", "server-error",
    }  # fmt: skip


def past(made: Made, *numbers: int, now: int) -> None:
    for number in (*numbers, now):
        made.run()
        made.robots("")
        for each in range(number):
            made.fetch(f"/{each}")
        made.ended("partial")


def test_a_host_with_far_fewer_answers_than_the_median_of_its_last_runs_has_shrunk(
    say: Greylit, made: Made
) -> None:
    past(made, 2, 40, 42, 44, 400, now=9)
    (host,) = of(made)
    # The median of the last four runs, not of all.
    assert (host.answers, host.usual, host.shrunk) == (9, 43.0, True)
    assert shrunk(of(made)) == [host]
    answer = say("hosts", "--shrunk", "--json", cwd=made.workspace.root).json()
    assert (answer["view"], [row["host"] for row in answer["hosts"]]) == ("shrunk", ["www.council.example"])
    # An earlier run is measured by the runs before it.
    assert not of(made, 5)[0].shrunk


@pytest.mark.parametrize("numbers", [((40, 40), 30), ((4, 4), 1), ((), 1)])
def test_a_host_that_varies_a_little_or_has_no_past_has_not(
    made: Made, numbers: tuple[tuple[int, ...], int]
) -> None:
    past(made, *numbers[0], now=numbers[1])
    assert not shrunk(of(made))


def test_a_host_that_vanished_is_among_those_that_shrank(made: Made) -> None:
    past(made, 20, 20, now=20)
    made.run()
    made.fetch("https://other.example/a")
    made.ended()
    assert [(each.host, each.answers) for each in shrunk(of(made))] == [("www.council.example", 0)]


def test_answers_that_stand_from_an_earlier_run_count_as_answers(made: Made) -> None:
    past(made, 20, now=20)
    made.run(update=True)
    made.robots("")
    for each in range(20):
        made.skip(f"/{each}", "fresh", "asked yesterday", of=3)
    made.ended()
    (host,) = of(made)
    assert (host.answers, host.shrunk) == (20, False)


def test_the_slowest_host_stands_first_by_the_mean_time_of_a_request(say: Greylit, made: Made) -> None:
    made.run()
    for host, times in {
        "quick.example": (0.1, 0.3),
        "slow.example": (4.0, 2.0),
        "unmeasured.example": (),
    }.items():
        for number, took in enumerate(times):
            made.fetch(f"https://{host}/{number}", took=took)
        if not times:
            made.fetch(f"https://{host}/")
    assert [(each.host, each.took, each.longest) for each in slow(of(made))] == [
        ("slow.example", 3.0, 4.0), ("quick.example", 0.2, 0.3),
    ]  # fmt: skip
    assert say("hosts", "--slow", cwd=made.workspace.root).out.splitlines()[1].split()[0] == "slow.example"


def test_the_permission_of_a_host_is_shown_with_the_run_that_had_it(say: Greylit, made: Made) -> None:
    allowed = {"host": "council.example", "path": "/papers", "permits": "reading all papers", "given_by": "J Smith",
               "role": "web manager", "given_on": "2026-01-02", "expires_on": "2026-06-30", "evidence": "letter.pdf",
               "added_by": "LB"}  # fmt: skip
    made.run(permissions=[allowed])
    made.fetch("/a")
    made.ended()
    assert of(made)
    said = say("hosts", "--json", cwd=made.workspace.root).json()["hosts"][0]["permissions"]
    assert said == [
        "J Smith (web manager) permits for /papers: reading all papers; given on 2026-01-02, expired on 2026-06-30, "
        "see letter.pdf"
    ]
    status = say("status", "--json", cwd=made.workspace.root).json()
    assert [row["given_by"] for row in status["permissions"]] == ["J Smith"]
    check_shape(status, "status")
    assert "permission for council.example: J Smith" in say("status", cwd=made.workspace.root).out
    made.run()
    made.fetch("/a")
    made.ended()
    assert of(made)[0].permissions == [] and of(made, 1)[0].permissions == said


def test_text_of_a_host_cannot_move_the_terminal(say: Greylit, made: Made) -> None:
    made.run()
    made.fetch("/a\u202eb", "refused", status=403, trouble="forbidden", evidence="red \x1b[31m alert \x07")
    made.database().__exit__()
    out = say("hosts", "--blocked", cwd=made.workspace.root).out
    assert "\x1b" not in out and "\x07" not in out and "\u202e" not in out and "red [31m alert" in out


def test_lists_for_programs_have_a_row_a_host_and_the_three_views_exclude_each_other(
    say: Greylit, refused_run: Path
) -> None:
    lines = say("hosts", "--csv", cwd=refused_run).out.splitlines()
    assert lines[0].startswith("host,requests,") and len(lines) == 3
    check_refusal(say("hosts", "--blocked", "--slow", cwd=refused_run), 2, "one at a time")
    check_refusal(say("hosts", "--run", "7", cwd=refused_run), 4, "there is no run 7", "newest run is 1")
