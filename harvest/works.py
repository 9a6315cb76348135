"""From documents and site descriptions to works, and from works to records.

Computed as a whole from what is in the database, never piece by piece, so that the order in which
answers came leaves no trace: the same observations give the same works, verdicts and merges.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crawler.canonical import canonical
from crawler.judge.described import DESCRIBING
from crawler.judge.item import Item, Meeting
from harvest.found import found
from harvest.jobs import SITE_SAYS, Document, compose
from harvest.limits import outside
from harvest.matching import Matcher
from harvest.merging import meetings, merge
from harvest.protocol import Protocol
from harvest.types import doc_type
from store.database import Writer
from store.inputs import HELD, WorkInputs, work_inputs

Row = dict[str, Any]

#: How a title or a date is known that stands in the list, or with the link, that leads to a document.
THE_LIST = "the list that names it"
#: How a title or a date is known that somebody wrote on a manual-search sheet.
A_PERSON = "the person who found it"


@dataclass(slots=True)
class Work:
    """One work while it is being put together."""

    id: str
    source: str
    url: str
    seq: int
    run: int
    item: Item | None = None
    #: What its address is known by where that changes, or is told apart by more than itself.
    name: str = ""
    aliases: set[str] = field(default_factory=set)
    #: Where it stands now: aliases without the addresses that only lead to it.
    addresses: frozenset[str] = frozenset()
    files: list[Row] = field(default_factory=list)
    row: Row = field(default_factory=dict)
    #: Where it was tabled, for papers of committees.
    meeting: Meeting | None = None
    #: The further chapters of a publication in pages, in order.
    chapters: tuple[str, ...] = ()


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
        works = self.gather(seen)
        composed: dict[str, Document] = {}
        for work in works:
            self.documents_of(work, seen, composed)
        documents = {**seen.documents, **{id_: _facts(each) for id_, each in composed.items()}}
        for work in works:
            self._judge(work, documents, seen)
        merges = merge(works, documents, self._matcher)
        _number(works, numbers)
        rows: dict[str, list[Row]] = {
            "work": [], "work_document": [], "found": [], "merge": merges, "meeting": meetings(works),
        }  # fmt: skip
        for work in works:
            rows["work"].append(work.row)
            rows["work_document"] += work.files
            rows["found"] += found(work, seen)
        return [composed[id_] for id_ in sorted(composed)], rows

    # ---- which works there are

    def gather(self, seen: WorkInputs) -> list[Work]:
        """Return the works that there are, in the order of their ids, without their documents."""
        items: dict[tuple[str, str], tuple[int, int, str, Item, list[Any]]] = {}
        for row in seen.items:
            item = Item.from_dict({k: v for k, v in json.loads(row["body"]).items() if k != "texts"})
            texts = json.loads(row["body"])["texts"]
            # The newest description of a page stands.
            items[(row["source"], item.key)] = (row["seq"], row["run"], row["url"], item, texts)
        self._texts = {key: value[4] for key, value in items.items()}
        self._items = {key: value[3] for key, value in items.items()}
        pages = {(source, item.url): (source, key) for (source, key), item in self._items.items()}
        self._pages = pages
        parts: set[tuple[str, str]] = set()
        for source, key in items:
            item = self._items[(source, key)]
            if item.parent and (source, item.parent) in items:
                parts.add((source, key))
            for each in item.attachments:
                child = pages.get((source, canonical(each.url))) if each.kind == "html" else None
                if child and child != (source, key):
                    parts.add(child)
        works: list[Work] = []
        for (source, key), (seq, run, url, item, _) in items.items():
            if (source, key) in parts:
                continue
            work = Work(f"{source}:{key}", source, item.url, seq, run, item)
            work.aliases = {url, item.url}
            work.addresses = frozenset({url})
            work.meeting = item.meeting
            works.append(work)
        filed = {
            (source, url)
            for (source, _), item in self._items.items() for each in item.attachments if each.kind == "file"
            for url in (canonical(each.url), seen.final(canonical(each.url)))
        } | set(pages)  # fmt: skip
        described = {value[2] for value in items.values()}
        # A file that was asked for by itself, or brought by a person, belongs to the work whose page has it.
        works += [each for each in _page_works(seen, described) if (each.source, each.url) not in filed]
        moved: dict[str, list[str]] = defaultdict(list)
        for moved_from, to in seen.redirects.items():
            moved[to].append(moved_from)
        for work in works:
            waiting = list(work.aliases)
            while waiting:
                earlier = [each for each in moved.get(waiting.pop(), ()) if each not in work.aliases]
                work.aliases.update(earlier)
                waiting += earlier
        # Answers come in any order; what is computed from them must not show it.
        return sorted(works, key=lambda each: each.id)

    # ---- which documents a work has

    def documents_of(self, work: Work, seen: WorkInputs, composed: dict[str, Document]) -> None:
        """Fill the documents of a work; ``composed`` takes those that are put together from pages."""
        if work.item is None:
            for position, name in enumerate((work.name, *work.chapters)):
                work.files.append(self._file(work, position, "page", None, name, seen))
            return
        item, source = work.item, work.source
        parts = [(title, text) for title, text in self._texts[(source, item.key)]]
        files = []
        for each in item.attachments:
            if each.kind == "html":
                child = self._pages.get((source, canonical(each.url)))
                if child:
                    parts += _part_of(self._items[child], self._texts[child])
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
        publisher = seen.publishers.get(work.source)
        told_by_list = seen.said.get(work.name, {}) if work.item is None else {}
        held = [documents[each["document"]] for each in work.files if each["document"]]
        item = work.item
        readable = [each for each in held if each["outcome"] == "text"]
        main = max(readable, key=lambda each: (each["characters"], each["document"]), default=None)
        if item is None:
            title, source = _page_title(work, main)
            facts = main or {}
            if told_by_list.get("title"):
                title, source = told_by_list["title"], THE_LIST
                facts = {**facts, **_listed(told_by_list)}
            if told := seen.brought.get(work.url):
                # What a person wrote of a document that they held is better than what can be read from its bytes.
                title, source = (told["title"], A_PERSON) if told["title"] else (title, source)
                facts = {**facts, **_told(told)}
            row: Row = {
                "title": title, "title_source": source, "description": None, "work_date": facts.get("doc_date"),
                "date_source": facts.get("date_source"),
                "publishers": [each for each in (publisher or facts.get("publisher"),) if each],
                "site_type": told_by_list.get("doc_type"), "language": facts.get("language"), "country": [], "withdrawn": None,
            }  # fmt: skip
        else:
            row = {
                "title": item.title, "title_source": SITE_SAYS, "description": item.description,
                "work_date": item.date, "date_source": item.date_source,
                "publishers": list(item.publishers) or ([publisher] if publisher else []),
                "site_type": item.doc_type, "language": item.language, "country": list(item.country),
                "withdrawn": item.withdrawn,
            }  # fmt: skip
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
        if self._matcher.met(concepts) and together:
            reason = outside(self._protocol.limits, row, work.files)
            verdict = "outside-limits" if reason else "record"
            reason = reason or f"matches {self._protocol.search.require}"
        else:
            verdict, reason = "no-match", self._unmet(concepts, readable, state)
        work.row = {
            **row, "work": work.id, "source": work.source, "url": work.url, "doc_type": doc_type(row["site_type"]),
            "run": work.run, "seq": work.seq, "gone_at": min((seen.gone[each] for each in work.addresses if each in seen.gone), default=None),
            "concepts": sorted(concepts), "verdict": verdict, "reason": reason,
            "state": state, "into_work": None, "record": None,
            "meeting": work.meeting.url if work.meeting else None,
            "item_number": item.number if item else told_by_list.get("number"),
            "container": bool(told_by_list.get("container")),
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


def _page_works(seen: WorkInputs, described: set[str]) -> list[Work]:
    """Return a work for each page that no site's description speaks of.

    A description whose reading failed (a worker died of it) is one of these too: it must not vanish.
    """
    works = []
    books = _books(seen)
    parts = {name for chapters in books.values() for name in chapters}
    for name, capture in seen.captures.items():
        if name in parts:
            continue
        undescribed = capture["kind"] == "content" or (
            capture["kind"] in DESCRIBING
            and capture["seq"] in seen.extractions
            and name == capture["address"]
        )
        undescribed = undescribed and capture["address"] not in described
        if capture["outcome"] in HELD and (capture["kind"] in ("page", "document") or undescribed):
            work = Work(
                f"{capture['source']}:{name}", capture["source"], capture["address"], capture["seq"],
                capture["run"], name=name,
            )  # fmt: skip
            work.aliases = {name, work.url}
            work.addresses = frozenset({name})
            work.chapters = books.get(name, ())
            work.aliases.update(work.chapters)
            told = seen.said.get(name, {}).get("meeting")
            work.meeting = Meeting(**told) if told else None
            works.append(work)
    return works


def _part_of(item: Item, texts: Sequence[Sequence[str | None]]) -> list[tuple[str | None, str]]:
    return [
        (title or (item.title if number == 0 else None), text or "")
        for number, (title, text) in enumerate(texts)
    ]


def _books(seen: WorkInputs) -> dict[str, tuple[str, ...]]:
    """Return the further chapters of each publication in pages, by the address of its first one, those that came."""
    before = {name: str(said["book"]) for name, said in seen.said.items() if said.get("book")}
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for name in before:
        # Chapters that were come upon one after the other each name the one before as the book.
        book, steps, seen_of = name, 0, set[str]()
        while book in before and book not in seen_of:
            seen_of.add(book)
            steps += int(seen.said[book].get("part") or 2) - 1
            book = before[book]
        capture = seen.captures.get(name)
        if book not in seen_of and capture and capture["outcome"] in HELD and book in seen.captures:
            found[book].append((steps, name))
    return {book: tuple(name for _, name in sorted(chapters)) for book, chapters in found.items()}


def _listed(said: Row) -> Row:
    """Return the facts of a document that the list which names it tells."""
    if not said.get("date"):
        return {}
    return {"doc_date": said["date"], "date_source": said.get("date_source") or THE_LIST}


def _told(brought: Row) -> Row:
    """Return the facts of a document that the person who brought it wrote down."""
    dated = {"doc_date": brought["doc_date"], "date_source": A_PERSON} if brought["doc_date"] else {}
    return {**dated, **({"publisher": brought["publisher"]} if brought["publisher"] else {})}


def _page_title(work: Work, main: Row | None) -> tuple[str, str]:
    if main and main["title"]:
        return main["title"], main["title_source"] or "the document"
    return work.url.rstrip("/").rsplit("/", 1)[-1] or work.url, "the address"


def _facts(document: Document) -> Row:
    found = document.extracted
    return {
        "document": document.id, "outcome": found.outcome, "detail": found.detail, "title": found.title,
        "title_source": found.title_source, "doc_date": found.date, "date_source": found.date_source,
        "language": found.language, "publisher": found.publisher, "characters": len(found.text),
        "concepts": sorted({match.concept for match in document.matches}), "close": document.close,
        "times": dict(Counter(match.concept for match in document.matches)), "kind": found.kind,
    }  # fmt: skip


def _number(works: Iterable[Work], numbers: Mapping[str, str]) -> None:
    """Give each record the number that it, or a document of it, was given before."""
    records = [work for work in works if work.row["verdict"] == "record"]
    taken = {numbers[work.id] for work in records if work.id in numbers}
    for work in sorted(records, key=lambda each: each.id):
        number = numbers.get(work.id)
        if number is None:
            held = {numbers[each["document"]] for each in work.files if each["document"] in numbers}
            number = min(held - taken, default=None)
            taken.add(number or "")
        work.row["record"] = number
