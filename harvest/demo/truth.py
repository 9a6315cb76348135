"""What is true of the miniature web: one row for each work, derived from the authored corpus alone.

Nothing here uses greylit's own extraction or query code, so that a score against these rows means something.
The query judged is the one of ``review.toml``: alliancing (A) and a health and social care context (C) in one
document, English, 2000 or later.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from functools import lru_cache
from pathlib import Path

from harvest.demo.corpus.build import build_site
from harvest.demo.corpus.markup import to_text
from harvest.demo.corpus.model import ASSETS, WWW, Attachment, Work

# the terms of review.toml as plain patterns; ``alliance partner`` allows up to three words between
TERMS_A = re.compile(
    r"\b(?:alliancing|alliance[\s-]+contract\w*|alliance[\s-]+agreement\w*|alliance[\s-]+commissioning"
    r"|alliance(?:\W+\w+){0,3}\W+partner|partner(?:\W+\w+){0,3}\W+alliance)\b",
    re.IGNORECASE,
)
TERMS_C = re.compile(
    r"\b(?:social[\s-]+care|health[\s-]+and[\s-]+wellbeing|public[\s-]+health|NHS|clinical[\s-]+commissioning"
    r"|integrated[\s-]+care)\b",
    re.IGNORECASE,
)
_OUTCOMES = {
    "image": "needs-ocr",
    "encrypted": "encrypted",
    "broken": "broken",
    "zero": "empty",
    "gone": "gone",
}


@dataclass(frozen=True, slots=True)
class TruthRow:
    """The truth about one work.

    ``relevant``: a run without character recognition must end with it as a match inside the limits.
    ``words``: its authored words satisfy the query, readable or not. ``in_scope``: inside the limits of date
    and language. ``outcome``: what reading its main file must come to (``text`` also for works without files;
    ``gone`` when the address answers 410). ``found_by``: ``search``, ``collection``, ``organisation`` or
    ``translation``. ``matched_page``: page, counted from 1, in the file where the first A term begins; None
    when it is not in a file. ``date`` is the first publication, None when the site does not say.
    ``duplicate_of``: another work whose file has the same bytes. ``text_sha1``: of the words of the main
    document after folding case and white space.
    """

    work_id: str
    content_id: str
    urls: tuple[str, ...]
    title: str
    date: str | None
    publisher: str
    doc_type: str
    relevant: bool
    reason: str
    found_by: str
    matched_page: int | None
    trap: str
    words: bool
    in_scope: bool
    outcome: str
    withdrawn: bool
    duplicate_of: str
    text_sha1: str


@dataclass(frozen=True, slots=True)
class Document:
    """One body of authored words: a page with its parts, an HTML publication, or a file page by page."""

    address: str
    pages: tuple[str, ...]
    is_file: bool
    outcome: str = "text"

    @property
    def text(self) -> str:
        """All pages, joined as running text."""
        return "\n".join(self.pages)


def _file_document(attachment: Attachment) -> Document:
    source = attachment
    if attachment.copy_of:
        everything = (a for w in build_site(1).works.values() for a in w.attachments)
        source = next(a for a in everything if a.name == attachment.copy_of)
    outcome = "placeholder" if attachment.placeholder else _OUTCOMES.get(source.layout, "text")
    pages = tuple(to_text(page) for page in source.printed_pages)
    return Document(ASSETS + attachment.media_path, pages, True, outcome)


def documents(work: Work) -> Iterator[Document]:
    """Yield the documents of a work: its own page first, then HTML publications and files in order."""
    own = [work.title, work.description, to_text(work.body)]
    own += [text for part in work.parts for text in (part.title, to_text(part.body))]
    own += [text for title, body, _ in work.groups for text in (title, to_text(body))]
    yield Document(WWW + work.path, ("\n".join(own),), False)
    for attachment in work.attachments:
        if attachment.kind == "html":
            words = f"{attachment.title}\n{to_text(attachment.body)}"
            yield Document(WWW + work.html_path(attachment), (words,), False)
        elif attachment.kind == "file":
            yield _file_document(attachment)


def satisfies(document: Document) -> bool:
    """Tell whether the words of one document satisfy ``A and C``."""
    return bool(TERMS_A.search(document.text) and TERMS_C.search(document.text))


def _matched_page(document: Document) -> int | None:
    found = TERMS_A.search(document.text)
    return _page_at(document, found.start()) if found else None


def _page_at(document: Document, position: int) -> int:
    end = 0
    for number, page in enumerate(document.pages, 1):
        end += len(page) + 1
        if position < end:
            return number
    return len(document.pages)


def _urls(work: Work) -> tuple[str, ...]:
    out = [WWW + work.path, f"{WWW}/api/content{work.path}"]
    for attachment in work.attachments:
        if attachment.kind == "html":
            path = work.html_path(attachment)
            out += [WWW + path, f"{WWW}/api/content{path}"]
        elif attachment.kind == "file":
            out.append(ASSETS + attachment.media_path)
            if attachment.upload_path:
                out.append(ASSETS + attachment.upload_path)
    return tuple(out) if not work.gone else tuple(out[:2])


def _row(work: Work, publisher: str) -> TruthRow:
    found = [d for d in documents(work) if satisfies(d)]
    files = [d for d in documents(work) if d.is_file]
    main = next((d for d in found if d.is_file), files[0] if files else next(documents(work)))
    in_scope = work.locale == "en" and not (work.first_published and work.first_published < "2000-01-01")
    readable = any(d.outcome == "text" for d in found)
    outcome = "gone" if work.gone else "text" if readable else main.outcome
    in_file = next((d for d in found if d.is_file), None)
    folded = " ".join((main.text if not work.gone else "").casefold().split())
    return TruthRow(
        work_id=work.id,
        content_id=work.content_id,
        urls=_urls(work),
        title=work.title,
        date=work.first_published or None,
        publisher=publisher,
        doc_type=work.type,
        relevant=work.relevant,
        reason=work.reason,
        found_by=work.found_by,
        matched_page=_matched_page(in_file) if in_file is not None else None,
        trap=work.trap,
        words=bool(found),
        in_scope=in_scope,
        outcome=outcome,
        withdrawn=bool(work.withdrawn_on),
        duplicate_of=work.duplicate_of,
        text_sha1=hashlib.sha1(folded.encode(), usedforsecurity=False).hexdigest(),
    )


@lru_cache(maxsize=2)
def truth_rows(epoch: int = 1) -> tuple[TruthRow, ...]:
    """Return the truth of epoch 1 or 2, ordered by work id."""
    site = build_site(epoch)
    rows = [_row(w, site.publishers(w)[0].title if w.organisations else "") for w in site.works.values()]
    return tuple(sorted(rows, key=lambda row: row.work_id))


def write_truth(path: Path, epoch: int = 1) -> None:
    """Write the truth as tab-separated text: lists joined by a space, yes and no as 1 and 0, unknown empty."""
    lines = ["\t".join(f.name for f in fields(TruthRow))]
    for row in truth_rows(epoch):
        cells = []
        for value in astuple(row):
            if isinstance(value, bool):
                cells.append(str(int(value)))
            elif isinstance(value, tuple):
                cells.append(" ".join(value))
            else:
                cells.append("" if value is None else str(value).replace("\t", " "))
        lines.append("\t".join(cells))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
