"""Committees that are read whole: by the web service, by pages where that is switched off, by CMIS's pages of months."""

from __future__ import annotations

from importlib.resources import files

import pytest

from harvest.demo.councils.authored import councils
from tests.whole.council_runs import DELAY, Asked, ask
from tests.whole.harness import greylit
from tests.whole.storm import once

NAMES = '["health and wellbeing", "scrutiny", "cabinet"]'


@pytest.fixture(scope="session")
def read(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    text = (files("harvest.demo") / "councils.toml").read_text(encoding="utf-8")
    text = text.replace(
        "[crawl]", 'to_year = { value = 2019, why = "the papers of these years are read whole" }\n\n[crawl]'
    )
    text = text.replace('list   = "councils.csv"', f'list   = "councils.csv"\ncommittees = {NAMES}')
    with once(tmp_path_factory, "council-committees") as (folder, first):
        if first:
            ask(folder, councils(), protocol=text)
        return Asked.of(folder)


def counted(read: Asked, source: str) -> dict[str, int]:
    rows = read.query(
        f"select kind, count(*) from capture where source = '{source}' and outcome = 'read' group by 1"
    )
    return {str(kind): int(n) for kind, n in rows}


def test_a_web_service_gives_the_meetings_of_the_committees_that_are_named(read: Asked) -> None:
    assert counted(read, "la.alpha")["service-meeting"] >= 5
    ((told,),) = read.query("select detail from capture where source = 'la.alpha' and kind = 'committees'")
    assert "Health & Wellbeing Board" in told and "Council" not in told.replace("Shadow", "")
    # A meeting that no search names is read to its last item.
    ((items,),) = read.query(
        "select count(*) from work where source = 'la.alpha' and meeting like '%MId=10401'"
    )
    assert items == 3


def test_where_the_service_is_switched_off_the_pages_are_read_and_their_lists_end(read: Asked) -> None:
    found = counted(read, "la.beta")
    assert found["committees"] == 2 and found["meeting"] >= 10 and found["meetings"] < 40
    rows = read.query(
        "select detail from capture where source = 'la.beta' and kind = 'committees' order by seq"
    )
    assert "switched off" in rows[0][0] and "Scrutiny - Health" in rows[1][0]


def test_the_months_of_cmis_are_bounded_and_waited_for(read: Asked) -> None:
    rows = read.query(
        "select count(*), max(took) from capture where source = 'la.epsilon' and url like '%NoJava%'"
    )
    assert rows[0][0] == 60 and rows[0][1] >= 40
    assert counted(read, "la.epsilon")["listing"] >= 5


def test_what_search_and_walk_both_find_is_one_record(read: Asked) -> None:
    twice = read.query(
        "select document, count(*) from work_document join work using (work) where verdict = 'record' and role <> 'html'"
        " and document in (select document from match where concept = 'A') group by 1 having count(*) > 1"
    )
    assert not twice
    dates = read.query(
        "select min(meeting_date), max(meeting_date) from meeting where source in ('la.alpha', 'la.beta')"
    )
    assert dates[0][0] >= "2000" and dates[0][1] <= "2019-12-31"


def test_no_host_is_asked_too_fast_and_the_walk_passes_its_audit(read: Asked) -> None:
    assert read.shortest_pause() >= DELAY
    assert greylit("audit", "--review", str(read.folder)).returncode == 0
