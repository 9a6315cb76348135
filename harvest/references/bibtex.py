"""BibTeX and BibLaTeX, split into blocks by bibtexparser.

What it cannot split is a block of its own kind there; each becomes a fault with its line, and the fields that can be
told in it are read. Values are put together here: strings by name, ``#`` between parts, TeX to text.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping

from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    ImplicitComment,
    ParsingFailedBlock,
    String,
)
from bibtexparser.model import Entry as BibEntry
from bibtexparser.splitter import Splitter

from harvest.references.decode import LINE_END
from harvest.references.draft import Draft, gathered
from harvest.references.latex import address, names, plain_text
from harvest.references.model import Entry, Fault

# What it has to say of a block is said here as a fault of the file.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)

#: Fields of an entry by name, the better one first (BibTeX's "btxdoc", BibLaTeX 2.2).
_FIELDS: tuple[tuple[str, str], ...] = (
    ("title", "title"), ("author", "authors"), ("editor", "editors"), ("date", "date"), ("year", "year"), ("journal", "container"),
    ("journaltitle", "container"), ("booktitle", "container"), ("series", "container"), ("institution", "publisher"),
    ("publisher", "publisher"), ("organization", "publisher"), ("school", "publisher"), ("doi", "doi"), ("isbn", "isbn"), ("url", "url"),
    ("howpublished", "howpublished"), ("abstract", "abstract"), ("language", "language"), ("langid", "language"), ("number", "issue"),
    ("issue", "issue"), ("volume", "volume"), ("pages", "pages"), ("urldate", "accessed"), ("keywords", "keywords"), ("keyword", "keywords"),
    ("note", "note"), ("annote", "note"),
)  # fmt: skip
_NAME = dict(_FIELDS)
_ORDER = {field: place for place, field in enumerate(_NAME)}
TYPES = {
    "article": "journal article", "techreport": "report", "report": "report", "book": "book", "inbook": "chapter", "incollection": "chapter",
    "booklet": "pamphlet", "phdthesis": "thesis", "mastersthesis": "thesis", "thesis": "thesis", "inproceedings": "conference paper",
    "conference": "conference paper", "proceedings": "conference proceedings", "online": "web page", "electronic": "web page", "www": "web page",
    "collection": "book", "mvbook": "book", "unpublished": "manuscript", "manual": "manual", "standard": "standard", "dataset": "data set",
    "software": "software", "patent": "patent", "misc": "",
}  # fmt: skip
_NUMBERED = frozenset({"report", "standard"})
#: A field in a damaged block: a name at the beginning of a line or after a comma, and its value.
_LOOSE = re.compile(
    r"(?:^|[,\n])\s*([A-Za-z][\w-]*)\s*=\s*(\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}|\"[^\"]*\"|[^\s,{}\"][^,\n{}]*|[{\"][^\n]*)"
)
_HEAD = re.compile(r"@(\w+)\s*[{(]\s*([^\s,={}]*)\s*,?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

Raw = list[tuple[str, str, int]]


def is_bibtex(head: str) -> bool:
    """Tell whether a text has a block of BibTeX at the beginning of a line."""
    return bool(
        re.search(
            r"(?:^|[\r\n])[ \t]*@(?:comment|string|preamble)\s*[{(]|(?:^|[\r\n])[ \t]*@[A-Za-z]+\s*[{(]\s*[^\s,{}()]*\s*,",
            head,
            re.I,
        )
    )


def read(text: str) -> tuple[tuple[Entry, ...], tuple[Fault, ...]]:
    """Return the references of such a file and its faults."""
    # The splitter counts line feeds and nothing else.
    library = Splitter(LINE_END.sub("\n", text)).split()
    strings: dict[str, str] = dict(zip(_MONTHS, _MONTHS, strict=True))
    drafts: list[Draft] = []
    faults: list[Fault] = []
    for block in library.blocks:
        line = (block.start_line or 0) + 1
        if isinstance(block, String):
            strings[block.key.casefold()] = _put_together(str(block.value), strings)
        elif isinstance(block, ImplicitComment):
            _comment(block, line, drafts, faults)
        elif isinstance(block, BibEntry | ParsingFailedBlock):
            draft = Draft(line)
            if _block(draft, block, strings, faults):
                drafts.append(draft)
    return gathered(drafts, faults)


def _block(draft: Draft, block: Block, strings: dict[str, str], faults: list[Fault]) -> bool:
    """Read a block into a draft; tell whether it is a reference."""
    inner = block
    while isinstance(inner, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
        if isinstance(inner, DuplicateBlockKeyBlock):
            if isinstance(inner.ignore_error_block, String):
                faults.append(
                    Fault(
                        draft.line,
                        None,
                        f"the string {inner.key!r} is defined a second time: the first one was kept",
                    )
                )
                return False
            draft.fault(
                draft.line,
                None,
                f"the key {inner.key!r} stands a second time in the file: both references were read",
            )
        following = inner.ignore_error_block
        if following is None:
            break
        inner = following
    if isinstance(inner, BibEntry):
        raw = [(each.key, str(each.value), (each.start_line or 0) + 1) for each in inner.fields]
        _fill(draft, inner.entry_type, inner.key, raw, strings)
        return True
    assert isinstance(inner, ParsingFailedBlock)
    text = inner.raw or ""
    head = _HEAD.match(text.lstrip())
    loose = list(_loose(text, draft.line))
    why = re.sub(r"\s+", " ", str(getattr(inner.error, "abort_reason", "") or inner.error)).strip(" .")
    if head is None or head[1].casefold() in ("comment", "preamble", "string") or not (loose or head[2]):
        faults.append(Fault(draft.line, None, f"what stands here is no BibTeX ({why}): it was left out"))
        return False
    _fill(draft, head[1], head[2], loose, strings)
    draft.fault(
        draft.line,
        None,
        f"the reference that begins here is damaged ({why}): the fields that can be told were read",
    )
    return True


def _loose(text: str, line: int) -> Iterator[tuple[str, str, int]]:
    for found in _LOOSE.finditer(text):
        yield found[1], found[2].strip().rstrip(","), line + text.count("\n", 0, found.start(1))


def _comment(block: ImplicitComment, line: int, drafts: list[Draft], faults: list[Fault]) -> None:
    """Tell words between references that look like fields: a bracket before them closed too early."""
    loose = list(_loose(block.comment, line))
    if not loose or not drafts:
        if loose or re.search(r"@\w+\s*[{(]", block.comment):
            faults.append(Fault(line, None, "fields stand outside of any reference: they were left out"))
        return
    draft, line = drafts[-1], loose[0][2]
    draft.fault(
        line,
        None,
        "fields stand behind the end of a reference, where a bracket closes too early: they were read as its own",
    )
    known = {value.field for values in draft.values.values() for value in values}
    _put(draft, [each for each in loose if each[0].casefold() not in known], {}, "")


def _put_together(value: str, strings: Mapping[str, str]) -> str:
    """Return a value without what encloses it; its parts joined, names of strings replaced."""
    value = value.strip()
    if "#" not in value or (value[:1] in '{"' and value.count("{") == 1 and value.endswith("}")):
        return _part(value, strings)
    parts, at = [], 0
    while at < len(value):
        found = _one_part(value, at)
        parts.append(_part(value[at:found].strip(), strings))
        at = found + 1
    return "".join(parts)


def _one_part(value: str, at: int) -> int:
    """Return where the part that begins at an offset ends: at a ``#`` outside of brackets and quotation marks."""
    depth, quoted = 0, False
    for place in range(at, len(value)):
        each = value[place]
        if each == "{":
            depth += 1
        elif each == "}":
            depth -= 1
        elif each == '"' and depth == 0:
            quoted = not quoted
        elif each == "#" and depth == 0 and not quoted:
            return place
    return len(value)


