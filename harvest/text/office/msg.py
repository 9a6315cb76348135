"""Outlook messages (MSG): properties of a message and its attachments in a compound file ([MS-OXMSG])."""

from __future__ import annotations

import datetime
import struct
from typing import Any

from harvest.text.clean import one_line
from harvest.text.model import Extracted
from harvest.text.office.letter import Letter, compose, decoded_html
from harvest.text.office.members import Member
from harvest.text.office.model import Context
from harvest.text.office.ole_properties import opened, stream
from harvest.text.office.rtf_packed import html_in, unpacked

_SUBJECT, _BODY, _HTML, _RTF = "0037", "1000", "1013", "1009"
_SENDER, _ON_BEHALF, _SENDER_ADDRESS = "0C1A", "0042", "5D01"
_LONG_NAME, _SHORT_NAME, _DATA, _MIME, _TITLE = "3707", "3704", "3701", "370E", "3001"
_SENT, _DELIVERED, _CODEPAGE, _HTML_CODEPAGE = 0x0039, 0x0E06, 0x3FFD, 0x3FDE
_EPOCH = datetime.datetime(1601, 1, 1)
_MOST_ATTACHMENTS = 500


def read(data: bytes, kind: str, context: Context) -> Extracted:
    """Return the text of a message with its attachments.

    Raises:
        RefusedError: it is broken or too large.
    """
    return _read(opened(data), [], kind, context)


def _read(ole: Any, within: list[str], kind: str, context: Context) -> Extracted:
    message = _Properties(ole, within, 24 if within else 32)
    letter = Letter(
        subject=message.text(_SUBJECT),
        sender=one_line(message.text(_ON_BEHALF) or message.text(_SENDER) or message.text(_SENDER_ADDRESS))[
            :300
        ],
        date=message.day(_SENT) or message.day(_DELIVERED),
        plain=message.text(_BODY),
    )
    if not letter.plain.strip():
        html = message.binary(_HTML)
        # Without a body of its own the message is kept as packed RTF, which may hold the HTML that it once was.
        letter.html = decoded_html(html, message.charset(_HTML_CODEPAGE)) if html else message.text(_HTML)
        rtf = b"" if letter.html else unpacked(message.binary(_RTF))
        letter.html = letter.html or html_in(rtf)
        if rtf and not letter.html:
            letter.plain = context.inner(rtf, "", "", context).text
    names = sorted(
        {
            path[len(within)]
            for path in ole.listdir(streams=True, storages=True)
            if len(path) > len(within) and path[: len(within)] == within
        }
    )
    attachments = [name for name in names if name.lower().startswith("__attach_version1.0_")]
    letter.attachments = [_attachment(ole, [*within, name]) for name in attachments[:_MOST_ATTACHMENTS]]
    return compose(letter, kind, "msg", context)


def _attachment(ole: Any, path: list[str]) -> Member:
    said = _Properties(ole, path, 8)
    name = one_line(said.text(_LONG_NAME) or said.text(_SHORT_NAME) or said.text(_TITLE)) or "attachment"
    embedded = [*path, f"__substg1.0_{_DATA}000D"]
    if ole.exists(embedded):
        return Member(name, lambda deeper: _read(ole, embedded, "msg", deeper))
    return Member(name, lambda _: said.binary(_DATA), said.text(_MIME))


class _Properties:
    """The properties of a message or attachment: fixed ones in one stream after a head, others in a stream each."""

    def __init__(self, ole: Any, path: list[str], head: int) -> None:
        self._ole = ole
        self._path = path
        self._fixed: dict[int, bytes] = {}
        for kind, number, value in struct.iter_unpack(
            "<HH4x8s", _whole(stream(ole, [*path, "__properties_version1.0"])[head:])
        ):
            if kind in (0x0003, 0x0040):
                self._fixed[number] = value

    def binary(self, name: str) -> bytes:
        """Return a property of bytes, empty where there is none."""
        return stream(self._ole, [*self._path, f"__substg1.0_{name}0102"])

    def text(self, name: str) -> str:
        """Return a property of text, empty where there is none."""
        wide = stream(self._ole, [*self._path, f"__substg1.0_{name}001F"])
        if wide:
            return wide.decode("utf-16-le", "replace").rstrip("\x00")
        narrow = stream(self._ole, [*self._path, f"__substg1.0_{name}001E"])
        return narrow.decode(self.charset(_CODEPAGE) or "cp1252", "replace").rstrip("\x00")

    def charset(self, number: int) -> str:
        """Return the name of the codec of a property that holds a code page, empty where there is none known."""
        page = int.from_bytes(self._fixed.get(number, b"")[:4], "little")
        name = {65001: "utf-8", 20127: "ascii", 28591: "latin-1", 1200: "utf-16-le"}.get(page, f"cp{page}")
        try:
            "".encode(name)
        except LookupError:
            return ""
        return name

    def day(self, number: int) -> str:
        """Return the day of a moment, ISO 8601, empty where there is none."""
        ticks = int.from_bytes(self._fixed.get(number, b""), "little")
        if not ticks:
            return ""
        try:
            moment = _EPOCH + datetime.timedelta(microseconds=ticks // 10)
        except OverflowError:
            return ""
        return moment.date().isoformat() if 1970 < moment.year < 2100 else ""


def _whole(data: bytes) -> bytes:
    return data[: len(data) // 16 * 16]
