"""Undoing the content coding of an answer (RFC 9110, 8.4): gzip, deflate, br, zstd, and several over each other.

A host may send a few kilobytes that unpack to gigabytes, so everything is unpacked in small pieces, every layer is
counted, and nothing is held but the result up to its limit.
"""

from __future__ import annotations

import io
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, Literal

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

#: Bodies are decompressed to at most this size unless told otherwise.
MAX_BODY = 64_000_000
#: Codings over each other that are undone. Servers that pack twice are seen; more is an attack.
MAX_LAYERS = 4
#: Members of one gzip body (RFC 1952, 2.2) and frames of one zstd body (RFC 8878, 3.1). Millions of empty ones fit
#: into a small body and would cost minutes.
MAX_MEMBERS = 10_000

#: ``too-large``: there is more than the limit (or more layers and members than anybody needs), and this is its
#: beginning. ``broken``: the packed bytes break off or are damaged, and this is what could be read of them.
Flaw = Literal["too-large", "broken"]

#: Bytes that are packed and unpacked at a time.
_PIECE = 1 << 16
#: When a piece holds the broken place, its bytes are read in steps of so many, so that little of it is lost.
_CRUMB = 64
_SIP = 1 << 10
#: How gzip and zstd bodies begin (RFC 1952, 2.3.1; RFC 8878, 3.1.1); the other codings have no mark.
_MAGIC = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd")
#: zlib's window bits for gzip, zlib and bare deflate.
_GZIP, _ZLIB, _DEFLATE = 31, 15, -15
#: A zstd body may ask for two gigabytes of memory to be read; over HTTP at most 8 MB are allowed (RFC 9659, 3).
_ZSTD_WINDOW = 23

Pieces = Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Decoded:
    """A body with its content coding undone; ``flaw`` says when it is not the whole of what was sent."""

    body: bytes
    flaw: Flaw | None = None


class _TooLarge(Exception):  # noqa: N818  not an error: it ends the reading
    pass


class _Broken(Exception):  # noqa: N818
    pass


def decode_body(raw: bytes, coding: str, limit: int = MAX_BODY) -> bytes:
    """Undo an HTTP content coding (gzip, deflate, br, zstd; others are returned as they are).

    The result is cut at ``limit`` bytes, and a broken stream gives what could be read of it, so that no
    body can fill the memory or raise. :func:`decoded` also tells whether that happened.
    """
    return decoded(raw, coding, limit).body


def decoded(raw: bytes, coding: str, limit: int = MAX_BODY) -> Decoded:
    """Undo an HTTP content coding and say whether the result is whole.

    Args:
        raw: the body as it came.
        coding: the ``Content-Encoding`` header; a list is undone from its end (RFC 9110, 8.4). Names that are no
            coding (servers write ``UTF-8`` there) stand for nothing, and so does a coding that was not applied.
        limit: bytes that are returned at most.
    """
    layers = [layer for name in coding.split(",") if (layer := _LAYERS.get(name.strip().lower()))]
    if not layers:
        return Decoded(raw[:limit], _too_large(raw, limit))
    if len(layers) > MAX_LAYERS:
        return Decoded(raw[:limit], "too-large")
    pieces: Pieces = _cut(raw)
    for layer in reversed(layers):
        pieces = _counted(layer(pieces), limit)
    # BytesIO grows in place and gives its bytes away without a copy: half the memory of a list that is joined.
    result = io.BytesIO()
    flaw: Flaw | None = None
    try:
        for piece in pieces:
            result.write(piece)
    except _TooLarge:
        flaw = "too-large"
    except _Broken:
        flaw = "broken"
    if flaw == "broken" and not result.tell():
        # Servers that say gzip and send plain bytes are common enough to be read as meant.
        return Decoded(raw[:limit], "broken" if raw.startswith(_MAGIC) else _too_large(raw, limit))
    result.truncate(min(limit, result.tell()))
    return Decoded(result.getvalue(), flaw)


def _too_large(raw: bytes, limit: int) -> Flaw | None:
    return "too-large" if len(raw) > limit else None


def _cut(raw: bytes) -> Pieces:
    view = memoryview(raw)
    return (bytes(view[at : at + _PIECE]) for at in range(0, len(raw), _PIECE))


