"""What people say of which works are one: they overrule every rule, and the newest word counts.

A ruling names works by their ids. "The same" joins two before any rule is asked; "apart" keeps two from being joined by any
rule, not by way of a third either; "by itself" keeps one work from being joined with anything.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

#: The rule of what a person joined.
SAID = "a person said so"


@dataclass(frozen=True, slots=True)
class Ruling:
    """The word of a person on one work or two.

    Attributes:
        works: their ids: two that are the same or apart, one that stands by itself.
        who: the person.
        when: ISO date and time: of two words on the same works the later one counts.
        why: the reason, in the person's words.
    """

    works: tuple[str, ...]
    who: str = ""
    when: str = ""
    why: str = ""

    def told(self) -> str:
        """Return who said it, when and why, in a line."""
        said = ", ".join(each for each in (self.who or "somebody", self.when) if each)
        return f"{said}: {self.why}" if self.why else said


@dataclass(frozen=True)
class Rulings:
    """Everything that people have said, the words that were taken back left out.

    Attributes:
        same: pairs that are one work; a ruling of one id is none.
        apart: pairs that are two works, and single works that stand by themselves.
    """

    same: Sequence[Ruling] = ()
    apart: Sequence[Ruling] = ()
    _pairs: frozenset[frozenset[str]] = field(init=False, repr=False)
    _alone: frozenset[str] = field(init=False, repr=False)
    _joined: tuple[Ruling, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        newest: dict[frozenset[str], tuple[str, bool, Ruling]] = {}
        for is_same, said in ((True, self.same), (False, self.apart)):
            for each in said:
                works = frozenset(each.works)
                if len(works) == 2 or not is_same:
                    # Of two words at one time the one that keeps apart counts: it loses nothing.
                    word = (each.when, not is_same, each)
                    newest[works] = max(newest.get(works, word), word, key=_order)
        alone = {next(iter(works)): word for works, word in newest.items() if len(works) == 1}
        pairs = {works: word for works, word in newest.items() if len(works) == 2}
        said_same = [word for word in pairs.values() if not word[1]]
        # Who later says that a work is another one takes back that it stands by itself.
        kept = {id_ for id_, word in alone.items() if not any(id_ in o[2].works and o[0] > word[0] for o in said_same)}  # fmt: skip
        object.__setattr__(self, "_alone", frozenset(kept))
        object.__setattr__(self, "_pairs", frozenset(works for works, word in pairs.items() if word[1]))
        stands = [word[2] for word in said_same if not kept & set(word[2].works)]
        stands.sort(key=lambda each: sorted(each.works))
        object.__setattr__(self, "_joined", tuple(sorted(stands, key=lambda each: each.when, reverse=True)))

    @property
    def joined(self) -> tuple[Ruling, ...]:
        """What people have called the same, the newest word first, without what they took back."""
        return self._joined

    def __bool__(self) -> bool:
        return bool(self._alone or self._pairs or self._joined)

    def forbid(self, ones: Collection[str], others: Collection[str]) -> bool:
        """Tell whether two works, each with everything that was joined to it, must not become one."""
        if not self._alone and not self._pairs:
            return False
        if any(each in self._alone for group in (ones, others) for each in group):
            return True
        return any(frozenset((one, two)) in self._pairs for one in ones for two in others)


def _order(word: tuple[str, bool, Ruling]) -> tuple[str, bool, str, str]:
    return word[0], word[1], word[2].who, word[2].why


#: Nobody has said anything.
NONE = Rulings()
