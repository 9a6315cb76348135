"""What lets two works be one, and what keeps them two, whatever their texts share: publisher, title, language. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from rapidfuzz import fuzz

from crawler.guard import host_of
from harvest.gathering import Work
from harvest.identity.joining import plain

Row = dict[str, Any]

#: What stands in another version of a publication, by the relation that it makes, as titles and file names say it.
VARIANTS: Mapping[str, re.Pattern[str]] = {
    "easy-read": re.compile(r"\b(?:easy[ -]?to[ -]?read|easy[ -]?read|easyread|plain english version)\b"),
    "summary": re.compile(r"\b(?:(?:executive|exec|short|public|key findings) summary|summary|crynodeb|at a glance)\b"),
    "translation": re.compile(
        r"\b(?:in(?:to)? )?(?:welsh|cymraeg|british sign language|bsl|arabic|polish|urdu|punjabi|bengali|gujarati|somali|romanian|gaelic)\b"
        r"|\btranslat(?:ed|ion)\b|\bin (?:french|chinese|turkish|portuguese|spanish|italian|lithuanian|tamil|farsi)\b"
    ),
    "edition": re.compile(r"\b(?:large[ -]?print|braille|audio|young (?:people|person|persons|peoples) version|childrens version)\b"),
}  # fmt: skip
#: What titles and names of files add that says nothing of the work: its format, that it is the last draft of it.
_FORMAT = re.compile(
    r"\b(?:pdf|html|docx?|odt|web|accessible|plain text|print(?:able)?|online|digital|final|version|v\d+(?: \d+)?|copy|download|"
    r"full (?:report|text|document|version)|the (?:report|document)|published|kb|mb)\b"
)
_NUMBER = re.compile(r"\b(?:\d+[a-z]?|[ivx]{2,4})\b")
_LANGUAGE_IN_ADDRESS = re.compile(r"(?<=[/._-])(?:cy|en|welsh|english|cymraeg|saesneg|eng|cym|w|e)(?=[/._-]|$)", re.IGNORECASE)  # fmt: skip
_FILE_NAME = re.compile(r"\S+\.(?:pdf|docx?|odt|html?|aspx?|rtf)", re.IGNORECASE)
#: How alike two words are that are one, spelt or cut in two ways.
_SPELLING = 75
#: Places in which a name stands for another one, from which two texts are siblings or editions.
_PLACES = 2
_YEAR = re.compile(rb"(?:19|20)\d\d")


def same_publisher(one: Work, two: Work) -> bool:
    """Tell whether two works are of one publisher, by name; where neither says one, whether one site has them."""
    publishers = [{plain(each) for each in work.row.get("publishers") or ()} for work in (one, two)]
    if all(publishers):
        return bool(publishers[0] & publishers[1])
    return one.source == two.source and host_of(one.url) == host_of(two.url)


def described_apart(one: Work, two: Work) -> bool:
    """Tell whether a site describes two works on pages of their own: what it calls two is two, whatever they share."""
    return all(each.item is not None and each.meeting is None for each in (one, two)) and (
        one.source == two.source
    )


def stem(title: str) -> str:
    """Return a title as titles of one work agree: as they are compared, without formats, versions and variants."""
    found = plain(title)
    if _FILE_NAME.fullmatch(title.strip()):
        found = plain(re.sub(r"[_+%-]|20(?=[A-Z])", " ", title))
    for cue in VARIANTS.values():
        found = cue.sub(" ", found)
    return " ".join(_FORMAT.sub(" ", found).split())


def series(title: str) -> str:
    """Return the stem of a title without years and numbers: what the titles of the editions of a series share."""
    return " ".join(_NUMBER.sub(" ", stem(title)).split())


def numbers(title: str) -> frozenset[str]:
    """Return the years and numbers in a title, without those of versions and formats."""
    return frozenset(_NUMBER.findall(stem(title)))


def variant(work: Work) -> str | None:
    """Return what kind of version a work says it is: ``easy-read``, ``summary``, ``translation``, ``edition``, or nothing.

    Its title says it, or the name of its file.
    """
    said = f"{plain(work.row['title'] or '')} {plain(re.split(r'[?#]', work.url)[0].rstrip('/').rsplit('/', 1)[-1])}"
    return next((kind for kind, cue in VARIANTS.items() if cue.search(said)), None)


def two_kinds(one: Work, two: Work) -> bool:
    """Tell whether two works are other versions of one publication: a summary, an easy-read one, another language."""
    if variant(one) != variant(two):
        return True
    languages = [(work.row.get("language") or "")[:2].lower() for work in (one, two)]
    return all(languages) and languages[0] != languages[1]


def titles_contradict(one: Work, two: Work) -> bool:
    """Tell whether the numbers in two titles differ where both have some: other years, other parts, other volumes."""
    first, second = numbers(one.row["title"] or ""), numbers(two.row["title"] or "")
    return bool(first and second) and not (first <= second or second <= first)


def titles_agree(one: Work, two: Work) -> bool:
    """Tell whether two titles are of one work: alike but for formats, versions and the spelling of either."""
    first, second = stem(one.row["title"] or ""), stem(two.row["title"] or "")
    return bool(first) and first == second and not titles_contradict(one, two)


def page_without_language(url: str) -> str:
    """Return an address without what names a language in it: the English and the Welsh page of one thing share it."""
    bare = re.split(r"[?#]", url)[0].partition("://")[2].removeprefix("www.").rstrip("/")
    return re.sub(r"[/._-]+", "/", _LANGUAGE_IN_ADDRESS.sub("", bare)).rstrip("/").lower()


def swapped(one: Sequence[bytes], two: Sequence[bytes]) -> tuple[str, str] | None:
    """Return a word that stands in one text where the other has another one, again and again; ``None`` without one.

    That is how siblings of one template differ (the name of the council), and editions of one plan (the year). Words that
    also stand in the other text, and words that are only spelt in two ways, are none.
    """
    words, others = set(one), set(two)
    before: dict[tuple[bytes, bytes], set[bytes]] = defaultdict(set)
    for first, second, third in zip(two, two[1:], two[2:], strict=False):
        if third not in words:
            before[first, second].add(third)
    places: dict[tuple[bytes, bytes], set[tuple[bytes, bytes]]] = defaultdict(set)
    for first, second, third in zip(one, one[1:], one[2:], strict=False):
        if third not in others:
            for other in before.get((first, second), ()):
                places[third, other].add((first, second))
    told = [pair for pair, where in places.items() if len(where) >= _PLACES and _names(*pair)]
    # A year says more than the other words that came and went with it.
    pair = min(told, key=lambda each: (not each[0].isdigit(), each), default=None)
    return (pair[0].decode(errors="replace"), pair[1].decode(errors="replace")) if pair else None


def _names(one: bytes, two: bytes) -> bool:
    if _YEAR.fullmatch(one) and _YEAR.fullmatch(two):
        return True
    if any(len(each) < 3 or each.isdigit() for each in (one, two)):
        return False
    spelt = one.startswith(two) or two.startswith(one) or fuzz.ratio(one, two) >= _SPELLING
    return not spelt
