"""What a link promises: pure scoring of links and pages by the words of a review.

Council sites are walked with the most promising addresses first (best-first or "focused" crawling; Chakrabarti,
van den Berg and Dom 1999). What is known of a link before it is asked for: its words, its address, what stands
around it, and how much the page that it is on shows of what is sought. None of it is proof: everything that is
found is asked for in the end, unless the budget of the walk or its patience is used up.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self
from urllib.parse import unquote, urlsplit

#: Priorities of links of a walk: one for each thousandth of promise, below all that was asked for by name.
STEPS = 1000
#: How much words of the review count by where they stand: the words of the link, its title attribute, its
#: address (its end, and the directories before), the line or paragraph that it is in, and the heading above it.
ANCHOR, TITLE, ADDRESS, DIRECTORY, LINE, HEADING = 1.0, 0.9, 0.85, 0.2, 0.8, 0.5
#: What is left of a concept in a link where the title of the page shows it already: in the section on housing,
#: "housing" tells nothing.
KNOWN, LENT = 0.5, 0.3
#: How much the concept that is shown most counts, against all of them together; the powers of the means by which
#: they are taken together: the smaller, the more is asked of each.
ALONE, WORDS_POWER, WORTH_POWER = 0.25, 0.5, 0.33
#: What part of a phrase counts for: "alliance" where "alliance contract" is sought.
PART = 0.35
#: Parts of the promise: where nothing is known, words of the review, the page it is on, the kind of publication
#: that it names, the type of file; and what furniture of the site takes off.
UNKNOWN, WORDS, PAGE, PUBLICATION, FILE, FURNITURE = 0.15, 0.45, 0.20, 0.12, 0.05, 0.15
#: What part of the promise of a page its links inherit, and theirs of them ("shark search", Hersovici and others 1998).
INHERITED = 0.5
#: Times that a phrase counts in the title or the first heading of a page.
IN_TITLE = 3

_SPACE = re.compile(r"[^0-9a-z]+")
#: Endings of documents (and of pages that are made by a program, which say nothing).
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|rtf|odt|pptx?|odp|xlsx?|ods)$", re.IGNORECASE)
_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")
#: A number of a page, and what leads to the next one of a list.
_NEXT = re.compile(
    r"(?:page )?\d{1,3}|(?:go to )?(?:the )?(?:next|more|older|last)(?: page| results| items)?"
)

#: Words of what organisations publish as documents. A weak sign, and the same for every review.
PUBLICATIONS = (
    "strategy", "report", "evaluation", "evaluate", "commissioning", "board paper", "business case", "needs assessment", "jsna",
    "plan", "policy", "framework", "review", "health and wellbeing board", "cabinet", "committee", "minutes", "scrutiny",
    "executive", "decision", "agreement", "contract", "procurement", "tender", "research", "consultation", "pilot", "publication",
    "specification", "outcome", "annual account", "memorandum", "partnership", "appendix", "case study", "findings",
    "background paper", "delivery plan", "statement", "corporate plan", "performance",
)  # fmt: skip
#: Words of what every council has on its site and no review seeks: furniture, forms, and what is on.
FURNITURES = (
    "cookie", "privacy", "contact us", "accessibility", "bin", "rubbish", "recycling", "waste collection", "job", "vacancy",
    "vacancies", "planning application", "parking", "pothole", "council tax", "register", "register office", "school admission",
    "term date", "library", "libraries", "event", "what s on", "calendar", "news", "press release", "pay", "pay online", "apply",
    "report it", "report a", "report an", "licence", "licensing", "cemetery", "cemeteries", "election", "electoral", "login", "sign in",
    "my account", "search", "feedback", "complaint", "share", "facebook", "twitter", "print", "wedding", "ceremonies",
    "leisure", "swimming", "museum", "tree", "dog", "pest", "market", "allotment", "bus", "roadwork", "gritting", "terms and conditions",
    "subscribe", "newsletter", "translate", "street light", "blue badge", "playground", "food hygiene", "taxi", "building control",
    "business rate", "gallery", "photo", "video", "map", "weather", "find your",
)  # fmt: skip


def plain(text: str) -> str:
    """Return text as it is compared: small letters and digits, single spaces between words, one at each end."""
    return f" {_SPACE.sub(' ', text.lower()).strip()} "


def _stem(word: str) -> str:
    """Return a pattern for a word in one number or the other."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "(?:y|ies)"
    if len(word) > 3 and word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "(?:y|ies)"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1] + "s?"
    return word + ("(?:es)?" if word.endswith(("s", "x", "ch", "sh")) else "s?")


