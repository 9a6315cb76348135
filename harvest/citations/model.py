"""What indexes say: works, the works that these cite and are cited by, and the outcomes that are kept apart."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from harvest.citations.names import scheme_of

Direction = Literal["backward", "forward"]
#: ``citations``: the index lists some. ``none``: it knows the work and says that there are none. ``no-data``: it
#: does not know the work, or cannot tell "none" from "never looked". ``refused``: it would not say. ``over-budget``:
#: what it gives in a day, or for money, is used up. ``failed``: no answer, or one that cannot be read.
Outcome = Literal["citations", "none", "no-data", "refused", "over-budget", "failed"]
OUTCOMES: tuple[Outcome, ...] = ("citations", "none", "no-data", "refused", "over-budget", "failed")
#: Outcomes of questions that are worth asking again.
GAPS: frozenset[Outcome] = frozenset({"refused", "over-budget", "failed"})


class UnansweredError(Exception):
    """A question was not answered.

    Attributes:
        outcome: one of :data:`GAPS`.
        detail: one sentence, without secrets.
    """

    def __init__(self, outcome: Outcome, detail: str) -> None:
        super().__init__(detail)
        self.outcome, self.detail = outcome, detail


@dataclass(frozen=True, slots=True)
class Found:
    """A work as one index has it.

    Attributes:
        ids: in the spelling of :func:`harvest.citations.names.name_of`, the index's own first; none for a reference
            that the index has only in words.
        title, year, authors, container, type: as the index has them.
        text: a reference as it was deposited, where there is one.
        references: ids of the works that it cites; ``None`` when the index did not say.
        cited_by: how many works cite it, by the index's own count.
    """

    ids: tuple[str, ...] = ()
    title: str | None = None
    year: int | None = None
    authors: tuple[str, ...] = ()
    container: str | None = None
    type: str | None = None
    text: str | None = None
    references: tuple[str, ...] | None = None
    cited_by: int | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """What one index said of one work in one direction.

    Attributes:
        of: the work, as it was handed in.
        direction: ``backward`` for what it cites, ``forward`` for what cites it.
        outcome: see :data:`Outcome`; with one of :data:`GAPS` some works may have come before it.
        works: what was listed.
        detail: what there is to say about it, one sentence or nothing.
        unsure: ids of ``works`` that cite this work or another one that was asked for along with it.
        left: how many more the index has, that a cap left out.
    """

    of: Sought
    direction: Direction
    outcome: Outcome
    works: tuple[Found, ...] = ()
    detail: str = ""
    unsure: frozenset[str] = frozenset()
    left: int = 0


@dataclass(frozen=True, slots=True)
class Sought:
    """A work that an index is asked about: a key of the caller's, and every id that is known of it."""

    key: str
    ids: tuple[str, ...]

    def first(self, *schemes: str) -> str | None:
        """Return its first id of these schemes, in their order, or ``None``."""
        return next((each for scheme in schemes for each in self.ids if scheme_of(each) == scheme), None)


@dataclass(slots=True)
class Looked:
    """What an index knows of some ids.

    Attributes:
        found: by the id that was asked for.
        missing: ids that it does not have.
        moved: ids that were merged into others: the old one and the one that stands.
        gaps: ids that were not answered, with outcome and sentence.
    """

    found: dict[str, Found] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    moved: dict[str, str] = field(default_factory=dict)
    gaps: dict[str, tuple[Outcome, str]] = field(default_factory=dict)


def looked_up(ids: Iterable[str], schemes: Collection[str], one: Callable[[str], Found | None]) -> Looked:
    """Return what an index that is asked for one work at a time knows of some ids.

    Args:
        ids: of any scheme; those of others than ``schemes`` are left out.
        schemes: what the index knows works by.
        one: asks for one; ``None`` where the index does not have it. It may raise :class:`UnansweredError`.
    """
    looked = Looked()
    for name in dict.fromkeys(ids):
        if scheme_of(name) not in schemes:
            continue
        try:
            found = one(name)
        except UnansweredError as error:
            looked.gaps[name] = (error.outcome, error.detail)
            continue
        if found is None:
            looked.missing.add(name)
            continue
        looked.found[name] = found
        if found.ids and found.ids[0] != name and scheme_of(found.ids[0]) == scheme_of(name):
            looked.moved[name] = found.ids[0]
    return looked


class Index(Protocol):
    """One index of citations. No method raises where an answer does not come: the outcome says so."""

    name: str
    directions: frozenset[Direction]

    def works(self, ids: Iterable[str]) -> Looked:
        """Return what the index knows of some ids; ids of schemes that it does not have are left out."""
        ...

    def references(self, works: Sequence[Sought]) -> Iterator[Listed]:
        """Yield for each work what it cites."""
        ...

    def citing(self, works: Sequence[Sought]) -> Iterator[Listed]:
        """Yield for each work what cites it, to the last page."""
        ...

    def search(self, text: str) -> list[Found]:
        """Return the works that fit a title or a reference as written best, at most two; best first.

        Raises:
            UnansweredError: the index did not answer.
        """
        ...


def year_of(value: object) -> int | None:
    """Return a year of publication from a number or the beginning of a date, else ``None``."""
    text = str(value)[:4]
    return int(text) if text.isascii() and text.isdigit() and 1000 <= int(text) <= 2999 else None


def texts(value: object) -> tuple[str, ...]:
    """Return the strings in what should be a list."""
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def rows_of(value: object) -> list[Mapping[str, object]]:
    """Return the objects in what should be a list of them."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def mapping(value: object) -> Mapping[str, object]:
    """Return what should be an object, empty when it is not."""
    return value if isinstance(value, dict) else {}


def text_of(value: object) -> str | None:
    """Return a string on one line, or ``None`` when it is none or empty."""
    return " ".join(value.split()) or None if isinstance(value, str) else None
