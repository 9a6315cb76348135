"""GraphML: networkx reads the graph, and its edges are the citations of the review."""

from __future__ import annotations

from pathlib import Path

import networkx

from harvest.export import graphml
from store import citing
from tests.cli.said import Greylit
from tests.export_data.conftest import Open


def test_edges_go_from_the_citing_to_the_cited_work_with_rule_and_score(
    cited: Path, whole: Open, tmp_path: Path
) -> None:
    review = whole(cited)
    graphml.write_from(review, tmp_path / "g.graphml")
    graph = networkx.read_graphml(tmp_path / "g.graphml", force_multigraph=True)
    chosen = {record.id for record in review.records}
    expected = [
        (row["citing"], row["cited"], row["kind"], row["rule"], row["score"])
        for row in citing.edges(review.database)
        if row["citing_record"] in chosen or row["cited_record"] in chosen
    ]
    found = [(a, b, about["kind"], about["rule"], about["score"]) for a, b, about in graph.edges(data=True)]
    assert graph.is_directed() and sorted(found) == sorted(expected) and expected
    titles = {record.id: record.title for record in review.records}
    for _, about in graph.nodes(data=True):
        if record := about.get("record"):
            assert about["title"] == titles[record]


def test_records_outside_the_graph_are_counted(cited: Path, govuk: Path, whole: Open, tmp_path: Path) -> None:
    review = whole(cited)
    result = graphml.write_from(review, tmp_path / "g.graphml")
    outside = len(review.records) - result.records
    assert outside and result.records and result.notes[0].startswith(f"{outside} record")
    none = graphml.write_from(whole(govuk), tmp_path / "h.graphml")
    assert none.records == 0 and len(networkx.read_graphml(tmp_path / "h.graphml")) == 0


def test_the_command_citations_writes_the_same_graph(
    cited: Path, whole: Open, tmp_path: Path, say: Greylit
) -> None:
    graphml.write_graph(tmp_path / "all.graphml", whole(cited).database)
    said = say("citations", "--graphml", str(tmp_path / "said.graphml"), "--review", str(cited))
    assert said.code == 0, said
    assert (tmp_path / "said.graphml").read_bytes() == (tmp_path / "all.graphml").read_bytes()
