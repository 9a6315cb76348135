"""The page of one record: what it is, how it was found, its passages, its documents, what was decided of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from harvest.export import ExportRecord
from harvest.export.dates import day_in_words
from harvest.export.model import title_of
from harvest.export.places import archive_name
from harvest.site.belonging import belonging, passed_over
from harvest.site.gathered import OPEN, UNKNOWN, Gathered
from harvest.site.listing import publisher_class
from harvest.site.markup import Child, Html, join, tag
from harvest.site.pages import Page
from harvest.site.parts import Listing, Part, facts, heading, row, table
from harvest.site.words import SHORT, tongue
from store import site as stored

Row = dict[str, Any]

#: Records that are read from the database at once.
BATCH = 500
#: Parts of a document that are named on its record's page.
PARTS = ("summary", "contents", "recommendations", "conclusions", "conclusion")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Rows of the database on some records, each list by record; ``matches`` by document and position of the passage."""

    documents: Mapping[str, Sequence[Row]]
    passages: Mapping[str, Sequence[Row]]
    matches: Mapping[tuple[str, int], Sequence[Row]]
    terms: Mapping[str, Sequence[Row]]
    found: Mapping[str, Sequence[Row]]
    merged: Mapping[str, Sequence[Row]]
    claims: Mapping[str, Sequence[Row]]
    parts: Mapping[str, Sequence[Row]]
    relations: Mapping[str, Sequence[Row]]
    citations: Mapping[str, Sequence[Row]]


def pages(review: Gathered) -> Iterator[Page]:
    """Yield the page of each record, in the order of their numbers."""
    rulings = _by_record(stored.rulings(review.database))
    for start in range(0, len(review.records), BATCH):
        some = review.records[start : start + BATCH]
        held = _evidence(review, some[0].id, some[-1].id)
        for record in some:
            yield _page(review, record, held, rulings[record.id])


def _evidence(review: Gathered, first: str, last: str) -> Evidence:
    database = review.database
    matches: defaultdict[tuple[str, int], list[Row]] = defaultdict(list)
    for match in stored.matches(database, first, last):
        matches[match["document"], match["position"]].append(match)
    return Evidence(
        _by_record(stored.documents(database, first, last)), _by_record(stored.passages(database, first, last)), matches,
        _by_record(stored.match_counts(database, first, last)), _by_record(stored.found(database, first, last)),
        _by_record(stored.merged_into(database, first, last)), _by_record(stored.claims(database, first, last)),
        _by_record(stored.parts(database, first, last)), _by_record(stored.relations(database, first, last)),
        _by_record(stored.citations(database, first, last)),
    )  # fmt: skip


def _by_record(rows: Sequence[Row]) -> defaultdict[str, list[Row]]:
    grouped: defaultdict[str, list[Row]] = defaultdict(list)
    for each in rows:
        grouped[each["record"]].append(each)
    return grouped


def _page(review: Gathered, record: ExportRecord, held: Evidence, rulings: Sequence[Row]) -> Page:
    title, known = title_of(record)
    name = record.id
    parts: list[Part] = [
        _about(review, record), *_summary(review, record, held.parts[name]),
        *_found(review, record, held.found[name]), *_passages(review, record, held),
        _documents(review, held.documents[name]), *_decisions(review, name),
        *belonging(review, held.merged[name], held.relations[name], held.citations[name], rulings), *passed_over(review, held.claims[name]),
    ]  # fmt: skip
    return Page(
        f"records/{name}.html", f"{name}: {review.words.say(title, SHORT)}", parts, "records.html",
        language=tongue(record.language) if known else {},
    )  # fmt: skip


