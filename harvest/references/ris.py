"""RIS, as reference managers, databases and search pages write it.

A line is ``XX  - value``; a record begins with TY and ends with ER. Which tag holds what differs between programs: the
order of titles is Rayyan's (T1, TI, CT, BT), that of dates Zotero's (PY stands behind DA, Y2 is the day of access), and
EndNote wraps keywords over lines without a tag.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from harvest.references.dates import is_dated
from harvest.references.decode import lines
from harvest.references.draft import Draft, gathered
from harvest.references.identifiers import is_address
from harvest.references.model import Entry, Fault
from harvest.references.ris_fields import fill
from harvest.references.ris_tags import KNOWN, LONG, TYPES

_LINE = re.compile(r"([A-Z][A-Z0-9])[ \t\xa0]{1,3}-(?:[ \t\xa0](.*))?")
#: TY whose value follows at once, as some scripts write it.
_TIGHT = re.compile(r"(TY)[ \t\xa0]{1,3}-([A-Z]{3,7})")
#: rispy numbers its records.
_NUMBER = re.compile(r"\d+\.")
_DATES, _PLACES = frozenset({"PY", "Y1", "Y2", "YR", "DA"}), frozenset({"UR", "L1", "L2", "DO", "DI"})
_TITLES = frozenset({"TI", "T1"})


class _Line(NamedTuple):
    number: int
    text: str
    tag: str
    value: str


def read(text: str) -> tuple[tuple[Entry, ...], tuple[Fault, ...]]:
    """Return the references of a RIS file and its faults."""
    reader = _Reader(_split(text))
    reader.read()
    return gathered(reader.drafts, reader.faults)


def is_tagged(text: str) -> bool:
    """Tell whether a text is RIS whose first record has no TY, or that begins with words of a search page."""
    tagged = [line.tag for line in _split(text)[:200] if line.tag]
    return "TY" in tagged or len([tag for tag in tagged if tag in KNOWN]) > 2


def _split(text: str) -> list[_Line]:
    every = lines(text)
    # Files that a person pasted may be indented as a whole.
    first = next((line for line in every if _LINE.match(line.lstrip()) and "TY" in line[:12]), "")
    indent = first[: len(first) - len(first.lstrip())]
    found = []
    for number, line in enumerate(every, 1):
        bare = (line.removeprefix(indent) if indent else line).rstrip()
        match = _LINE.fullmatch(bare) or _TIGHT.fullmatch(bare)
        tag, value = (match[1], (match[2] or "").strip()) if match else ("", "")
        found.append(_Line(number, bare, tag, value))
    return found


class _Reader:
    """Goes through the lines once, looking ahead only where a line may be a tag or words of an abstract."""

    def __init__(self, split: list[_Line]) -> None:
        self.lines = split
        self.drafts: list[Draft] = []
        self.faults: list[Fault] = []
        self._draft: Draft | None = None
        self._values: list[tuple[str, list[str], int]] = []
        #: The line before was words that go on with a value; a blank line stood before.
        self._went_on = self._after_blank = self._outside = False

    def read(self) -> None:
        for place, line in enumerate(self.lines):
            if not line.text.strip():
                self._after_blank = True
                continue
            self._take(place, line)
            self._after_blank = False
        if self._draft is not None:
            self._draft.fault(
                self._draft.line,
                "ER",
                "the last record has no ER: the file may be cut off, and it was read up to its end",
            )
            self._close()

    def _take(self, place: int, line: _Line) -> None:
        if not line.tag or (line.tag not in KNOWN and self._in_long):
            self._words(line)
        elif self._draft is not None and self._is_text(place, line):
            self._draft.fault(
                line.number,
                line.tag,
                f"a line within {self._values[-1][0]} looks like the tag {line.tag}: it was read as words of it",
            )
            self._go_on(line.text)
        elif line.tag == "TY":
            self._begin(line)
        elif line.tag == "ER":
            self._end(line)
        else:
            self._tag(line)

    @property
    def _in_long(self) -> bool:
        return self._draft is not None and bool(self._values) and self._values[-1][0] in LONG

    # ---- lines without a tag

    def _words(self, line: _Line) -> None:
        if self._draft is None or (
            _NUMBER.fullmatch(line.text.strip()) and self._next_tag(line.number) == "TY"
        ):
            if not _NUMBER.fullmatch(line.text.strip()) and not self._outside:
                self.faults.append(
                    Fault(line.number, None, "words stand outside of any record: they were left out")
                )
                self._outside = True
            return
        if line.tag:
            self._draft.fault(
                line.number,
                line.tag,
                f"{line.tag} is no tag of RIS: the line was read as words of {self._values[-1][0]}",
            )
        self._go_on(line.text.strip())

    def _go_on(self, text: str) -> None:
        if self._values:
            self._values[-1][1].append(text)
        self._went_on = True

    # ---- lines with a tag

    def _is_text(self, place: int, line: _Line) -> bool:
        """Tell whether a line that looks like a tag is one of an abstract that was wrapped."""
        if not self._in_long:
            return False
        after, words_follow = self._following(place), self._words_follow(place)
        if line.tag == "TY":
            return (
                line.value not in TYPES and (self._went_on or words_follow or " " in line.value)
            ) or words_follow
        if line.tag == "ER":
            if line.value:
                return after is not None and after.tag != "TY"
            return words_follow and self._goes_on(place)
        if not (self._went_on or words_follow):
            return False
        if line.tag in _DATES:
            return not is_dated(line.value)
        return line.tag in _PLACES and bool(line.value) and not is_address(line.value)

    def _words_follow(self, place: int) -> bool:
        after = self._following(place)
        return after is not None and not after.tag and not _NUMBER.fullmatch(after.text.strip())

    def _following(self, place: int) -> _Line | None:
        return next(
            (self.lines[at] for at in range(place + 1, len(self.lines)) if self.lines[at].text.strip()), None
        )

    def _next_tag(self, number: int) -> str:
        after = self._following(number - 1)
        return after.tag if after else ""

    def _goes_on(self, place: int) -> bool:
        """Tell whether the record goes on behind an end that stands within an abstract.

        It does where tags follow, unless they begin another record: with TY, or with a second title.
        """
        found = (at for at in range(place + 1, len(self.lines)) if self.lines[at].tag in KNOWN)
        tag = next(
            (
                self.lines[at].tag
                for at in found
                if not (self.lines[at].tag == "TY" and self._words_follow(at))
            ),
            "TY",
        )
        return tag != "TY" and not (tag in _TITLES and any(each in _TITLES for each, _, _ in self._values))

    def _begin(self, line: _Line) -> None:
        if self._draft is not None:
            self._draft.fault(
                line.number, "ER", "a record begins here, and the one before it has no ER: it was ended here"
            )
            self._close()
        self._open(line.number)
        self._values.append(("TY", [line.value], line.number))

    def _end(self, line: _Line) -> None:
        if self._draft is None:
            self.faults.append(Fault(line.number, "ER", "ER ends nothing here: it was passed over"))
            return
        if line.value:
            self._draft.fault(line.number, "ER", "ER has words after it: they were left out")
        self._close()

    def _tag(self, line: _Line) -> None:
        if self._draft is not None and self._after_blank and self._is_another(line):
            self._draft.fault(
                line.number, "TY", "a second title follows a blank line: a record without TY begins here"
            )
            self._close()
            self._open(line.number)
        if self._draft is None:
            self._open(line.number)
            self.faults.append(
                Fault(
                    line.number, "TY", "the record that begins here has no TY: it was read without its type"
                )
            )
        if line.tag not in KNOWN:
            assert self._draft is not None
            self._draft.fault(
                line.number, line.tag, f"{line.tag} is no tag of RIS: the line was left in the note"
            )
        self._values.append((line.tag, [line.value], line.number))
        self._went_on = False

    def _is_another(self, line: _Line) -> bool:
        titles = [" ".join(parts) for tag, parts, _ in self._values if tag == line.tag]
        return line.tag in _TITLES and bool(titles) and line.value not in titles

    def _open(self, number: int) -> None:
        self._draft, self._values, self._went_on, self._outside = Draft(number), [], False, False

    def _close(self) -> None:
        assert self._draft is not None
        fill(
            self._draft, [(tag, " ".join(filter(None, parts)), number) for tag, parts, number in self._values]
        )
        self.drafts.append(self._draft)
        self._draft, self._values, self._outside = None, [], False
