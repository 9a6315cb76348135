"""What only a person can say: a file with every key, errors that say what was meant, blanks that are seen."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from crawler.sources import sources
from harvest.errors import GreylitError
from harvest.report.facts import Facts, facts
from harvest.report.items import Item
from harvest.report.model import BLANK, plain, text
from harvest.report.notes import FILE, KEYS, read_notes, template
from harvest.report.prisma_s import prisma_s_items
from harvest.report.tarcis import tarcis_items
from store.workspace import Workspace

SOURCES = {"jrf": "JRF", "web-archives": "Web archives"}


def test_the_template_has_every_key_and_says_nothing(tmp_path: Path) -> None:
    written = template(SOURCES)
    assert {section: set(keys) for section, keys in tomllib.loads(written).items()} == {
        **{section: set(keys) for section, keys in KEYS.items()}, "sources": set(SOURCES),
    }  # fmt: skip
    (tmp_path / FILE).write_text(written, encoding="utf-8")
    notes = read_notes(tmp_path, SOURCES)
    assert notes.said == {} and notes.studies is None


@pytest.mark.parametrize(
    ("written", "says", "hint"),
    [
        ('[prisma_s]\ncontact = "x"', "prisma_s.contact", "Did you mean contacts?"),
        ('[prism_s]\ncontacts = "x"', "[prism_s]", "Did you mean prisma_s?"),
        ('[sources]\njfr = "x"', "sources.jfr", "Did you mean jrf?"),
        ("[flow]\nstudies = -1", "flow.studies must be a number", ""),
        ("[flow]\nstudies = true", "flow.studies must be a number", ""),
        ("[prisma_s]\ncontacts = 3", "prisma_s.contacts must be text", ""),
        ("prisma_s = 3", "must be a section", ""),
        ("[prisma_s", "cannot be read", "--template"),
    ],
)
def test_what_means_nothing_is_an_error_that_says_what_may_have_been_meant(
    tmp_path: Path, written: str, says: str, hint: str
) -> None:
    (tmp_path / FILE).write_text(written, encoding="utf-8")
    with pytest.raises(GreylitError) as wrong:
        read_notes(tmp_path, SOURCES)
    assert wrong.value.code == "NOTES" and says in wrong.value.message
    assert hint in (wrong.value.hint or "")


def by_key(items: list[Item]) -> dict[str, Item]:
    return {item.key: item for item in items}


def test_the_sixteen_items_are_filled_or_blank_or_not_used(cited_facts: Facts) -> None:
    items = by_key(prisma_s_items(cited_facts))
    assert list(items) == [str(number) for number in range(1, 17)]
    states = {key: item.status for key, item in items.items()}
    assert {key for key, state in states.items() if state == "needs you"} == {
        "1",
        "2",
        "4",
        "6",
        "10",
        "11",
        "14",
    }
    assert {key for key, state in states.items() if state == "not used"} == {"3", "12"}
    assert plain(items["3"].lines[0]) == "No study registry was searched."
    for item in items.values():
        blanks = [line for line in item.lines if BLANK in plain(line)]
        assert bool(blanks) == (item.status == "needs you"), item.key


def test_what_a_person_writes_fills_the_blanks(copied: Path) -> None:
    (copied / FILE).write_text(
        '[prisma_s]\npeer_review = "AB, PRESS, 2026-11-02"\nprior_work = "None."\ncontacts = "Nobody."\n'
        'multi_database = "Web of Science Core Collection alone."\nfilters = "None."\n[sources]\njrf = "It funds care."\n'
        '[tarcis]\nscreening = "As the others."\nrationale = "Words overlap."\n',
        encoding="utf-8",
    )
    read = facts(Workspace(copied), sources(), "2026-11-27")
    items = by_key(prisma_s_items(read))
    assert {key for key, item in items.items() if item.status == "needs you"} == {"1"}
    assert [plain(line) for line in items["14"].lines] == ["AB, PRESS, 2026-11-02"]
    assert not [item.key for item in tarcis_items(read) if item.status == "needs you"]


def test_an_item_with_a_blank_needs_a_person_whatever_else_it_says() -> None:
    from harvest.report.model import blank

    assert Item("1", "x", (text("a"), blank("b"))).status == "needs you"
    assert Item("1", "x", (text("a"),)).status == "filled"
    assert Item("1", "x", (text("a"),), unused=True).status == "not used"


def test_citations_that_nobody_searched_are_not_used(govuk_facts: Facts) -> None:
    items = tarcis_items(govuk_facts)
    assert [item.key for item in items] == [f"R{number}" for number in range(1, 11)]
    assert {item.status for item in items} == {"not used"}