def _about(review: Gathered, record: ExportRecord) -> Html:
    say, of = review.words.say, review.rows[record.id]
    kind = publisher_class(review, record)
    told = of.get("publisher_class_source")
    dated = (
        f"{say(record.date)} ({say(record.date_source) or 'its source is not recorded'})"
        if record.date
        else UNKNOWN
    )
    return facts(
        (
            ("Record", record.id),
            ("Publisher", "; ".join(map(say, record.publishers)) or UNKNOWN),
            ("Publisher class", f"{kind} ({say(told)})" if kind and told else kind or UNKNOWN),
            ("Authors", "; ".join(map(say, record.authors))),
            ("Date, and where it was read", dated),
            ("Type", say(record.doc_type) or UNKNOWN),
            ("Title read from", say(record.title_source)),
            ("Stands in", say(record.container_title)),
            ("DOI", say(record.doi)),
            ("ISBN", say(record.isbn)),
            ("Report number", say(record.report_number)),
            ("Language", say(record.language)),
            ("Concepts", "; ".join(map(say, record.concepts))),
            ("Source", say(record.source_name)),
            ("Address", review.words.address(record.url)),
            ("Copy in a web archive", _archived(review, record.archive, record.archive_url, record.archived_at)),
            ("Text", {"text": "read", "needs-ocr": "not read: the pages are pictures of text"}.get(record.state, say(record.state))),
            ("Notice on the site", say(record.notice)),
            ("Held by others only", "yes: no copy on a site of its publisher was found" if record.mirror else None),
            ("Notes", [tag("p", say(note)) for note in record.notes]),
            ("Decision", review.verdict(record.id)),
        )
    )  # fmt: skip


def _summary(review: Gathered, record: ExportRecord, parts: Sequence[Row]) -> Iterator[Part]:
    yield heading(2, "Summary")
    read = review.rows[record.id].get("summary")
    if record.abstract:
        yield tag("p", "As the source gives it.", class_="where")
        yield review.words.captured(record.abstract, record.language, name="p")
    elif read:
        yield tag("p", "The source gives none. This one was read from its documents.", class_="where")
        yield review.words.captured(read, record.language, name="p")
    else:
        yield tag("p", "Neither the source nor the documents give one.")
    named = [each for each in parts if each["kind"] in PARTS]
    if named:
        yield facts([("Also in its documents", [
            tag("p", each["kind"], f" on page {each['page']}" if each["page"] else "",
                f": {review.words.say(each['title'], SHORT)}" if each["title"] else "")
            for each in named])])  # fmt: skip


def _found(review: Gathered, record: ExportRecord, rows: Sequence[Row]) -> Iterator[Part]:
    say = review.words.say
    lines = []
    for at, each in enumerate(rows):
        # Both are in the order of the ways of finding; the export has the words for each way.
        route = record.found_by[at].route if at < len(record.found_by) else each["route"]
        who = f"{say(each['by_whom'])}: {say(each['note'])}" if each["by_whom"] else ""
        lines.append(
            row((
                str(at + 1), say(route), f"{say(each['meant'])} (concept {say(each['concept'])})" if each["meant"] else "",
                tag("code", say(each["sent"])) if each["sent"] else "", review.words.address(each["from_url"]),
                str(each["run"]), say(each["found_at"])[:10], str(each["seq"]), who,
            ))
        )  # fmt: skip
    yield table(
        "Where it was found",
        ("Way", "Route", "Question as meant", "Question as sent", "Named by", "Run", "Date", "Ledger row", "Who, and why"),
        lines, name="found", caption="Every way in which the record was found, in order",
    )  # fmt: skip
    seeds = [
        tag("a", each, href=f"{each}.html") if each in review.rows else say(each) for each in record.seed_ids
    ]
    told = say(review.told.get(record.id))
    if seeds or record.round or told:
        yield facts([("Seed references", join(seeds, ", ")), ("Round of citation searching", record.round),
                     ("Citation searching", told)])  # fmt: skip


