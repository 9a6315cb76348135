"""From labelled tokens to :class:`Fields`: runs of one label are put together and cleaned."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from harvest.reference_fields.identifying import Span, report_number
from harvest.reference_fields.kind import type_of
from harvest.reference_fields.model import Fields
from harvest.reference_fields.names import names
from harvest.reference_fields.tokens import Token
from harvest.reference_fields.words import is_body


class Run(NamedTuple):
    """Tokens of one label beside one another, as a piece of the text."""

    label: str
    start: int
    stop: int


#: A year, not a part of a longer number, price or span of pages.
_YEAR = re.compile(r"(?<![\d£$€.])(?<!\d[-–])(1[5-9]\d\d|20[0-3]\d)(?:(?=[a-z]\b)|(?![\d%]|\.\d))")
_UNDATED = re.compile(
    r"[(\[]\s*(?:n\.\s?d\.?|nd|no date|undated|in press|forthcoming)\s*[)\]]|\bn\.d\.|\bno date\b",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"[(\[][^()\[\]]*$")
_NUMBER_RANGE = re.compile(
    r"([A-Za-z]{0,4}\d+[A-Za-z]?)\s?(?:[-‐-―−]+|\s)\s?([A-Za-z]{0,4}\d+[A-Za-z]?)(?!\d)"
)
_ARTICLE = re.compile(r"[A-Za-z]*\.?\d[\w.]*")
_VOLUME = re.compile(r"([A-Z]?\d+[A-Z]?|\b[IVXLC]+\b)(?:\s?[-–/]\s?\d+)?")
_ISSUE = re.compile(
    r"\(\s?((?:suppl\.?\s?)?\w+(?:\s?[-–/]\s?\w+)?)\s?\)|\b(?:no|nos|nr|issue|iss|n[°º]|number|Heft|H)\b\.?\s?(\d+(?:[-–/]\d+)?)|(?<=\d)[:.,]\s?(\d+(?:[-–/]\d+)?)\b",
    re.IGNORECASE,
)
_JOURNAL = re.compile(
    r"\b(?:journal|j|reviews?|rev|lett|letters|phys|proc|annals|nature|science|bulletin)\b", re.IGNORECASE
)
#: An act or a regulation, cited by its short title.
_LAW = re.compile(
    r"(?:\[?\d{1,3}[\].)]\s+)?((?:[A-Z(][\w'’()-]*,?\s(?:(?:and|of|for|in|the|to|etc\.?)\s)*){1,14}?(?:Act|Regulations|Order|Bill|Rules)\s(?:\([^()]{2,40}\)\s)?((?:1[5-9]|20)\d\d))(?=[\s.,;(\[]|$)(?!\s?[:–-]|\s[a-z]{4})"
)
#: "In: Smith J (ed). The book's name. Place: ..."
_IN_BOOK = re.compile(
    r"\b[Ii]n:?\s[^()]{3,120}\((?:[Ee]ds?|[Ee]ditors?)\.?\)[.,:]?\s+([^.]{6,200}?)(?:\.\s|,\s(?=pp?\b)|\s\(|$)"
)
_ENDS = " \t,;:.•·*|"
_PAIRS = (("“", "”"), ("‘", "’"), ('"', '"'), ("'", "'"), ("«", "»"), ("„", "“"), ("“", "“"), ("`", "'"))
_BROKEN_OFF = re.compile(r"(?:\b(?:in|of|the|for|and|to|with|on|a|an|at|by|from)|[/&])\s?$", re.IGNORECASE)
_EDITION = re.compile(r"\s*[(\[]\s?[\w\s.]{2,16}?(?:edition|edn|ed)\.?\s?[)\]]\s*$", re.IGNORECASE)
_NOTED = re.compile(
    r"\s*[\[(](?:online|on-line|internet|web ?page|pdf|pdf file|report|blog(?: post)?|press release|video|dataset|data set|electronic)[\])]\s*$",
    re.IGNORECASE,
)


def runs_of(tokens: Sequence[Token], labels: Sequence[str]) -> list[Run]:
    """Return the runs of one label, in order; one sign alone inside a run does not part it."""
    out: list[Run] = []
    for token, label in zip(tokens, labels, strict=True):
        if out and out[-1].label == label:
            out[-1] = out[-1]._replace(stop=token.stop)
        else:
            out.append(Run(label, token.start, token.stop))
    at = 1
    while at < len(out) - 1:
        before, between, after = out[at - 1 : at + 2]
        if (
            before.label == after.label
            and before.label in {"author", "title", "container", "publisher"}
            and between.stop - between.start <= 2
        ):
            out[at - 1 : at + 2] = [Run(before.label, before.start, after.stop)]
        else:
            at += 1
    return out


def assembled(text: str, spans: Sequence[Span], runs: Sequence[Run]) -> Fields:
    """Return the fields of a mended reference."""

    def values(label: str) -> list[str]:
        return [text[run.start : run.stop] for run in runs if run.label == label]

    def found(kind: str) -> str | None:
        return next((span.value for span in spans if span.kind == kind and span.value), None)

    number = report_number(_without(text, spans))
    if law := _LAW.match(text):
        return Fields(
            title=law[1],
            year=int(law[2]),
            url=found("url"),
            doi=found("doi"),
            accessed=found("accessed"),
            type="legislation",
        )
    authors = _authors(text, runs) or _leading(text, runs)
    title, container, publisher = (
        _title([_opened(text, run) for run in _whole(text, runs) if run.label == "title"]),
        cleaned(_longest(values("container"))),
        cleaned(_longest(values("publisher"))),
    )
    volume, issue = _volume(" ".join(values("volume")))
    pages = _pages(values("pages"))
    if container is None and (book := _IN_BOOK.search(text)):
        container = cleaned(book[1])
    container = container or cleaned(_longest(values("series")))
    if title is None and container and not volume and not pages and not _JOURNAL.search(container):
        title, container = container, None
    if (
        title is None
        and container
        and len(container.split()) > 7
        and (found_end := re.search(r"[.,]\s(?=[^.,]+$)", container))
    ):
        title, container = cleaned(container[: found_end.start()]), cleaned(container[found_end.end() :])
    year = year_of(text, spans, runs)
    if title and year is None and (dated := re.fullmatch(r"(.{8,}?)[.,;]\s*\(?((?:19|20)\d\d)\)?", title)):
        title, year = dated[1], int(dated[2])
    if authors and publisher and re.fullmatch(r"(?:the )?authors?|author", publisher, re.IGNORECASE):
        publisher = authors[0]
    fields = Fields(
        authors=authors, year=year, title=title, container=container, publisher=publisher,
        number=number.value if number else None, volume=volume, issue=issue, pages=pages, doi=found("doi"), isbn=found("isbn"), url=found("url"),
        accessed=found("accessed"),
    )  # fmt: skip
    return _typed(fields, text, bool(values("editor")))


def year_of(text: str, spans: Sequence[Span], runs: Sequence[Run]) -> int | None:
    """Return the year of publication: the model's date, else a year in brackets, else one that no title, page or address has."""
    dated = [
        (at, found)
        for at, run in enumerate(runs)
        if run.label == "date" and (found := _YEAR.search(text, run.start, run.stop))
    ]
    # A year that runs on from the words of the title belongs to it, where another one follows.
    outside = [
        found
        for at, found in dated
        if not (at and runs[at - 1].label == "title" and re.search(r"\w\s$", text[: found.start()]))
    ]
    if dated:
        return int((outside or [found for _, found in dated])[0][1])
    if _UNDATED.search(text):
        return None
    closed = [(span.start, span.stop) for span in spans if span.kind != "online"]
    closed += [(run.start, run.stop) for run in runs if run.label in {"title", "pages", "citnum"}]
    years = [
        found
        for found in _YEAR.finditer(text)
        if not any(start <= found.start() < stop for start, stop in closed)
    ]
    bracketed = [found for found in years if _IN_BRACKETS.search(text[: found.start()])]
    chosen = bracketed[:1] or years[-1:]
    return int(chosen[0][1]) if chosen else None


