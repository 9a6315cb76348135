"""From documents and site descriptions to works, and from works to records.

Computed as a whole from what is in the database, never piece by piece, so that the order in which
answers came leaves no trace: the same observations give the same works, verdicts and merges.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from crawler.canonical import canonical
from crawler.judge.item import Item
from harvest.facts import facts
from harvest.found import found
from harvest.gathering import Gathered, Work, gather
from harvest.identity.merging import meetings, merge
from harvest.identity.people import Ruling, Rulings
from harvest.identity.relations import relations
from harvest.jobs import Document, compose
from harvest.limits import outside
from harvest.matching import Matcher
from harvest.protocol import Protocol
from harvest.ruling import APART, SAME, pairs
from harvest.work_kinds import work_class, work_type
from store.comparing import rulings, signatures, texts
from store.database import Writer
from store.inputs import HELD, WorkInputs, work_inputs

Row = dict[str, Any]

#: Why a reference that a person brought is a record: the search that found it is that person's.
BROUGHT = "brought by a person"


class Concluder:
    """Computes the works of a database and writes them.

    Args:
        protocol: the protocol whose query and limits decide.
        matcher: its compiled query.
        require_line: line of the protocol file that says what a record must match.
    """

    def __init__(self, protocol: Protocol, matcher: Matcher, require_line: int | None) -> None:
        self._protocol, self._matcher, self._require_line = protocol, matcher, require_line

    def conclude(
        self, writer: Writer, numbers: Mapping[str, str]
    ) -> tuple[list[Document], dict[str, list[Row]]]:
        """Return the documents that were put together from pages, and all rows of the computed tables.

        Args:
            writer: the database, with everything observed so far.
            numbers: record numbers already given, by document or work id.
        """
        seen = work_inputs(writer)
        gathered = gather(seen)
        works = gathered.works
        composed: dict[str, Document] = {}
        for work in works:
            self.documents_of(work, gathered, seen, composed)
        documents = {**seen.documents, **{id_: _facts(each) for id_, each in composed.items()}}
        for work in works:
            self._judge(work, documents, seen)
        composed_texts = {id_: each.extracted.text for id_, each in composed.items()}
        known = _signatures(works, writer, composed)

        def asked(ids: Collection[str]) -> dict[str, str]:
            return composed_texts | texts(writer, ids)

        merges = merge(works, documents, self._matcher, asked, rulings=_rulings(writer), signatures=known)
        _number(works, numbers)
        rows: dict[str, list[Row]] = {
            "work": [], "work_document": [], "found": [], "merge": merges, "meeting": meetings(works),
            "relation": relations(works, documents, asked, known),
        }  # fmt: skip
        for work in works:
            rows["work"].append(work.row)
            rows["work_document"] += work.files
            rows["found"] += found(work, seen)
        return [composed[id_] for id_ in sorted(composed)], rows

    # ---- which documents a work has

    def documents_of(
        self, work: Work, gathered: Gathered, seen: WorkInputs, composed: dict[str, Document]
    ) -> None:
        """Fill the documents of a work; ``composed`` takes those that are put together from pages."""
        if work.entry is not None and work.entry["document"] is None:
            return
        if work.item is None:
            for position, name in enumerate((work.name, *work.chapters)):
                work.files.append(self._file(work, position, "page", None, name, seen))
            return
        item, source = work.item, work.source
        parts = [(title, text) for title, text in gathered.texts[(source, item.key)]]
        files = []
        for each in item.attachments:
            if each.kind == "html":
                child = gathered.pages.get((source, canonical(each.url)))
                if child:
                    parts += _part_of(gathered.items[child], gathered.texts[child])
            elif each.kind == "file":
                files.append(each)
        document = compose(self._matcher, parts, item)
        if document:
            composed[document.id] = document
            work.files.append(
                {"work": work.id, "position": 0, "document": document.id, "role": "html", "title": item.title,
                 "url": work.url, "final_url": work.url, "outcome": "text", "detail": None, "seq": work.seq}
            )  # fmt: skip
        for number, each in enumerate(files, 1):
            work.files.append(self._file(work, number, "file", each.title, canonical(each.url), seen))

    @staticmethod
    def _file(work: Work, position: int, role: str, title: str | None, url: str, seen: WorkInputs) -> Row:
        final = seen.final(url)
        capture = seen.captures.get(final)
        if capture is not None and capture["url"] == final:
            # People can open an address; the key that it is known by is none.
            final, url = capture["address"], capture["address"] if url == final else url
        row: Row = {
            "work": work.id, "position": position, "role": role, "title": title, "url": url, "final_url": final,
            "document": None, "outcome": "not-asked", "detail": None, "seq": None,
        }  # fmt: skip
        if copy := seen.archived.get(final) or seen.archived.get(url):
            # The site has it no more: what a web archive holds is read in its place.
            capture = copy if capture is None or capture["outcome"] not in HELD else capture
            if capture is copy:
                row.update(
                    archive=copy["archive"], archive_url=copy["address"], archived_at=copy["archived_at"]
                )
        if capture is None:
            skipped = seen.skips.get(final)
            row["detail"] = f"{skipped['reason']}: {skipped['detail']}" if skipped else None
            return row
        row.update(outcome=capture["outcome"], detail=capture["detail"], seq=capture["seq"])
        if document := seen.extractions.get(capture["seq"]):
            row["document"] = document
            row["outcome"] = seen.documents[document]["outcome"]
            row["detail"] = seen.documents[document]["detail"]
        return row

    # ---- what is said of it

    def _judge(self, work: Work, documents: Mapping[str, Row], seen: WorkInputs) -> None:
        held = [documents[each["document"]] for each in work.files if each["document"]]
        readable = [each for each in held if each["outcome"] == "text"]
        main = max(readable, key=lambda each: (each["characters"], each["document"]), default=None)
        row = facts(work, main, seen)
        said = (
            f"{row['title']}\n{row['description'] or ''}" if "title" in self._protocol.search.fields else ""
        )
        concepts = self._matcher.present(said)
        for each in readable:
            concepts |= set(each["concepts"])
        together = self._matcher.near is None or any(each["close"] for each in readable)
        state = (
            "text"
            if readable
            else next((e["outcome"] for e in work.files if e["outcome"] == "needs-ocr"), "no-text")
        )
        told_by_list = seen.said.get(work.name, {}) if work.item is None else {}
        if work.entry is not None:
            reason = outside(self._protocol.limits, row, ())
            verdict = "outside-limits" if reason else "record"
            told = work.entry["said"].get("found_by")
            reason = reason or told or f"{BROUGHT}: {work.entry['file']}, line {work.entry['line']}"
        elif self._matcher.met(concepts) and together:
            reason = outside(self._protocol.limits, row, work.files)
            verdict = "outside-limits" if reason else "record"
            reason = reason or f"matches {self._protocol.search.require}"
        else:
            verdict, reason = "no-match", self._unmet(concepts, readable, state)
            # The pages of mirrors bear the titles of what they lead to, and packs those of their reports.
            spare = bool(readable) and not (work.mirror or told_by_list.get("container"))
            work.spare = spare and not outside(self._protocol.limits, row, work.files)
        work.row = {
            **row, "work": work.id, "source": work.source, "url": work.url, **_kinds(work, row, main),
            "run": work.run, "seq": work.seq, "gone_at": min((seen.gone[each] for each in work.addresses if each in seen.gone), default=None),
            "concepts": sorted(concepts), "verdict": verdict, "reason": reason,
            "state": state, "into_work": None, "record": None,
            "meeting": work.meeting.url if work.meeting else None,
            "item_number": work.item.number if work.item else told_by_list.get("number"),
            "container": bool(told_by_list.get("container")), "mirror": work.mirror, **_copied(work, main),
        }  # fmt: skip

    def _unmet(self, concepts: set[str], readable: Sequence[Row], state: str) -> str:
        line = self._require_line
        where = f"protocol line {line}" if line else "the protocol"
        if not readable and not concepts:
            return f"no text could be read ({state}), and its title matches nothing"
        named = (
            ", ".join(f"{each} ({self._protocol.concepts[each].name})" for each in sorted(concepts))
            or "nothing"
        )
        if self._matcher.met(concepts):
            return f"matches {named}, but not together as [search] near in {where} asks"
        return f"matched {named}; {where} needs {self._protocol.search.require}"


def _rulings(writer: Writer) -> Rulings:
    """Return what people said of which works are one, as it stands."""
    rows = rulings(writer)
    by_word = {
        says: [
            Ruling(pair, row["by_whom"], row["at_time"], row["note"] or "")
            for pair, row in pairs(rows, says).items()
        ]
        for says in (SAME, APART)
    }
    return Rulings(same=by_word[SAME], apart=by_word[APART])


def _signatures(works: Iterable[Work], writer: Writer, composed: Mapping[str, Document]) -> dict[str, bytes]:
    """Return what the texts of works that may be one are compared by."""
    wanted = {
        each["document"] for work in works if work.row["verdict"] == "record" or work.spare
        for each in work.files if each["document"]
    }  # fmt: skip
    made = {id_: each.signature for id_, each in composed.items() if each.signature is not None}
    return signatures(writer, wanted - set(made)) | made


def _part_of(item: Item, texts: Sequence[Sequence[str | None]]) -> list[tuple[str | None, str]]:
    return [
        (title or (item.title if number == 0 else None), text or "")
        for number, (title, text) in enumerate(texts)
    ]


def _kinds(work: Work, row: Row, main: Row | None) -> Row:
    """Return what type of document a work is, what kind of body its publisher, and what stands in for an abstract."""
    kind, kind_source = work_type(row["site_type"], row["title"], main)
    body, body_source = work_class(row["publishers"], work.url, mirror=work.mirror)
    return {
        "doc_type": kind, "doc_type_source": kind_source, "publisher_class": body, "publisher_class_source": body_source,
        "summary": main["summary"] if main else None, "summary_source": main["summary_source"] if main else None,
    }  # fmt: skip


def _copied(work: Work, main: Row | None) -> Row:
    """Return where the main document of a work is a copy from, where it is one of a web archive."""
    held = [each for each in work.files if main is not None and each["document"] == main["document"]]
    if not held or not all(each.get("archive") for each in held):
        # What its site has at another address is no copy of an archive.
        return {}
    return {name: held[0][name] for name in ("archive", "archive_url", "archived_at")}


def _facts(document: Document) -> Row:
    found = document.extracted
    return {
        "document": document.id, "outcome": found.outcome, "detail": found.detail, "title": found.title,
        "title_source": found.title_source, "doc_date": found.date, "date_source": found.date_source,
        "language": found.language, "publisher": found.publisher, "characters": len(found.text),
        "concepts": sorted({match.concept for match in document.matches}), "close": document.close,
        "times": dict(Counter(match.concept for match in document.matches)), "kind": found.kind, "doc_type": found.doc_type,
        "doc_type_source": found.doc_type_source, "summary": document.summary,
        "summary_source": document.summary_source, "authors": list(found.authors),
    }  # fmt: skip


def _number(works: Iterable[Work], numbers: Mapping[str, str]) -> None:
    """Give each record the number that it, or a document of it, was given before."""
    records = [work for work in works if work.row["verdict"] == "record"]
    taken = {numbers[work.id] for work in records if work.id in numbers}
    for work in sorted(records, key=lambda each: each.id):
        number = numbers.get(work.id)
        if number is None:
            held = {numbers[each["document"]] for each in work.files if each["document"] in numbers}
            held |= {numbers[each.id] for each, _ in work.absorbed if each.id in numbers}
            number = min(held - taken, default=None)
            taken.add(number or "")
        work.row["record"] = number
