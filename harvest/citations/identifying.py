"""References as written, looked for in indexes: what an index offers is taken only where nothing contradicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from harvest.citations.model import Found, Index, Outcome, UnansweredError
from harvest.citations.names import value_of
from harvest.reference_fields import Fields
from harvest.reference_matching import Index as Titles
from harvest.reference_matching import Known

#: Indexes that are asked for a reference by its words, in this order: the first that has it is enough.
ORDER = ("crossref", "openalex", "datacite")
#: References that are looked for in one search; the others are told as not asked.
MOST = 500


@dataclass(frozen=True, slots=True)
class Identified:
    """A reference that an index has: the work, whose word it is, how sure (0 to 1) and by what."""

    found: Found
    index: str
    score: float
    evidence: tuple[str, ...]


@dataclass(slots=True)
class Identifying:
    """What came of looking for references.

    Attributes:
        found: by the key of the reference.
        asked: how many were looked for.
        left: how many were not, for there were more than :data:`MOST`.
        gaps: questions that were not answered, by index, outcome and sentence.
    """

    found: dict[str, Identified] = field(default_factory=dict)
    asked: int = 0
    left: int = 0
    gaps: Counter[tuple[str, Outcome, str]] = field(default_factory=Counter)


def identify(indexes: Iterable[Index], wanted: Mapping[str, tuple[str, Fields | None]]) -> Identifying:
    """Look for references in the indexes that can be asked for words.

    Args:
        indexes: open clients.
        wanted: by a key of the caller's the reference as written, and its fields where it is parsed.
    """
    able = {index.name: index for index in indexes if index.name in ORDER}
    asked: Sequence[Index] = [able[name] for name in ORDER if name in able]
    done = Identifying(left=max(0, len(wanted) - MOST))
    down: set[str] = set()
    for key, (text, fields) in list(wanted.items())[:MOST]:
        done.asked += 1
        for index in asked:
            if index.name in down:
                continue
            try:
                offered = index.search(_words(index, text, fields))
            except UnansweredError as error:
                done.gaps[index.name, error.outcome, error.detail] += 1
                # An index that refuses or is down says no more to the next reference.
                down.add(index.name)
                continue
            if taken := _taken(index.name, offered, text, fields):
                done.found[key] = taken
                break
    return done


def _words(index: Index, text: str, fields: Fields | None) -> str:
    # Crossref wants the whole reference as written (its API tips); the others look in titles.
    return text if index.name == "crossref" or fields is None or not fields.title else fields.title


def _taken(name: str, offered: Sequence[Found], text: str, fields: Fields | None) -> Identified | None:
    """Return the one work offered that the reference is of; ``None`` where something contradicts, or two are as good."""
    known = {str(number): each for number, each in enumerate(offered) if each.title and each.ids}
    if not known:
        return None
    titles = Titles.build(
        Known(
            number, str(each.title), each.year, each.authors, each.container,
            doi=next((value_of(one) for one in each.ids if one.startswith("doi:")), None),
        )
        for number, each in known.items()
    )  # fmt: skip
    match = titles.match(text, fields)
    return Identified(known[match.id], name, match.score, match.evidence) if match else None
