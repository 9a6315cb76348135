"""Each client against answers in the documented shape of its index, from a cassette; every request of it is played.

The cassettes are our own writing; keys and contacts are left out of them by the filters below.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import vcr
from vcr.stubs.urllib3_stubs import VCRRequestsHTTPConnection, VCRRequestsHTTPSConnection

from crawler import safe_transport
from harvest.citations import FolderShelf, Index, Sought
from harvest.citations.asker import Asker
from harvest.citations.services import INDEXES, services
from tests.citations.turning import TurningClock

#: The connections of our own client, which vcrpy does not know.
OURS = (
    (safe_transport._Pool, "ConnectionCls", VCRRequestsHTTPConnection),
    (safe_transport._TlsPool, "ConnectionCls", VCRRequestsHTTPSConnection),
)
CASSETTES = Path(__file__).parent.parent / "cassettes" / "citations"
CONTACT = "librarian@library.ac.uk"
KEYS = {
    "OPENALEX_API_KEY": "openalex-secret",
    "OPENCITATIONS_TOKEN": "token-secret",
    "S2_API_KEY": "s2-secret",
}
ALPHA = Sought("0", ("doi:10.5555/alpha",))


@contextmanager
def client(name: str, folder: Path) -> Iterator[Index]:
    """One client that is answered from its cassette; all of it has to be played."""
    reached, _ = services({}, [name], KEYS, CONTACT)
    shelf = FolderShelf(folder, "test")
    clock = TurningClock()
    asker = Asker(shelf, f"greylit/0 (contact: {CONTACT})", reached, clock=clock, wait=clock.wait)
    played = vcr.use_cassette(
        str(CASSETTES / f"{name.replace('-', '_')}.yaml"), record_mode="none", match_on=["method", "uri"],
        custom_patches=OURS, filter_query_parameters=["api_key", "mailto", "email"],
        filter_headers=["Authorization", "x-api-key", "User-Agent"],
    )  # fmt: skip
    try:
        with played as cassette:
            yield INDEXES[name].make(asker, reached[name])
            assert cassette.all_played
    finally:
        asker.close()
        shelf.close()


def test_openalex_lists_both_ways_to_the_last_page_and_follows_what_was_merged(tmp_path: Path) -> None:
    with client("openalex", tmp_path) as index:
        [backward] = index.references([ALPHA])
        assert backward.outcome == "citations" and [each.ids for each in backward.works] == [
            ("W201",),
            ("W202",),
        ]
        [forward] = index.citing([ALPHA])
        assert [each.ids[0] for each in forward.works] == ["W301", "W302", "W303"]
        assert forward.works[0].ids[1] == "doi:10.5555/c1" and not forward.unsure
        looked = index.works(["W999", "W404"])
        assert looked.moved == {"W999": "W101"} and looked.missing == {"W404"}
        assert [each.ids[0] for each in index.search("Alpha: report on local care")] == ["W101"]


def test_crossref_keeps_references_without_doi_in_their_words_and_refuses_ties(tmp_path: Path) -> None:
    closed, elsewhere = Sought("1", ("doi:10.5555/closed",)), Sought("2", ("doi:10.5281/zenodo.1",))
    with client("crossref", tmp_path) as index:
        listed = list(index.references([ALPHA, closed, elsewhere, Sought("3", ("W1",))]))
        assert [each.outcome for each in listed] == ["citations", "no-data", "no-data", "no-data"]
        beta, gamma, delta = listed[0].works
        assert beta.ids == ("doi:10.5555/beta",) and gamma.ids == delta.ids == ()
        assert gamma.text == "Gamma Borough Council. Housing strategy 2010 to 2015. Gamma: the Council; 2010."
        assert (delta.title, delta.year) == (
            "Delta: a review",
            2009,
        ) and delta.text == "Delta, 2009, Delta: a review, Working papers"
        looked = index.works(["doi:10.5555/alpha"])
        assert looked.found["doi:10.5555/alpha"].authors == ("Example, Ann", "Example Trust")
        assert len(index.search("Example A. Alpha report on local care. 2018.")) == 2
        assert index.search("Annual report") == []
        assert list(index.citing([ALPHA])) == []


def test_opencitations_reads_several_ids_a_cell_and_never_says_none(tmp_path: Path) -> None:
    with client("opencitations", tmp_path) as index:
        [backward] = index.references([ALPHA])
        assert [each.ids for each in backward.works] == [
            ("doi:10.5555/beta", "pmid:1111", "omid:br/061200"),
            ("doi:10.5555/gamma", "doi:10.5555/gamma.v2", "omid:br/061201"),
        ]
        cited, nobody = index.citing([ALPHA, Sought("1", ("doi:10.5555/nobody",))])
        assert [(each.ids[0], each.year) for each in cited.works] == [("doi:10.5555/c1", 2020)]
        assert nobody.outcome == "no-data"


def test_datacite_reads_relations_and_lists_and_tells_none_from_no_data(tmp_path: Path) -> None:
    full, alone = Sought("1", ("doi:10.5281/zenodo.1",)), Sought("2", ("doi:10.5281/zenodo.2",))
    with client("datacite", tmp_path) as index:
        backward = list(index.references([full, alone, ALPHA]))
        assert [each.outcome for each in backward] == ["citations", "none", "no-data"]
        assert [each.ids for each in backward[0].works] == [("doi:10.5555/alpha",), ()]
        assert backward[0].works[1].text == "https://www.example.org/report.pdf"
        [forward] = index.citing([full])
        assert [each.ids for each in forward.works] == [
            ("doi:10.5555/c9",)
        ] and forward.detail == "1 of 2 were listed"
        assert index.search("Data on local care")[0].title == "Data on local care"


def test_semantic_scholar_pages_to_the_end_and_keeps_references_without_id(tmp_path: Path) -> None:
    with client("semantic-scholar", tmp_path) as index:
        assert index.works(["doi:10.5555/alpha"]).found["doi:10.5555/alpha"].year == 2018
        [forward] = index.citing([ALPHA])
        assert [each.title for each in forward.works] == ["Citing one", "Citing two"]
        backward, gone = index.references([ALPHA, Sought("1", ("doi:10.5555/gone",))])
        assert [each.ids[1:] for each in backward.works] == [("doi:10.5555/beta",), ()]
        assert backward.works[1].title == "Housing strategy" and gone.outcome == "no-data"
        assert index.search("Alpha report on local care")[0].ids[1] == "doi:10.5555/alpha"


def test_semantic_scholar_is_not_asked_without_a_key() -> None:
    reached, left = services({}, [], {"S2_API_KEY": "  "}, "")
    assert list(reached) == ["openalex", "crossref", "opencitations", "datacite"]
    assert left == {"semantic-scholar": "it is asked only with a key, in S2_API_KEY"}


@pytest.mark.parametrize("name", list(INDEXES))
def test_no_cassette_and_no_archive_has_a_secret_in_it(name: str, tmp_path: Path) -> None:
    from fastwarc import warc

    text = (CASSETTES / f"{name.replace('-', '_')}.yaml").read_text(encoding="utf-8")
    assert not [
        word for word in (*KEYS.values(), CONTACT, "api_key", "mailto", "Authorization") if word in text
    ]
    with client_without_playing_all(name, tmp_path) as index:
        list(index.references([ALPHA]))
    kept = b""
    for path in tmp_path.glob("*.warc.gz"):
        with path.open("rb") as file:
            for record in warc.ArchiveIterator(file, parse_http=False):
                kept += str(dict(record.headers.items())).encode() + record.reader.read()
    kept += (tmp_path / "asked.jsonl").read_bytes()
    assert b"10.5555" in kept and b"greylit/0" in kept
    assert not [word for word in (*KEYS.values(), CONTACT) if word.encode() in kept]


@contextmanager
def client_without_playing_all(name: str, folder: Path) -> Iterator[Index]:
    try:
        with client(name, folder) as index:
            yield index
    except AssertionError as error:
        if "all_played" not in str(error):
            raise
