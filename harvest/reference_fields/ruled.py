"""Titles that rules are sure of, so that the model is not asked: quoted ones, and sentences between authors and place."""

from __future__ import annotations

import re

from harvest.reference_fields.hints import Hints

_QUOTED = re.compile(
    r"“\s?([^“”]{8,400}?)\s?[”“]|(?<!\w)\"\s?([^\"]{8,400}?)\s?\"(?!\w)|«\s?([^«»]{8,400}?)\s?»"
)
_SENTENCE_END = re.compile(r"(?:(?<=[^\W\d_][^\W_])|(?<=\d\d))\.\s+(?=[A-Z“‘\"(\[<])")
_SHORT_FORM = re.compile(
    r"\b(?:vs|No|Vol|St|Dr|Mr|Mrs|Ms|Prof|etc|approx|Inc|Ltd|Co|Jr|Sr|ed|eds|Ph|pp|al|ca|cf|Gen|Sgt|Mt|Rev|Hon|vol|nr|no)$"
)
#: In single marks, which are apostrophes as well: closed where a field ends, opened with a capital letter.
_SINGLE = re.compile(
    r"(?<![\w’'])[‘']\s?((?=[A-Z0-9“])[^‘]{8,400}?)\s?(?:[’'](?=\s?[,.;(\[]|\s+(?:[(\d<]|in\b|pp?\.)|$)|(?<![?!])[’'](?=\s+[A-Z]))"
)
#: A publisher and a year: what makes a place before a colon the place of publication.
_YEAR_SOON = re.compile(r"\s?:\s[^:]{2,120}?\b(?:19|20)\d\d\b(?!\s?;)")
_VANCOUVER = re.compile(r"[^\W\d_]{2,}\s[A-Z]{1,3}(?:\.|,?\set al\.?)$")
_BETWEEN = re.compile(r"[\s.,:;]*(?:[(\[]?\s?(?:(?:19|20)\d\d[a-z]?|n\.?d\.?)\s?[)\]]?)?[\s.,:;]*")
_YEAR_NEXT = re.compile(r"\s*[(\[]?\s?(?:19|20)\d\d")


def sure_title(text: str, seen: Hints) -> tuple[int, int] | None:
    """Return where the title of a mended reference stands, ``None`` where no rule is sure of it."""
    return _quoted(text, seen) or _single(text, seen) or _sentence(text, seen)


def _quoted(text: str, seen: Hints) -> tuple[int, int] | None:
    """A title in double quotation marks: three words and more, the only one of its kind, straight after authors and year."""
    found = list(_QUOTED.finditer(text))
    if len(found) != 1 or len(found[0][0].split()) < 3:
        return None
    group = next(each for each in (1, 2, 3) if found[0][each] is not None)
    before, after = text[: found[0].start()].rstrip(), text[found[0].end() :].lstrip()
    inside = found[0][group]
    # Words in quotation marks within a title: what stands before or after them runs on.
    if (
        after[:1].islower()
        and not re.match(r"(?:in|by|and|pp?|vol|no|available|accessed|at|presented)\b", after)
        and inside[-1] not in ".,?!"
    ):
        return None
    if (
        not before
        or before[-1] in ".,):;]"
        or seen.authors_end >= len(before)
        or re.search(r"(?:19|20)\d\d[a-z]?$", before)
    ):
        if len(before) > 250 or (after[:1] in ":-–" and inside[-1] not in ".,"):
            return None
        return found[0].start(group), found[0].end(group)
    return None


def _single(text: str, seen: Hints) -> tuple[int, int] | None:
    """A title in single quotation marks right after the authors, or after the year that follows them."""
    found = _SINGLE.search(text, seen.authors_end)
    if found is None or len(found[1].split()) < 3 or "’, ‘" in found[1]:
        return None
    between = text[seen.authors_end : found.start()]
    after = text[found.end() :].lstrip()
    if not seen.authors_end or not _BETWEEN.fullmatch(between) or after[:1] in ":-–":
        return None
    return found.start(1), found.end(1)


def _sentence(text: str, seen: Hints) -> tuple[int, int] | None:
    """The first sentence after authors who surely end there, where what follows is told by its form.

    That is a place, a publisher and a year; the name of the body again; or, in Vancouver style, anything with a year.
    """
    begins = seen.authors_end
    if not seen.sure or not begins:
        return None
    while begins < len(text) and text[begins] in ". \t":
        begins += 1
    if (
        _YEAR_NEXT.match(text, begins)
        or text[begins : begins + 1] in "“‘\"'([«,;:"
        or re.match(r"In:?\s", text[begins:])
    ):
        return None
    limit = _limit(text, begins, seen)
    if limit is None:
        return None
    stop = 0
    for end in _SENTENCE_END.finditer(text, begins, limit):
        if not _SHORT_FORM.search(text[begins : end.start()]):
            stop = end.start()
            break
    # "Does it work? J Towns 2019;3:1" and "Does it work? A trial. J Towns": which mark ends it, the model may tell.
    if limit == len(text) and (not stop or re.search(r"[?!]\s", text[begins:stop])):
        return None
    stop = stop or limit
    return (begins, stop) if 2 <= len(text[begins:stop].split()) <= 45 else None


def _limit(text: str, begins: int, seen: Hints) -> int | None:
    """Return how far a title may go at most, ``None`` where nothing tells it."""
    limits = [begin for begin, _ in seen.again if begin > begins + 10 and text[begin - 2] not in ",:"]
    if seen.places and seen.places[0][0] > begins:
        place = text[: seen.places[0][0]].rstrip(". ")
        if not _SHORT_FORM.search(place) and _YEAR_SOON.match(text, seen.places[0][1]):
            limits.append(seen.places[0][0])
    if (
        not limits
        and _VANCOUVER.search(text[: seen.authors_end].rstrip())
        and re.search(r"(?:19|20)\d\d", text[begins:])
    ):
        return len(text)
    return min(limits, default=None)
