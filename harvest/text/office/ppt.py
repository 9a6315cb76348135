"""PowerPoint 97-2003 presentations (PPT): slides as pages, in the order in which they are shown ([MS-PPT])."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from harvest.text.model import Extracted
from harvest.text.office.composing import Composer
from harvest.text.office.model import Context, RefusedError
from harvest.text.office.ole_properties import opened, stated, stream
from harvest.text.office.stating import Printed, facts_of

_USER_EDIT, _PERSIST = 0x0FF5, 0x1772
_DOCUMENT, _SLIDE, _LIST, _SLIDE_ENTRY, _SLIDE_ATOM, _SHOW = 0x03E8, 0x03EE, 0x0FF0, 0x03F3, 0x03EF, 0x03F9
_HEADER, _CHARS, _BYTES, _REFERENCE, _BOX = 0x0F9F, 0x0FA0, 0x0FA8, 0x0F9E, 0xF00D
_ENCRYPTED = 0xF3D1C4DF
_TITLES = (0, 6)
_MOST_RECORDS = 500_000
_DEEPEST = 24

Text = tuple[int, str]


def read(data: bytes, kind: str, context: Context) -> Extracted:
    """Return the text of a presentation, notes of a slide after it, hidden slides left out.

    Raises:
        RefusedError: it is encrypted or broken.
    """
    ole = opened(data)
    try:
        deck = _Deck(stream(ole, "PowerPoint Document"), stream(ole, "Current User"))
        composer, titles = deck.compose(Composer(context.max_chars))
    except (struct.error, IndexError) as error:
        raise RefusedError("broken", f"its records are damaged: {error}", "ppt") from error
    facts = facts_of(Printed(composer.first_lines(20), titles), stated(ole))
    return composer.finish(kind, "ppt", facts, nothing="no slide holds words")


class _Deck:
    def __init__(self, data: bytes, user: bytes) -> None:
        self._data = data
        if len(user) < 20:
            raise RefusedError("broken", "the file has no presentation in it", "ppt")
        token, edit = struct.unpack_from("<II", user, 12)
        if token == _ENCRYPTED:
            raise RefusedError("encrypted", "the file needs a password", "ppt")
        self._places: dict[int, int] = {}
        self._left = _MOST_RECORDS
        document = 0
        seen: set[int] = set()
        while edit and edit not in seen and len(seen) < 2_000:
            seen.add(edit)
            _, kind, size = self._head(edit)
            if kind != _USER_EDIT:
                raise RefusedError("broken", "its list of changes is damaged", "ppt")
            if size >= 32 and not document:
                raise RefusedError("encrypted", "the file needs a password", "ppt")
            before, directory, named = struct.unpack_from("<III", data, edit + 16)
            document = document or named
            self._persist(directory)
            edit = before
        self._document = self._places.get(document, -1)

    def _head(self, at: int) -> tuple[int, int, int]:
        info, kind, size = struct.unpack_from("<HHI", self._data, at)
        return info, kind, size

    def _persist(self, at: int) -> None:
        """Note where each object lies; what a later change says goes first."""
        _, kind, size = self._head(at)
        end, at = at + 8 + size, at + 8
        while kind == _PERSIST and at + 4 <= min(end, len(self._data)):
            entry = struct.unpack_from("<I", self._data, at)[0]
            number, count = entry & 0xFFFFF, entry >> 20
            for i, place in enumerate(struct.unpack_from(f"<{count}I", self._data, at + 4)):
                self._places.setdefault(number + i, place)
            at += 4 + 4 * count

    def _children(self, at: int) -> Iterator[tuple[int, int, int, int]]:
        """Yield (kind, instance, start of the content, end) of the records in the one at ``at``."""
        _, _, size = self._head(at)
        end, at = min(len(self._data), at + 8 + size), at + 8
        while at + 8 <= end and self._left:
            self._left -= 1
            info, kind, size = self._head(at)
            yield kind, info >> 4, at + 8, min(end, at + 8 + size)
            at += 8 + size

    def compose(self, composer: Composer) -> tuple[Composer, list[tuple[str, str]]]:
        """Add the slides; return the composer and the title of the first."""
        if self._document < 0 or self._head(self._document)[1] != _DOCUMENT:
            raise RefusedError("broken", "its document cannot be found", "ppt")
        lists = {
            instance: list(self._entries(start - 8))
            for kind, instance, start, _ in self._children(self._document)
            if kind == _LIST
        }
        notes = {slide: place for place, slide, _ in lists.get(2, ())}
        titles: list[tuple[str, str]] = []
        hidden = 0
        for at, (place, _, outline) in enumerate(lists.get(0, ())):
            if composer.full:
                break
            if at:
                composer.page()
            if place < 0:
                continue
            if self._is_hidden(place):
                hidden += 1
                continue
            texts = self._texts(place, outline)
            for kind, text in sorted(texts, key=lambda each: each[0] not in _TITLES):
                if kind in _TITLES:
                    title = " ".join(text.split())
                    composer.heading(1, title)
                    titles += [(title, "first slide")] if at == 0 else []
                else:
                    _add(composer, text)
            for kind, text in self._texts(notes.get(self._notes_of(place), -1), []):
                if kind == 2:
                    _add(composer, text)
        if hidden:
            composer.note(f"{hidden} hidden slide{'s' if hidden > 1 else ''} left out")
        return composer, titles

    def _entries(self, at: int) -> Iterator[tuple[int, int, list[Text]]]:
        """Yield (place, number, outline texts) of the slides in a list."""
        current: tuple[int, int, list[Text]] | None = None
        kind_of_text = 4
        for kind, _, start, end in self._children(at):
            if kind == _SLIDE_ENTRY:
                if current:
                    yield current
                reference, slide = struct.unpack_from("<I8xI", self._data, start)
                current = (self._places.get(reference, -1), slide, [])
            elif kind == _HEADER:
                kind_of_text = struct.unpack_from("<I", self._data, start)[0]
                if current:
                    current[2].append((kind_of_text, ""))
            elif kind in (_CHARS, _BYTES) and current and current[2]:
                current[2][-1] = (kind_of_text, self._decoded(kind, start, end))
        if current:
            yield current

    def _decoded(self, kind: int, start: int, end: int) -> str:
        data = self._data[start:end]
        return data.decode("utf-16-le", "replace") if kind == _CHARS else data.decode("latin-1")

    def _is_hidden(self, place: int) -> bool:
        for kind, _, start, end in self._children(place):
            if kind == _SHOW and end - start >= 12:
                return bool(struct.unpack_from("<H", self._data, start + 10)[0] & 4)
        return False

    def _notes_of(self, place: int) -> int:
        for kind, _, start, _ in self._children(place):
            if kind == _SLIDE_ATOM:
                return int(struct.unpack_from("<I", self._data, start + 16)[0])
        return 0

    def _texts(self, place: int, outline: list[Text]) -> list[Text]:
        """Return the texts of a slide's shapes, those of its outline where the shapes refer to it."""
        found: list[Text] = []
        if place < 0:
            return found
        stack = [(place, 0)]
        used: set[int] = set()
        while stack:
            at, deep = stack.pop()
            inner: list[tuple[int, int]] = []
            text_kind = 4
            for kind, _, start, end in self._children(at):
                if kind == _HEADER:
                    text_kind = struct.unpack_from("<I", self._data, start)[0]
                elif kind in (_CHARS, _BYTES):
                    found.append((text_kind, self._decoded(kind, start, end)))
                elif kind == _REFERENCE:
                    index = struct.unpack_from("<I", self._data, start)[0]
                    if index < len(outline):
                        used.add(index)
                        found.append(outline[index])
                elif deep < _DEEPEST and (kind == _BOX or self._data[start - 8] & 0xF == 0xF):
                    inner.append((start - 8, deep + 1))
            stack += reversed(inner)
        return found + [text for at, text in enumerate(outline) if at not in used]


def _add(composer: Composer, text: str) -> None:
    composer.gap()
    for line in text.replace("\x0b", "\n").split("\r"):
        # A star stands for the number of the slide, the date and the like.
        if line.strip() != "*":
            composer.paragraph(line, close=True)
