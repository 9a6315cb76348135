"""The search index of www.gov.test: what is indexed of a work, and which works a query finds.

As in GOV.UK's search-api, the index holds title, description, body, the parts of guides and the text of
HTML attachments, all stemmed; **words of PDF files are not in it**, translations and items that are gone
neither. Withdrawn items are found but rank low.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import snowballstemmer

from harvest.demo.corpus.build import Site, build_site
from harvest.demo.corpus.markup import to_text
from harvest.demo.corpus.model import Work

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_STEMMER = snowballstemmer.stemmer("english")
_BOOSTS = (5.0, 2.0, 1.0)
_WITHDRAWN = 0.25


@cache
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))


def stems(text: str) -> tuple[str, ...]:
    """Return the stemmed words of a text in order."""
    return tuple(_stem(word.lower().replace("’", "'")) for word in _WORD.findall(text))


def html_parts(work: Work) -> list[tuple[str, str, str]]:
    """Return (slug, title, plain text) of a guide's parts and of HTML attachments."""
    parts = [(part.slug, part.title, to_text(part.body)) for part in work.parts]
    return parts + [(a.slug, a.title, to_text(a.body)) for a in work.attachments if a.kind == "html"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One work in the index; ``fields`` are title, description and content, each a list of passages."""

    work: Work
    fields: tuple[tuple[tuple[str, ...], ...], ...]
    words: frozenset[str]
    popularity: float


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query: phrases that must all occur, and words of which enough must occur."""

    phrases: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]


def parse_query(q: str) -> Query:
    """Read quoted parts as phrases and the rest as words; a quote without its partner is ignored."""
    phrases = [stems(found) for found in re.findall(r'"([^"]*)"', q)]
    rest = re.sub(r'"[^"]*"', " ", q)
    return Query(tuple(p for p in phrases if p), tuple(dict.fromkeys(stems(rest))))


def enough(count: int) -> int:
    """Return how many of ``count`` words must occur: search-api's rule ``2<2 3<3 7<50%``."""
    if count <= 2:
        return count
    return 2 if count == 3 else 3 if count <= 7 else count // 2


def _occurs(phrase: Sequence[str], passages: Sequence[Sequence[str]]) -> int:
    """Count the places where the phrase's words follow each other inside one passage."""
    size, found = len(phrase), 0
    for passage in passages:
        starts = (i for i, word in enumerate(passage) if word == phrase[0])
        found += sum(tuple(passage[i : i + size]) == tuple(phrase) for i in starts)
    return found


@lru_cache(maxsize=2)
def entries(epoch: int) -> tuple[Entry, ...]:
    """Return the index of an epoch, most popular first."""
    return tuple(sorted(_index(build_site(epoch)), key=lambda e: (-e.popularity, e.work.path)))


def _index(site: Site) -> list[Entry]:
    found = []
    for work in site.works.values():
        if work.gone or work.locale != "en":
            continue
        content = [work.body, *(body for _, body, _ in work.groups)]
        passages = [to_text(text) for text in content if text]
        passages += [text for _, title, body in html_parts(work) for text in (title, body)]
        fields = (
            (stems(work.title),),
            (stems(work.description),),
            tuple(stems(passage) for passage in passages),
        )
        words = frozenset(word for field in fields for passage in field for word in passage)
        # "most viewed" has nothing to do with the words: a fixed number drawn from the id
        views = int(hashlib.sha256(work.id.encode()).hexdigest()[:6], 16) / 0xFFFFFF
        found.append(Entry(work, fields, words, round(views, 6)))
    return found


def matches(query: Query, entry: Entry) -> bool:
    """Tell whether a work satisfies the query: every phrase inside one field, and enough of the words."""
    for phrase in query.phrases:
        if not any(_occurs(phrase, field) for field in entry.fields):
            return False
    return sum(word in entry.words for word in query.words) >= enough(len(query.words))


def score(query: Query, entry: Entry) -> float:
    """Rank a matching work: damped frequency, times the field's boost, over the length of the field."""
    clauses = [*query.phrases, *((word,) for word in query.words)]
    value = 0.0
    for field, boost in zip(entry.fields, _BOOSTS, strict=True):
        length = sum(map(len, field)) or 1
        for clause in clauses:
            times = _occurs(clause, field)
            value += boost * math.log1p(times) / math.sqrt(length) if times else 0.0
    value *= 1 + 0.1 * entry.popularity
    return round(value * (_WITHDRAWN if entry.work.withdrawn_on else 1.0), 6)
