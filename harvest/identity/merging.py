"""Which works are one: what people said, then each rule in order, the surest first.

Every rule leaves a row with its name, its score and what it rests on. None looks at the order of answers, and none joins
what people keep apart (:mod:`harvest.identity.people`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from harvest.identity.compared import Compared, Texts
from harvest.identity.copies import copies
from harvest.identity.identified import identified, same_day
from harvest.identity.joining import Joins, joined, plain, standing_first
from harvest.identity.people import NONE, SAID, Rulings
from harvest.identity.same_reference import same_references
from harvest.identity.same_words import TELLING, same_words
from harvest.matching import Matcher

if TYPE_CHECKING:
    from harvest.gathering import Work

Row = dict[str, Any]

#: Two works that hold the same body under the same title.
SAME_BODY = "the same text under the same title"
#: Works without a page of their own, or papers of committees, whose matching files are the same bytes: a report
#: that goes to two committees, a strategy that four councils have put online.
SAME_FILE = "the same file"
#: The same, but for bytes: saved anew, or printed by another program.
SAME_FILE_WORDS = "a file of the same words"
#: A pack of reports whose matches all stand in reports that are works of the same meeting.
CONTAINED = "a pack of reports that are records of their own"
#: Why a pack is no record whose reports are none either.
APART = "a pack whose matches stand in different reports of its meeting, none of which matches by itself"
#: How often a pack may repeat the title of a report beside the report itself: on its front sheet and in its list
#: of contents, and as the head of the report.
REPEATED = 3


def merge(
    works: Sequence[Work],
    documents: Mapping[str, Row],
    matcher: Matcher,
    texts: Texts = lambda _wanted: {},
    *,
    rulings: Rulings = NONE,
    signatures: Mapping[str, bytes] | None = None,
) -> list[Row]:
    """Join works that are one: what people said, then copies, then packs, then references.

    What stays says :func:`harvest.identity.joining.standing_first`.

    Args:
        works: with their rows, whose ``verdict``, ``into_work`` and ``reason`` are changed.
        documents: facts of each document.
        matcher: the protocol's query.
        texts: gives the texts of documents.
        rulings: what people said is the same, or is not; they overrule every rule.
        signatures: what :func:`harvest.identity.near.signature` gave for documents before, by document.

    Returns:
        A row of the table ``merge`` for each work that was joined to another one.
    """
    joins = Joins(works, rulings)
    compared = Compared(documents, texts, signatures)
    rows = list(_said(works, joins))
    rows += joins.chained(_by_body(works, documents), SAME_BODY, "document")
    rows += joins.chained(_by_files(works, documents), SAME_FILE, "files")
    rows += joins.chained(_by_files(works, documents, compared), SAME_FILE_WORDS, "words")
    rows += copies(works, documents, compared, joins)
    rows += identified(works, compared, joins)
    rows += same_words(works, compared, joins)
    rows += same_day(works, compared, joins)
    rows += _contained(works, documents, matcher, joins)
    # Last: a reference is joined to what stands by then.
    rows += same_references(works, joins)
    return rows


def _said(works: Iterable[Work], joins: Joins) -> Iterator[Row]:
    """Join what people have called the same; what is no record becomes part of the one that is."""
    by_id = {work.id: work for work in works}
    for said in joins.rulings.joined:
        if not all(each in by_id for each in said.works):
            # What is gone from the review by now, or is not computed any more.
            continue
        one, two = (joins.standing(by_id[each]) for each in said.works)
        into, work = sorted(
            (one, two), key=lambda each: (each.row["verdict"] != "record", *standing_first(each))
        )
        if into.row["verdict"] == "record" and joins.may(work, into):
            yield joined(work, into, SAID, f"{SAID}, as {into.id}", said.told()[:300])


def _by_body(works: Iterable[Work], documents: Mapping[str, Row]) -> dict[str, list[Work]]:
    holders: dict[tuple[str, str], list[Work]] = defaultdict(list)
    for work in works:
        if work.row["verdict"] not in ("record", "merged"):
            continue
        for each in work.files:
            document = documents.get(each["document"] or "")
            if document is None or document["outcome"] != "text" or not document["concepts"]:
                # What says nothing of the question may stand in any two works: a form, "to consider the report".
                continue
            if work.meeting is None or document["kind"] != "html":
                holders[(each["document"], plain(work.row["title"]))].append(work)
    return {f"{document[:12]}|{document} {title}": same for (document, title), same in holders.items()}


def _by_files(
    works: Iterable[Work], documents: Mapping[str, Row], compared: Compared | None = None
) -> dict[str, list[Work]]:
    """Return the works that have the same matching files; with ``compared``, files of the same words, whatever their bytes."""
    files_of: dict[str, list[str]] = {}
    by_id = {work.id: work for work in works}
    for work in by_id.values():
        if work.row["verdict"] not in ("record", "merged") or work.row["container"]:
            continue
        if work.item is not None and work.meeting is None:
            # What a site describes as two publications is two, whatever files they share.
            continue
        files = sorted({each["document"] for each in work.files if _matching_file(each, documents)})
        if files:
            files_of[work.id] = files
    known = compared.signatures(each for files in files_of.values() for each in files) if compared else {}
    holders: dict[str, list[Work]] = defaultdict(list)
    for id_, files in files_of.items():
        names = files
        if compared:
            # Too few words are no text to tell a file by.
            telling = [
                known[each].same.hex() for each in files if each in known and known[each].words >= TELLING
            ]
            names = sorted(set(telling)) if len(telling) == len(files) else []
        if names:
            # Short names are for people to read; what stands behind the bar tells the groups apart.
            holders[f"{' '.join(each[:12] for each in names)}|{' '.join(names)}"].append(by_id[id_])
    return holders


def _matching_file(file: Row, documents: Mapping[str, Row]) -> bool:
    document = documents.get(file["document"] or "")
    return bool(document and document["kind"] != "html" and document["concepts"])


def _contained(
    works: Sequence[Work], documents: Mapping[str, Row], matcher: Matcher, joins: Joins
) -> Iterator[Row]:
    """Yield the packs that hold nothing which their meeting's own reports do not."""
    tabled: dict[str, list[Work]] = defaultdict(list)
    for work in works:
        if work.meeting is not None and not work.row["container"]:
            tabled[work.meeting.url].append(work)
    by_id = {work.id: work for work in works}
    for pack in works:
        if not pack.row["container"] or pack.row["verdict"] != "record" or pack.meeting is None:
            continue
        reports = tabled.get(pack.meeting.url, [])
        held, told = _times(pack, documents), Counter[str]()
        # The name of the committee stands on its front sheet.
        for concept in matcher.present(f"{pack.row['title']}\n{pack.meeting.committee}"):
            told[concept] += REPEATED
        for each in reports:
            told.update(_times(each, documents))
            for concept in matcher.present(each.row["title"]):
                told[concept] += REPEATED
        if not reports or any(told[concept] < times for concept, times in held.items()):
            continue
        counted = ", ".join(f"{concept} {held[concept]} of {told[concept]}" for concept in sorted(held))
        records = [each for each in map(_standing(by_id), reports) if each is not None]
        if not records:
            # What matches in it stands in different reports, and none of them matches by itself.
            pack.row.update(verdict="no-match", reason=f"{APART} ({counted})")
            continue
        free = [each for each in records if joins.may(pack, each)]
        if not free:
            continue
        first = min(free, key=lambda each: each.id)
        evidence = f"matches in the pack and in the reports: {counted}"
        yield joined(pack, first, CONTAINED, f"{CONTAINED}: {first.id}", evidence)


