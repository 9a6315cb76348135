from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from protocol_texts import PLAIN, changed, load

from harvest.check import CheckReport, changed_keys, check
from harvest.protocol import Protocol

TODAY = date(2026, 11, 20)
MANUAL = '[[sources]]\nid = "wos"\nname = "WoS"\ntype = "manual"\nfiles = ["imports/a.ris"]\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources/prior.ris").write_text("TY  - RPRT\nER  - \n")
    return tmp_path


def _check(protocol: Protocol, **more: object) -> CheckReport:
    return check(protocol, today=TODAY, **more)  # type: ignore[arg-type]


def _said(report: CheckReport, key: str) -> str:
    return " | ".join(found.message for found in report.findings if found.key == key)


def test_the_report_explains_the_search_in_words(folder: Path) -> None:
    lines = _check(load(folder)).lines()
    text = "\n".join(lines)
    assert lines[0].startswith("protocol ok")
    assert "2 concepts, 4 terms   2 sources   1 limit, each with a reason" in lines[0]
    assert '(alliancing OR "alliance contract*") AND ("place based" OR "neighbourhood working")' in text
    assert "from_year 2000, because not seen before" in text
    assert "The King's Fund" in text and "What helps?" in text


def test_operators_parentheses_and_quoted_terms_are_kept_as_meant(folder: Path) -> None:
    text = changed(
        ('require = "A and B"', 'require = "A and (B or C) not D"'),
        ("[search]", "[concepts.C]\nname = \"c\"\nterms = ['\"alliance partner\"~3']\n"
                     '[concepts.D]\nname = "d"\nterms = ["film"]\n[search]'),
    )  # fmt: skip
    reads = _check(load(folder, text)).as_dict()["reads_as"]
    assert reads == (
        '(alliancing OR "alliance contract*") AND (("place based" OR "neighbourhood working") OR '
        "(alliance NEAR/3 partner)) NOT film"
    )


def test_a_concept_that_is_not_required_is_recorded_and_warned_of(folder: Path) -> None:
    report = _check(load(folder, changed(('require = "A and B"', 'require = "A"'))))
    assert "B is not in [search] require" in _said(report, "search.require")
    line = PLAIN.splitlines().index('require = "A and B"') + 1
    assert [found.line for found in report.warnings if found.key == "search.require"] == [line]
    assert any("recorded, not required: B places" in row for row in report.lines())
    assert report.ok


def test_dead_and_too_broad_terms_are_told_from_a_sample(folder: Path) -> None:
    counts = {"alliancing": (0, 200), "place based": (142, 200), "neighbourhood working": (100, 200)}
    report = _check(load(folder), term_counts=counts)
    assert "matches none of 200 documents" in _said(report, "concepts.A.terms.0")
    assert "71 % of 200 documents" in _said(report, "concepts.B.terms.0")
    assert _said(report, "concepts.B.terms.1") == ""  # half is not more than half


@pytest.mark.parametrize(
    ("limit", "key", "said"),
    [
        ("from_year = { value = 2030, why = 'x' }", "limits.from_year", "no document is kept"),
        ("from_year = { value = 1700, why = 'x' }", "limits.from_year", "no effect"),
        ("to_year = { value = 2026, why = 'x' }", "limits.to_year", "no effect in 2026"),
        ("full_text = { value = false, why = 'x' }", "limits.full_text", "no effect"),
    ],
)
def test_limits_without_effect_are_warned_of(folder: Path, limit: str, key: str, said: str) -> None:
    text = changed(('from_year = { value = 2000, why = "not seen before" }', limit))
    assert said in _said(_check(load(folder, text)), key)


def test_a_limit_with_effect_is_not_warned_of(folder: Path) -> None:
    assert not [found for found in _check(load(folder)).findings if found.key.startswith("limits")]


