"""A paragraph for the methods section, as a draft: each number has a footnote that names the command that shows it."""

from __future__ import annotations

from typing import Any

from harvest.cli.common import counted
from harvest.report.facts import Facts
from harvest.report.model import Block, Bullets, Heading, Line, Paragraph, Report, Run, plain, text
from harvest.report.numbers import Number, query
from harvest.report.prisma_s import title
from harvest.report.tables import left_out
from store import reports


class _Draft:
    """Sentences whose numbers are noted down as they are written."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.numbers: list[Number] = []

    def say(self, *parts: str | Number) -> None:
        """Write a sentence; a number stands with its footnote."""
        if self.runs:
            self.runs.append(Run(" "))
        for part in parts:
            if isinstance(part, str):
                self.runs.append(Run(part))
                continue
            if part.command not in [(each.command) for each in self.numbers if each.where == part.where]:
                self.numbers.append(part)
            at = next(i for i, each in enumerate(self.numbers, 1) if (each.command, each.where) == (part.command, part.where))  # fmt: skip
            self.runs += [Run(str(part.n)), Run(f" [{at}]", "", "#shown")]

    def footnotes(self) -> tuple[Line, ...]:
        """Return the footnotes in their order."""
        return tuple((Run(f"{each.n}: {each.says}. "), Run(each.command, "code"), Run(f" ({each.where})")) for each in self.numbers)  # fmt: skip


def methods(facts: Facts) -> Report:
    """Return the draft of the methods paragraphs."""
    searched, found, screened = _Draft(), _Draft(), _Draft()
    found.numbers = screened.numbers = searched.numbers
    _searched(searched, facts)
    _found(found, facts)
    _screened(screened, facts)
    paragraphs = [tuple(each.runs) for each in (searched, found, screened) if each.runs]
    blocks: list[Block] = [
        Heading(1, f"Methods, as a draft: {title(facts)}"),
        Paragraph(text("For a person to shorten and to add reasons. The number in brackets leads to the command that shows the number before it.")),
        *(Paragraph(line) for line in paragraphs), Heading(2, "How each number is shown", "shown"),
        Bullets(searched.footnotes(), numbered=True),
    ]  # fmt: skip
    data: dict[str, Any] = {
        "paragraphs": [plain(line) for line in paragraphs], "numbers": [each.as_dict() for each in searched.numbers],
    }  # fmt: skip
    return Report("methods", f"Methods, as a draft: {title(facts)}", facts.date, tuple(blocks), data)


def _searched(draft: _Draft, facts: Facts) -> None:
    first, last = facts.runs[0]["started_at"][:10], facts.runs[-1]["started_at"][:10]
    when = f"on {first}" if first == last else f"between {first} and {last}"
    version = facts.runs[-1]["software"].get("greylit", "")
    draft.say("Grey literature was searched ", when, f" with greylit {version}, in ", facts.listed("runs", "runs"), f" run{'' if len(facts.runs) == 1 else 's'} over ",
              facts.listed("sources", "sources"), f" source{'' if len(facts.sources) == 1 else 's'}.")  # fmt: skip
    concepts = "; ".join(f"{key}, {each.name}" for key, each in facts.protocol.concepts.items())
    draft.say(f"A document had to match {facts.protocol.search.require} ({concepts}) in {' or '.join(facts.protocol.search.fields)}.")  # fmt: skip
    if facts.lists["questions"]:
        answered, none = facts.total("asked_results", "questions of the newest run with results"), facts.total("asked_none", "questions of the newest run without any result")  # fmt: skip
        lost = [facts.total(f"asked_{key}", f"questions of the newest run, {key.replace('_', ' ')}") for key in ("refused", "failed", "unreadable", "not_asked")]  # fmt: skip
        draft.say("The sites' own searches were put ", facts.listed("questions", "questions, in all runs"), " questions; in the newest run ", answered, " gave results, ", none, " gave none, ",
                  lost[0], " were refused, ", lost[1], " failed, ", lost[2], " were answered unreadably and ", lost[3], " were not asked.")  # fmt: skip
    draft.say("In the newest run ", facts.total("fetched", "addresses read"), " addresses were read, ", facts.total("unchanged", "addresses unchanged"), " had not changed, ",
              facts.total("redirects", "addresses that had moved"), " had moved, ", facts.total("gone", "addresses gone"), " were gone, ", facts.total("refused", "addresses refused"), " were refused, ",
              facts.total("failed", "addresses failed"), " failed, ", facts.total("unreadable", "addresses unreadable"), " could not be read, of ", facts.total("kept", "addresses whose earlier answer stands"), " an earlier answer stands, ",
              facts.total("skipped", "addresses passed over"), " were passed over because of robots.txt and other rules, and ", facts.total("not_followed", "links that were not followed"), " links were not followed.")  # fmt: skip
    if brought := [row for row in facts.searches if row["source"] != "citations"]:
        for row in brought:
            sql = reports.works_of(row["source"])
            draft.say("A search by hand in ", f"{row['name']}{' on ' + row['searched_on'] if row['searched_on'] else ''} gave ",
                      Number(f"works.{row['source']}", f"references of {row['name']}", facts.lists_of(row["source"]), query(sql), "rows"), " references.")  # fmt: skip


def _found(draft: _Draft, facts: Facts) -> None:
    draft.say("Of ", facts.listed("works", "works"), " works, ", Number("records", "records", facts.records, "greylit records", "total"), " became records; ",
              facts.listed("no_match", "works without a match"), " did not match, ", facts.listed("outside", "works outside the limits"), " lay outside the limits and ",
              facts.listed("merged", "works that are one with another"), " were one with another work.")  # fmt: skip
    given = facts.protocol.limits.given()
    for key, limit in given.items():
        draft.say(f"The limit {key} ({limit.why}) left out ", left_out(facts, key), ".")
    if facts.rulings:
        draft.say("People ruled on which works are one ", facts.listed("rulings", "rulings"), " times.")
    if facts.citations["documents"]:
        numbers = {key: Number(f"citations.{key}", says, facts.citations[key], "greylit citations", f"counts.{key}") for key, says in (("references", "references read"), ("documents", "documents whose references were looked for"), ("matched", "references of what is held"), ("unmatched", "references of what is not held"))}  # fmt: skip
        draft.say("Citation searching read ", numbers["references"], " references in ", numbers["documents"], " documents: ", numbers["matched"], " of works that are held and ", numbers["unmatched"], " of works that are not.")  # fmt: skip
    if any(facts.dead.values()):
        parts = [Number(f"dead.{key}", f"dead addresses, {key}", n, "greylit dead-links", f"counts.{key}") for key, n in facts.dead.items()]  # fmt: skip
        draft.say("Of addresses that answered no more, ", parts[0], " were recovered from web archives, ", parts[1], " are not held there, ", parts[2], " were refused, ", parts[3], " failed and ", parts[4], " were not asked for.")  # fmt: skip
    draft.say(facts.saturation.sentence)


def _screened(draft: _Draft, facts: Facts) -> None:
    screeners = counted(facts.screening["screeners"], "person decided", "people decided")
    draft.say(f"{screeners} of each record.")
    for at, stage in enumerate(facts.screening["stages"]):
        n = {key: Number(f"{stage['stage']}.{key}", f"{stage['stage']}: {key}", stage[key], "greylit screen status", f"stages.{at}.{key}") for key in ("records", "include", "exclude", "maybe", "undecided", "waiting", "conflict", "clash")}  # fmt: skip
        draft.say(f"On {stage['stage'].replace('-', ' and ') if stage['stage'] == 'title-text' else 'full text'}, of ", n["records"], " records ", n["include"], " were included, ", n["exclude"], " excluded, ", n["maybe"], " left open, ",
                  n["undecided"], " are undecided, ", n["waiting"], " wait for a second screener, ", n["conflict"], " are in conflict and ", n["clash"], " clash after a merge.")  # fmt: skip
