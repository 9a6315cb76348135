"""How each node of a query is looked up in the words of a text.

A plan answers in token positions: a place is (first, behind last). ``may`` is a cheap test on the raw words of
the text, so that most terms are done with before any word is counted.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence
from heapq import heappop, heappush

from harvest.query.nodes import And, Near, Node, Not, Or, Phrase, Word
from harvest.query.tokens import Tokens

Place = tuple[int, int]

# Patterns other than plain truncation are tried on words up to this length: no real word is longer, and hostile
# text must not make a pattern with several ``*`` slow.
LONGEST_PATTERN_WORD = 100


class Plan:
    """What every plan answers about a text."""

    __slots__ = ()

    def may(self, tokens: Tokens) -> bool:
        """Return False only if ``true`` would; a few substring searches."""
        raise NotImplementedError

    def places(self, tokens: Tokens) -> list[Place]:
        """Return all places that took part, in order; empty if not true."""
        raise NotImplementedError

    def true(self, tokens: Tokens) -> bool:
        """Return True if the text is as the node asks."""
        return bool(self.places(tokens))


def pattern(word: Word) -> re.Pattern[str]:
    """Return the regex that must match the whole of a folded word."""
    letters = {"*": ".*", "?": ".?", "#": "."}
    return re.compile("".join(letters.get(c) or re.escape(c) for c in word.text), re.DOTALL)


class _WordPlan(Plan):
    """Finds one word or pattern."""

    __slots__ = ("prefix", "regex", "text", "truncated")

    def __init__(self, word: Word) -> None:
        self.text = word.text
        self.prefix = word.stem
        self.truncated = word.is_truncated
        self.regex = pattern(word) if word.is_pattern else None

    def may(self, tokens: Tokens) -> bool:
        return self.prefix in tokens.hay

    def true(self, tokens: Tokens) -> bool:
        return bool(self.accepted(tokens)) or bool(self.joined(tokens))

    def _of(self, vocabulary: Iterable[str]) -> list[str]:
        found = [word for word in vocabulary if word.startswith(self.prefix)]
        if self.truncated or self.regex is None:
            return found
        return [w for w in found if len(w) <= LONGEST_PATTERN_WORD and self.regex.fullmatch(w)]

    def accepted(self, tokens: Tokens) -> list[str]:
        """Return the distinct words of the text that this one finds, those found by a part included."""
        index = tokens.index
        aliases = tokens.aliases
        if self.regex is None:
            found = [self.text] if self.text in index else []
            return found + aliases[self.text] if self.text in aliases else found
        found = self._of(index)
        if aliases:
            found.extend(full for part in self._of(aliases) for full in aliases[part])
            return list(dict.fromkeys(found))
        return found

    def joined(self, tokens: Tokens) -> list[Place]:
        """Return the places where it stands cut by a line-end hyphen."""
        joined = tokens.joined
        if not joined:
            return []
        if self.regex is None:
            return joined.get(self.text, [])
        return [place for word in self._of(joined) for place in joined[word]]

    def places(self, tokens: Tokens) -> list[Place]:
        index = tokens.index
        places = [(p, p + 1) for word in self.accepted(tokens) for p in index[word]]
        places.extend(self.joined(tokens))
        places.sort()
        return places


class _PhrasePlan(Plan):
    """Finds words next to each other."""

    __slots__ = ("words",)

    def __init__(self, phrase: Phrase) -> None:
        self.words = [_WordPlan(w) for w in phrase.words]

    def may(self, tokens: Tokens) -> bool:
        hay = tokens.hay
        return all(word.prefix in hay for word in self.words)

    def places(self, tokens: Tokens) -> list[Place]:
        if tokens.joined and any(word.joined(tokens) for word in self.words):
            return neighbours([word.places(tokens) for word in self.words], within=0, ordered=True)
        accepted: list[list[str]] = []
        rarest, fewest = 0, -1
        for k, word in enumerate(self.words):
            found = word.accepted(tokens)
            if not found:
                return []
            count = sum(len(tokens.index[w]) for w in found)
            if fewest < 0 or count < fewest:
                rarest, fewest = k, count
            accepted.append(found)
        size, words = len(self.words), tokens.words
        last = len(words) - size
        # Start from the word with the fewest places and look at its neighbours.
        starts = [p - rarest for w in accepted[rarest] for p in tokens.index[w] if 0 <= p - rarest <= last]
        for k, found in enumerate(accepted):
            if k != rarest:
                starts = [s for s in starts if words[s + k] in found]
        starts.sort()
        return [(s, s + size) for s in starts]


class _NearPlan(Plan):
    """Finds items close to each other."""

    __slots__ = ("items", "ordered", "within")

    def __init__(self, near: Near) -> None:
        self.items = [plan(i) for i in near.items]
        self.within = near.within
        self.ordered = near.ordered

    def may(self, tokens: Tokens) -> bool:
        return all(item.may(tokens) for item in self.items)

    def places(self, tokens: Tokens) -> list[Place]:
        found: list[list[Place]] = []
        for item in self.items:
            places = item.places(tokens)
            if not places:
                return []
            found.append(places)
        return neighbours(found, self.within, self.ordered)


class _AndPlan(Plan):
    """True if all items are; its places are those of all items."""

    __slots__ = ("items",)

    def __init__(self, node: And) -> None:
        self.items = [plan(i) for i in node.items]

    def may(self, tokens: Tokens) -> bool:
        return all(item.may(tokens) for item in self.items)

    def true(self, tokens: Tokens) -> bool:
        return all(item.may(tokens) and item.true(tokens) for item in self.items)

    def places(self, tokens: Tokens) -> list[Place]:
        if not self.true(tokens):
            return []
        return sorted({place for item in self.items for place in item.places(tokens)})


class _OrPlan(Plan):
    """True if any item is; its places are those of the items that are true."""

    __slots__ = ("items",)

    def __init__(self, node: Or) -> None:
        self.items = [plan(i) for i in node.items]

    def may(self, tokens: Tokens) -> bool:
        return any(item.may(tokens) for item in self.items)

    def true(self, tokens: Tokens) -> bool:
        return any(item.may(tokens) and item.true(tokens) for item in self.items)

    def places(self, tokens: Tokens) -> list[Place]:
        return sorted({p for item in self.items if item.may(tokens) for p in item.places(tokens)})


class _NotPlan(Plan):
    """True if the item is not; it has no places."""

    __slots__ = ("item",)

    def __init__(self, node: Not) -> None:
        self.item = plan(node.item)

    def may(self, tokens: Tokens) -> bool:
        return True

    def true(self, tokens: Tokens) -> bool:
        return not (self.item.may(tokens) and self.item.true(tokens))

    def places(self, tokens: Tokens) -> list[Place]:
        return []


def plan(node: Node) -> Plan:
    """Return what finds ``node``."""
    match node:
        case Word():
            return _WordPlan(node)
        case Phrase():
            return _PhrasePlan(node)
        case Near():
            return _NearPlan(node)
        case And():
            return _AndPlan(node)
        case Or():
            return _OrPlan(node)
        case Not():
            return _NotPlan(node)


def neighbours(items: Sequence[Sequence[Place]], within: int, ordered: bool) -> list[Place]:
    """Return the shortest places that hold one place of each item, neighbours at most ``within`` words apart.

    Items do not overlap. "Shortest" leaves out any place that has another inside it. One pass over all places
    in order: for each set of items already placed, the latest beginnings still in reach are kept in a queue
    (sliding-window maximum), so the work grows with the number of places and not with their combinations.
    """
    everything = (1 << len(items)) - 1
    events = sorted((s, e, j) for j, places in enumerate(items) for s, e in places)
    waiting: list[tuple[int, int, int]] = []  # (end, items placed, beginning) not yet ended where we are
    ready: dict[int, deque[tuple[int, int]]] = {}  # items placed -> (end, beginning), beginnings falling
    complete: list[Place] = []
    for start, end, j in events:
        while waiting and waiting[0][0] <= start:
            ended, mask, began = heappop(waiting)
            queue = ready.setdefault(mask, deque())
            while queue and queue[-1][1] <= began:
                queue.pop()
            queue.append((ended, began))
        bit = 1 << j
        best = {bit: start} if not ordered or j == 0 else {}
        for mask, queue in ready.items():
            if mask & bit or (ordered and mask != bit - 1):
                continue
            while queue and queue[0][0] < start - within:
                queue.popleft()
            if queue:
                best[mask | bit] = queue[0][1]
        for mask, began in best.items():
            if mask == everything:
                complete.append((began, end))
            else:
                heappush(waiting, (end, mask, began))
    complete.sort(key=lambda place: (place[1], -place[0]))
    shortest: list[Place] = []
    for place in complete:
        if not shortest or place[0] > shortest[-1][0]:
            shortest.append(place)
    return shortest
