"""Several indexes asked of one seed: their answers add up, and each keeps its own outcome."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from harvest.citations import Cited, FolderShelf, Found, Seed, UnansweredError, addresses_of, cite, index_name
from harvest.citations.asker import Asker
from harvest.citations.searching import Asked
from harvest.citations.services import services
from harvest.errors import Exit, GreylitError
from tests.citations.scripted import LittleOpenAlex, Reply, Request, scripted
from tests.citations.turning import TurningClock

OPENALEX = LittleOpenAlex(
    {"W1": ["W2"], "W2": [], "W3": ["W1"]}, dois={"W1": "10.5555/one", "W2": "10.5555/two"}
)
ROW = {
    "oci": "1-2",
    "citing": "omid:br/061 doi:10.5555/four",
    "cited": "doi:10.5555/one",
    "creation": "2015-01",
}


def others(request: Request) -> Reply:
    """Crossref knows one work OpenAlex has and one in words; OpenCitations one that nobody has; DataCite nothing."""
    if request.path.startswith("/crossref/works/10.5555/one"):
        references = [
            {"key": "a", "DOI": "10.5555/TWO"},
            {"key": "b", "unstructured": "Council. Minutes. 2009."},
        ]
        return 200, {}, {"message": {"DOI": "10.5555/one", "reference": references}}
    if request.path == "/oc/citations/doi:10.5555/one":
        return 200, {}, [ROW]
    if request.path.startswith("/oc/"):
        return 200, {}, []
    return (403, {}, {}) if request.path.startswith("/datacite/") else (404, {}, {})


@pytest.fixture
def cited(tmp_path: Path) -> Cited:
    clock = TurningClock()
    with scripted(OPENALEX) as openalex, scripted(others) as other:
        urls = {"openalex": openalex.url, "crossref": f"{other.url}/crossref", "opencitations": f"{other.url}/oc",
                "datacite": f"{other.url}/datacite"}  # fmt: skip
        asked = Asked([Seed("one", Found(("doi:10.5555/one",)))], decided={"W1": True}, urls=urls)
        shelf = FolderShelf(tmp_path, "test")
        try:
            return cite(asked, shelf, make=partial(Asker, clock=clock, wait=clock.wait))
        finally:
            shelf.close()


def test_what_two_indexes_have_is_one_work_and_what_one_has_is_kept(cited: Cited) -> None:
    found = {each["id"]: each for each in cited.as_dict()["works"]}
    assert set(found) == {"W2", "W3", "doi:10.5555/four"}
    assert {(each["index"], each["direction"]) for each in found["W2"]["links"]} == {("openalex", "backward"), ("crossref", "backward")}  # fmt: skip
    assert (
        found["doi:10.5555/four"]["links"][0]["index"] == "opencitations"
        and found["doi:10.5555/four"]["year"] == 2015
    )
    assert [each["text"] for each in cited.as_dict()["references_without_id"]] == ["Council. Minutes. 2009."]
    assert cited.as_dict()["per_round"] == [{"round": 1, "expanded": 1, "new": 3, "new_included": 0}]


def test_each_index_keeps_its_own_outcome(cited: Cited) -> None:
    assert cited.outcomes("openalex") == {"citations": 2} and cited.outcomes("crossref") == {"citations": 1}
    assert cited.outcomes("opencitations") == {"citations": 1, "no-data": 1} and cited.outcomes(
        "datacite"
    ) == {"refused": 2}
    assert [(each["index"], each["outcome"]) for each in cited.gaps] == [("datacite", "refused")]
    # One refusal is enough: it is not asked a second time.
    assert cited.services["datacite"].counts["requests"] == 1 and cited.exit_code == Exit.PARTIAL


def test_an_index_with_an_address_of_its_own_is_asked_alone_unless_others_are_named() -> None:
    urls = addresses_of(["OpenAlex=http://127.0.0.1:8799/", "s2=http://localhost:1/graph"])
    assert urls == {"openalex": "http://127.0.0.1:8799", "semantic-scholar": "http://localhost:1/graph"}
    reached, _ = services(urls, [], {}, "")
    assert list(reached) == ["openalex", "semantic-scholar"] and reached["openalex"].delay == 0
    reached, _ = services({"openalex": "http://127.0.0.1:8799"}, ["openalex", "crossref"], {}, "")
    assert list(reached) == ["openalex", "crossref"] and reached["crossref"].delay == 1.0


@pytest.mark.parametrize(
    "written", ["openalex", "openalex=", "openalex=ftp://x.org", "nobody=http://x.org", "openalex=http://a:b@x.org", "openalex=http://x.org?k=1"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(GreylitError):
        addresses_of([written])


def test_an_index_is_known_by_several_spellings() -> None:
    assert index_name("Semantic_Scholar") == index_name("s2") == "semantic-scholar"


def test_an_address_inside_a_network_is_only_asked_when_somebody_named_it(tmp_path: Path) -> None:
    """A redirect, or a public name that leads inside, is not followed there: only hosts that were named are exempt."""
    reached, _ = services({}, ["openalex"], {}, "")
    reached["openalex"].base = "http://127.0.0.1:9"
    shelf = FolderShelf(tmp_path, "test")
    try:
        with pytest.raises(UnansweredError) as told:
            Asker(shelf, "greylit/0", reached).get(reached["openalex"], "/works/W1")
    finally:
        shelf.close()
    assert told.value.outcome == "refused"
