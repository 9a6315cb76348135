"""How the publications of the miniature publishers cite: entries as written in the corpus, and as people set them.

The strings follow what reports do (Harvard, Vancouver, and no style at all): subtitles left out, ``&`` for ``and``,
publishers by one of their names, addresses of before a move of systems. No entry has a DOI.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from harvest.demo.corpus.markup import HYPHEN_BREAK, LINE_BREAK

How = Literal["list", "page-list", "footnote", "link", "mention", "inline"]
#: Ways of citing that are set from the entry; the words of the others stand in the running text already.
SET = ("list", "page-list", "footnote")
#: Entries of a list that follow the words of a file on its last page; the others go to a page of their own.
ON_LAST_PAGE = 6
#: Before a part of a word that the PDF ends a line with, as in ``sig|natures``.
_BROKEN = "|"
_PLACES = {"The King's Fund": "London", "Joseph Rowntree Foundation": "York", "Health Commons": "Whitby"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cite:
    """One entry, link or mention, as the corpus has it.

    Attributes:
        to: id of the cited work, ``dead:`` and the last part of an address that answers no more, or empty for what
            the miniature web does not hold.
        how: ``list`` (in a list of its file), ``page-list`` (in one on its page), ``footnote`` (at the foot of a page of
            its file), ``inline`` (title, publisher and year in running text), ``mention`` (the title alone, in running
            text). Links are not written down: they are those of the running text.
        written: the string; may be left out for a list or a note, which are then set from what is cited.
        year: that the string gives; 0 for none, or for that of what is cited.
        form: of the title: ``title`` as printed, ``short`` up to its colon, ``full`` with the subtitle.
        style: where it is another than that of the publication.
        publisher: the name by which it goes here, where that is not the usual one; ``corporate`` has it as the author.
        corporate: the publisher stands for the authors.
        at: address that the string gives.
        accessed: day in words on which it was looked at.
        broken: one word of the string with ``|`` where the PDF ends the line: with a hyphen, and without one in an
            address, where ``|`` follows a stroke.
        page: for notes, the page of the file, from 1.
        trap: what might go wrong with it; empty for nothing.
    """

    to: str = ""
    how: How
    written: str = ""
    year: int = 0
    form: str = "title"
    style: str = ""
    publisher: str = ""
    corporate: bool = False
    at: str = ""
    accessed: str = ""
    broken: str = ""
    page: int = 1
    trap: str = ""


def read_cites(table: Mapping[str, Any], works: Mapping[str, Mapping[str, Any]]) -> tuple[Cite, ...]:
    """Return the entries of a publication as written down, each with its string and year.

    Args:
        table: of the citing publication: ``cites`` and ``cite_style``.
        works: all publications by id, as the corpus has them, each with the ``publisher`` that it came from.

    Raises:
        ValueError: for an entry without words, and for words that lack the year the entry has.
    """
    found = []
    for given in table.get("cites", ()):
        cite = Cite(**given)
        cited = works.get(cite.to)
        year = cite.year
        if not cite.written:
            if cited is None or cite.how not in SET:
                raise ValueError(f"{table['id']}: a {cite.how} of {cite.to!r} has no words")
            year = int(cited["date"][:4]) if cited.get("date") else 0
            written = _written(cite, cited, cite.style or table.get("cite_style", "harvard"))
        else:
            written = cite.written
        if year and str(year) not in written:
            raise ValueError(f"{table['id']}: {written!r} does not give the year {year}")
        values = {key: getattr(cite, key) for key in Cite.__slots__} | {"written": written, "year": year}
        found.append(Cite(**values))
    return tuple(found)


def _written(cite: Cite, cited: Mapping[str, Any], style: str) -> str:
    """Set an entry from what is cited; raise ValueError for a style that there is not."""
    publisher = cite.publisher or cited["publisher"]
    place = _PLACES.get(cited["publisher"], "")
    printed = f"{place}: {publisher}" if place else publisher
    title = _title(cite.form, cited)
    stop = "" if title.endswith("?") else "."
    year = cited["date"][:4] if cited.get("date") else "no date"
    names = [] if cite.corporate else [*cited.get("authors", ())]
    looked = f" (accessed {cite.accessed})" if cite.accessed else ""
    if style == "harvard":
        people = _people(names, ", ", "and", ".") or publisher
        more = f" Available at: {cite.at}{looked}." if cite.at else ""
        return f"{people} ({year}) {title}{stop} {printed}.{more}"
    if style == "apa":
        people = _people(names, ", ", "&", ".") or publisher
        more = f" Retrieved from {cite.at}{looked}" if cite.at else ""
        return f"{people} ({year}). {title}{stop} {publisher}.{more}"
    if style == "vancouver":
        people = _people(names, " ", "", "") or publisher
        more = f" Available from: {cite.at}" if cite.at else ""
        return f"{people}. {title}{stop} {printed}; {year}.{more}"
    if style == "plain":
        people = " and ".join(names) if len(names) < 3 else f"{names[0]} and others"
        more = f", {cite.at}{looked}" if cite.at else ""
        return f"{f'{people}, ' if people else ''}{title}, {publisher}, {year}{more}"
    raise ValueError(f"there is no style {style!r}")


def _title(form: str, cited: Mapping[str, Any]) -> str:
    title = str(cited["title"])
    if form == "short":
        return title.partition(":")[0]
    if form == "full" and cited.get("subtitle"):
        return f"{title}: {cited['subtitle'][0].lower()}{cited['subtitle'][1:]}"
    return title


def _people(names: Sequence[str], between: str, last: str, dot: str) -> str:
    """Return names turned round with initials: ``Tarrant, E., Okoro, W. and Lisle, G.``."""
    turned = []
    for name in names:
        *given, family = name.split()
        turned.append(f"{family}{between}{''.join(each[0] + dot for each in given)}")
    if last and len(turned) > 1:
        return f"{', '.join(turned[:-1])} {last} {turned[-1]}"
    return ", ".join(turned)


def set_entry(cite: Cite, number: int = 0) -> str:
    """Return an entry in the markup of the corpus: with its number in the list (0 for none), and a broken word broken."""
    text = cite.written
    if cite.broken:
        whole = cite.broken.replace(_BROKEN, "")
        if whole not in text:
            raise ValueError(f"{text!r} has no {whole!r} to be broken")
        end = LINE_BREAK if f"/{_BROKEN}" in cite.broken else HYPHEN_BREAK
        text = text.replace(whole, cite.broken.replace(_BROKEN, end), 1)
    return f"{number}. {text}" if number else text


def with_list(pages: tuple[str, ...], heading: str, entries: Sequence[str]) -> tuple[str, ...]:
    """Return the pages of a file with a list after its last words; a long list goes on over the page."""
    if not entries:
        return pages
    first, rest = entries[:ON_LAST_PAGE], entries[ON_LAST_PAGE:]
    last = "\n\n".join((pages[-1].strip(), f"## {heading}", *first))
    return (*pages[:-1], last, *(("\n\n".join(rest),) if rest else ()))


def feet_of(cites: Sequence[Cite], pages: int) -> tuple[tuple[str, ...], ...]:
    """Return the notes at the foot of each page, numbered through; raise ValueError for a page that there is not."""
    feet: list[list[str]] = [[] for _ in range(pages)]
    for number, cite in enumerate(cites, 1):
        if not 1 <= cite.page <= pages:
            raise ValueError(f"there is no page {cite.page} for the note {cite.written!r}")
        feet[cite.page - 1].append(f"{number} {cite.written}")
    return tuple(map(tuple, feet))
