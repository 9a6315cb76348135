"""kill -9 in bad weather: the resumed run finds what an undisturbed one finds, and annoys nobody meanwhile."""

from __future__ import annotations

import random
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest
from protego import Protego

from crawler.canonical import canonical
from crawler.clock import SkippingClock
from harvest.demo.hosts import HOSTS, STORM_HOSTS
from harvest.demo.scene import RequestRecord
from harvest.demo.server import MiniWeb
from harvest.demo.storm.truth import storm_rows
from tests.whole.harness import Web, greylit, killed_after
from tests.whole.storm import PASSING, relevant_on_govuk, write_storm
from tests.whole.test_kill import check_archive, has_begun
from tests.whole.test_storm import ASKED, DELAY, rules_of

KILLS = 20


def disturbed(folder: Path, rows: list[int]) -> tuple[int, list[RequestRecord]]:
    """Run the storm review, killing it whenever so many rows were written; return kills done and the log."""
    protocol, clock = write_storm(folder / "review"), folder / "clock"
    ledger = folder / "review" / "ledger.sqlite"
    hosts = [word for host in STORM_HOSTS for word in ("--test-host", host)]
    with MiniWeb(clock=SkippingClock(clock)) as served:
        for kind, host, path, more in PASSING:
            served.fault(host, kind, path=path, **more)
        web = Web(served.proxy, folder / "unused")
        begin = ["run", str(protocol), "--quiet", "--clock", str(clock), *hosts]
        go_on = ["resume", "--quiet", "--review", str(folder / "review"), "--clock", str(clock), *hosts]
        words, done = begin, 0
        for number in rows:
            if not killed_after(number, ledger, *words, web=web):
                break
            done += 1
            words = go_on if has_begun(ledger) else begin
        ended = greylit(*words, web=web)
        assert ended.returncode in (3, 4), ended.stdout + ended.stderr
        return done, list(served.requests)


@pytest.mark.slow
def test_twenty_kills_in_the_storm_change_nothing_of_what_is_found(tmp_path: Path) -> None:
    assert HOSTS
    expected = {canonical(row.url) for row in storm_rows(1) if row.relevant} | relevant_on_govuk(1)
    moments, total, number = random.Random(3), 0, 0
    while total < KILLS:
        number += 1
        folder = tmp_path / str(number)
        kills, log = disturbed(folder, [moments.randint(1, 90) for _ in range(min(5, KILLS - total))])
        total += kills
        connection = duckdb.connect(str(folder / "review" / "greylit.duckdb"), read_only=True)
        found = {canonical(url) for (url,) in connection.execute("select url from record").fetchall()}
        connection.close()
        assert found == expected, found ^ expected
        check_archive(folder / "review")
        audited = greylit("audit", "--review", str(folder / "review"))
        assert audited.returncode == 0, audited.stdout
        by_host: dict[str, list[RequestRecord]] = defaultdict(list)
        for record in sorted(log, key=lambda each: each.t):
            by_host[record.host].append(record)
        for host, records in by_host.items():
            rules = Protego.parse(rules_of(host))
            assert all(rules.can_fetch(f"http://{host}{each.path}", "greylit") for each in records), host
            delay = max(DELAY, ASKED.get(host, 0.0))
            # A kill may come between a request and the row that says it was made: its pause is not known then.
            short = [1 for earlier, later in pairwise(records) if later.t - earlier.ended < delay - 0.001]
            assert len(short) <= kills, host
    assert total >= KILLS
