"""What a file of references says: its entries, and the places where it is not as its format has it."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

Format = Literal[
    "ris", "bibtex", "endnote-xml", "web-of-science", "pubmed", "csl-json", "table", "document"
]  # fmt: skip

#: Fields that are tuples here and lists in JSON.
_MANY = frozenset({"authors", "urls", "keywords"})


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where a file is not as its format has it.

    Attributes:
        line: line of the file (of a workbook: row of its sheet), from 1.
        field: what the file calls the field, or ``None`` where the fault is of the record or the file.
        says: one sentence: what is wrong, and what was made of it.
    """

    line: int
    field: str | None
    says: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One reference.

    Attributes:
        position: its place among the references of its file, from 1.
        line: line of the file (of a workbook: row of its sheet) where it begins, from 1.
        title: on one line; ``""`` when it has none.
        authors: as written, "Smith, J." or the name of a body.
        year: of publication, four digits.
        date: of publication, ISO 8601, as precise as written; at least the year wherever that is known.
        publisher: body that published it.
        container: journal, book or series that it stands in.
        doc_type: what it is, in the field's words, such as "report" or "journal article".
        doi: bare, in small letters.
        isbn: digits as written, without the hyphens.
        url: its first web address.
        urls: all of its web addresses, in order.
        abstract: on one line.
        language: as written.
        number: of the report.
        volume, issue, pages: as written.
        accessed: when it was looked at, ISO 8601.
        keywords: each once, in order.
        id: number or key that the file gives it.
        note: whatever else the file says of it and that has no field here.
    """

    position: int
    line: int
    title: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    date: str | None = None
    publisher: str | None = None
    container: str | None = None
    doc_type: str | None = None
    doi: str | None = None
    isbn: str | None = None
    url: str | None = None
    urls: tuple[str, ...] = ()
    abstract: str | None = None
    language: str | None = None
    number: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    accessed: str | None = None
    keywords: tuple[str, ...] = ()
    id: str | None = None
    note: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON has it: every field, tuples as lists."""
        return {name: list(value) if name in _MANY else value for name, value in asdict(self).items()}

    @classmethod
    def from_dict(cls, said: Mapping[str, Any]) -> Entry:
        """Return the entry that :meth:`as_dict` wrote; fields of a later version are left out.

        Raises:
            KeyError: its position or line is missing.
        """
        known = {each.name for each in fields(cls)}
        values = {
            name: tuple(value) if name in _MANY else value for name, value in said.items() if name in known
        }
        return cls(**{"position": said["position"], "line": said["line"], **values})

    @property
    def key(self) -> str:
        """What tells it from other references, as 16 hexadecimal digits.

        Its DOI; without one title, year and the family name of the first author, spelt without case, accents and
        punctuation; without a title its address as well. Two references may share a key: see :func:`keyed`.
        """
        if self.doi:
            known = ["doi", self.doi]
        else:
            family = plain(self.authors[0].partition(",")[0]) if self.authors else ""
            known = ["title", plain(self.title), str(self.year or ""), family]
            if not known[1]:
                known.append(self.url or "")
        return hashlib.sha256("\n".join(known).encode("utf-8", "replace")).hexdigest()[:16]

    @property
    def content(self) -> str:
        """SHA-256 of everything that it says, without where it stands in its file."""
        said = {name: value for name, value in self.as_dict().items() if name not in ("position", "line")}
        text = json.dumps(said, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True, slots=True)
class ReferenceFile:
    """A file that was read: which format it is in, its references in order, and its faults by line."""

    format: Format
    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]


def plain(text: str) -> str:
    """Return text without case, accents and punctuation, for comparing."""
    spelt = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(
        each if each.isalnum() else " " for each in spelt if not unicodedata.combining(each)
    )  # fmt: skip
    return " ".join(kept.split())


def keyed(entries: Iterable[Entry]) -> list[tuple[str, Entry]]:
    """Return each entry with its key; different ones that share a key get "-2", "-3" after it, in order.

    The same reference a second time, word by word, has the key of the first.
    """
    given: dict[tuple[str, str], str] = {}
    many: Counter[str] = Counter()
    found = []
    for entry in entries:
        key = entry.key
        same = (key, entry.content)
        if same not in given:
            many[key] += 1
            given[same] = key if many[key] == 1 else f"{key}-{many[key]}"
        found.append((given[same], entry))
    return found