def cleaned(value: str | None) -> str | None:
    """Return a piece of a reference without the signs and quotation marks around it, ``None`` where nothing is left."""
    if not value:
        return None
    value = re.sub(r"^(?:in|In)\s?:?\s+(?=[A-Z“‘\"'])", "", " ".join(value.split()))
    # Marks within marks; more than a few of them are no title's.
    for _ in range(6):
        value = _EDITION.sub("", _NOTED.sub("", value.strip(_ENDS)))
        for opening, closing in _PAIRS:
            if (
                value.startswith(opening)
                and value.endswith(closing)
                and len(value) > 2
                and opening not in value[1:-1]
            ):
                value = value[len(opening) : -len(closing)]
        value = value.lstrip(")]}”’»" if value[:1] not in "’" else ")]}”»")
        for opening, closing in (("(", ")"), ("[", "]")):
            if value.endswith(opening) or (value.startswith(opening) and closing not in value):
                value = value.strip(opening)
            if value.endswith(closing) and opening not in value:
                value = value[:-1]
        for opening, closing in _PAIRS[:3]:
            if value.startswith(opening) and closing not in value[1:]:
                value = value[1:]
            if value.endswith(closing) and opening not in value[:-1]:
                value = value[:-1]
    return value if re.search(r"\w", value) else None


