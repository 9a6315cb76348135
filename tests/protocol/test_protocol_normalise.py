from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from protocol_texts import PLAIN, changed, load

from harvest.protocol import from_normalised
from harvest.protocol.model import Protocol

REORDERED = """\
# another comment
[crawl]
delay = "5000ms"   # the same
concurrency = 8    # the default, said aloud
[limits.from_year]
why = "not seen before"
value = 2000
[search]
require = "A and B"
[concepts]
B.terms = ["place based", "neighbourhood working"]
B.name = "places"
A = { terms = ["alliancing", "alliance contract*"], name = "alliances" }
[[sources]]
url = "https://www.kingsfund.org.uk/"
type = "site"
name = "The King's Fund"
id = "kf"
[[sources]]
list = "sources/prior.ris"
type = "seeds"
name = "Known studies"
id = "prior"
[review]
contact = "library@example.ac.uk"
question = "What helps?"
id = "alliances"
"""


def test_layout_comments_order_of_keys_and_defaults_do_not_matter(tmp_path: Path) -> None:
    plain, reordered = load(tmp_path), load(tmp_path, REORDERED)
    assert plain.normalised() == reordered.normalised()
    assert plain.sha256 == reordered.sha256


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_any_order_of_keys_normalises_alike(data: st.DataObject) -> None:
    def shuffled(value: object) -> object:
        if isinstance(value, dict):
            return {key: shuffled(value[key]) for key in data.draw(st.permutations(list(value)))}
        return [shuffled(entry) for entry in value] if isinstance(value, list) else value

    raw = tomllib.loads(PLAIN)
    assert Protocol.model_validate(shuffled(raw)).normalised() == Protocol.model_validate(raw).normalised()


@pytest.mark.parametrize(
    "change",
    [
        ('"alliancing", "alliance contract*"', '"alliance contract*", "alliancing"'),
        ('"alliancing", ', ""),
        ('require = "A and B"', 'require = "A or B"'),
        ('delay = "5s"', 'delay = "6s"'),
        ("value = 2000", "value = 2001"),
        ("kingsfund", "jrf"),
        ("[crawl]", '[keep]\nbytes = "none"\n[crawl]'),
        ("[[sources]]", '[[amendments]]\ndate = 2026-11-02\nby = "LB"\nwhat = "x"\nwhy = "y"\n[[sources]]'),
    ],
)
def test_a_change_of_meaning_changes_text_and_hash(tmp_path: Path, change: tuple[str, str]) -> None:
    before, after = load(tmp_path), load(tmp_path, changed(change))
    assert before.normalised() != after.normalised()
    assert before.sha256 != after.sha256


def test_normalised_is_json_with_durations_in_seconds_and_defaults(tmp_path: Path) -> None:
    text = load(tmp_path).normalised()
    value = json.loads(text)
    assert value["crawl"]["delay"] == 5.0 and value["crawl"]["max_pages"] == 2000
    assert text == json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def test_the_content_of_list_files_is_part_of_the_hash_as_it_was_when_read(tmp_path: Path) -> None:
    without = load(tmp_path)
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources/prior.ris").write_text("TY  - RPRT\n")
    first = load(tmp_path)
    (tmp_path / "sources/prior.ris").write_text("TY  - JOUR\n")
    second = load(tmp_path)
    assert len({without.sha256, first.sha256, second.sha256}) == 3
    assert first.normalised() == second.normalised()
    assert first.sha256 == first.sha256
    assert without.list_hashes == {"sources/prior.ris": None}


def test_the_seeds_list_of_citation_searching_is_hashed_too(tmp_path: Path) -> None:
    (tmp_path / "seeds.csv").write_text("doi\n")
    protocol = load(tmp_path, changed(("[[sources]]", '[citations]\nseeds = "seeds.csv"\n[[sources]]')))
    assert protocol.list_hashes["seeds.csv"]


def test_a_protocol_comes_back_from_its_normalised_text_with_the_same_hash(tmp_path: Path) -> None:
    protocol = load(tmp_path, changed(('delay = "5s"', 'delay = "50ms"\nbudget = { bytes = "2GB" }')))
    again = from_normalised(protocol.normalised(), protocol.list_hashes)
    assert again == protocol or again.normalised() == protocol.normalised()
    assert again.sha256 == protocol.sha256
    assert again.crawl.budget.bytes == 2_000_000_000


def test_a_protocol_cannot_be_changed(tmp_path: Path) -> None:
    protocol = load(tmp_path)
    with pytest.raises(ValueError, match="frozen"):
        protocol.crawl.delay = 0.0
