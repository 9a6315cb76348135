"""How the sources of a run stand: which were not asked, which gave far less than usual, and which questions have no answer."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from harvest.by_hand import ByHand
from harvest.cli.common import counted, place, protocol_of
from harvest.monitor import monitor
from harvest.protocol import from_normalised
from store import counts, hosts, views
from store.database import Reader
from store.workspace import Workspace

#: Severity, sentence, next command.
Finding = tuple[str, str, str]
Row = dict[str, Any]

#: Parts of a source that are named one by one in a sentence.
NAMED = 3
#: How an outcome of a question or an address is told.
TOLD = {
    "refused": "refused", "failed": "failed", "unreadable": "not answered readably", "not_asked": "not asked",
}  # fmt: skip


def not_asked(sources: list[Row], workspace: Workspace) -> Iterator[Finding]:
    """Yield the sources that were not asked at all; parts of one source with the same reason are one sentence."""
    parts: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for row in sources:
        if row["reason"] and row["part_of"]:
            parts[row["part_of_name"] or row["part_of"], row["reason"]].append(row["name"])
        elif row["reason"]:
            said = f"{row['name']} was not asked: {row['reason']}"
            yield "bad", said, f"greylit check {protocol_of(workspace)}"
    for (whole, reason), names in parts.items():
        more = f", and {len(names) - NAMED} more" if len(names) > NAMED else ""
        listed = ", ".join(names[:NAMED]) + more
        yield (
            "bad",
            f"{whole}: {len(names)} not asked ({reason}): {listed}",
            f"greylit councils{place(workspace)}",
        )


def monitored(database: Reader, workspace: Workspace, run: int) -> Iterator[Finding]:
    """Yield what gave far less than usual, or mostly trouble."""
    protocol = next((row["protocol"] for row in views.runs(database) if row["run"] == run), None)
    for each in monitor(database, run, from_normalised(protocol).monitor) if protocol else ():
        only = f" --host {each.name}" if each.about == "host" else ""
        compare = f"greylit diff {each.run} {run}{only}" if each.run else "greylit hosts --blocked"
        yield ("warn" if each.what == "trouble" else "bad"), each.sentence, f"{compare}{place(workspace)}"


def unanswered(
    database: Reader, workspace: Workspace, run: int, sources: list[Row], left: ByHand, *, ended: bool
) -> Iterator[Finding]:
    """Yield what became of questions that have no answer: one sentence for each source and cause."""
    here = place(workspace)
    names = {row["source"]: row["part_of_name"] or row["name"] for row in sources if not row["reason"]}
    asked = [each for each in counts.questions(database, run) if each["source"] in names]
    of_source = Counter(names[each["source"]] for each in asked)
    passed = set(hosts.question_skips(database, run))
    causes: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    of_question: dict[str, str] = {}
    for each in asked:
        if each["outcome"] in TOLD and (ended or each["outcome"] != "not_asked" or each["reason"]):
            why = each["reason"] or each["detail"] or ""
            causes[names[each["source"]], each["outcome"], why].append(each["question"])
            of_question[each["question"]] = each["source"]
    for (name, outcome, why), questions in causes.items():
        source = of_question[questions[0]]
        said = f"{name}: {len(questions)} of {counted(of_source[name], 'question')} {TOLD[outcome]}"
        told, waits = _who_asked(questions, left)
        if outcome == "not_asked" and why and passed.isdisjoint(questions):
            # The plan had said so.
            yield (
                ("warn" if waits else "note"),
                f"{said}: {why}{told}",
                f"greylit plan {protocol_of(workspace)}",
            )
            continue
        said = (f"{said} ({why})" if why else said) + told
        skips = f"select url, reason, detail from skip where run = {run} and source = '{source}'"
        look = f'query "{skips}"' if outcome == "not_asked" else f"why {questions[0]}"
        yield ("bad" if waits else "note"), said, f"greylit {look}{here}"


def _who_asked(questions: list[str], left: ByHand) -> tuple[str, bool]:
    """Return which of some questions were answered by hand and which were not, and whether there are such."""
    done = {
        str(task.question): left.done[task.id]["outcome"] for task in left.answered if task.kind == "search"
    }
    refused = [each for each in questions if done.get(each) == "refused"]
    waiting = [each for each in questions if each not in done]
    answered = [f"{each} {done[each]}" for each in questions if each in done and each not in refused]
    parts = (("answered by hand", answered), ("refused by hand as well", refused), ("still waiting", waiting))
    told = "".join(f"; {words}: {', '.join(names)}" for words, names in parts if names) if done else ""
    return told, bool(waiting or refused)
