"""The citation graph of the miniature publishers, which has no DOI in it, from their archived pages and files."""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from pathlib import Path

import pytest

from crawler.canonical import canonical
from harvest.demo.publishers.citations import edges
from harvest.demo.publishers.model import MIRROR, dead_links
from harvest.demo.publishers.truth import publisher_rows
from store.citing import not_held
from store.database import Reader
from tests.whole.council_runs import Asked
from tests.whole.harness import greylit
from tests.whole.publisher_runs import ARCHIVES, ask_publishers, protocol_text
from tests.whole.storm import once, shown

CITATIONS = """
[citations]
seeds    = "included"
backward = { from = ["reference-list"], rounds = 1 }
"""


@pytest.fixture(scope="session")
def read(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    with once(tmp_path_factory, "citation-graph") as (folder, first):
        return ask_publishers(folder, protocol_text(ARCHIVES + CITATIONS)) if first else Asked.of(folder)


@pytest.fixture(scope="session")
def names(read: Asked) -> dict[str, str]:
    return names_of(read)


def names_of(read: Asked) -> dict[str, str]:
    """Work of the database (as it stands) to id of the corpus."""
    standing = {work: into or work for work, into in read.query("select work, into_work from work")}
    places: dict[str, set[str]] = defaultdict(set)
    for work, url in read.query(
        "select work, url from work union select work, url from work_document union select work, final_url from work_document"
    ):
        places[url].add(standing[work])
    for before, to in read.query("select from_url, to_url from link where why = 'redirect'"):
        places[before] |= places[to]
    found: dict[str, str] = {}
    ids = {row.work_id for row in publisher_rows()}
    for row in publisher_rows():
        # A copy is its original; what only the mirror has is itself.
        if row.host != MIRROR or row.twin_of not in ids:
            for address in (*row.addresses, *row.files):
                for work in places.get(canonical(address), ()):
                    found[work] = row.work_id
    for dead in dead_links():
        for work in places.get(canonical(dead.url), ()):
            found.setdefault(work, f"dead:{dead.url.rsplit('/', 1)[-1]}")
    return found


def of_truth(kind: str, held: set[str], citing: set[str]) -> set[tuple[str, str]]:
    return {(e.citing, e.cited) for e in edges() if e.kind == kind and e.cited in held and e.citing in citing}


def of_database(read: Asked, names: dict[str, str], kind: str) -> set[tuple[str, str]]:
    rows = read.query(f"select citing, cited from citation where kind = '{kind}'")
    return {(names.get(citing, citing), names.get(cited, cited)) for citing, cited in rows}


def test_the_planted_citations_are_recovered_and_no_other(read: Asked, names: dict[str, str]) -> None:
    citing = {names[work] for (work,) in read.query(
        "select distinct coalesce(w.into_work, w.work) from work w join work_document using (work) join reference_list using (document)"
    ) if work in names}  # fmt: skip
    wanted = of_truth("citation", set(names.values()), citing)
    found = of_database(read, names, "citation")
    right = wanted & found
    precision, recall = len(right) / len(found), len(right) / len(wanted)
    assert len(wanted) >= 20
    assert precision >= 0.98 and recall >= 0.95, shown(
        [
            f"precision {precision:.3f} recall {recall:.3f}",
            "missing",
            sorted(wanted - found),
            "wrong",
            sorted(found - wanted),
        ]
    )


def test_mentions_are_told_from_citations(read: Asked, names: dict[str, str]) -> None:
    citing = {names[work] for (work,) in read.query(
        "select distinct coalesce(w.into_work, w.work) from work w join work_document using (work) join reference_list using (document)"
    ) if work in names}  # fmt: skip
    wanted = of_truth("mention", set(names.values()), citing) - of_truth(
        "citation", set(names.values()), citing
    )
    found = of_database(read, names, "mention") - of_database(read, names, "citation")
    # A short title without quotation marks is as good as any words: it is not counted.
    assert wanted and len(wanted & found) >= 0.5 * len(wanted), shown(sorted(wanted - found))
    assert not found - wanted - of_truth("citation", set(names.values()), citing), shown(
        sorted(found - wanted)
    )


def test_references_to_what_is_not_held_are_kept_as_written(read: Asked) -> None:
    outside = [e for e in edges() if not e.cited and e.how in ("list", "page-list", "footnote")]
    kept = {" ".join(body.split()) for (body,) in read.query(
        "select body from reference join unmatched_reference using (document, position)"
    )}  # fmt: skip
    citing = {row.work_id for row in publisher_rows() if row.words}
    # A line without author, year or publisher in a list is taken as the end of the entry before it.
    wanted = {" ".join(e.written.split()) for e in outside if e.citing in citing and e.year}
    missing = {each for each in wanted if not any(each[12:60] in one for one in kept)}
    assert len(wanted) >= 5 and len(missing) <= 0.05 * len(wanted), shown([sorted(missing), sorted(kept)])


def test_references_in_a_document_of_what_was_joined_to_a_record_are_the_records(read: Asked) -> None:
    joined = {document for (document,) in read.query(
        "select document from work_document join work using (work) where document is not null group by 1 having min_by(verdict, work) = 'merged'"
    )}  # fmt: skip
    verdicts = dict(read.query("select work, verdict from work"))
    with Reader(read.folder / "greylit.duckdb") as database:
        rows = not_held(database)
    assert any(row["document"] in joined for row in rows)
    for row in rows:
        assert verdicts[row["work"]] != "merged" and bool(row["record"]) == (
            verdicts[row["work"]] == "record"
        ), row


def test_the_graph_is_computed_again_from_the_archive(read: Asked) -> None:
    before = sorted(map(str, read.query("select * from citation")))
    assert greylit("rebuild", "--review", str(read.folder)).returncode == 0
    assert sorted(map(str, read.query("select * from citation"))) == before
    said = greylit("citations", "--review", str(read.folder))
    assert said.returncode == 0 and "of what is held" in said.stderr and "cited by" in said.stdout
    assert greylit("audit", "--review", str(read.folder)).returncode == 0


def test_references_of_included_records_become_records_to_be_screened_and_the_next_search_brings_none_again(
    read: Asked, tmp_path: Path
) -> None:
    folder = tmp_path / "review"
    shutil.copytree(read.folder, folder)
    citing, left = read.query(
        "select w.record, count(*) from unmatched_reference join (select document, min(work) as work from work_document"
        " where document is not null group by document) using (document) join work w using (work)"
        " where w.record is not null group by 1 order by 2 desc, 1"
    )[0]
    assert left >= 3
    for by in ("HS", "LB"):
        done = greylit("decide", citing, "include", "--by", by, "--review", str(folder))
        assert done.returncode == 0, done.stderr
    line = ("cite", "--review", str(folder))
    first = greylit(*line)
    assert f"{left} works brought into the review" in first.stdout, first.stdout + first.stderr
    listed = json.loads(
        greylit("records", "--source", "citations", "--json", "--review", str(folder)).stdout
    )["records"]
    assert len(listed) == left and all(each["source"] == "citations" for each in listed)
    why = greylit("why", listed[0]["record"], "--review", str(folder)).stdout
    assert f"backward citation searching: in the references of {citing}" in why
    # By then they are held, and the references are of them.
    assert "0 works brought into the review" in greylit(*line).stdout
    assert greylit("audit", "--review", str(folder)).returncode == 0
    before = {each["record"]: each["title"] for each in listed}
    assert greylit("rebuild", "--review", str(folder)).returncode == 0
    again = json.loads(greylit("records", "--source", "citations", "--json", "--review", str(folder)).stdout)[
        "records"
    ]
    assert {each["record"]: each["title"] for each in again} == before
    status = greylit("status", "--review", str(folder)).stdout
    assert "Citation searching" in status


BESIDE = """
[citations]
seeds    = "included"
backward = { from = ["reference-list", "site-search"], rounds = 1 }
forward  = { from = ["site-search"], rounds = 1 }
"""


@pytest.fixture(scope="session")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """A review of which everything was included, and whose citations were then followed within what is held."""
    with once(tmp_path_factory, "citations-followed") as (folder, first):
        if not first:
            return Asked.of(folder)
        asked = ask_publishers(folder, protocol_text(BESIDE))
        for (record,) in asked.query("select record from record order by record"):
            said = greylit("decide", record, "include", "--by", "HS", "--review", str(asked.folder))
            assert said.returncode == 0, said.stderr
        said = greylit("cite", "--seeds", "included", "--review", str(asked.folder))
        assert said.returncode in (0, 3), said.stderr
        return Asked.of(folder)


def test_what_is_held_and_cites_or_is_cited_by_a_record_becomes_one_at_its_own_address(
    followed: Asked,
) -> None:
    names = names_of(followed)
    rows = followed.query(
        "select w.work, w.record, w.state, w.reason, len(w.concepts) from work w where w.verdict = 'record' and w.work in "
        "(select m.into_work from merge m join work e using (work) where e.source = 'citations')"
    )
    beside = {names[work] for work, _, _, reason, _ in rows if not reason.startswith("matches ")}
    included = {names[work] for (work,) in followed.query(
        "select work from work where verdict = 'record' and source <> 'citations' and reason like 'matches %'"
    )}  # fmt: skip
    held = {
        names[work]
        for (work,) in followed.query("select work from work where verdict <> 'outside-limits'")
        if work in names
    }
    of_lists = [
        e
        for e in edges()
        if e.kind == "citation" and e.how != "link" and e.cited in held and e.citing in held
    ]
    wanted = {e.cited for e in of_lists if e.citing in included} | {
        e.citing for e in of_lists if e.cited in included
    }
    assert beside == wanted - included and len(beside) >= 4, shown(
        [sorted(beside), sorted(wanted - included)]
    )
    assert all(record and state == "text" for _, record, state, _, _ in rows)
    for work, _, _, reason, _ in rows:
        if names[work] in beside:
            assert "citation searching" in reason, reason
    said = greylit("audit", "--review", str(followed.folder))
    assert said.returncode == 0, said.stdout + said.stderr


def test_following_citations_a_second_time_brings_nothing_twice(followed: Asked) -> None:
    before = followed.query("select record, url from work where record is not null order by record")
    said = greylit("cite", "--seeds", "included", "--review", str(followed.folder))
    assert said.returncode in (0, 3) and "0 works brought" in said.stdout, said.stdout
    assert followed.query("select record, url from work where record is not null order by record") == before


@pytest.mark.slow
def test_references_without_a_document_are_looked_for_by_their_titles(
    followed: Asked, tmp_path: Path
) -> None:
    shutil.copytree(followed.folder, tmp_path / "review")
    unfound = dict(
        followed.query("select record, title from record where source = 'citations' and state <> 'text'")
    )
    excluded = min(unfound)
    said = greylit(
        "decide",
        excluded,
        "exclude",
        "--reason",
        "Not England",
        "--by",
        "HS",
        "--review",
        str(tmp_path / "review"),
    )
    assert said.returncode == 0, said.stderr
    asked = ask_publishers(tmp_path, protocol_text(BESIDE), "--update")
    assert asked.code in (0, 3), asked.said
    notes = dict(asked.query(
        "select split_part(question, ':title-', 2), array_to_string(notes, ' ') from question where run = 2 and source = 'healthcommons' "
        "and question like '%:title-%'"
    ))  # fmt: skip
    assert {number for number, note in notes.items() if note.startswith("backward")} == set(unfound) - {
        excluded
    }
    assert {number for number, note in notes.items() if note.startswith("forward")}
    sent = {each for (each,) in asked.query(
        "select q.question from question q join capture c using (question) where q.run = 2 and c.outcome in ('none', 'results')"
    )}  # fmt: skip
    long = {each for each, title in unfound.items() if each != excluded and len(title.split()) >= 4}
    assert long and {f"healthcommons:title-{each}" for each in long} <= sent
