"""Seeds and decisions as people bring them."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvest.citations import FileDecisions, Found, Seed, UnansweredError, Works, read_decisions, read_seeds
from harvest.citations.seeds import looked_for
from harvest.errors import GreylitError
from tests.citations.test_union import Scripted

RIS = """TY  - RPRT
TI  - With a DOI
DO  - https://doi.org/10.5555/With
PY  - 2011
ER  -
TY  - RPRT
TI  - Without any: a report
AU  - Gamma Borough Council
PY  - 2010
ER  -
"""


class Searching(Scripted):
    """An index whose search gives what it is told to, or fails."""

    def __init__(self, rows: list[Found] | None) -> None:
        super().__init__("openalex", {})
        self._rows = rows

    def search(self, text: str) -> list[Found]:
        if self._rows is None:
            raise UnansweredError("failed", "away")
        return self._rows


def seeds_of(folder: Path, text: str) -> list[Seed]:
    path = folder / "seeds.txt"
    path.write_text(text, encoding="utf-8")
    return read_seeds(path)


def test_ids_come_one_a_line_in_any_spelling(tmp_path: Path) -> None:
    seeds = seeds_of(tmp_path, "\ufeffW12\n\n# a remark\r\nhttps://doi.org/10.5555/A\n  pmid:7 \n")
    assert [each.found.ids for each in seeds] == [("W12",), ("doi:10.5555/a",), ("pmid:7",)]


def test_a_line_that_is_no_id_is_named(tmp_path: Path) -> None:
    with pytest.raises(GreylitError, match="'Annual report'"):
        seeds_of(tmp_path, "W12\nAnnual report\n")


@pytest.mark.parametrize("text", ["", "# nothing\n", "Annual report\nSecond line\n"])
def test_a_file_without_a_seed_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(GreylitError):
        seeds_of(tmp_path, text)


def test_references_are_seeds_with_and_without_doi(tmp_path: Path) -> None:
    first, second = seeds_of(tmp_path, RIS)
    assert first.found.ids == ("doi:10.5555/with",)
    assert second.found.ids == () and (second.found.title, second.found.year) == (
        "Without any: a report",
        2010,
    )


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([Found(("W5",), "Without any - a Report", 2011)], "W5"),
        ([Found(("W5",), "Without any: a report", 2013)], None),
        ([Found(("W5",), "Without any: a report, second part", 2010)], None),
        ([Found(("W5",), "Without any: a report", 2010), Found(("W6",), "Without any: a report", 2010)], None),
        ([], None), (None, None),
    ],
)  # fmt: skip
def test_a_seed_without_id_is_only_what_has_its_very_title_and_year(
    rows: list[Found] | None, found: str | None
) -> None:
    seed = Seed("x", Found((), "Without any: a report", 2010))
    ids = looked_for(seed, [Searching(rows)]).ids
    assert (ids[0] if ids else None) == found


@pytest.mark.parametrize(
    "text",
    [
        "openalex_id,decision\nW1,include\nW2,exclude\nW3,maybe\n",
        "id,included\nW1,1\nhttps://openalex.org/W2,0\nW3,\n",
        "id;title;included\nW1;a, b;yes\nW2;c;no\n",
    ],
)
def test_decisions_are_read_from_tables_of_several_makers(text: str, tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text(text, encoding="utf-8")
    assert read_decisions(path) == {"W1": True, "W2": False}


@pytest.mark.parametrize(
    "text", ["", "id,title\nW1,a\n", "id,included\nW1,perhaps\n", "name,included\na,1\n"]
)
def test_a_table_without_ids_or_decisions_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GreylitError):
        read_decisions(path)


def test_a_decision_counts_under_any_id_of_a_work() -> None:
    works = Works()
    work = works.take(Found(("W5", "doi:10.5555/x")))
    assert FileDecisions({"doi:10.5555/x": True})(work) is True
    assert FileDecisions({"W5": False})(work) is False and FileDecisions({})(work) is None
    assert FileDecisions({"W4": True}, {"W4": "W5"})(work) is True