def _passages(review: Gathered, record: ExportRecord, held: Evidence) -> Iterator[Part]:
    say = review.words.say
    terms = held.terms[record.id]
    if terms:
        yield table(
            "Terms", ("Term", "Concept", "Matches"),
            [row((say(each["term"]), _concept(review, each["concept"]), each["matches"]), numbers=(2,)) for each in terms],
            name="terms", numbers=(2,), caption="Terms of the protocol, and how often each stands in the documents",
        )  # fmt: skip
    items = []
    for each in held.passages[record.id]:
        spans = [(m["start"], m["stop"]) for m in held.matches.get((each["document"], each["position"]), ())]
        page = f"Page {each['page']}" if each["page"] else "No page"
        label = (
            f", printed as {say(each['label'])}"
            if each["label"] and each["label"] != str(each["page"])
            else ""
        )
        where = (f"{page}{label}; document {each['document_position'] + 1}; characters {each['start']} to {each['stop']}; "
                 f"{', '.join(_concept(review, name) for name in each['concepts'])}")  # fmt: skip
        text = review.words.passage(
            each["body"], each["raw"], each["start"], spans, each["language"] or record.language
        )
        items.append(tag("li", tag("p", where, class_="where"), text))
    if items:
        yield Listing("Passages", Html('<ol class="passages">'), items, Html("</ol>"))
    else:
        yield heading(2, "Passages")
        yield tag("p", "No passage was kept.")


def _concept(review: Gathered, name: str) -> str:
    known = review.protocol.concepts.get(name)
    return review.words.say(f"{name}, {known.name}" if known else name)


def _archived(review: Gathered, archive: str | None, url: str | None, at: str | None) -> Child:
    if not url:
        return None
    name = archive_name(archive, url) or "a web archive"
    return [
        review.words.say(f"{name}, taken {day_in_words(at) or at or 'at an unknown time'}: "),
        " ",
        review.words.address(url),
    ]


def _documents(review: Gathered, rows: Sequence[Row]) -> Part:
    say = review.words.say
    lines = []
    for each in rows:
        other = each["final_url"] if each["final_url"] != each["url"] else None
        read = []
        if each["page_count"]:
            read.append(f"{each['page_count']} pages")
        if each["characters"]:
            read.append(f"{each['characters']} characters by {say(each['method'])}")
        if each["ocr_pages"]:
            read.append(f"{each['ocr_pages']} pages read from pictures")
        if each["unread_pages"]:
            read.append(f"{len(each['unread_pages'])} pages without words")
        lines.append(
            row((
                str(each["position"] + 1), [review.words.captured(each["title"], each["language"], SHORT), " ",
                review.words.address(each["url"]), [" answered by ", review.words.address(other)] if other else None],
                f"{say(each['outcome'])}{': ' if each['detail'] else ''}{say(each['detail'])}", "; ".join(read),
                tag("code", say(each["sha256"])) if each["sha256"] else "none",
                f"{say(each['warc'])} at byte {each['warc_offset']}" if each["warc"] else "not in the archive",
                say(each["fetched_at"]), _archived(review, each["archive"], each["archive_url"], each["archived_at"]) or "none",
            ))
        )  # fmt: skip
    return table(
        "Documents",
        ("Document", "Title and addresses", "Outcome", "Read", "SHA-256", "WARC file and offset", "Fetched", "Archived copy"),
        lines, name="documents", caption="Documents of the record, with what came of each and where its bytes lie",
    )  # fmt: skip


def _decisions(review: Gathered, record: str) -> Iterator[Part]:
    say = review.words.say
    rows = [
        row((say(each["stage"]), say(each["verdict"]), say(each["reason"]), say(each["by"]), say(each["at"])[:10],
             say(each["labels"]), say(each["note"]), "yes" if each.get("settles") else ""))
        if each.get("verdict") else row((say(each["stage"]), OPEN, "", "", "", "", "", ""))
        for each in review.said.get(record, ())
    ]  # fmt: skip
    yield table(
        "Decisions", ("Stage", "Verdict", "Reason", "By", "Date", "Labels", "Note", "Settles a conflict"), rows,
        name="decisions", caption="What people decided; votes that a second screener must not see are not shown",
    )  # fmt: skip
