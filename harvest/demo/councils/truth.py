"""What is true of the papers of the miniature councils, derived from their authored words alone.

Nothing here uses greylit's own reading or query code. The query is that of the councils' review: alliancing (A) and
a health and social care context (C) in one document, 2000 or later.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from harvest.demo.corpus.markup import to_text
from harvest.demo.councils import pages
from harvest.demo.councils.model import Council, File
from harvest.demo.councils.searching import PAGE_SIZE, Entry, entries, searched
from harvest.demo.truth import TERMS_A, TERMS_C

#: What a search of a council comes to, in the words of the ledger. A host whose rules cannot be fetched is not asked.
_WEATHER = {
    "refuses": "refused",
    "robots": "not_asked",
    "down": "not_asked",
    "login": "refused",
    "broken": "unreadable",
}
FIRST_DAY = "2000-01-01"


@dataclass(frozen=True, slots=True)
class PaperRow:
    """The truth about one paper: an agenda item with its files, an issue, a paper of the old archive, or a pack.

    ``copy`` is the same for papers that are one record: the same matching files, byte for byte; empty where no file
    matches. ``named`` says that the search of its system names it for the query. ``date`` is empty where nobody says
    it. ``url`` is its one address however its pages write it: ``{root}/ieListDocuments.aspx?MId=1#AI2``; empty
    for CMIS, whose addresses change with every visit. ``container`` is the address of the pack in which alone its files
    are, and empty for all others.
    """

    council: str
    name: str
    kind: str
    title: str
    date: str
    committee: str
    relevant: bool
    named: bool
    copy: str
    url: str = ""
    container: str = ""
    system: str = "ModernGov"


@dataclass(frozen=True, slots=True)
class CouncilRow:
    """The truth about the search of one portal: its outcome, and the fewest requests that it takes, robots.txt included."""

    host: str
    councils: tuple[str, ...]
    system: str
    outcome: str
    requests: int


def satisfies(text: str) -> bool:
    """Tell whether the words of one document hold alliancing and a health and social care context."""
    return bool(TERMS_A.search(text) and TERMS_C.search(text))


def _words(file: File) -> str:
    return "\n".join(map(to_text, file.pages))


def _copy(files: Iterable[File]) -> str:
    matching = sorted(
        f"{file.title}|{file.made}|{hash_of(file)}" for file in files
        if TERMS_A.search(_words(file)) or TERMS_C.search(_words(file))
    )  # fmt: skip
    return "; ".join(matching)


def hash_of(file: File) -> str:
    """Return what is the same for files with the same words."""
    return hashlib.sha1(_words(file).encode(), usedforsecurity=False).hexdigest()[:10]


def papers(council: Council, query: str) -> Iterator[PaperRow]:
    """Yield the papers of a council.

    Args:
        council: one of the miniature web.
        query: what the search of its system is asked.
    """
    if council.system == "other":
        return
    found = {_name(entry) for entry, _ in searched(query, FIRST_DAY, None, council)}
    for entry in entries(council):
        texts, files = _documents(entry)
        public = [file for file in files if not file.restricted]
        relevant = any(satisfies(text) for text in (texts, *map(_words, public)) if text)
        kind = "item" if entry.item else "issue" if entry.issue else "old"
        title = (
            entry.item.title
            if entry.item
            else entry.issue.title
            if entry.issue
            else entry.old.title
            if entry.old
            else ""
        )
        committee = entry.committee.title if entry.committee else entry.old.committee if entry.old else ""
        if entry.meeting and entry.meeting.only_pack:
            kind = "pack"
        yield PaperRow(
            council.key, _name(entry), kind, title, entry.day, committee,
            relevant and (not entry.day or entry.day >= FIRST_DAY), _name(entry) in found, _copy(public) if kind != "pack" else "",
            *_addresses(council, entry), council.system,
        )  # fmt: skip


def _addresses(council: Council, entry: Entry) -> tuple[str, str]:
    """Return the one address of a paper, and that of the pack which alone holds its files."""
    root = f"http://{council.papers}{council.root}"
    if council.system != "ModernGov":
        return "", ""
    if entry.issue:
        return f"{root}/mgIssueHistoryHome.aspx?IId={entry.issue.number}", ""
    if entry.old:
        return f"{root}/olddocuments/{entry.old.name}", ""
    assert entry.committee and entry.meeting and entry.item
    pack = f"{root}/{pages.pack_address(entry.committee, entry.meeting, 10)}"
    return (
        f"{root}/ieListDocuments.aspx?MId={entry.meeting.number}#AI{entry.item.number}",
        pack if entry.meeting.only_pack else "",
    )


def _name(entry: Entry) -> str:
    if entry.item:
        return f"AI{entry.item.number}"
    return f"I{entry.issue.number}" if entry.issue else f"old {entry.old.name}" if entry.old else ""


def _documents(entry: Entry) -> tuple[str, Sequence[File]]:
    """Return the words of a paper's own page, and its files."""
    if entry.item:
        return "\n".join(
            map(to_text, (entry.item.intro, entry.item.decision, entry.item.minutes))
        ), entry.item.files
    if entry.issue:
        return to_text(entry.issue.text), entry.issue.files
    assert entry.old
    return "", (File(number=0, title=entry.old.title, pages=entry.old.pages, made=entry.old.date),)


