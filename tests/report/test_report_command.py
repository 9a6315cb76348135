"""greylit report: what it writes, twice the same, in the documented shape and in words that promise nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from harvest.cli.report import NAMES
from harvest.report.all_of_it import ALL, REPORTS, build
from harvest.report.facts import Facts
from harvest.report.model import Bullets, Figure, Heading, Paragraph, Report, Table, plain
from tests.cli.said import Greylit, check_json_error
from tests.cli.test_json_shapes import check_shape

DATE = ("--date", "2026-11-27")


def words(report: Report) -> str:
    """Return everything that a report says of its own accord, but the protocol and what was sent."""
    lines: list[str] = []
    for block in report.blocks:
        if isinstance(block, Heading):
            lines.append(block.text)
        elif isinstance(block, Paragraph):
            lines.append("".join(run.text for run in block.line if run.style != "code"))
        elif isinstance(block, Bullets):
            lines += [plain(line) for line in block.lines]
        elif isinstance(block, Table):
            lines += [block.caption, *block.columns]
        elif isinstance(block, Figure):
            lines += [block.title, block.says]
    return "\n".join(lines)


def test_the_command_and_the_maker_know_the_same_reports() -> None:
    assert set(NAMES) == {*REPORTS, ALL}


@pytest.mark.parametrize("name", list(NAMES))
def test_the_answer_has_the_documented_shape_and_writes_nothing_unasked(
    say: Greylit, copied: Path, name: str
) -> None:
    said = say("report", name, "--json", *DATE, cwd=copied)
    assert said.code == 0, said
    check_shape(said.json(), "report")
    assert said.json()["paths"] == [] and not (copied / "reports").exists()


@pytest.mark.parametrize("name", list(NAMES))
def test_a_report_never_says_that_a_search_is_whole_or_follows_a_guideline_to_the_letter(
    cited_facts: Facts, govuk_facts: Facts, name: str
) -> None:
    for facts in (cited_facts, govuk_facts):
        said = words(build(name, facts))
        assert len(said) > 100
        assert not re.findall(
            r"(?i)\b(?:complete(?:ly)?|complian\w*|comply|hits?|scrap\w*|snowball\w*|exhaustive)\b", said
        )


@pytest.mark.parametrize(
    ("name", "fmt"), [("all", "json"), ("prisma-s", "md"), ("flow", "svg"), ("search-log", "csv")]
)
def test_two_calls_give_equal_bytes(say: Greylit, copied: Path, tmp_path: Path, name: str, fmt: str) -> None:
    written = []
    for folder in ("one", "two"):
        said = say("report", name, "--format", fmt, "--out", str(tmp_path / folder), *DATE, cwd=copied)
        assert said.code == 0, said
        written.append({path.relative_to(tmp_path / folder): path.read_bytes() for path in sorted((tmp_path / folder).rglob("*")) if path.is_file()})  # fmt: skip
    assert written[0] == written[1] and written[0]


def test_beside_the_diagram_lies_prisma_csv_and_beside_the_log_a_history_for_each_source(
    say: Greylit, copied: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert say("report", "flow", "--format", "svg", "--out", str(out / "f.svg"), cwd=copied).code == 0
    assert (out / "f.svg").read_text().startswith("<") and (out / "PRISMA.csv").exists()
    assert say("report", "search-log", "--format", "json", "--out", str(out), cwd=copied).code == 0
    histories = {path.name: json.loads(path.read_text()) for path in (out / "search-histories").iterdir()}
    by_hand = histories["wos_search_history.json"]
    assert (
        by_hand["search_string"] == 'TS=("alliance contract*")'
        and by_hand["date"]["search_conducted"] == "2026-11-01"
    )
    site = histories["jrf_search_history.json"]
    assert site["platform"] == "website:www.jrf.test" and site["database"] == ["JRF"]
    for history in histories.values():
        # What the reader of these files asks for.
        assert {
            "record_info",
            "authors",
            "date",
            "platform",
            "database",
            "search_string",
            "search_results_path",
        } <= set(history)
        assert all(isinstance(author["name"], str) for author in history["authors"])


def test_notes_are_written_once_and_never_over(say: Greylit, copied: Path) -> None:
    said = say("report", "notes", "--template", "--json", cwd=copied)
    check_shape(said.json(), "report-notes")
    before = (copied / "report-notes.toml").read_bytes()
    again = say("report", "notes", "--template", "--json", cwd=copied)
    check_json_error(again, 2, "NOTES")
    assert (copied / "report-notes.toml").read_bytes() == before
    assert say("report", "prisma-s", "--json", cwd=copied).code == 0


def test_a_wrong_note_stops_every_report_with_a_sentence(say: Greylit, copied: Path) -> None:
    (copied / "report-notes.toml").write_text('[prisma_s]\npear_review = "x"\n', encoding="utf-8")
    error = check_json_error(say("report", "methods", "--json", cwd=copied), 2, "NOTES")
    assert "peer_review" in error["hint"]


def test_a_review_that_was_not_run_has_no_report(say: Greylit, tmp_path: Path) -> None:
    say("init", str(tmp_path / "new"))
    check_json_error(say("report", "prisma-s", "--json", cwd=tmp_path / "new"), 4, "NO_RUN")


def test_links_of_the_report_of_all_lead_somewhere(cited_facts: Facts) -> None:
    report = build(ALL, cited_facts)
    anchors = [block.anchor for block in report.blocks if isinstance(block, Heading) and block.anchor]
    assert len(anchors) == len(set(anchors))
    lines = [line for block in report.blocks if isinstance(block, Bullets) for line in block.lines]
    lines += [block.line for block in report.blocks if isinstance(block, Paragraph)]
    lines += [
        cell for block in report.blocks if isinstance(block, Table) for row in block.rows for cell in row
    ]
    links = {run.href for line in lines for run in line if run.href and run.href.startswith("#")}
    assert links and {link[1:] for link in links} <= set(anchors)
    names = [block.name for block in report.blocks if isinstance(block, Table)]
    assert len(names) == len(set(names))


def test_what_was_sent_is_printed_to_the_letter(govuk_facts: Facts) -> None:
    report = build("strategies", govuk_facts)
    code = {run.text for block in report.blocks if isinstance(block, Paragraph | Bullets)
            for line in ((block.line,) if isinstance(block, Paragraph) else block.lines) for run in line if run.style == "code"}  # fmt: skip
    for question in govuk_facts.questions:
        assert question["sent"] is None or question["sent"] in code
    assert {request["url"] for request in govuk_facts.requests} <= code
    assert govuk_facts.text in code and govuk_facts.runs[-1]["protocol_sha256"] in code
