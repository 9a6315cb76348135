"""Works that several indexes have under several ids: one each, with the evidence of every index kept apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pytest

from harvest.citations import Direction, Found, Listed, Looked, Search, Sought, Work, Works, name_of
from harvest.citations.union import Link


class Scripted:
    """An index that says what it is told to."""

    directions: frozenset[Direction] = frozenset({"backward", "forward"})

    def __init__(self, name: str, cites: dict[str, list[Found]], known: Iterable[Found] = ()) -> None:
        self.name, self._cites = name, cites
        self._known = {each: found for found in known for each in found.ids}

    def works(self, ids: Iterable[str]) -> Looked:
        ids = list(ids)
        return Looked(
            {each: self._known[each] for each in ids if each in self._known},
            {each for each in ids if each not in self._known},
        )

    def references(self, works: Sequence[Sought]) -> Iterator[Listed]:
        for work in works:
            name = next((each for each in work.ids if each in self._cites), None)
            found = tuple(self._cites.get(name or "", ()))
            yield Listed(work, "backward", "citations" if found else "no-data", found)

    def citing(self, works: Sequence[Sought]) -> Iterator[Listed]:
        for work in works:
            yield Listed(work, "forward", "none")

    def search(self, text: str) -> list[Found]:
        return []


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("W2741809807", "W2741809807"), ("https://openalex.org/w12", "W12"), ("https://api.openalex.org/works/W12", "W12"),
        ("https://doi.org/10.5555/A(1)b", "doi:10.5555/a(1)b"), ("DOI: 10.5555/AB", "doi:10.5555/ab"),
        ("10.5555%2Fab", "doi:10.5555/ab"), ("pmid:0123", "pmid:123"), ("https://pubmed.ncbi.nlm.nih.gov/123/", "pmid:123"),
        ("omid:br/0612", "omid:br/0612"), ("s2:" + "ab" * 20, "s2:" + "ab" * 20), ("Annual report 2010", None), ("W", None),
        ("", None), ("12345", None), ("https://www.kingsfund.org.uk/10.1", None),
    ],
)  # fmt: skip
def test_an_id_has_one_spelling(written: str, name: str | None) -> None:
    assert name_of(written) == name


def test_a_work_is_one_as_soon_as_an_id_says_so() -> None:
    works = Works()
    first, second = works.take(Found(("W5",))), works.take(Found(("doi:10.5555/x",), "Its title", 2011))
    assert len(works) == 2
    second.links.append(Link(1, "backward", "crossref", first, second))
    both = works.take(Found(("W5", "doi:10.5555/x")))
    assert len(works) == 1 and both is first and second.standing is first
    assert (both.id, both.doi, both.title, both.year) == ("W5", "10.5555/x", "Its title", 2011)
    assert both.links[0].of is both and both.links[0].other is both


def test_an_id_that_was_merged_is_not_one_of_those_that_stand() -> None:
    works = Works()
    old = works.take(Found(("W9",)))
    works.moved("W9", "W3")
    assert works.named("W9") is works.named("W3") is old
    assert old.id == "W3" and old.ids == {"W3"} and old.merged == {"W9"}
    assert works.take(Found(("W9",))).ids == {"W3"}


def test_two_indexes_add_up_to_one_work_with_the_evidence_of_both() -> None:
    full = Found(("W2", "doi:10.5555/b"), "Both have it", 2012)
    openalex = Scripted("openalex", {"W1": [Found(("W2",))]}, [Found(("W1", "doi:10.5555/a"), "Seed"), full])
    crossref = Scripted(
        "crossref", {"doi:10.5555/a": [Found(("doi:10.5555/b",)), Found((), text="Council minutes, 2009")]}
    )
    found = Search([openalex, crossref], {"backward"}, None).run([Found(("W1",))])
    assert [(each.new, each.new_included) for each in found.rounds] == [(1, 0)]
    [work] = found.ranked()
    assert work.id == "W2" and {each.index for each in work.links} == {"openalex", "crossref"}
    assert [each.found.text for each in found.wordy] == ["Council minutes, 2009"] and found.wordy[
        0
    ].of.id == "W1"


def test_a_work_that_cites_itself_and_works_that_cite_each_other_end_the_search_all_the_same() -> None:
    cites = {
        "W1": [Found(("W1",)), Found(("W2",))],
        "W2": [Found(("W1",)), Found(("W3",))],
        "W3": [Found(("W1",))],
    }
    index = Scripted("openalex", cites, [Found((each,), each) for each in cites])
    found = Search([index], {"backward"}, lambda work: work.id != "W4").run([Found(("W1",))])
    assert [(each.new, each.new_included) for each in found.rounds] == [(1, 1), (1, 1), (0, 0)]
    assert found.end == "exhausted" and [each.id for each in found.included] == ["W1", "W2", "W3"]
    assert not [link for each in found.works for link in each.links if link.of is link.other]


def test_seeds_that_are_one_work_are_one_seed() -> None:
    index = Scripted("openalex", {}, [Found(("W1", "doi:10.5555/a"), "Seed")])
    found = Search([index], {"backward"}, None).run([Found(("W1",)), Found(("doi:10.5555/a",))])
    assert [each.id for each in found.seeds] == ["W1"] and found.rounds[0].expanded == 1


def test_only_the_directions_that_were_asked_for_are_searched() -> None:
    index = Scripted("openalex", {"W1": [Found(("W2",))]}, [Found(("W1",), "Seed")])
    found = Search([index], {"forward"}, None).run([Found(("W1",))])
    assert {each.direction for each in found.told} == {"forward"} and found.rounds[0].new == 0


def test_a_work_without_any_id_that_stands_still_has_a_name() -> None:
    assert Work(7).id == "unknown:7"