def _counted(pieces: Pieces, limit: int) -> Pieces:
    """Pass pieces on until there are more than ``limit`` bytes of them."""
    left = limit
    for piece in pieces:
        yield piece[:left] if left < len(piece) else piece
        left -= len(piece)
        if left < 0:
            raise _TooLarge


def _unzipped(windows: tuple[int, ...]) -> Callable[[Pieces], Pieces]:
    """Return the layer for one of zlib's formats: the first that reads anything of the body."""

    def layer(rest: Pieces) -> Pieces:
        first = next(rest, b"")
        for bits in windows if first else ():
            piece, sound = _bite(zlib.decompressobj(bits), first)
            if piece or sound:
                yield from _inflated(bits, chain([first], rest))
                return
        # Not packed at all, or not in this layer.
        yield first
        yield from rest

    return layer


def _inflated(bits: int, pieces: Iterable[bytes]) -> Pieces:
    decoder, members = zlib.decompressobj(bits), 1
    for packed in pieces:
        data, piece = packed, b""
        # A full piece may be followed by more without any further input.
        while data or (len(piece) == _PIECE and not decoder.eof):
            if decoder.eof:
                if bits != _GZIP or not data.startswith(b"\x1f"):
                    return  # what follows the end (padding, most of the time) is nobody's
                if (members := members + 1) > MAX_MEMBERS:
                    raise _TooLarge
                decoder = zlib.decompressobj(bits)
            piece, sound = _bite(decoder, data)
            if piece:
                yield piece
            if not sound:
                raise _Broken
            data = decoder.unused_data if decoder.eof else decoder.unconsumed_tail
    if not decoder.eof:
        if rest := decoder.flush():
            yield rest
        raise _Broken


def _bite(decoder: Any, data: bytes) -> tuple[bytes, bool]:
    """Return what a zlib decoder makes of data, and whether it is sound; of what is broken, what can be read."""
    spare = decoder.copy()
    try:
        return decoder.decompress(data, _PIECE), True
    except zlib.error:
        crumbs = []
        try:
            for at in range(0, len(data), _CRUMB):
                crumbs.append(spare.decompress(data[at : at + _CRUMB]))
        except zlib.error:
            pass
        return b"".join(crumbs), False


def _sips(pieces: Pieces) -> Pieces:
    """Cut pieces small: a brotli decoder that meets damage keeps to itself what it made of the piece it is in."""
    return (piece[at : at + _SIP] for piece in pieces for at in range(0, len(piece), _SIP))


def _unbrotlied(pieces: Pieces) -> Pieces:
    decoder, fed = brotli.Decompressor(), False
    for data in _sips(pieces):
        fed = True
        while not decoder.is_finished():
            try:
                piece = decoder.process(data, output_buffer_limit=_PIECE)
            except brotli.error:
                raise _Broken from None
            data = b""
            if piece:
                yield piece
            elif decoder.can_accept_more_data():
                break
    if fed and not decoder.is_finished():
        raise _Broken


def _unzstded(pieces: Pieces) -> Pieces:
    options = {int(zstd.DecompressionParameter.window_log_max): _ZSTD_WINDOW}
    decoder, frames, read = zstd.ZstdDecompressor(options=options), 1, False
    for packed in pieces:
        data = packed
        while True:
            if decoder.eof:
                if not data:
                    break
                if (frames := frames + 1) > MAX_MEMBERS:
                    raise _TooLarge
                decoder = zstd.ZstdDecompressor(options=options)
            try:
                piece = decoder.decompress(data, _PIECE)
            except zstd.ZstdError:
                if read:
                    raise _Broken from None
                yield packed
                yield from pieces
                return
            read = True
            if piece:
                yield piece
            data = decoder.unused_data if decoder.eof else b""
            if not decoder.eof and decoder.needs_input:
                break
    if read and not decoder.eof:
        raise _Broken


_LAYERS: dict[str, Callable[[Pieces], Pieces]] = {
    "gzip": _unzipped((_GZIP,)), "x-gzip": _unzipped((_GZIP,)), "deflate": _unzipped((_ZLIB, _DEFLATE)),
    "br": _unbrotlied, "zstd": _unzstded,
}  # fmt: skip
