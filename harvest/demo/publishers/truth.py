"""What is true of the publications of the miniature publishers, derived from their authored words alone.

Nothing here uses greylit's own reading or query code. The query is that of the publishers' review: alliancing (A) and
a health and social care context (C) in one document, 2000 or later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from harvest.demo.corpus.build import build_site
from harvest.demo.corpus.markup import to_text
from harvest.demo.corpus.model import WWW
from harvest.demo.publishers.model import (
    COMMONS,
    CORPUS,
    JRF,
    JRF_BARE,
    KINGS_FUND,
    KINGS_FUND_BARE,
    MIRROR,
    NOTICE,
    PUBLISHERS,
    PaperFile,
    Publication,
    by_id,
    dead_links,
    publications,
)
from harvest.demo.truth import TERMS_A, TERMS_C, truth_rows

FIRST_DAY = "2000-01-01"


@dataclass(frozen=True, slots=True)
class PublicationRow:
    """The truth about one publication.

    Attributes:
        work_id: of the corpus.
        host: on which it is.
        url: the address that its own page calls the right one, or its only one.
        title: as printed.
        date: of publication (ISO), None where nobody says.
        authors: as printed, in order.
        publisher: who published it; for what the mirror has, who had done so, as far as its words say.
        label: its kind as its page prints it; empty where it prints none.
        addresses: all addresses of its page: present, old, with and without ``www``, with what advertisers add.
        files: addresses of its files that answer.
        relevant: a run must end with it as a record that matches, with no web archive asked.
        with_copies: the same, once web archives are asked for the addresses that answer no more.
        words: its words satisfy the query, whatever its date.
        in_scope: it is of 2000 or later, or nobody says when it is from.
        reason: why.
        found_by: ``sitemap``, ``listing``, ``search``, ``link`` (only other pages link to it) or ``mirror``.
        notice: the sentence by which its page warns its readers; empty for none.
        twin_of: the work that it is a copy of: one record with it.
        sibling: the work with the same title, with which it is not to be one record.
        unreadable: its page is where a publication should be and has neither heading nor text.
        refused: the same, and it has scripts that would fetch them for a browser.
        in_file_only: no page of its site satisfies the query by itself, and one of its files does.
    """

    work_id: str
    host: str
    url: str
    title: str
    date: str | None
    authors: tuple[str, ...]
    publisher: str
    label: str
    addresses: tuple[str, ...]
    files: tuple[str, ...]
    relevant: bool
    with_copies: bool
    words: bool
    in_scope: bool
    reason: str
    found_by: str
    notice: str
    twin_of: str
    sibling: str
    unreadable: bool
    refused: bool
    in_file_only: bool


def satisfies(text: str) -> bool:
    """Tell whether the words of one document satisfy ``A and C``."""
    return bool(TERMS_A.search(text) and TERMS_C.search(text))


def file_words(file: PaperFile) -> str:
    """Return the words of a file, its printed title first, notes last; nothing for one that is not there."""
    notes = (note for foot in file.feet for note in foot)
    return "" if file.lost else "\n".join((file.title, *map(to_text, file.pages), *notes))


def _addresses(each: Publication) -> Iterator[str]:
    hosts = {KINGS_FUND: (KINGS_FUND, KINGS_FUND_BARE), JRF: (JRF, JRF_BARE)}.get(each.host, (each.host,))
    for host in hosts:
        yield f"http://{host}{each.path}"
        yield from (f"http://{host}{old}" for old in each.old)
        yield from (f"http://{host}{each.path}{query}" for query in each.twins)


def _files(each: Publication) -> tuple[str, ...]:
    if each.twin_of and not each.twin_of.startswith("gov:"):
        return (f"{each.url}.pdf",)
    found = [address for file in each.files if not file.lost for address in each.addresses_of(file)]
    more = [address.replace(JRF, JRF_BARE, 1) for address in found if urlsplit(address).netloc == JRF]
    return (*found, *more)


def _found_by(each: Publication) -> str:
    if each.host == MIRROR:
        return "mirror"
    if each.host == COMMONS:
        return "listing" if each.listed else "search"
    if each.sitemap != "no":
        return "sitemap"
    return "listing" if each.listed else "link"


def _copied(each: Publication) -> PublicationRow | None:
    """Return the row of the publication that this one is a copy of, if that is here."""
    return _row(by_id()[each.twin_of]) if each.twin_of in by_id() else None


def _row(each: Publication) -> PublicationRow:
    title, date, authors, label = each.title, each.date or None, each.authors, each.kind
    publisher = each.publisher or PUBLISHERS[each.host]
    in_page = satisfies(each.page_words)
    in_file = any(satisfies(file_words(file)) for file in each.files)
    if (copied := _copied(each)) is not None:
        title, date, authors, in_page, in_file = (
            copied.title,
            copied.date,
            copied.authors,
            False,
            copied.words,
        )
    elif each.twin_of:
        known = next(row for row in truth_rows(1) if f"gov:{row.work_id}" == each.twin_of)
        work = build_site(1).works[known.work_id]
        title, date, publisher = known.title, known.date, known.publisher
        in_page = satisfies("\n".join((work.title, work.description, to_text(work.body))))
    in_scope = date is None or date >= FIRST_DAY
    words = in_page or in_file
    recovered = any(dead.relevant and dead.url in _offered(each) for dead in dead_links())
    return PublicationRow(
        work_id=each.id,
        host=each.host,
        url=each.url,
        title=title,
        date=date,
        authors=authors,
        publisher=publisher,
        label=label if each.markup != "old" and not each.is_empty else "",
        addresses=tuple(_addresses(each)),
        files=_files(each),
        relevant=words and in_scope,
        with_copies=(words or recovered) and in_scope,
        words=words,
        in_scope=in_scope,
        reason=each.reason,
        found_by=_found_by(each),
        notice=NOTICE if each.is_old else "",
        twin_of=each.twin_of,
        sibling=each.sibling or next((o.id for o in by_id().values() if o.sibling == each.id), ""),
        unreadable=each.markup == "bare",
        refused=each.markup == "shell",
        in_file_only=in_file and not in_page,
    )


def _offered(each: Publication) -> set[str]:
    return {address for file in each.files if file.lost for address in each.addresses_of(file)}


@lru_cache(maxsize=1)
def publisher_rows() -> tuple[PublicationRow, ...]:
    """Return what is true of every publication, ordered by work id. It is the same in all epochs."""
    found = [_row(each) for host in CORPUS for each in publications(host)]
    return tuple(sorted(found, key=lambda row: row.work_id))


def records_expected(*, with_copies: bool = False) -> tuple[str, ...]:
    """Return the ids of the works that a run of the publishers' review ends with as matching records, each once.

    A copy on the mirror is no record of its own where its original is among the sources; that of the page of
    www.gov.test stands by itself here, because that site is none of them.
    """
    rows = [row for row in publisher_rows() if (row.with_copies if with_copies else row.relevant)]
    return tuple(row.work_id for row in rows if row.twin_of not in by_id())


def to_be_apart() -> tuple[tuple[str, str], ...]:
    """Return pairs of works with one title that must stay two records."""
    return tuple((row.work_id, row.sibling) for row in publisher_rows() if row.sibling > row.work_id)


def original_address(row: PublicationRow) -> str:
    """Return the address of what a copy is a copy of; empty for what is no copy."""
    if row.twin_of.startswith("gov:"):
        return WWW + build_site(1).works[row.twin_of.removeprefix("gov:")].path
    return by_id()[row.twin_of].url if row.twin_of else ""


def write_publisher_truth(path: Path) -> None:
    """Write the truth as tab-separated text: lists joined by ``|``, yes and no as 1 and 0, unknown empty."""
    lines = ["\t".join(field.name for field in fields(PublicationRow))]
    for row in publisher_rows():
        cells = (
            str(int(value)) if isinstance(value, bool)
            else "|".join(value) if isinstance(value, tuple)
            else "" if value is None else str(value).replace("\t", " ")
            for value in astuple(row)
        )  # fmt: skip
        lines.append("\t".join(cells))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
