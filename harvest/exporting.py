"""From the database to export records: one reading for every format."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from crawler.spec import SourceSpec
from harvest.by_hand import by_hand
from harvest.citing.directions import directions
from harvest.citing.source import WHY
from harvest.export import ExportContext, ExportRecord, Found, Passage
from harvest.export.keys import citation_keys
from harvest.export.model import Decision, Searched
from harvest.export.places import archived_sentence, mirror_sentence, place_sentence
from harvest.export.reached import citation_round, seeds
from harvest.found import SUGGESTION
from harvest.protocol import Protocol
from harvest.screening.model import State
from harvest.screening.states import settled
from harvest.search_log import search_log
from harvest.verified import trials, verification
from harvest.version import version
from store import citing, counts, exports, hosts, views
from store.database import Reader
from store.hosts import BY_HAND
from store.workspace import Workspace

Row = dict[str, Any]

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
#: How the ways of finding are named to readers.
ROUTES = {
    "question": "site search",
    "collection": "collection listing",
    "replacement": "replacement of a withdrawn page",
    "start": "start page",
    "link": "link on a page",
    "attachment": "file that a page links to",
    SUGGESTION: "expert suggestion",
    BY_HAND: "searched by hand",
    "import": "reference imported from a search by hand",
    WHY: "citation searching",
}


def export_records(
    database: Reader, protocol: Protocol, states: Mapping[tuple[str, str], State] | None = None
) -> list[ExportRecord]:
    """Return every record with its evidence and what was settled of it, in the order of the numbers."""
    known = settled(dict(states or {}))
    documents = _by_record(views.record_documents(database))
    found = _by_record(views.record_found(database))
    evidence = _by_record(views.evidence(database))
    matches = _by_record(views.first_matches(database))
    sources = {row["source"]: row for row in views.sources(database)}
    days = exports.run_days(database)
    told = citing.how_found(database)
    tabled, copies = views.tabled(database), _by_record(views.copies(database))
    records = [
        _record({**row, **tabled.get(row["record"], {}), "copies": copies[row["record"]], "told": told.get(row["record"])}, documents[row["record"]], found[row["record"]], evidence[row["record"]], matches[row["record"]],
                sources.get(row["source"], {}), days, protocol, known.get(row["record"]))
        for row in views.records(database)
    ]  # fmt: skip
    keys = citation_keys(records)
    return [replace(record, citation_key=keys[record.id]) for record in records]


def _by_record(rows: list[Row]) -> defaultdict[str, list[Row]]:
    grouped: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["record"]].append(row)
    return grouped


def _record(
    row: Row, documents: list[Row], found: list[Row], evidence: list[Row], matches: list[Row],
    source: Mapping[str, Any], days: Mapping[int, str], protocol: Protocol, state: State | None,
) -> ExportRecord:  # fmt: skip
    files = [each for each in documents if each["role"] != "html"]
    read = [each for each in documents if each["characters"]]
    main = max(read, key=lambda each: (each["characters"], -each["position"]), default=None)
    held = main or next((each for each in documents if each["warc"]), None)
    date = row["work_date"]
    shown = without_emails if protocol.keep.personal_data == "redact-emails-in-exports" else str
    unread = [f"{each['url']}: {each['outcome']}" for each in documents if each["outcome"] != "text"]
    return ExportRecord(
        id=row["record"],
        title=row["title"],
        title_source="file-name" if row["title_source"] == "the address" else row["title_source"],
        source_id=row["source"],
        source_name=source.get("name") or str(row["source"]),
        part_of=source.get("part_of"),
        part_of_name=source.get("part_of_name"),
        searched_on=days.get(row["run"]),
        url=row["url"],
        authors=tuple(shown(each) for each in row["authors"] or row["publishers"]),
        publisher=row["publishers"][0] if row["publishers"] else None,
        publishers=tuple(row["publishers"]),
        publisher_class=row["publisher_class"],
        doc_type=row["doc_type"],
        date=date,
        date_source=row["date_source"],
        year=int(date[:4]) if date else None,
        language=row["language"],
        file_urls=tuple(each["url"] for each in files),
        archive=row["archive"],
        archive_url=row["archive_url"],
        archived_at=row["archived_at"],
        doi=row["doi"],
        isbn=row["isbn"],
        container_title=row["container_title"],
        notice=shown(row["notice"]) if row["notice"] else None,
        mirror=bool(row["mirror"]),
        accessed=held["fetched_at"] if held else None,
        pages=main["page_count"] if main else None,
        sha256=held["sha256"] if held else None,
        abstract=shown(row["description"]) if row["description"] else None,
        # Screeners are better served by passages than by the first words of a paper without a summary.
        summary=shown(row["summary"]) if row["summary"] and row["summary_source"] == "summary" else None,
        passages=tuple(_passages(evidence, matches, shown)),
        concepts=tuple(protocol.concepts[each].name for each in row["concepts"] if each in protocol.concepts),
        found_by=tuple(
            Found(
                route=_route(each, row["told"]),
                question=each["sent"],
                listing_url=each["from_url"],
                fetched_at=each["found_at"],
            )
            for each in found
        ),
        seed_ids=seeds(row["told"] or ""),
        round=citation_round(row["told"] or ""),
        run=row["run"],
        state=row["state"],
        withdrawn=bool(row["withdrawn"]),
        notes=tuple(
            filter(None, [tabled_note(row), row["withdrawn"], gone_note(row), *_elsewhere(row), *unread])
        ),
        warc_file=held["warc"] if held else None,
        warc_offset=held["warc_offset"] if held else None,
        decision=_decision(state, shown),
    )


def _decision(state: State | None, shown: Callable[[str], str]) -> Decision | None:
    if state is None or state.verdict is None:
        return None
    who = [state.resolution.by] if state.resolution else [vote.by for vote in state.votes]
    return Decision(
        verdict=state.verdict, stage=state.stage, reason=state.reason, by=tuple(who), labels=state.labels(),
        notes=tuple(map(shown, state.notes())),
    )  # fmt: skip


def tabled_note(work: Row) -> str | None:
    """Return the sentence on the meeting at which a work was tabled, ``None`` for what is no paper of a committee."""
    if not work.get("committee"):
        return None
    item = f"item {str(work['item_number']).rstrip('.')} of " if work.get("item_number") else ""
    status = f" ({work['meeting_status']})" if work.get("meeting_status") else ""
    return f"{item}the meeting of {work['committee']} on {work['meeting_date'] or 'an unknown date'}{status}"


def reference_notes(work: Row) -> list[str]:
    """Return what a reference to a work says beside title, publisher and date, one line each, the address first.

    That is who wrote it, where it appeared, its numbers, what its site warns of, and the copy in a web archive.
    """
    authors = "; ".join(work["authors"] or ())
    numbers = [f"{word} {work[key]}" for word, key in (("DOI", "doi"), ("ISBN", "isbn")) if work[key]]
    appeared = [f"in {work['container_title']}"] if work["container_title"] else []
    return [
        line
        for line in (
            place_sentence(work["url"]) or work["url"],
            f"by {authors}" if authors else "",
            " · ".join([*appeared, *numbers]),
            f"Notice on the site: {work['notice']}" if work["notice"] else "",
            mirror_sentence(work["mirror"], work["url"]),
            archived_sentence(work["archive"], work["archive_url"], work["archived_at"]),
        )
        if line
    ]


def _elsewhere(row: Row) -> list[str]:
    return [f"also at {each['url']} ({each['rule']})" for each in row["copies"]]


def gone_note(work: Row) -> str | None:
    """Return the sentence on a work whose address no longer answers with it, ``None`` while it does."""
    if not work["gone_at"]:
        return None
    if work.get("archive_url"):
        return f"no longer at its address when it was asked on {work['gone_at'][:10]}; what is held is a copy from a web archive"
    return f"no longer at its address when it was asked again on {work['gone_at'][:10]}; the copy taken before is held"


def _route(found: Row, told: str | None) -> str:
    if found["route"] == WHY and (ways := directions(told or "")):
        return f"{' and '.join(ways)} citation searching"
    if found["route"] == "question" and not found["sent"]:
        return "listing of an organisation's publications"
    return ROUTES.get(found["route"], str(found["route"]))


def without_emails(text: str) -> str:
    """Return a text with its e-mail addresses left out, each place marked."""
    return _EMAIL.sub("[e-mail address left out]", text)


def _passages(evidence: list[Row], matches: list[Row], shown: Callable[[str], str]) -> list[Passage]:
    passages = []
    for each in evidence:
        inside = [
            m for m in matches
            if m["document"] == each["document"] and each["start"] <= m["start"] < each["stop"]
        ]  # fmt: skip
        first = inside[0] if inside else None
        passages.append(
            Passage(
                concept=first["concept"] if first else ", ".join(each["concepts"]),
                term="; ".join(dict.fromkeys(m["term"] for m in inside)),
                page=each["page"],
                start=each["start"],
                end=each["stop"],
                text=shown(each["body"]),
            )
        )
    return passages


def export_context(
    workspace: Workspace, database: Reader, protocol: Protocol, specs: dict[str, SourceSpec], generated: str,
    decisions: tuple[Sequence[Mapping[str, object]], int] = ((), 0),
) -> ExportContext:  # fmt: skip
    """Return the search that an export comes from: its log, its sources, its hashes.

    Args:
        workspace: the review.
        database: its published database.
        protocol: the protocol of the newest run.
        specs: what each kind of source can do.
        generated: date that the export carries, ISO.
        decisions: rows for the sheet of decisions, and how many are left out of it.
    """
    run = counts.newest_run(database)
    left = by_hand(database, run, specs)
    known = {row["source"]: row for row in views.sources(database)}
    sources = []
    tried = trials(workspace.ledger)
    for row in counts.by_source(database, run):
        source = known[row["source"]]
        word = verification(tried, row["source"], source["kind"], source["url"], specs)
        sources.append(
            {**row, "url": source["url"], "PRISMA box": source["prisma"], "verified": word.sentence}
        )
    newest = views.runs(database)[-1]
    return ExportContext(
        review_id=protocol.review.id,
        review_title=protocol.review.title,
        protocol_sha256=newest["protocol_sha256"],
        software_version=version(),
        generated=generated,
        ledger_head=views.meta(database).get("ledger_head"),
        search_log=search_log(database, run),
        sources=sources,
        permissions=[
            {key: row[key] for key in row if key != "position"} for row in hosts.permissions(database, run)
        ],
        tasks=left.waiting,
        limits=left.limits,
        decisions=decisions[0],
        blinded=decisions[1],
        searched=tuple(
            Searched(
                source_id=row["source"], source_name=row["name"], date=row["date"], records=row["records"],
                duplicates=row["duplicates"],
            )
            for row in exports.searched(database)
        ),
        source_order=tuple(each.id for each in protocol.sources),
    )  # fmt: skip