def _standing(by_id: Mapping[str, Work]) -> Callable[[Work], Work | None]:
    def standing(work: Work) -> Work | None:
        """Return the record that a work is or was joined to."""
        while work.row["into_work"]:
            work = by_id[work.row["into_work"]]
        return work if work.row["verdict"] == "record" else None

    return standing


def _times(work: Work, documents: Mapping[str, Row]) -> Counter[str]:
    """Return how often each concept matches in the documents of a work, each counted once."""
    total: Counter[str] = Counter()
    for document in {each["document"] for each in work.files if each["document"]}:
        total.update(documents[document].get("times") or {})
    return total


def meetings(works: Iterable[Work]) -> list[Row]:
    """Return a row of the table ``meeting`` for each meeting at which a work was tabled."""
    rows: dict[str, Row] = {}
    for work in works:
        each = work.meeting
        if each is None:
            continue
        row = rows.setdefault(
            each.url,
            {"meeting": each.url, "source": work.source, "committee": each.committee, "committee_url": each.committee_url,
             "meeting_date": each.date, "status": each.status},
        )  # fmt: skip
        # A list of results tells less of a meeting than its own page.
        for name, value in (
            ("committee_url", each.committee_url),
            ("status", each.status),
            ("meeting_date", each.date),
        ):
            row[name] = row[name] or value
    return [rows[key] for key in sorted(rows)]
