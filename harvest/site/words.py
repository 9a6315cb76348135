"""Words of strangers made fit for a page: cleaned, without mail addresses, in their own language, linked only to the web."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from harvest.export.clean import is_web_address, one_line, shorten
from harvest.exporting import without_emails
from harvest.protocol import Protocol
from harvest.screening.card import collapsed
from harvest.site.markup import Html, join, tag

#: Characters of one text that are shown; a longer one is cut, and the cut is marked.
LONGEST = 8_000
#: Characters of a title in a list, and of an address as it is shown.
SHORT, ADDRESS = 240, 160

# Characters that change the direction of writing, and those that carry hidden words (Unicode, "Tags").
_HIDDEN = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
#: Languages that are written from right to left.
_RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})


def plain(text: object) -> str:
    """Return text as one line without characters that a browser obeys; ``""`` for ``None``."""
    line = one_line(None if text is None else str(text))
    return line if line.isprintable() else " ".join(_HIDDEN.sub("", line).split())


@dataclass(frozen=True, slots=True)
class Words:
    """What may be shown of a review's texts.

    ``redact`` leaves mail addresses out, as ``[keep] personal_data`` of the protocol has it for all exports.
    """

    redact: bool = True

    @classmethod
    def of(cls, protocol: Protocol) -> Words:
        """Return the words of a review by its protocol."""
        return cls(protocol.keep.personal_data == "redact-emails-in-exports")

    def say(self, text: object, limit: int = LONGEST) -> str:
        """Return a text as it may be shown: plain text, still to be escaped."""
        line = plain(text)
        if self.redact and "@" in line:
            line = without_emails(line)
        return shorten(line, limit)

    def file(self, text: str) -> str:
        """Return the text of a file beside the pages, without mail addresses where they are left out."""
        return without_emails(text) if self.redact else text

    def captured(self, text: object, language: str | None, limit: int = LONGEST, name: str = "span") -> Html:
        """Return a captured text as an element with its own language, where that is known."""
        return tag(name, self.say(text, limit), **tongue(language))

    def address(self, url: str | None, label: str | None = None) -> Html:
        """Return an address as a link if it is one of the web, else as text. Links load nothing by themselves."""
        shown = self.say(label or url, ADDRESS)
        target = plain(url)
        # An address that holds a mail address would give it away, however it is shown.
        if not is_web_address(target) or " " in target or self.say(target, len(target) + 1) != target:
            return tag("span", shown, class_="address")
        return tag("a", shown, href=target, rel="noreferrer noopener nofollow", class_="address")

    def passage(
        self, text: str, raw: str | None, start: int, spans: Iterable[tuple[int, int]], language: str | None
    ) -> Html:
        """Return a passage with its matches marked.

        Args:
            text: the passage.
            raw: the same as it stands in the document, where the passage has other white space.
            start: where it begins in the document, in code points.
            spans: the matches, as places in the document.
            language: its language.
        """
        if raw is None:
            places = list(range(len(text) + 1))
        else:
            text, places = collapsed(raw)
        last = len(places) - 1
        inside = sorted(
            (places[max(0, a - start)], places[min(last, b - start)])
            for a, b in spans
            if 0 <= a - start < last
        )
        if self.redact and "@" in text and (shown := without_emails(text)) != text:
            inside = _again(shown, {text[a:b] for a, b in inside})
            text = shown
        pieces: list[str | Html] = []
        at = 0
        for a, b in inside:
            if b <= at:
                continue
            pieces += [_piece(text[at : max(a, at)]), tag("mark", _piece(text[max(a, at) : b]))]
            at = b
        pieces.append(_piece(text[at:]))
        return tag("p", join(pieces), **tongue(language))


def tongue(language: str | None) -> dict[str, str | None]:
    """Return the attributes of an element in a language; none for one that is not known."""
    if not language or not _LANGUAGE.fullmatch(language):
        return {}
    return {"lang": language, "dir": "rtl" if language[:2] in _RIGHT_TO_LEFT else None}


def _again(text: str, found: set[str]) -> list[tuple[int, int]]:
    """Return where the marked words stand in a text that lost its mail addresses."""
    words = sorted((each for each in found if each), key=len, reverse=True)
    return [each.span() for each in re.finditer("|".join(map(re.escape, words)), text)] if words else []


def _piece(text: str) -> str:
    """Return a part of a text cleaned, with the blanks at its ends kept."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else " " for each in _HIDDEN.sub("", text))