def test_an_example_mailbox_is_warned_of_and_a_real_one_is_not(folder: Path) -> None:
    assert "real mailbox" in _said(_check(load(folder)), "review.contact")
    real = changed(("library@example.ac.uk", "library@uni.ac.uk"))
    assert _said(_check(load(folder, real)), "review.contact") == ""


@pytest.mark.parametrize(
    ("delay", "host", "warned"),
    [
        ("50ms", "www.kingsfund.org.uk", True),
        ("50ms", "www.council.test", False),
        ("1s", "www.kingsfund.org.uk", False),
    ],
)
def test_a_short_delay_is_warned_of_on_hosts_of_other_people(
    folder: Path, delay: str, host: str, warned: bool
) -> None:
    text = changed(('delay = "5s"', f'delay = "{delay}"'), ("www.kingsfund.org.uk", host))
    assert ("too short" in _said(_check(load(folder, text)), "crawl.delay")) is warned


def test_sources_without_a_spider_are_told_only_if_spiders_are_known(folder: Path) -> None:
    protocol = load(folder)
    assert _said(_check(protocol), "sources.0.type") == ""
    assert _said(_check(protocol, known_spiders={"site"}), "sources.0.type") == ""
    assert "recorded as not asked" in _said(_check(protocol, known_spiders={"govuk"}), "sources.0.type")
    assert _said(_check(protocol, known_spiders=set()), "sources.1.type") == ""  # a list needs no spider


def test_missing_and_empty_files_are_errors_with_their_key_and_line(tmp_path: Path) -> None:
    protocol = load(tmp_path, PLAIN + MANUAL)
    report = _check(protocol)
    assert not report.ok
    assert [found.key for found in report.errors] == ["sources.1.list", "sources.2.files.0"]
    assert report.errors[0].line == PLAIN.splitlines().index('list = "sources/prior.ris"') + 1
    assert not report.lines()[0].startswith("protocol ok")
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources/prior.ris").write_text(" \n")
    (tmp_path / "imports/a.ris").mkdir(parents=True)
    report = _check(protocol)
    assert "is empty" in _said(report, "sources.1.list")
    assert "is no file" in _said(report, "sources.2.files.0")


def test_a_manual_search_without_day_and_strategy_is_warned_of(folder: Path) -> None:
    (folder / "imports").mkdir()
    (folder / "imports/a.ris").write_text("TY  - RPRT\n")
    report = _check(load(folder, PLAIN + MANUAL))
    assert "no searched_on and no strategy" in _said(report, "sources.2")
    full = PLAIN + MANUAL + 'searched_on = 2026-10-06\nstrategy = "TS=alliancing"\n'
    assert _said(_check(load(folder, full)), "sources.2") == ""


def test_a_misspelt_document_type_of_govuk_is_warned_of(folder: Path) -> None:
    text = changed(('type = "site"', 'type = "site"\nstart = ["search-api"]\ndocument_types = ["guidence"]'))
    assert 'did you mean "guidance"?' in _said(_check(load(folder, text)), "sources.0.document_types.0")


def test_screening_and_notices_that_lack_something_are_warned_of(folder: Path) -> None:
    text = changed(
        ("[search]", '[notify]\non = ["failed"]\n[screening]\nscreeners = 2\n[search]'),
        ("[concepts.A]", 'team = ["HS"]\n[concepts.A]'),
    )
    report = _check(load(folder, text))
    assert "nobody is told" in _said(report, "notify.to")
    assert "team names one" in _said(report, "screening.screeners")
    assert "reason of each exclusion" in _said(report, "screening.exclude")


AMENDMENT = '[[amendments]]\ndate = 2026-11-02\nby = "LB"\nwhat = "term"\nwhy = "found"\n'


def test_a_change_since_the_last_run_needs_an_amendment(folder: Path) -> None:
    before = load(folder)
    after = load(folder, changed(('"alliancing", ', "")))
    assert _said(_check(before, last_run_sha=before.sha256), "amendments") == ""
    assert "add [[amendments]]" in _said(_check(after, last_run_sha=before.sha256), "amendments")
    amended = load(folder, changed(('"alliancing", ', "")) + AMENDMENT)
    assert _said(_check(amended, last_run_sha=before.sha256), "amendments") == ""