def relevant_papers(councils: Iterable[Council], query: str, epoch: int = 1) -> list[PaperRow]:
    """Return the papers that a run must end with, copies among them; those that no search names are left out."""
    return [
        row
        for council in councils
        for row in papers(council, query)
        if row.relevant and row.named and not council.trouble(epoch)
    ]


def records_expected(rows: Iterable[PaperRow]) -> int:
    """Return how many records papers are, copies counted once."""
    rows = list(rows)
    return len({row.copy for row in rows if row.copy}) + sum(not row.copy for row in rows)


def outcomes(councils: Iterable[Council], query: str, epoch: int = 1) -> dict[str, str]:
    """Return what the search of each council's papers comes to, by its key; ``not_asked`` where there is no system."""
    found = {}
    for council in councils:
        trouble = council.trouble(epoch)
        if council.system == "other":
            found[council.key] = "not_asked"
        elif trouble:
            found[council.key] = _WEATHER[trouble]
        else:
            found[council.key] = "results" if searched(query, FIRST_DAY, None, council) else "none"
    return found


def council_rows(councils: Sequence[Council], query: str, epoch: int = 1) -> list[CouncilRow]:
    """Return the truth about the search of each portal with ModernGov; councils that share one are one row."""
    portals: dict[str, list[Council]] = {}
    for council in councils:
        if council.system == "ModernGov":
            portals.setdefault(council.papers, []).append(council)
    return [_portal(same, query, epoch) for same in portals.values()]


def _portal(same: Sequence[Council], query: str, epoch: int) -> CouncilRow:
    council = same[0]
    keys = tuple(each.key for each in same)
    if trouble := council.trouble(epoch):
        # robots.txt forbids the rest, or the first answer is the last; a host that is down is asked for its rules only.
        asked = {"robots": 1, "down": 1}.get(trouble, 2)
        return CouncilRow(council.papers, keys, council.system, _WEATHER[trouble], asked)
    found = searched(query, FIRST_DAY, None, council)
    requests = 1 + max(1, -(-len(found) // PAGE_SIZE))
    meetings = {entry.meeting.number for entry, _ in found if entry.meeting}
    packs = {entry.meeting.number for entry, _ in found if entry.meeting and entry.meeting.only_pack}
    files = {
        file.number for entry, _ in found for file in _documents(entry)[1]
        if not file.restricted and not entry.old and not (entry.meeting and entry.meeting.only_pack)
    }  # fmt: skip
    alone = sum(bool(entry.issue or entry.old) for entry, _ in found)
    requests += len(meetings) + len(packs) + len(files) + alone
    return CouncilRow(council.papers, keys, council.system, "results" if found else "none", requests)


def write_council_truth(path: Path, councils: Iterable[Council], query: str) -> None:
    """Write the papers as tab-separated text, yes and no as 1 and 0; what is unknown is empty."""
    lines = ["\t".join(field.name for field in fields(PaperRow))]
    for council in councils:
        for row in papers(council, query):
            cells = (
                str(int(value)) if isinstance(value, bool) else str(value).replace("\t", " ")
                for value in astuple(row)
            )
            lines.append("\t".join(cells))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
