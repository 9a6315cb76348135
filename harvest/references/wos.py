"""The tagged text of Web of Science ("Plain Text File"): two letters and a blank, three blanks where a value goes on.

Tags: Clarivate's "Web of Science Core Collection Field Tags". A record begins with PT and ends with ER; the file begins
with FN and VR and ends with EF.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from harvest.references.decode import lines
from harvest.references.draft import Draft, gathered
from harvest.references.model import Entry, Fault

_LINE = re.compile(r"([A-Z][A-Z0-9])(?: (.*))?")
_WHOLE_FILE = frozenset({"FN", "VR", "EF"})
#: Fields of an entry by tag, the better one first. Names are full (AF) or with initials (AU).
FIELDS: Mapping[str, str] = {
    "TI": "title", "AF": "authors", "AU": "authors", "BF": "authors", "BA": "authors", "CA": "authors", "BE": "editors", "ED": "editors",
    "PY": "year", "PD": "month", "EA": "early", "SO": "container", "SE": "container", "DT": "doc_type", "AB": "abstract", "DE": "keywords",
    "ID": "keywords", "PU": "publisher", "VL": "volume", "IS": "issue", "BP": "pages", "EP": "last", "AR": "pages",
    "DI": "doi", "D2": "doi", "BN": "isbn", "LA": "language", "UT": "id", "PM": "note", "UR": "url",
}  # fmt: skip
#: Fields of which each line is a value of its own.
_LISTS = frozenset({"AU", "AF", "BA", "BF", "BE", "ED", "CA"})
#: Names of the fields in which a file may have the same names twice.
_NAMES = (("AF", "AU"), ("BF", "BA"))
TYPES = {
    "article": "journal article", "review": "journal article", "editorial material": "journal article", "letter": "journal article",
    "proceedings paper": "conference paper", "meeting abstract": "conference paper", "book chapter": "chapter",
    "book": "book", "book review": "journal article", "correction": "journal article", "report": "report",
}  # fmt: skip
_BY_PT = {"J": "journal article", "B": "book", "S": "book series", "P": "patent"}

Values = list[tuple[str, list[tuple[int, str]]]]


def is_web_of_science(head: str) -> bool:
    """Tell whether a text is the tagged export of Web of Science."""
    return bool(re.match(r"\s*(?:FN [^\r\n]*(?:\r\n|\r|\n)VR |(?:FN [^\r\n]*\s+)?PT [JBSP]\s)", head))


def read(text: str) -> tuple[tuple[Entry, ...], tuple[Fault, ...]]:
    """Return the references of such a file and its faults."""
    drafts: list[Draft] = []
    faults: list[Fault] = []
    draft: Draft | None = None
    values: Values = []
    ended = outside = False
    number = 0

    def close() -> None:
        nonlocal draft, values
        if draft is not None:
            _fill(draft, values)
            drafts.append(draft)
        draft, values = None, []

    for number, line in enumerate(lines(text), 1):
        found = _LINE.fullmatch(line.rstrip())
        tag, value = (found[1], (found[2] or "").strip()) if found else ("", "")
        if not line.strip():
            continue
        if tag in _WHOLE_FILE:
            ended = tag == "EF"
            if draft is not None:
                draft.fault(number, "ER", f"{tag} stands before the record has ended: it was ended here")
                close()
        elif tag == "PT":
            if draft is not None:
                draft.fault(
                    number, "ER", "a record begins here, and the one before it has no ER: it was ended here"
                )
                close()
            draft, outside = Draft(number), False
            values.append((tag, [(number, value)]))
        elif tag == "ER":
            if draft is None:
                faults.append(Fault(number, "ER", "ER ends nothing here: it was passed over"))
            close()
        elif line[:1].isspace() or not tag:
            if draft is None or not values:
                if not outside:
                    faults.append(
                        Fault(number, None, "words stand outside of any record: they were left out")
                    )
                outside = True
                continue
            if not line.startswith("   "):
                draft.fault(
                    number, values[-1][0], f"a line has no tag: it was read as words of {values[-1][0]}"
                )
            values[-1][1].append((number, line.strip()))
        else:
            if draft is None:
                draft = Draft(number)
                draft.fault(
                    number, "PT", "the record that begins here has no PT: it was read without its type"
                )
            values.append((tag, [(number, value)]))
    if draft is not None:
        draft.fault(
            number, "ER", "the last record has no ER: the file may be cut off, and it was read up to its end"
        )
        close()
    elif not ended:
        faults.append(Fault(number, "EF", "the file has no EF at its end: it may be cut off"))
    return gathered(drafts, faults)


def _fill(draft: Draft, values: Values) -> None:
    tags = {tag for tag, _ in values}
    double = {short for full, short in _NAMES if full in tags}
    order = {tag: place for place, tag in enumerate(FIELDS)}
    first: dict[str, tuple[int, str]] = {}
    for tag, parts in sorted(values, key=lambda each: order.get(each[0], len(order))):
        line, whole = parts[0][0], " ".join(part for _, part in parts)
        name = FIELDS.get(tag)
        first.setdefault(tag, (line, whole))
        if tag in double or name is None or name in ("month", "early", "last"):
            continue
        if tag == "DT":
            kinds = [TYPES.get(each.strip().casefold()) for each in whole.split(";")]
            draft.add(name, next(filter(None, kinds), whole.casefold()), line, tag)
        elif tag == "PM":
            draft.add(name, f"PubMed {whole}", line, tag)
        elif tag in _LISTS:
            for number, part in parts:
                draft.add(name, part, number, tag)
        elif name == "keywords":
            for each in whole.split(";"):
                draft.add(name, each, line, tag)
        elif (
            name == "pages"
            and tag == "BP"
            and (last := next((parts for tag, parts in values if tag == "EP"), None))
        ):
            draft.add(name, f"{whole}-{last[0][1]}" if last[0][1] != whole else whole, line, tag)
        else:
            draft.add(name, whole, line, tag)
    if not draft.has("doc_type") and (kind := _BY_PT.get(first.get("PT", (0, ""))[1])):
        draft.add("doc_type", kind, first["PT"][0], "PT")
    _date(draft, first)


def _date(draft: Draft, first: Mapping[str, tuple[int, str]]) -> None:
    """PD has month and day ("SEP 15") and PY the year; what is online first may have neither, only EA ("JUN 2021")."""
    if "PD" in first and "PY" in first:
        line, month = first["PD"]
        spelt = f"{month} {first['PY'][1]}"
        if re.fullmatch(r"[A-Za-z]{3}(?: \d{1,2})? \d{4}", spelt):
            draft.add("date", spelt, line, "PD")
    elif "PY" not in first and "EA" in first:
        draft.add("date", first["EA"][1], first["EA"][0], "EA")