def test_with_the_last_protocol_the_changed_keys_are_named_and_an_old_amendment_is_not_enough(
    folder: Path,
) -> None:
    before = load(folder, PLAIN + AMENDMENT)
    after = load(folder, changed(('"alliancing", ', ""), ("kingsfund", "jrf")) + AMENDMENT)
    last = {"last_run_sha": before.sha256, "last_run_normalised": before.normalised()}
    said = _said(_check(after, **last), "amendments")
    assert "concepts.A.terms" in said and "sources.kf.url" in said
    again = load(folder, changed(('"alliancing", ', ""), ("kingsfund", "jrf")) + AMENDMENT + AMENDMENT)
    assert _said(_check(again, **last), "amendments") == ""


def test_changes_of_manners_and_notices_need_no_amendment(folder: Path) -> None:
    before = load(folder)
    after = load(folder, changed(('delay = "5s"', 'delay = "9s"'), ("library@", "search@")))
    assert changed_keys(before.normalised(), after.normalised()) == ["crawl.delay", "review.contact"]
    report = _check(after, last_run_sha=before.sha256, last_run_normalised=before.normalised())
    assert _said(report, "amendments") == ""


def test_a_changed_list_file_needs_an_amendment(folder: Path) -> None:
    before = load(folder)
    (folder / "sources/prior.ris").write_text("TY  - JOUR\n")
    report = _check(load(folder), last_run_sha=before.sha256, last_run_normalised=before.normalised())
    assert "content of a list file" in _said(report, "amendments")


def test_the_report_for_programs_is_json_with_every_finding(folder: Path) -> None:
    report = _check(load(folder, changed(('require = "A and B"', 'require = "A"'))))
    value = json.loads(json.dumps(report.as_dict()))
    assert value["schema"] == "greylit/check/1" and value["ok"] is True
    assert [concept["required"] for concept in value["concepts"]] == [True, False]
    assert {found["key"] for found in value["findings"]} >= {"search.require", "review.contact"}
    assert all(found["level"] in ("error", "warning", "note") for found in value["findings"])


def test_errors_come_first_and_control_characters_do_not_reach_the_terminal(tmp_path: Path) -> None:
    report = _check(load(tmp_path, changed(('name = "alliances"', 'name = "a\\u001b[31m\\nb"'))))
    assert report.findings[0].level == "error"
    assert all("\x1b" not in row and "\n" not in row for row in report.lines())


def test_terms_that_add_nothing_or_are_very_common_are_warned_of(folder: Path) -> None:
    text = changed(('"alliancing", "alliance contract*"', '"alliancing", "new alliancing", "council"'))
    said = _said(_check(load(folder, text)), "concepts.A.terms")
    assert "new alliancing" in said and "adds nothing" in said
    assert "council" in said


def test_unusual_readings_are_notes_and_no_warnings(folder: Path) -> None:
    report = _check(load(folder, changed(('"neighbourhood working"', '"health and wellbeing"'))))
    (found,) = [found for found in report.findings if found.key == "concepts.B.terms.1"]
    assert found.level == "note" and "read as a word of the phrase" in found.message
    assert found not in report.warnings


def test_what_is_asked_of_sites_follows_ask_where_there_is_a_choice(folder: Path) -> None:
    chosen = _check(load(folder, changed(('require = "A and B"', 'require = "A and B"\nask = ["B"]'))))
    assert chosen.as_dict()["asked"] == ["B"]
    assert _said(chosen, "search.ask.0") == ""
    none = _check(load(folder, changed(('require = "A and B"', 'require = "A"\nask = ["B"]'))))
    assert "no effect for B" in _said(none, "search.ask.0")
