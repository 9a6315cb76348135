"""CSL-JSON, as Zotero and our own export write it: a list of items, an object with them, or one item a line.

Read item by item, so that a damaged one costs itself and not the file, and each has its line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from harvest.references.decode import LINE_END
from harvest.references.draft import Draft, gathered
from harvest.references.model import Entry, Fault

#: Deeper than any item is; Python's own reader gives up at about a thousand.
_DECODER = json.JSONDecoder(strict=False)
_FIELDS: Mapping[str, str] = {
    "title": "title", "publisher": "publisher", "container-title": "container", "collection-title": "container", "DOI": "doi",
    "ISBN": "isbn", "URL": "url", "archive_location": "url", "abstract": "abstract", "language": "language", "number": "number",
    "volume": "volume", "issue": "issue", "page": "pages", "id": "id", "note": "note", "keyword": "keywords",
}  # fmt: skip
TYPES = {
    "report": "report", "article-journal": "journal article", "article-magazine": "magazine article", "article-newspaper": "newspaper article",
    "article": "preprint", "book": "book", "chapter": "chapter", "webpage": "web page", "post-weblog": "blog post", "post": "web page",
    "thesis": "thesis", "paper-conference": "conference paper", "speech": "presentation", "standard": "standard", "legislation": "legislation",
    "bill": "bill", "legal_case": "case", "dataset": "data set", "software": "software", "manuscript": "manuscript", "pamphlet": "pamphlet",
    "entry-encyclopedia": "encyclopedia entry", "entry-dictionary": "dictionary entry", "document": "", "patent": "patent", "map": "map",
}  # fmt: skip
_GAP = re.compile(r"[\s,]*")


def is_csl(head: str) -> bool:
    """Tell whether a text is JSON whose objects look like items: with a type or an id, and a title or a name."""
    start = head.lstrip("\ufeff \t\r\n")[:1]
    if start not in ("[", "{"):
        return False
    named = set(re.findall(r'"([A-Za-z_-]+)"\s*:', head))
    return (bool(named & {"type", "id", "items"}) and bool(named & {"title", "author", "DOI", "URL", "items", "issued"})) or (
        re.fullmatch(r"\s*\[\s*\]\s*", head) is not None
    )  # fmt: skip


def read(text: str) -> tuple[tuple[Entry, ...], tuple[Fault, ...]]:
    """Return the references of such a file and its faults."""
    drafts: list[Draft] = []
    faults: list[Fault] = []
    for line, item in _items(text, faults):
        if isinstance(item, dict):
            draft = Draft(line)
            _fill(draft, item)
            drafts.append(draft)
        else:
            faults.append(
                Fault(line, None, f"{json.dumps(item)[:40]} stands where an item is meant: it was left out")
            )
    return gathered(drafts, faults)


def _past_gap(text: str, at: int) -> int:
    found = _GAP.match(text, at)
    return found.end() if found else at


def _items(text: str, faults: list[Fault]) -> Iterator[tuple[int, Any]]:
    """Yield each item with its line; what cannot be read is told, and reading goes on at the next one."""
    text = text.lstrip("\ufeff")
    at = _start(text)
    closed, line, counted = at == 0, 1, 0
    while True:
        at = _past_gap(text, at)
        if at >= len(text):
            break
        line, counted = line + len(LINE_END.findall(text, counted, at)), at
        if text[at] in "]}":
            closed, at = True, at + 1
            rest = _past_gap(text, at)
            if text[rest : rest + 1] not in ("{", "[", "]", "}", ""):
                # After the list of items an object may say other things; none of them is a reference.
                return
            continue
        if text[at] == "[":
            at += 1
            continue
        try:
            item, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            why = error.msg if isinstance(error, json.JSONDecodeError) else type(error).__name__
            title = re.compile(r'"title"\s*:\s*("(?:[^"\\]|\\.)*")').search(text, at)
            following = re.compile(r"(?<=\n)\s{0,8}\{|\}\s*,\s*(?=\{)").search(text, at + 1)
            end = following.end() - (1 if following[0].endswith("{") else 0) if following else len(text)
            if title and title.start() < end:
                faults.append(
                    Fault(
                        line, None, f"the item that begins here is damaged ({why}): only its title was read"
                    )
                )
                yield line, {"title": _spoken(title[1])}
            else:
                faults.append(Fault(line, None, f"what stands here is damaged ({why}): it was left out"))
            at = end
            continue
        yield line, item
    if not closed:
        faults.append(Fault(line, None, "the list of items has no end: the file may be cut off"))


def _start(text: str) -> int:
    """Return where the first item is: behind the bracket of the list, which an object may hold as its ``items``."""
    whole = re.match(
        r"\s*\{(?:\s*\"(?!items\")[\w-]+\"\s*:\s*(?:\"[^\"]*\"|[\w.-]+)\s*,)*\s*\"items\"\s*:\s*\[", text
    )
    if whole:
        return whole.end()
    found = re.match(r"\s*\[", text)
    return found.end() if found else 0


def _spoken(text: str) -> str:
    try:
        return str(_DECODER.decode(text))
    except ValueError:
        return text.strip('"')


def _fill(draft: Draft, item: Mapping[str, Any]) -> None:
    for field, name in _FIELDS.items():
        for text in _texts(item.get(field)):
            for each in re.split(r"[;,]\s*", text) if name == "keywords" else [text]:
                draft.add(name, each, draft.line, field)
    for field, name in (("author", "authors"), ("editor", "editors")):
        people = item.get(field)
        for person in people if isinstance(people, list) else []:
            draft.add(name, _person(person), draft.line, field)
    for field, name in (("issued", "date"), ("accessed", "accessed")):
        draft.add(name, _date(item.get(field)), draft.line, field)
    kind = str(item.get("type") or "")
    genre = next(iter(_texts(item.get("genre"))), "")
    if kind == "report" and genre:
        draft.add("doc_type", genre, draft.line, "genre")
    elif kind in TYPES:
        draft.add("doc_type", TYPES[kind], draft.line, "type")
    elif kind:
        draft.fault(
            draft.line, "type", f"type is {kind[:40]!r}, which is no type of CSL: it was read as it is"
        )
        draft.add("doc_type", kind, draft.line, "type")


def _texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [text for each in value for text in _texts(each) if not isinstance(each, list)]
    return [str(value)] if isinstance(value, str | int | float) and not isinstance(value, bool) else []


def _person(person: Any) -> str:
    if not isinstance(person, dict):
        return person if isinstance(person, str) else ""
    said = {name: " ".join(_texts(value)) for name, value in person.items()}
    if said.get("literal"):
        return said["literal"]
    family = " ".join(filter(None, (said.get("non-dropping-particle"), said.get("family"))))
    given = " ".join(filter(None, (said.get("given"), said.get("dropping-particle"), said.get("suffix"))))
    return f"{family}, {given}" if family and given else family or given


def _date(value: Any) -> str:
    if not isinstance(value, dict):
        return " ".join(_texts(value))
    parts = value.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    numbers = [text for text in _texts(first) if re.fullmatch(r"\d{1,4}", text)]
    if numbers and len(numbers) == len(first):
        return numbers[0] if len(numbers) == 1 else "/".join([*numbers, ""])
    return next((text for name in ("raw", "literal") for text in _texts(value.get(name))), "")
