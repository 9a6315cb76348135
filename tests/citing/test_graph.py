"""From references and texts to citations among works that are held: matched, refused, told apart, each once."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

import pytest

from harvest.citing.graph import Graph, graph
from harvest.citing.graphml import graphml
from harvest.reference_fields import parse_reference


def work(
    id_: str,
    title: str,
    year: int | None = 2019,
    publisher: str = "The King's Fund",
    *authors: str,
    **more: Any,
) -> dict[str, Any]:
    return {
        "work": id_, "title": title, "year": year, "authors": list(authors), "publishers": [publisher] if publisher else [],
        "doi": None, "isbn": None, "urls": [f"http://www.example.test/{id_}"], "titles": [title], **more,
    }  # fmt: skip


def reference(citing: str, body: str, position: int = 1, **more: Any) -> dict[str, Any]:
    parsed = parse_reference(body)
    said = {
        key: getattr(parsed, key)
        for key in ("authors", "year", "title", "publisher", "doi", "url")
        if getattr(parsed, key)
    }
    return {
        "document": f"d-{citing}", "work": citing, "position": position, "body": body, "page": 3, "start": None, "stop": None,
        "number": None, "place": "list", "heading": "References", "url": None, "fields": json.dumps(said), **more,
    }  # fmt: skip


HELD = [
    work("a", "Nine signatures: how alliances begin", 2019, "The King's Fund", "Tarrant, Edmund"),
    work("b", "Commissioning for outcomes in care homes", 2012, "The King's Fund", "Peake, Rosalind"),
    work(
        "c",
        "Commissioning for outcomes in care homes",
        2012,
        "Joseph Rowntree Foundation",
        "Langmead, Hester",
    ),
    work("d", "Gardeners who notice their neighbours", 2008, "Joseph Rowntree Foundation", "Flint, Dorothy"),
]


def drawn(references: list[dict[str, Any]], texts: list[dict[str, Any]] | None = None) -> Graph:
    return graph(HELD, references, lambda: texts or [])


def pairs(found: Graph, kind: str = "citation") -> list[tuple[str, str]]:
    return [(row["citing"], row["cited"]) for row in found.citations if row["kind"] == kind]


def test_a_reference_without_a_doi_is_matched_by_title_with_what_speaks_for_it() -> None:
    found = drawn([reference("d", "Tarrant, E. (2019) Nine signatures. London: King's Fund.")])
    assert pairs(found) == [("d", "a")] and not found.unmatched
    (row,) = found.citations
    assert 0 < row["score"] <= 1 and row["evidence"] and (row["document"], row["position"]) == ("d-d", 1)


def test_of_two_publications_of_one_title_the_one_whose_publisher_is_named_is_cited_and_else_neither() -> (
    None
):
    told = "Commissioning for outcomes in care homes. {} 2012."
    assert pairs(drawn([reference("a", told.format("Joseph Rowntree Foundation,"))])) == [("a", "c")]
    silent = drawn([reference("a", "Commissioning for outcomes in care homes.")])
    assert not silent.citations and {"b", "c"} <= set(silent.unmatched[0]["near"])


def test_a_year_that_contradicts_refuses_and_the_reference_is_kept_with_what_came_near() -> None:
    found = drawn([reference("d", "Tarrant, E. (2009) Nine signatures. London: King's Fund.")])
    assert not found.citations
    (kept,) = found.unmatched
    assert (kept["document"], kept["position"]) == ("d-d", 1) and kept["rule"] and "a" in kept["near"]


def test_a_loop_and_a_citation_of_itself_are_edges_like_others() -> None:
    found = drawn([
        reference("a", "Flint D (2008) Gardeners who notice their neighbours. York: Joseph Rowntree Foundation."),
        reference("d", "Tarrant, E. (2019) Nine signatures. London: King's Fund."),
        reference("d", "Flint D (2008) Gardeners who notice their neighbours. York: JRF.", 2),
    ])  # fmt: skip
    assert sorted(pairs(found)) == [("a", "d"), ("d", "a"), ("d", "d")]


@pytest.mark.parametrize("address", ["http://www.example.test/a", "http://www.example.test/a?utm_source=x"])
def test_a_link_to_a_work_cites_it_and_one_to_anything_else_says_nothing(address: str) -> None:
    link = {"place": "link", "url": address, "fields": None}
    assert pairs(drawn([reference("d", "as we said before", **link)])) == [("d", "a")]
    elsewhere = drawn(
        [reference("d", "About us", place="link", url="http://www.example.test/about", fields=None)]
    )
    assert not elsewhere.citations and not elsewhere.unmatched
    own = drawn([reference("a", "Download the report", **link)])
    assert not own.citations, "a page leads to its own file"


def test_a_title_in_running_text_is_a_mention_and_with_its_publisher_and_year_a_citation() -> None:
    bare = {
        "document": "d-d",
        "work": "d",
        "body": "Much of it was said by Nine signatures: how alliances begin, as everybody knows by now.",
    }
    assert pairs(drawn([], [bare]), "mention") == [("d", "a")]
    named = {
        **bare,
        "body": "Much of it was said in Nine signatures: how alliances begin (The King's Fund, 2019) before that.",
    }
    assert pairs(drawn([], [named])) == [("d", "a")]


def test_what_a_reference_says_is_not_told_again_by_the_text_and_a_title_of_its_own_is_none() -> None:
    text = "Gardeners who notice their neighbours\n\nReferences\nTarrant, E. (2019) Nine signatures. London: King's Fund."
    start = text.index("Tarrant")
    cited = reference("d", text[start:], start=start, stop=len(text))
    found = drawn([cited], [{"document": "d-d", "work": "d", "body": text}])
    assert [(row["citing"], row["cited"], row["kind"]) for row in found.citations] == [("d", "a", "citation")]


def test_the_order_of_what_was_read_leaves_no_trace() -> None:
    references = [
        reference("d", "Tarrant, E. (2019) Nine signatures. London: King's Fund."),
        reference("a", "Flint D (2008) Gardeners who notice their neighbours. York: JRF."),
        reference("b", "Nobody (1999) A book that nobody holds. London: Nowhere."),
    ]
    one, other = graph(HELD, references, list), graph(HELD[::-1], references[::-1], list)
    assert one.citations == other.citations
    assert sorted(map(str, one.unmatched)) == sorted(map(str, other.unmatched))


def test_the_graph_is_written_so_that_other_programs_read_it() -> None:
    tree = graphml(
        [
            {"id": "a", "title": "Nine \x00signatures & more", "year": "2019"},
            {"id": "d", "title": "Gardeners"},
        ],
        [{"source": "d", "target": "a", "kind": "citation", "score": 0.95, "page": 3}],
    )
    root = ElementTree.fromstring(ElementTree.tostring(tree.getroot()))
    space = "{http://graphml.graphdrawing.org/xmlns}"
    nodes, edges = root.findall(f".//{space}node"), root.findall(f".//{space}edge")
    assert [node.get("id") for node in nodes] == ["a", "d"]
    assert (edges[0].get("source"), edges[0].get("target")) == ("d", "a")
    assert nodes[0].find(f"{space}data[@key='node_title']").text == "Nine signatures & more"  # type: ignore[union-attr]