def _part(value: str, strings: Mapping[str, str]) -> str:
    if len(value) > 1 and (value[0], value[-1]) in (("{", "}"), ('"', '"')):
        return value[1:-1]
    return strings.get(value.casefold(), value.lstrip('{"'))


def _fill(draft: Draft, kind: str, key: str, raw: Raw, strings: Mapping[str, str]) -> None:
    word = TYPES.get(kind.casefold())
    if word is None:
        draft.fault(draft.line, None, f"@{kind} is no type that is known: the reference was read without one")
    draft.add("id", key, draft.line, "key")
    _put(draft, raw, strings, word or "")
    fields = {name.casefold(): value for name, value, _ in raw}
    if kind.casefold() in ("techreport", "report") and fields.get("type"):
        draft.add("doc_type", plain_text(_put_together(fields["type"], strings)), draft.line, "type")
    elif word == "" and draft.has("url"):
        # Zotero writes web pages as misc.
        draft.add("doc_type", "web page", draft.line, "type")
    else:
        draft.add("doc_type", word or "", draft.line, "type")


def _put(draft: Draft, raw: Raw, strings: Mapping[str, str], kind: str) -> None:
    month = next((_put_together(value, strings) for name, value, _ in raw if name.casefold() == "month"), "")
    for written, value, line in sorted(raw, key=lambda each: _ORDER.get(each[0].casefold(), len(_ORDER))):
        field = written.casefold()
        name, text = _NAME.get(field), _put_together(value, strings)
        if name is None:
            continue
        if name in ("authors", "editors"):
            for each in names(text):
                draft.add(name, each, line, field)
        elif name in ("url", "doi"):
            draft.add(name, address(text), line, field)
        elif name == "howpublished":
            if "http" in text or "www." in text:
                draft.add("url", address(text), line, field)
        elif name == "keywords":
            for each in re.split("[;,]", plain_text(text)):
                draft.add(name, each, line, field)
        elif field == "number" and kind in _NUMBERED:
            draft.add("number", plain_text(text), line, field)
        elif name == "year":
            draft.add(name, plain_text(text), line, field)
            _month(draft, plain_text(text), month, line)
        elif name == "pages":
            draft.add(name, text.replace("--", "-"), line, field)
        else:
            draft.add(name, plain_text(text), line, field)


def _month(draft: Draft, year: str, month: str, line: int) -> None:
    word = month.strip(" {}.").casefold()[:3]
    number = (
        int(word) if re.fullmatch(r"\d{1,2}", word) else (_MONTHS.index(word) + 1 if word in _MONTHS else 0)
    )
    if re.fullmatch(r"\d{4}", year) and 1 <= number <= 12:
        draft.add("date", f"{year}-{number:02d}", line, "month")