def _pattern(phrase: str) -> str:
    """Return the pattern of one phrase, in text that is :func:`plain`; "" where it has no words."""
    words = plain(phrase).split()
    if not words:
        return ""
    if phrase.rstrip().endswith("*"):
        return " ".join([*map(_stem, words[:-1]), words[-1] + "[0-9a-z]*"])
    return " ".join(map(_stem, words))


def _any_of(phrases: Iterable[str]) -> re.Pattern[str] | None:
    patterns = sorted({made for each in phrases if (made := _pattern(each))}, key=len, reverse=True)
    # Words share their spaces: what follows a phrase is looked at, not taken.
    return re.compile(f" (?:{'|'.join(patterns)})(?= )") if patterns else None


_PUBLISHED, _FURNITURE = _any_of(PUBLICATIONS), _any_of(FURNITURES)
#: Words of a phrase that tell nothing by themselves.
_COMMON = frozenset({
    "a", "an", "and", "the", "of", "for", "in", "on", "to", "with", "by", "at", "or", "from", "as", "is", "it", "its",
    "model", "models", "approach", "service", "services", "based", "contract", "contracts", "agreement", "agreements",
    "partnership", "partnerships", "social", "care", "health", "public", "local", "council", "new", "joint",
    "working", "work",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it stands on a page.

    Attributes:
        url: where it leads, in its one spelling.
        text: its words.
        title: its title attribute.
        line: the list item, cell or paragraph that it is in.
        heading: the heading above it.
        around: it stands in what is on every page of the site: head, foot, navigation.
        rel: its ``rel`` attribute.
        book: it leads to the next chapter of a publication.
        file: it stands where the page names its own files.
    """

    url: str
    text: str = ""
    title: str = ""
    line: str = ""
    heading: str = ""
    around: bool = False
    rel: str = ""
    book: bool = False
    file: bool = False


@dataclass(frozen=True, slots=True)
class Sought:
    """The words of a review: for each of its concepts the phrases, and the words that they are made of."""

    phrases: tuple[re.Pattern[str], ...]
    parts: tuple[re.Pattern[str] | None, ...]

    @classmethod
    def of(cls, words: Any) -> Self | None:
        """Return what the option ``words`` of a source says (concept: phrases); ``None`` where it says nothing."""
        if not isinstance(words, Mapping):
            return None
        return cls._made(
            tuple(tuple(map(str, each)) for each in words.values() if isinstance(each, list | tuple))
        )

    @classmethod
    @lru_cache(maxsize=64)
    def _made(cls, concepts: tuple[tuple[str, ...], ...]) -> Self | None:
        phrases, parts = [], []
        for concept in concepts:
            whole = _any_of(concept)
            if whole is not None:
                single = {
                    word for each in concept for word in plain(each).split()
                    if len(word) > 3 and word not in _COMMON
                }  # fmt: skip
                phrases.append(whole)
                parts.append(_any_of(single))
        return cls(tuple(phrases), tuple(parts)) if phrases else None

    def shown(self, text: str) -> tuple[float, ...]:
        """Return for each concept how much of it a short text shows: 1 a phrase, :data:`PART` a word of one."""
        return tuple(
            1.0 if whole.search(text) else PART if part and part.search(text) else 0.0
            for whole, part in zip(self.phrases, self.parts, strict=True)
        )

    def worth(self, title: str, text: str) -> float:
        """Return how much of what is sought a page shows, 0 to 1.

        A page that shows both concepts of a review comes near 1, one that speaks of its context alone, as whole
        sections of a council's site do, stays below a quarter. Each further mention counts for less.

        Args:
            title: title and first heading.
            text: what it says, without what stands on every page.
        """
        above, below = plain(title), plain(text)
        shown = [
            1.0 - math.exp(-(len(each.findall(below)) + IN_TITLE * bool(each.search(above))) / 2.0)
            for each in self.phrases
        ]
        return _together(shown, WORTH_POWER)

    def known(self, title: str) -> tuple[float, ...]:
        """Return how much of each concept a page is about: what its title and first heading show."""
        return self.shown(plain(title))

    def promise(
        self, link: Link, worth: float, known: tuple[float, ...] = (), parent: float | None = None
    ) -> float:
        """Return what a link promises, 0 to 1.

        Args:
            link: the link.
            worth: :meth:`worth` of the page that it is on; for what is on every page of a site it counts nothing.
            known: :meth:`known` of that page.
            parent: what the link that led to that page promised, where one did.
        """
        said, (directory, address) = plain(link.text), _address_words(link.url)
        fields = (
            (ANCHOR, said), (TITLE, plain(link.title) if link.title else ""), (ADDRESS, address), (DIRECTORY, directory),
            (LINE, plain(link.line) if link.line else ""), (HEADING, plain(link.heading) if link.heading else ""),
        )  # fmt: skip
        shown = [0.0] * len(self.phrases)
        for weight, text in fields:
            if text:
                shown = [max(old, weight * new) for old, new in zip(shown, self.shown(text), strict=True)]
        if known:
            # A concept that the page is about tells little of one link of it, and something of all of them.
            shown = [
                max(each * (1.0 - (1.0 - KNOWN) * here), LENT * here)
                for each, here in zip(shown, known, strict=True)
            ]
        words = ALONE * max(shown) + (1.0 - ALONE) * _together(shown, WORDS_POWER)
        own = said + address + (fields[1][1] or "")
        page = 0.0 if link.around else worth
        found = UNKNOWN + WORDS * words + PAGE * page
        if parent is not None and not link.around:
            found += INHERITED * (parent - UNKNOWN)
        if _PUBLISHED and _PUBLISHED.search(own):
            found += PUBLICATION
        if link.file or _DOCUMENT.search(urlsplit(link.url).path):
            found += FILE
        if _FURNITURE and _FURNITURE.search(own):
            found -= FURNITURE
        # The next page of a list promises what the list does.
        if not link.around and (link.rel == "next" or link.book or _NEXT.fullmatch(said.strip())):
            found = max(found, UNKNOWN + 0.1 + (0.5 if link.book else 0.3) * page)
        return min(max(found, 0.0), 1.0)


def promise_of(priority: int) -> float | None:
    """Return the promise that a priority stands for, ``None`` where it is none of a walk's links."""
    return (priority + STEPS) / STEPS if priority < 0 else None


def priority_of(promise: float) -> int:
    """Return the priority of an address of a walk: below nought, the more promising the higher."""
    return round(STEPS * promise) - STEPS


def _together(shown: Sequence[float], power: float) -> float:
    """Return the power mean: with a power below 1 nearer to the least than to the most."""
    return float((sum(each**power for each in shown) / len(shown)) ** (1.0 / power))


@lru_cache(maxsize=8192)
def _address_words(url: str) -> tuple[str, str]:
    """Return the words of the directories of an address, and of its end."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return " ", " "
    directory, _, end = unquote(_DOCUMENT.sub("", path.rstrip("/"))).rpartition("/")
    # Titles that are written in one, as GOSS does: AllianceContract.
    return plain(directory), plain(_HUMPS.sub(" ", end))