def _title(values: list[str]) -> str | None:
    """Return the first title that is more than a word; "In: Smith J (ed)" after it is none."""
    clean = [each for each in map(cleaned, values) if each]
    long = [each for each in clean if len(each.split()) > 1]
    return next(iter(long or clean), None)


def _whole(text: str, runs: Sequence[Run]) -> list[Run]:
    """Return the runs with each title that breaks off in the middle of a phrase led on to the next sign."""
    out = []
    for at, run in enumerate(runs):
        following = runs[at + 1].label if at + 1 < len(runs) else ""
        if run.label == "title" and (
            _BROKEN_OFF.search(text[run.start : run.stop])
            or (
                following == "location"
                and text[run.stop - 1].isalnum()
                and re.match(r"\s?[^\W\d_]", text[run.stop :])
            )
        ):
            end = re.compile(r"\s?[.,;:(]|$").search(text, run.stop)
            run = run._replace(stop=end.start() if end else run.stop)
        out.append(run)
    return out


def _opened(text: str, run: Run) -> str:
    """Return a piece with the quotation mark before it, where one closes inside it: “Better together”: joint working."""
    before = text[run.start - 1 : run.start]
    closing = {"‘": "’ ", "“": "”", "'": "' ", '"': '"'}.get(before)
    piece = text[run.start : run.stop]
    return before + piece if closing and closing in piece[:-2] else piece


def _longest(values: list[str]) -> str | None:
    return max(values, key=len, default=None)


def _authors(text: str, runs: Sequence[Run]) -> tuple[str, ...]:
    """Return who the first author part names; one that stands again further on, as a publisher does, is a body."""
    run = next((each for each in runs if each.label == "author"), None)
    if run is None:
        return ()
    written = text[run.start : run.stop]
    if re.fullmatch(r"(?:[^\W\d_]\s?\.\s?-?){1,4}", written.strip()) and (
        family := re.match(r"\s?[^\W\d_][^\s,.;:(]+", text[run.stop :])
    ):
        written += family[0]
    bare = written.strip(" .,:;")
    return names(written, body=len(bare.split()) > 2 and "." not in bare and bare in text[run.stop :])


def _leading(text: str, runs: Sequence[Run]) -> tuple[str, ...]:
    """Return who stands first where the model names no author: the editors, or a body taken for the publisher."""
    leading = [run for run in runs if run.label not in {"citnum", "note"}]
    if leading and leading[0].label in {"editor", "publisher"} and len(leading) > 2:
        return names(text[leading[0].start : leading[0].stop])
    return ()


def _without(text: str, spans: Sequence[Span]) -> str:
    for span in spans:
        text = text[: span.start] + "\n" * (span.stop - span.start) + text[span.stop :]
    return text


def _volume(value: str) -> tuple[str | None, str | None]:
    """Return volume and issue of "21(3):", "vol. 4, no. 2" or "XII"."""
    value = re.sub(r"^\W*(?:19|20)\d\d\s?;", "", value)
    number = _VOLUME.search(
        re.sub(r"^\W*(?:vols?|volume|bd|band|t|tome|jg)\b\.?\s?", "", value.strip(), flags=re.IGNORECASE)
    )
    if number is None:
        return None, None
    rest = value[value.find(number[1]) :]
    issue = _ISSUE.search(rest)
    if re.match(r"\W*(?:no|nr|issue|n[°º])\b", value, re.IGNORECASE):
        return None, number[0]
    return number[0].replace(" ", ""), next(
        (each for each in issue.groups() if each), None
    ) if issue else None


def _pages(values: list[str]) -> str | None:
    for value in values:
        if found := _NUMBER_RANGE.search(value):
            return f"{found[1]}-{found[2]}"
        if found := _ARTICLE.search(value):
            return found[0].rstrip(".")
    return None


def _typed(fields: Fields, text: str, edited: bool) -> Fields:
    corporate = bool(fields.authors) and is_body(fields.authors[0]) and "," not in fields.authors[0]
    return replace(fields, type=type_of(fields, text, edited=edited, corporate=corporate))
