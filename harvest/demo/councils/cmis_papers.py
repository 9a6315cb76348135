"""What a CMIS system holds: one document for each file, agenda, pack and set of minutes of a council's meetings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from harvest.demo.corpus.markup import to_text
from harvest.demo.councils.files import file_bytes, pack_bytes, printed_bytes
from harvest.demo.councils.model import Committee, Council, Meeting


@dataclass(frozen=True, slots=True)
class CmisDocument:
    """One document.

    Attributes:
        name: its own name in the system, never shown.
        title: as printed.
        kind: ``Report``, ``AgendaContents``, ``AgendaPack`` or ``Minutes``.
        committee, meeting: where it was published.
        text: its words, title included.
        body: its bytes.
        restricted: listed for members only, without an address.
    """

    name: str
    title: str
    kind: str
    committee: Committee
    meeting: Meeting
    text: str
    body: bytes
    restricted: bool = False


@lru_cache(maxsize=16)
def documents(council: Council) -> tuple[CmisDocument, ...]:
    """Return all documents of a council, in the order of its meetings."""
    found: list[CmisDocument] = []
    for committee in council.committees:
        for meeting in committee.meetings:
            found += _of_meeting(committee, meeting)
    return tuple(found)


def _of_meeting(committee: Committee, meeting: Meeting) -> list[CmisDocument]:
    number, day = meeting.number, meeting.date
    contents = "\n".join(f"{item.printed} {item.title}" for item in meeting.items)
    found = [
        CmisDocument(
            f"agenda-{number}", f"Agenda - {committee.title} - {day}", "AgendaContents", committee, meeting,
            f"{committee.title}\n{contents}", printed_bytes(meeting, committee.title, "0"),
        )
    ]  # fmt: skip
    reports, packed = [], []
    for item in meeting.items:
        for file in item.files:
            words = "\n".join(map(to_text, file.pages)) if file.layout == "pdf" else ""
            if not file.restricted:
                packed.append(words)
            reports.append(
                CmisDocument(
                    f"file-{file.number}", file.title, "Report", committee, meeting, f"{file.title}\n{words}",
                    file_bytes(file), file.restricted,
                )
            )  # fmt: skip
    if meeting.pack:
        title = f"Agenda Document Pack - {committee.title} - {day}"
        text = "\n".join([title, contents, *packed])
        found.append(
            CmisDocument(f"pack-{number}", title, "AgendaPack", committee, meeting, text, pack_bytes(meeting, committee.title))
        )  # fmt: skip
    if not meeting.only_pack:
        found += reports
    minutes = "\n".join(
        part
        for item in meeting.items
        if item.minutes
        for part in (item.title, item.decision, item.minutes)
        if part
    )
    if minutes:
        title = f"Minutes - {committee.title} - {day}"
        body = printed_bytes(meeting, committee.title, "1")
        found.append(
            CmisDocument(f"minutes-{number}", title, "Minutes", committee, meeting, to_text(minutes), body)
        )
    return found
