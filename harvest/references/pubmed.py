"""The MEDLINE format of PubMed (``.nbib``): a tag of up to four letters, ``- ``, six blanks where a value goes on.

Tags: National Library of Medicine, "MEDLINE/PubMed Data Element (Field) Descriptions".
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from harvest.references.decode import lines
from harvest.references.draft import Draft, gathered
from harvest.references.model import Entry, Fault

_LINE = re.compile(r"([A-Z]{2,4}) {0,2}- ?(.*)")
#: A season, or a span of months or days: the year alone is one date.
_SEASON = re.compile(
    r"(\d{4}) (?:Spring|Summer|Autumn|Fall|Winter|[A-Z][a-z]{2}(?: \d{1,2})?-(?:[A-Z][a-z]{2})?(?: ?\d{1,2})?)"
)
#: Fields of an entry by tag, the better one first.
FIELDS: Mapping[str, str] = {
    "TI": "title", "BTI": "title", "FAU": "authors", "AU": "authors", "CN": "authors", "FED": "editors", "ED": "editors",
    "DP": "date", "DEP": "online", "JT": "container", "TA": "container", "CTI": "container", "PT": "doc_type", "AB": "abstract",
    "OT": "keywords", "MH": "keywords", "PB": "publisher", "VI": "volume", "IP": "issue", "PG": "pages", "LID": "doi", "AID": "doi",
    "ISBN": "isbn", "LA": "language", "PMID": "id", "PMC": "note", "GN": "note", "URL": "url",
}  # fmt: skip
TYPES = {
    "journal article": "journal article", "review": "journal article", "systematic review": "journal article", "letter": "journal article",
    "editorial": "journal article", "comment": "journal article", "book": "book", "book chapter": "chapter",
    "technical report": "report", "government publication": "government document", "preprint": "preprint",
}  # fmt: skip


def is_pubmed(head: str) -> bool:
    """Tell whether a text is in the MEDLINE format."""
    return bool(re.match(r"\s*(?:PMID|OWN |STAT) ?- ?\S", head))


def read(text: str) -> tuple[tuple[Entry, ...], tuple[Fault, ...]]:
    """Return the references of such a file and its faults."""
    drafts: list[Draft] = []
    faults: list[Fault] = []
    values: list[tuple[str, list[str], int]] = []
    draft: Draft | None = None
    blank = outside = False
    for number, line in enumerate(lines(text), 1):
        found = _LINE.fullmatch(line.rstrip())
        if not line.strip():
            blank = True
            continue
        if found is None:
            if draft is None:
                if not outside:
                    faults.append(
                        Fault(number, None, "words stand outside of any record: they were left out")
                    )
                outside = True
            else:
                if not line.startswith("  "):
                    draft.fault(
                        number, values[-1][0], f"a line has no tag: it was read as words of {values[-1][0]}"
                    )
                values[-1][1].append(line.strip())
        else:
            tag, value = found[1], found[2].strip()
            again = tag == "PMID" or (
                blank and any(each == tag for each, _, _ in values) and tag in ("TI", "OWN", "STAT")
            )
            if draft is None or again:
                if draft is not None:
                    _fill(draft, values)
                draft, values = Draft(number), []
                drafts.append(draft)
                if tag != "PMID":
                    draft.fault(
                        number, "PMID", "the record that begins here has no PMID: it was read without one"
                    )
            values.append((tag, [value], number))
        blank = False
    if draft is not None:
        _fill(draft, values)
    return gathered(drafts, faults)


def _fill(draft: Draft, values: list[tuple[str, list[str], int]]) -> None:
    tags = {tag for tag, _, _ in values}
    short = {less for full, less in (("FAU", "AU"), ("FED", "ED"), ("DP", "DEP")) if full in tags}
    order = {tag: place for place, tag in enumerate(FIELDS)}
    kinds: list[tuple[str, int]] = []
    for tag, parts, line in sorted(values, key=lambda each: order.get(each[0], len(order))):
        name, value = FIELDS.get(tag), " ".join(filter(None, parts))
        if name is None or tag in short:
            continue
        if name == "doi":
            if value.casefold().endswith("[doi]") and not draft.has("doi"):
                draft.add(name, value[:-5], line, tag)
        elif name == "doc_type":
            kinds.append((value, line))
        elif tag == "DP" and (found := _SEASON.fullmatch(value)):
            draft.add("date", found[1], line, tag)
        elif name == "online":
            draft.add(
                "date",
                f"{value[:4]}/{value[4:6]}/{value[6:8]}" if re.fullmatch(r"\d{8}", value) else value,
                line,
                tag,
            )
        elif tag == "MH":
            draft.add(name, value.replace("*", ""), line, tag)
        elif name == "note":
            draft.add(name, f"{tag} {value}", line, tag)
        else:
            draft.add(name, value, line, tag)
    known = next(((TYPES[kind.casefold()], line) for kind, line in kinds if kind.casefold() in TYPES), None)
    if known or kinds:
        kind, line = known or (kinds[0][0].casefold(), kinds[0][1])
        draft.add("doc_type", kind, line, "PT")
