"""How a run begins: what is asked of whom, as the first rows that the ledger has of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from crawler.sources import readers
from crawler.spec import SourceSpec
from harvest import permissions, suggestions
from harvest.asked import Asked
from harvest.citing.asking import title_questions
from harvest.citing.source import has_citations, source_row
from harvest.councils import built_in_sha256
from harvest.errors import Exit, GreylitError
from harvest.protocol import Protocol
from harvest.questions import LEFT_OUT, plan
from harvest.retrying import failed_in
from harvest.standing import standing
from harvest.version import software
from store.ledger import Ledger
from store.workspace import Workspace

#: A ledger row to be: its kind and what it says.
Row = tuple[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Options:
    """What a person may set for one run; recorded with it.

    Attributes:
        proxy: address of a proxy.
        test_hosts: hosts exempt from the public-address check.
        workers: text worker processes.
        per_host: requests under way to one host; only for hosts of one's own.
        only: ids of the sources to ask; all when empty.
        max_pages: instead of the protocol's ``crawl.max_pages``.
        anew: give up a run that is unfinished, instead of refusing to start another.
        update: ask only for what is new or has changed.
        only_failed: ask only for what failed in this earlier run; 0 is the newest.
        clock: file of a clock that skips waits, for the miniature web alone.
    """

    proxy: str | None = None
    test_hosts: tuple[str, ...] = ()
    workers: int | None = None
    per_host: int = 1
    only: tuple[str, ...] = ()
    max_pages: int | None = None
    anew: bool = False
    update: bool = False
    only_failed: int | None = None
    clock: str | None = None


def first_rows(
    workspace: Workspace,
    ledger: Ledger,
    protocol: Protocol,
    specs: Mapping[str, SourceSpec],
    options: Options,
) -> list[Row]:
    """Return the rows that a new run begins with: itself, its sources, its questions.

    Raises:
        GreylitError: a source named in ``options.only`` is unknown, nothing failed that could be asked again, or
            a row of permissions.csv cannot be read.
    """
    planned = plan(protocol, specs)
    again = failed_in(ledger, options.only_failed) if options.only_failed is not None else None
    sources = [each.as_row() for each in planned]
    if again is None:
        sources = suggestions.planned(ledger, sources, readers(), again=options.update)
    if again is None and has_citations(ledger):
        # What citation searching found is counted in every run from then on.
        sources = [*sources, source_row()]
    known = {str(each["source"]) for each in sources}
    wholes = {str(each["part_of"]) for each in sources if each.get("part_of")}
    for name in options.only:
        if name not in known | wholes:
            raise unknown_source(
                name, wholes | {each for each in known if each.partition(".")[0] not in wholes}
            )
    only = {*options.only, *(str(each["source"]) for each in sources if each.get("part_of") in options.only)}
    run: dict[str, Any] = {
        **Asked.row(protocol),
        "software": software(), "only": list(options.only), "max_pages": options.max_pages,
    }  # fmt: skip
    if allowed := permissions.load(workspace.root):
        run["permissions"] = [each.as_row() for each in allowed]
    if any(each.part_of for each in planned):
        run["councils_sha256"] = built_in_sha256()
    if options.per_host > 1:
        run["per_host"] = options.per_host
    if options.update:
        run["update"] = True
    if again is not None:
        run["only_failed"] = again.run
    pages = standing(workspace, ledger) if options.update and again is None else {}
    titles = title_questions(workspace, protocol, planned) if again is None else {}
    questions = {each.id: (*each.questions, *titles.get(each.id, ())) for each in planned}
    rows: list[Row] = [("run", run)]
    for row in sources:
        name = str(row["source"])
        if again is not None:
            if not again.of(name):
                continue
            row["retry"] = again.leads.get(name, [])
        if only and name not in only:
            row["not_asked"] = LEFT_OUT
        elif name in pages:
            row["also"] = pages[name]
        rows.append(("source", row))
        for question in questions.get(name, ()):
            if again is not None and question.question not in again.questions.get(name, ()):
                continue
            asked = question.as_row()
            if row.get("not_asked"):
                asked["not_asked"] = row["not_asked"]
            rows.append(("question", asked))
    return rows


def unknown_source(name: str, known: Iterable[str], exit_code: Exit = Exit.USAGE) -> GreylitError:
    """Return the error for a source that is not among those known, with the one that may be meant."""
    sources = sorted(known)
    near = get_close_matches(name, sources, n=1)
    meant = f"did you mean {near[0]!r}? " if near else ""
    return GreylitError(
        f"there is no source {name!r}", code="UNKNOWN_SOURCE", exit_code=exit_code, where={"source": name},
        hint=f"{meant}sources: {', '.join(sources)}",
    )  # fmt: skip
