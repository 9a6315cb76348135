"""The groups of an RTF file, walked once: characters in their code pages, what is hidden or struck out left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from harvest.text.office.rtf_sink import Said, Sink
from harvest.text.office.rtf_words import CHARSETS, GROUPS, KNOWN, SIGNS, SKIPPED

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\",
    re.DOTALL,
)
_DEEPEST = 1_000
_HEADING = re.compile(r"heading\s*([1-9])\s*$", re.IGNORECASE)
_MOMENT = ("yr", "mo", "dy")


@dataclass(frozen=True, slots=True)
class _State:
    """What holds within a group. ``into`` names what text goes to: "body", "note", "" for nothing, or a name of ``info``."""

    into: str = "body"
    skip: int = 1
    font: int = -1
    size: float = 12.0
    hidden: bool = False
    struck: bool = False
    star: bool = False


class Groups:
    """Reads an RTF file into a sink. ``info`` holds what its head says: title, author, creatim, revtim."""

    def __init__(self, data: bytes, sink: Sink) -> None:
        self._data = data
        self._sink = sink
        self.info: dict[str, str] = {}
        self._codepage = "cp1252"
        self._fonts: dict[int, str] = {}
        self._default_font = -1
        self._levels: dict[int, int] = {}
        self._named: dict[int, str] = {}
        self._text: list[str] = []
        self._note: list[str] = []
        self._bytes = bytearray()
        self._pass_over = 0
        self._style = self._level = 0
        self._outlined: int | None = None
        self._table = self._listed = self._breaks = False
        self._size = 0.0
        self._entry = ""
        self._entry_font = self._entry_style = -1
        self._entry_level: int | None = None

    def run(self) -> None:
        """Walk the file to its end, or until the sink is full."""
        stack: list[_State] = []
        state = _State()
        at, end = 0, len(self._data)
        while at < end:
            token = _TOKEN.match(self._data, at)
            if token is None:
                break
            at = token.end()
            word, number, code, sign, brace, plain = token.groups()
            if code is not None:
                self._byte(int(code, 16), state)
            elif plain is not None:
                self._plain(plain, state)
            elif brace == b"{":
                self._flush(state)
                if len(stack) < _DEEPEST:
                    stack.append(state)
                state = replace(state, star=False)
                self._pass_over = 0
            elif brace == b"}":
                self._flush(state)
                before = state
                state = stack.pop() if stack else _State()
                self._close(before, state)
                if not stack and before.into == "body" and at > 20:
                    break
            elif word is not None:
                self._flush(state)
                if word == b"bin" and number:
                    at += max(0, int(number))
                else:
                    state = self._word(word.decode("ascii"), int(number) if number else None, state)
                if self._sink.full:
                    break
            elif sign is not None:
                self._flush(state)
                state = self._sign(sign, state)
        self._flush(state)
        if self._text:
            self._paragraph()

    def _byte(self, value: int, state: _State) -> None:
        if self._pass_over:
            self._pass_over -= 1
        elif state.into:
            self._bytes.append(value)

    def _plain(self, data: bytes, state: _State) -> None:
        if self._pass_over:
            data, self._pass_over = data[self._pass_over :], max(0, self._pass_over - len(data))
        if state.into:
            self._bytes += data

    def _flush(self, state: _State) -> None:
        if self._bytes:
            font = state.font if state.font >= 0 else self._default_font
            # Names in the head are in the file's own code page, and so are fonts that name no character set.
            page = self._fonts.get(font, self._codepage) if state.into in ("body", "note") else self._codepage
            self._put(self._bytes.decode(page, "replace"), state)
            self._bytes.clear()

    def _put(self, text: str, state: _State) -> None:
        if state.hidden or state.struck or not state.into:
            return
        if state.into == "body":
            self._text.append(text)
            if not self._size and not text.isspace():
                self._size = state.size
        elif state.into == "note":
            self._note.append(text)
        elif state.into in ("font", "style", "label"):
            self._entry += text
        else:
            self.info[state.into] = self.info.get(state.into, "") + text

    def _sign(self, sign: bytes, state: _State) -> _State:
        if sign == b"*":
            return replace(state, star=True)
        if sign in (b"\n", b"\r"):
            self._word("par", None, state)
        elif self._pass_over:
            self._pass_over -= 1
        else:
            self._put(
                {b"~": "\u00a0", b"_": "\u2011", b"-": "", b"\\": "\\", b"{": "{", b"}": "}"}.get(sign, ""),
                state,
            )
        return state

    def _word(self, word: str, number: int | None, state: _State) -> _State:
        if state.star:
            state = replace(state, star=False)
            if word not in KNOWN:
                return replace(state, into="style" if word == "cs" and state.into == "style" else "")
        if word == "u":
            if state.into:
                self._unicode((number or 0) & 0xFFFF, state)
            self._pass_over = state.skip
        elif word == "uc":
            return replace(state, skip=max(0, min(10, number or 0)))
        elif word in ("f", "fs", "v", "deleted", "plain"):
            return self._character(word, number, state)
        elif word in SKIPPED or word in GROUPS:
            return self._destination(word, state)
        elif word in SIGNS:
            self._put(SIGNS[word], state)
        elif state.into in ("font", "style"):
            self._tabled(word, number)
        elif state.into in ("creatim", "revtim") and word in _MOMENT:
            self.info[state.into] = (
                self.info.get(state.into, "") + f"{'-' if word != 'yr' else ''}{number or 0:02d}"
            )
        elif word == "ansicpg":
            self._codepage = _codec(number)
        elif word == "mac":
            self._codepage = "mac_roman"
        elif word == "deff":
            self._default_font = number or 0
        elif state.into in ("body", "note"):
            self._layout(word, number, state)
        return state

    def _character(self, word: str, number: int | None, state: _State) -> _State:
        if word == "f":
            if state.into == "font":
                self._entry_font = number or 0
                return state
            return replace(state, font=number or 0)
        if word == "fs":
            return replace(state, size=(number or 24) / 2)
        if word == "v":
            return replace(state, hidden=number != 0)
        if word == "deleted":
            return replace(state, struck=number != 0)
        return replace(state, hidden=False, struck=False, font=-1, size=12.0)

    def _destination(self, word: str, state: _State) -> _State:
        into = ""
        if word == "fonttbl":
            into = "font"
        elif word == "stylesheet":
            into = "style"
        elif word == "footnote" and state.into == "body":
            into = "note"
        elif word == "info":
            into = "info"
        elif word in ("title", "author", "creatim", "revtim"):
            into = word if state.into == "info" else state.into
        elif word == "upr":
            # The same twice: in the old code page and, in a group of its own, in Unicode.
            return replace(state, into="")
        elif word in ("ud", "result", "shptxt"):
            into = "body"
        elif word == "listtext" and state.into == "body":
            self._listed = True
            into = "label"
        return replace(state, into=into)

    def _tabled(self, word: str, number: int | None) -> None:
        if word == "fcharset":
            self._fonts[self._entry_font] = CHARSETS.get(number or 0, "") or self._codepage
        elif word == "s":
            self._entry_style = number or 0
        elif word == "outlinelevel":
            self._entry_level = number

    def _close(self, inner: _State, outer: _State) -> None:
        if inner.into == "style" and self._entry:
            name = self._entry.strip(" ;").casefold()
            found = _HEADING.match(name)
            if self._entry_style >= 0:
                self._named[self._entry_style] = name
                if self._entry_level is not None and self._entry_level < 9:
                    self._levels[self._entry_style] = self._entry_level + 1
                elif found:
                    self._levels[self._entry_style] = int(found[1])
            self._entry, self._entry_style, self._entry_level = "", -1, None
        elif inner.into == "font":
            self._entry = ""
        elif inner.into == "label" and outer.into != "label":
            # "3." and "(b)" are printed and referred to; bullets say nothing.
            self._text += [self._entry] if any(map(str.isalnum, self._entry)) else []
            self._entry = ""
        elif inner.into == "note" and outer.into != "note":
            self._sink.note("".join(self._note))
            self._note.clear()

    def _unicode(self, value: int, state: _State) -> None:
        text = chr(value)
        held = self._text if state.into == "body" else self._note
        if 0xDC00 <= value < 0xE000 and held and "\ud800" <= held[-1][-1:] < "\udc00":
            text = (held.pop() + text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        self._put(text, state)

    def _layout(self, word: str, number: int | None, state: _State) -> None:
        if state.into == "note":
            if word in ("par", "tab"):
                self._note.append("\n" if word == "par" else "\t")
        elif word in ("par", "sect"):
            self._paragraph()
        elif word in ("cell", "nestcell"):
            self._table = True
            self._paragraph()
            self._sink.cell()
        elif word in ("row", "nestrow"):
            self._sink.row()
        elif word == "page":
            self._paragraph()
            self._sink.page()
        elif word == "pard":
            self._style, self._outlined, self._table, self._listed = 0, None, False, False
            self._breaks = False
        elif word == "s":
            self._style = number or 0
        elif word == "outlinelevel":
            self._outlined = number or 0
        elif word == "intbl":
            self._table = True
        elif word == "pagebb":
            self._breaks = number != 0
        elif word in ("ls", "pnlvlblt", "pnlvlbody"):
            self._listed = True

    def _paragraph(self) -> None:
        level = (
            self._levels.get(self._style, 0)
            if self._outlined is None
            else (self._outlined + 1 if self._outlined < 9 else 0)
        )
        said = Said(
            level, self._size, self._table, self._listed, self._named.get(self._style) == "title", self._breaks
        )  # fmt: skip
        self._sink.paragraph("".join(self._text), said)
        self._text.clear()
        self._size = 0.0


def _codec(number: int | None) -> str:
    name = {65001: "utf-8", 10000: "mac_roman"}.get(number or 0, f"cp{number or 1252}")
    try:
        "".encode(name)
    except LookupError:
        return "cp1252"
    return name
