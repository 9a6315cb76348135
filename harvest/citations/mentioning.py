"""Works whose text has a title in it: forward citation searching for what no index knows as a work.

An index of journals that reads full texts finds the title of a council paper in them, and does not know it as a reference.
That is a mention, and is told apart from citations: the words may mean something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from harvest.citations.model import Found, Outcome
from harvest.references.model import plain

#: Words below which a title is as good as any phrase, and letters above which a question is too long to be sent.
LEAST_WORDS, LONGEST = 4, 300
#: Works that are taken of one title at most; more say that it is a common phrase.
MOST = 100
#: Titles that are looked for in one search: each costs ten times what a list of citations does.
MOST_TITLES = 200


@runtime_checkable
class Reading(Protocol):
    """An index that looks into texts."""

    name: str

    def mentioning(self, phrase: str, most: int) -> tuple[list[Found], Outcome, str]:
        """Return the works that have this phrase in title, abstract or text, an outcome, and what there is to say of it."""
        ...


@dataclass(frozen=True, slots=True)
class Mentioned:
    """What an index said of one title.

    Attributes:
        title: as it was looked for.
        index: which one.
        outcome: ``citations`` where works have it, here mentions; else as in :data:`harvest.citations.model.Outcome`.
        works: those that have it, but for works of that very title.
        detail: what there is to say about it.
    """

    title: str
    index: str
    outcome: Outcome
    works: tuple[Found, ...] = ()
    detail: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data."""
        said = "mentions" if self.outcome == "citations" else self.outcome
        return {"title": self.title, "index": self.index, "outcome": said, "detail": self.detail,
                "works": [{"id": each.ids[0], "title": each.title, "year": each.year} for each in self.works]}  # fmt: skip


def mentions(indexes: Sequence[object], titles: Sequence[str]) -> list[Mentioned]:
    """Look for titles as phrases in the index that reads texts; short ones and those over the most are told as not asked.

    Args:
        indexes: open clients.
        titles: of works that no index knows.
    """
    reading = next((each for each in indexes if isinstance(each, Reading)), None)
    if reading is None:
        return []
    done = []
    for number, title in enumerate(dict.fromkeys(titles)):
        phrase = " ".join(title.replace('"', " ").split())
        if len(phrase.split()) < LEAST_WORDS or len(phrase) > LONGEST:
            why = (
                "its title is too short to be looked for"
                if len(phrase) <= LONGEST
                else "its title is too long"
            )
            done.append(Mentioned(title, reading.name, "no-data", detail=why))
        elif number >= MOST_TITLES:
            done.append(
                Mentioned(title, reading.name, "no-data", detail=f"not asked: more than {MOST_TITLES} titles")
            )
        else:
            found, outcome, detail = reading.mentioning(phrase, MOST)
            others = tuple(each for each in found if plain(each.title or "") != plain(title))
            said: Outcome = outcome if outcome != "none" else "citations" if others else "none"
            if outcome == "none" and len(found) >= MOST:
                detail = f"the first {MOST} were taken: it may be a common phrase"
            done.append(Mentioned(title, reading.name, said, others, detail))
    return done
